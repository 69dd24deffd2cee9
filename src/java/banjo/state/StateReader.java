package banjo.state;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.zip.CRC32;

/** Reads a state file twice: all of it is checked before anything of it is believed. */
final class StateReader
{
    /** What {@link #read} returns for a file that is not what was written; {@link #fault} tells more. */
    static final int DAMAGED = 1;
    private static final int RECORD_MAXIMUM = 0xFFFF;

    private final Sys sys;
    private final int descriptor;
    private final byte[] buffer = new byte[4096];
    private final byte[] content = new byte[RECORD_MAXIMUM];
    private final CRC32 checksum = new CRC32();
    private int at;
    private int end;
    private int error;
    private boolean ended;
    private long savedSeconds;
    String fault = "";

    StateReader(Sys sys, int descriptor)
    {
        this.sys = sys;
        this.descriptor = descriptor;
    }

    /** @return 0, DAMAGED, or a negated errno; then the visitor was not called. */
    int read(StateVisitor visitor)
    {
        int checked = pass(null);
        return checked == 0 ? pass(visitor) : checked;
    }

    private int pass(StateVisitor visitor)
    {
        long sought = sys.seek(descriptor, 0, Sys.SEEK_SET);
        if (sought < 0)
        {
            return (int)sought;
        }
        at = 0;
        end = 0;
        error = 0;
        ended = false;
        checksum.reset();
        take(16);
        if (error < 0)
        {
            return error;
        }
        long magic = number(0, 8);
        if (ended || magic != StateWriter.MAGIC)
        {
            boolean newer = !ended && magic >>> 16 == StateWriter.MAGIC >>> 16;
            return damaged(ended ? "it is too short" : newer ? "another version of banjo wrote it" : "it is no state file");
        }
        savedSeconds = number(8, 8);
        if (visitor != null)
        {
            visitor.begin(savedSeconds);
        }
        while (true)
        {
            int sum = (int)checksum.getValue();
            take(3);
            int type = (int)number(0, 1);
            int length = (int)number(1, 2);
            if (!ended)
            {
                take(length);
            }
            if (error < 0)
            {
                return error;
            }
            if (ended)
            {
                return damaged("its end is missing");
            }
            if (type == StateWriter.TYPE_END)
            {
                return length == StateWriter.CHECKSUM_BYTES && (int)number(0, 4) == sum && isAtEnd() ? 0 : damaged("its checksum is wrong");
            }
            if (!deliver(type, length, visitor))
            {
                return damaged("a record is too short");
            }
        }
    }

    /** @return DAMAGED. */
    int refuse(String reason)
    {
        return damaged(reason);
    }

    private int damaged(String reason)
    {
        fault = reason;
        return DAMAGED;
    }

    /** Records of types that this version does not know are passed over. */
    private boolean deliver(int type, int length, StateVisitor visitor)
    {
        int least = type == StateWriter.TYPE_BAN ? StateWriter.BAN_BYTES : type == StateWriter.TYPE_PLACE ? StateWriter.PLACE_BYTES
            : type == StateWriter.TYPE_HISTORY ? StateWriter.HISTORY_BYTES : 0;
        int before = type == StateWriter.TYPE_PLACE && length >= least ? (int)number(25, 2) : 0;
        if (length < least + before)
        {
            return false;
        }
        if (visitor == null)
        {
            return true;
        }
        switch (type)
        {
            case StateWriter.TYPE_JAIL:
                visitor.jail(content, 0, length);
                break;
            case StateWriter.TYPE_BAN:
                visitor.ban(number(0, 8), number(8, 8), (int)number(16, 1), number(17, 8), number(25, 8), (int)number(33, 4));
                break;
            case StateWriter.TYPE_PLACE:
                int pathAt = StateWriter.PLACE_BYTES + before;
                visitor.place(new Place(copy(pathAt, length, length - pathAt + 1), number(0, 8), number(8, 8), number(16, 8),
                    content[24] != 0, copy(StateWriter.PLACE_BYTES, pathAt, before), savedSeconds * 1_000_000_000L));
                break;
            case StateWriter.TYPE_HISTORY:
                visitor.history(number(0, 8), number(8, 8), (int)number(16, 4), number(20, 8));
                break;
            default:
                break;
        }
        return true;
    }

    private byte[] copy(int from, int to, int size)
    {
        byte[] copy = new byte[size];
        System.arraycopy(content, from, copy, 0, to - from);
        return copy;
    }

    private long number(int from, int bytes)
    {
        long value = 0;
        for (int i = from; i < from + bytes; i++)
        {
            value = value << 8 | content[i] & 0xFF;
        }
        return value;
    }

    /** Reads the next bytes into {@link #content}. */
    private void take(int count)
    {
        for (int have = 0; have < count;)
        {
            if (at == end && !fill())
            {
                return;
            }
            int part = Math.min(count - have, end - at);
            System.arraycopy(buffer, at, content, have, part);
            at += part;
            have += part;
        }
        checksum.update(content, 0, count);
    }

    private boolean isAtEnd()
    {
        return at == end && !fill() && error == 0;
    }

    private boolean fill()
    {
        int count = sys.read(descriptor, buffer, 0, buffer.length);
        while (count == -Errno.EINTR)
        {
            count = sys.read(descriptor, buffer, 0, buffer.length);
        }
        at = 0;
        end = Math.max(count, 0);
        error = Math.min(count, 0);
        ended = count <= 0;
        return count > 0;
    }
}
