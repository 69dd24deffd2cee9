package banjo.time;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.Test;

public class DateReaderTest
{
    private static final long NOW = 1124013600;

    private static String read(DateReader reader, String line, long now)
    {
        byte[] bytes = ("5" + line + "5").getBytes(StandardCharsets.ISO_8859_1);
        int end = reader.read(bytes, 1, bytes.length - 1, now);
        return end < 0 ? "none" : reader.seconds() + " " + (end - 1);
    }

    @Test
    public void readsEveryForm()
    {
        DateReader reader = new DateReader(Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3"));
        String[][] cases = {
            {"Jun 21 16:47:48 host", "1119365268 15"}, {"Jun  1 16:47:48 host", "1117637268 15"}, {"Jun 1 16:47:48 host", "1117637268 14"},
            {"Sep 21 16:47:48 host", "1095778068 15"}, {"Aug 15 11:00:00 x", "1124096400 15"}, {"Aug 15 12:00:01 x", "1092564001 15"},
            {"Jun 21 16:47:48.123 host", "1119365268 19"}, {"Tue Jun 21 16:47:48 2005 x", "1119365268 24"},
            {"Jun 21 16:47:48 2004 x", "1087829268 20"}, {"<38>Jun 21 16:47:48 host", "1119365268 19"},
            {"2005-06-21T16:47:48 x", "1119365268 19"}, {"2005-06-21 16:47:48,55 x", "1119365268 22"}, {"2005/06/21 16:47:48 x", "1119365268 19"},
            {"2005-06-21T14:47:48Z x", "1119365268 20"}, {"2005-06-21T16:47:48.5+02:00 x", "1119365268 27"},
            {"2005-06-21T11:47:48-0300 x", "1119365268 24"}, {"[2005-06-21T16:47:48] x", "1119365268 21"},
            {"<38>1 2005-06-21T14:47:48Z h", "1119365268 26"}, {"1119365268.25 x", "1119365268 13"}, {"1119365268", "1119365268 10"},
            {"Aug  4 1:02:03 x", "1123110123 14"}, {"Jun 21 2005 16:47:48 x", "1119365268 20"}, {"[PDT Apr 16 21:05:29] x", "1113710729 21"},
            {"21/Jun/2005:11:47:48 -0300 x", "1119365268 26"}, {"[21/Jun/2005:16:47:48] x", "1119365268 22"},
            {"21-Jun-2005 16:47:48.252 x", "1119365268 24"}, {"2005.06.21 16:47:48 x", "1119365268 19"},
            {"20050621T164748 x", "1119365268 15"}, {"2005-06-21 11:47:48,5 -03:00 x", "1119365268 28"},
            {"2005-06-21 11:47:48 -1 x", "1119347268 19"}, {"2005-06-21 16:47:48 Zebra", "1119365268 19"},
            {"2005-06-21 14:47:48+00:00\u00a0x", "1119365268 25"}, {"050621 16:47:48 x", "1119365268 15"}, {"050621  6:47:48 x", "1119329268 15"}, {"2005-06-21 16:47:60 x", "1119365280 19"}, {"2005-12-31T23:59:60Z x", "1136073600 20"},
            {"@400000004c91b044077a9e94 x", "1284616260 25"}, {"[1119365268] x", "1119365268 12"}, {"\t[Tue Jun 21 16:47:48 2005] x", "1119365268 27"},
            {"2004-02-29T00:00:00Z", "1078012800 20"}, {"2005-03-27 02:30:00 gap", "1111887000 19"}, {"2005-10-30 02:30:00 twice", "1130635800 19"}};
        for (String[] each : cases)
        {
            assertEquals(each[0], each[1], read(reader, each[0], NOW));
        }
    }

    @Test
    public void impossibleDatesAreNone()
    {
        DateReader reader = new DateReader(Zone.utc());
        String[] bad = {"", "J", "Jun", "Jux 21 16:47:48", "Jun 31 16:47:48", "Jun 21 24:47:48", "Jun 21 16:60:48", "Jun 21 16:47:61",
            "2005-13-21T16:47:48", "2005-02-29T16:47:48", "2005-06-21X16:47:48", "111936526", "11193652681", "Jun 21 16:47", "Foo Jun 21 16:47:48",
            "Feb 29 00:00:00", "Jun  20  16:47:48", "2005-06-21 16:47:48abc", "2005-06-21 16:47:48_", "[1119365268 x", "2005-06-31 16:47:48",
            "@400000004c91b044077a9e9", "@500000004c91b044077a9e94", "31/Jun/2005:16:47:48 +0000", "10.0.0.2 - x [21/Jun/2005:16:47:48]"};
        for (String text : bad)
        {
            assertEquals(text, "none", read(reader, text, NOW));
        }
    }

    @Test
    public void agreesWithTheJdkInSeveralZones() throws IOException
    {
        Random random = new Random(3);
        for (String name : new String[] {"Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"})
        {
            Path file = Path.of("/usr/share/zoneinfo", name);
            assumeTrue("needs " + file, Files.exists(file));
            DateReader reader = new DateReader(Zone.fromTzif(Files.readAllBytes(file)));
            DateTimeFormatter syslog = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ENGLISH);
            ZoneId zone = ZoneId.of(name);
            long instant = 1_600_000_000L;
            for (int i = 0; i < 20_000; i++)
            {
                instant += random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(3);
                ZonedDateTime local = java.time.Instant.ofEpochSecond(instant).atZone(zone);
                LocalDateTime plain = local.toLocalDateTime();
                if (zone.getRules().getValidOffsets(plain).size() != 1)
                {
                    continue;
                }
                String line = syslog.format(local) + " x";
                assertEquals(name + " " + line, instant + " 15", read(reader, line, instant + random.nextInt(3)));
            }
        }
    }

