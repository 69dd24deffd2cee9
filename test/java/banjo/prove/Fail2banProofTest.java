package banjo.prove;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.fail2ban.DiskFiles;
import banjo.fail2ban.FilterDefinition;
import banjo.fail2ban.FilterReader;
import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.FilterContext;
import banjo.filter.FilterCompiler;
import banjo.filter.LogLine;
import banjo.filter.PatternSet;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Assume;
import org.junit.Test;

/** What is known to fool released filters of fail2ban is found without being told; the files are read where the corpus is. */
public class Fail2banProofTest
{
    private static final Path FILTERS = Path.of(System.getProperty("banjo.corpus", "../shared/corpus")).resolve("filter.d");
    private static final long NOW = 1_800_000_000L;
    private static final String DATE = "Nov 24 03:00:00";

    private static Filter filter(String name, List<String> keys, List<String> values) throws Exception
    {
        Assume.assumeTrue("no corpus at " + FILTERS, Files.isDirectory(FILTERS));
        FilterDefinition read = FilterReader.read(new DiskFiles(), FILTERS.resolve(name + ".conf").toString(), keys, values, null);
        return FilterCompiler.compile(new PatternSet(name, read.origin(), read.failRegexes(), read.ignoreRegexes(), read.prefRegex(),
            read.datePatterns(), read.maxLines(), read.journal(), true), FilterContext.of(Zone.utc(), NOW, 1 << 16).withTables());
    }

    /** The verdict, each counterexample tried on the filter. */
    private static Verdict prove(Filter filter, String format) throws Exception
    {
        long start = System.nanoTime();
        Prover prover = new Prover(Prover.STATE_BUDGET, Prover.WORK);
        Verdict verdict = prover.prove(filter, format, true);
        System.out.println(format + ": " + verdict.states() + " states, " + prover.greatestWork() / 1_000_000 + " million steps, " + (System.nanoTime() - start) / 1_000_000 + " ms");
        for (Counterexample found : new Counterexample[] {verdict.spoof(), verdict.escape()})
        {
            if (found != null)
            {
                String text = DATE + Utf8.decode(found.text(), 0, found.text().length);
                System.out.println("  " + text);
                byte[] bytes = new byte[DATE.length() + found.text().length];
                System.arraycopy(Utf8.encode(DATE), 0, bytes, 0, DATE.length());
                System.arraycopy(found.text(), 0, bytes, DATE.length(), found.text().length);
                assertEquals(text, found == verdict.spoof(), bansAnother(filter, bytes, found));
            }
        }
        return verdict;
    }

    private static boolean bansAnother(Filter filter, byte[] bytes, Counterexample found)
    {
        LogLine line = new LogLine(Zone.utc());
        Failure failure = new Failure();
        line.read(bytes, 0, bytes.length, NOW);
        filter.clear();
        long[] host = new long[2];
        assertTrue(Address.parse(found.text(), found.hostFrom(), found.hostTo(), host));
        boolean banned = filter.match(line, failure) && failure.kind != Failure.DNS;
        assertFalse(banned && host[0] == failure.address[0] && host[1] == failure.address[1]);
        return banned;
    }

    @Test
    public void findsTheSpoofOfCourierAuth() throws Exception
    {
        assertTrue(prove(filter("courier-auth", List.of(), List.of()), " h imapd: LOGIN FAILED, user=<TEXT>, ip=[<HOST>]").spoof() != null);
    }

    @Test
    public void findsTheSpoofOfSshd() throws Exception
    {
        assertTrue(prove(filter("sshd", List.of(), List.of()), " h sshd[1]: Failed password for <TEXT:[a-z :]*> from <HOST> port <NUM> ssh2").spoof() != null);
    }

    @Test
    public void findsTheSpoofOfAggressiveSshd() throws Exception
    {
        assertTrue(prove(filter("sshd", List.of("mode"), List.of("aggressive")),
            " h sshd[1]: Connection closed by authenticating user <TEXT:[x :]*> <HOST> port <NUM> [preauth]").spoof() != null);
    }
}
