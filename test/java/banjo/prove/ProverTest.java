package banjo.prove;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.config.ConfigurationReader;
import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterContext;
import banjo.filter.LogLine;
import banjo.text.Utf8;
import banjo.time.Zone;
import org.junit.Test;

public class ProverTest
{
    private static final Prover PROVER = new Prover(Prover.STATE_BUDGET, Prover.WORK);

    private static Filter filter(String... patterns) throws Exception
    {
        StringBuilder toml = new StringBuilder("[filters.f]\nprogram = 'p'\nfailregex = [\n");
        for (String pattern : patterns)
        {
            toml.append("'''").append(pattern).append("''',\n");
        }
        toml.append("]\n");
        return FilterCompiler.compile(ConfigurationReader.readFilters("f", Utf8.encode(toml.toString())).get(0), null, false);
    }

    /** What the prover says, after every counterexample has been tried on the filter as the daemon uses it. */
    private static String verdict(Filter filter, String format) throws Exception
    {
        Verdict verdict = PROVER.prove(filter, format, true);
        StringBuilder text = new StringBuilder();
        if (verdict.spoof() != null)
        {
            assertTrue(bans(filter, verdict.spoof()));
            text.append("spoof: ").append(Utf8.decode(verdict.spoof().text(), 0, verdict.spoof().text().length));
        }
        if (verdict.escape() != null)
        {
            assertEquals(false, bans(filter, verdict.escape()));
            text.append(text.length() > 0 ? " / " : "").append("escape: ");
            text.append(Utf8.decode(verdict.escape().text(), 0, verdict.escape().text().length));
        }
        return verdict.complete() ? text.length() == 0 ? "proved" : text.toString() : "not decided";
    }

    /** @return true when somebody is banned; fails when that is the true host. */
    private static boolean bans(Filter filter, Counterexample found)
    {
        byte[] line = Utf8.encode("Nov 24 03:00:00 h p[1]: ");
        byte[] whole = java.util.Arrays.copyOf(line, line.length + found.text().length);
        System.arraycopy(found.text(), 0, whole, line.length, found.text().length);
        LogLine read = new LogLine(Zone.utc());
        read.read(whole, 0, whole.length, 1_800_000_000L);
        Failure failure = new Failure();
        if (!filter.match(read, failure) || failure.kind == Failure.DNS)
        {
            return false;
        }
        long[] host = new long[2];
        if (found.hostTo() >= 0)
        {
            assertTrue(Address.parse(found.text(), found.hostFrom(), found.hostTo(), host));
            assertTrue(host[0] != failure.address[0] || host[1] != failure.address[1]);
        }
        return true;
    }

    private static final String FAILED = "Failed password for <TEXT> from <HOST> port <NUM> ssh2";

    @Test
    public void provesAnAnchoredPattern() throws Exception
    {
        assertEquals("proved", verdict(filter("^Failed password for .* from <ADDR> port \\d+ ssh2$"), FAILED));
    }

    @Test
    public void findsTheSpoofOfALazyPattern() throws Exception
    {
        assertEquals("spoof: Failed password for  from ::b port 1 from :: port 1 ssh2",
            verdict(filter("^Failed password for .*? from <ADDR> port \\d+"), FAILED));
    }

    @Test
    public void findsTheSpoofOfAnUnanchoredPattern() throws Exception
    {
        assertEquals("spoof: Failed password for from ::b port 1 from :: port 1 ssh2", verdict(filter("from <ADDR> port \\d+"), FAILED));
    }

    @Test
    public void findsTheEscapeOfAnEmptyUser() throws Exception
    {
        assertEquals("escape: Failed password for  from :: port 1 ssh2",
            verdict(filter("^Failed password for \\S+ from <ADDR> port \\d+ ssh2$"), FAILED));
    }

    /** The shape of fail2ban's pam-generic. */
    @Test
    public void findsTheSpoofInARemoteUser() throws Exception
    {
        assertEquals("spoof: pam_unix(x:auth): authentication failure; ruser= rhost=::b rhost=::  user=",
            verdict(filter("^\\S+: authentication failure; ruser=.*? rhost=<ADDR>(?: .*)?$"),
                "pam_unix(<WORD:\\w+>:auth): authentication failure; ruser=<TEXT> rhost=<HOST>  user=<TEXT>"));
    }

