package banjo.event;

import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Paths;
import banjo.sys.Sys;
import banjo.text.TextBuffer;

/** Standard error, or a file that is opened again when it has been renamed or deleted: rotation needs no signal. */
final class FileTarget implements EventTarget
{
    private static final int STANDARD_ERROR = 2;
    private static final int BUFFER_BYTES = 16 << 10;
    /** PIPE_BUF of pipe(7). */
    private static final int PIECE_BYTES = 4096;
    private static final int PATIENCE_MILLIS = 50;
    private static final int MODE = 0640;
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

    private final Sys sys;
    private final byte[] path;
    private final TextBuffer text = new TextBuffer(BUFFER_BYTES);
    private final long[] status = new long[FileStatus.FIELDS];
    private final int[] descriptors = new int[1];
    private final int[] events = {Sys.POLL_OUT};
    private final int[] ready = new int[1];
    private boolean stuck;
    /** The text begins with the end of a line whose beginning has been written. */
    private boolean torn;
    private int descriptor;
    private long device;
    private long inode;
    private long nextLookNanos;
    private long lost;

    /** @param path null for standard error. */
    FileTarget(Sys sys, String path)
    {
        this.sys = sys;
        this.path = path == null ? null : Paths.of(path);
        descriptor = path == null ? STANDARD_ERROR : -1;
    }

    /** Opens the file. @return 0 or a negated errno. */
    int open()
    {
        int opened = sys.open(path, Sys.OPEN_WRITE | Sys.OPEN_CREATE | Sys.OPEN_APPEND | Sys.OPEN_NONBLOCK, MODE);
        if (opened < 0)
        {
            return opened;
        }
        if (descriptor >= 0)
        {
            sys.close(descriptor);
        }
        descriptor = opened;
        sys.statDescriptor(descriptor, status);
        device = status[FileStatus.DEVICE];
        inode = status[FileStatus.INODE];
        nextLookNanos = sys.monotonicNanos() + LOOK_AGAIN_NANOS;
        return 0;
    }

    @Override
    public void line(int severity, byte[] bytes, int length)
    {
        if (text.remaining() <= length)
        {
            flush();
        }
        text.put(bytes, 0, length).put('\n');
    }

    @Override
    public void flush()
    {
        int from = 0;
        if (text.length() > 0 && path != null && sys.monotonicNanos() - nextLookNanos >= 0)
        {
            nextLookNanos = sys.monotonicNanos() + LOOK_AGAIN_NANOS;
            boolean other = sys.stat(path, status) < 0 || status[FileStatus.DEVICE] != device || status[FileStatus.INODE] != inode;
            // Where it cannot be made, the former file goes on.
            if (other ? open() == 0 : status[FileStatus.SIZE] == 0)
            {
                from = endOfTorn(0);
                torn &= from == 0;
                lost += from > 0 ? 1 : 0;
            }
        }
        while (from < text.length())
        {
            int end = pieceEnd(from);
            int written = mayWrite() ? sys.write(descriptor, text.bytes(), from, end - from) : 0;
            if (written == -Errno.EINTR)
            {
                continue;
            }
            if (written <= 0)
            {
                break;
            }
            from += written;
            torn = text.bytes()[from - 1] != '\n';
        }
        lose(from);
    }

    /** Counts what is left as lost, but for the end of a line that is in the file by half: it goes there when there is room again. */
    private void lose(int from)
    {
        int end = endOfTorn(from);
        for (int i = end; i < text.length(); i++)
        {
            lost += text.bytes()[i] == '\n' ? 1 : 0;
        }
        System.arraycopy(text.bytes(), from, text.bytes(), 0, end - from);
        text.truncate(end - from);
    }

    private int endOfTorn(int from)
    {
        int end = from;
        while (torn && end < text.length() && (end == from || text.bytes()[end - 1] != '\n'))
        {
            end++;
        }
        return end;
    }

    /** @return the end of the whole lines that fit a pipe which poll(2) has found ready: more could block. */
    private int pieceEnd(int from)
    {
        int limit = Math.min(text.length(), from + PIECE_BYTES);
        for (int end = limit; end > from; end--)
        {
            if (text.bytes()[end - 1] == '\n')
            {
                return end;
            }
        }
        return limit;
    }

    /** Standard error may block, and is shared with others, so that it cannot be set not to. A reader that is stuck is waited for once. */
    private boolean mayWrite()
    {
        descriptors[0] = descriptor;
        int result = -Errno.EINTR;
        while (result == -Errno.EINTR)
        {
            result = sys.poll(descriptors, events, ready, 1, stuck ? 0 : PATIENCE_MILLIS);
        }
        stuck = result == 0;
        return !stuck;
    }

    @Override
    public void close()
    {
        if (path != null && descriptor >= 0)
        {
            sys.close(descriptor);
        }
    }

    @Override
    public long lost()
    {
        return lost;
    }
}
