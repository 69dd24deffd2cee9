package banjo.state;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class StateFileTest implements StateVisitor
{
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final FaultySys sys = new FaultySys(Platform.sys());
    private final List<String> seen = new ArrayList<>();
    private Path directory;
    private StateFile file;

    @Before
    public void create()
    {
        directory = folder.getRoot().toPath().resolve("a/b");
        file = new StateFile(sys.sys(), directory.toString(), "banjo.state");
    }

    @Override
    public void begin(long savedSeconds)
    {
        seen.add("saved " + savedSeconds);
    }

    @Override
    public void jail(byte[] name, int from, int to)
    {
        seen.add("jail " + Utf8.decode(name, from, to));
    }

    @Override
    public void ban(long high, long low, int prefixLength, long sinceSeconds, long remainingSeconds, int failures)
    {
        seen.add("ban " + high + " " + low + " " + prefixLength + " " + sinceSeconds + " " + remainingSeconds + " " + failures);
    }

    @Override
    public void history(long keyHigh, long keyLow, int count, long keptSeconds)
    {
        seen.add("history " + keyHigh + " " + keyLow + " " + count + " " + keptSeconds);
    }

    @Override
    public void place(Place place)
    {
        seen.add("place " + Utf8.decode(place.path(), 0, place.path().length - 1) + " " + place.device() + " " + place.inode() + " "
            + place.offset() + " " + place.inLine() + " " + Arrays.toString(place.before()));
    }

    private List<String> load()
    {
        seen.clear();
        file.load(this);
        return List.copyOf(seen);
    }

    private int save(int bans)
    {
        StateWriter out = file.begin(1000);
        if (out == null)
        {
            return -1;
        }
        out.history(-5, 1L << 47, 7, 1L << 33);
        out.jail(Utf8.encode("sshd"));
        for (int i = 0; i < bans; i++)
        {
            out.ban(-i, i, 128, 1L << 40, -1, i);
        }
        out.place(Utf8.encode("/var/log/ä"), Utf8.encode("/var/log/ä").length, 5, 6, 1L << 33, true, new byte[] {7, 8, 9}, 2);
        return file.commit();
    }

    private static List<String> expected(int bans)
    {
        List<String> expected = new ArrayList<>(List.of("saved 1000", "history -5 " + (1L << 47) + " 7 " + (1L << 33), "jail sshd"));
        for (int i = 0; i < bans; i++)
        {
            expected.add("ban " + -i + " " + i + " 128 " + (1L << 40) + " -1 " + i);
        }
        expected.add("place /var/log/ä 5 6 " + (1L << 33) + " true [7, 8]");
        return expected;
    }

    @Test(timeout = 10_000)
    public void aPipeInItsPlaceIsNotWaitedFor() throws Exception
    {
        Files.createDirectories(directory);
        assertEquals(0, new ProcessBuilder("mkfifo", directory.resolve("banjo.state").toString()).start().waitFor());
        assertEquals(List.of(), load());
        assertTrue(file.problem(), file.problem().startsWith("cannot read "));
    }

    @Test
    public void whatWasSavedComesBack() throws IOException
    {
        assertEquals(StateFile.NOTHING, file.load(this));
        assertEquals("", file.problem());
        assertEquals(0, save(1000));
        assertEquals(expected(1000), load());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("banjo.state"))));
        assertEquals(0, save(3));
        assertEquals(expected(3), load());
    }

    @Test
    public void shortReadsAndWritesLoseNothing()
    {
        sys.shorten(3);
        assertEquals(0, save(20));
        assertEquals(expected(20), load());
    }

    /** A disk that fails at any step leaves the old file or the new one. */
    @Test
    public void everyStepMayFail()
    {
        assertEquals(0, save(2));
        for (String call : List.of("open", "write", "sync", "rename", "close"))
        {
            int made = 1;
            for (int n = 1; n <= made; n++)
            {
                sys.shorten(300);
                sys.fail(call, n, 1, Errno.ENOSPC);
                int result = save(40);
                // One more as long as there was one to fail.
                made = sys.count(call) < n ? n : n + 1;
                boolean told = !file.problem().isEmpty();
                sys.heal();
                assertEquals(call + " " + n, expected(result == 0 ? 40 : 2), load());
                assertEquals(call + " " + n, result != 0, told);
                assertEquals(0, save(2));
            }
        }
    }

    /** So does a process that is killed before any of them, whatever it leaves behind. */
    @Test
    public void everyStepMayBeTheLast()
    {
        assertEquals(0, save(2));
        int killed = 0;
        for (boolean alive = false; !alive; killed++)
        {
            sys.shorten(100);
            sys.dieAfter(killed);
            try
            {
                assertEquals(0, save(40));
                alive = true;
            }
            catch (FaultySys.Killed e)
            {
                file = new StateFile(sys.heal().sys(), directory.toString(), "banjo.state");
            }
            sys.heal();
            List<String> found = load();
            assertEquals("", file.problem());
            assertTrue("call " + killed, found.equals(expected(40)) || !alive && found.equals(expected(2)));
            assertEquals(0, save(2));
        }
        assertTrue("calls " + killed, killed > 20);
    }

    /** A file whose checksum is right, with records that another version or a mistake may have written. */
    private void write(byte[]... records) throws IOException
    {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(StateWriter.MAGIC);
        out.writeLong(1000);
        for (byte[] each : records)
        {
            out.write(each[0]);
            out.writeShort(each.length - 1);
            out.write(each, 1, each.length - 1);
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes.toByteArray());
        out.write(StateWriter.TYPE_END);
        out.writeShort(StateWriter.CHECKSUM_BYTES);
        out.writeInt((int)checksum.getValue());
        Files.createDirectories(directory);
        Files.write(directory.resolve("banjo.state"), bytes.toByteArray());
    }

    private static byte[] record(int type, int length)
    {
        byte[] record = new byte[1 + length];
        record[0] = (byte)type;
        return record;
    }

    @Test
    public void recordsOfALaterVersionAreRead() throws IOException
    {
        write(record(200, 0xFFFF), record(StateWriter.TYPE_BAN, StateWriter.BAN_BYTES + 3), record(5, 0),
            record(StateWriter.TYPE_HISTORY, StateWriter.HISTORY_BYTES + 1), record(StateWriter.TYPE_PLACE, StateWriter.PLACE_BYTES));
        assertEquals(List.of("saved 1000", "ban 0 0 0 0 0 0", "history 0 0 0 0", "place  0 0 0 false []"), load());
        assertEquals("", file.problem());
    }

    @Test
    public void recordsThatAreTooShortAreNotBelievedThoughTheChecksumIsRight() throws IOException
    {
        byte[] place = record(StateWriter.TYPE_PLACE, StateWriter.PLACE_BYTES + 9);
        place[StateWriter.PLACE_BYTES] = 10;
        for (byte[] each : List.of(record(StateWriter.TYPE_BAN, StateWriter.BAN_BYTES - 1), record(StateWriter.TYPE_HISTORY,
            StateWriter.HISTORY_BYTES - 1), record(StateWriter.TYPE_PLACE, StateWriter.PLACE_BYTES - 1), place))
        {
            write(record(StateWriter.TYPE_BAN, StateWriter.BAN_BYTES), each);
            assertEquals("nothing of it", List.of(), load());
            assertTrue(file.problem(), file.problem().contains("a record is too short; set aside"));
        }
    }

    @Test
    public void anUnfinishedFileIsNotMistakenForTheState() throws IOException
    {
        save(2);
        Files.writeString(directory.resolve("banjo.state.new"), "half");
        assertEquals(expected(2), load());
        assertEquals(0, save(4));
        assertEquals(expected(4), load());
    }

    @Test
    public void everyTruncatedOrChangedFileIsSetAside() throws IOException
    {
        save(3);
        Path path = directory.resolve("banjo.state");
        byte[] whole = Files.readAllBytes(path);
        Random random = new Random(11);
        for (int i = 0; i < whole.length; i++)
        {
            byte[] changed = whole.clone();
            changed[i] ^= (byte)(1 + random.nextInt(255));
            for (byte[] damaged : List.of(Arrays.copyOf(whole, i), changed))
            {
                Files.write(path, damaged);
                assertEquals(List.of(), load());
                assertTrue(file.problem(), file.problem().contains("set aside as " + path + ".bad"));
                assertFalse(Files.exists(path));
            }
        }
        Files.write(path, Arrays.copyOf(whole, whole.length + 1));
        assertEquals(List.of(), load());
    }

    @Test
    public void aDirectoryThatCannotBeMadeIsTold() throws IOException
    {
        Files.writeString(folder.getRoot().toPath().resolve("a"), "a file");
        assertEquals(-1, save(1));
        assertTrue(file.problem(), file.problem().startsWith("cannot save to " + directory + "/banjo.state.new: "));
    }

    @Test
    public void aFileThatCannotBeReadIsLeftAlone()
    {
        save(1);
        sys.fail("read", 1, 1, Errno.EIO);
        assertEquals(-Errno.EIO, file.load(this));
        assertEquals(List.of(), List.copyOf(seen));
        sys.heal();
        assertEquals(expected(1), load());
    }

    @Test
    public void nothingIsGivenAwayButADirectoryThatWasMissing() throws IOException
    {
        file.prepare(-1, -1);
        assertEquals(1, sys.count("changeOwner"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        assertTrue("whose it is gets there", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.getParent())).endsWith("r-x"));
        file.prepare(-1, -1);
        assertEquals("it is there", 1, sys.count("changeOwner"));
        Files.delete(directory);
        Files.createSymbolicLink(directory, folder.getRoot().toPath());
        file.prepare(-1, -1);
        assertEquals("so is what a link leads to", 1, sys.count("changeOwner"));
        Files.delete(directory);
        sys.fail("makeDirectory", 1, 1, Errno.EEXIST);
        file.prepare(-1, -1);
        assertEquals("somebody else made it just now", 1, sys.count("changeOwner"));
    }
}
