package banjo.time;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class DateFinderTest
{
    private static final long NOW = 1795475419; // 2026-11-24 00:10:19 in Zurich

    private final Zone zone = Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3");

    private static byte[] bytes(String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int find(DateFinder finder, String line)
    {
        byte[] text = bytes(line);
        return finder.find(text, 0, text.length, NOW);
    }

    private String cut(DateFinder finder, String line)
    {
        int result = find(finder, line);
        return result + " " + line.substring(0, finder.dateFrom()) + "|" + line.substring(finder.dateTo()) + " " + finder.seconds();
    }

    private DateFinder finder(String... patterns) throws DatePatternException
    {
        return DateFinder.forPatterns(zone, NOW, List.of(patterns));
    }

    @Test
    public void findsTheDateInTheMiddleAndNamesItsForm()
    {
        DateFinder finder = DateFinder.forDefaults(zone, NOW);
        assertEquals("1 1.2.3.4 - - [|] \"GET / 1795475419", cut(finder, "1.2.3.4 - - [24/Nov/2026:00:10:19 +0100] \"GET /"));
        assertEquals("Apache or named", finder.templateName(finder.template()));
        assertEquals(1, finder.templateHits(finder.template()));
        assertEquals(31, finder.templateCount());
    }

    @Test
    public void learnsFromOneLineHowToReadTheNext()
    {
        DateFinder finder = DateFinder.forDefaults(zone, NOW);
        assertEquals(DateFinder.FOUND, find(finder, "01-02-2026 03:04:05 x"));
        long dayFirst = finder.seconds();
        assertEquals(DateFinder.FOUND, find(finder, "01-27-2026 03:04:05 x"));
        assertEquals(DateFinder.FOUND, find(finder, "01-02-2026 03:04:05 x"));
        assertEquals("January 2 instead of February 1", dayFirst - 30 * 86400, finder.seconds());
        finder.clear();
        find(finder, "01-02-2026 03:04:05 x");
        assertEquals(dayFirst, finder.seconds());
    }

    @Test
    public void saysWhenThereIsNoSuchDate()
    {
        DateFinder finder = DateFinder.forDefaults(zone, NOW);
        assertEquals(DateFinder.IMPOSSIBLE, find(finder, "Feb 30 01:02:03 host"));
        assertEquals(15, finder.dateTo());
        assertEquals(DateFinder.IMPOSSIBLE, find(finder, "2026-02-29 01:02:03 host"));
        assertEquals(DateFinder.NOT_FOUND, find(finder, "2046-02-09 01:02"));
        assertEquals(DateFinder.NOT_FOUND, find(finder, ""));
    }

    @Test
    public void takesTheFirstGroupOutOfTheLine() throws DatePatternException
    {
        assertEquals("1 <38>1 |  host 1795475419", cut(finder("^<\\d+>1 ({DATE}) "), "<38>1 2026-11-23T23:10:19Z  host"));
        assertEquals("1 | host 1795475419", cut(finder("^<\\d+>1 {DATE}"), "<38>1 2026-11-23T23:10:19Z host"));
        assertEquals("1 at |. 1795475419", cut(finder("(?<=at )%d\\.%m\\.%Y %X"), "at 24.11.2026 00:10:19."));
    }

    @Test
    public void anEmptyFirstGroupTakesNothingOutOfTheLine() throws DatePatternException
    {
        assertEquals("1 |a [24/Nov/2026:00:10:19 +0100] x 1795475419", cut(finder("^[^\\[]*\\[()%d/%b/%Y:%H:%M:%S %z\\] "), "a [24/Nov/2026:00:10:19 +0100] x"));
        assertEquals("1 |{\"ts\":1795475419.123,x 1795475419", cut(finder("^\\{\"ts\":(){EPOCH}"), "{\"ts\":1795475419.123,x"));
        assertEquals("1 a(| b 1795475419", cut(finder("(?<=\\()\\) at {EPOCH}"), "a() at 1795475419 b"));
        assertEquals(DateFinder.EMPTY, find(finder("^()a"), "a [24/Nov/2026:00:10:19 +0100]"));
        assertEquals(DateFinder.EMPTY, find(finder("^()%Y-%m-%d"), "2026-02-30 "));
    }

    @Test
    public void understandsDoubledPercentSignsAndLiteralOnes() throws DatePatternException
    {
        assertEquals("1 |: x 1795475419", cut(finder("^%%Y-%%m-%%d %%H:%%M:%%S"), "2026-11-24 00:10:19: x"));
        assertEquals("1 | x 1795475419", cut(finder("^5%%, %Y-%m-%d %H:%M:%S"), "5%, 2026-11-24 00:10:19 x"));
    }

    @Test
    public void noDateMeansTimeOfArrival() throws DatePatternException
    {
        assertEquals(DateFinder.EMPTY, find(finder("{NONE}"), "2026-11-24 01:10:19 x"));
        assertEquals(DateFinder.EMPTY, find(finder("{none}"), ""));
    }

    @Test
    public void namesPatternPositionAndConstruct()
    {
        String[][] wrong = {
            {"%Y-%Q", "datepattern 2, character 4: no such field; a percent sign is written %%"},
            {"%Y %Y", "datepattern 2, character 4: the field Y stands here a second time"},
            {"%k:%H", "datepattern 2, character 4: the field H stands here a second time"},
            {"(%Y", "datepattern 2, character 1: ( without )"},
            {"%Y)", "datepattern 2, character 3: unbalanced )"},
            {"[%Y", "datepattern 2, character 1: [ without ]"},
            {"(?:ab)*%Y", "datepattern 2, character 1: a group that repeats without bound is not supported in a datepattern"},
            {"*%Y", "datepattern 2, character 1: nothing to repeat"},
            {"a**%Y", "datepattern 2, character 3: a repeat of a repeat"},
            {"a{3,2}%Y", "datepattern 2, character 7: a repeat whose maximum is below its minimum"},
            {"a{999}%Y", "datepattern 2, character 5: a repeat of more than 255"},
            {"(?P=x)%Y", "datepattern 2, character 5: no group x stands before this"},
            {"(?P<a>x)(?P<a>y)", "datepattern 2, character 13: the group name a is used twice"},
            {"(?<=a+)%Y", "datepattern 2, character 1: a look-behind must have one length"},
            {"(?x)%Y", "datepattern 2, character 3: (?x is not supported in a datepattern"},
            {"\\p%Y", "datepattern 2, character 1: \\p is not supported in a datepattern"},
            {"[z-a]%Y", "datepattern 2, character 3: a range of bytes that is none"},
            {"[\u00e9]%Y", "datepattern 2, character 2: a character beyond ASCII in a class is not supported in a datepattern"},
            {"^{DATE} %Q", "datepattern 2, character 9: no such field; a percent sign is written %%"},
            {"(((a{200}){200}){200})%Y", "datepattern 2, character 11: the pattern is too large"},
            {"", "datepattern 2, character 1: an empty pattern; for lines without dates write {NONE}"},
        };
        for (String[] each : wrong)
        {
            try
            {
                finder("%Y", each[0]);
                fail("compiled: " + each[0]);
            }
            catch (DatePatternException error)
            {
                assertEquals(each[1], "datepattern " + (error.patternIndex() + 1) + ", character " + (error.position() + 1) + ": " + error.getMessage());
            }
        }
    }

    @Test
    public void cannotBeMadeToTryForever() throws DatePatternException
    {
        String[] patterns = {".*a.*b.*c.*%Y-%m-%d %H:%M:%S", "^[^\\[]*\\[[^\\]]*\\s*({DATE})", "(?:x?x?x?x?){8}\\s*\\d*\\d*\\d*y%Y", "\\s*\\s*\\s*\\s*%H:%M"};
        String[] hostile = {"abc".repeat(5000), "[ ".repeat(8000), "x".repeat(16000), " ".repeat(16000)};
        for (String pattern : patterns)
        {
            DateFinder finder = finder(pattern);
            for (String line : hostile)
            {
                assertEquals(DateFinder.NOT_FOUND, find(finder, line));
            }
        }
    }

    @Test
    public void noLineBreaksTheSearch() throws DatePatternException
    {
        DateFinder[] finders = {DateFinder.forDefaults(zone, NOW), finder("{^LN-BEG}"), finder("^[^\\[]*\\[({DATE})", "{^LN-BEG}")};
        java.util.Random random = new java.util.Random(20261124);
        String parts = "2026-11-24T01:10:19 Nov 24 [@+0100 <38>1 Tue, 1700000000 \u00e9\u0000.:/";
        for (int i = 0; i < 20000; i++)
        {
            byte[] line = new byte[random.nextInt(60)];
            for (int j = 0; j < line.length; j++)
            {
                line[j] = random.nextInt(8) == 0 ? (byte)random.nextInt(256) : (byte)parts.charAt((j + i) % parts.length());
            }
            for (DateFinder finder : finders)
            {
                int result = finder.find(line, 0, line.length, NOW);
                assertTrue(result != DateFinder.FOUND || finder.dateFrom() < finder.dateTo() && finder.dateTo() <= line.length);
            }
        }
    }

    /** What is kept from the line before must only save time: a finder whose line stands elsewhere in time and memory agrees. */
    @Test
    public void repeatedDatesAreReadAsAnyOther() throws DatePatternException
    {
        String[] dates = {"Nov 24 00:10:19", "Feb 29 00:10:19", "Tue Nov 24 00:10:19 2026", "2026-11-24T00:10:19.123456+01:00", "2026-11-24 00:10:19",
            "[24/Nov/2026:00:10:19 +0100]", "[2026-11-24 00:10:19,123]", "1795475419.123", "Oct 25 02:10:19", "00:10:19", "CET Nov 24 00:10:19",
            "@400000006a1b2c3d12345678", "11-24-2026 00:10:19.5"};
        String[] tails = {" host sshd[1]: x", " 192.0.2.1 sshd: x", " 2026 x", " 20 x", ": x", " +0100 x", " UTC x", ".5 x", "] x", "", " ", "5 x"};
        String[][] patterns = {{"{DEFAULT}"}, {"{^LN-BEG}"}, {"^{DATE}"}, {"^%b %d %H:%M:%S", "^%Y-%m-%d[ T]%H:%M:%S(?:\\.%f)?"}};
        long seed = 20261125;
        java.util.Random random = new java.util.Random(seed);
        for (int round = 0; round < 2000; round++)
        {
            String[] pattern = patterns[random.nextInt(patterns.length)];
            DateFinder keeps = finder(pattern);
            DateFinder forgets = finder(pattern);
            String date = dates[random.nextInt(dates.length)];
            String tail = tails[random.nextInt(tails.length)];
            for (int i = 0; i < 12; i++)
            {
                byte[] line = bytes(date + (random.nextInt(5) == 0 ? tails[random.nextInt(tails.length)] : tail));
                for (int change = random.nextInt(3); change > 0; change--)
                {
                    int at = random.nextInt(date.length());
                    line[at] = Character.isDigit((char)line[at]) ? (byte)('0' + random.nextInt(10)) : random.nextInt(9) == 0 ? (byte)'x' : line[at];
                }
                long now = NOW + (random.nextInt(9) == 0 ? random.nextInt(60_000_000) - 20_000_000 : 0);
                forgets.dropKept();
                int expected = forgets.find(line, 0, line.length, now);
                String shown = "seed " + seed + " round " + round + ": " + new String(line, StandardCharsets.UTF_8);
                assertEquals(shown, expected, keeps.find(line, 0, line.length, now));
                assertEquals(shown, forgets.dateFrom(), keeps.dateFrom());
                assertEquals(shown, forgets.dateTo(), keeps.dateTo());
                if (expected == DateFinder.FOUND)
                {
                    assertEquals(shown, forgets.seconds(), keeps.seconds());
                    assertEquals(shown, forgets.templateName(forgets.template()), keeps.templateName(keeps.template()));
                }
            }
        }
    }
}
