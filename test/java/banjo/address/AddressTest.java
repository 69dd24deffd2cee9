package banjo.address;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

public class AddressTest
{
    private static boolean parse(String text, long[] out)
    {
        byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.ISO_8859_1);
        return Address.parse(bytes, 1, bytes.length - 1, out);
    }

    private static String canonical(String text)
    {
        long[] out = new long[2];
        return parse(text, out) ? Address.toString(out[0], out[1]) : null;
    }

    @Test
    public void writesTheCanonicalForm()
    {
        assertEquals("1.2.3.4", canonical("1.2.3.4"));
        assertEquals("255.255.255.255", canonical("255.255.255.255"));
        assertEquals("1.2.3.4", canonical("::ffff:1.2.3.4"));
        assertEquals("1.2.3.4", canonical("::FFFF:102:304"));
        assertEquals("::", canonical("::"));
        assertEquals("::1", canonical("0:0:0:0:0:0:0:1"));
        assertEquals("1::", canonical("1::"));
        assertEquals("2001:db8::1:0:0:1", canonical("2001:db8:0:0:1:0:0:1"));
        assertEquals("2001:db8:0:1:1:1:1:1", canonical("2001:db8::1:1:1:1:1"));
        assertEquals("1:2:3:4:5:6:7:8", canonical("1:2:3:4:5:6:7:8"));
        assertEquals("aaaa:bbbb:cccc:1234::1:1", canonical("aaaa:bbbb:cccc:1234::1:1"));
    }

    @Test
    public void refusesWhatIsNoAddress()
    {
        String[] bad = {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.04", "1.2.3.4 ", "a.b.c.d", "1..2.3", ":", ":::", "1:2",
            "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4",
            "::ffff:1.2.3.4.5", "g::", "1:2:3:4:5:6:7::8", "::1%eth0", "[::1]", "999.1.1.1", "1.2.3.4:22"};
        long[] out = {7, 8};
        for (String text : bad)
        {
            assertFalse(text, parse(text, out));
        }
        assertArrayEquals(new long[] {7, 8}, out);
    }

    @Test
    public void agreesWithTheJdkOnRandomAddresses() throws UnknownHostException
    {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            for (int group = 0; group < 8; group++)
            {
                if (random.nextInt(3) == 0)
                {
                    bytes[group * 2] = 0;
                    bytes[group * 2 + 1] = 0;
                }
            }
            ByteBuffer view = ByteBuffer.wrap(bytes);
            long[] out = new long[2];
            String ours = Address.toString(view.getLong(0), view.getLong(8));
            assertTrue(ours, parse(ours, out));
            assertEquals(ours, view.getLong(0), out[0]);
            assertEquals(ours, view.getLong(8), out[1]);
            assertTrue(parse(InetAddress.getByAddress(bytes).getHostAddress(), out));
            assertEquals(ours, view.getLong(0), out[0]);
            assertEquals(ours, view.getLong(8), out[1]);
        }
    }
}
