package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import banjo.action.Action;
import banjo.address.Address;
import banjo.config.Configuration;
import banjo.config.ConfigurationReader;
import banjo.config.JailConfiguration;
import banjo.filter.Filter;
import banjo.filter.Library;
import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What jails, firewall, actions and events make of each other in a daemon. */
public final class DaemonTest
{
    private static final long NOW = 1_800_000_000L;
    private static final long V4 = Address.IPV4_MARK | 0xC0000200L;
    private static final long V6 = 0x20010DB800000000L;
    private static final int CAPACITY = 16;

    /** Notes the orders; holds something at start. */
    private static final class Kernel extends IdleFirewall
    {
        private final List<String> orders = new ArrayList<>();
        private String comment;

        @Override
        public int start(Found found)
        {
            byte[] name = Utf8.encode(comment == null ? "" : comment);
            for (int set = 0; comment != null && set < 4; set++)
            {
                boolean ipv4 = (set & 1) == 0;
                found.ban(set, set < 2 ? 128 : ipv4 ? 120 : 64, ipv4 ? 0 : V6, ipv4 ? V4 : 0, 30_000, name, 0, name.length);
            }
            return 0;
        }

        @Override
        public void ban(int set, long high, long low, long remainingMillis, byte[] jail)
        {
            orders.add("+ " + set + " " + Address.toString(high, low) + " " + remainingMillis / 1000);
        }

        @Override
        public void unban(int set, long high, long low)
        {
            orders.add("- " + set + " " + Address.toString(high, low));
        }
    }

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final FaultySys sys = new FaultySys(Platform.sys());
    private final Kernel kernel = new Kernel();
    private Daemon daemon;

    private static String jail(String name, String keys)
    {
        return "[jails." + name + "]\nfilter = 'sshd'\nlogpath = '/nowhere'\nmaxretry = 1\n" + keys + "\n";
    }

    private Prepared prepared(String global, String jails) throws Exception
    {
        Configuration configuration = ConfigurationReader.read("f", Utf8.encode("[global]\nstate_dir = 'none'\nlog_target = '" + events() + "'\n"
            + global + "\n[defaults]\nignorelan = false\nignoreself = false\n" + jails));
        Library library = new Library(Platform.builtinFilters());
        List<List<Filter>> filters = new ArrayList<>();
        for (JailConfiguration each : configuration.enabledJails())
        {
            filters.add(new ArrayList<>(List.of(library.load(each.filters().get(0).value(), null, null))));
        }
        int[] capacities = new int[filters.size()];
        Arrays.fill(capacities, CAPACITY);
        return new Prepared(configuration, filters, capacities, 16, Zone.utc());
    }

    private void start(String global, String jails, boolean once) throws Exception
    {
        pass(0);
        daemon = new Daemon(sys.sys(), prepared(global, jails), kernel, once);
        daemon.runActions();
    }

    private void start(String jails) throws Exception
    {
        start("", jails, false);
    }

    private void reload(String jails) throws Exception
    {
        Prepared next = prepared("", jails);
        daemon.reloadFrom(former -> next);
        assertTrue(daemon.reload().done());
    }

    private void pass(long seconds)
    {
        sys.clocks((5000 + seconds) * 1_000_000_000L, (NOW + seconds) * 1_000_000_000L);
        if (daemon != null)
        {
            daemon.clocks.read();
            daemon.bans().expire();
        }
    }

    @After
    public void close()
    {
        daemon.files.close();
        daemon.guard().close();
    }

    private void fail(int jail, long high, long low)
    {
        daemon.bans().attempt(daemon.jails.get(jail), high, low, daemon.clocks.wallSeconds());
    }

    private Path events()
    {
        return folder.getRoot().toPath().resolve("events");
    }

    /** @return the events that contain a text, without their dates. */
    private List<String> told(String text) throws IOException
    {
        daemon.log.flush();
        return Files.readAllLines(events()).stream().map(each -> each.substring("2027-01-15 08:00:00 ".length())).filter(each -> each.contains(text)).toList();
    }

    @Test
    public void aBanThatMakesRoomIsLiftedInTheFirewallToo() throws Exception
    {
        start(jail("a", ""));
        for (int i = 0; i <= CAPACITY; i++)
        {
            fail(0, 0, V4 + i);
        }
        assertEquals(1, told("[a] evict 192.0.2.").size());
        assertEquals(CAPACITY + 2, kernel.orders.size());
        assertTrue(kernel.orders.get(CAPACITY).startsWith("- 0 192.0.2."));
        daemon.bans().byHand.ban(daemon.jails.get(0), 0, V4 + 99, 60);
        assertEquals(2, told("[a] evict 192.0.2.").size());
        assertTrue(kernel.orders.get(CAPACITY + 2).startsWith("- 0 192.0.2."));
    }

