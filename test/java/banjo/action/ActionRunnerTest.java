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
import java.util.Arrays;
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
    public void aCommandMayHaveAHundredTexts() throws Exception
    {
        String[] texts = new String[100];
        Arrays.fill(texts, "<jail>");
        run(5000, show(texts));
        ban(0, V4, 128, 600);
        waitForAll();
        assertEquals("[sshd]".repeat(100) + "\n", Files.readString(seen));
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
        assertEquals("commands of actions left out, because the daemon stops: 1024", problems.get(1));
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

    /** Other actions of the same names, their places exchanged. */
    private void exchange()
    {
        runner.replace(new Action[] {new Action("b", 300), new Action("a", 300).command(Action.BAN, List.of("true"))});
    }

    @Test
    public void aProcessKeepsItsTimeWhereverItsActionStands() throws Exception
    {
        runner = new ActionRunner(faulty.sys(), new Action[] {new Action("a", 300).command(Action.BAN, List.of("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done")),
            new Action("b", 300)}, problems::add);
        now = 100_000;
        ban(0, V4, 128, 600);
        runner.tick(now);
        Thread.sleep(200);
        exchange();
        runner.order(1, Action.BAN, SSHD, 0, V4, 128, 600, 5);
        runner.tick(now + 299);
        assertEquals("the next one waits", 1, runner.runs());
        runner.tick(now + 300);
        Thread.sleep(100);
        exchange();
        runner.tick(now + 2299);
        assertEquals(0, runner.failed());
        runner.tick(now + 2300);
        waitForAll();
        assertEquals(List.of("action a: sh: took longer than 0s and was ended"), problems);
        assertEquals(2, runner.runs());
    }

    @Test
    public void whatWasEndedIsToldSoAlthoughItsActionChanged() throws Exception
    {
        runner = new ActionRunner(faulty.sys(), new Action[] {new Action("a", 300).command(Action.BAN, List.of("sleep", "77")), new Action("b", 300)},
            problems::add);
        now = 100_000;
        ban(0, V4, 128, 600);
        runner.tick(now);
        runner.tick(now + 300);
        exchange();
        for (int i = 0; i < 200 && runner.failed() == 0; i++)
        {
            runner.tick(now + 300);
            Thread.sleep(10);
        }
        assertEquals(List.of("action a: sleep: took longer than 0s and was ended"), problems);
    }

    @Test
    public void aFormerActionStaysAsLongAsItRunsOrWaits() throws Exception
    {
        runner = new ActionRunner(faulty.sys(), new Action[] {new Action("runs", 60_000).command(Action.BAN, List.of("sleep", "77")),
            new Action("waits", 5000).command(Action.BAN, List.of(show("waits"))), new Action("idle", 5000)}, problems::add);
        now = faulty.sys().monotonicNanos() / 1_000_000;
        ban(0, V4, 128, 600);
        runner.tick(now);
        runner.order(1, Action.BAN, SSHD, 0, V4, 128, 600, 5);
        runner.replace(new Action[] {new Action("other", 5000)});
        runner.replace(new Action[0]);
        runner.finish(500);
        assertEquals("[waits]\n", Files.readString(seen));
        assertEquals(List.of("action runs: sleep: killed, because the daemon stops"), problems);
    }

    @Test
    public void theNextTimeThatTooMuchWaitsIsToldAgain() throws Exception
    {
        run(5000, "true");
        for (int round = 1; round <= 2; round++)
        {
            for (int i = 0; i < 1026; i++)
            {
                ban(0, V4, 128, 600);
            }
            assertEquals(round, problems.size());
            faulty.fail("spawn", 1, 10_000, Errno.EAGAIN);
            runner.tick(now);
            faulty.heal();
            problems.removeIf(each -> !each.contains("too slow"));
        }
    }

    /** @return whether a process runs whose command line holds a text. */
    private static boolean runs(String text)
    {
        return ProcessHandle.allProcesses().anyMatch(each -> each.info().commandLine().orElse("").contains(text));
    }

    private static void waitForEnd(String text) throws InterruptedException
    {
        for (int i = 0; i < 100 && runs(text); i++)
        {
            Thread.sleep(20);
        }
        assertFalse(runs(text));
    }

    @Test
    public void whatACommandLeavesBehindEndsWithItWhenItTookTooLong() throws Exception
    {
        String mark = "sleep 7" + System.nanoTime();
        run(300, "sh", "-c", "(trap '' TERM; " + mark + "1; " + mark + "2) & " + mark + "3");
        ban(0, V4, 128, 600);
        runner.tick(now);
        Thread.sleep(200);
        now += 300;
        waitForAll();
        waitForEnd(mark);
        assertEquals(1, runner.failed());
        run(60_000, "sh", "-c", mark + "4; true");
        ban(0, V4, 128, 600);
        runner.finish(200);
        waitForEnd(mark);
    }

    @Test
    public void aCommandThatIsTooLongIsNotRunInPart() throws Exception
    {
        run(5000, show("x".repeat(40_000)));
        ban(0, V4, 128, 600);
        waitForAll();
        assertEquals("", Files.readString(seen));
        assertEquals(List.of("action test: sh: " + Errno.message(-Errno.E2BIG)), problems);
    }

    @Test
    public void aCommandThatFollowsOneThatTookTooLongHasItsOwnTime() throws Exception
    {
        run(300, "sh", "-c", "[ -s " + seen + " ] || { echo >> " + seen + "; sleep 77; }");
        ban(0, V4, 128, 600);
        ban(0, V4, 128, 600);
        runner.tick(now);
        Thread.sleep(200);
        now += 300;
        waitForAll();
        assertEquals("the first alone", 1, runner.failed());
        assertEquals(2, runner.runs());
    }
}
