package banjo.firewall;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.Test;

public class BackendsTest
{
    @Test
    public void ipsetAndIptablesSurviveFaultsAndInterference() throws IOException, InterruptedException
    {
        assumeTrue("needs root for unshare -n", "root".equals(System.getProperty("user.name")));
        assumeTrue("needs the ipset and iptables tools", Files.exists(Path.of("/usr/sbin/ipset")) && Files.exists(Path.of("/usr/sbin/iptables")));
        assumeTrue("needs ip_set and ip_tables in the kernel", new ProcessBuilder("unshare", "-n", "sh", "-c",
            "ipset create x hash:ip && iptables -w -A INPUT -m set --match-set x src -j DROP").start().waitFor() == 0);
        NftablesFirewallTest.runInNamespace("banjo.firewall.NamespaceBackends");
    }

    @Test
    public void rulesOfIptablesFollowTheSet()
    {
        assertEquals("S -m comment --comment c -j DROP\n", IptablesRules.of(new BanSet("", true, 128, 0, new int[0], false), "S", "c"));
        assertEquals("S -p tcp -j REJECT --reject-with tcp-reset\nS -j REJECT\n",
            IptablesRules.of(new BanSet("", true, 128, 0, new int[0], true), "S", ""));
        assertEquals("S -p tcp -m multiport --dports 1,3:4,5,7,9,11,13 -j DROP\nS -p tcp -m multiport --dports 15 -j DROP\n",
            IptablesRules.of(new BanSet("", true, 128, BanSet.TCP, new int[] {1, 1, 3, 4, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15}, false), "S", ""));
    }

    @Test
    public void damagedListsOfIpsetAreHarmless()
    {
        NetlinkBuffer buffer = new NetlinkBuffer(512, false);
        IpsetMessages messages = new IpsetMessages(buffer, 0);
        BanSet set = new BanSet("", true, 120, 0, new int[0], false);
        int list = -1;
        for (int i = 0; i < 2; i++)
        {
            if (i == 0)
            {
                buffer.begin(IpsetMessages.LIST, 0, 1, 2, 0);
                list = buffer.nest(8);
            }
            int from = buffer.length();
            messages.add(set, new byte[] {'x'}, 0, 0xFFFF01020300L, 60, NftMessages.ascii("sshd"), false);
            // What an order holds is what a list holds: keep the nest with the data alone.
            int data = NetlinkAttributes.find(buffer.bytes, from + 20, buffer.length(), 7, false);
            System.arraycopy(buffer.bytes, data, buffer.bytes, from, buffer.length() - data);
            buffer.truncate(from + buffer.length() - data);
        }
        buffer.endNest(list);
        int[] found = new int[1];
        Firewall.Found note = (number, prefix, high, low, remaining, comment, from, to) ->
            found[0] += low == 0xFFFF01020300L && remaining == 60_000 && to - from == 4 ? 1 : 0;
        IpsetMessages.read(buffer.bytes, 20, buffer.length(), false, 0, 120, note);
        assertEquals(2, found[0]);
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] bad = Arrays.copyOf(buffer.bytes, buffer.length());
            for (int k = random.nextInt(4); k >= 0; k--)
            {
                bad[20 + random.nextInt(bad.length - 20)] = (byte)random.nextInt(256);
            }
            IpsetMessages.read(bad, 20, 20 + random.nextInt(bad.length - 19), false, 0, 120, (number, prefix, high, low, remaining, comment, from, to) ->
                assertTrue(from >= 0 && from <= to && to <= bad.length));
        }
    }

    @Test
    public void repairsComeAMomentAfterDamageAndLaterInAFight()
    {
        Repairs repairs = new Repairs();
        long now = 10_000;
        assertFalse(repairs.due(now));
        for (int i = 0; i < 6; i++)
        {
            repairs.damaged(now);
            repairs.damaged(now + 100);
            assertFalse(repairs.due(now + 199));
            assertEquals(200, repairs.patienceMillis());
            assertTrue("repair " + i, repairs.due(now + 200));
            now += 300;
            repairs.repaired(now);
        }
        assertTrue(repairs.fought());
        assertEquals("what is whole does not wait", 0, repairs.waitMillis(now));
        assertFalse(repairs.waiting());
        assertEquals(Integer.MAX_VALUE, repairs.patienceMillis());
        for (long wait = 2000; wait <= 64_000; wait *= 2)
        {
            assertTrue(repairs.notice("x", ""), repairs.notice("x", "").endsWith(" waits " + wait / 1000 + "s"));
            repairs.damaged(now + 10);
            assertEquals(wait - 10, repairs.waitMillis(now + 10));
            assertFalse(repairs.due(now + wait - 1));
            assertTrue(repairs.due(now + wait));
            now += wait;
            repairs.repaired(now);
        }
        assertEquals("no longer than this", 64_000, repairs.backOffMillis());
        repairs.damaged(now + 59_999);
        assertFalse("59 s are not calm", repairs.due(now + 63_999));
        repairs.repaired(now += 64_000);
        repairs.damaged(now += 60_000);
        assertEquals("calm is forgiveness", 0, repairs.waitMillis(now));
        assertTrue(repairs.due(now + 200));
        repairs.repaired(now + 200);
        assertFalse(repairs.fought());
        for (int i = 0; i < 5; i++)
        {
            repairs.repaired(now += 60_199);
        }
        assertFalse("repairs of what was not waited for are forgiven alike", repairs.fought());
        for (int i = 0; i < 6; i++)
        {
            repairs.repaired(now += 59_999);
        }
        assertTrue(repairs.fought());
        repairs.damaged(now);
        repairs.repaired(now += 59_999);
        long wait = repairs.backOffMillis();
        repairs.damaged(now);
        repairs.repaired(now + wait);
        repairs.unfounded();
        assertEquals("where nothing was wrong it is as before", wait, repairs.backOffMillis());
        repairs.damaged(now);
        assertTrue(!repairs.due(now + wait - 1) && repairs.due(now + wait));
    }
}
