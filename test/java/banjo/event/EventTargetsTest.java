package banjo.event;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Where events go, and what happens when that cannot take them. */
public final class EventTargetsTest
{
    private static final byte[] JAIL = Utf8.encode("sshd");
    private static final long LOW = Address.IPV4_MARK | 0xC0000207L;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final List<Integer> patience = new ArrayList<>();
    private final List<String> pieces = new ArrayList<>();
    private final List<String> standardError = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private long nanos = 1_000_000_000L;
    private int looks;
    private boolean stuck;
    private boolean interrupted;
    private final Sys sys = (Sys)Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, (proxy, method, arguments) ->
    {
        switch (method.getName())
        {
            case "monotonicNanos":
                return nanos;
            case "realtimeNanos":
                return 1_700_000_000_000_000_000L;
            case "connectUnix":
                return 0;
            case "send":
                sent.add(text(arguments));
                return arguments[3];
            case "stat":
                looks++;
                break;
            case "poll":
                patience.add((int)arguments[4]);
                return stuck ? 0 : 1;
            case "write":
                if (interrupted)
                {
                    interrupted = false;
                    return -Errno.EINTR;
                }
                ((int)arguments[0] == 2 ? standardError : pieces).add(text(arguments));
                if ((int)arguments[0] == 2)
                {
                    return arguments[3];
                }
                break;
            default:
        }
        try
        {
            return method.invoke(Platform.sys(), arguments);
        }
        catch (InvocationTargetException e)
        {
            throw e.getCause();
        }
    });

    private static String text(Object[] arguments)
    {
        return new String((byte[])arguments[1], (int)arguments[2], (int)arguments[3], StandardCharsets.ISO_8859_1);
    }

    private Path path(String name)
    {
        return folder.getRoot().toPath().resolve(name);
    }

    private EventLog open(String where, boolean json, int level)
    {
        return EventLog.open(sys, where, json, Zone.utc(), level);
    }

    @Test
    public void aLogThatBecomesAnotherLosesNothing() throws IOException
    {
        EventLog log = open(path("one").toString(), false, EventLog.INFO);
        stuck = true;
        log.error("lost");
        stuck = false;
        log.ban(1_700_000_000L, JAIL, false, 0, LOW, 128, 600, 1);
        log.become(open(path("two").toString(), true, EventLog.DEBUG));
        log.attempt(1_700_000_000L, JAIL, 0, LOW, 128);
        log.flush();
        assertEquals(List.of("2023-11-14 22:13:20 [sshd] ban 192.0.2.7 for 10m (1 failure)"), Files.readAllLines(path("one")));
        assertEquals(List.of("{\"time\":1700000000,\"event\":\"attempt\",\"jail\":\"sshd\",\"ip\":\"192.0.2.7\"}"), Files.readAllLines(path("two")));
        assertEquals(1, log.lost());
        stuck = true;
        log.error("lost");
        assertEquals(2, log.lost());
        try (var open = Files.list(Path.of("/proc/self/fd")))
        {
            assertFalse("the former file is let go of", open.anyMatch(each -> leadsTo(each, path("one"))));
        }
    }

    private static boolean leadsTo(Path link, Path target)
    {
        try
        {
            return Files.readSymbolicLink(link).equals(target);
        }
        catch (IOException e)
        {
            return false;
        }
    }

    @Test
    public void theStartIsToldOnStandardErrorOnceWhereverTheRestGoes() throws IOException
    {
        EventLog log = open("stderr", false, EventLog.ERROR);
        log.started("ready");
        assertEquals(List.of("ready\n"), standardError);
        log.become(open(path("log").toString(), false, EventLog.ERROR));
        log.started("again");
        assertEquals(List.of("ready\n", "again\n"), standardError);
        assertEquals(List.of("2023-11-14 22:13:20 again"), Files.readAllLines(path("log")));
    }

    @Test
    public void aTerminalNeedsNoDatesOfMessagesAndSyslogNoneAtAll()
    {
        EventLog log = open("stderr", false, EventLog.INFO);
        log.warning("look");
        log.ban(1_700_000_000L, JAIL, true, 0, LOW, 128, -1, 0);
        log.flush();
        assertEquals(List.of("banjo: warning: look\n", "2023-11-14 22:13:20 [sshd] would ban 192.0.2.7 forever\n"), standardError);
        log = open("syslog", false, EventLog.INFO);
        log.warning("look");
        log.unban(1_700_000_000L, "unban", JAIL, false, 0, LOW, 128, "expired");
        String name = "banjo[" + sys.processId() + "]: ";
        assertEquals(List.of("<28>" + name + "banjo: warning: look", "<30>" + name + "[sshd] unban 192.0.2.7 (expired)"), sent);
    }

    @Test
    public void aFileThatAnotherOneReplacedIsLeftForThatOne() throws IOException
    {
        EventLog log = open(path("log").toString(), false, EventLog.INFO);
        log.error("one");
        Files.move(path("log"), path("log.1"));
        Files.createFile(path("log"));
        log.error("looked for once a second");
        assertEquals(0, looks);
        nanos += 1_000_000_000L;
        log.error("two");
        log.error("three");
        assertEquals(1, looks);
        nanos += 1_000_000_000L;
        log.error("four");
        log.error("five");
        assertEquals("once a second too when it is the same", 2, looks);
        assertEquals(2, Files.readAllLines(path("log.1")).size());
        assertEquals(4, Files.readAllLines(path("log")).size());
    }

    @Test
    public void whoDoesNotReadIsWaitedForOnce()
    {
        EventLog log = open(path("log").toString(), false, EventLog.INFO);
        stuck = true;
        log.error("one");
        log.error("two");
        stuck = false;
        log.error("three");
        log.error("four");
        assertEquals(List.of(50, 0, 0, 50), patience);
        assertEquals(2, log.lost());
    }

    @Test
    public void linesArriveWholeInPiecesThatAPipeTakesAtOnce() throws IOException
    {
        EventLog log = open(path("log").toString(), false, EventLog.DEBUG);
        interrupted = true;
        for (int length : new int[] {4095, 4095, 4095, 4096, 4096, 2000, 90, 2500})
        {
            byte[] jail = Utf8.encode("x".repeat(length - "2023-11-14 22:13:20 [] failure of 192.0.2.7".length()));
            log.attempt(1_700_000_000L, jail, 0, LOW, 128);
        }
        log.flush();
        assertEquals(0, log.lost());
        assertEquals(List.of(4095, 4095, 4095, 4096, 4096, 2000, 90, 2500), Files.readAllLines(path("log")).stream().map(String::length).toList());
        assertTrue(pieces.stream().allMatch(each -> each.length() <= 4096));
    }
}
