package banjo.source;

import banjo.state.Place;
import banjo.state.StateWriter;
import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Sys;
import banjo.text.Utf8;
import java.util.Arrays;

/**
 * One file, known by its device and inode whatever it is called, and how far it has been read. One that cannot be opened
 * waits, with its error. After {@link #close} the place is kept: when the same file comes again, reading goes on there.
 */
final class FollowedFile
{
    static final int LINES = 0;
    static final int BYTES = 1;
    static final int TRUNCATED_LINES = 2;
    /** How often a file was cut. */
    static final int CUTS = 3;

    final LineStream stream;
    private final Sys sys;
    private final Fingerprint fingerprint;
    private final byte[] probe = new byte[512];
    /** The name under which it was last seen, NUL-terminated. */
    byte[] path;
    int watch = -1;
    /** The round of {@link FollowedPath#look} that last saw a name for it. */
    int seen;
    /** Its name leads elsewhere now, or it has been deleted: read for a while longer. */
    boolean gone;
    long goneUntilMillis;
    /** To be looked at; {@link #changed} tells that it was surely written to. */
    boolean pending;
    boolean changed;
    long cuts;
    final Claim claim = new Claim();
    private long device = -1;
    long inode = -1;
    private long place;
    private long size;
    private long modified;
    private boolean regular;
    private boolean passesOver;
    private long linesBefore;
    private long bytesBefore;
    private long truncatedBefore;
    private int error;
    private boolean errorTold;

    FollowedFile(Sys sys, int source, int maxLine)
    {
        this.sys = sys;
        stream = new LineStream(sys, source, maxLine);
        fingerprint = new Fingerprint(sys);
    }

    /** Before {@link #open}: how far this file had been read by a daemon before. */
    void resume(Place earlier)
    {
        device = earlier.device();
        inode = earlier.inode();
        place = earlier.offset();
        passesOver = earlier.inLine();
        fingerprint.restore(earlier.before(), place);
    }

    /** Saves how far it has been read; of one that is not there, that all of it will be new. @param before for the call's own use. */
    void save(StateWriter out, byte[] before)
    {
        if (isOpen() && regular)
        {
            int length = Fingerprint.read(sys, stream.descriptor, stream.lineStart(), before);
            out.place(path, path.length - 1, device, inode, stream.lineStart(), stream.isPassingOver(), before, length);
        }
        else if (error == -Errno.ENOENT)
        {
            out.place(path, path.length - 1, Place.NOWHERE, Place.NOWHERE, 0, false, before, 0);
        }
    }

    /** @param before for the call's own use. @return how far it has been read; null when that cannot be told. */
    Place place(byte[] before)
    {
        if (!isOpen() || !regular)
        {
            return null;
        }
        int length = Fingerprint.read(sys, stream.descriptor, stream.lineStart(), before);
        return new Place(path, device, inode, stream.lineStart(), stream.isPassingOver(), Arrays.copyOf(before, Math.max(0, length)),
            sys.realtimeNanos());
    }

    String name()
    {
        return Utf8.decode(path, 0, path.length - 1);
    }

    boolean isOpen()
    {
        return stream.descriptor >= 0;
    }

    boolean is(long wantedDevice, long wantedInode)
    {
        return device == wantedDevice && inode == wantedInode;
    }

    /**
     * Takes over a descriptor.
     *
     * @param status of the file.
     * @param fromEnd skips the whole lines that it holds already, unless reading goes on where it stopped.
     */
    void open(int descriptor, long[] status, boolean fromEnd)
    {
        regular = FileStatus.isRegular(status);
        boolean known = is(status[FileStatus.DEVICE], status[FileStatus.INODE]) && status[FileStatus.SIZE] >= place
            && fingerprint.holds(descriptor);
        if (!known)
        {
            fingerprint.clear();
            place = fromEnd && regular ? lastLine(descriptor, status[FileStatus.SIZE]) : 0;
        }
        boolean tooLong = place < 0;
        place = tooLong ? status[FileStatus.SIZE] : place;
        if (place > 0)
        {
            sys.seek(descriptor, place, Sys.SEEK_SET);
        }
        device = status[FileStatus.DEVICE];
        inode = status[FileStatus.INODE];
        stream.open(descriptor, place);
        if (!known && place > 0)
        {
            fingerprint.take(descriptor, place);
        }
        if (tooLong || known && passesOver)
        {
            stream.passOver();
        }
        passesOver = false;
        linesBefore = stream.lines;
        bytesBefore = stream.bytes;
        truncatedBefore = stream.truncatedLines;
        size = -1;
        pending = true;
        error = 0;
    }

