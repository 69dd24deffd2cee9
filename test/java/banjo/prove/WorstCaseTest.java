package banjo.prove;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import banjo.config.ConfigurationReader;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterContext;
import banjo.filter.FilterException;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Counts work, not time: whatever a thousand characters say, the prover ends within what it is allowed. */
public class WorstCaseTest
{
    private static final String FORMAT = "<TEXT> from <HOST> x";

    private static Filter filter(String pattern) throws Exception
    {
        return FilterCompiler.compile(ConfigurationReader.readFilters("f", Utf8.encode("[filters.f]\nfailregex = ['''" + pattern + "''']\n")).get(0),
            null, FilterContext.of(Zone.utc(), 1_800_000_000L, 16 << 10).withTables());
    }

    private static String branches(int count, String before, String after)
    {
        StringBuilder pattern = new StringBuilder("^(?:");
        for (int i = 0; i < count; i++)
        {
            pattern.append(i == 0 ? "" : "|").append(before).append((char)('0' + i % 10)).append((char)('a' + i / 10)).append(after);
        }
        return pattern.append(")<HOST>").toString();
    }

    @Test
    public void nastyPatternsAreGivenUp() throws Exception
    {
        List<String> patterns = new ArrayList<>(List.of("^" + "\\b\\w*\\b.".repeat(100) + "<HOST>", "^" + ".*[ab].{12}".repeat(40) + "<HOST>",
            "[ab].{60}[cd].{60}<HOST>", "^" + "(?=".repeat(60) + ".*a" + ")".repeat(60) + ".*<HOST>", "^[a-z]{1000}[0-9]{1000}.{1000}<HOST>",
            "^(?:<IP6>|<IP4>)?.*".repeat(20) + "<HOST>", "^" + ".*x".repeat(320) + "<HOST>", ".*a.{200}b.{200}c.{100}<HOST>"));
        patterns.add(branches(120, ".*", ".*"));
        patterns.add(branches(80, ".*(?<=", "z)y"));
        patterns.add(branches(120, "\\b", "\\w*\\b.*").replace("^", ""));
        StringBuilder users = new StringBuilder("^");
        for (int i = 0; i < 25; i++)
        {
            users.append("<F-USER>[^").append((char)('a' + i)).append("]*</F-USER>");
        }
        patterns.add(users + "<HOST>");
        for (String pattern : patterns)
        {
            Prover prover = new Prover(Prover.STATE_BUDGET, Prover.WORK);
            Filter filter;
            try
            {
                filter = filter(pattern);
            }
            catch (FilterException e)
            {
                assertTrue(e.getMessage(), e.getMessage().startsWith("f:2:"));
                continue;
            }
            long start = System.nanoTime();
            Verdict verdict = prover.prove(filter, FORMAT, true);
            if (System.getenv("BANJO_TIMES") != null)
            {
                System.out.println((System.nanoTime() - start) / 1_000_000 + " ms, " + prover.greatestWork() / 1_000_000 + " M, " + verdict.states()
                    + " states, " + verdict.undecided() + " " + pattern.substring(0, Math.min(40, pattern.length())));
            }
            if (patterns.indexOf(pattern) < 3)
            {
                assertEquals(pattern, "it takes too much work", verdict.undecided());
            }
            assertTrue(pattern + ": " + prover.greatestWork(), prover.greatestWork() < Prover.WORK + Prover.WORK / 8);
        }
    }

    @Test
    public void whatIsNotDecidedHasItsReason() throws Exception
    {
        Filter filter = filter("^ .* from <HOST> x$");
        assertEquals(null, new Prover(Prover.STATE_BUDGET, Prover.WORK).prove(filter, FORMAT, true).undecided());
        for (long work = 1; work < 1_000_000; work *= 3)
        {
            Verdict verdict = new Prover(Prover.STATE_BUDGET, work).prove(filter, FORMAT, true);
            assertEquals("it takes too much work", verdict.undecided());
        }
        assertEquals("it needs too many states", new Prover(20, Prover.WORK).prove(filter, FORMAT, true).undecided());
        assertEquals("a backreference, several lines or a <F-NOFAIL> that may be empty decides as well",
            new Prover(Prover.STATE_BUDGET, Prover.WORK).prove(filter("^(?P<q>.)(?P=q) from <HOST> x$"), FORMAT, true).undecided());
    }

    /** After one was given up, the next format is looked at as if nothing had been. */
    @Test
    public void aFormatThatIsGivenUpSpoilsNoOther() throws Exception
    {
        Filter filter = filter("^ a .* from <HOST> x$");
        Prover prover = new Prover(Prover.STATE_BUDGET, 20_000_000);
        assertTrue(prover.prove(filter, " a b from <HOST> x", true).proved());
        assertNotNull(prover.prove(filter, " a " + "<TEXT>".repeat(160) + " from <HOST> x", true).undecided());
        assertTrue(prover.prove(filter, " a b from <HOST> x", true).proved());
    }
}
