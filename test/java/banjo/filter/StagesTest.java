package banjo.filter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.config.Origin;
import banjo.config.Text;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** A filter in fail2ban's language: stages, connections, several lines, tags and what is refused. */
public final class StagesTest
{
    private static final long NOW = 1_700_000_000L;

    private final LogLine line = new LogLine(Zone.utc());
    private final Failure failure = new Failure();
    private final List<Text> failRegexes = new ArrayList<>();
    private final List<Text> ignoreRegexes = new ArrayList<>();
    private Text prefRegex;
    private int maxLines = 1;
    private Filter filter;

    private static Text text(String value, int number)
    {
        return new Text(value, new Origin("f", number, 0));
    }

    private void failRegex(String... patterns)
    {
        for (String pattern : patterns)
        {
            failRegexes.add(text(pattern, failRegexes.size() + 1));
        }
    }

    private void compile() throws FilterException
    {
        filter = FilterCompiler.compile(new PatternSet("t", new Origin("f", 1, 0), failRegexes, ignoreRegexes, prefRegex, List.of(), maxLines,
            false, true), FilterContext.of(Zone.utc(), NOW, 1024));
    }

    /** @return {@code HOST USER PATTERN}, or why the line does not count. */
    private String judge(String text) throws FilterException
    {
        if (filter == null)
        {
            compile();
        }
        byte[] bytes = Utf8.encode(text);
        line.read(bytes, 0, bytes.length, NOW);
        if (!filter.match(line, failure))
        {
            return "reason " + failure.reason;
        }
        String user = failure.userFrom < 0 ? "-" : Utf8.decode(failure.userText, failure.userFrom, failure.userTo);
        return Utf8.decode(failure.hostText, failure.hostFrom, failure.hostTo) + " " + user + " " + failure.regex;
    }

    private void assertRefused(String message)
    {
        assertEquals(message, assertThrows(FilterException.class, this::compile).getMessage());
    }

    /** fail2ban leaves a newline at the end of the line; the expectations are its own (1.0.2). */
    @Test
    public void theEndOfTheLineCountsAsItsNewline() throws FilterException
    {
        failRegex("^ a <HOST>\\s+$", "^ b <HOST>[^a-z]", "^ c <HOST>\\W", "^ f <HOST>(?=\\s)", "^ g <HOST>\\n", "^ i <HOST>.$",
            "^ k <HOST>\\s\\s$", "^ l <IP4>(?![\\s\\d])", "^ m <F-USER>[^:]*</F-USER>:<HOST>[^:]{1,3}$", "^ n <HOST>(?: x[^z]{2,})?$",
            "^ o <HOST>(?:[;,][^;,])+$");
        String[] counted = {"a 192.0.2.9", "a 192.0.2.9 ", "b 192.0.2.9", "c 192.0.2.9", "f 192.0.2.9", "g 192.0.2.9", "i 192.0.2.9;",
            "k 192.0.2.9 ", "k 192.0.2.9  ", "l 192.0.2.9;", "m u:192.0.2.9", "m u:192.0.2.9;;", "n 192.0.2.9 xa", "n 192.0.2.9", "o 192.0.2.9;a,",
            "o 192.0.2.9;"};
        String[] missed = {"a 192.0.2.9;", "i 192.0.2.9", "k 192.0.2.9", "l 192.0.2.9", "m u:192.0.2.9;;;;", "n 192.0.2.9 x", "o 192.0.2.9", "g 192.0.2.9 "};
        for (String text : counted)
        {
            assertEquals(text, "192.0.2.9", judge("2023-11-24 00:10:20 " + text).split(" ")[0]);
        }
        for (String text : missed)
        {
            assertEquals(text, "reason " + Failure.NO_MATCH, judge("2023-11-24 00:10:20 " + text));
        }
    }

