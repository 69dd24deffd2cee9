package banjo.daemon;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.After;
import org.junit.Test;

/** Jails as a daemon makes them of its configuration, at its start and at a reload. */
public final class JailMakerTest
{
    private static final long NOW = 1_800_000_000L;
    private static final long V4 = Address.IPV4_MARK | 0xC0000200L;
    private static final int CAPACITY = 160;

    /** Notes the bans. */
    private static final class Kernel extends IdleFirewall
    {
        private final List<String> orders = new ArrayList<>();

        @Override
        public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
        {
            orders.add(set + " " + Address.toString(high, low));
        }
    }

    private final FaultySys sys = new FaultySys(Platform.sys());
    private final Kernel kernel = new Kernel();
    private Daemon daemon;

    private static Prepared prepared(String global, String jails) throws ConfigurationException
    {
        Configuration configuration = ConfigurationReader.read("f", Utf8.encode("[global]\nstate_dir = 'none'\nlog_level = 'error'\n" + global
            + "\n[defaults]\nignorelan = false\nignoreself = false\n" + jails + "[filters.x]\nfailregex = '<HOST>'\n[actions.one]\nban = ['x']\n[actions.two]\nban = ['x']\n"));
        int[] capacities = new int[configuration.enabledJails().size()];
        Arrays.fill(capacities, CAPACITY);
        return new Prepared(configuration, Collections.nCopies(capacities.length, List.of()), capacities, 0, Zone.utc());
    }

    private static String jail(String name, String keys)
    {
        return "[jails." + name + "]\nfilter = 'x'\nlogpath = '/l'\nmaxretry = 1\n" + keys + "\n";
    }

    private void start(String global, String jails) throws ConfigurationException
    {
        sys.clocks(5000_000_000_000L, NOW * 1_000_000_000L);
        daemon = new Daemon(sys.sys(), prepared(global, jails), kernel, false);
    }

    private void reload(String jails) throws ConfigurationException
    {
        Prepared next = prepared("", jails);
        daemon.reloadFrom(former -> next);
        assertTrue(daemon.reload().done());
    }

    @After
    public void close()
    {
        daemon.files.close();
        daemon.guard().close();
    }

    private void fail(int jail, long low)
    {
        daemon.bans().attempt(daemon.jails.get(jail), 0, low, NOW);
    }

    @Test
    public void aJailThatEscalatesSharesItsRoomWithItsPrefixes() throws ConfigurationException
    {
        start("", jail("a", "prefix_v4 = 24\nprefix_escalate = 2") + jail("b", ""));
        assertEquals(List.of(140, 20, 160), daemon.banners.stream().map(each -> each.jail.capacity()).toList());
    }

    @Test
    public void bansForEverBringABanOfTheirPrefixToo() throws ConfigurationException
    {
        start("", jail("a", "prefix_v4 = 24\nprefix_escalate = 2\nbantime = 'forever'"));
        fail(0, V4 | 1);
        fail(0, V4 | 2);
        assertEquals(List.of("0 192.0.2.1", "0 192.0.2.2", "2 192.0.2.0"), kernel.orders);
    }

    @Test
    public void anAddressThatComesBackAtTheEndOfItsBanDoesNotBringOneOfItsPrefix() throws ConfigurationException
    {
        start("", jail("a", "prefix_v4 = 24\nprefix_escalate = 2"));
        fail(0, V4 | 1);
        // The second in which the ban began was nearly over by the one clock, and not by the other.
        sys.clocks(5600_000_000_000L, (NOW + 599) * 1_000_000_000L);
        daemon.clocks.read();
        daemon.bans().expire();
        daemon.bans().attempt(daemon.jails.get(0), 0, V4 | 1, NOW + 599);
        assertEquals(List.of("0 192.0.2.1", "0 192.0.2.1"), kernel.orders);
    }

    @Test
    public void aPrefixIsNotBannedForWantOfRoomThoughAddressesAre() throws ConfigurationException
    {
        start("eviction = 'ban-all-and-alert'", jail("a", "prefix_v4 = 24\nprefix_escalate = 2"));
        for (int i = 0; i < CAPACITY; i++)
        {
            fail(0, V4 + (i << 8));
        }
        assertEquals("those beyond the room as well", CAPACITY, kernel.orders.size());
        assertTrue(kernel.orders.stream().allMatch(each -> each.startsWith("0 ")));
    }

    @Test
    public void aPrefixIsToldToTheActionsOfItsJail() throws ConfigurationException
    {
        start("", jail("a", "actions = ['two', 'one']\nprefix_v4 = 24\nprefix_escalate = 2") + jail("b", ""));
        assertArrayEquals(new int[] {1, 0}, daemon.jails.get(0).actions);
        assertArrayEquals(new int[] {1, 0}, daemon.banners.get(1).actions);
        assertEquals(0, daemon.jails.get(1).actions.length);
    }

    @Test
    public void hostNamesAreLookedUpForTheJailThatWantsThem() throws ConfigurationException
    {
        start("", jail("a", "") + jail("b", "usedns = 'yes'"));
        assertEquals(null, daemon.jails.get(0).lookUp);
        daemon.guard().failed(daemon.jails.get(1).number, 0, V4 | 1, NOW);
        assertEquals(0, daemon.jails.get(0).jail.bannedCount());
        assertEquals(1, daemon.jails.get(1).jail.bannedCount());
        assertTrue(daemon.jails.get(1).lookUp == daemon.guard().names());
    }

    @Test
    public void aJailThatStaysKeepsItsCountsAndItsPlaceInLogs() throws ConfigurationException
    {
        start("", jail("a", "usedns = 'yes'") + jail("b", ""));
        JailRuntime former = daemon.jails.get(0);
        former.matches = 7;
        former.hostNames = 3;
        former.readers = 5;
        fail(0, V4 | 1);
        reload(jail("b", "") + jail("a", "findtime = 2"));
        JailRuntime now = daemon.jails.get(1);
        assertTrue(now != former && now.jail == former.jail);
        assertEquals(List.of(7L, 3L, 5), List.of(now.matches, now.hostNames, now.readers));
        assertEquals(1, now.number);
        assertEquals(0, daemon.jails.get(0).number);
        assertTrue(now.jail.banned(0, V4 | 1));
    }
}