    /** The shape of fail2ban's courier-auth. */
    @Test
    public void findsTheSpoofInAListOfValues() throws Exception
    {
        assertEquals("spoof: LOGIN FAILED, user=, ip=[::b], ip=[::] / escape: LOGIN FAILED, user=,, ip=[::]",
            verdict(filter("^LOGIN FAILED, (?:user=[^,]*?, |\\w+=[^,]*?, )*?ip=\\[<ADDR>\\]"), "LOGIN FAILED, user=<TEXT>, ip=[<HOST>]"));
        assertEquals("proved",
            verdict(filter("^LOGIN FAILED, user=.*, ip=\\[<ADDR>\\]$"), "LOGIN FAILED, user=<TEXT>, ip=[<HOST>]"));
    }

    @Test
    public void tellsAnAmbiguousMessage() throws Exception
    {
        Verdict verdict = PROVER.prove(filter("^bad user .* from <ADDR>: .*$"), "bad user <TEXT> from <HOST>: <TEXT>", true);
        assertTrue(verdict.spoof().ambiguous());
        assertFalse(PROVER.prove(filter("from <ADDR> port \\d+"), FAILED, true).spoof().ambiguous());
    }

    @Test
    public void findsThePortThatIsTakenForAGroup() throws Exception
    {
        assertEquals("spoof: from ::a:1", verdict(filter("^from <ADDR>(?::\\d+)?$"), "from <HOST>:<NUM>"));
        assertEquals("proved", verdict(filter("^from <ADDR>:\\d+$"), "from <HOST>:<NUM>"));
    }

    @Test
    public void aPatternOfItsOwnRestrictsAField() throws Exception
    {
        Filter weak = filter("^user \\S+ from <ADDR>");
        assertEquals("spoof: user x from ::b from :: / escape: user  from ::", verdict(weak, "user <TEXT> from <HOST>"));
        assertEquals("proved", verdict(weak, "user <TEXT:[!-~]{1,8}> from <HOST>"));
        assertEquals("proved", verdict(filter("^user \\S+ from <ADDR> and"), "user <WORD:root|[a-z>\\]]+> from <HOST> and <TEXT>"));
    }

    @Test
    public void aMessageWithoutHostMustBanNobody() throws Exception
    {
        assertEquals("spoof: user :: unknown", verdict(filter("^user <ADDR>"), "user <TEXT> unknown"));
        assertEquals("proved", verdict(filter("^user <ADDR>$"), "user <TEXT> unknown"));
        assertEquals("spoof: accepted ::", verdict(filter("^accepted <ADDR>"), "accepted <ADDRESS>"));
    }

    @Test
    public void theFirstPatternThatMatchesDecides() throws Exception
    {
        String good = "^no <ADDR> for.*$";
        String bad = "^no .* for <ADDR>";
        assertEquals("proved", verdict(filter(good, bad), "no <HOST> for <TEXT>"));
        assertEquals("spoof: no :: for ::b", verdict(filter(bad, good), "no <HOST> for <TEXT>"));
        // One that is searched for anywhere is an automaton of its own.
        assertEquals("spoof: no :: for ::b", verdict(filter("for <ADDR>", good), "no <HOST> for <TEXT>"));
        assertEquals("proved", verdict(filter(good, "for <ADDR>"), "no <HOST> for <TEXT>"));
    }

    @Test
    public void anIgnoredLineIsMissed() throws Exception
    {
        String toml = "[filters.f]\nprogram = 'p'\nfailregex = '^no .* from <ADDR>$'\nignoreregex = 'guest'\n";
        Filter filter = FilterCompiler.compile(ConfigurationReader.readFilters("f", Utf8.encode(toml)).get(0), null, false);
        assertEquals("escape: no guest from ::", verdict(filter, "no <TEXT> from <HOST>"));
        assertEquals("proved", verdict(filter, "no <TEXT:[^e]*> from <HOST>"));
    }

    @Test
    public void whiteSpaceAtTheEndIsCut() throws Exception
    {
        assertEquals("escape: from :: user", verdict(filter("^from <ADDR> user .*$"), "from <HOST> user <TEXT>"));
        assertEquals("proved", verdict(filter("^from <ADDR> user(?: .*)?$"), "from <HOST> user <TEXT>"));
    }