    /** Python's spelling of the tags; {@code host} is none of fail2ban's. */
    @Test
    public void groupsMayBeNamedWithoutTags() throws FilterException
    {
        failRegex("^ bad (?P<user>\\w+) from (?P<ip4>[\\d.]+)$", "^ bad \\(?P<user> <HOST>$");
        assertEquals("192.0.2.1 joe 0", judge("2023-11-24 00:10:20 bad joe from 192.0.2.1"));
        failRegexes.clear();
        failRegex("^ (?P<host>[\\d.]+)$");
        assertRefused("f:1: error: the pattern has no host: it needs <HOST>, <ADDR>, <IP4>, <IP6>, <DNS>, <SUBNET> or <F-ID>");
    }

    @Test
    public void theDateIsTakenOutWhereverItStands() throws FilterException
    {
        failRegex("^<ADDR> - <F-USER>\\S+</F-USER> \\[\\] bad$", "^ bad <ADDR>$");
        assertEquals("192.0.2.1 joe 0", judge("192.0.2.1 - joe [24/Nov/2023:00:10:19 +0000] bad"));
        assertEquals(1_700_784_619L, failure.seconds);
        assertEquals("192.0.2.2 - 1", judge("2023-11-24 00:10:20 bad 192.0.2.2"));
        assertEquals("reason " + Failure.NO_MATCH, judge("bad 192.0.2.2"));
        assertEquals(false, failure.dated);
        assertEquals(NOW, failure.seconds);
    }

    @Test
    public void anIndexIsFoundAgainInTheLine() throws FilterException
    {
        failRegex("^<ADDR> - \\[\\] bad$");
        String text = "192.0.2.1 - [24/Nov/2023:00:10:19 +0000] good";
        assertEquals("reason " + Failure.NO_MATCH, judge(text));
        assertEquals("192.0.2.1 - [] good", Utf8.decode(failure.seenText, failure.seenFrom, failure.seenTo));
        assertEquals(text.indexOf("good"), failure.lineIndex(failure.seenFrom + "192.0.2.1 - [] ".length()));
        assertEquals(3, failure.lineIndex(failure.seenFrom + 3));
    }

    @Test
    public void theContentIsAllThatFailregexesSee() throws FilterException
    {
        prefRegex = text("^ \\[<ADDR>\\] <F-CONTENT>.+</F-CONTENT>$", 9);
        failRegex("^failed$", "^other <ADDR>$");
        assertEquals("192.0.2.1 - 0", judge("2023-11-24 00:10:20 [192.0.2.1] failed"));
        assertEquals("192.0.2.9 - 1", judge("2023-11-24 00:10:20 [192.0.2.1] other 192.0.2.9"));
        assertEquals("reason " + Failure.NO_PREFIX, judge("2023-11-24 00:10:20 192.0.2.1 failed"));
        assertEquals("reason " + Failure.NO_MATCH, judge("2023-11-24 00:10:20 [192.0.2.1] passed"));
    }

    @Test
    public void theFirstPatternWinsAndIgnoreregexUndoes() throws FilterException
    {
        failRegex("^ x <ADDR>$", "^ \\w <ADDR>$");
        ignoreRegexes.add(text(" 192\\.0\\.2\\.9$", 3));
        assertEquals("192.0.2.1 - 0", judge("2023-11-24 00:10:20 x 192.0.2.1"));
        assertEquals("192.0.2.1 - 1", judge("2023-11-24 00:10:20 y 192.0.2.1"));
        assertEquals("reason " + Failure.IGNORED, judge("2023-11-24 00:10:20 y 192.0.2.9"));
        assertEquals("reason " + Failure.NO_ADDRESS, judge("2023-11-24 00:10:20 y 999.0.2.1"));
    }

    @Test
    public void anEmptyUserIsReplacedByTheAlternative() throws FilterException
    {
        failRegex("^ <F-USER>\\w*</F-USER>/<F-ALT_USER>\\w*</F-ALT_USER> <HOST>$");
        assertEquals("a.example b 0", judge("2023-11-24 00:10:20 /b a.example"));
        assertEquals("1.2.3 a 0", judge("2023-11-24 00:10:20 a/b 1.2.3"));
    }

