package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.JailConfiguration;
import banjo.event.EventLog;
import banjo.firewall.Firewall;
import banjo.jail.BanHistory;
import banjo.jail.Jail;
import banjo.source.FileSources;
import banjo.state.StateFile;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Bans that get longer, and jails that are fed by bans. */
public class BanIncrementTest
{
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 24 * 3600;
    private static final long V4 = Address.IPV4_MARK | 0xC0000200L;
    private static final long V6 = 0x20010DB800000000L;

    /** Records orders. */
    private static final class Kernel extends IdleFirewall
    {
        private final List<String> orders = new ArrayList<>();

        @Override
        public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
        {
            orders.add(Address.toString(high, low) + " " + remainingMillis / 1000 + " " + Utf8.decode(comment, 0, comment.length));
        }
    }

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final FaultySys sys = new FaultySys(Platform.sys());
    private final Kernel kernel = new Kernel();
    private long now;
    private long wall;
    private List<JailRuntime> jails;
    private Clocks clocks;
    private Bans bans;
    private Persistence persistence;

    @Before
    public void setClocks()
    {
        now = 5000;
        wall = 1_800_000_000L;
        sys.clocks(now * SECOND, wall * SECOND);
    }

    private void start(String text) throws ConfigurationException
    {
        Configuration configuration = ConfigurationReader.read("test.toml",
            Utf8.encode("[filters.x]\nfailregex = '^<HOST>$'\n[filters.recidive]\nfailregex = '^<HOST>$'\n" + text));
        clocks = new Clocks(sys.sys(), false);
        jails = new ArrayList<>();
        for (JailConfiguration each : configuration.enabledJails())
        {
            JailRuntime runtime = new JailRuntime(each, List.of(), jail(each, each.maxRetry()));
            BanSets.assign(BanSets.of(configuration), runtime);
            jails.add(runtime);
            if (each.prefixEscalate() > 0)
            {
                JailRuntime wide = runtime.escalateTo(jail(each, each.prefixEscalate()));
                BanSets.assign(BanSets.of(configuration), wide);
                jails.add(wide);
            }
        }
        EventLog log = EventLog.open(sys.sys(), "stderr", false, Zone.utc(), EventLog.ERROR);
        bans = new Bans(new JailList(jails), kernel, clocks, log, false);
        bans.earlier.remember(new BanHistory(100, 7));
        persistence = new Persistence(new StateFile(sys.sys(), folder.getRoot().getPath(), "s"), jails, bans, clocks, log, 60);
        persistence.load();
        assertEquals(0, bans.adoption.start());
        kernel.orders.clear();
    }

    private Jail jail(JailConfiguration each, int maxRetry)
    {
        PrefixList ignored = new PrefixList(each.ignored().size());
        each.ignored().forEach(network -> ignored.add(network.high(), network.low(), network.prefixLength()));
        return new Jail(each.name(), maxRetry, each.findTimeSeconds(), each.banTimeSeconds(), ignored, 1000, 7, clocks.banSeconds());
    }

    private void pass(long seconds)
    {
        now += seconds;
        wall += seconds;
        sys.clocks(now * SECOND, wall * SECOND);
        clocks.read();
        bans.expire();
    }

    /** One failure; what it makes the firewall do. */
    private List<String> fail(int jail, long high, long low)
    {
        kernel.orders.clear();
        bans.attempt(jails.get(jail), high, low, wall);
        return List.copyOf(kernel.orders);
    }

    private static String jail(String name, String keys)
    {
        return "[jails." + name + "]\nfilter = 'x'\nlogpath = '/l'\nmaxretry = 1\n" + keys + "\n";
    }

