package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.sys.Sys;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
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
        sources.add(log.toString(), 0, 0, false);
        sources.add(other.toString(), 1, 1, true);
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
        assertEquals("inotify: no space left on device; some changes are noticed once a second only", sources.takeProblem());
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
    public void noticesAFileThatIsCutAndWrittenAnewToTheSameLengthOrMore() throws IOException
    {
        follow();
        for (int more = 0; more < 3; more++)
        {
            written = 10_000;
            append(50);
            turn();
            assertEquals(50, lines.size());
            lines.clear();
            written = 20_000;
            Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
            append(50 + more * 30);
            wake();
            assertEquals(50 + more * 30, lines.size());
            assertEquals("number 20000", lines.get(0));
            lines.clear();
            Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
            turn();
        }
    }

    @Test
    public void noticesByTheClockAloneThatAFileWasCutAndWrittenAnew() throws IOException
    {
        sources.close();
        sources = new FileSources(faults.fail("inotifyCreate", 1, 1, Errno.EMFILE).sys(), 16384);
        follow();
        append(50);
        turn();
        lines.clear();
        Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
        append(50);
        Files.setLastModifiedTime(log, FileTime.fromMillis(2_000_000_000_000L));
        turn();
        assertEquals(50, lines.size());
    }

    @Test
    public void asksNothingMoreOfAFileThatHasNotChanged() throws IOException
    {
        follow();
        append(3);
        turn();
        turn();
        faults.heal().fail("read", 1000, 1, Errno.EIO).fail("readAt", 1000, 1, Errno.EIO);
        sources.drain(sink, nowMillis += 2000);
        assertEquals(0, faults.count("read"));
        assertEquals(0, faults.count("readAt"));
    }

    @Test
    public void skipsTheHoleThatAWriterWhoDoesNotAppendLeavesAfterACut() throws IOException
    {
        follow();
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.WRITE))
        {
            for (int i = 0; i < 4; i++)
            {
                write(out, 3000);
                turn();
                Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
                if (i % 2 == 0)
                {
                    turn();
                }
                write(out, 3);
                turn();
            }
        }
        assertAllArrived();
        assertEquals(0, sources.truncatedLines());
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
    public void watchesADirectoryThatTakesTheNameOfAnother() throws IOException
    {
        Path directory = Files.createDirectory(folder.getRoot().toPath().resolve("directory"));
        log = directory.resolve("log");
        follow();
        for (int i = 0; i < 5; i++)
        {
            append(2);
            turn();
            Files.move(directory, folder.getRoot().toPath().resolve("former" + i));
            Files.createDirectory(directory);
            turn();
            // From here on by events alone: the clock stands still.
            append(2);
            wake();
            Files.move(log, directory.resolve("log.1"));
            append(2);
            wake();
            assertAllArrived();
        }
        nowMillis += 10_000;
        turn();
        turn();
        assertTrue("watches: " + sources.watchCount(), sources.watchCount() <= 2);
    }

    @Test
    public void keepsTheNumberOfWatchesWhenAFileIsReopenedOften() throws IOException
    {
        follow();
        for (int i = 0; i < 300; i++)
        {
            Files.move(log, folder.getRoot().toPath().resolve("log.1"), StandardCopyOption.REPLACE_EXISTING);
            append(1);
            turn();
        }
        nowMillis += 10_000;
        turn();
        turn();
        assertAllArrived();
        assertEquals(2, sources.watchCount());
        assertEquals(2, faults.count("inotifyAdd") > 0 ? kernelWatches() : -1);
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

    /** @return the watches that the kernel knows of, as proc(5) lists them. */
    private long kernelWatches() throws IOException
    {
        try (Stream<String> stream = Files.lines(Path.of("/proc/self/fdinfo/" + sources.descriptor())))
        {
            return stream.filter(line -> line.startsWith("inotify wd")).count();
        }
    }

    @Test
    public void looksAtEverythingWhenEventsWereLost() throws IOException
    {
        sources.close();
        Sys real = Platform.sys();
        boolean[] overflow = new boolean[1];
        byte[] event = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putInt(-1).putInt(0x4000).putInt(0).putInt(0).array();
        Sys lossy = (Sys)Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, (proxy, method, arguments) ->
        {
            if (overflow[0] && method.getName().equals("read") && (int)arguments[0] == sources.descriptor())
            {
                overflow[0] = false;
                while ((int)method.invoke(real, arguments) > 0)
                {
                    // What really happened is lost.
                }
                System.arraycopy(event, 0, (byte[])arguments[1], 0, 16);
                return 16;
            }
            return method.invoke(real, arguments);
        });
        sources = new FileSources(lossy, 16384);
        follow();
        for (int i = 0; i < 5; i++)
        {
            append(1);
            overflow[0] = true;
            wake();
            Files.move(log, folder.getRoot().toPath().resolve("log." + i));
            append(1);
            overflow[0] = true;
            wake();
            assertAllArrived();
        }
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
    public void deliversTheUnfinishedLastLineOfAFileThatIsCut() throws IOException
    {
        follow();
        Files.writeString(log, "whole\nunfinished", StandardOpenOption.APPEND);
        turn();
        Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
        Files.writeString(log, "next\n", StandardOpenOption.APPEND);
        turn();
        assertEquals(List.of("whole", "unfinished", "next"), lines);
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
    public void allocatesNothingWhileNothingHappens() throws IOException
    {
        Path directory = folder.getRoot().toPath();
        sources.close();
        sources = new FileSources(Platform.sys(), 16384);
        Files.createFile(log);
        Files.createDirectory(directory.resolve("directory"));
        Files.createFile(directory.resolve("directory/log"));
        sources.add(directory + "/d*/l?[a-g]", 0, 0, false);
        sources.add(directory + "/absent/log", 1, 1, false);
        sources.add(directory + "/*.absent", 2, 2, false);
        sources.add(log.toString(), 3, 3, false);
        ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 6000; i++)
        {
            before = i == 5000 ? threads.getCurrentThreadAllocatedBytes() : before;
            nowMillis += 1000;
            sources.wake();
            sources.drain(sink, nowMillis);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes + " bytes in 1000 turns", bytes < 1000);
    }

    @Test
    public void losesNothingAndRepeatsNothingInARandomLife() throws IOException
    {
        for (int seed = 0; seed < 40; seed++)
        {
            for (boolean pattern : new boolean[] {false, true})
            {
                sources.close();
                sources = new FileSources(Platform.sys(), 16384);
                lines.clear();
                written = 0;
                randomLife("seed " + seed + (pattern ? " pattern" : " path"), new Random(seed), folder.newFolder().toPath(), pattern);
            }
        }
    }

    /** A writer that keeps its file open, and somebody who rotates it by every means; both in random order. */
    private void randomLife(String name, Random random, Path directory, boolean pattern) throws IOException
    {
        log = Files.createFile(directory.resolve("log"));
        sources.add(log + (pattern ? "*" : ""), 0, 0, false);
        OutputStream writer = Files.newOutputStream(log, StandardOpenOption.APPEND);
        boolean looked = true;
        for (int step = 0; step < 60; step++)
        {
            int what = random.nextInt(10);
            if (what == 0)
            {
                Path older = directory.resolve("log.1");
                if (!looked)
                {
                    // One more and the file that had the name last could be gone unread. What was read long ago has older times.
                    laterLook();
                }
                looked = !looked;
                if (Files.exists(older))
                {
                    Files.move(older, directory.resolve("log.2"), StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(log, older);
                for (int i = random.nextInt(4); i > 0; i--)
                {
                    write(writer, random.nextInt(3));
                    look(random);
                }
                writer.close();
                writer = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            else if (what == 1)
            {
                // Lines that nobody has read yet are lost when a file is cut or deleted, whoever follows it.
                wake();
                if (random.nextBoolean())
                {
                    long size = Files.size(log);
                    Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
                    while (Files.size(log) < size && random.nextInt(20) != 0)
                    {
                        write(writer, 1);
                    }
                }
                else
                {
                    Files.delete(log);
                    writer.close();
                    writer = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
            else if (what == 2)
            {
                writer.write("number ".getBytes(StandardCharsets.ISO_8859_1));
                look(random);
                writer.write((written++ + "\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            else
            {
                write(writer, random.nextInt(random.nextInt(20) == 0 ? 9000 : 5));
                look(random);
            }
        }
        writer.close();
        turn();
        turn();
        boolean[] arrived = new boolean[written];
        for (String line : lines)
        {
            int number = Integer.parseInt(line.substring("number ".length()));
            assertFalse(name + ": twice: " + line, arrived[number]);
            arrived[number] = true;
        }
        assertEquals(name, written, lines.size());
    }

    /** A turn by events alone, a turn after a second, or none. */
    private void look(Random random)
    {
        int what = random.nextInt(3);
        if (what == 0)
        {
            wake();
        }
        else if (what == 1)
        {
            turn();
        }
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
        sources.add(log.toString(), 0, 0, false);
    }

    /** A turn of the loop a second after the last one. */
    private void turn()
    {
        nowMillis += 1000;
        wake();
    }

    /** A turn after so long that files' times show that nobody has written since. */
    private void laterLook()
    {
        try
        {
            Thread.sleep(20);
        }
        catch (InterruptedException e)
        {
            throw new IllegalStateException(e);
        }
        turn();
    }

    /** A turn of the loop at once. */
    private void wake()
    {
        if (sources.descriptor() >= 0)
        {
            sources.wake();
        }
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

    @Test
    public void otherWishesKeepPlaces() throws IOException
    {
        List<String> all = new ArrayList<>();
        LineSink told = (source, buffer, from, to, truncated) -> all.add(source + " " + new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
        Path other = folder.getRoot().toPath().resolve("other");
        Files.writeString(log, "a\nhal");
        Files.writeString(other, "x\n");
        sources.add(log.toString(), 1, 0, true);
        sources.add(other.toString(), 2, 1, true);
        sources.drain(told, nowMillis);
        sources.begin();
        assertEquals(-1, sources.keep(log.toString(), 1));
        assertEquals(1, sources.keep(log.toString(), 0));
        // Who read it together with others goes on alone, where they were.
        sources.remember(sources.places(0));
        sources.add(log.toString(), sources.unusedSource(1), 5, false);
        sources.sweep();
        Files.writeString(log, "a\nhalf\nb\n");
        sources.drain(told, nowMillis += 2000);
        assertEquals(List.of("1 a", "2 x", "1 half", "1 b", "3 half", "3 b"), all);
        assertEquals("what is not read any more was", 6, sources.lines());
        assertEquals(2, sources.count());
        assertEquals("a number that is free again", 2, sources.unusedSource(1));
    }

    @Test
    public void aFileThatAnotherPathOfItsReadersLeadsToGoesOnThere() throws IOException
    {
        List<String> all = new ArrayList<>();
        LineSink told = (source, buffer, from, to, truncated) -> all.add(source + " " + new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
        Files.writeString(log, "a\n");
        sources.add(log.toString(), 1, 0, true);
        sources.drain(told, nowMillis);
        Files.writeString(log, "a\nb\n");
        sources.begin();
        sources.add(folder.getRoot().toPath().resolve("l*").toString(), 2, 0, false);
        sources.sweep();
        sources.drain(told, nowMillis += 2000);
        assertEquals(List.of("1 a", "2 b"), all);
    }
}