    /** The expectations are fail2ban's own (1.0.2): {@code alt_user1} would be the alternative of a {@code user1}. */
    @Test
    public void alternativesOfTheUserCountInTheOrderOfTheirNames() throws FilterException
    {
        failRegex("^ 1 <F-USER>\\w*</F-USER>/<F-ALT_USER1>\\w*</F-ALT_USER1> <ADDR>$",
            "^ 2 <F-ALT_USER_2>\\w*</F-ALT_USER_2>/<F-ALT_USER_1>\\w*</F-ALT_USER_1> <ADDR>$",
            "^ 3 <F-ALT_USER_1>\\w*</F-ALT_USER_1>/<F-ALT_USER>\\w*</F-ALT_USER> <ADDR>$");
        assertEquals("192.0.2.1  0", judge("2023-11-24 00:10:20 1 /b 192.0.2.1"));
        assertEquals("192.0.2.1 b 1", judge("2023-11-24 00:10:20 2 a/b 192.0.2.1"));
        assertEquals("192.0.2.1 a 1", judge("2023-11-24 00:10:20 2 a/ 192.0.2.1"));
        assertEquals("192.0.2.1 b 2", judge("2023-11-24 00:10:20 3 a/b 192.0.2.1"));
    }

    /** fail2ban would leave two newlines behind such a content, and only {@code \s+$} would match (docs/filters.md). */
    @Test
    public void theContentEndsBeforeTheNewline() throws FilterException
    {
        prefRegex = text("^ door: <F-CONTENT>[^;]+</F-CONTENT>", 9);
        failRegex("^a <ADDR>$", "^b <ADDR>\\s+$", "^c <ADDR>\\s\\s$");
        assertEquals("192.0.2.1 - 0", judge("2023-11-24 00:10:20 door: a 192.0.2.1"));
        assertEquals("192.0.2.1 - 1", judge("2023-11-24 00:10:20 door: b 192.0.2.1"));
        assertEquals("reason " + Failure.NO_MATCH, judge("2023-11-24 00:10:20 door: c 192.0.2.1"));
    }

    /** As fail2ban bans it, however it is written. */
    @Test
    public void aMappedAddressIsTheIpv4Address() throws FilterException
    {
        failRegex("^ <ADDR>$");
        for (String written : new String[] {"192.0.2.135", "::ffff:192.0.2.135", "::ffff:c000:287", "::FFFF:C000:0287", "0:0:0:0:0:ffff:c000:287"})
        {
            judge("2023-11-24 00:10:20 " + written);
            assertEquals(written, Failure.COUNTS, failure.reason);
            assertEquals(written, Failure.IP4, failure.kind);
            assertEquals("192.0.2.135", Address.toString(failure.address[0], failure.address[1]));
        }
        judge("2023-11-24 00:10:20 ::c000:287");
        assertEquals("no mapped one", Failure.IP6, failure.kind);
    }

    private void connections()
    {
        prefRegex = text("^ <F-MLFID>\\[\\d+\\]</F-MLFID> <F-CONTENT>.+</F-CONTENT>$", 9);
        failRegex("^<F-NOFAIL>from</F-NOFAIL> <HOST>$", "^failed <F-USER>\\w+</F-USER>$", "^<F-NOFAIL><F-MLFFORGET>closed</F-MLFFORGET></F-NOFAIL>$",
            "^<F-MLFGAINED>accepted</F-MLFGAINED> <F-USER>\\w+</F-USER>$");
    }

