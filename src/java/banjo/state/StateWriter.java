package banjo.state;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.zip.CRC32;

/**
 * Writes the records of a state file through a small buffer. The first error is kept and ends the writing; {@link #end} tells it.
 * The file is: eight bytes of magic and version, the time of saving, records of {type u8, length u16, content}, and as the last
 * record a CRC-32 (java.util.zip.CRC32) of everything before it. Numbers are big-endian.
 */
public final class StateWriter
{
    /** "banjo", NUL, version. */
    static final long MAGIC = 0x62616E6A6F000001L;
    static final int TYPE_END = 0;
    static final int TYPE_JAIL = 1;
    static final int TYPE_BAN = 2;
    static final int TYPE_PLACE = 3;
    static final int TYPE_HISTORY = 4;
    static final int BAN_BYTES = 37;
    static final int HISTORY_BYTES = 28;
    /** A place without its path and what is before it. */
    static final int PLACE_BYTES = 27;
    static final int CHECKSUM_BYTES = 4;

    private final Sys sys;
    private final byte[] buffer = new byte[4096];
    private final CRC32 checksum = new CRC32();
    private int descriptor;
    private int length;
    private int error;

    StateWriter(Sys sys)
    {
        this.sys = sys;
    }

    void begin(int newDescriptor, long savedSeconds)
    {
        descriptor = newDescriptor;
        length = 0;
        error = 0;
        checksum.reset();
        number(MAGIC, 8);
        number(savedSeconds, 8);
    }

    /** See {@link StateVisitor#jail}. */
    public void jail(byte[] name)
    {
        head(TYPE_JAIL, name.length);
        bytes(name, 0, name.length);
    }

    /** See {@link StateVisitor#ban}. */
    public void ban(long high, long low, int prefixLength, long sinceSeconds, long remainingSeconds, int failures)
    {
        head(TYPE_BAN, BAN_BYTES);
        number(high, 8);
        number(low, 8);
        number(prefixLength, 1);
        number(sinceSeconds, 8);
        number(remainingSeconds, 8);
        number(failures, 4);
    }

    /** See {@link StateVisitor#history}. */
    public void history(long keyHigh, long keyLow, int count, long keptSeconds)
    {
        head(TYPE_HISTORY, HISTORY_BYTES);
        number(keyHigh, 8);
        number(keyLow, 8);
        number(count, 4);
        number(keptSeconds, 8);
    }

    /** See {@link Place}. @param path without its NUL. */
    public void place(byte[] path, int pathLength, long device, long inode, long offset, boolean inLine, byte[] before, int beforeLength)
    {
        head(TYPE_PLACE, PLACE_BYTES + pathLength + beforeLength);
        number(device, 8);
        number(inode, 8);
        number(offset, 8);
        number(inLine ? 1 : 0, 1);
        number(beforeLength, 2);
        bytes(before, 0, beforeLength);
        bytes(path, 0, pathLength);
    }

    /** Ends the file. @return 0 or the negated errno of the first write that failed. */
    int end()
    {
        flush();
        int sum = (int)checksum.getValue();
        head(TYPE_END, CHECKSUM_BYTES);
        number(sum, CHECKSUM_BYTES);
        flush();
        return error;
    }

    private void head(int type, int contentLength)
    {
        number(type, 1);
        number(contentLength, 2);
    }

    private void number(long value, int bytes)
    {
        if (buffer.length - length < bytes)
        {
            flush();
        }
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        {
            buffer[length++] = (byte)(value >>> (shift & 63));
        }
    }

    private void bytes(byte[] source, int from, int to)
    {
        for (int at = from; at < to;)
        {
            if (length == buffer.length)
            {
                flush();
            }
            int part = Math.min(to - at, buffer.length - length);
            System.arraycopy(source, at, buffer, length, part);
            length += part;
            at += part;
        }
    }

    private void flush()
    {
        checksum.update(buffer, 0, length);
        for (int at = 0; at < length && error == 0;)
        {
            int count = sys.write(descriptor, buffer, at, length - at);
            if (count == 0 || count < 0 && count != -Errno.EINTR)
            {
                error = count == 0 ? -Errno.EIO : count;
            }
            at += Math.max(count, 0);
        }
        length = 0;
    }
}
