package banjo.prove;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.config.ConfigurationReader;
import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterException;
import banjo.filter.LogLine;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.Random;
import org.junit.Test;

/** Random filters and formats: what is proved holds for random lines, and every counterexample is one. */
public class RandomProofTest
{
    private static final int PAIRS = 80;
    private static final int LINES = 150;
    private static final String[] PATTERNS = {"a", "b", " ", "x", " from ", ".*", ".*?", "\\S+", "[^ ]*", "(?: b)?", "(?:a|.x)", "\\d+", "b?",
        "(?: from .*)?", ":"};
    private static final String[] LITERALS = {"a", "b", " ", "x", " from ", ":", "1"};
    private static final String[] FIELDS = {"<TEXT>", "<WORD>", "<NUM>", "<TEXT:[ab ]*>"};
    private static final String LONG = "a".repeat(Prover.SHORTEST_CUT);
    private static final String[] HOSTS = {"1.2.3.4", "255.0.0.9", "::", "::a", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:9.8.7.6"};

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final LogLine line = new LogLine(Zone.utc());
    private final Failure failure = new Failure();

    private String pick(String[] choices)
    {
        return choices[random.nextInt(choices.length)];
    }

    /** A part of a format's text as its own parts and, for the pattern, something that more or less fits. */
    private void append(StringBuilder format, StringBuilder pattern)
    {
        if (random.nextInt(3) > 0)
        {
            String literal = pick(LITERALS);
            format.append(literal);
            pattern.append(random.nextInt(5) > 0 ? literal : pick(PATTERNS));
        }
        else
        {
            String field = pick(FIELDS);
            format.append(field);
            String fitting = field.equals("<NUM>") ? "\\d+" : field.equals("<WORD>") ? "\\S+" : ".*";
            pattern.append(random.nextInt(5) > 0 ? fitting : pick(PATTERNS));
        }
    }

    private String sample(String format)
    {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < format.length())
        {
            int end = format.charAt(at) == '<' ? format.indexOf('>', at) : -1;
            if (end < 0)
            {
                text.append(format.charAt(at++));
                continue;
            }
            String field = format.substring(at + 1, end);
            at = end + 1;
            int parts = random.nextInt(4) + (field.startsWith("TEXT") ? 0 : 1);
            for (int i = 0; i < parts; i++)
            {
                String part = random.nextBoolean() ? pick(LITERALS) : pick(HOSTS);
                part = field.equals("NUM") ? Integer.toString(random.nextInt(100)) : field.equals("WORD") ? part.replace(' ', 'x') : part;
                text.append(field.startsWith("TEXT:") ? part.replaceAll("[^ab ]", "a") : part);
            }
        }
        return text.toString();
    }

    /** What is left of a long line: at least the shortest that is cut, and a NUL. */
    private byte[] cut(String line)
    {
        byte[] whole = Utf8.encode(line);
        byte[] left = java.util.Arrays.copyOf(whole, Math.min(whole.length, Prover.SHORTEST_CUT + random.nextInt(40)));
        left[left.length - 1] = 0;
        return left;
    }

    /** @return the address that is banned, or null. */
    private String banned(Filter filter, byte[] message)
    {
        byte[] header = Utf8.encode("Nov 24 03:00:00 h p[1]: ");
        byte[] whole = new byte[header.length + message.length];
        System.arraycopy(header, 0, whole, 0, header.length);
        System.arraycopy(message, 0, whole, header.length, message.length);
        line.read(whole, 0, whole.length, 1_800_000_000L);
        return filter.match(line, failure) && failure.kind != Failure.DNS ? Address.toString(failure.address[0], failure.address[1]) : null;
    }

    private static String canonical(byte[] text, int from, int to)
    {
        long[] address = new long[2];
        assertTrue(Address.parse(text, from, to, address));
        return Address.toString(address[0], address[1]);
    }

    @Test
    public void theVerdictHolds() throws Exception
    {
        System.out.println("RandomProofTest seed " + seed);
        int[] verdicts = new int[3];
        for (int pair = 0; pair < PAIRS; pair++)
        {
            StringBuilder before = new StringBuilder();
            StringBuilder behind = new StringBuilder();
            StringBuilder pattern = new StringBuilder(random.nextInt(4) > 0 ? "^" : "");
            before.append("m");
            pattern.append("m");
            for (int i = random.nextInt(4); i > 0; i--)
            {
                append(before, pattern);
            }
            pattern.append("<ADDR>");
            for (int i = random.nextInt(3); i > 0; i--)
            {
                append(behind, pattern);
            }
            pattern.append(random.nextInt(3) > 0 ? "$" : "");
            String more = random.nextInt(4) == 0 ? ", '''" + pick(PATTERNS) + " <ADDR>'''" : "";
            String ignored = random.nextInt(6) == 0 ? "ignoreregex = '''" + pick(PATTERNS) + "x'''\n" : "";
            String toml = "[filters.f]\nprogram = 'p'\nfailregex = ['''" + pattern + "'''" + more + "]\n" + ignored;
            String format = before + "<HOST>" + behind;
            verdicts[judge(toml, before.toString(), behind.toString(), format)]++;
        }
        System.out.println("proved " + verdicts[0] + ", with a counterexample " + verdicts[1] + ", not compiled or not decided " + verdicts[2]);
        assertTrue(verdicts[0] > 5 && verdicts[1] > 5);
    }

    private int judge(String toml, String before, String behind, String format) throws Exception
    {
        Filter filter;
        try
        {
            filter = FilterCompiler.compile(ConfigurationReader.readFilters("f", Utf8.encode(toml)).get(0), null, random.nextBoolean());
        }
        catch (FilterException e)
        {
            return 2;
        }
        Verdict verdict = new Prover(50_000, Prover.WORK).prove(filter, format, true);
        String what = "seed " + seed + "\n" + toml + format + "\n";
        if (verdict.spoof() != null)
        {
            Counterexample found = verdict.spoof();
            String banned = banned(filter, found.text());
            assertTrue(what + Utf8.decode(found.text(), 0, found.text().length),
                banned != null && (found.hostTo() < 0 || !banned.equals(canonical(found.text(), found.hostFrom(), found.hostTo()))));
        }
        if (verdict.escape() != null)
        {
            assertEquals(what + Utf8.decode(verdict.escape().text(), 0, verdict.escape().text().length), null,
                banned(filter, verdict.escape().text()));
        }
        for (int i = 0; i < LINES && verdict.complete(); i++)
        {
            String host = pick(HOSTS);
            byte[] text = Utf8.encode(sample(before) + host + sample(behind));
            String banned = banned(filter, text);
            byte[] bytes = Utf8.encode(host);
            String wanted = canonical(bytes, 0, bytes.length);
            assertTrue(what + "spoof missed: " + Utf8.decode(text, 0, text.length),
                verdict.spoof() != null || banned == null || banned.equals(wanted));
            assertTrue(what + "escape missed: " + Utf8.decode(text, 0, text.length),
                verdict.escape() != null || verdict.spoof() != null || banned != null);
            byte[] cut = cut(sample(before.replaceFirst("<TEXT>", "<TEXT>" + LONG + "<TEXT>")) + host + sample(behind));
            banned = banned(filter, cut);
            assertTrue(what + "spoof by cutting missed: " + Utf8.decode(cut, 0, cut.length),
                verdict.spoof() != null || banned == null || banned.equals(wanted) || !before.contains("<TEXT>"));
        }
        return !verdict.complete() ? 2 : verdict.proved() ? 0 : 1;
    }
}
