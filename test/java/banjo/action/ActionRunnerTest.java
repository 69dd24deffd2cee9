package banjo.action;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Paths;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ActionRunnerTest
{
    private static final byte[] SSHD = "sshd".getBytes(StandardCharsets.US_ASCII);
    private static final long V4 = Address.IPV4_MARK | 0xC0000200L;

    private final FaultySys faulty = new FaultySys(Platform.sys());
    private final List<String> problems = new ArrayList<>();
    private Path folder;
    private Path seen;
    private ActionRunner runner;
    private long now;

    @Before
    public void makeFolder() throws IOException
    {
        folder = Files.createTempDirectory("banjo");
        seen = folder.resolve("seen");
        Files.createFile(seen);
    }

    @After
    public void removeFolder() throws IOException
    {
        Files.delete(seen);
        Files.delete(folder);
    }

    /** Each argument in brackets, a line for each run. */
    private String[] show(String... arguments)
    {
        List<String> all = new ArrayList<>(List.of("sh", "-c", "printf '[%s]' \"$@\" >> " + seen + "; echo >> " + seen, "sh"));
        all.addAll(List.of(arguments));
        return all.toArray(new String[0]);
    }

    private void run(long limitMillis, String... ban)
    {
        runner = new ActionRunner(faulty.sys(), new Action[] {new Action("test", limitMillis).command(Action.BAN, List.of(ban))}, problems::add);
    }

    private void ban(long high, long low, int prefix, long seconds)
    {
        runner.order(0, Action.BAN, SSHD, high, low, prefix, seconds, 5);
    }

    private void waitForAll() throws InterruptedException
    {
        for (int i = 0; i < 500 && runner.patienceMillis() < Integer.MAX_VALUE; i++)
        {
            runner.tick(now);
            Thread.sleep(10);
            now += 10;
        }
        assertEquals("idle at last", Integer.MAX_VALUE, runner.patienceMillis());
    }

    @Test
    public void placeholdersAreReplacedInsideTheirArguments() throws Exception
    {
        run(5000, show("<ip>", "--jail=<jail>", "<bantime> <failures>", "<unknown>", "a b;$(touch x) '\"", "<ip"));
        ban(0, V4, 128, 600);
        ban(0x20010DB800000000L, 0, 64, -1);
        waitForAll();
        assertEquals("[192.0.2.0][--jail=sshd][600 5][<unknown>][a b;$(touch x) '\"][<ip]\n"
            + "[2001:db8::/64][--jail=sshd][forever 5][<unknown>][a b;$(touch x) '\"][<ip]\n", Files.readString(seen));
        assertEquals(2, runner.runs());
        assertEquals(List.of(), problems);
    }

    @Test
    public void occasionsWithoutACommandRunNothing() throws Exception
    {
        run(5000, show("<ip>"));
        runner.order(0, Action.UNBAN, SSHD, 0, V4, 128, 600, 0);
        waitForAll();
        assertEquals(0, runner.runs());
    }

    @Test
    public void commandsOfOneActionRunInOrderAndAlone() throws Exception
    {
        run(5000, "sh", "-c", "echo begin $0 >> " + seen + "; sleep 0.02; echo end $0 >> " + seen, "<ip>");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 10; i++)
        {
            ban(0, V4 + i, 128, 600);
            expected.append("begin 192.0.2.").append(i).append("\nend 192.0.2.").append(i).append('\n');
        }
        waitForAll();
        assertEquals(expected.toString(), Files.readString(seen));
    }

    @Test
    public void whatFailsIsToldAndCounted() throws Exception
    {
        for (String[] row : new String[][] {{"sh", "-c", "exit 3"}, {"sh", "-c", "kill -SEGV $$"}, {"no-such-program-of-banjo"}})
        {
            run(5000, row);
            ban(0, V4, 128, 600);
            waitForAll();
            assertEquals(1, runner.failed());
        }
        assertEquals(List.of("action test: sh: exit status 3", "action test: sh: ended by signal 11",
            "action test: no-such-program-of-banjo: no such file or directory"), problems);
        faulty.fail("spawn", 1, 1, Errno.EAGAIN);
        run(5000, "true");
        ban(0, V4, 128, 600);
        ban(0, V4, 128, 600);
        waitForAll();
        assertEquals(1, runner.failed());
        assertEquals(2, runner.runs());
    }

    @Test
    public void whatTakesTooLongIsEnded() throws Exception
    {
        run(200, "sh", "-c", "sleep 77");
        ban(0, V4, 128, 600);
        long began = System.nanoTime();
        waitForAll();
        assertTrue(System.nanoTime() - began < 2_000_000_000L);
        assertEquals(List.of("action test: sh: took longer than 0s and was ended"), problems);
        run(200, "sh", "-c", "trap '' TERM; while :; do sleep 0.05; done");
        ban(0, V4, 128, 600);
        waitForAll();
        assertEquals(1, runner.failed());
        assertTrue("killed after its grace", now > 2200);
    }

    @Test
    public void whatWaitsIsBounded() throws Exception
    {
        run(5000, "true");
        for (int i = 0; i < 1030; i++)
        {
            ban(0, V4, 128, 600);
        }
        assertEquals(6, runner.dropped());
        assertEquals(1, problems.size());
        runner.finish(0);
        assertEquals(0, runner.runs());
    }

    @Test
    public void theEndWaitsForCommandsButNotForEver() throws Exception
    {
        run(60_000, show("<ip>"));
        ban(0, V4, 128, 600);
        ban(0, V4 + 1, 128, 600);
        runner.finish(5000);
        assertEquals("[192.0.2.0]\n[192.0.2.1]\n", Files.readString(seen));
        run(60_000, "sleep", "77");
        ban(0, V4, 128, 600);
        long began = System.nanoTime();
        runner.finish(300);
        assertTrue(System.nanoTime() - began < 2_000_000_000L);
        assertEquals(List.of("action test: sleep: killed, because the daemon stops"), problems);
    }

    @Test
    public void processesHaveCleanSignalsAndDescriptors() throws Exception
    {
        // The shell reads its own status: while it starts another program it blocks signals.
        int ours = faulty.sys().open(Paths.of(folder.toString()), Sys.OPEN_READ | Sys.OPEN_DIRECTORY, 0);
        run(5000, "sh", "-c", "ls -l /proc/$$/fd >> " + seen + "; while read -r line; do echo \"$line\"; done < /proc/$$/status >> " + seen);
        ban(0, V4, 128, 600);
        waitForAll();
        faulty.sys().close(ours);
        String status = Files.readString(seen);
        assertFalse(status, status.contains("-> " + folder + "\n"));
        assertTrue(status, status.contains(" 0 -> /dev/null\n") && !status.contains(" 4 -> "));
        // Signals 32 and 33 are the C library's own.
        assertTrue(status, Pattern.compile("SigBlk:\\s+0{16}\n").matcher(status).find());
        assertTrue(status, Pattern.compile("SigIgn:\\s+0{7}[01][08]0{7}\n").matcher(status).find());
    }

    @Test
    public void otherActionsFinishWhatTheFormerBegan() throws Exception
    {
        runner = new ActionRunner(faulty.sys(), new Action[] {
            new Action("goes", 5000).command(Action.BAN, List.of(show("goes", "<ip>"))).command(Action.STOP, List.of(show("stop"))),
            new Action("idle", 5000).command(Action.BAN, List.of(show("idle"))),
            new Action("stays", 5000).command(Action.BAN, List.of(show("old", "<ip>")))}, problems::add);
        ban(0, V4 | 1, 128, 10);
        runner.order(0, Action.STOP, SSHD, 0, 0, 128, 10, 0);
        runner.order(2, Action.BAN, SSHD, 0, V4 | 2, 128, 10, 0);
        runner.tick(now);
        runner.order(2, Action.BAN, SSHD, 0, V4 | 3, 128, 10, 0);
        runner.replace(new Action[] {new Action("stays", 5000).command(Action.BAN, List.of(show("new", "<ip>")))});
        runner.order(0, Action.BAN, SSHD, 0, V4 | 4, 128, 10, 0);
        waitForAll();
        String all = Files.readString(seen);
        assertTrue(all, all.indexOf("[goes][192.0.2.1]") >= 0 && all.indexOf("[goes][192.0.2.1]") < all.indexOf("[stop]"));
        assertTrue(all, all.indexOf("[old][192.0.2.2]") >= 0 && all.indexOf("[old][192.0.2.2]") < all.indexOf("[old][192.0.2.3]"));
        assertTrue(all, all.indexOf("[old][192.0.2.3]") < all.indexOf("[new][192.0.2.4]"));
        assertEquals(List.of(), problems);
    }
}
