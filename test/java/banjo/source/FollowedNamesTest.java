package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import banjo.sys.Platform;
import java.io.File;
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

/** Names that lead to nothing, to something else or to several files, and what is told of them. */
public final class FollowedNamesTest
{
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final List<String> lines = new ArrayList<>();
    private final FileSources sources = new FileSources(Platform.sys(), 2000);
    private Path log;
    private long nowMillis = 1_000_000;

    @Before
    public void name()
    {
        log = folder.getRoot().toPath().resolve("log");
    }

    @After
    public void close()
    {
        sources.close();
    }

    private static void append(Path file, String text) throws IOException
    {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void turn(int millis)
    {
        nowMillis += millis;
        sources.wake();
        while (sources.drain((source, buffer, from, to, truncated) ->
            lines.add(new String(buffer, from, to - from, StandardCharsets.ISO_8859_1)), nowMillis))
        {
            // More.
        }
    }

    @Test
    public void aDirectoryInTheLogsPlaceCostsNoDescriptors() throws IOException
    {
        Files.createDirectory(log);
        sources.add(log.toString(), 1, 0, false);
        turn(1000);
        int before = new File("/proc/self/fd").list().length;
        for (int i = 0; i < 50; i++)
        {
            turn(1000);
        }
        assertTrue(new File("/proc/self/fd").list().length < before + 25);
        assertEquals("waiting", sources.state(0));
        Files.delete(log);
        append(log, "1\n");
        turn(1000);
        assertEquals(List.of("1"), lines);
        assertEquals("following", sources.state(0));
    }

    @Test
    public void aPatternLeavesOutWhatIsNoFile() throws IOException
    {
        Files.createDirectory(log.resolveSibling("log.d"));
        append(log, "old\n");
        sources.add(log + "*", 1, 0, false);
        assertNull(sources.takeProblem());
        assertEquals(0, sources.unread());
        assertEquals(1, sources.count());
    }

    @Test
    public void aPatternOfWhichAnotherPathReadsAllHasItsFiles() throws IOException
    {
        append(log, "old\n");
        sources.add(log.toString(), 1, 0, false);
        sources.add(log + "*", 2, 0, false);
        assertNull(sources.takeProblem());
        Files.delete(log);
        sources.add(log.resolveSibling("none*").toString(), 3, 1, false);
        assertEquals(log.resolveSibling("none*") + ": no file matches yet", sources.takeProblem());
        turn(1000);
        turn(10_000);
        sources.takeProblem();
        assertNull("a pattern that had files may be empty", sources.takeProblem());
    }

    @Test
    public void aNumberThatIsFreeIsNobodysWhateverTheirOrder()
    {
        sources.add(log + "2", 2, 0, false);
        sources.add(log + "1", 1, 0, false);
        assertEquals(3, sources.unusedSource(1));
    }

    @Test
    public void moreThanATurnsBudgetOfAFormerFileComesBeforeItsSuccessor() throws IOException
    {
        append(log, "");
        sources.add(log.toString(), 1, 0, false);
        turn(1000);
        Files.move(log, log.resolveSibling("log.1"));
        append(log, "");
        turn(1000);
        append(log.resolveSibling("log.1"), ("x".repeat(999) + "\n").repeat(3000));
        append(log, "new\n");
        turn(1000);
        assertEquals(3001, lines.size());
        assertEquals("new", lines.get(3000));
    }

    @Test
    public void aFileThatIsCutBeforeItsFirstTurnIsReadFromItsBeginning() throws IOException
    {
        append(log, "old, and some more\n");
        sources.add(log.toString(), 1, 0, false);
        Files.writeString(log, "new, and so much more that it is longer\n");
        turn(1000);
        assertEquals(List.of("new, and so much more that it is longer"), lines);
        assertEquals(1, sources.rotations(0));
    }

    @Test
    public void theLastLineOfAFormerFileNeedsNoEnd() throws IOException
    {
        append(log, "");
        sources.add(log.toString(), 1, 0, false);
        append(log, "1\n2");
        turn(1000);
        Files.move(log, log.resolveSibling("log.1"));
        append(log, "3\n");
        turn(1000);
        assertEquals(List.of("1", "3"), lines);
        turn((int)FollowedPath.GRACE_MILLIS);
        turn(1000);
        assertEquals(List.of("1", "3", "2"), lines);
    }

    @Test
    public void formerFilesAreFewHoweverOftenALogIsRotated() throws IOException
    {
        append(log, "");
        sources.add(log.toString(), 1, 0, false);
        for (int i = 0; i < 20; i++)
        {
            append(log, i + "\n");
            Files.move(log, log.resolveSibling("log." + i));
            append(log, "");
            turn(10);
        }
        turn(1000);
        assertEquals(20, lines.size());
        assertTrue("watches: " + sources.watchCount(), sources.watchCount() <= 9);
    }
}