    @Test
    public void anEscalationIsNoFailureOfItsOwn() throws Exception
    {
        start("log_level = 'debug'", jail("a", "prefix_v4 = 24\nprefix_escalate = 2"), false);
        fail(0, 0, V4 + 1);
        fail(0, 0, V4 + 2);
        assertEquals(List.of("[a] failure of 192.0.2.1", "[a] failure of 192.0.2.2"), told("failure of"));
        assertEquals(List.of("[a] ban 192.0.2.0/24 for 10m (2 failures)"), told("/24"));
        fail(0, V6, 1);
        assertEquals("nothing escalates where prefixes are addresses", 2, daemon.banners.get(1).jail.attempts());
    }

    @Test
    public void bansThatAreOnlyToldFeedNoRealOnes() throws Exception
    {
        String fed = "[jails.again]\nfilter = 'recidive'\nbackend = 'bans'\nmaxretry = 1\n";
        start(jail("trial", "banaction = 'log-only'") + jail("real", "") + fed + fed.replace("again", "dry") + "banaction = 'log-only'\n");
        fail(0, 0, V4 + 1);
        assertEquals(0, daemon.jails.get(2).jail.attempts());
        assertEquals(1, daemon.jails.get(3).jail.attempts());
        fail(1, 0, V4 + 1);
        assertEquals(1, daemon.jails.get(2).jail.attempts());
        assertEquals(2, daemon.jails.get(3).jail.attempts());
    }

    @Test
    public void jitterDoesNotEndABanForEver() throws Exception
    {
        start(jail("a", "bantime = 'forever'\nbantime_increment = { jitter = '1h' }"));
        for (int i = 0; i < 5; i++)
        {
            fail(0, 0, V4 + i);
        }
        assertEquals(5, told("forever").size());
        pass(10 * 3600);
        assertEquals(5, daemon.jails.get(0).jail.bannedCount());
    }

    @Test
    public void withoutRoomABanLastsAWeekAtMostAndTheAlertIsToldOnceAMinute() throws Exception
    {
        start("eviction = 'ban-all-and-alert'", jail("a", "maxretry = 2\nbantime = '3w'").replace("maxretry = 1\n", ""), false);
        for (int i = 0; i < CAPACITY + 3; i++)
        {
            fail(0, 0, V4 + i);
        }
        assertEquals(List.of("+ 0 192.0.2.16 604800", "+ 0 192.0.2.17 604800", "+ 0 192.0.2.18 604800"), kernel.orders);
        assertEquals(1, told("no room").size());
        pass(60);
        fail(0, 0, V4 + 99);
        fail(0, 0, V4 + 98);
        assertEquals(2, told("no room").size());
    }

    /** Lets the commands that wait run. @return how many have been run. */
    private long runs() throws InterruptedException
    {
        for (int i = 0; i < 500 && daemon.bans().actions.patienceMillis() < Integer.MAX_VALUE; i++)
        {
            daemon.bans().actions.tick(i);
            Thread.sleep(2);
        }
        return daemon.bans().actions.runs();
    }

    @Test
    public void actionsHearOfEveryBanAndItsEndAndOfEachJailOnce() throws Exception
    {
        start("[actions.tell]\nban = ['true']\nunban = ['true']\nstart = ['true']\n" + jail("a", "actions = ['tell']\nprefix_v4 = 24\nprefix_escalate = 2")
            + jail("b", ""));
        daemon.bans().actForAll(Action.START);
        assertEquals(1, runs());
        assertTrue(daemon.bans().byHand.ban(daemon.jails.get(0), 0, V4, 60));
        assertEquals(2, runs());
        assertEquals(1, daemon.bans().byHand.unban(null, 0, V4, -1));
        assertEquals(3, runs());
        fail(0, 0, V4 + 1);
        fail(0, 0, V4 + 2);
        assertEquals("two addresses and their prefix", 6, runs());
        pass(601);
        assertEquals(9, runs());
        fail(1, 0, V4 + 1);
        assertEquals(9, runs());
    }

    @Test
    public void whoHasNotFailedForLongIsForgotten() throws Exception
    {
        start(jail("a", "").replace("maxretry = 1", "maxretry = 5"));
        fail(0, 0, V4);
        pass(600);
        assertEquals(1, daemon.jails.get(0).jail.tracked());
        pass(601);
        assertEquals(0, daemon.jails.get(0).jail.tracked());
    }

