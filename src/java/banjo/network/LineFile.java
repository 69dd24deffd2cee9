package banjo.network;

import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Paths;
import banjo.sys.Sys;

/** Reads a small configuration file line by line, in words, through a buffer that is its own. What lies beyond the limit is not read. */
final class LineFile
{
    private static final int MAXIMUM_BYTES = 64 << 10;

    final byte[] bytes = new byte[4096];
    /** The end of the word that {@link #next} found. */
    int to;
    private final Sys sys;
    private final byte[] path;
    private final long[] status = new long[FileStatus.FIELDS];
    private final long[] seen = new long[FileStatus.FIELDS];
    private int descriptor = -1;
    private int total;
    private int filled;
    private int from;
    private int at;
    private boolean ended;

    LineFile(Sys sys, String path)
    {
        this.sys = sys;
        this.path = Paths.of(path);
    }

    /** @return whether the file is another one than at the last call, by inode, size and time; also when it has gone. */
    boolean changed()
    {
        if (sys.stat(path, status) < 0)
        {
            status[FileStatus.INODE] = 0;
        }
        boolean same = true;
        for (int field = 0; field < FileStatus.FIELDS; field++)
        {
            same &= field == FileStatus.LINKS || status[field] == seen[field];
            seen[field] = status[field];
        }
        return !same;
    }

    /** Begins to read. @return false when the file cannot be opened. */
    boolean open()
    {
        total = 0;
        filled = 0;
        at = 0;
        ended = false;
        descriptor = sys.open(path, Sys.OPEN_READ | Sys.OPEN_NONBLOCK, 0);
        return descriptor >= 0;
    }

    /** Goes to the next line. A line longer than the buffer ends where the buffer does. @return false at the end; then it is closed. */
    boolean nextLine()
    {
        // What was left of the line before goes with it.
        while (at < filled && bytes[at] != '\n')
        {
            at++;
        }
        at = at < filled ? at + 1 : at;
        System.arraycopy(bytes, at, bytes, 0, filled - at);
        filled -= at;
        at = 0;
        while (!ended && filled < bytes.length && !hasEnd())
        {
            int count = sys.read(descriptor, bytes, filled, bytes.length - filled);
            if (count == -Errno.EINTR)
            {
                continue;
            }
            ended = count <= 0 || (total += count) >= MAXIMUM_BYTES;
            filled += Math.max(count, 0);
        }
        if (filled > 0)
        {
            return true;
        }
        sys.close(descriptor);
        return false;
    }

    private boolean hasEnd()
    {
        for (int i = 0; i < filled; i++)
        {
            if (bytes[i] == '\n')
            {
                return true;
            }
        }
        return false;
    }

    /** @return where the next word of the line begins, -1 when there is none; a comment ends a line. */
    int next()
    {
        while (at < filled && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r'))
        {
            at++;
        }
        from = at;
        while (at < filled && bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\r' && bytes[at] != '\n' && bytes[at] != '#')
        {
            at++;
        }
        to = at;
        return to > from ? from : -1;
    }

    /** Stops reading before the end. */
    void close()
    {
        sys.close(descriptor);
    }

    /** @return whether the word that was read last is this text, case aside. */
    boolean is(byte[] text, int length)
    {
        boolean same = to - from == length;
        for (int i = 0; same && i < length; i++)
        {
            same = lower(bytes[from + i]) == lower(text[i]);
        }
        return same;
    }

    private static int lower(int c)
    {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