    @Test
    public void eachBanOfAnAddressIsLongerThanTheLast() throws ConfigurationException
    {
        start(jail("a", "bantime_increment = { max = '25m' }") + jail("b", ""));
        for (long seconds : new long[] {600, 1200, 1500, 1500})
        {
            assertEquals(List.of("192.0.2.1 " + seconds + " a"), fail(0, 0, V4 | 1));
            assertEquals(seconds, jails.get(0).jail.remainingSeconds(0, V4 | 1, clocks.banSeconds()));
            assertEquals(List.of(), fail(0, 0, V4 | 1));
            pass(seconds - 1);
            assertEquals(1, jails.get(0).jail.bannedCount());
            pass(1);
            assertEquals(0, jails.get(0).jail.bannedCount());
        }
        assertEquals("others begin with the first", List.of("192.0.2.2 600 a"), fail(0, 0, V4 | 2));
        assertEquals(List.of("192.0.2.1 600 b"), fail(1, 0, V4 | 1));
        pass(600);
        assertEquals("a jail without it", List.of("192.0.2.1 600 b"), fail(1, 0, V4 | 1));
        assertEquals(5, jails.get(0).jail.bans());
    }

    @Test
    public void whoBehavesIsForgottenAfterADayOrTheLengthOfTheLastBan() throws ConfigurationException
    {
        start(jail("a", "bantime_increment = { multipliers = [1, 1, 500] }"));
        fail(0, 0, V4 | 1);
        pass(600 + DAY - 1);
        fail(0, 0, V4 | 1);
        pass(600 + DAY);
        assertEquals(List.of("192.0.2.1 600 a"), fail(0, 0, V4 | 1));
        pass(600);
        fail(0, 0, V4 | 1);
        pass(600);
        assertEquals(List.of("192.0.2.1 300000 a"), fail(0, 0, V4 | 1));
        pass(300_000 + DAY);
        assertEquals("longer than a day", List.of("192.0.2.1 300000 a"), fail(0, 0, V4 | 1));
    }

    @Test
    public void withOverallTheBansOfAllJailsCount() throws ConfigurationException
    {
        start(jail("a", "bantime_increment = { overall = true, formula = 'linear' }") + jail("b", "") + jail("c", "bantime_increment = {}"));
        fail(1, V6, 1);
        fail(2, V6, 1);
        pass(600);
        assertEquals(List.of("2001:db8::1 1800 a"), fail(0, V6, 1));
        assertEquals("c counts its own", List.of("2001:db8::1 1800 a"), fail(2, V6, 1));
        assertEquals(1200, jails.get(2).jail.remainingSeconds(V6, 1, clocks.banSeconds()));
    }

    @Test
    public void prefixesAndEscalatedOnesGetLongerToo() throws ConfigurationException
    {
        start(jail("nets", "prefix_v6 = 64\nbantime_increment = {}") + jail("climb", "prefix_v4 = 24\nprefix_escalate = 2\nbantime_increment = {}"));
        assertEquals(List.of("2001:db8:: 600 nets"), fail(0, V6, 1));
        pass(600);
        assertEquals(List.of("2001:db8:: 1200 nets"), fail(0, V6, 2));
        fail(1, 0, V4);
        assertEquals(List.of("192.0.2.1 600 climb", "192.0.2.0 600 climb"), fail(1, 0, V4 | 1));
        pass(600);
        fail(1, 0, V4 | 2);
        assertEquals(List.of("192.0.2.3 600 climb", "192.0.2.0 1200 climb"), fail(1, 0, V4 | 3));
    }

    @Test
    public void whoIsFreedByHandCountsAsNew() throws ConfigurationException
    {
        start(jail("a", "bantime_increment = {}") + jail("b", "bantime_increment = { overall = true }"));
        fail(0, 0, V4 | 1);
        assertEquals(1, bans.earlier.count(jails.get(0), 0, V4 | 1));
        bans.byHand.unban(null, 0, V4 | 1, -1);
        assertEquals(0, bans.earlier.count(jails.get(0), 0, V4 | 1));
        assertEquals(List.of("192.0.2.1 600 a"), fail(0, 0, V4 | 1));
        assertEquals(List.of("192.0.2.1 1200 b"), fail(1, 0, V4 | 1));
        assertEquals("those of all jails", 2, bans.earlier.count(jails.get(1), 0, V4 | 1));
        bans.byHand.unbanAll(null);
        assertEquals(List.of("192.0.2.1 600 b"), fail(1, 0, V4 | 1));
        bans.byHand.ban(jails.get(0), 0, V4 | 9, 60);
        pass(60);
        assertEquals("bans by hand do not count", List.of("192.0.2.9 600 a"), fail(0, 0, V4 | 9));
    }