    /** @return where the unfinished last line begins, or the end; negative when that line is too long already. */
    private long lastLine(int descriptor, long end)
    {
        for (long to = end; to > 0 && end - to <= stream.maxLine; to -= probe.length)
        {
            int length = (int)Math.min(to, probe.length);
            int count = sys.readAt(descriptor, probe, 0, length, to - length);
            for (int i = count - 1; i >= 0; i--)
            {
                if (probe[i] == '\n')
                {
                    return to - length + i + 1;
                }
            }
            if (count < length)
            {
                return end;
            }
        }
        return end <= stream.maxLine ? 0 : -1;
    }

    /** Delivers an unfinished last line and lets go of the file. */
    void close(LineSink sink)
    {
        if (isOpen())
        {
            place = stream.offset;
            finish(sink);
            stream.close();
        }
        watch = -1;
        pending = false;
        gone = false;
        error = 0;
        errorTold = false;
    }

    void finish(LineSink sink)
    {
        stream.finish(sink);
    }

    void fail(int result)
    {
        errorTold &= result == error;
        error = result;
    }

    /** @return true when it cannot be opened or read. */
    boolean failed()
    {
        return error != 0;
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

    /** @return what has been counted under all names that it and its predecessors in this place had. */
    long total(int what)
    {
        return what == LINES ? stream.lines : what == BYTES ? stream.bytes : what == TRUNCATED_LINES ? stream.truncatedLines : cuts;
    }

    long lines()
    {
        return stream.lines - linesBefore;
    }

    long bytes()
    {
        return stream.bytes - bytesBefore;
    }

    /** @param status for the call's own use. @return bytes that have not been read. */
    long lagBytes(long[] status)
    {
        return regular && isOpen() && sys.statDescriptor(stream.descriptor, status) >= 0 ? Math.max(0, status[FileStatus.SIZE] - stream.offset) : 0;
    }

    long truncatedLines()
    {
        return stream.truncatedLines - truncatedBefore;
    }

    /** @return true when the file has no name left in any directory. @param status for the call's own use. */
    boolean deleted(long[] status)
    {
        return sys.statDescriptor(stream.descriptor, status) >= 0 && status[FileStatus.LINKS] == 0;
    }

    /**
     * Reads what there is, within a budget.
     *
     * @param status for the call's own use.
     * @return true when there may be more.
     */
    boolean drain(byte[] buffer, LineSink sink, int budgetBytes, long[] status)
    {
        boolean surely = changed;
        pending = false;
        changed = false;
        if (regular && !prepare(sink, status, surely))
        {
            return false;
        }
        for (int left = budgetBytes; left > 0;)
        {
            int count = stream.read(buffer, sink);
            // What is written after the look at the size makes an event of its own.
            if (count == 0 || count == -Errno.EAGAIN || count > 0 && regular && stream.offset >= size)
            {
                error = 0;
                pending = regular && count >= 0 && !fingerprint.take(stream.descriptor, stream.offset);
                return pending;
            }
            if (count < 0 && count != -Errno.EINTR)
            {
                fail(count);
                size = -1;
                return false;
            }
            left -= Math.max(count, 1);
        }
        pending = true;
        return true;
    }

    /** Goes back to the beginning if the file was cut. @return false when nothing has changed since the last look. */
    private boolean prepare(LineSink sink, long[] status, boolean surely)
    {
        int result = sys.statDescriptor(stream.descriptor, status);
        if (result < 0)
        {
            fail(result);
            return false;
        }
        long nowSize = status[FileStatus.SIZE];
        if (!surely && nowSize == size && status[FileStatus.MODIFIED] == modified && nowSize == stream.offset)
        {
            return false;
        }
        size = nowSize;
        modified = status[FileStatus.MODIFIED];
        if (nowSize < stream.offset || !fingerprint.holds(stream.descriptor))
        {
            stream.finish(sink);
            fingerprint.clear();
            sys.seek(stream.descriptor, 0, Sys.SEEK_SET);
            stream.open(stream.descriptor, 0);
            cuts++;
        }
        if (stream.offset == 0 && nowSize > 0)
        {
            skipHole();
        }
        return true;
    }

    /** A writer that does not append goes on at its old place in a file that was cut, and leaves a hole before it. */
    private void skipHole()
    {
        long data = sys.seek(stream.descriptor, 0, Sys.SEEK_DATA);
        if (data > 0)
        {
            stream.open(stream.descriptor, data);
        }
    }
}
