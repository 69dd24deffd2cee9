package banjo.firewall;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.Test;

public class NftablesFirewallTest
{
    private static final BanSet BANNED4 = new BanSet("", true, 128, 0, new int[0], false);

    @Test
    public void worksAgainstARealKernel() throws IOException, InterruptedException
    {
        runInNamespace("banjo.firewall.NamespaceScenario");
    }

    @Test
    public void survivesSystemCallsThatFail() throws IOException, InterruptedException
    {
        runInNamespace("banjo.firewall.NamespaceFaults");
    }

    @Test
    public void repairsWhatOthersDamage() throws IOException, InterruptedException
    {
        runInNamespace("banjo.firewall.NamespaceRepair");
    }

    @Test
    public void namesOfSetsFollowFromTheirContents()
    {
        assertEquals("banned4", BANNED4.name());
        BanSet long6 = new BanSet("", false, 56, BanSet.UDP, new int[] {1, 2, 5, 5, 1000, 2000, 3000, 3000}, true);
        assertEquals("banned6_56-udp-x23fe7598", long6.name());
        assertEquals(56, BanSet.prefixOf(long6.name()));
        assertEquals(120, BanSet.prefixOf("banned4_24"));
        assertEquals(128, BanSet.prefixOf("banned4-tcp-22"));
        assertEquals("banned4-reject", new BanSet("", true, 128, BanSet.ALL_PROTOCOLS, new int[0], true).name());
    }

    static void runInNamespace(String scenario) throws IOException, InterruptedException
    {
        assumeTrue("needs root for unshare -n", "root".equals(System.getProperty("user.name")));
        assumeTrue("needs the nft tool", Files.exists(Path.of("/usr/sbin/nft")));
        Process process = new ProcessBuilder("unshare", "-n", ProcessHandle.current().info().command().orElse("java"),
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), scenario)
            .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(output, 0, process.waitFor());
    }

    @Test
    public void messagesAreTheSameInBothByteOrdersButForHeaders()
    {
        for (boolean bigEndian : new boolean[] {false, true})
        {
            NetlinkBuffer buffer = new NetlinkBuffer(256, bigEndian);
            new NftMessages(buffer).addElement(BANNED4, 0, 0xFFFF01020304L, 1000, NftMessages.ascii("sshd"));
            StringBuilder hex = new StringBuilder();
            for (int i = 0; i < buffer.length(); i++)
            {
                hex.append(String.format("%02x", buffer.bytes[i]));
            }
            String expected = bigEndian
                ? "00000058" + "0a0c" + "0401" + "00000001" + "00000000" + "01000000" + "000a0001" + "62616e6a6f000000"
                + "000c0002" + "62616e6e65643400" + "002c8003"
                : "58000000" + "0c0a" + "0104" + "01000000" + "00000000" + "01000000" + "0a000100" + "62616e6a6f000000"
                + "0c000200" + "62616e6e65643400" + "2c000380";
            assertEquals(expected, hex.substring(0, expected.length()));
            assertEquals(0, buffer.length() % 4);
        }
    }

    @Test
    public void damagedDumpsAreHarmless()
    {
        NetlinkBuffer buffer = new NetlinkBuffer(256, false);
        new NftMessages(buffer).addElement(BANNED4, 0, 0xFFFF01020304L, 1000, NftMessages.ascii("sshd"));
        int[] found = new int[1];
        SetDump.read(buffer.bytes, 20, buffer.length(), false, 4, 0, 128, (set, prefix, high, low, remaining, comment, from, to) -> found[0]++);
        assertEquals(1, found[0]);
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] bad = new byte[buffer.length()];
            System.arraycopy(buffer.bytes, 0, bad, 0, bad.length);
            for (int k = random.nextInt(4); k >= 0; k--)
            {
                bad[20 + random.nextInt(bad.length - 20)] = (byte)random.nextInt(256);
            }
            SetDump.read(bad, 20, 20 + random.nextInt(bad.length - 19), false, 4, 0, 128, (set, prefix, high, low, remaining, comment, from, to) -> found[0]++);
        }
    }
}
