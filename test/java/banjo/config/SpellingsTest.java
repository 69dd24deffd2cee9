package banjo.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.text.Utf8;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Durations, sizes, networks and suggestions. */
public class SpellingsTest
{
    @Test
    public void readsDurations()
    {
        assertEquals(600, Durations.parse("600"));
        assertEquals(600, Durations.parse("10m"));
        assertEquals(5400, Durations.parse("1h30m"));
        assertEquals(604800 + 86400 + 3600 + 60 + 1, Durations.parse("1w1d1h1m1s"));
        assertEquals(0, Durations.parse("0"));
        assertEquals(Durations.FOREVER, Durations.parse("forever"));
        assertEquals(Durations.FOREVER, Durations.parse("-1"));
        for (String bad : List.of("", "m", "10 m", "1m1h", "1m1m", "1h30", "-2", "+1", "1.5h", "10M", "99999999999999999999", "1y",
            "\u0661m"))
        {
            assertEquals(bad, Durations.INVALID, Durations.parse(bad));
        }
    }

    @Test
    public void writesDurationsAsTheyAreRead()
    {
        assertEquals("10m", Durations.toString(600));
        assertEquals("1h30m", Durations.toString(5400));
        assertEquals("1w", Durations.toString(604800));
        assertEquals("0s", Durations.toString(0));
        assertEquals("forever", Durations.toString(-1));
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++)
        {
            long seconds = random.nextLong(1L << random.nextInt(1, 40));
            assertEquals(seconds, Durations.parse(Durations.toString(seconds)));
        }
    }

    @Test
    public void readsAndWritesSizes()
    {
        assertEquals(16 << 20, Sizes.parse("16M"));
        assertEquals(512 << 10, Sizes.parse("512K"));
        assertEquals(1 << 30, Sizes.parse("1G"));
        assertEquals(1000, Sizes.parse("1000"));
        for (String bad : List.of("", "M", "16MB", "16m", "-1", "1.5M", " 1", "99999999999999999999G"))
        {
            assertEquals(bad, Sizes.INVALID, Sizes.parse(bad));
        }
        assertEquals("16M", Sizes.toString(16 << 20));
        assertEquals("1025", Sizes.toString(1025));
        assertEquals("0", Sizes.toString(0));
        assertEquals("2048G", Sizes.toString(2L << 40));
    }

    private static boolean contains(String network, String address)
    {
        long[] out = new long[2];
        byte[] bytes = Utf8.encode(address);
        assertTrue(Address.parse(bytes, 0, bytes.length, out));
        return Network.parse(network).contains(out[0], out[1]);
    }

    @Test
    public void networksHoldTheirAddresses()
    {
        assertTrue(contains("10.1.2.3/8", "10.255.0.1"));
        assertFalse(contains("10.1.2.3/8", "11.0.0.1"));
        assertTrue(contains("192.0.2.1", "192.0.2.1"));
        assertFalse(contains("192.0.2.1", "192.0.2.0"));
        assertTrue(contains("0.0.0.0/0", "255.1.1.1"));
        assertFalse(contains("0.0.0.0/0", "::1"));
        assertFalse(contains("::/0", "1.2.3.4"));
        assertTrue(contains("::/0", "2001:db8::1"));
        assertTrue(contains("2001:db8::/33", "2001:db8:7fff::1"));
        assertFalse(contains("2001:db8::/33", "2001:db8:8000::1"));
        assertTrue(contains("2001:db8::ff00/120", "2001:db8::ffab"));
        assertTrue(contains("::ffff:10.0.0.0/104", "10.9.9.9"));
        for (String bad : List.of("", "/", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/1/1", "::1/129", "1.2.3.4/+8", "1.2.3",
            "1.2.3.4 "))
        {
            assertNull(bad, Network.parse(bad));
        }
    }

    @Test
    public void suggestsWhatIsNear()
    {
        List<String> names = List.of("bantime", "findtime", "maxretry");
        assertEquals("; did you mean `bantime`?", Suggestion.of("bantmie", names));
        assertEquals("; did you mean `maxretry`?", Suggestion.of("max_retry", names));
        assertEquals("; did you mean `findtime`?", Suggestion.of("FindTime", names));
        assertEquals("", Suggestion.of("logpath", names));
        assertEquals("", Suggestion.of("x".repeat(100_000), names));
    }
}
