package banjo.firewall;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.sys.Errno;
import java.util.List;
import org.junit.Test;

/** What becomes of a chain when programs fail, others change it, and orders come meanwhile. */
public class IptablesFaultsTest
{
    private static final long V4 = Address.IPV4_MARK | 0x01020304L;
    private static final byte[] SSHD = NftMessages.ascii("sshd");
    private static final String WAYS = "# (nf_tables)\n-A INPUT -j banjo\n-A FORWARD -j banjo\n";
    private static final String RULE = "-A banjo -s 1.2.3.4/32 -m comment --comment \"sshd@banned4\" -j DROP\n";

    private final FakeKernel kernel = new FakeKernel();
    private final IptablesFirewall firewall = new IptablesFirewall(kernel.sys(), false,
        List.of(new BanSet("", true, 128, 0, new int[0], false), new BanSet("", false, 128, 0, new int[0], false)), false);
    private long now;

    /** @return the first thing that the next turns say. */
    private int turns(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int said = firewall.tick(false, now += 20);
            said = said != 0 ? said : firewall.flush();
            if (said != 0)
            {
                return said;
            }
        }
        return 0;
    }

    private void startWithOneBan()
    {
        kernel.output = WAYS;
        assertEquals(Firewall.REBUILT, firewall.start((set, prefix, high, low, remaining, comment, from, to) -> { }));
        firewall.ban(0, 0, V4, 60_000, SSHD);
        assertEquals(0, turns(10));
        kernel.output = WAYS + RULE;
    }

    @Test
    public void ordersThatComeDuringACheckAreNoDamage()
    {
        startWithOneBan();
        firewall.chains[0].repairs.damaged(now);
        while (!firewall.chains[0].busy())
        {
            assertEquals(0, firewall.tick(false, now += 20));
        }
        firewall.unban(0, 0, V4);
        firewall.ban(0, 0, V4 + 1, 60_000, SSHD);
        assertEquals("what is there is what was written", 0, turns(1));
        kernel.output = WAYS + RULE.replace("3.4", "3.5");
        assertEquals(0, turns(20));
        firewall.chains[0].repairs.damaged(now);
        assertEquals("and now what came meanwhile", 0, turns(50));
    }

    @Test
    public void whatOthersDidIsUndoneByOneBatch()
    {
        startWithOneBan();
        for (String damage : new String[] {"", WAYS, RULE, WAYS + RULE + RULE, WAYS + RULE.replace("3.4", "3.9"), WAYS + "-A banjo -j ACCEPT\n",
            WAYS.replace("-A INPUT", "-A OUTPUT") + RULE})
        {
            kernel.output = damage;
            firewall.chains[0].repairs.damaged(now);
            assertEquals(damage, Firewall.REBUILT, turns(50));
            assertTrue(firewall.problem(), firewall.problem().contains("the rules were not as they must be"));
            kernel.output = WAYS + RULE;
            now += 100_000;
            assertEquals(0, turns(50));
        }
    }

    @Test
    public void aBatchThatFailsIsToldAndMadeUpFor()
    {
        startWithOneBan();
        kernel.status = 2;
        firewall.ban(0, 0, V4 + 1, 60_000, SSHD);
        assertEquals(-Errno.EIO, turns(3));
        assertTrue(firewall.problem(), firewall.problem().contains("iptables-restore: exit status 2"));
        kernel.status = 0;
        assertEquals("with the whole chain", Firewall.REBUILT, turns(50));
        kernel.output = WAYS + RULE + RULE.replace("3.4", "3.5");
        firewall.chains[0].repairs.damaged(now);
        assertEquals(0, turns(50));
    }
}
