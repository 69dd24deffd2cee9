package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.event.EventLog;
import banjo.firewall.BanSet;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.Test;

public class ReloadTest
{
    private static final long NOW_SECONDS = 1_800_000_000L;
    private static final long V4 = Address.IPV4_MARK | 0xC0000200L;
    private static final String FILTER = "[filters.x]\nfailregex = \"<HOST>\"\n";
    private static final String A = "[jails.a]\nfilter = \"x\"\nlogpath = \"/l\"\nignorelan = false\nignoreself = false\n";
    private static final String B = A.replace("jails.a", "jails.b");

    /** Knows which bans its sets hold and tells every order. */
    private static final class Kernel extends IdleFirewall
    {
        private List<BanSet> sets;
        private String refused;
        private final TreeSet<String> held = new TreeSet<>();
        private final List<String> orders = new ArrayList<>();

        @Override
        public int cover(List<BanSet> wanted)
        {
            sets = wanted;
            List<String> names = wanted.stream().map(BanSet::name).toList();
            if (names.contains(refused))
            {
                return -1;
            }
            held.removeIf(each -> !names.contains(each.split(" ")[0]));
            orders.add("sets " + names);
            return 0;
        }

        @Override
        public String problem()
        {
            return "no such set";
        }

        @Override
        public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
        {
            String name = sets.get(set).name() + " " + Address.toString(high, low);
            held.add(name);
            orders.add("+ " + name);
        }

        @Override
        public void unban(int set, long high, long low)
        {
            String name = sets.get(set).name() + " " + Address.toString(high, low);
            held.remove(name);
            orders.add("- " + name);
        }
    }

    private final FaultySys sys = new FaultySys(Platform.sys());
    private final Kernel kernel = new Kernel();
    private final List<JailRuntime> jails = new ArrayList<>();
    private final JailList banners = new JailList(List.of());
    private List<BanSet> sets;
    private Configuration current;
    /** How many the last reload took. */
    private int turns;
    private Runnable betweenTurns = () -> { };
    private int room = 100;
    private Bans bans;
    private Guard guard;
    private JailMaker maker;

    private Prepared prepared(Configuration configuration)
    {
        int count = configuration.enabledJails().size();
        int[] capacities = new int[count];
        Arrays.fill(capacities, room / count);
        return new Prepared(configuration, Collections.nCopies(count, List.of()), capacities, 0, Zone.utc());
    }

    private void start(String text) throws ConfigurationException
    {
        sys.clocks(5000_000_000_000L, NOW_SECONDS * 1_000_000_000L);
        Clocks clocks = new Clocks(sys.sys(), false);
        EventLog log = EventLog.open(sys.sys(), "stderr", false, Zone.utc(), EventLog.ERROR);
        bans = new Bans(banners, kernel, clocks, log, false);
        guard = new Guard(sys.sys(), jails, bans, clocks, log);
        maker = new JailMaker(guard, bans, 7, clocks.banSeconds());
        current = ConfigurationReader.read("f", Utf8.encode(text + FILTER));
        sets = BanSets.of(current);
        kernel.sets = List.copyOf(sets);
        maker.make(prepared(current), sets, jails, banners);
    }

    private List<String> reload(String text) throws ConfigurationException
    {
        kernel.orders.clear();
        Configuration next = ConfigurationReader.read("f", Utf8.encode(text + FILTER));
        Reload reload = new Reload(bans, guard, jails, banners);
        List<String> changes = Changes.of(jails, current, next, current);
        String problem = reload.prepare(prepared(next), sets);
        if (problem != null)
        {
            return List.of(problem);
        }
        reload.apply(current, prepared(next), maker, sets);
        current = next;
        for (turns = 0; bans.orders.restore.running(); turns++)
        {
            betweenTurns.run();
            bans.orders.tick(false);
        }
        return changes;
    }