    @Test
    public void theYearFollowsFromNowAcrossNewYear()
    {
        DateReader reader = new DateReader(Zone.utc());
        long newYear = 1798761600; // 2027-01-01
        assertEquals((newYear - 2) + " 15", read(reader, "Dec 31 23:59:58 x", newYear + 5));
        assertEquals((newYear - 2) + " 15", read(reader, "Dec 31 23:59:58 x", newYear - 1));
        assertEquals((newYear + 1) + " 15", read(reader, "Jan  1 00:00:01 x", newYear + 5));
        assertEquals("a clock that lags", (newYear + 1) + " 15", read(reader, "Jan  1 00:00:01 x", newYear - 5));
        assertEquals((newYear - 365 * 86400 + 86401) + " 15", read(reader, "Jan  2 00:00:01 x", newYear - 5));
    }

    @Test
    public void readsTheDateBehindTheFirstBracket()
    {
        DateReader reader = new DateReader(Zone.utc());
        byte[] line = "1.2.3.4 - joe [18/Nov/2018:21:34:30 +0000] \"GET\"".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(42, reader.readBracketed(line, 0, line.length, NOW));
        assertEquals(1542576870, reader.seconds());
        assertEquals(15, reader.dateFrom());
        assertEquals(41, reader.dateTo());
        assertEquals(-1, reader.readBracketed(line, 15, line.length, NOW));
    }