    @Test
    public void linesOfAConnectionBelongTogether() throws FilterException
    {
        connections();
        assertEquals("reason " + Failure.NO_FAILURE, judge("2023-11-24 00:10:20 [1] from 192.0.2.1"));
        assertEquals("192.0.2.1 joe 1", judge("2023-11-24 00:10:20 [1] failed joe"));
        assertEquals("reason " + Failure.NO_FAILURE, judge("2023-11-24 00:10:20 [2] failed joe"));
        assertEquals("a failure waited for its host", "192.0.2.2 joe 0", judge("2023-11-24 00:10:20 [2] from 192.0.2.2"));
        assertEquals("reason " + Failure.NO_FAILURE, judge("2023-11-24 00:10:20 [1] closed"));
        assertEquals("forgotten", "reason " + Failure.NO_FAILURE, judge("2023-11-24 00:10:20 [1] failed joe"));
        filter.clear();
        assertEquals("forgotten", "reason " + Failure.NO_FAILURE, judge("2023-11-24 00:10:20 [2] failed joe"));
    }

    @Test
    public void aLoginMakesGoodWhatWaitedButNotASecondUser() throws FilterException
    {
        connections();
        judge("2023-11-24 00:10:20 [1] failed joe");
        assertEquals("reason " + Failure.NO_FAILURE, judge("2023-11-24 00:10:20 [1] accepted joe"));
        assertEquals("reason " + Failure.NO_FAILURE, judge("2023-11-24 00:10:20 [1] from 192.0.2.1"));
        assertEquals("192.0.2.1 ann 3", judge("2023-11-24 00:10:20 [1] accepted ann"));
    }

    @Test
    public void patternsSeeSeveralLines() throws FilterException
    {
        maxLines = 3;
        failRegex("^ begin (\\d+)$<SKIPLINES>^ end from <HOST>$");
        assertEquals("reason " + Failure.NO_MATCH, judge("2023-11-24 00:10:20 begin 1"));
        assertEquals("reason " + Failure.NO_MATCH, judge("2023-11-24 00:10:20 other"));
        assertEquals("192.0.2.1 - 0", judge("2023-11-24 00:10:21 end from 192.0.2.1"));
        assertEquals("used up", "reason " + Failure.NO_MATCH, judge("2023-11-24 00:10:22 end from 192.0.2.1"));
        judge("2023-11-24 00:10:23 begin 2");
        judge("2023-11-24 00:10:23 other");
        judge("2023-11-24 00:10:23 other");
        assertEquals("too far", "reason " + Failure.NO_MATCH, judge("2023-11-24 00:10:24 end from 192.0.2.2"));
    }

    @Test
    public void skippedLinesMayBeginAnotherMatch() throws FilterException
    {
        maxLines = 5;
        failRegex("^ begin (?P<n>a)$<SKIPLINES>^ end a <HOST>$", "^ begin b$<SKIPLINES>^ end b <HOST>$");
        judge("2023-11-24 00:10:20 begin a");
        judge("2023-11-24 00:10:20 begin b");
        assertEquals("192.0.2.1 - 0", judge("2023-11-24 00:10:21 end a 192.0.2.1"));
        assertEquals("192.0.2.2 - 1", judge("2023-11-24 00:10:21 end b 192.0.2.2"));
    }

    @Test
    public void whatAMatchTellsStaysWhileItsLinesGo() throws FilterException
    {
        maxLines = 5;
        failRegex("^ begin <HOST> <F-USER>\\S+</F-USER>$<SKIPLINES>^ end$");
        judge("2023-11-24 00:10:20 begin a.example joe");
        judge("2023-11-24 00:10:20 another line of some length");
        assertEquals("a.example joe 0", judge("2023-11-24 00:10:21 end"));
    }

    @Test
    public void linesThatRepeatATextFindEachOtherBetweenOthers() throws FilterException
    {
        maxLines = 6;
        failRegex("^ \\[(?P<n>\\d+)\\] failed$<SKIPLINES>^ \\[(?P=n)\\] end <HOST>$");
        ignoreRegexes.add(text("end 192.0.2.9$", 9));
        String[][] told = {{"[1] failed"}, {"[2] failed"}, {"[2] end 192.0.2.2", "192.0.2.2"}, {"[7] end 192.0.2.7"}, {"[2] end 192.0.2.2"},
            {"[1] end 192.0.2.1", "192.0.2.1"}, {"[1] end 192.0.2.1"}, {"[3] failed"}, {"[4] failed"}, {"[4] end 192.0.2.9"},
            {"[3] end a.example", "a.example"}};
        for (String[] each : told)
        {
            String answer = judge("2023-11-24 00:10:20 " + each[0]);
            assertEquals(each[0], each.length > 1 ? each[1] + " - 0" : "reason", each.length > 1 ? answer : answer.split(" ")[0]);
        }
    }