    private void attempts(String jail, long low, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bans.attempt(JailMaker.find(banners, jail, false), 0, low, NOW_SECONDS);
        }
    }

    @Test
    public void whatStaysTheSameSendsNothingToTheFirewall() throws ConfigurationException
    {
        start(A);
        attempts("a", V4 | 1, 5);
        attempts("a", V4 | 2, 4);
        assertEquals(List.of("jail a changed: bantime, findtime, maxretry"), reload(A + "bantime = 7\nfindtime = 8\nmaxretry = 9\n"));
        assertEquals(List.of(), kernel.orders);
        attempts("a", V4 | 2, 4);
        assertEquals(List.of(), kernel.orders);
        attempts("a", V4 | 2, 1);
        assertEquals(List.of("+ banned4 192.0.2.2"), kernel.orders);
        assertEquals(List.of(), reload(A + "bantime = 7\nfindtime = 8\nmaxretry = 9\n"));
    }

    @Test
    public void newSetsAreFilledBeforeFormerOnesGo() throws ConfigurationException
    {
        start(A);
        attempts("a", V4 | 1, 5);
        reload(A + "port = 22\nprotocol = \"tcp\"\n");
        assertEquals(List.of("sets [banned4-tcp-22, banned6-tcp-22, banned4, banned6]", "+ banned4-tcp-22 192.0.2.1",
            "sets [banned4-tcp-22, banned6-tcp-22]"), kernel.orders);
        attempts("a", V4 | 2, 5);
        assertEquals(List.of("banned4-tcp-22 192.0.2.1", "banned4-tcp-22 192.0.2.2"), List.copyOf(kernel.held));
    }

    @Test
    public void aJailMovesItsBansWhenNoSetIsMadeOrGoes() throws ConfigurationException
    {
        String port = "port = 22\n";
        String c = A.replace("jails.a", "jails.c");
        start(A + B + port + c);
        attempts("a", V4 | 1, 5);
        attempts("c", V4 | 2, 5);
        reload(A + port + B + port + c);
        assertEquals(List.of("banned4 192.0.2.2", "banned4-all-22 192.0.2.1"), List.copyOf(kernel.held));
    }

    @Test
    public void aSetThatAnotherJailNeedsStaysWithItsBansAlone() throws ConfigurationException
    {
        start(A + B);
        attempts("a", V4 | 1, 5);
        attempts("a", V4 | 2, 5);
        attempts("b", V4 | 2, 5);
        reload(B + A + "port = 22\n");
        assertEquals(List.of("banned4 192.0.2.2", "banned4-all-22 192.0.2.1", "banned4-all-22 192.0.2.2"), List.copyOf(kernel.held));
        assertEquals("each jail has its own", 2, JailMaker.find(banners, "a", false).jail.bannedCount());
        reload(A + B);
        assertEquals(List.of("banned4 192.0.2.1", "banned4 192.0.2.2"), List.copyOf(kernel.held));
    }

    @Test
    public void jailsComeAndGo() throws ConfigurationException
    {
        start(A);
        attempts("a", V4 | 1, 5);
        assertEquals(List.of("jail b added"), reload(B + A));
        attempts("b", V4 | 1, 5);
        attempts("b", V4 | 3, 5);
        assertEquals(List.of("jail b removed"), reload(A + B + "enabled = false\n"));
        assertEquals(List.of("+ banned4 192.0.2.1", "- banned4 192.0.2.3"), kernel.orders);
        assertEquals(List.of("banned4 192.0.2.1"), List.copyOf(kernel.held));
        assertEquals(1, banners.size());
        assertEquals(5, jails.get(0).jail.attempts());
    }

    @Test
    public void bansOfPrefixesOfAnotherLengthEnd() throws ConfigurationException
    {
        start(A);
        attempts("a", V4 | 1, 5);
        bans.byHand.ban(jails.get(0), 0x20010DB800000000L, 1, 60);
        reload(A + "prefix_v6 = 64\n");
        assertEquals(List.of("banned4 192.0.2.1"), List.copyOf(kernel.held));
        assertEquals(1, jails.get(0).jail.bannedCount());
        reload(A + "prefix_v6 = 64\nprefix_v4 = 24\nprefix_escalate = 2\n");
        attempts("a", V4 | 2, 5);
        assertEquals(List.of("banned4 192.0.2.1", "banned4 192.0.2.2"), List.copyOf(kernel.held));
        attempts("a", V4 | 3, 5);
        assertTrue(kernel.held.toString(), kernel.held.contains("banned4_24 192.0.2.0"));
        reload(A);
        assertEquals("single addresses stay", List.of("banned4 192.0.2.1", "banned4 192.0.2.2", "banned4 192.0.2.3"), List.copyOf(kernel.held));
    }

    @Test
    public void bansThatHaveNoRoomHaveTheReloadRefused() throws ConfigurationException
    {
        start(A);
        for (int i = 0; i < 60; i++)
        {
            bans.byHand.ban(jails.get(0), i < 9 ? 0x20010DB800000000L : 0, i < 9 ? i : V4 | i, 100_000);
        }
        assertEquals(List.of("jail a has 60 bans, and memory_ceiling would leave room for 50"), reload(A + B));
        assertEquals(60, jails.get(0).jail.bannedCount());
        assertEquals("nothing was begun", List.of(), kernel.orders);
        room = 60;
        assertEquals(List.of("log_level changed"), reload("[global]\nlog_level = \"error\"\n" + A));
        assertEquals(60, kernel.held.size());
        room = 102;
        assertEquals("what is lifted anyway needs no room", List.of("jail a changed: prefix_v6", "jail b added", "log_level changed"), reload(A + "prefix_v6 = 64\n" + B));
        assertEquals(51, jails.get(0).jail.bannedCount());
    }

    @Test
    public void attemptsMoveIntoALargerTable() throws ConfigurationException
    {
        start(A);
        attempts("a", V4 | 1, 5);
        attempts("a", V4 | 2, 4);
        room = 1000;
        assertEquals(List.of("memory_ceiling changed"), reload("[global]\nmemory_ceiling = \"32M\"\n" + A));
        assertEquals(1000, jails.get(0).jail.capacity());
        attempts("a", V4 | 2, 1);
        assertEquals(2, jails.get(0).jail.bannedCount());
    }

    @Test
    public void ignoredAddressesAreFreed() throws ConfigurationException
    {
        start(A);
        attempts("a", V4 | 1, 5);
        reload(A + "ignoreip = [\"192.0.2.0/24\"]\n");
        assertEquals(List.of("- banned4 192.0.2.1"), kernel.orders);
        attempts("a", V4 | 1, 5);
        assertEquals(0, jails.get(0).jail.bannedCount());
    }

    @Test
    public void whatNeedsARestartIsSaidUntilItIsTakenBack() throws ConfigurationException
    {
        start(A);
        Configuration atStart = current;
        String global = "[global]\nsocket = \"/run/other.sock\"\nlog_level = \"error\"\n";
        assertEquals(List.of("log_level changed", "needs a restart: socket"), reload(global + A));
        Configuration next = ConfigurationReader.read("f", Utf8.encode(global + A + FILTER));
        assertEquals(List.of("needs a restart: socket"), Changes.of(jails, current, next, atStart));
        next = ConfigurationReader.read("f", Utf8.encode(A + FILTER));
        assertEquals(List.of("log_level changed"), Changes.of(jails, current, next, atStart));
    }

    @Test
    public void aSetThatTheFirewallRefusesHasTheReloadRefused() throws ConfigurationException
    {
        start(A);
        attempts("a", V4 | 1, 5);
        kernel.refused = "banned4-reject";
        assertEquals(List.of("no such set"), reload(A + "blocktype = \"reject\"\n"));
        attempts("a", V4 | 2, 5);
        assertEquals(List.of("sets [banned4, banned6]", "+ banned4 192.0.2.2"), kernel.orders);
        assertEquals(2, jails.get(0).jail.bannedCount());
    }

    /** Some hundred bans move from one set to another, whose former one stays; what happens meanwhile counts. */
    @Test
    public void aMoveIsSpreadOverTurns() throws ConfigurationException
    {
        room = 4000;
        start(A + B);
        for (int i = 0; i < 1500; i++)
        {
            bans.byHand.ban(jails.get(0), 0, V4 + i, 600);
        }
        bans.byHand.ban(jails.get(1), 0, V4 + 1, 600);
        List<Integer> sizes = new ArrayList<>();
        betweenTurns = () ->
        {
            sizes.add((int)kernel.held.stream().filter(each -> each.startsWith("banned4-all-22 ")).count());
            if (sizes.size() == 2)
            {
                List<String> old = new ArrayList<>(kernel.held.stream().filter(each -> each.startsWith("banned4 ")).toList());
                old.removeIf(each -> kernel.held.contains(each.replace("banned4", "banned4-all-22")) || each.endsWith(" 192.0.2.1"));
                lift(jails.get(0), old.get(0));
                assertTrue("it is lifted where it still is", !kernel.held.contains(old.get(0)));
                long[] address = address(old.get(1));
                bans.byHand.ban(jails.get(1), address[0], address[1], 600);
                lift(jails.get(1), old.get(1));
                assertTrue("another jail's that still is there stays", kernel.held.contains(old.get(1)));
                attempts("a", V4 + 2000, 5);
            }
        };
        reload(A + "port = 22\n" + B);
        assertEquals(0, (int)sizes.get(0));
        assertTrue(sizes.toString(), sizes.get(1) > 300 && sizes.get(1) < 600 && turns >= 6);
        assertEquals(1500, kernel.held.stream().filter(each -> each.startsWith("banned4-all-22 ")).count());
        assertEquals(List.of("banned4 " + Address.toString(0, V4 + 1)), kernel.held.stream().filter(each -> each.startsWith("banned4 ")).toList());
    }

    private static long[] address(String held)
    {
        long[] address = new long[2];
        byte[] text = Utf8.encode(held.substring(held.indexOf(' ') + 1));
        Address.parse(text, 0, text.length, address);
        return address;
    }

    private void lift(JailRuntime jail, String held)
    {
        long[] address = address(held);
        assertEquals(1, bans.byHand.unban(jail, address[0], address[1], -1));
    }

    @Test
    public void aRepairWhileBansMoveLeavesNobodyOut() throws ConfigurationException
    {
        room = 4000;
        start(A + B);
        for (int i = 0; i < 3000; i++)
        {
            bans.byHand.ban(jails.get(i % 2), 0, V4 + i, 600);
        }
        int[] turn = {0};
        betweenTurns = () ->
        {
            if (++turn[0] == 2 || turn[0] == 6)
            {
                kernel.held.clear();
                bans.orders.restore.begin();
            }
        };
        reload(A + "port = 22\n" + B);
        assertTrue("turns: " + turns, turns > 9);
        assertEquals(1500, kernel.held.stream().filter(each -> each.startsWith("banned4-all-22 ")).count());
        assertEquals(1500, kernel.held.stream().filter(each -> each.startsWith("banned4 ")).count());
    }

    @Test
    public void aJailGoesToAnotherBackEndWithItsBans() throws ConfigurationException
    {
        String ipset = "banaction = \"ipset\"\n";
        start(A + B);
        attempts("a", V4 | 1, 5);
        assertEquals(List.of("jail a changed: banaction"), reload(A + ipset + B));
        assertEquals(List.of("sets [banned4, banned6, banned4, banned6]", "+ banned4 192.0.2.1", "- banned4 192.0.2.1"), kernel.orders);
        assertEquals("a set of the same name is another one", 2, jails.get(0).set4);
        reload(A + ipset + B + ipset);
        attempts("b", V4 | 2, 5);
        assertEquals(List.of("sets [banned4, banned6, banned4, banned6]", "sets [banned4, banned6]", "+ banned4 192.0.2.2"), kernel.orders);
    }

    @Test
    public void bansThatWereOnlyToldDoNotComeTrue() throws ConfigurationException
    {
        String log = "banaction = \"log-only\"\n";
        start(A + B + log);
        attempts("b", V4 | 2, 5);
        reload(A + B);
        assertEquals(0, jails.get(1).jail.bannedCount());
        attempts("b", V4 | 3, 5);
        reload(A + B + log);
        assertEquals("nor do real ones stay", 0, jails.get(1).jail.bannedCount());
        assertTrue(kernel.held.isEmpty());
    }

    @Test
    public void anotherPolicyHoldsAtTheNextFullTable() throws ConfigurationException
    {
        start(A);
        for (int i = 0; i < 100; i++)
        {
            bans.byHand.ban(jails.get(0), 0, V4 | i, 100_000);
        }
        assertEquals(List.of("eviction changed"), reload("[global]\neviction = \"drop-oldest-unbanned\"\n" + A));
        assertTrue("no ban gives way any more", !bans.byHand.ban(jails.get(0), 0, V4 | 200, 60));
        reload(A);
        assertTrue(bans.byHand.ban(jails.get(0), 0, V4 | 200, 60));
    }
}