    /** A reader that has seen other lines must answer as one that has seen none. */
    @Test
    public void rememberedLinesNeverChangeTheAnswer()
    {
        Random random = new Random(7);
        String[] zones = {"CET-1CEST,M3.5.0,M10.5.0/3", "UTC0", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"};
        String[] days = {"Dec 31 ", "Jan  1 ", "Feb 29 ", "Feb 28 ", "Mar 27 ", "Tue Jan  1 ", "2005-03-27 ", "2005-03-27T", "[Mar 27 ", "<38>Jan  1 ", "PDT Jan  1 ", "[2005-03-27 "};
        String[] times = {"02:30:00", "02:30:01", "23:59:60", "00:00:00", "24:00:00"};
        String[] tails = {"", " ", " x", ".5 x", ".5", ",5 x", " 2005 x", " 2005", " 2001x", "Z", " Z", " Zed", "+01", "+01:30 x", "+0130", " +01:00 x", "]", "] x", ": x", ":x", "a", " GMT x"};
        for (String name : zones)
        {
            DateReader reader = new DateReader(Zone.fromPosix(name));
            for (int i = 0; i < 60_000; i++)
            {
                String day = days[random.nextInt(days.length)];
                String tail = tails[random.nextInt(tails.length)];
                String line = day + times[random.nextInt(times.length)] + tail;
                long now = 1104534000 + random.nextInt(5) * 21_600_000L + random.nextInt(7 * 86400) - 3 * 86400;
                int repeats = random.nextInt(6);
                for (int k = 0; k <= repeats; k++)
                {
                    String expected = read(new DateReader(Zone.fromPosix(name)), line, now);
                    assertEquals(name + " " + now + " " + line, expected, read(reader, line, now));
                    now += random.nextInt(4) / 3 * 40_000L;
                    tail = random.nextInt(8) == 0 ? tails[random.nextInt(tails.length)] : tail;
                    line = random.nextBoolean() ? line : random.nextBoolean() ? line + "1" : day + times[random.nextInt(times.length)] + tail;
                }
            }
        }
    }

    @Test
    public void theSameTimeOfAnotherDayIsAnotherDate()
    {
        DateReader reader = new DateReader(Zone.utc());
        for (int round = 0; round < 3; round++)
        {
            for (int day = 10; day < 14; day++)
            {
                for (int repeat = 0; repeat < 3; repeat++)
                {
                    assertEquals(1118401200L + (day - 10) * 86_400 + " 15", read(reader, "Jun " + day + " 11:00:00 host", NOW));
                }
            }
        }
        assertEquals("1118401201 15", read(reader, "Jun 10 11:00:01 host", NOW));
        assertEquals("1118401200 15", read(reader, "Jun 10 11:00:00 host", NOW));
    }

    @Test
    public void randomBytesNeverReadOutside()
    {
        Random random = new Random(5);
        DateReader reader = new DateReader(Zone.utc());
        byte[] alphabet = "0123456789 :-/TZJunAug<>[].,+Tue".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 200_000; i++)
        {
            byte[] exact = new byte[random.nextInt(30)];
            for (int k = 0; k < exact.length; k++)
            {
                exact[k] = alphabet[random.nextInt(alphabet.length)];
            }
            int end = reader.read(exact, 0, exact.length, NOW);
            assertTrue(end >= -1 && end <= exact.length);
        }
    }

    /** What a reader remembers must never show: it is compared with one that remembers nothing. */
    @Test
    public void linesBeforeChangeNothing()
    {
        String[] dates = {"Nov 24 00:10:19", "<38>Nov 24 00:10:19", "Tue Nov 24 00:10:19 2026", "2026-11-24T00:10:19.123456+01:00", "2026-11-24 00:10:19",
            "[24/Nov/2026:00:10:19 +0100]", "[2026-11-24 00:10:19,123]", "1795475419.123", "[1795475419]", "Oct 25 02:10:19", "2026-11-24T00:10:19Z"};
        String[] tails = {" host sshd[1]: x", " 192.0.2.1 sshd: x", " 2026 x", " 2026", " 20 x", ": x", " +0100 x", " UTC x", " Zurich", ".5 x", "] x", "", " ",
            "5 x", "\tx", "|x", " (x)", " -0100"};
        long seed = 20261124;
        java.util.Random random = new java.util.Random(seed);
        Zone zone = Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3");
        DateReader remembers = new DateReader(zone);
        for (int round = 0; round < 3000; round++)
        {
            String date = dates[random.nextInt(dates.length)];
            String tail = tails[random.nextInt(tails.length)];
            for (int i = 0; i < 8; i++)
            {
                byte[] line = ("#" + date + (random.nextInt(4) == 0 ? tails[random.nextInt(tails.length)] : tail)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                if (i > 0 && random.nextInt(2) == 0)
                {
                    int at = 1 + random.nextInt(date.length());
                    line[at] = (byte)"0123456789 :Nx".charAt(random.nextInt(14));
                }
                long now = 1795475419 + (random.nextInt(9) == 0 ? random.nextInt(40_000_000) - 20_000_000 : 0);
                DateReader fresh = new DateReader(zone);
                int expected = fresh.read(line, 1, line.length, now);
                int behind = remembers.read(line, 1, line.length, now);
                String shown = "seed " + seed + " round " + round + ": " + new String(line, java.nio.charset.StandardCharsets.UTF_8);
                assertEquals(shown, expected, behind);
                if (expected >= 0)
                {
                    assertEquals(shown, fresh.seconds(), remembers.seconds());
                    assertEquals(shown, fresh.dateFrom(), remembers.dateFrom());
                    assertEquals(shown, fresh.dateTo(), remembers.dateTo());
                }
            }
        }
    }
}
