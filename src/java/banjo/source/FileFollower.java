package banjo.source;

import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Paths;
import banjo.sys.Sys;

/**
 * Follows one path whatever happens to the file behind it. When another file takes the path (rename, delete and create, a
 * link that is switched), the old one is read for a while longer, since its writer may not have noticed; a file that was cut
 * is read from its beginning.
 */
final class FileFollower
{
    /** How long the former file is still read after its last growth. */
    static final long GRACE_MILLIS = 5000;

    private static final int IN_MODIFY = 0x2;
    private static final int IN_ATTRIB = 0x4;

    final String path;
    private final byte[] pathBytes;
    private final Sys sys;
    private final int inotify;
    private final long[] status = new long[FileStatus.FIELDS];
    private LineStream current;
    private LineStream former;
    private long device = -1;
    private long inode;
    private long formerUntilMillis;
    private int error;
    private boolean errorTold;
    long rotations;
    boolean pending = true;

    FileFollower(Sys sys, int inotify, String path, int source, int maxLine)
    {
        this.sys = sys;
        this.inotify = inotify;
        this.path = path;
        pathBytes = Paths.of(path);
        current = new LineStream(sys, source, maxLine);
        former = new LineStream(sys, source, maxLine);
    }

    /** Opens the file if it is there. @param fromEnd skips what it holds already. */
    void open(boolean fromEnd)
    {
        int descriptor = sys.open(pathBytes, Sys.OPEN_READ | Sys.OPEN_NONBLOCK, 0);
        int result = descriptor < 0 ? descriptor : sys.statDescriptor(descriptor, status);
        if (result >= 0 && FileStatus.isDirectory(status))
        {
            result = -Errno.EISDIR;
        }
        if (result < 0)
        {
            if (descriptor >= 0)
            {
                sys.close(descriptor);
            }
            fail(result);
            return;
        }
        long offset = fromEnd ? sys.seek(descriptor, 0, Sys.SEEK_END) : 0;
        current.open(descriptor, offset < 0 ? 0 : offset);
        device = status[FileStatus.DEVICE];
        inode = status[FileStatus.INODE];
        error = 0;
        errorTold = false;
        sys.inotifyAdd(inotify, pathBytes, IN_MODIFY | IN_ATTRIB);
        pending = true;
    }

    private void fail(int result)
    {
        if (result != error)
        {
            errorTold = false;
        }
        error = result;
    }

    /** @return a negated errno that has not been told yet, or 0. */
    int takeError()
    {
        if (error == 0 || errorTold)
        {
            return 0;
        }
        errorTold = true;
        return error;
    }

    boolean isOpen()
    {
        return current.descriptor >= 0;
    }

    long lines()
    {
        return current.lines + former.lines;
    }

    long bytes()
    {
        return current.bytes + former.bytes;
    }

    long truncatedLines()
    {
        return current.truncatedLines + former.truncatedLines;
    }

    /**
     * Reads what there is, within a budget.
     *
     * @return true when there may be more.
     */
    boolean drain(byte[] buffer, LineSink sink, int budgetBytes, long nowMillis)
    {
        int left = budgetBytes;
        while (left > 0 && former.descriptor >= 0)
        {
            int count = former.read(buffer, sink);
            if (count <= 0)
            {
                break;
            }
            left -= count;
            formerUntilMillis = nowMillis + GRACE_MILLIS;
        }
        while (left > 0 && current.descriptor >= 0)
        {
            int count = current.read(buffer, sink);
            if (count == -Errno.EINTR)
            {
                return true;
            }
            if (count <= 0)
            {
                if (count < 0 && count != -Errno.EAGAIN)
                {
                    fail(count);
                }
                boolean switched = checkPath(nowMillis, buffer, sink);
                pending = switched;
                return switched;
            }
            left -= count;
            error = 0;
        }
        if (current.descriptor < 0)
        {
            open(false);
            pending = current.descriptor >= 0;
            return pending;
        }
        return true;
    }

    /** At the end of the file: is it still the one that the path names, and as long as it was? @return true when there is more to read. */
    private boolean checkPath(long nowMillis, byte[] buffer, LineSink sink)
    {
        if (sys.stat(pathBytes, status) < 0)
        {
            return false;
        }
        if (status[FileStatus.DEVICE] == device && status[FileStatus.INODE] == inode)
        {
            if (status[FileStatus.SIZE] < current.offset)
            {
                rotations++;
                current.rewind();
                return true;
            }
            return false;
        }
        readFormerOut(buffer, sink);
        LineStream other = former;
        former = current;
        current = other;
        formerUntilMillis = nowMillis + GRACE_MILLIS;
        rotations++;
        open(false);
        return true;
    }

    private void readFormerOut(byte[] buffer, LineSink sink)
    {
        int count = 1;
        while (former.descriptor >= 0 && (count > 0 || count == -Errno.EINTR))
        {
            count = former.read(buffer, sink);
        }
        closeFormer(sink);
    }

    private void closeFormer(LineSink sink)
    {
        if (former.descriptor >= 0)
        {
            former.finish(sink);
            former.close();
        }
    }

    /** Ends the former file's time. */
    void tick(long nowMillis, byte[] buffer, LineSink sink)
    {
        if (former.descriptor >= 0 && nowMillis - formerUntilMillis >= 0)
        {
            readFormerOut(buffer, sink);
        }
        pending = true;
    }

    /** Delivers an unfinished last line: nothing more will come. */
    void finish(LineSink sink)
    {
        closeFormer(sink);
        current.finish(sink);
    }

    void close()
    {
        former.close();
        current.close();
    }
}
