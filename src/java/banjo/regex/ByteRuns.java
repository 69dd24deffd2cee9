package banjo.regex;

import java.util.Arrays;

/**
 * Sets of bytes for a CPU that compares 16 bytes at once: four ranges a set, for each its first byte 16 times, then how many
 * bytes follow that one, 16 times as well. A set of fewer ranges repeats its last. A loop without such instructions ignores them.
 */
final class ByteRuns
{
    private static final int RANGES = 4;
    private static final int LANES = 16;
    /** Bytes of a set. */
    static final int SET_BYTES = RANGES * 2 * LANES;

    private byte[] sets = new byte[0];
    private final byte[] set = new byte[SET_BYTES];

    /** @return where the set begins in {@link #toBytes}, or -1 when it is empty or has more than four ranges. */
    int add(boolean[] bytes)
    {
        int ranges = 0;
        for (int b = 0; b < 256; b++)
        {
            if (!bytes[b])
            {
                continue;
            }
            int first = b;
            while (b < 255 && bytes[b + 1])
            {
                b++;
            }
            if (ranges == RANGES)
            {
                return -1;
            }
            Arrays.fill(set, ranges * 2 * LANES, (ranges * 2 + 1) * LANES, (byte)first);
            Arrays.fill(set, (ranges * 2 + 1) * LANES, SET_BYTES, (byte)(b - first));
            ranges++;
        }
        if (ranges == 0)
        {
            return -1;
        }
        for (int i = ranges; i < RANGES; i++)
        {
            System.arraycopy(set, (ranges - 1) * 2 * LANES, set, i * 2 * LANES, 2 * LANES);
        }
        return indexOfSet();
    }

    private int indexOfSet()
    {
        for (int at = 0; at < sets.length; at += SET_BYTES)
        {
            if (Arrays.equals(set, 0, SET_BYTES, sets, at, at + SET_BYTES))
            {
                return at;
            }
        }
        int at = sets.length;
        sets = Arrays.copyOf(sets, at + SET_BYTES);
        System.arraycopy(set, 0, sets, at, SET_BYTES);
        return at;
    }

    byte[] toBytes()
    {
        return sets;
    }
}
