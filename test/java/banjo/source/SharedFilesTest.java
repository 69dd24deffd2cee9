package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files that several paths lead to, the first line that is read, and descriptors that run out. */
public final class SharedFilesTest
{
    private static final int MAX_LINE = 2000;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final FaultySys faults = new FaultySys(Platform.sys());
    private final List<String> lines = new ArrayList<>();
    private FileSources sources;
    private Path log;
    private long nowMillis = 1_000_000;

    @Before
    public void create()
    {
        sources = new FileSources(faults.sys(), MAX_LINE);
        log = folder.getRoot().toPath().resolve("log");
    }

    @After
    public void close()
    {
        sources.close();
    }

    private void append(Path file, String text) throws IOException
    {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void turn()
    {
        nowMillis += 1000;
        sources.wake();
        while (sources.drain((source, buffer, from, to, truncated) ->
            lines.add(source + " " + new String(buffer, from, to - from, StandardCharsets.ISO_8859_1)), nowMillis))
        {
            // More.
        }
    }

    @Test
    public void readsAFileOnceHoweverManyPathsOfTheSameReadersLeadToIt() throws IOException
    {
        append(log, "old\n");
        Files.createSymbolicLink(log.resolveSibling("link"), log);
        Files.createLink(log.resolveSibling("hard"), log);
        for (String name : new String[] {"log", "link", "hard", "l*", "./log", "../" + folder.getRoot().getName() + "/log"})
        {
            sources.add(folder.getRoot() + "/" + name, 0, 0, false);
        }
        append(log, "one\n");
        turn();
        append(log, "two\n");
        turn();
        assertEquals(List.of("0 one", "0 two"), lines);
        assertEquals(2, sources.lines());
        assertEquals(0, sources.unread());
        assertNull(sources.takeProblem());
        for (int i = 0; i < sources.count(); i++)
        {
            assertEquals("following", sources.state(i));
        }
    }

    @Test
    public void otherReadersGetTheFileToo() throws IOException
    {
        append(log, "old\n");
        sources.add(log.toString(), 0, 0, false);
        sources.add(log + "*", 1, 1, true);
        append(log, "one\n");
        turn();
        assertEquals(List.of("0 one", "1 old", "1 one"), lines);
    }

    @Test
    public void aFileThatLosesItsNameGoesOnUnderTheOtherPathThatNamesIt() throws IOException
    {
        append(log, "old\n");
        sources.add(log.toString(), 0, 0, false);
        sources.add(log + "*", 0, 0, false);
        for (int i = 1; i <= 12; i++)
        {
            append(log, "a" + i + "\n");
            Path old = log.resolveSibling("log." + i);
            Files.move(log, old);
            append(old, "b" + i + "\n");
            append(log, "c" + i + "\n");
            turn();
            // Long after the grace of a file that no path names.
            nowMillis += 2 * FollowedPath.GRACE_MILLIS;
            turn();
            append(old, "d" + i + "\n");
            turn();
            assertEquals(List.of("0 a" + i, "0 b" + i, "0 c" + i, "0 d" + i), lines.stream().sorted().toList());
            lines.clear();
        }
        assertEquals(48, sources.lines());
    }

    @Test
    public void aPathWhoseFileIsGoneTellsItAlthoughAnotherPathReadsOn() throws IOException
    {
        append(log, "old\n");
        sources.add(folder.getRoot() + "/*", 0, 0, false);
        sources.add(log.toString(), 0, 0, false);
        turn();
        assertNull(sources.takeProblem());
        Files.move(log, log.resolveSibling("other"));
        append(log.resolveSibling("other"), "one\n");
        turn();
        assertEquals(log + ": no such file or directory yet", sources.takeProblem());
        append(log, "two\n");
        turn();
        turn();
        assertEquals(List.of("0 one", "0 two"), lines);
        assertEquals(0, sources.unread());
    }

    @Test
    public void startsWithTheUnfinishedLastLine() throws IOException
    {
        append(log, "old\n" + "x".repeat(1500));
        sources.add(log.toString(), 0, 0, false);
        turn();
        append(log, "y\nnext\n");
        turn();
        assertEquals(List.of("0 " + "x".repeat(1500) + "y", "0 next"), lines);
    }

    @Test
    public void startsWithAFirstLineThatIsUnfinished() throws IOException
    {
        append(log, "beginning");
        sources.add(log.toString(), 0, 0, false);
        append(log, " and end\n");
        turn();
        assertEquals(List.of("0 beginning and end"), lines);
    }

    @Test
    public void passesOverTheRestOfALineThatIsTooLongAtTheStart() throws IOException
    {
        append(log, "old\n" + "x".repeat(MAX_LINE + 600));
        sources.add(log.toString(), 0, 0, false);
        turn();
        append(log, "could look like a line\nnext\n");
        turn();
        assertEquals(List.of("0 next"), lines);
    }

    @Test
    public void leavesDescriptorsForClientsAndDirectories() throws IOException
    {
        append(log, "one\n");
        // The log's own descriptor is there, some of those that must stay free are not.
        faults.fail("open", 10, 1, Errno.EMFILE);
        sources.add(log.toString(), 0, 0, true);
        assertEquals(log + ": too many open files", sources.takeProblem());
        turn();
        assertEquals(List.of("0 one"), lines);
        assertEquals(0, sources.unread());
    }
}
