package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Every line that is written carries the next number; every number must arrive once and in order. */
public final class FileSourcesTest
{
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final FaultySys faults = new FaultySys(Platform.sys());
    private final List<String> lines = new ArrayList<>();
    private final LineSink sink = (source, buffer, from, to, truncated) ->
        lines.add(new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
    private FileSources sources;
    private Path log;
    private long nowMillis = 1_000_000;
    private int written;

    @Before
    public void create()
    {
        sources = new FileSources(faults.sys(), 16384);
        log = folder.getRoot().toPath().resolve("log");
    }

    @After
    public void close()
    {
        sources.close();
    }

    @Test
    public void startsAtTheEndUnlessToldOtherwise() throws IOException
    {
        Files.writeString(log, "old\n");
        Path other = folder.getRoot().toPath().resolve("other");
        Files.writeString(other, "first\n");
        sources.add(log.toString(), 0, false);
        sources.add(other.toString(), 1, true);
        turn();
        assertEquals(List.of("first"), lines);
    }

    @Test
    public void waitsForTheEndOfALineThatComesByteByByte() throws IOException
    {
        follow();
        byte[] line = "whole line\r\n".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < line.length; i++)
        {
            assertEquals(List.of(), lines);
            Files.write(log, new byte[] {line[i]}, StandardOpenOption.APPEND);
            turn();
        }
        assertEquals(List.of("whole line"), lines);
    }

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
    public void readsAFileAndADirectoryThatAppearLaterFromTheBeginning() throws IOException
    {
        Path late = folder.getRoot().toPath().resolve("later/log");
        sources.add(late.toString(), 0, false);
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
    public void followsALinkThatIsSwitched() throws IOException
    {
        Path link = log;
        Path directory = folder.getRoot().toPath();
        log = Files.createFile(directory.resolve("target0"));
        Files.createSymbolicLink(link, log);
        sources.add(link.toString(), 0, false);
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
    public void findsByPatternWhatIsThereAndWhatComes() throws IOException
    {
        Path directory = folder.getRoot().toPath();
        Files.createDirectory(directory.resolve("a"));
        Files.writeString(directory.resolve("a/1.log"), "");
        sources.add(directory + "/?/[0-9]*.log", 0, false);
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
    public void findsLinesByTheClockWhenThereIsNoInotify() throws IOException
    {
        sources.close();
        sources = new FileSources(faults.fail("inotifyCreate", 1, 1, Errno.EMFILE).sys(), 16384);
        follow();
        append(2);
        turn();
        assertAllArrived();
    }

    @Test
    public void readsOnWhenWatchesRunOutAndCallsAreInterruptedOrShort() throws IOException
    {
        faults.fail("inotifyAdd", 1, 1000, Errno.ENOSPC);
        follow();
        faults.shorten(1).fail("read", 2, 1, Errno.EINTR);
        append(3);
        turn();
        assertAllArrived();
        faults.heal().fail("read", 1, 3, Errno.EIO);
        append(2);
        turn();
        assertEquals(log + ": input/output error", sources.takeProblem());
        turn();
        assertNull(sources.takeProblem());
        faults.heal();
        turn();
        assertAllArrived();
    }

    @Test
    public void triesAgainWhenThereAreNoDescriptors() throws IOException
    {
        Files.createFile(log);
        faults.fail("open", 1, 2, Errno.EMFILE);
        sources.add(log.toString(), 0, true);
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
        sources.add(folder.getRoot().toString(), 0, false);
        assertEquals(folder.getRoot() + ": is a directory", sources.takeProblem());
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

    private void follow() throws IOException
    {
        Files.createFile(log);
        sources.add(log.toString(), 0, false);
    }

    /** A turn of the loop a second after the last one. */
    private void turn()
    {
        nowMillis += 1000;
        if (sources.descriptor() >= 0)
        {
            sources.wake();
        }
        sources.tick(nowMillis, sink);
        int rounds = 0;
        while (sources.drain(sink, nowMillis))
        {
            rounds++;
            assertTrue("says for ever that there is more", rounds < 1000);
        }
    }

    private void append(int count) throws IOException
    {
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND))
        {
            write(out, count);
        }
    }

    private void write(OutputStream out, int count) throws IOException
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.append("number ").append(written++).append('\n');
        }
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void assertAllArrived()
    {
        for (int i = 0; i < Math.min(lines.size(), written); i++)
        {
            assertEquals("number " + i, lines.get(i));
        }
        assertEquals(written, lines.size());
    }
}
