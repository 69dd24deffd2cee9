package banjo.prove;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.config.ConfigurationReader;
import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.LogLine;
import banjo.text.Utf8;
import banjo.time.Zone;
import org.junit.Test;

public class ProverTest
{
    private static final Prover PROVER = new Prover(Prover.STATE_BUDGET);

    private static Filter filter(String... patterns) throws Exception
    {
        StringBuilder toml = new StringBuilder("[filters.f]\nprogram = 'p'\nfailregex = [\n");
        for (String pattern : patterns)
        {
            toml.append("'''").append(pattern).append("''',\n");
        }
        toml.append("]\n");
        return FilterCompiler.compile(ConfigurationReader.readFilters("f", Utf8.encode(toml.toString())).get(0), null);
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
        if (found.hostFrom() >= 0)
        {
            assertTrue(Address.parse(found.text(), found.hostFrom(), found.hostTo(), host));
        }
        assertTrue(host[0] != failure.address[0] || host[1] != failure.address[1]);
        return true;
    }

    @Test
    public void provesAnAnchoredPattern() throws Exception
    {
        assertEquals("proved", verdict(filter("^Failed password for .* from <ADDR> port \\d+ ssh2$"),
            "Failed password for <TEXT> from <HOST> port <NUM> ssh2"));
    }

    @Test
    public void findsTheSpoofOfALazyPattern() throws Exception
    {
        assertEquals("?", verdict(filter("^Failed password for .*? from <ADDR> port \\d+"),
            "Failed password for <TEXT> from <HOST> port <NUM> ssh2"));
    }

    @Test
    public void findsTheEscapeOfAnEmptyUser() throws Exception
    {
        assertEquals("?", verdict(filter("^Failed password for \\S+ from <ADDR> port \\d+ ssh2$"),
            "Failed password for <TEXT> from <HOST> port <NUM> ssh2"));
    }
}