    @Test
    public void whatTheFirewallHoldsIsTakenOverAddressesAndPrefixesApart() throws Exception
    {
        kernel.comment = "a";
        start(jail("a", "prefix_v4 = 24\nprefix_v6 = 64\nprefix_escalate = 2"));
        assertEquals(0, daemon.bans().adoption.start());
        assertEquals(2, daemon.jails.get(0).jail.bannedCount());
        assertEquals(2, daemon.banners.get(1).jail.bannedCount());
        assertEquals(List.of(), kernel.orders);
        daemon.bans().byHand.unbanAll(daemon.jails.get(0));
        assertEquals("those of a jail are its prefixes too", 4, told("unban").size());
    }

    @Test
    public void whoReadsOnceTakesNothingOver() throws Exception
    {
        kernel.comment = "a";
        start("", jail("a", ""), true);
        assertEquals(0, daemon.bans().adoption.start());
        assertEquals(0, daemon.jails.get(0).jail.bannedCount());
        assertEquals(4, daemon.bans().adoption.foreign);
    }

    @Test
    public void loopbackAndWhoHasNoAddressYetAreNeverBanned() throws Exception
    {
        start(jail("a", ""));
        for (long low : new long[] {0, 1, Address.IPV4_MARK, Address.IPV4_MARK | 0xFFFFFF, Address.IPV4_MARK | 0x7F000001, Address.IPV4_MARK | 0x7FFFFFFF})
        {
            fail(0, 0, low);
            assertEquals("loopback, or no address yet", daemon.guard().whyIgnored(daemon.jails.get(0), 0, low, 128));
        }
        assertEquals(List.of(), kernel.orders);
        fail(0, 0, 2);
        fail(0, 0, Address.IPV4_MARK | 0x1000000);
        assertEquals(2, kernel.orders.size());
    }

    @Test
    public void aReloadProtectsWhatIsNamedNowAndForgetsTheRest() throws Exception
    {
        start(jail("a", "ignoreip = ['host.example']"));
        int[] descriptors = new int[Guard.DESCRIPTORS];
        daemon.guard().addDescriptors(descriptors, new int[Guard.DESCRIPTORS], 0);
        assertEquals("nobody asked for own addresses", -1, descriptors[0]);
        assertTrue("a name is to be looked up", daemon.guard().waiting());
        reload(jail("a", "ignoreself = true"));
        assertFalse(daemon.guard().waiting());
        daemon.guard().addDescriptors(descriptors, new int[Guard.DESCRIPTORS], 0);
        assertTrue(descriptors[0] >= 0);
    }

    @Test
    public void aReloadSaysWhyItLiftsBans() throws Exception
    {
        start(jail("a", "") + jail("b", ""));
        fail(0, 0, V4);
        fail(1, 0, V4);
        reload(jail("a", "prefix_v4 = 24"));
        assertEquals(List.of("[a] unban 192.0.2.0 (jail changed)", "[b] unban 192.0.2.0 (jail removed)"), told("unban"));
    }

    @Test
    public void anOldLogIsReadByItsOwnDatesWhateverOthersLack() throws Exception
    {
        Path log = folder.getRoot().toPath().resolve("log");
        String failed = " router sshd[1]: Failed password for root from 192.0.2.7 port 22 ssh2\n";
        String late = failed.replace("2.7", "2.8");
        String last = "2026-11-24T00:30:04Z" + failed.replace("2.7", "2.9");
        Files.writeString(log, "2026-11-24T00:10:01Z" + failed + "no date\n2026-11-24T00:10:02Z" + failed
            + "2026-11-24T00:30:03Z router cron[2]: later\n2026-11-24T00:10:04Z" + late + "2026-11-24T00:10:05Z" + late + last + last.trim());
        start("", jail("a", "").replace("/nowhere", log.toString()).replace("maxretry = 1", "maxretry = 2") + jail("b", ""), true);
        sys.fail("signalPipe", 1, 1, Errno.EMFILE);
        assertNull(daemon.run(null, -1, "test"));
        assertEquals(List.of("[a] ban 192.0.2.7 for 10m (2 failures)", "[a] unban 192.0.2.7 (expired)"), told("192.0.2.7"));
        assertEquals("older than findtime by the log's newest date", List.of(), told("192.0.2.8"));
        assertEquals("the last line has no end", List.of("[a] ban 192.0.2.9 for 10m (2 failures)"), told("192.0.2.9"));
        assertEquals("what b reads is not there", 1, daemon.unread());
    }
}
