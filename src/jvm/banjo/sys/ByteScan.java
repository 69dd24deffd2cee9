package banjo.sys;

/** Searching for a byte, eight at a time; the native binary uses sixteen or libc's memchr. */
public final class ByteScan
{
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long TOP_BITS = 0x8080808080808080L;

    private ByteScan()
    {
    }

    /** @return the index of the first such byte, or -1, also when there is no such stretch. */
    public static int indexOf(byte[] buffer, int from, int to, int value)
    {
        if (from < 0 || to > buffer.length)
        {
            return -1;
        }
        long wanted = (value & 0xFF) * EACH_BYTE;
        int i = from;
        for (; i <= to - 8; i += 8)
        {
            // The top bit of each byte that is 0, and perhaps of some above it (Warren, Hacker's Delight, 6-1).
            long same = Words.get(buffer, i) ^ wanted;
            long zeros = same - EACH_BYTE & ~same & TOP_BITS;
            if (zeros != 0)
            {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; i < to; i++)
        {
            if (buffer[i] == value)
            {
                return i;
            }
        }
        return -1;
    }

    /** @return a number that tells texts from each other, not the same one in both runtimes; 0 when there is no such stretch. */
    public static long hash(byte[] buffer, int from, int to)
    {
        if (from < 0 || to > buffer.length || from > to)
        {
            return 0;
        }
        long hash = to - from;
        int i = from;
        for (; i <= to - 8; i += 8)
        {
            hash = (hash ^ Words.get(buffer, i)) * HASH_FACTOR;
            hash ^= hash >>> 32;
        }
        for (; i < to; i++)
        {
            hash = (hash ^ buffer[i] & 0xFF) * HASH_FACTOR;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /** @return the index of the last such byte, or -1, also when there is no such stretch. */
    public static int lastIndexOf(byte[] buffer, int from, int to, int value)
    {
        if (from < 0 || to > buffer.length)
        {
            return -1;
        }
        int i = to - 1;
        while (i >= from && buffer[i] != value)
        {
            i--;
        }
        return i >= from ? i : -1;
    }
}
