package banjo.sys;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PlatformTest
{
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Sys sys = Platform.sys();

    @Test
    public void readsAndWritesPartsOfArrays() throws IOException
    {
        Path file = folder.getRoot().toPath().resolve("file");
        byte[] path = Paths.of(file.toString());
        int out = sys.open(path, Sys.OPEN_WRITE | Sys.OPEN_CREATE | Sys.OPEN_EXCLUSIVE, 0640);
        assertEquals(3, sys.write(out, "xabcx".getBytes(StandardCharsets.UTF_8), 1, 3));
        assertEquals(0, sys.sync(out));
        assertEquals(0, sys.close(out));
        assertEquals("abc", Files.readString(file));
        int in = sys.open(path, Sys.OPEN_READ, 0);
        byte[] buffer = new byte[5];
        assertEquals(3, sys.read(in, buffer, 1, 4));
        assertArrayEquals(new byte[] {0, 'a', 'b', 'c', 0}, buffer);
        assertEquals(0, sys.read(in, buffer, 0, 4));
        assertEquals(1, sys.seek(in, 1, Sys.SEEK_SET));
        assertEquals(2, sys.read(in, buffer, 0, 5));
        long[] status = new long[FileStatus.FIELDS];
        assertEquals(0, sys.statDescriptor(in, status));
        assertEquals(3, status[FileStatus.SIZE]);
        assertTrue(FileStatus.isRegular(status));
        long[] byPath = new long[FileStatus.FIELDS];
        assertEquals(0, sys.stat(path, byPath));
        assertArrayEquals(status, byPath);
        assertEquals(Files.getAttribute(file, "unix:ino"), byPath[FileStatus.INODE]);
        assertEquals(0640, byPath[FileStatus.MODE] & 0777);
        assertEquals(1, byPath[FileStatus.LINKS]);
        assertEquals(((FileTime)Files.getAttribute(file, "unix:lastModifiedTime")).to(TimeUnit.NANOSECONDS), byPath[FileStatus.MODIFIED]);
        assertEquals(2, sys.readAt(in, buffer, 2, 3, 1));
        assertArrayEquals(new byte[] {'b', 'c'}, Arrays.copyOfRange(buffer, 2, 4));
        assertEquals("the place stays", 3, sys.seek(in, 0, 1));
        sys.close(in);
        assertEquals(-Errno.EBADF, sys.read(in, buffer, 0, 4));
        assertEquals(-Errno.EEXIST, sys.open(path, Sys.OPEN_WRITE | Sys.OPEN_CREATE | Sys.OPEN_EXCLUSIVE, 0640));
    }

    @Test
    public void listsDirectoriesAndFollowsLinks() throws IOException
    {
        folder.newFile("one");
        Files.createSymbolicLink(folder.getRoot().toPath().resolve("link"), Path.of("one"));
        int directory = sys.open(Paths.of(folder.getRoot().toString()), Sys.OPEN_READ | Sys.OPEN_DIRECTORY, 0);
        byte[] entries = new byte[4096];
        int count = sys.readDirectory(directory, entries);
        assertTrue(new String(entries, 0, count, StandardCharsets.ISO_8859_1).contains("one\0"));
        assertEquals(0, sys.readDirectory(directory, entries));
        sys.close(directory);
        byte[] target = new byte[64];
        int length = sys.readLink(Paths.of(folder.getRoot() + "/link"), target);
        assertEquals("one", new String(target, 0, length, StandardCharsets.UTF_8));
        assertEquals(-Errno.ENOENT, sys.open(Paths.of(folder.getRoot() + "/absent"), Sys.OPEN_READ, 0));
    }

    @Test
    public void waitsForPipesAndSignals() throws IOException
    {
        int[] ends = new int[2];
        assertEquals(0, sys.pipe(ends));
        int[] ready = new int[2];
        int[] wanted = {Sys.POLL_IN, Sys.POLL_OUT};
        assertEquals(1, sys.poll(ends, wanted, ready, 2, 0));
        assertArrayEquals(new int[] {0, Sys.POLL_OUT}, ready);
        sys.write(ends[1], new byte[] {7}, 0, 1);
        assertEquals(2, sys.poll(ends, wanted, ready, 2, 0));
        byte[] buffer = new byte[8];
        assertEquals(1, sys.read(ends[0], buffer, 0, 8));
        assertEquals(-Errno.EAGAIN, sys.read(ends[0], buffer, 0, 8));
        int signals = sys.signalPipe(new int[] {Sys.SIGNAL_HUP});
        new ProcessBuilder("kill", "-HUP", Integer.toString(sys.processId())).start();
        assertEquals(1, sys.poll(new int[] {signals}, new int[] {Sys.POLL_IN}, ready, 1, 5000));
        assertEquals(1, sys.read(signals, buffer, 0, 8));
        assertEquals(Sys.SIGNAL_HUP, buffer[0]);
    }

    @Test
    public void talksOverUnixSocketsAndKnowsThePeer()
    {
        byte[] path = Paths.of(folder.getRoot() + "/socket");
        int server = sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0);
        assertEquals(0, sys.bindUnix(server, path));
        assertEquals(0, sys.listen(server, 4));
        assertEquals(-Errno.EAGAIN, sys.accept(server));
        int client = sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0);
        assertEquals(0, sys.connectUnix(client, path));
        int accepted = sys.accept(server);
        int[] peer = new int[3];
        assertEquals(0, sys.peerCredentials(accepted, peer));
        assertEquals(sys.processId(), peer[0]);
        assertEquals(sys.effectiveUserId(), peer[1]);
        assertEquals(2, sys.send(client, new byte[] {'h', 'i'}, 0, 2, 0));
        byte[] buffer = new byte[8];
        assertEquals(2, sys.receive(accepted, buffer, 3, 5, 0));
        assertEquals('h', buffer[3]);
        sys.close(accepted);
        sys.close(client);
        sys.close(server);
        assertEquals(-Errno.ECONNREFUSED, sys.connectUnix(sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0), path));
    }

    @Test
    public void clocksRun()
    {
        long monotonic = sys.monotonicNanos();
        assertTrue(Math.abs(sys.realtimeNanos() / 1_000_000 - System.currentTimeMillis()) < 5000);
        assertTrue(sys.monotonicNanos() >= monotonic);
        assertTrue(sys.processNanos() > 0);
    }
}
