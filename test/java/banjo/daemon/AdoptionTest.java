package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.config.Configuration;
import banjo.config.ConfigurationReader;
import banjo.event.EventLog;
import banjo.jail.Jail;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** More bans in the kernel than a jail has room for, in whatever order the kernel lists them. */
public class AdoptionTest
{
    private static final int ROOM = 10_000;
    private static final String JAILS = "[jails.ssh]\nfilter = 'x'\nlogpath = '/l'\nbantime = '1h'\n";

    /** Holds one set, and lists it in the order in which its elements came. */
    private static final class Kernel extends IdleFirewall
    {
        private final Map<Long, String> held = new LinkedHashMap<>();
        private int listings;

        @Override
        public int start(Found found)
        {
            return list(found);
        }

        @Override
        public int list(Found found)
        {
            assertTrue("it goes on for ever", ++listings < 20);
            for (long low : held.keySet().toArray(new Long[0]))
            {
                byte[] comment = Utf8.encode(held.get(low));
                found.ban(0, 128, 0, low, 60_000, comment, 0, comment.length);
            }
            return 0;
        }

        @Override
        public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
        {
            held.put(low, Utf8.decode(comment, 0, comment.length));
        }

        @Override
        public void unban(int set, long high, long low)
        {
            held.remove(low);
        }
    }

    private final FaultySys sys = new FaultySys(Platform.sys());
    private final Kernel kernel = new Kernel();
    private Jail jail;
    private Bans bans;

    private void make() throws Exception
    {
        sys.clocks(5000 * 1_000_000_000L, 1_700_000_000L * 1_000_000_000L);
        Configuration configuration = ConfigurationReader.read("test.toml", Utf8.encode(JAILS));
        Clocks clocks = new Clocks(sys.sys(), false);
        jail = new Jail("ssh", 5, 600, 3600, new PrefixList(0), ROOM, 7, clocks.banSeconds());
        JailRuntime runtime = new JailRuntime(configuration.enabledJails().get(0), List.of(), jail);
        bans = new Bans(new JailList(List.of(runtime)), kernel, clocks, EventLog.open(sys.sys(), "stderr", false, Zone.utc(), EventLog.ERROR), false);
    }

    private void hold(int from, int to, String comment)
    {
        for (int i = from; i < to; i++)
        {
            kernel.held.put(Address.IPV4_MARK | i, comment);
        }
    }

    private void assertAgree()
    {
        assertEquals(ROOM, kernel.held.values().stream().filter("ssh"::equals).count());
        assertEquals(ROOM, jail.bannedCount());
        kernel.held.forEach((low, comment) -> assertEquals(comment.equals("ssh"), jail.banned(0, low)));
    }

    @Test
    public void whatHasNoRoomIsLiftedInParts() throws Exception
    {
        make();
        hold(0, 45_000, "ssh");
        hold(45_000, 45_003, "others");
        assertEquals(0, bans.adoption.start());
        assertAgree();
        assertEquals("told once, however often they are listed", 3, bans.adoption.foreign);
    }

    @Test
    public void bansThatDriveEachOtherOutDoNotGoOnForEver() throws Exception
    {
        make();
        hold(0, 2 * ROOM, "ssh");
        // Those of the saved state are listed last: each of the first drives one out, and is driven out when that is found.
        for (int i = ROOM; i < 2 * ROOM; i++)
        {
            jail.restore(0, Address.IPV4_MARK | i, 60, 0, 5, 5000);
        }
        bans.adoption.restored(ROOM);
        assertEquals(0, bans.adoption.start());
        assertAgree();
    }
}
