package banjo.time;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import banjo.text.TextBuffer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class ZoneTest
{
    private static final long YEAR = 31_556_952L;

    private static void compare(String name, Zone zone, long first, long last)
    {
        ZoneId id = ZoneId.of(name);
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++)
        {
            long instant = first + (long)(random.nextDouble() * (last - first));
            if (i % 2 == 1 && id.getRules().nextTransition(Instant.ofEpochSecond(instant)) != null)
            {
                instant = id.getRules().nextTransition(Instant.ofEpochSecond(instant)).toEpochSecond() + random.nextInt(7200) - 3600;
            }
            int offset = id.getRules().getOffset(Instant.ofEpochSecond(instant)).getTotalSeconds();
            assertEquals(name + " at " + instant, offset, zone.offsetAt(instant));
            LocalDateTime local = LocalDateTime.ofEpochSecond(instant, 0, ZoneOffset.ofTotalSeconds(offset));
            List<ZoneOffset> valid = id.getRules().getValidOffsets(local);
            int smallest = valid.isEmpty() ? id.getRules().getTransition(local).getOffsetBefore().getTotalSeconds() : offset;
            for (ZoneOffset each : valid)
            {
                smallest = Math.min(smallest, each.getTotalSeconds());
            }
            assertEquals(name + " " + local, local.toEpochSecond(ZoneOffset.ofTotalSeconds(smallest)), zone.toEpochSeconds(local.getYear(),
                local.getMonthValue(), local.getDayOfMonth(), local.getHour(), local.getMinute(), local.getSecond()));
        }
    }

    @Test
    public void posixRulesAgreeWithTheJdk()
    {
        compare("Europe/Zurich", Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3"), 30 * YEAR, 300 * YEAR);
        compare("America/New_York", Zone.fromPosix("EST5EDT"), 40 * YEAR, 300 * YEAR);
        compare("Australia/Lord_Howe", Zone.fromPosix("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"), 40 * YEAR, 300 * YEAR);
        compare("Asia/Kolkata", Zone.fromPosix("IST-5:30"), 0, 300 * YEAR);
        compare("Asia/Tehran", Zone.fromPosix("<+0330>-3:30"), 54 * YEAR, 300 * YEAR);
        compare("UTC", Zone.fromPosix("UTC"), -300 * YEAR, 300 * YEAR);
    }

    @Test
    public void zoneFilesAgreeWithTheJdk() throws IOException
    {
        for (String name : new String[] {"Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "Europe/Dublin"})
        {
            Path file = Path.of("/usr/share/zoneinfo", name);
            assumeTrue("needs " + file, Files.exists(file));
            compare(name, Zone.fromTzif(Files.readAllBytes(file)), 0, 300 * YEAR);
        }
    }

    @Test
    public void aMissingHourAndARepeatedHourAreStandardTime()
    {
        Zone zone = Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3");
        assertEquals(1774747800, zone.toEpochSeconds(2026, 3, 29, 2, 30, 0));
        assertEquals(1792891800, zone.toEpochSeconds(2026, 10, 25, 2, 30, 0));
    }

    @Test
    public void rulesCountDaysInEveryForm()
    {
        // J60 is always March 1, 59 is February 29 in leap years; /-1 is 23:00 of the day before; all-year daylight time.
        Zone julian = Zone.fromPosix("AAA0BBB,J60/0,J300/0");
        assertEquals(0, julian.offsetAt(1709251199));
        assertEquals(3600, julian.offsetAt(1709251200));
        Zone zero = Zone.fromPosix("AAA0BBB,59/0,300/0");
        assertEquals(0, zero.offsetAt(1709164799));
        assertEquals(3600, zero.offsetAt(1709164800));
        Zone before = Zone.fromPosix("AAA0BBB,J60/-1,J300/0");
        assertEquals(3600, before.offsetAt(1709251200 - 3600));
        assertEquals(0, before.offsetAt(1709251200 - 3601));
        Zone always = Zone.fromPosix("XXX3EDT4,0/0,J365/23");
        for (long instant = 1_600_000_000; instant < 1_800_000_000; instant += 9_973_000)
        {
            assertEquals(-4 * 3600, always.offsetAt(instant));
        }
    }

    @Test
    public void wrongTzStringsAreRefusedWithTheColumn()
    {
        String[] bad = {"", "C", "CE-1", "CET", "CET-25", "CET-1:60", "<+03-3", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
            "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,366,1", "CET-1CEST,M3.5.0/168,M10.5.0",
            "CET-1CEST,M3.5.0,M10.5.0x", "Europe/Zurich", "CET-99999999999"};
        for (String text : bad)
        {
            try
            {
                Zone.fromPosix(text);
                fail(text);
            }
            catch (IllegalArgumentException error)
            {
                assertTrue(error.getMessage(), error.getMessage().contains("column "));
            }
        }
    }

    /** Version 2: an empty 32-bit block, then one transition at 1,000 from offset 0 to 3600. */
    private static byte[] zoneFile(String footer) throws IOException
    {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int block = 0; block < 2; block++)
        {
            out.write("TZif2".getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[27]);
            out.writeInt(block);
            out.writeInt(block + 1);
            out.writeInt(4);
            if (block == 1)
            {
                out.writeLong(1000);
                out.writeByte(1);
                out.writeInt(0);
                out.writeShort(0);
            }
            out.writeInt(block * 3600);
            out.writeShort(0);
            out.write(new byte[4]);
        }
        out.write(("\n" + footer + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    @Test
    public void theFooterHoldsFromTheLastTransitionOn() throws IOException
    {
        Zone zone = Zone.fromTzif(zoneFile("AAA-2"));
        assertEquals(0, zone.offsetAt(999));
        assertEquals(7200, zone.offsetAt(1000));
        assertEquals(3600, Zone.fromTzif(zoneFile("")).offsetAt(1L << 40));
        assertEquals(0, Zone.fromTzif(zoneFile("")).offsetAt(Long.MIN_VALUE));
    }

    @Test
    public void damagedZoneFilesAreRefused() throws IOException
    {
        byte[] good = zoneFile("AAA-2");
        Random random = new Random(13);
        for (int length = 0; length < good.length; length++)
        {
            try
            {
                Zone.fromTzif(java.util.Arrays.copyOf(good, length));
                fail("cut at " + length);
            }
            catch (IllegalArgumentException error)
            {
                assertTrue(error.getMessage(), error.getMessage().startsWith("time zone"));
            }
        }
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte)random.nextInt();
            bad[random.nextInt(bad.length)] = (byte)(random.nextBoolean() ? 0xFF : 0x7F);
            try
            {
                Zone.fromTzif(bad).toEpochSeconds(2026, 11, 24, 0, 10, 19);
            }
            catch (IllegalArgumentException error)
            {
                assertTrue(error.getMessage(), error.getMessage().startsWith("time zone"));
            }
        }
    }

    @Test
    public void extremeInstantsNeitherLoopNorCrash()
    {
        Zone zone = Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3");
        for (long instant : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1, -62135596801L, 253402300800L})
        {
            int offset = zone.offsetAt(instant);
            assertTrue(offset == 3600 || offset == 7200);
        }
    }

    @Test
    public void writesLocalTime()
    {
        Zone zone = Zone.fromPosix("EST5EDT");
        ZoneId id = ZoneId.of("America/New_York");
        DateTimeFormatter form = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
        TextBuffer text = new TextBuffer(32);
        Random random = new Random(17);
        for (int i = 0; i < 5_000; i++)
        {
            long instant = 1_200_000_000L + random.nextInt();
            if (instant < 1_200_000_000L)
            {
                continue;
            }
            DateWriter.append(text.clear(), instant, zone);
            assertEquals(form.format(Instant.ofEpochSecond(instant).atZone(id)), text.toString());
        }
        DateWriter.append(text.clear(), Long.MAX_VALUE, Zone.utc());
        assertEquals("9999-12-31 23:59:59", text.toString());
        DateWriter.append(text.clear(), -1, Zone.utc());
        assertEquals("1969-12-31 23:59:59", text.toString());
    }
}
