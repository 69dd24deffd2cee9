package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class CountedLinesTest
{
    private static final long V4 = Address.IPV4_MARK | 0xC0000200L;

    private final CountedLines lines = new CountedLines();
    private final JailRuntime jail;

    public CountedLinesTest() throws ConfigurationException
    {
        jail = new JailRuntime(ConfigurationReader.read("t.toml", Utf8.encode("""
            [jails.sshd]
            filter = "sshd"
            logpath = "/l"
            prefix_v6 = 64
            """)).enabledJails().get(0), List.of(), null);
    }

    private void note(long high, long low, String line)
    {
        byte[] bytes = Utf8.encode("x" + line + "y");
        lines.note(jail, high, low, 1_700_000_000L, bytes, 1, bytes.length - 1);
    }

    /** @return what is kept of an address. */
    private List<String> of(long high, long low)
    {
        List<String> found = new ArrayList<>();
        for (long i = lines.first(); i < lines.end(); i++)
        {
            if (lines.concerns(i, high, low))
            {
                TextBuffer out = new TextBuffer(4096);
                lines.append(out, i);
                found.add(out.toString());
            }
        }
        return found;
    }

    @Test
    public void anAddressHasItsOwnLinesInTheirOrder()
    {
        note(0, V4 + 1, "one");
        note(0, V4 + 2, "strange");
        note(0, V4 + 1, "two");
        assertEquals(List.of("{\"time\":1700000000,\"jail\":\"sshd\",\"ip\":\"192.0.2.1\",\"line\":\"one\",\"cut\":false}",
            "{\"time\":1700000000,\"jail\":\"sshd\",\"ip\":\"192.0.2.1\",\"line\":\"two\",\"cut\":false}"), of(0, V4 + 1));
        assertEquals(List.of(), of(0, V4 + 3));
    }

    @Test
    public void aPrefixThatIsBannedAsOneHasTheLinesOfAll()
    {
        note(0x20010DB800000000L, 1, "one");
        assertEquals(1, of(0x20010DB800000000L, 99).size());
        assertEquals(0, of(0x20010DB800000001L, 1).size());
    }

    @Test
    public void theOldestMakeRoomAndNothingGrows()
    {
        for (int i = 0; i < 1000; i++)
        {
            note(0, V4 + 1, "line " + i);
        }
        List<String> kept = of(0, V4 + 1);
        assertEquals(256, kept.size());
        assertTrue(kept.get(0), kept.get(0).contains("line 744"));
        assertTrue(kept.get(255), kept.get(255).contains("line 999"));
    }

    @Test
    public void longLinesAreCutAndHostileBytesEscaped()
    {
        note(0, V4 + 1, "a".repeat(255) + "b" + "c");
        note(0, V4 + 1, "d".repeat(256));
        byte[] hostile = {'"', '\\', 27, '\n', 0, (byte)0xFF, (byte)0xC3};
        lines.note(jail, 0, V4 + 1, 0, hostile, 0, hostile.length);
        List<String> kept = of(0, V4 + 1);
        assertTrue(kept.get(0), kept.get(0).endsWith("ab\",\"cut\":true}"));
        assertTrue(kept.get(1), kept.get(1).endsWith("d\",\"cut\":false}"));
        assertTrue(kept.get(2), kept.get(2).contains("\"line\":\"\\\"\\\\\\u001b\\n\\u0000\uFFFD\uFFFD\""));
        assertFalse(kept.get(2), kept.get(2).contains("\n"));
    }
}
