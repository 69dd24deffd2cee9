package banjo.source;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.Assume;
import org.junit.Test;

/** What is written before, while and after a log is rotated arrives once and in order. */
public final class RotationTest extends NumberedLog
{
    @Test
    public void losesNothingWhenTheWriterGoesOnInARenamedFile() throws IOException
    {
        follow();
        for (int rotation = 0; rotation < 20; rotation++)
        {
            try (OutputStream old = Files.newOutputStream(log, StandardOpenOption.APPEND))
            {
                write(old, 3);
                turn();
                write(old, 2);
                Files.move(log, folder.getRoot().toPath().resolve("log." + rotation));
                write(old, 2);
                turn();
                write(old, 3);
                turn();
                Files.createFile(log);
                turn();
                write(old, 3000);
                turn();
            }
            append(4);
            turn();
            laterLook();
            nowMillis += rotation % 2 * 6000;
        }
        assertAllArrived();
        assertEquals(20, sources.rotations(0));
    }

    @Test
    public void readsTheRestOfTheFormerFileWhenTheNextRotationComesEarly() throws IOException
    {
        follow();
        OutputStream first = Files.newOutputStream(log, StandardOpenOption.APPEND);
        write(first, 1);
        turn();
        Files.move(log, folder.getRoot().toPath().resolve("log.2"));
        Files.createFile(log);
        turn();
        write(first, 20_000);
        first.close();
        Files.move(log, folder.getRoot().toPath().resolve("log.1"));
        Files.createFile(log);
        turn();
        append(2);
        turn();
        assertAllArrived();
    }

    @Test
    public void readsEveryFileThatHadTheNameBetweenTwoLooks() throws IOException
    {
        follow();
        append(3);
        turn();
        append(2);
        Path root = folder.getRoot().toPath();
        Files.move(log, root.resolve("log.3"));
        Files.copy(root.resolve("log.3"), root.resolve("log.old"));
        Files.createFile(log);
        append(20_000);
        Files.move(log, root.resolve("log.2"));
        Files.createFile(log);
        append(5);
        Files.move(log, root.resolve("log.1"));
        Files.createFile(log);
        append(1);
        turn();
        turn();
        assertAllArrived();
        assertEquals(3, sources.rotations(0));
        laterLook();
        nowMillis += FollowedPath.GRACE_MILLIS;
        turn();
        append(1);
        Files.move(log, root.resolve("log.0"));
        Files.createFile(log);
        turn();
        assertAllArrived();
        assertEquals("what is read already is not read again", 4, sources.rotations(0));
    }

    @Test
    public void readsEveryFileThatHadTheNameHoweverOftenItWasRotated() throws IOException
    {
        follow();
        for (int burst = 0; burst < 4; burst++)
        {
            for (int i = 0; i < 11; i++)
            {
                append(2);
                Files.move(log, folder.getRoot().toPath().resolve("log." + burst + i));
            }
            append(1);
            laterLook();
        }
        assertAllArrived();
        assertEquals(44, sources.rotations(0));
    }

    @Test
    public void readsWhatHadTheNameDuringALook() throws IOException
    {
        follow();
        append(1);
        faults.before("realtimeNanos", 1, () ->
        {
            rotateTwice();
            pause(30);
        });
        turn();
        turn();
        assertAllArrived();
    }

    private void rotateTwice()
    {
        try
        {
            for (String name : new String[] {"log.1", "log.2"})
            {
                append(1);
                Files.move(log, log.resolveSibling(name));
            }
            append(1);
        }
        catch (IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void readsWhatLoggersThatWriteToCurrentCallByATime() throws IOException
    {
        log = log.resolveSibling("current");
        follow();
        for (int i = 0; i < 9; i++)
        {
            append(2);
            Files.move(log, folder.getRoot().toPath().resolve("@400000006b0977353332c5f" + i + (i % 2 == 0 ? ".s" : ".u")));
            if (i % 3 == 2)
            {
                append(1);
                laterLook();
            }
        }
        append(1);
        turn();
        assertAllArrived();
    }

    @Test
    public void keepsAFormerFileAsLongAsItGrows() throws IOException
    {
        follow();
        try (OutputStream old = Files.newOutputStream(log, StandardOpenOption.APPEND))
        {
            Files.move(log, folder.getRoot().toPath().resolve("log.1"));
            Files.createFile(log);
            for (int i = 0; i < 10; i++)
            {
                turn();
                nowMillis += 2000;
                write(old, 1);
            }
            turn();
        }
        assertAllArrived();
    }

    @Test
    public void followsAcrossDeleteTruncateAndCopyTruncate() throws IOException
    {
        follow();
        for (int i = 0; i < 20; i++)
        {
            append(5);
            turn();
            Files.delete(log);
            turn();
            append(4);
            turn();
            Files.copy(log, folder.getRoot().toPath().resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
            Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
            turn();
            append(3);
            turn();
        }
        assertAllArrived();
    }

    @Test
    public void followsALinkThatIsSwitched() throws IOException
    {
        Path link = log;
        Path directory = folder.getRoot().toPath();
        log = Files.createFile(directory.resolve("target0"));
        Files.createSymbolicLink(link, log);
        sources.add(link.toString(), 0, 0, false);
        for (int i = 1; i < 10; i++)
        {
            append(3);
            turn();
            log = Files.createFile(directory.resolve("target" + i));
            Path fresh = Files.createSymbolicLink(directory.resolve("fresh"), log);
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
        }
        append(1);
        turn();
        assertAllArrived();
    }

    @Test
    public void readsOnWhereItStoppedWhenALinkIsSwitchedBack() throws IOException
    {
        Path directory = folder.getRoot().toPath();
        Path link = log;
        for (int i = 0; i < 6; i++)
        {
            log = directory.resolve("target" + i % 2);
            append(2);
            Path fresh = Files.createSymbolicLink(directory.resolve("fresh"), log);
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
            if (i == 0)
            {
                sources.add(link.toString(), 0, 0, true);
            }
            turn();
            nowMillis += 10_000;
            turn();
        }
        assertAllArrived();
    }

    @Test
    public void followsThroughRealLogrotateInBothModes() throws IOException, InterruptedException
    {
        Assume.assumeTrue("needs logrotate", Files.isExecutable(Path.of("/usr/sbin/logrotate")));
        follow();
        for (String mode : new String[] {"create", "copytruncate"})
        {
            Path configuration = folder.getRoot().toPath().resolve(mode + ".conf");
            Files.writeString(configuration, log + " {\n rotate 3\n nocompress\n " + mode + "\n}\n");
            for (int i = 0; i < 3; i++)
            {
                append(10);
                turn();
                Process process = new ProcessBuilder("/usr/sbin/logrotate", "-f", "-s", folder.getRoot() + "/state",
                    configuration.toString()).redirectErrorStream(true).start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(output, 0, process.waitFor());
                turn();
            }
        }
        append(1);
        turn();
        assertAllArrived();
    }
}
