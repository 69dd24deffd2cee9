package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.Test;

/** Files that come, go and change their names below a pattern. */
public final class PatternTest extends NumberedLog
{
    @Test
    public void findsByPatternWhatIsThereAndWhatComes() throws IOException
    {
        Path directory = folder.getRoot().toPath();
        Files.createDirectory(directory.resolve("a"));
        Files.writeString(directory.resolve("a/1.log"), "");
        sources.add(directory + "/?/[0-9]*.log", 0, 0, false);
        log = directory.resolve("a/1.log");
        append(2);
        turn();
        log = directory.resolve("a/2.log");
        append(2);
        turn();
        Files.createDirectory(directory.resolve("b"));
        log = directory.resolve("b/3.log");
        append(2);
        turn();
        assertAllArrived();
        assertEquals(3, sources.count());
    }

    @Test
    public void readsOnInAFileThatIsRenamedToAnotherNameOfThePattern() throws IOException
    {
        Path directory = folder.getRoot().toPath();
        Files.createFile(log);
        sources.add(log + "*", 0, 0, false);
        for (int rotation = 0; rotation < 6; rotation++)
        {
            append(3);
            turn();
            try (OutputStream old = Files.newOutputStream(log, StandardOpenOption.APPEND))
            {
                for (int i = 3; i > 0; i--)
                {
                    if (Files.exists(directory.resolve("log." + i)))
                    {
                        Files.move(directory.resolve("log." + i), directory.resolve("log." + (i + 1)), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                Files.move(log, directory.resolve("log.1"));
                write(old, 2);
                turn();
                write(old, 2);
            }
            append(2);
            turn();
            nowMillis += 10_000;
            turn();
        }
        assertAllArrived();
        assertEquals(5, sources.count());
        assertEquals(written, sources.lines());
    }

    @Test
    public void freesTheSlotOfADeletedFileOfAPattern() throws IOException
    {
        Path directory = folder.getRoot().toPath();
        sources.add(directory + "/log.*", 0, 0, false);
        for (int i = 0; i < 30; i++)
        {
            log = directory.resolve("log." + i);
            append(1);
            turn();
            assertEquals(1, sources.lines(sources.count() - 1));
            Files.delete(log);
            turn();
            nowMillis += 3000;
        }
        nowMillis += 10_000;
        turn();
        assertAllArrived();
        assertEquals(0, sources.count());
        assertEquals(30, sources.lines());
        assertTrue("watches: " + sources.watchCount(), sources.watchCount() <= 2);
    }

    @Test
    public void followsNoMoreFilesOfAPatternThanThereIsRoomForAndTellsIt() throws IOException
    {
        Path directory = folder.getRoot().toPath();
        for (int i = 0; i < FollowedPath.FILES_MAXIMUM + 3; i++)
        {
            Files.createFile(directory.resolve("log." + (1000 + i)));
        }
        sources.add(directory + "/log.*", 0, 0, false);
        assertEquals(directory + "/log.*: 3 files are not followed: more than 500 match", sources.takeProblem());
        turn();
        assertNull("told once", sources.takeProblem());
        assertEquals(FollowedPath.FILES_MAXIMUM, sources.count());
        assertEquals(3, sources.refused());
        for (int i = 0; i < 3; i++)
        {
            Files.delete(Path.of(sources.path(i)));
        }
        turn();
        nowMillis += 6000;
        turn();
        turn();
        assertEquals(0, sources.refused());
    }

    @Test
    public void deliversTheUnfinishedLastLineOfEveryFileAtTheEnd() throws IOException
    {
        Path directory = folder.getRoot().toPath();
        for (String name : new String[] {"log", "log.1", "log.2"})
        {
            Files.writeString(directory.resolve(name), name + " whole\n" + name + " unfinished");
        }
        sources.add(log.toString() + "*", 0, 0, true);
        turn();
        sources.finish(sink);
        sources.finish(sink);
        assertEquals(List.of("log whole", "log.1 whole", "log.2 whole", "log unfinished", "log.1 unfinished", "log.2 unfinished"), lines);
    }

    @Test
    public void readsOnInAFileThatThePatternDoesNotMatchAnyMore() throws IOException
    {
        log = folder.getRoot().toPath().resolve("a.log");
        append(0);
        sources.add(folder.getRoot() + "/*.log", 0, 0, false);
        turn();
        Files.move(log, log.resolveSibling("a.old"));
        log = log.resolveSibling("a.old");
        turn();
        nowMillis += 2 * FollowedPath.GRACE_MILLIS;
        turn();
        append(2);
        turn();
        assertAllArrived();
    }
}
