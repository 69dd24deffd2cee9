package banjo.event;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Paths;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.text.Utf8;
import banjo.time.Zone;
import com.eclipsesource.json.Json;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class EventLogTest
{
    private static final byte[] JAIL = Utf8.encode("ss\"hd");
    private static final long LOW = Address.IPV4_MARK | 0xC0000207L;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final FaultySys sys = new FaultySys(Platform.sys()).clocks(1_000_000_000L, 1_700_000_000_000_000_000L);

    private EventLog open(Path file, boolean json, int level)
    {
        EventLog log = EventLog.open(sys.sys(), file.toString(), json, Zone.utc(), level);
        assertNull(log.problem());
        return log;
    }

    private static void tellAll(EventLog log, boolean pretend)
    {
        log.attempt(1_700_000_000L, JAIL, 0, LOW, 128);
        log.ban(1_700_000_000L, JAIL, pretend, 0, LOW, 128, 600, 5);
        log.ban(1_700_000_000L, JAIL, pretend, 0x20010DB8L << 32, 0, 64, -1, 0);
        log.unban(1_700_000_001L, "evict", JAIL, pretend, 0, LOW, 128, "expired");
        log.warning("look \"out\"\n");
        log.error("broken");
        log.message(EventLog.INFO, "reload", "nothing changed");
        log.flush();
    }

    @Test
    public void textIsForPeople() throws IOException
    {
        Path file = folder.getRoot().toPath().resolve("log");
        tellAll(open(file, false, EventLog.DEBUG), false);
        assertEquals(List.of("2023-11-14 22:13:20 [ss\"hd] failure of 192.0.2.7", "2023-11-14 22:13:20 [ss\"hd] ban 192.0.2.7 for 10m (5 failures)",
            "2023-11-14 22:13:20 [ss\"hd] ban 2001:db8::/64 forever", "2023-11-14 22:13:21 [ss\"hd] evict 192.0.2.7 (expired)",
            "2023-11-14 22:13:20 banjo: warning: look \"out\"", "", "2023-11-14 22:13:20 banjo: error: broken",
            "2023-11-14 22:13:20 nothing changed"), Files.readAllLines(file));
    }

    @Test
    public void jsonIsForPrograms() throws IOException
    {
        Path file = folder.getRoot().toPath().resolve("log");
        tellAll(open(file, true, EventLog.DEBUG), true);
        List<String> lines = Files.readAllLines(file);
        assertEquals(7, lines.size());
        lines.forEach(line -> Json.parse(line).asObject());
        assertEquals("{\"time\":1700000000,\"event\":\"ban\",\"jail\":\"ss\\\"hd\",\"ip\":\"192.0.2.7\",\"dry_run\":true,\"seconds\":600,\"failures\":5}",
            lines.get(1));
        assertEquals("{\"time\":1700000001,\"event\":\"evict\",\"jail\":\"ss\\\"hd\",\"ip\":\"192.0.2.7\",\"dry_run\":true,\"reason\":\"expired\"}",
            lines.get(3));
        assertEquals("{\"time\":1700000000,\"event\":\"message\",\"severity\":\"warning\",\"message\":\"look \\\"out\\\"\\n\"}", lines.get(4));
    }

    @Test
    public void whatIsNotSevereEnoughIsNotTold() throws IOException
    {
        int[] expected = {1, 3, 7, 8};
        for (int level = EventLog.ERROR; level <= EventLog.DEBUG; level++)
        {
            Path file = folder.getRoot().toPath().resolve("log" + level);
            tellAll(open(file, false, level), false);
            assertEquals(expected[level], Files.readAllLines(file).size());
        }
    }

    @Test
    public void aFileThatIsRotatedIsOpenedAgain() throws IOException
    {
        Path file = folder.getRoot().toPath().resolve("log");
        EventLog log = open(file, false, EventLog.INFO);
        log.error("one");
        Files.move(file, folder.getRoot().toPath().resolve("log.1"));
        sys.clocks(3_000_000_000L, 1_700_000_000_000_000_000L);
        log.error("two");
        assertTrue(Files.readString(file).endsWith("two\n"));
        assertEquals(0, log.lost());
    }

    @Test
    public void aFullDiskCostsLinesAndIsCounted()
    {
        EventLog log = open(folder.getRoot().toPath().resolve("log"), false, EventLog.INFO);
        sys.fail("write", 1, 2, Errno.ENOSPC);
        log.error("one");
        log.error("two");
        log.error("three");
        assertEquals(2, log.lost());
    }

    @Test
    public void aLineThatWasWrittenByHalfWhenTheDiskWasFullIsEndedLater() throws IOException
    {
        Path file = folder.getRoot().toPath().resolve("log");
        EventLog log = open(file, true, EventLog.INFO);
        log.error("one");
        sys.shorten(20).fail("write", 2, 2, Errno.ENOSPC);
        log.ban(1_700_000_000L, JAIL, false, 0, LOW, 128, 600, 5);
        log.ban(1_700_000_000L, JAIL, false, 0, LOW + 1, 128, 600, 5);
        log.flush();
        assertEquals(1, log.lost());
        log.error("lost");
        assertEquals(2, log.lost());
        sys.heal();
        log.error("two");
        List<String> lines = Files.readAllLines(file);
        lines.forEach(line -> Json.parse(line).asObject());
        assertEquals(3, lines.size());
        assertEquals("192.0.2.7", Json.parse(lines.get(1)).asObject().getString("ip", ""));
    }

    @Test
    public void theRestOfALineDoesNotGoToAnotherFileOrAnEmptiedOne() throws IOException
    {
        for (boolean renamed : new boolean[] {true, false})
        {
            Path file = folder.getRoot().toPath().resolve("log" + renamed);
            EventLog log = open(file, true, EventLog.INFO);
            sys.shorten(20).fail("write", 2, 1, Errno.ENOSPC);
            log.error("one");
            sys.heal();
            if (renamed)
            {
                Files.move(file, folder.getRoot().toPath().resolve("log.1"));
            }
            else
            {
                Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
            }
            sys.clocks(3_000_000_000L, 1_700_000_000_000_000_000L);
            log.error("two");
            assertEquals("two", Json.parse(Files.readString(file)).asObject().getString("message", ""));
            assertEquals(1, log.lost());
            sys.clocks(0, 1_700_000_000_000_000_000L);
        }
    }

    @Test
    public void aLongMessageIsAnObjectStill() throws IOException
    {
        Path file = folder.getRoot().toPath().resolve("log");
        EventLog log = open(file, true, EventLog.INFO);
        log.error("ab\u0001".repeat(3000));
        log.error("c".repeat(4000));
        List<String> lines = Files.readAllLines(file);
        String cut = Json.parse(lines.get(0)).asObject().getString("message", "");
        assertTrue(cut.length() + " characters", cut.length() > 1200 && cut.startsWith("ab\u0001ab"));
        assertEquals(4000, Json.parse(lines.get(1)).asObject().getString("message", "").length());
    }

    @Test
    public void aFileThatCannotBeOpenedIsTold()
    {
        EventLog log = EventLog.open(sys.sys(), folder.getRoot() + "/none/log", false, Zone.utc(), 2);
        assertEquals(folder.getRoot() + "/none/log: " + Errno.message(-Errno.ENOENT), log.problem());
    }

    /** A real datagram socket in place of syslogd's, which is restarted in between. */
    @Test
    public void syslogGetsADatagramForEachLine()
    {
        String path = folder.getRoot() + "/devlog";
        SyslogTarget target = new SyslogTarget(sys.sys(), path);
        byte[] text = Utf8.encode("text");
        target.line(EventLog.WARNING, text, 4);
        assertEquals(1, target.lost());
        for (int restart = 0; restart < 2; restart++)
        {
            int daemon = sys.sys().socket(Sys.AF_UNIX, Sys.SOCKET_DATAGRAM, 0);
            sys.sys().unlink(Paths.of(path));
            assertEquals(0, sys.sys().bindUnix(daemon, Paths.of(path)));
            target.line(EventLog.INFO, text, 4);
            byte[] received = new byte[100];
            int length = sys.sys().receive(daemon, received, 0, 100, Sys.MSG_DONTWAIT);
            assertEquals("<30>banjo[" + ProcessHandle.current().pid() + "]: text", Utf8.decode(received, 0, Math.max(0, length)));
            sys.sys().close(daemon);
        }
        assertEquals(1, target.lost());
    }

    @Test
    public void eventsLeaveNoGarbage()
    {
        EventLog log = EventLog.open(Platform.sys(), folder.getRoot() + "/log", true, Zone.utc(), EventLog.DEBUG);
        ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 3000; i++)
        {
            before = i == 1000 ? threads.getCurrentThreadAllocatedBytes() : before;
            log.attempt(i, JAIL, 0, LOW, 128);
            log.ban(i, JAIL, false, 0, LOW, 128, 600, 5);
            log.unban(i, "unban", JAIL, false, 0, LOW, 128, "expired");
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes + " bytes", bytes < 10_000);
    }
}