    @Test
    public void jitterLengthensByUpToItself() throws ConfigurationException
    {
        start(jail("a", "bantime_increment = { jitter = '100s', max = '10m' }"));
        BanHistory twin = new BanHistory(16, 7);
        for (int i = 0; i < 200; i++)
        {
            assertEquals(List.of("192.0.2." + i + " " + (600 + twin.random(100)) + " a"), fail(0, 0, V4 | i));
        }
    }

    @Test
    public void whatWasCountedOutlivesTheDaemon() throws ConfigurationException, IOException
    {
        String text = jail("a", "bantime_increment = {}");
        start(text);
        fail(0, 0, V4 | 1);
        pass(600);
        fail(0, 0, V4 | 1);
        fail(0, V6, 7);
        persistence.save(new FileSources(sys.sys(), 256));
        pass(1300);
        now = 10;
        start(text);
        assertEquals(List.of("192.0.2.1 2400 a"), fail(0, 0, V4 | 1));
        assertEquals(List.of("2001:db8::7 1200 a"), fail(0, V6, 7));
        persistence.save(new FileSources(sys.sys(), 256));
        wall += 2400 + DAY / 2;
        setMonotonic(20);
        start(text);
        pass(DAY / 2);
        assertEquals("but not for ever", List.of("192.0.2.1 600 a"), fail(0, 0, V4 | 1));

        Path file = folder.getRoot().toPath().resolve("s");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        start(text);
        assertTrue("a damaged file is not believed", Files.exists(folder.getRoot().toPath().resolve("s.bad")));
        assertEquals(0, bans.earlier.history.size());
    }

    private void setMonotonic(long seconds)
    {
        now = seconds;
        sys.clocks(now * SECOND, wall * SECOND);
    }

    private static final String RECIDIVE = "[jails.again]\nfilter = 'recidive'\nbackend = 'bans'\nfindtime = '1d'\nbantime = '1w'\n";

    @Test
    public void bansOfOtherJailsFeedRecidive() throws ConfigurationException
    {
        start(jail("a", "") + jail("b", "port = 22") + RECIDIVE + "maxretry = 3\nignoreip = ['192.0.2.9']\n"
            + RECIDIVE.replace("again", "more") + "maxretry = 1\nprefix_v4 = 24\nenabled = false\n");
        fail(0, 0, V4 | 1);
        fail(1, 0, V4 | 1);
        bans.byHand.ban(jails.get(0), 0, V4 | 1, 60);
        pass(600);
        assertEquals(2, jails.get(2).jail.attempts());
        assertEquals(List.of("192.0.2.1 600 a", "192.0.2.1 604800 again"), fail(0, 0, V4 | 1));
        assertEquals("it does not feed itself", 3, jails.get(2).jail.attempts());
        for (int i = 0; i < 4; i++)
        {
            fail(0, 0, V4 | 9);
            fail(0, 0, V4 | 20 + i);
            pass(600);
        }
        assertEquals("ignored addresses and strangers", 1, jails.get(2).jail.bannedCount());
        fail(0, 0, V4 | 7);
        fail(1, 0, V4 | 7);
        pass(DAY + 601);
        fail(0, 0, V4 | 7);
        assertEquals("bans longer ago than findtime", 1, jails.get(2).jail.bannedCount());
    }