    @Test
    public void whatLooksLikeAKernelsTimeIsCut() throws Exception
    {
        assertEquals("proved", verdict(filter("^.*door from <ADDR>$"), "<TEXT> door from <HOST>"));
        assertEquals("escape: xdoor from ::",
            verdict(filter("^kernel: \\[1\\] .door from <ADDR>$"), "<TEXT:kernel: \\[1\\] x>door from <HOST>"));
    }

    /** An IPv4 address on a socket for both families is one and the same with its prefix and without. */
    @Test
    public void aMappedAddressIsTheAddress() throws Exception
    {
        assertEquals("proved", verdict(filter("^from <ADDR>$"), "from <HOST>"));
    }

    @Test
    public void aHostNameInPlaceOfTheAddressIsAnEscape() throws Exception
    {
        assertEquals("escape: user x from ::", verdict(filter("^user <HOST>"), "user <WORD:[a-z]+> from <HOST>"));
    }

    @Test
    public void warnsOfAddressesBehindText() throws Exception
    {
        assertTrue(PROVER.capturesBehindAnAddress(filter("^wrong code by .* from <ADDR>$")));
        assertTrue(PROVER.capturesBehindAnAddress(filter("from <ADDR>")));
        assertFalse(PROVER.capturesBehindAnAddress(filter("^wrong code from <ADDR> by .*$")));
        assertFalse(PROVER.capturesBehindAnAddress(filter("^wrong code by [a-z]+ from <ADDR>$")));
    }

    private static Filter inStages(String definition) throws Exception
    {
        return FilterCompiler.compile(ConfigurationReader.readFilters("f", Utf8.encode("[filters.f]\nprogram = 'p'\n" + definition)).get(0), null,
            FilterContext.of(Zone.utc(), 1_800_000_000L, 16 << 10).withTables());
    }

    /** {@code max_line} cuts a line behind text of the client's, where it may look complete. */
    @Test
    public void aLineThatIsCutMustBanNobodyElse() throws Exception
    {
        String open = verdict(filter("^user .* from <ADDR>(?:$| by)"), "user <TEXT> from <HOST>");
        assertTrue(open, open.startsWith("spoof: user ") && open.length() == 7 + Prover.SHORTEST_CUT && open.endsWith("\0"));
        String swallowed = verdict(filter("^user .* from <ADDR>(?: on \\S+)?$"), "user <TEXT> from <HOST>");
        assertTrue(swallowed, swallowed.startsWith("spoof: user  from :: on "));
        assertEquals("proved", verdict(filter("^user .* from <ADDR>(?: on [^\\s\\0]+)?$"), "user <TEXT> from <HOST>"));
        assertEquals("proved", verdict(filter("^user .* from <ADDR>(?:$| by)"), "user <TEXT:[!-~]{0,200}> from <HOST>"));
    }

    @Test
    public void anAddressThatIsCutInTwoIsAnother() throws Exception
    {
        String cut = verdict(filter("^user .* from <ADDR>"), "user <TEXT:x*> from <HOST>");
        assertTrue(cut, cut.startsWith("spoof: user xxxx") && cut.endsWith(" from ::\0"));
    }

    @Test
    public void theServersOwnAddressMayBeMappedToo() throws Exception
    {
        assertEquals("spoof: on ::ffff:1.1.1.1", verdict(filter("^on ::ffff:<IP4>$"), "on <ADDRESS>"));
    }

    @Test
    public void whatAPrefixCapturesMayBeNothing() throws Exception
    {
        Filter filter = inStages("prefregex = '^p<F-CONTENT>x*</F-CONTENT>: .*$'\nfailregex = '^p: .* from <ADDR>'\n");
        assertEquals("spoof: p:  from :: by from ::b", verdict(filter, "p: <TEXT> from <HOST> by <TEXT>"));
        assertEquals("escape: px:  from ::", verdict(filter, "px: <TEXT:[^ ]*> from <HOST>"));
    }

    @Test
    public void anExcuseThatMayBeEmptyIsNotDecided() throws Exception
    {
        String known = "prefregex = '^<F-CONTENT>.*</F-CONTENT>$'\nfailregex = '^<F-NOFAIL>%s</F-NOFAIL>user .* from <ADDR>$'\n";
        assertEquals("not decided", verdict(inStages(known.replace("%s", "(?:known )?")), "user <TEXT> from <ADDRESS>"));
        assertEquals("proved", verdict(inStages(known.replace("%s", "known |old ")), "known user <TEXT> from <ADDRESS>"));
        assertEquals("not decided", verdict(inStages("prefregex = '^(?:<F-NOFAIL>old</F-NOFAIL> )?<F-CONTENT>.*</F-CONTENT>$'\n"
            + "failregex = '^from <ADDR>$'\n"), "old from <HOST>"));
    }

