package banjo.filter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.Test;

/**
 * Every built-in filter on its lines in test/data/filters/NAME.samples. A verdict line is followed by a log line:
 * {@code + HOST [USER]} counts, {@code -} does not; {@code ! HOST [USER]} and {@code !-} are the same for lines in which an attacker
 * wrote another address. {@code ? mode=NAME} sets the mode from there on. Behind a verdict may stand the time that the line must have,
 * {@code @2026-11-24T10:00:00Z}, or {@code @-} for the time of arrival.
 */
public final class SamplesTest
{
    private static final Path FILTERS = Path.of("src/filters");
    private static final Path SAMPLES = Path.of("test/data/filters");
    private static final long NOW = 1_795_478_400L;
    /** An address that spoofing lines hide in the attacker's text. */
    private static final String SPOOFED = "203.0.113.66";

    private final LogLine line = new LogLine(Zone.utc());
    private final Failure failure = new Failure();
    private final List<String> wrong = new ArrayList<>();

    private static TreeSet<String> names(Path folder, String ending) throws IOException
    {
        TreeSet<String> names = new TreeSet<>();
        for (Path file : Files.list(folder).toList())
        {
            String name = file.getFileName().toString();
            if (name.endsWith(ending))
            {
                names.add(name.substring(0, name.length() - ending.length()));
            }
        }
        return names;
    }

    @Test
    public void everyFilterHasSamples() throws IOException
    {
        assertEquals(names(FILTERS, ".toml"), names(SAMPLES, ".samples"));
    }

    @Test
    public void everySampleGetsItsVerdict() throws IOException
    {
        for (String name : names(SAMPLES, ".samples"))
        {
            judgeFile(name);
        }
        assertEquals(String.join("\n", wrong), 0, wrong.size());
    }

    /** Every filter shows a line that counts, one that does not, and one that tries to deceive. */
    private void judgeFile(String name) throws IOException
    {
        String file = SAMPLES.resolve(name + ".samples").toString();
        List<String> lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        String mode = null;
        String kinds = "";
        String times = "";
        boolean looksInside = false;
        for (int i = 0; i < lines.size(); i++)
        {
            int timeAt = lines.get(i).lastIndexOf(" @");
            String time = timeAt < 0 ? null : lines.get(i).substring(timeAt + 2);
            String verdict = timeAt < 0 ? lines.get(i) : lines.get(i).substring(0, timeAt);
            if (verdict.isEmpty() || verdict.startsWith("#"))
            {
                continue;
            }
            if (verdict.startsWith("? mode="))
            {
                mode = verdict.substring(7);
                continue;
            }
            String where = file + ":" + (i + 2) + ": ";
            assertTrue(where + "no verdict before this line: " + verdict, verdict.matches("-|!-|[+!] \\S+.*") && i + 1 < lines.size());
            String text = lines.get(++i);
            assertTrue(where + "hides no address", verdict.charAt(0) != '!' || text.contains(SPOOFED));
            kinds += verdict.charAt(0);
            String[] expected = verdict.endsWith("-") && verdict.length() < 3 ? new String[] {"-"} : verdict.substring(2).split(" ", 2);
            String[] found = judge(BuiltIns.load(name, mode), Utf8.encode(text));
            looksInside |= BuiltIns.load(name, mode).looksInside();
            String dated = failure.dated ? Instant.ofEpochSecond(failure.seconds).toString() : "-";
            if (time != null ? !time.equals(dated) : verdict.charAt(0) == '+' && !failure.dated)
            {
                wrong.add(where + "expected the time " + time + ", found " + dated + ": " + text);
            }
            times += time != null ? verdict.substring(0, 1) : "";
            boolean right = expected[0].equals(found[0]) && (expected.length < 2 || expected[1].equals(found[1]));
            if (!right)
            {
                wrong.add(where + "expected " + String.join(" user ", expected) + ", found " + String.join(" user ", found) + ": " + text);
            }
        }
        assertTrue(file + " lacks a kind of line: " + kinds, kinds.contains("+") && kinds.contains("-") && kinds.contains("!"));
        assertTrue(file + " must tell times, of a line with a spoofed date too: " + times, !looksInside || times.contains("+") && times.contains("!"));
    }

    /** @return address or a hyphen, and the user. */
    private String[] judge(Filter filter, byte[] text)
    {
        line.read(text, 0, text.length, NOW);
        if (!filter.match(line, failure) || failure.kind == Failure.DNS)
        {
            return new String[] {"-", ""};
        }
        String user = failure.userFrom < 0 ? "" : Utf8.decode(failure.userText, failure.userFrom, failure.userTo);
        return new String[] {Address.toString(failure.address[0], failure.address[1]), user};
    }
}
