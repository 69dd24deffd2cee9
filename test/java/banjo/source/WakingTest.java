package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import banjo.sys.Errno;
import banjo.sys.Platform;
import banjo.sys.Sys;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.Test;

/** What tells that there is something to read: events, and the clock where there are none; and what it costs while nothing happens. */
public final class WakingTest extends NumberedLog
{
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

    /** @return the watches that the kernel knows of, as proc(5) lists them. */
    private long kernelWatches() throws IOException
    {
        try (Stream<String> stream = Files.lines(Path.of("/proc/self/fdinfo/" + sources.descriptor())))
        {
            return stream.filter(line -> line.startsWith("inotify wd")).count();
        }
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
}