    /** Alone, a login excuses what was said of its connection: without connections the line counts as any other. */
    @Test
    public void aLoginIsNoExcuseWithoutConnections() throws Exception
    {
        assertEquals("spoof: login from ::", verdict(inStages("prefregex = '^<F-CONTENT>.*</F-CONTENT>$'\nfailregex = '^<F-MLFGAINED>login</F-MLFGAINED> from <ADDR>$'\n"),
            "login from <ADDRESS>"));
    }

    /** What the prover says of one pattern beside a failure without a host; a spoof must ban at once or by that. */
    private static String connectionVerdict(String pattern, String format) throws Exception
    {
        Filter filter = filter(pattern, "^<F-MLFID/>failed$");
        Verdict verdict = PROVER.prove(filter, format, true);
        if (verdict.spoof() == null)
        {
            return verdict.escape() != null ? "escape: " + Utf8.decode(verdict.escape().text(), 0, verdict.escape().text().length)
                : verdict.complete() ? "proved" : "not decided";
        }
        String spoof = Utf8.decode(verdict.spoof().text(), 0, verdict.spoof().text().length);
        LogLine line = new LogLine(Zone.utc());
        Failure failure = new Failure();
        boolean banned = false;
        for (String text : new String[] {spoof, "failed"})
        {
            byte[] bytes = Utf8.encode("Nov 24 03:00:00 h p[1]: " + text);
            line.read(bytes, 0, bytes.length, 1_800_000_000L);
            banned |= filter.match(line, failure);
        }
        assertTrue(spoof, banned);
        return "spoof: " + spoof;
    }

    /** What is only said of a connection is taken by its failures: it must be true. */
    @Test
    public void whatIsSaidOfAConnectionMustBeTrue() throws Exception
    {
        assertEquals("proved", connectionVerdict("^<F-NOFAIL>hello</F-NOFAIL> .* from <ADDR>$", "hello <TEXT> from <PEER>"));
        assertEquals("spoof: hello  from ::b from ::", connectionVerdict("^<F-NOFAIL>hello</F-NOFAIL> .*? from <ADDR>", "hello <TEXT> from <PEER>"));
        assertEquals("it must not count", "spoof: hello ::", connectionVerdict("^hello <ADDR>$", "hello <PEER>"));
        assertEquals("it must count", "escape: hello ::", connectionVerdict("^<F-NOFAIL>hello</F-NOFAIL> <ADDR>$", "hello <HOST>"));
        assertEquals("spoof: on ::", connectionVerdict("^<F-NOFAIL>on</F-NOFAIL> <ADDR>$", "on <ADDRESS>"));
        assertEquals("proved", connectionVerdict("^<F-MLFID/>wrong code of .*$", "wrong code of <TEXT>"));
    }

    @Test
    public void stopsAtItsBudget() throws Exception
    {
        Verdict verdict = new Prover(20, Prover.WORK).prove(filter("^Failed password for .* from <ADDR> port \\d+ ssh2$"), FAILED, true);
        assertFalse(verdict.complete());
        assertFalse(verdict.proved());
    }

    @Test
    public void refusesFormatsThatItCannotRead()
    {
        assertEquals("unknown field <USER>: there are <HOST>, <PEER>, <ADDRESS>, <NUM>, <WORD>, <TEXT>; text that looks like one begins with \\<",
            error("for <USER> from <HOST>"));
        assertEquals("a format has one <HOST> or <PEER>; other addresses are <ADDRESS>", error("<HOST> <HOST>"));
        assertEquals("the field <TEXT:[^> from has no end", error("for <TEXT:[^> from"));
        assertEquals("<HOST> takes no pattern", error("for <HOST:a>"));
        assertTrue(error("for <TEXT:(>"), error("for <TEXT:(>").length() > 0);
        assertEquals("", error("a <b> \\<USER> <1> <Abc> <HOST>"));
    }

    private static String error(String format)
    {
        try
        {
            PROVER.prove(filter("^x <ADDR>$"), format, true);
            return "";
        }
        catch (FormatException e)
        {
            return e.getMessage();
        }
        catch (Exception e)
        {
            throw new AssertionError(e);
        }
    }
}
