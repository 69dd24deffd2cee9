package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.JailConfiguration;
import banjo.event.EventLog;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
import banjo.firewall.RefusedBans;
import banjo.jail.Jail;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class BansTest
{
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW_SECONDS = 1_800_000_000L;
    private static final long V4 = Address.IPV4_MARK | 0xC0000200L;
    private static final long V6_HIGH = 0x20010DB800000000L;
    private static final String JAILS = """
        [jails.one]
        filter = "x"
        logpath = "/l"
        maxretry = 2
        ignoreip = ["2001:db8:0:9::9", "192.0.2.0/30"]
        [jails.nets]
        filter = "x"
        logpath = "/l"
        maxretry = 3
        prefix_v4 = 24
        prefix_v6 = 64
        ignoreip = ["2001:db8:0:9::9", "198.51.0.0/16"]
        [jails.ports]
        filter = "x"
        logpath = "/l"
        port = 22
        [jails.climb]
        filter = "x"
        logpath = "/l"
        maxretry = 2
        prefix_v6 = 56
        prefix_escalate = 3
        ignoreip = ["2001:db8:0:900::9"]
        [filters.x]
        failregex = "^<HOST>$"
        """;

    /** Sets of two bans each at first, and a record of the orders. */
    private final class Kernel extends IdleFirewall
    {
        private final List<String> orders = new ArrayList<>();
        private final List<String> held = new ArrayList<>();
        private final RefusedBans refused = new RefusedBans(100);
        private Runnable atStart = () -> { };
        private Found found;
        private boolean starting;
        private int room = 2;
        private int answer;
        private int flushed;
        /** What else it tells that it holds, as set, address and comment; and with which result. */
        private final List<String> listed = new ArrayList<>();
        private int listing;

        @Override
        public int tick(boolean ready, long nowMillis)
        {
            int result = answer;
            answer = 0;
            return result;
        }

        @Override
        public int start(Found found)
        {
            starting = true;
            return list(found);
        }

        @Override
        public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
        {
            String address = sets.get(set).name() + " " + Address.toString(high, low);
            refused.ordered();
            if (!held.contains(address) && held.stream().filter(each -> each.startsWith(sets.get(set).name() + " ")).count() == room)
            {
                refused.add(set, high, low);
                return;
            }
            orders.add("+ " + address + " " + remainingMillis / 1000 + " " + Utf8.decode(comment, 0, comment.length));
            held.remove(address);
            held.add(address);
        }

        @Override
        public void unban(int set, long high, long low)
        {
            refused.ordered();
            orders.add("- " + sets.get(set).name() + " " + Address.toString(high, low));
            held.remove(sets.get(set).name() + " " + Address.toString(high, low));
        }

        @Override
        public void empty(int set)
        {
            held.removeIf(each -> each.startsWith(sets.get(set).name() + " "));
        }

        @Override
        public int list(Found found)
        {
            if (starting)
            {
                this.found = found;
                atStart.run();
                return 0;
            }
            orders.add("flush");
            for (String each : listed)
            {
                String[] words = each.split(" ", 3);
                byte[] text = Utf8.encode(words[1]);
                long[] address = new long[2];
                Address.parse(text, 0, text.length, address);
                byte[] comment = Utf8.encode("<" + words[2] + ">");
                found.ban(Integer.parseInt(words[0]), 128, address[0], address[1], 60_000, comment, 1, comment.length - 1);
            }
            return listing;
        }

        @Override
        public int flush()
        {
            refused.flushed();
            int result = refused.count() > 0 ? FULL : flushed;
            flushed = refused.count() > 0 ? flushed : 0;
            return result;
        }

        @Override
        public RefusedBans refused()
        {
            return refused;
        }

        @Override
        public String problem()
        {
            return "full";
        }
    }

    private final FaultySys sys = new FaultySys(Platform.sys());
    private final Kernel kernel = new Kernel();
    private final List<JailRuntime> jails = new ArrayList<>();
    private List<BanSet> sets;
    private Clocks clocks;
    private Bans bans;

    private void start() throws ConfigurationException
    {
        sys.clocks(5000 * SECOND, NOW_SECONDS * SECOND);
        Configuration configuration = ConfigurationReader.read("test.toml", Utf8.encode(JAILS));
        sets = BanSets.of(configuration);
        clocks = new Clocks(sys.sys(), false);
        for (JailConfiguration each : configuration.enabledJails())
        {
            PrefixList ignored = new PrefixList(each.ignored().size());
            each.ignored().forEach(network -> ignored.add(network.high(), network.low(), network.prefixLength()));
            JailRuntime runtime = new JailRuntime(each, List.of(), new Jail(each.name(), each.maxRetry(), each.findTimeSeconds(),
                each.banTimeSeconds(), ignored, 1000, 7, clocks.banSeconds()));
            BanSets.assign(BanSets.of(configuration), runtime);
            jails.add(runtime);
            if (each.prefixEscalate() > 0)
            {
                JailRuntime wide = runtime.escalateTo(new Jail(each.name(), each.prefixEscalate(), each.banTimeSeconds(), each.banTimeSeconds(),
                    ignored, 1000, 7, clocks.banSeconds()));
                BanSets.assign(BanSets.of(configuration), wide);
                jails.add(wide);
            }
        }
        bans = new Bans(new JailList(jails), kernel, clocks, EventLog.open(sys.sys(), "stderr", false, Zone.utc(), EventLog.ERROR), false);
        assertEquals(0, bans.adoption.start());
        kernel.starting = false;
    }

    private void attempts(int jail, long high, long low, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bans.attempt(jails.get(jail), high, low, NOW_SECONDS);
        }
    }

    @Test
    public void failuresFromOnePrefixBanItOnce() throws ConfigurationException
    {
        start();
        attempts(1, V6_HIGH | 7, 1, 1);
        attempts(1, V6_HIGH | 7, 2, 1);
        attempts(1, V6_HIGH | 8, 3, 1);
        assertEquals(List.of(), kernel.orders);
        attempts(1, V6_HIGH | 7, -1L, 1);
        attempts(1, 0, V4 | 9, 2);
        attempts(1, 0, V4 | 200, 1);
        assertEquals(List.of("+ banned6_64 2001:db8:0:7:: 600 nets", "+ banned4_24 192.0.2.0 600 nets"), kernel.orders);
    }

    @Test
    public void aPrefixWithAnIgnoredAddressIsNotBanned() throws ConfigurationException
    {
        start();
        attempts(1, V6_HIGH | 9, 1, 5);
        attempts(1, 0, Address.IPV4_MARK | 0xC6336407L, 5);
        attempts(0, 0, V4 | 3, 5);
        assertEquals(List.of(), kernel.orders);
        attempts(0, V6_HIGH | 9, 1, 2);
        assertEquals("a jail that bans addresses can tell them apart", List.of("+ banned6 2001:db8:0:9::1 600 one"), kernel.orders);
        assertEquals(10, jails.get(1).jail.ignoredAttempts());
    }

    @Test
    public void bansByHandHoldForThePrefixOfTheJail() throws ConfigurationException
    {
        start();
        bans.byHand.ban(jails.get(1), V6_HIGH | 7, 0x1234, 60);
        bans.byHand.ban(jails.get(0), V6_HIGH | 7, 0x1234, 60);
        assertEquals(List.of("+ banned6_64 2001:db8:0:7:: 60 nets", "+ banned6 2001:db8:0:7::1234 60 one"), kernel.orders);
        kernel.orders.clear();
        assertEquals(0, bans.byHand.unban(null, V6_HIGH | 7, 0x1234, 48));
        assertEquals(List.of(), kernel.orders);
        assertEquals(1, bans.byHand.unban(null, V6_HIGH | 7, 0x9999, -1));
        assertEquals(List.of("banned6 2001:db8:0:7::1234"), kernel.held);
        assertEquals("a set that jails share is told once", List.of("- banned6 2001:db8:0:7::9999", "- banned6_64 2001:db8:0:7::",
            "- banned6-all-22 2001:db8:0:7::9999", "- banned6_56 2001:db8::"), kernel.orders);
    }

    @Test
    public void manyBansInOnePrefixBringABanOfThePrefix() throws ConfigurationException
    {
        start();
        JailRuntime climb = jails.get(3);
        attempts(3, V6_HIGH | 0x701, 1, 2);
        attempts(3, V6_HIGH | 0x702, 1, 2);
        bans.byHand.unban(null, V6_HIGH | 0x701, 1, -1);
        attempts(3, V6_HIGH | 0x703, 1, 1);
        attempts(3, 0, V4 | 1, 2);
        kernel.orders.clear();
        attempts(3, V6_HIGH | 0x703, 1, 1);
        assertEquals(List.of("+ banned6 2001:db8:0:703::1 600 climb", "+ banned6_56 2001:db8:0:700:: 600 climb"), kernel.orders);
        assertTrue(climb.wide().jail.banned(V6_HIGH | 0x700, 0));
        kernel.held.clear();
        kernel.orders.clear();
        attempts(3, V6_HIGH | 0x901, 1, 2);
        kernel.held.clear();
        attempts(3, V6_HIGH | 0x902, 1, 2);
        attempts(3, V6_HIGH | 0x903, 1, 2);
        assertEquals("an ignored address keeps its prefix free", 3, kernel.orders.size());
        kernel.orders.clear();
        assertEquals("the prefix alone", 1, bans.byHand.unban(climb.wide(), V6_HIGH | 0x77F, 5, -1));
        assertEquals(List.of("- banned6_56 2001:db8:0:700::"), kernel.orders);
    }

    @Test
    public void whatTheKernelHoldsInAnotherSetIsMoved() throws ConfigurationException
    {
        byte[] ports = Utf8.encode("ports");
        byte[] nets = Utf8.encode("nets");
        kernel.atStart = () ->
        {
            // banned4 is number 0: once the jail had no ports. Then a set that is gone, and single addresses of a jail that bans prefixes now.
            kernel.found.ban(0, 128, 0, V4 | 1, 30_000, ports, 0, ports.length);
            kernel.found.ban(-1, 128, 0, V4 | 2, 40_000, ports, 0, ports.length);
            kernel.found.ban(0, 128, 0, V4 | 3, 30_000, nets, 0, nets.length);
            kernel.found.ban(2, 120, 0, V4, Firewall.UNKNOWN, nets, 0, nets.length);
        };
        start();
        assertEquals(List.of("- banned4 192.0.2.1", "- banned4 192.0.2.3", "+ banned4_24 192.0.2.0 600 nets", "+ banned4-all-22 192.0.2.1 30 ports",
            "+ banned4-all-22 192.0.2.2 40 ports"), kernel.orders);
    }

    /** Starts with a jail that has room for all but ten of the bans that the kernel holds, the last of which end last. @return the jail. */
    private JailRuntime startFull(int policy, boolean ends) throws ConfigurationException
    {
        byte[] one = Utf8.encode("one");
        kernel.room = 100_000;
        kernel.atStart = () ->
        {
            Jail jail = jails.get(0).jail;
            jail.evictBy(policy);
            for (int i = 0; i < jail.capacity() + 10; i++)
            {
                String address = "banned6 " + Address.toString(V6_HIGH, 1000 + i);
                if (!kernel.held.contains(address))
                {
                    kernel.held.add(address);
                }
                kernel.found.ban(1, 128, V6_HIGH, 1000 + i, ends ? (600L + i) * 1000 : Firewall.PERMANENT, one, 0, one.length);
            }
            assertEquals("nothing is ordered while it is read", List.of(), kernel.orders);
        };
        start();
        bans.orders.flush();
        return jails.get(0);
    }

    @Test
    public void whatTheTableHasNoRoomForAtTheStartLeavesTheKernel() throws ConfigurationException
    {
        JailRuntime one = startFull(Jail.EVICT_OLDEST, true);
        assertEquals(one.jail.capacity(), one.jail.bannedCount());
        assertEquals("each once, and nothing else is ordered", 10, kernel.orders.size());
        assertEquals("- banned6 " + Address.toString(V6_HIGH, 1000), kernel.orders.get(0));
        assertEquals(one.jail.capacity(), kernel.held.size());
    }

    @Test
    public void bansThatMayNotGiveWayAtTheStartKeepLaterOnesOut() throws ConfigurationException
    {
        JailRuntime one = startFull(Jail.KEEP_BANS, true);
        assertEquals(10, kernel.orders.size());
        assertEquals("- banned6 " + Address.toString(V6_HIGH, 1000 + one.jail.capacity()), kernel.orders.get(0));
        assertEquals(one.jail.capacity(), kernel.held.size());
    }

    @Test
    public void bansInTheKernelAloneStayThereAtTheStartWhereThatIsThePolicy() throws ConfigurationException
    {
        JailRuntime one = startFull(Jail.BAN_ALL, true);
        assertEquals(List.of(), kernel.orders);
        assertEquals(one.jail.capacity() + 10, kernel.held.size());
    }

    @Test
    public void butNoneThatNobodyWouldEverLift() throws ConfigurationException
    {
        JailRuntime one = startFull(Jail.BAN_ALL, false);
        assertEquals(one.jail.capacity(), kernel.held.size());
    }

    @Test
    public void oneThatWasFoundTwiceAndHasRoomInTheEndStays() throws ConfigurationException
    {
        byte[] name = Utf8.encode("one");
        kernel.atStart = () ->
        {
            Jail jail = jails.get(0).jail;
            for (int i = 0; i <= jail.capacity(); i++)
            {
                kernel.found.ban(1, 128, V6_HIGH, i, 5000_000, name, 0, name.length);
            }
            for (int i = 0; i <= jail.capacity(); i++)
            {
                kernel.found.ban(1, 128, V6_HIGH, i, 6000_000, name, 0, name.length);
            }
        };
        start();
        JailRuntime one = jails.get(0);
        assertEquals(one.jail.capacity(), one.jail.bannedCount());
        for (String each : kernel.orders)
        {
            assertTrue(each, each.startsWith("- "));
        }
        assertEquals("one that is banned is not lifted", 1, kernel.orders.stream().distinct().count());
    }

    /** Fills a jail's table with attempts. */
    private JailRuntime crowded(int policy) throws ConfigurationException
    {
        start();
        JailRuntime one = jails.get(0);
        one.jail.evictBy(policy);
        while (one.jail.tracked() < one.jail.capacity())
        {
            bans.attempt(one, V6_HIGH, 0x10000 + one.jail.tracked(), NOW_SECONDS);
        }
        kernel.orders.clear();
        return one;
    }

    @Test
    public void withoutRoomTheKernelAloneHoldsABanUntilItIsLiftedByHand() throws ConfigurationException
    {
        JailRuntime one = crowded(Jail.BAN_ALL);
        bans.attempt(one, 0, V4 | 10, NOW_SECONDS);
        bans.attempt(one, 0, V4 | 1, NOW_SECONDS);
        assertEquals("192.0.2.1 is ignored", List.of("+ banned4 192.0.2.10 600 one"), kernel.orders);
        assertTrue(!one.jail.banned(0, V4 | 10) && one.alertMillis > clocks.monotonicMillis());
        kernel.orders.clear();
        assertEquals(0, bans.byHand.unban(one, 0, V4 | 10, -1));
        assertEquals(List.of("- banned4 192.0.2.10"), kernel.orders);

        kernel.held.addAll(List.of("banned4 9.9.9.9", "banned4 8.8.8.8"));
        bans.attempt(one, 0, V4 | 11, NOW_SECONDS);
        bans.orders.flush();
        assertEquals("a full set refuses it", 1, bans.orders.errors);
        assertEquals(0, one.jail.evictions());
    }

    @Test
    public void withoutRoomNobodyIsBannedWhereBansAreKept() throws ConfigurationException
    {
        JailRuntime one = crowded(Jail.KEEP_BANS);
        for (int i = 0; i < one.jail.capacity(); i++)
        {
            bans.byHand.ban(one, V6_HIGH, 0x10000 + i, 5000);
        }
        kernel.orders.clear();
        bans.attempt(one, 0, V4 | 10, NOW_SECONDS);
        bans.attempt(one, 0, V4 | 10, NOW_SECONDS);
        assertEquals(List.of(), kernel.orders);
        assertEquals(2, one.jail.noRoom());
        assertTrue("it is told", one.alertMillis > clocks.monotonicMillis());
    }

    @Test
    public void aBanThatGivesWayWhileAKnownAddressFailsIsLifted() throws ConfigurationException
    {
        JailRuntime one = crowded(Jail.EVICT_OLDEST);
        for (int i = 0; i < one.jail.capacity(); i++)
        {
            bans.byHand.ban(one, V6_HIGH, 0x10000 + i, i == 7 ? 100 : 5000);
        }
        kernel.orders.clear();
        bans.attempt(one, V6_HIGH, 0x10000 + 9, NOW_SECONDS);
        bans.attempt(one, V6_HIGH, 0x10000 + 9, NOW_SECONDS);
        assertEquals(List.of("- banned6 2001:db8::1:7"), kernel.orders);
        assertEquals(one.jail.capacity() - 1, one.jail.bannedCount());
    }

    @Test
    public void aBanInTheKernelAloneDoesNotShortenThatOfAnotherJail() throws ConfigurationException
    {
        JailRuntime one = crowded(Jail.BAN_ALL);
        jails.get(0).jail.evictBy(Jail.BAN_ALL);
        JailRuntime climb = jails.get(3);
        bans.byHand.ban(climb, 0, V4 | 20, 5000);
        bans.attempt(one, 0, V4 | 20, NOW_SECONDS);
        assertEquals(List.of("+ banned4 192.0.2.20 5000 climb", "+ banned4 192.0.2.20 5000 climb"), kernel.orders);
    }

    @Test
    public void aFullSetLosesTheBanThatEndsFirst() throws ConfigurationException
    {
        start();
        bans.byHand.ban(jails.get(0), 0, V4 | 10, 5000);
        bans.byHand.ban(jails.get(0), 0, V4 | 11, 3000);
        bans.byHand.ban(jails.get(0), V6_HIGH, 1, 100);
        bans.byHand.ban(jails.get(2), 0, V4 | 12, 100);
        kernel.orders.clear();
        bans.byHand.ban(jails.get(0), 0, V4 | 13, 200);
        bans.orders.flush();
        assertEquals(List.of("- banned4 192.0.2.11", "+ banned4 192.0.2.13 200 one"), kernel.orders);
        assertEquals(0, bans.orders.errors);
        assertTrue(jails.get(0).jail.banned(0, V4 | 13) && !jails.get(0).jail.banned(0, V4 | 11));
        assertEquals(1, jails.get(0).jail.evictions());

        bans.byHand.unbanAll(null);
        kernel.held.addAll(List.of("banned4 9.9.9.9", "banned4 8.8.8.8"));
        bans.byHand.ban(jails.get(0), 0, V4 | 13, 200);
        bans.orders.flush();
        assertEquals("strangers cannot be evicted", 1, bans.orders.errors);
    }

    @Test
    public void aRepairIsSpreadOverTurnsAndMissesNobody() throws ConfigurationException
    {
        start();
        kernel.room = 10_000;
        for (int i = 0; i < 900; i++)
        {
            bans.byHand.ban(jails.get(i % 2 == 0 ? 0 : 2), V6_HIGH, 1000 + i, 600);
        }
        kernel.held.clear();
        kernel.orders.clear();
        kernel.answer = Firewall.REBUILT;
        bans.orders.tick(false);
        int first = kernel.held.size();
        assertTrue("some at once: " + first, first > 100 && first < 600 && bans.orders.restore.running());
        // What the repair has not reached ends; its place in the table goes to a new ban. Then the table is deleted once more.
        assertEquals(1, bans.byHand.unban(null, V6_HIGH, 1899, -1));
        bans.byHand.ban(jails.get(2), V6_HIGH, 5000, 600);
        assertTrue("new ones do not wait", kernel.held.contains("banned6-all-22 " + Address.toString(V6_HIGH, 5000)));
        kernel.held.clear();
        kernel.answer = Firewall.REBUILT;
        for (int turn = 0; turn < 3; turn++)
        {
            bans.orders.tick(false);
        }
        assertEquals(900, kernel.held.size());
        assertTrue(!bans.orders.restore.running() && !kernel.held.contains("banned6-all-22 " + Address.toString(V6_HIGH, 1899)));
        assertEquals(2, bans.orders.rebuilds);
    }

    @Test
    public void aDoubtOrdersEveryBanAgainAndSaysNothing() throws ConfigurationException
    {
        start();
        bans.byHand.ban(jails.get(0), 0, V4 | 10, 5000);
        bans.orders.flush();
        kernel.held.clear();
        kernel.answer = Firewall.DOUBT;
        bans.orders.tick(false);
        assertEquals(List.of("banned4 192.0.2.10"), kernel.held.stream().sorted().toList());
        assertEquals(0, bans.orders.rebuilds);
        assertEquals(0, bans.orders.errors);
    }

    @Test
    public void aTableThatGoesWhileRoomIsMadeIsRepaired() throws ConfigurationException
    {
        start();
        bans.byHand.ban(jails.get(0), 0, V4 | 10, 5000);
        bans.byHand.ban(jails.get(0), 0, V4 | 11, 3000);
        bans.byHand.ban(jails.get(0), 0, V4 | 12, 3000);
        kernel.flushed = Firewall.REBUILT;
        bans.orders.flush();
        kernel.held.clear();
        bans.orders.tick(false);
        assertEquals(List.of("banned4 192.0.2.10", "banned4 192.0.2.12"), kernel.held.stream().sorted().toList());
        assertEquals(1, bans.orders.rebuilds);
        assertEquals(0, bans.orders.errors);
    }

    @Test
    public void liftingEveryBanByHandEmptiesTheSetsOfWhatNoJailKnows() throws ConfigurationException
    {
        start();
        bans.byHand.ban(jails.get(0), 0, V4 | 10, 5000);
        kernel.held.addAll(List.of("banned4 9.9.9.9", "banned6_64 2001:db8::", "banned4-all-22 8.8.8.8"));
        kernel.room = 10;
        bans.byHand.ban(jails.get(3), 0, V4 | 11, 5000);
        kernel.listed.addAll(List.of("0 192.0.2.11 one", "0 9.9.9.9 one", "3 2001:db8:: one", "1 2001:db8:: ", "1 2001:db8:: climb",
            "-1 2001:db8::7 one", "1 2001:db8:: ones"));
        kernel.orders.clear();
        assertEquals("of one jail alone", 1, bans.byHand.unbanAll(jails.get(0)));
        assertEquals("but not what another jail holds, nor what is of no set", List.of("- banned4 192.0.2.10", "flush", "- banned4 9.9.9.9",
            "- banned6_64 2001:db8::"), kernel.orders);
        assertEquals(List.of("banned4-all-22 8.8.8.8", "banned4 192.0.2.11"), kernel.held);
        assertEquals(0, bans.orders.errors);
        kernel.listing = -5;
        assertEquals(0, bans.byHand.unbanAll(jails.get(0)));
        assertEquals("what cannot be read is told", 1, bans.orders.errors);
        bans.byHand.unbanAll(jails.get(3));
        assertEquals(0, bans.byHand.unbanAll(null));
        assertEquals(List.of(), kernel.held);
    }
}
