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
    public void looksThatFindNothingWrongAreNoFight()
    {
        startWithOneBan();
        for (int i = 0; i < 10; i++)
        {
            firewall.chains[0].repairs.damaged(now);
            assertEquals(0, turns(30));
        }
        assertTrue(!firewall.chains[0].repairs.fought());
    }

    @Test
    public void rulesThatAReloadMakesOldAreNoDamage()
    {
        startWithOneBan();
        firewall.chains[0].repairs.damaged(now);
        assertEquals(0, firewall.cover(List.of(new BanSet("", false, 128, 0, new int[0], false), new BanSet("", true, 120, 0, new int[0], false))));
        kernel.written.setLength(0);
        assertEquals(0, turns(30));
        assertTrue("but are written anew", kernel.written.toString().contains(":banjo - [0:0]"));
    }

    @Test
    public void eitherFamilyIsRepairedInTime()
    {
        startWithOneBan();
        for (IptablesChain each : firewall.chains)
        {
            kernel.output = WAYS + (each.ipv4 ? RULE : "");
            each.repairs.damaged(now);
            assertEquals(200, firewall.patienceMillis());
            now += 200;
            assertEquals(0, firewall.tick(false, now));
            assertTrue("a program that runs is looked after", firewall.patienceMillis() <= 20);
            assertEquals(0, turns(50));
            now += 100_000;
        }
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

    /** Starts with the older iptables, which tells nobody of changes. */
    private void startWithTheOlderOne()
    {
        kernel.output = WAYS.substring(WAYS.indexOf('\n') + 1);
        assertEquals(Firewall.REBUILT, firewall.start((set, prefix, high, low, remaining, comment, from, to) -> { }));
        assertEquals(0, turns(50));
    }

    @Test
    public void aRuleInThePlaceOfAnotherIsSeenAlthoughTheTableHasItsSize()
    {
        startWithTheOlderOne();
        int idle = kernel.spawned;
        assertEquals(0, turns(1000));
        assertEquals("where nothing is banned no program runs", idle, kernel.spawned);
        firewall.ban(0, 0, V4, 60_000, SSHD);
        assertEquals(0, turns(2));
        kernel.output += RULE;
        assertEquals(0, turns(100));
        for (int i = 0; i < 3; i++)
        {
            String whole = kernel.output;
            kernel.output = whole.replace("3.4", "3.9");
            assertEquals("within 2 s", Firewall.REBUILT, turns(90));
            kernel.output = whole;
            idle = kernel.spawned;
            assertEquals(0, turns(500));
            assertTrue("in 10 s: " + (kernel.spawned - idle), kernel.spawned - idle <= 12);
        }
    }

    @Test
    public void afterAFightALookAtNothingIsNoFight()
    {
        startWithTheOlderOne();
        firewall.ban(0, 0, V4, 60_000, SSHD);
        assertEquals(0, turns(2));
        String whole = kernel.output + RULE;
        for (int i = 0; i < 7; i++)
        {
            kernel.output = "";
            firewall.chains[0].repairs.damaged(now);
            assertEquals(Firewall.REBUILT, turns(1000));
            kernel.output = whole;
        }
        assertEquals("the last repair is looked at", 0, turns(300));
        for (int i = 0; i < 4000; i++)
        {
            assertEquals(0, turns(1));
            assertEquals("nobody is told of a wait for nothing", 0, firewall.waitMillis(now));
        }
        kernel.output = whole.replace("3.4", "3.9");
        assertEquals("and it is looked for again", Firewall.REBUILT, turns(90));
    }

    /** @return the rules that the next turns write. */
    private String rules()
    {
        kernel.written.setLength(0);
        assertEquals(0, turns(20));
        return kernel.written.toString();
    }

    @Test
    public void rulesOfSetsThatStayAreKeptUnderOtherNumbers()
    {
        startWithOneBan();
        BanSet set4 = new BanSet("", true, 128, 0, new int[0], false);
        BanSet set6 = new BanSet("", false, 128, 0, new int[0], false);
        BanSet ports = new BanSet("", true, 128, BanSet.TCP, new int[] {22, 22}, false);
        firewall.ban(1, 1, 2, 60_000, SSHD);
        rules();
        assertEquals(0, firewall.cover(List.of(set6, ports, set4)));
        assertEquals("nothing is to be done", "", rules());
        firewall.ban(1, 0, V4, 60_000, SSHD);
        firewall.ban(2, 0, V4, 60_000, SSHD);
        String rules = rules();
        assertTrue(rules, rules.contains("--dports 22 ") && !rules.contains("@banned4 "));
        firewall.ban(2, 0, V4 + 1, 60_000, SSHD);
        assertEquals(0, firewall.cover(List.of(ports, set4)));
        rules = rules();
        assertTrue("what waited is written", rules.contains("-s 1.2.3.5/32 ") && rules.contains("-s 1.2.3.4/32 ") && rules.contains("--dports 22 "));
        assertTrue("what belonged to a set that has gone is not", rules.contains(":banjo - [0:0]") && !rules.contains("::"));
        firewall.unban(1, 0, V4);
        rules = rules();
        assertEquals(rules, 1, rules.split("-D banjo -s 1.2.3.4/32 -m comment --comment sshd@banned4 ", -1).length - 1);
        assertEquals(0, firewall.cover(List.of(set4)));
        assertTrue(!rules().contains("--dports"));
        kernel.output = WAYS + RULE.replace("3.4", "3.5");
        firewall.chains[0].repairs.damaged(now);
        assertEquals("the check expects what is left", 0, turns(50));
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