    @Test
    public void recidiveBansTheAddressThatFailedWhateverTheOtherJailBans() throws ConfigurationException
    {
        start(jail("nets", "prefix_v6 = 64") + jail("climb", "prefix_v6 = 64\nprefix_escalate = 2") + RECIDIVE + "maxretry = 2\n");
        fail(0, V6, 5);
        fail(1, V6, 5);
        assertTrue(jails.get(3).jail.banned(V6, 5));
        fail(1, V6, 6);
        assertTrue(jails.get(2).jail.banned(V6, 0));
        assertEquals("an escalation is the same attempt", 3, jails.get(3).jail.attempts());
    }

    /** A machine without a clock of its own starts in 1970: how long it was off it cannot tell. */
    @Test
    public void aRestartWithTheClockYearsBackTakesNothingAway() throws ConfigurationException
    {
        String text = jail("a", "bantime_increment = {}");
        start(text);
        fail(0, 0, V4 | 1);
        pass(100);
        persistence.save(new FileSources(sys.sys(), 256));
        wall = 5;
        setMonotonic(3);
        start(text);
        assertEquals(500, jails.get(0).jail.remainingSeconds(0, V4 | 1, clocks.banSeconds()));
        pass(499);
        assertTrue(jails.get(0).jail.banned(0, V4 | 1));
        pass(1);
        assertEquals(List.of("192.0.2.1 1200 a"), fail(0, 0, V4 | 1));
    }

    @Test
    public void aClockThatIsSetLetsNothingEndThatWasSavedBefore() throws ConfigurationException
    {
        String text = jail("a", "bantime_increment = {}");
        wall = 5;
        setMonotonic(3);
        start(text);
        fail(0, 0, V4 | 1);
        persistence.tick(new FileSources(sys.sys(), 256));
        wall += 56L * 366 * DAY;
        pass(1);
        persistence.tick(new FileSources(sys.sys(), 256));
        pass(10);
        start(text);
        assertEquals(589, jails.get(0).jail.remainingSeconds(0, V4 | 1, clocks.banSeconds()));
        pass(600);
        assertEquals(List.of("192.0.2.1 1200 a"), fail(0, 0, V4 | 1));
    }

    @Test
    public void afterARestartWithTheClockYearsAheadTheFirewallKnowsWhatIsLeft() throws ConfigurationException
    {
        String text = jail("a", "");
        start(text);
        fail(0, 0, V4 | 1);
        persistence.save(new FileSources(sys.sys(), 256));
        wall += 56L * 366 * DAY;
        setMonotonic(now);
        start(text);
        assertFalse(jails.get(0).jail.banned(0, V4 | 1));
        bans.adoption.adopt(0, 128, 0, V4 | 1, 60_000, Utf8.encode("a"), 0, 1);
        assertEquals(60, jails.get(0).jail.remainingSeconds(0, V4 | 1, clocks.banSeconds()));
    }

    @Test
    public void restoredBansFeedNothingAgain() throws ConfigurationException
    {
        String text = jail("a", "bantime_increment = {}") + RECIDIVE;
        start(text);
        fail(0, 0, V4 | 1);
        persistence.save(new FileSources(sys.sys(), 256));
        start(text);
        assertTrue(jails.get(0).jail.banned(0, V4 | 1));
        assertEquals(0, jails.get(1).jail.attempts());
        byte[] name = Utf8.encode("a");
        pass(100);
        bans.adoption.adopt(0, 128, 0, V4 | 1, Firewall.UNKNOWN, name, 0, 1);
        assertEquals("what the firewall cannot tell is in the file", 500, jails.get(0).jail.remainingSeconds(0, V4 | 1, clocks.banSeconds()));
        bans.adoption.adopt(0, 128, 0, V4 | 2, 60_000, name, 0, 1);
        assertEquals(0, jails.get(1).jail.attempts());
        pass(600);
        assertEquals(List.of("192.0.2.1 1200 a"), fail(0, 0, V4 | 1));
    }
}
