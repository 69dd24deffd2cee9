package banjo.time;

/** Reads TZif bytes (RFC 8536, RFC 9636); every count is checked against the bytes that are there before it is used. */
final class TzifReader
{
    private static final int HEADER_SIZE = 44;

    private final byte[] bytes;
    private int typeCount;
    private int transitionCount;
    private int bodyAt;
    private int bodySize;
    private int timeSize = 4;

    TzifReader(byte[] bytes)
    {
        this.bytes = bytes;
    }

    Zone read()
    {
        int version = header(0);
        PosixRule rule = null;
        if (version >= 2)
        {
            timeSize = 8;
            header(bodyAt + bodySize);
            rule = footer(bodyAt + bodySize);
        }
        int indexesAt = bodyAt + transitionCount * timeSize;
        int typesAt = indexesAt + transitionCount;
        long[] transitions = new long[transitionCount];
        int[] offsets = new int[transitionCount];
        for (int i = 0; i < transitionCount; i++)
        {
            transitions[i] = timeSize == 8 ? int64(bodyAt + i * 8) : int32(bodyAt + i * 4);
            if (i > 0 && transitions[i] <= transitions[i - 1])
            {
                throw damaged("transitions are not ascending");
            }
            offsets[i] = offset(typesAt, bytes[indexesAt + i] & 0xFF);
        }
        return new Zone(transitions, offsets, offset(typesAt, 0), rule);
    }

    /** Reads a header and finds the body behind it. @return the version, 1 to 4. */
    private int header(int at)
    {
        if (bytes.length - at < HEADER_SIZE || bytes[at] != 'T' || bytes[at + 1] != 'Z' || bytes[at + 2] != 'i' || bytes[at + 3] != 'f')
        {
            throw damaged("no TZif header at byte " + at);
        }
        int version = bytes[at + 4] == 0 ? 1 : bytes[at + 4] - '0';
        if (version < 1 || version > 4)
        {
            throw damaged("unknown version");
        }
        long utcIndicators = int32(at + 20) & 0xFFFFFFFFL;
        long standardIndicators = int32(at + 24) & 0xFFFFFFFFL;
        long leapSeconds = int32(at + 28) & 0xFFFFFFFFL;
        long times = int32(at + 32) & 0xFFFFFFFFL;
        long types = int32(at + 36) & 0xFFFFFFFFL;
        long characters = int32(at + 40) & 0xFFFFFFFFL;
        long size = times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardIndicators + utcIndicators;
        if (size > bytes.length - at - HEADER_SIZE)
        {
            throw damaged("shorter than its header says");
        }
        boolean read = version == 1 || timeSize == 8;
        if (read && (types < 1 || types > 256))
        {
            throw damaged(types + " local time types");
        }
        if (read && leapSeconds > 0)
        {
            throw new IllegalArgumentException("time zone file: counts leap seconds; use the file outside \"right/\"");
        }
        typeCount = (int)types;
        transitionCount = (int)times;
        bodyAt = at + HEADER_SIZE;
        bodySize = (int)size;
        return version;
    }

    /** The TZ string between two newlines behind the 64-bit body; null when it is empty. */
    private PosixRule footer(int at)
    {
        if (at >= bytes.length || bytes[at] != '\n')
        {
            throw damaged("no footer");
        }
        int end = at + 1;
        StringBuilder text = new StringBuilder();
        while (end < bytes.length && bytes[end] != '\n')
        {
            text.append((char)(bytes[end] & 0x7F));
            end++;
        }
        if (end == bytes.length)
        {
            throw damaged("the footer does not end");
        }
        return text.length() == 0 ? null : PosixRule.parse(text.toString());
    }

    private int offset(int typesAt, int type)
    {
        if (type >= typeCount)
        {
            throw damaged("a transition to local time type " + type);
        }
        int seconds = int32(typesAt + type * 6);
        if (seconds <= -25 * 3600 || seconds >= 26 * 3600)
        {
            throw damaged("an offset of " + seconds + " seconds");
        }
        return seconds;
    }

    private int int32(int at)
    {
        return (bytes[at] & 0xFF) << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
    }

    private long int64(int at)
    {
        return (long)int32(at) << 32 | int32(at + 4) & 0xFFFFFFFFL;
    }

    private static IllegalArgumentException damaged(String what)
    {
        return new IllegalArgumentException("time zone file: " + what);
    }
}
