package banjo.sys;

import jnr.constants.platform.OpenFlags;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** Calls on files, directories, pipes and what waits for them. */
abstract class JnrFiles extends JnrCalls
{
    private static final int POLL_ENTRY_BYTES = 8;
    private static final int AT_CURRENT_DIRECTORY = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7FF;
    private static final byte[] EMPTY_PATH = {0};

    private final Pointer pollEntries = Memory.allocateDirect(runtime, POLL_MAXIMUM * POLL_ENTRY_BYTES, true);

    @Override
    public int open(byte[] path, int flags, int mode)
    {
        int bits = closeOnExec | flags & 3;
        bits |= (flags & OPEN_CREATE) != 0 ? OpenFlags.O_CREAT.intValue() : 0;
        bits |= (flags & OPEN_EXCLUSIVE) != 0 ? OpenFlags.O_EXCL.intValue() : 0;
        bits |= (flags & OPEN_TRUNCATE) != 0 ? OpenFlags.O_TRUNC.intValue() : 0;
        bits |= (flags & OPEN_APPEND) != 0 ? OpenFlags.O_APPEND.intValue() : 0;
        bits |= (flags & OPEN_NONBLOCK) != 0 ? nonBlocking : 0;
        bits |= (flags & OPEN_DIRECTORY) != 0 ? OpenFlags.O_DIRECTORY.intValue() : 0;
        return result(c.open(path, bits, mode));
    }

    @Override
    public int close(int descriptor)
    {
        return result(c.close(descriptor));
    }

    @Override
    public int read(int descriptor, byte[] target, int offset, int length)
    {
        int count = result(c.read(descriptor, buffer, Math.min(length, BUFFER_BYTES)));
        if (count > 0)
        {
            buffer.get(0, target, offset, count);
        }
        return count;
    }

    @Override
    public int readAt(int descriptor, byte[] target, int offset, int length, long place)
    {
        int count = result(c.pread(descriptor, buffer, Math.min(length, BUFFER_BYTES), place));
        if (count > 0)
        {
            buffer.get(0, target, offset, count);
        }
        return count;
    }

    @Override
    public int write(int descriptor, byte[] source, int offset, int length)
    {
        int count = Math.min(length, BUFFER_BYTES);
        buffer.put(0, source, offset, count);
        return result(c.write(descriptor, buffer, count));
    }

    @Override
    public long seek(int descriptor, long offset, int whence)
    {
        long at = c.lseek(descriptor, offset, whence);
        return at >= 0 ? at : error();
    }

    @Override
    public int sync(int descriptor)
    {
        return result(c.fsync(descriptor));
    }

    @Override
    public boolean isTerminal(int descriptor)
    {
        return c.isatty(descriptor) == 1;
    }

    @Override
    public int stat(byte[] path, long[] status)
    {
        return fill(c.statx(AT_CURRENT_DIRECTORY, path, 0, STATX_BASIC, small), status);
    }

    @Override
    public int statDescriptor(int descriptor, long[] status)
    {
        return fill(c.statx(descriptor, EMPTY_PATH, AT_EMPTY_PATH, STATX_BASIC, small), status);
    }

    /** struct statx of linux/stat.h has one layout on every CPU, which struct stat has not. */
    private int fill(int returned, long[] status)
    {
        if (returned < 0)
        {
            return error();
        }
        status[FileStatus.USER] = small.getInt(20) & 0xFFFFFFFFL;
        status[FileStatus.GROUP] = small.getInt(24) & 0xFFFFFFFFL;
        status[FileStatus.MODE] = small.getShort(28) & 0xFFFF;
        status[FileStatus.INODE] = small.getLongLong(32);
        status[FileStatus.SIZE] = small.getLongLong(40);
        status[FileStatus.LINKS] = small.getInt(16) & 0xFFFFFFFFL;
        status[FileStatus.MODIFIED] = small.getLongLong(112) * 1_000_000_000L + small.getInt(120);
        status[FileStatus.DEVICE] = (long)small.getInt(136) << 32 | small.getInt(140) & 0xFFFFFFFFL;
        return 0;
    }

    @Override
    public int readLink(byte[] path, byte[] target)
    {
        int count = result(c.readlink(path, buffer, Math.min(target.length, BUFFER_BYTES)));
        if (count > 0)
        {
            buffer.get(0, target, 0, count);
        }
        return count;
    }

    @Override
    public int rename(byte[] from, byte[] to)
    {
        return result(c.rename(from, to));
    }

    @Override
    public int unlink(byte[] path)
    {
        return result(c.unlink(path));
    }

    @Override
    public int makeDirectory(byte[] path, int mode)
    {
        return result(c.mkdir(path, mode));
    }

    @Override
    public int changeMode(byte[] path, int mode)
    {
        return result(c.chmod(path, mode));
    }

    @Override
    public int changeOwner(byte[] path, int user, int group)
    {
        return result(c.lchown(path, user, group));
    }

    @Override
    public int readDirectory(int descriptor, byte[] target)
    {
        int count = result(c.getdents64(descriptor, buffer, Math.min(target.length, BUFFER_BYTES)));
        if (count > 0)
        {
            buffer.get(0, target, 0, count);
        }
        return count;
    }

    @Override
    public int pipe(int[] ends)
    {
        int returned = result(c.pipe2(small, closeOnExec | nonBlocking));
        ends[0] = small.getInt(0);
        ends[1] = small.getInt(4);
        return returned;
    }

    @Override
    public int poll(int[] descriptors, int[] events, int[] ready, int count, int timeoutMillis)
    {
        if (count > POLL_MAXIMUM)
        {
            return -Errno.EINVAL;
        }
        for (int i = 0; i < count; i++)
        {
            pollEntries.putInt(i * POLL_ENTRY_BYTES, descriptors[i]);
            pollEntries.putShort(i * POLL_ENTRY_BYTES + 4, (short)events[i]);
            pollEntries.putShort(i * POLL_ENTRY_BYTES + 6, (short)0);
        }
        int returned = result(c.poll(pollEntries, count, timeoutMillis));
        for (int i = 0; i < count; i++)
        {
            ready[i] = returned > 0 ? pollEntries.getShort(i * POLL_ENTRY_BYTES + 6) & 0xFFFF : 0;
        }
        return returned;
    }

    @Override
    public int inotifyCreate()
    {
        return result(c.inotify_init1(closeOnExec | nonBlocking));
    }

    @Override
    public int inotifyAdd(int descriptor, byte[] path, int mask)
    {
        return result(c.inotify_add_watch(descriptor, path, mask));
    }

    @Override
    public int inotifyRemove(int descriptor, int watch)
    {
        return result(c.inotify_rm_watch(descriptor, watch));
    }
}
