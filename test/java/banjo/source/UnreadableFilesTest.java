package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import banjo.sys.Errno;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.Test;

/** Files that cannot be read yet, and what is told of them. */
public final class UnreadableFilesTest extends NumberedLog
{
    @Test
    public void readsAFileAndADirectoryThatAppearLaterFromTheBeginning() throws IOException
    {
        Path late = folder.getRoot().toPath().resolve("later/log");
        sources.add(late.toString(), 0, 0, false);
        assertNotNull(sources.takeProblem());
        turn();
        assertNull("told once", sources.takeProblem());
        Files.createDirectory(late.getParent());
        turn();
        log = late;
        append(3);
        turn();
        assertAllArrived();
    }

    @Test
    public void triesAgainWhenThereAreNoDescriptors() throws IOException
    {
        Files.createFile(log);
        faults.fail("open", 1, 2, Errno.EMFILE);
        sources.add(log.toString(), 0, 0, true);
        append(2);
        assertEquals(log + ": too many open files", sources.takeProblem());
        turn();
        turn();
        turn();
        assertAllArrived();
    }

    @Test
    public void tellsThatADirectoryIsNoFile()
    {
        sources.add(folder.getRoot().toString(), 0, 0, false);
        assertEquals(folder.getRoot() + ": is a directory", sources.takeProblem());
    }

    @Test
    public void tellsWhatCannotBeReadAndAPatternThatMatchesNothing() throws IOException
    {
        sources.add(log.toString(), 0, 0, true);
        sources.add(log + "*", 1, 1, true);
        assertEquals(log + ": no such file or directory yet", sources.takeProblem());
        assertEquals(log + "*: no file matches yet", sources.takeProblem());
        turn();
        assertEquals(2, sources.unread());
        append(1);
        turn();
        assertNull(sources.takeProblem());
        assertEquals(0, sources.unread());
    }

    @Test
    public void followsAFileThatBecomesReadableLater() throws IOException
    {
        Files.createFile(log);
        // The directory is opened first.
        faults.fail("open", 2, 1, Errno.EACCES);
        sources.add(folder.getRoot() + "/*", 0, 0, true);
        append(2);
        assertEquals(log + ": permission denied", sources.takeProblem());
        faults.fail("open", 2, 1, Errno.EACCES);
        turn();
        assertNull("told once", sources.takeProblem());
        assertEquals("waiting", sources.state(0));
        turn();
        assertEquals("following", sources.state(0));
        assertAllArrived();
    }

    @Test
    public void waitsForAPipesWriter() throws IOException, InterruptedException
    {
        assertEquals(0, new ProcessBuilder("mkfifo", log.toString()).start().waitFor());
        sources.add(log.toString(), 0, 0, false);
        for (int i = 0; i < 3; i++)
        {
            try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.WRITE))
            {
                write(out, 2);
                turn();
                turn();
                assertAllArrived();
                assertEquals("nothing to read is no error", 0, sources.unread());
                write(out, 1);
            }
            turn();
            assertAllArrived();
        }
        assertNull(sources.takeProblem());
        assertEquals("there is no place to go on at", List.of(), sources.places(0));
    }

    @Test
    public void tellsEachReasonOnce() throws IOException
    {
        Files.createFile(log);
        faults.fail("open", 1, 1, Errno.EACCES);
        sources.add(log.toString(), 0, 0, false);
        assertEquals(log + ": permission denied", sources.takeProblem());
        faults.fail("open", 1, 2, Errno.EIO);
        turn();
        assertEquals(log + ": input/output error", sources.takeProblem());
        turn();
        assertNull(sources.takeProblem());
    }
}