    @Test
    public void addressesAreFoundInBracketsNetworksAndKinds() throws FilterException
    {
        failRegex("^ net <SUBNET>$", "^ kinds (?:<IP4>|<IP6>) <DNS>$", "^ id <F-ID>\\S+</F-ID>$", "^ (?:(?i)loud) <HOST>$");
        assertEquals("192.0.2.0 - 0", judge("2023-11-24 00:10:20 net 192.0.2.0/24"));
        assertEquals("2001:db8:: - 0", judge("2023-11-24 00:10:20 net [2001:db8::/32]"));
        assertEquals("192.0.2.1 - 1", judge("2023-11-24 00:10:20 kinds ::ffff:192.0.2.1 a.example"));
        assertEquals("2001:db8::1 - 1", judge("2023-11-24 00:10:20 kinds 2001:db8::1 a.example"));
        assertEquals("2001:db8::7 - 2", judge("2023-11-24 00:10:20 id 2001:db8::7"));
        assertEquals("192.0.2.3 - 3", judge("2023-11-24 00:10:20 LoUd [192.0.2.3]"));
    }

    @Test
    public void whatProgramsPrintInAngleBracketsIsText() throws FilterException
    {
        failRegex("^ <SECURITY_LOG>: <NOSRV> from <ADDR>$", "^ \\<ANYTHING> from <ADDR>$");
        assertEquals("192.0.2.1 - 0", judge("2023-11-24 00:10:20 <SECURITY_LOG>: <NOSRV> from 192.0.2.1"));
        assertEquals("192.0.2.1 - 1", judge("2023-11-24 00:10:20 <ANYTHING> from 192.0.2.1"));
    }

    @Test
    public void refusalsNameThePlaceOfThePattern()
    {
        failRegex("^ok <HOST>$", "^no host$");
        assertRefused("f:2: error: the pattern has no host: it needs <HOST>, <ADDR>, <IP4>, <IP6>, <DNS>, <SUBNET> or <F-ID>");
        failRegexes.set(1, text("^<HOSTS>$", 2));
        assertRefused("f:2: error: unknown tag <HOSTS>; write \\<HOSTS> where the log has that text");
        failRegexes.set(1, text("^<HOST> a$<SKIPLINES>^b$", 2));
        assertRefused("f:2: error: <SKIPLINES> needs maxlines greater than 1");
    }

    @Test
    public void aDateAtTheEndIsNotSeen() throws FilterException
    {
        failRegex("^fail <HOST>\\s*$");
        assertEquals("192.0.2.1 - 0", judge("fail 192.0.2.1 2026-11-24T10:00:00Z"));
        assertTrue(failure.dated);
    }

    @Test
    public void theUserOfThePrefixIsTold() throws FilterException
    {
        prefRegex = text("^<F-USER>\\S+</F-USER>: <F-CONTENT>.+</F-CONTENT>$", 9);
        failRegex("^fail <HOST>$");
        assertEquals("192.0.2.1 joe 0", judge("joe: fail 192.0.2.1"));
    }

    @Test
    public void aFilterThatBeginsAnewJoinsNoFormerLines() throws FilterException
    {
        maxLines = 2;
        failRegex("^ a <HOST><SKIPLINES>^ b$");
        judge(" a 192.0.2.1");
        assertEquals("192.0.2.1 - 0", judge(" b"));
        judge(" a 192.0.2.1");
        filter.clear();
        assertEquals("reason " + Failure.NO_MATCH, judge(" b"));
    }
}
