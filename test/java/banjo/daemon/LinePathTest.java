package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.JailConfiguration;
import banjo.config.Text;
import banjo.event.EventLog;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterContext;
import banjo.filter.FilterException;
import banjo.filter.Library;
import banjo.firewall.Firewall;
import banjo.firewall.LogOnlyFirewall;
import banjo.jail.Jail;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class LinePathTest
{
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW_SECONDS = 1_800_000_000L;
    private static final String TWO_JAILS = """
        [defaults]
        maxretry = 3
        bantime = "10m"
        [jails.ssh]
        filter = "sshd"
        logpath = ["/log"]
        [jails.strict]
        filter = "sshd"
        logpath = ["/log"]
        maxretry = 2
        """;

    /** Notes the orders; an answer to the next flush may be set. */
    private static final class Recorder extends IdleFirewall
    {
        private final List<String> orders = new ArrayList<>();
        private int answer;

        @Override
        public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
        {
            orders.add("ban " + Address.toString(high, low) + " " + remainingMillis / 1000 + " " + Utf8.decode(comment, 0, comment.length));
        }

        @Override
        public void unban(int set, long high, long low)
        {
            orders.add("unban " + Address.toString(high, low));
        }

        @Override
        public int flush()
        {
            int result = answer;
            answer = 0;
            return result;
        }
    }

    private final FaultySys sys = new FaultySys(Platform.sys());
    private final Recorder firewall = new Recorder();
    private final List<JailRuntime> jails = new ArrayList<>();
    private Clocks clocks;
    private Bans bans;
    private LinePath path;

    private static List<Filter> filters(Library library, JailConfiguration jail) throws FilterException
    {
        List<Filter> filters = new ArrayList<>();
        for (Text name : jail.filters())
        {
            filters.add(library.load(name.value(), null, FilterContext.of(Zone.utc(), NOW_SECONDS, 4096)));
        }
        return filters;
    }

    private void start(String text, Firewall chosen) throws ConfigurationException, FilterException
    {
        sys.clocks(5000 * SECOND, NOW_SECONDS * SECOND);
        Configuration configuration = ConfigurationReader.read("test.toml", Utf8.encode(text));
        Library library = new Library(Platform.builtinFilters());
        clocks = new Clocks(sys.sys(), false);
        for (JailConfiguration each : configuration.enabledJails())
        {
            Jail jail = new Jail(each.name(), each.maxRetry(), each.findTimeSeconds(), each.banTimeSeconds(), new PrefixList(0), 20_000, 7,
                clocks.banSeconds());
            jails.add(new JailRuntime(each, filters(library, each), jail));
        }
        bans = new Bans(new JailList(jails), chosen, clocks, EventLog.open(sys.sys(), "stderr", false, Zone.utc(), EventLog.ERROR), false);
        path = new LinePath(null, new JailRuntime[][] {jails.toArray(new JailRuntime[0])}, Zone.utc(), clocks, bans, false);
    }

    private void line(String message)
    {
        byte[] bytes = Utf8.encode(message);
        path.line(0, bytes, 0, bytes.length, false);
    }

    private void failure(String host)
    {
        line("router sshd[1]: Failed password for root from " + host + " port 22 ssh2");
    }

    @Test
    public void onlyLinesThatCountAreKept() throws ConfigurationException, FilterException
    {
        start(TWO_JAILS, firewall);
        line("router sshd[1]: Server listening on 0.0.0.0 port 22.");
        for (int i = 0; i < 9; i++)
        {
            failure("192.0.2.7");
        }
        assertEquals(3 + 2, bans.lines.end());
    }

    @Test
    public void eachJailBansAtItsOwnMaxretryAndOnce() throws ConfigurationException, FilterException
    {
        start(TWO_JAILS, firewall);
        for (int i = 0; i < 5; i++)
        {
            failure("192.0.2.7");
        }
        line("router sshd[1]: Accepted password for root from 192.0.2.8 port 22 ssh2");
        assertEquals(List.of("ban 192.0.2.7 600 strict", "ban 192.0.2.7 600 ssh"), firewall.orders);
        assertEquals(5, jails.get(0).matches);
    }

    @Test
    public void aBanThatAnotherJailHoldsStaysInTheKernel() throws ConfigurationException, FilterException
    {
        start(TWO_JAILS, firewall);
        failure("192.0.2.7");
        failure("192.0.2.7");
        failure("192.0.2.7");
        firewall.orders.clear();
        assertEquals(1, bans.byHand.unban(jails.get(1), 0, Address.IPV4_MARK | 0xC0000207L, -1));
        assertEquals(List.of("ban 192.0.2.7 600 ssh"), firewall.orders);
        firewall.orders.clear();
        sys.clocks(5600 * SECOND, (NOW_SECONDS + 600) * SECOND);
        clocks.read();
        bans.expire();
        assertEquals(List.of("unban 192.0.2.7"), firewall.orders);
    }

    /** A router without a clock of its own begins in 1970, until it has asked the network. */
    @Test
    public void bansAlsoBeforeTheClockIsSet() throws ConfigurationException, FilterException
    {
        start(TWO_JAILS, firewall);
        sys.clocks(5000 * SECOND, 40 * SECOND);
        clocks.read();
        line("Jan  1 00:00:38 router sshd[1]: Failed password for root from 192.0.2.7 port 22 ssh2");
        line("Jan  1 00:00:39 router sshd[1]: Failed password for root from 192.0.2.7 port 22 ssh2");
        assertEquals(List.of("ban 192.0.2.7 600 strict"), firewall.orders);
        sys.clocks(5002 * SECOND, NOW_SECONDS * SECOND);
        clocks.read();
        bans.expire();
        failure("192.0.2.8");
        assertEquals("the jump lifts nothing, and nobody is banned for it", 1, firewall.orders.size());
        failure("192.0.2.8");
        assertEquals("ban 192.0.2.8 600 strict", firewall.orders.get(1));
    }

    @Test
    public void anAddressStaysInTheKernelAsLongAsItsLongestBan() throws ConfigurationException, FilterException
    {
        start(TWO_JAILS + "bantime = \"1h\"\n", firewall);
        failure("192.0.2.7");
        failure("192.0.2.7");
        failure("192.0.2.7");
        assertEquals(List.of("ban 192.0.2.7 3600 strict", "ban 192.0.2.7 3600 strict"), firewall.orders);
        firewall.orders.clear();
        assertTrue(bans.byHand.ban(jails.get(0), 0, Address.IPV4_MARK | 0xC0000207L, 60));
        bans.orders.restore.begin();
        bans.orders.restore.finish();
        assertEquals(List.of("ban 192.0.2.7 3600 strict", "ban 192.0.2.7 3600 strict", "ban 192.0.2.7 3600 strict"), firewall.orders);
        firewall.orders.clear();
        assertTrue(bans.byHand.ban(jails.get(0), 0, Address.IPV4_MARK | 0xC0000207L, Jail.PERMANENT));
        assertEquals(List.of("ban 192.0.2.7 " + Firewall.PERMANENT / 1000 + " ssh"), firewall.orders);
        firewall.orders.clear();
        assertEquals(1, bans.byHand.unban(jails.get(0), 0, Address.IPV4_MARK | 0xC0000207L, -1));
        assertEquals(List.of("ban 192.0.2.7 3600 strict"), firewall.orders);
    }

    @Test
    public void aTableThatWasDeletedGetsEveryBanAgain() throws ConfigurationException, FilterException
    {
        start(TWO_JAILS, firewall);
        failure("192.0.2.7");
        failure("192.0.2.7");
        failure("2001:db8::7");
        failure("2001:db8::7");
        firewall.orders.clear();
        firewall.answer = Firewall.REBUILT;
        bans.orders.flush();
        bans.orders.tick(false);
        assertEquals(List.of("ban 192.0.2.7 600 strict", "ban 2001:db8::7 600 strict"), firewall.orders);
        assertEquals(1, bans.orders.rebuilds);
    }

    @Test
    public void whatTheKernelHeldGoesToTheJailThatItsCommentNames() throws ConfigurationException, FilterException
    {
        start(TWO_JAILS, firewall);
        byte[] name = Utf8.encode("strict");
        bans.adoption.adopt(0, 128, 0, Address.IPV4_MARK | 9, 30_500, name, 0, name.length);
        byte[] stranger = Utf8.encode("other");
        bans.adoption.adopt(0, 128, 0, Address.IPV4_MARK | 8, 30_500, stranger, 0, stranger.length);
        assertEquals(31, jails.get(1).jail.remainingSeconds(0, Address.IPV4_MARK | 9, clocks.banSeconds()));
        assertEquals(1, bans.adoption.foreign);
    }

    /** DESIGN section 8: garbage created per line is 0 bytes. */
    @Test
    public void linesLeaveNoGarbage() throws ConfigurationException, FilterException
    {
        start(TWO_JAILS, new LogOnlyFirewall());
        byte[][] lines = new byte[4000][];
        for (int i = 0; i < lines.length; i++)
        {
            String message = i % 4 == 0 ? "systemd[1]: Started Session " + i + " of user alice."
                : "sshd[" + i + "]: Failed password for root from 198." + i % 200 + "." + i % 250 + ".7 port " + i + " ssh2";
            lines[i] = Utf8.encode("Jan 15 08:" + (10 + i % 50) + ":11 host " + message);
        }
        ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int round = 0; round < 6; round++)
        {
            // The first rounds load classes and compile.
            before = round < 2 ? threads.getCurrentThreadAllocatedBytes() : before;
            for (byte[] each : lines)
            {
                path.line(0, each, 0, each.length, false);
            }
            bans.expire();
            bans.orders.flush();
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes + " bytes of garbage for " + 5 * lines.length + " lines", bytes < 1000);
        assertTrue(jails.get(0).jail.bannedCount() > 100);
    }

    @Test
    public void aLineCountsOnceInAJailThatTwoOfItsFiltersMatch() throws Exception
    {
        start("""
            [jails.both]
            filter = ["sshd", "dropbear"]
            logpath = ["/log"]
            maxretry = 2
            """, firewall);
        jails.get(0).filters.set(1, jails.get(0).filters.get(0));
        path = new LinePath(null, new JailRuntime[][] {jails.toArray(new JailRuntime[0])}, Zone.utc(), clocks, bans, false);
        failure("203.0.113.1");
        assertEquals(1, jails.get(0).matches);
        assertEquals(List.of(), firewall.orders);
        failure("203.0.113.1");
        assertEquals(List.of("ban 203.0.113.1 600 both"), firewall.orders);
    }

    @Test
    public void readingOnceTimeGoesByTheDatesThatFiltersFind() throws Exception
    {
        start(TWO_JAILS, firewall);
        clocks = new Clocks(sys.sys(), true);
        bans = new Bans(new JailList(jails), firewall, clocks, EventLog.open(sys.sys(), "stderr", false, Zone.utc(), EventLog.ERROR), false);
        String toml = "[filters.door]\nfailregex = '^door <ADDR> \\[\\] open$'\ndatepattern = '\\[(%Y-%m-%d %H:%M:%S)\\]'\n";
        Filter door = FilterCompiler.compile(ConfigurationReader.readFilters("f", Utf8.encode(toml)).get(0), null,
            FilterContext.of(Zone.utc(), NOW_SECONDS, 4096));
        jails.get(1).filters.set(0, door);
        path = new LinePath(null, new JailRuntime[][] {jails.toArray(new JailRuntime[0])}, Zone.utc(), clocks, bans, true);
        line("door 192.0.2.7 [2020-03-01 10:00:00] open");
        line("door 192.0.2.7 [2020-03-01 10:00:07] open");
        assertEquals(2, jails.get(1).matches);
        assertEquals(1583056807L, clocks.nowSeconds());
        assertEquals(1, jails.get(1).jail.bannedCount());
        line("door 192.0.2.8 [2020-03-01 12:00:00] open");
        line("door 192.0.2.8 [2020-03-01 10:00:00] open");
        assertEquals("another's failure makes this one too old", 1, jails.get(1).jail.tooOld());
    }

    @Test
    public void everyFilterOfAJailIsTried() throws Exception
    {
        start("""
            [jails.both]
            filter = ["sshd", "dropbear"]
            logpath = ["/log"]
            maxretry = 2
            """, firewall);
        failure("203.0.113.1");
        line("router dropbear[3]: Bad password attempt for 'root' from 203.0.113.1:999");
        assertEquals(2, jails.get(0).matches);
        assertEquals(List.of("ban 203.0.113.1 600 both"), firewall.orders);
    }

    /** The first of two lines that count together. */
    private void lineWithoutAddress(int source)
    {
        lineOf(source, "router sshd[9]: Disconnecting: Too many authentication failures for root [preauth]");
    }

    private void lineWithAddress(int source)
    {
        lineOf(source, "router sshd[9]: Connection closed by authenticating user root 203.0.113.9 port 22 [preauth]");
    }

    private void lineOf(int source, String message)
    {
        byte[] bytes = Utf8.encode(message);
        path.line(source, bytes, 0, bytes.length, false);
    }

    private void startAlike() throws Exception
    {
        start(TWO_JAILS, firewall);
        jails.get(1).filters.set(0, jails.get(0).filters.get(0).again(null));
    }

    private void connect(LinePath former, JailRuntime[]... jailsOfSource)
    {
        path = new LinePath(former, jailsOfSource, Zone.utc(), clocks, bans, false);
    }

    @Test
    public void jailsOfOneSourceHaveOneFilterAndEachCounts() throws Exception
    {
        startAlike();
        connect(null, jails.toArray(new JailRuntime[0]));
        assertSame(jails.get(0).filters.get(0), jails.get(1).filters.get(0));
        lineWithoutAddress(0);
        lineWithAddress(0);
        lineWithAddress(0);
        assertEquals(1, jails.get(0).matches);
        assertEquals(1, jails.get(1).matches);
    }

    @Test
    public void linesOfTwoSourcesBelongToNoConnection() throws Exception
    {
        startAlike();
        connect(null, new JailRuntime[] {jails.get(0)}, new JailRuntime[] {jails.get(1)});
        lineWithoutAddress(0);
        lineWithAddress(1);
        assertEquals(0, jails.get(1).matches);
        lineWithAddress(0);
        assertEquals(1, jails.get(0).matches);
        assertEquals(0, jails.get(1).matches);
    }

    @Test
    public void aFilterThatRanGoesOnWhenAJailJoins() throws Exception
    {
        startAlike();
        connect(null, new JailRuntime[] {jails.get(1)});
        lineWithoutAddress(0);
        connect(path, jails.toArray(new JailRuntime[0]));
        lineWithAddress(0);
        assertEquals(1, jails.get(0).matches);
        assertEquals(1, jails.get(1).matches);
    }

    @Test
    public void aSharedFilterCountsOnceBesideOthers() throws Exception
    {
        start("""
            [jails.both]
            filter = ["sshd", "dropbear"]
            logpath = ["/log"]
            [jails.one]
            filter = "sshd"
            logpath = ["/log"]
            """, firewall);
        Filter first = jails.get(0).filters.get(0);
        jails.get(0).filters.set(1, first.again(null));
        jails.get(1).filters.set(0, first.again(null));
        connect(null, jails.toArray(new JailRuntime[0]));
        failure("203.0.113.1");
        failure("203.0.113.1");
        assertEquals(2, jails.get(0).matches);
        assertEquals(2, jails.get(1).matches);
    }
}
