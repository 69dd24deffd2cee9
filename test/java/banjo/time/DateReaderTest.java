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
            {"Feb 29 00:00:00 x", "1078009200 15"}};
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
            "2005-13-21T16:47:48", "2005-02-29T16:47:48", "2005-06-21X16:47:48", "111936526", "11193652681", "Jun 21 16:47", "Foo Jun 21 16:47:48"};
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
}
