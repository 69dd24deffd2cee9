package banjo.sys;

import java.util.Arrays;

/**
 * A fixed array of ints, all 0 at first. As with the pages of the native binary's, a part is paid for when something is first put into it;
 * until then all parts are one that holds zeros.
 */
public final class IntMemory
{
    private static final int PART_BITS = 13;
    private static final int PART_MASK = (1 << PART_BITS) - 1;
    private static final int[] ZEROS = new int[1 << PART_BITS];

    /** Bytes of all that are there, filled or not. */
    private static long reservedBytes;

    private int[][] parts;
    private int length;

    /** @throws OutOfMemoryError when the heap could not hold it filled: now rather than in the loop. */
    public IntMemory(int length)
    {
        reservedBytes += length * 4L;
        if (reservedBytes > Runtime.getRuntime().maxMemory())
        {
            throw new OutOfMemoryError();
        }
        this.length = length;
        parts = new int[length + PART_MASK >>> PART_BITS][];
        Arrays.fill(parts, ZEROS);
        if ((length & PART_MASK) != 0)
        {
            parts[parts.length - 1] = new int[length & PART_MASK];
        }
    }

    public int get(int index)
    {
        return parts[index >>> PART_BITS][index & PART_MASK];
    }

    public void set(int index, int value)
    {
        int[] part = parts[index >>> PART_BITS];
        if (part == ZEROS)
        {
            if (value == 0)
            {
                return;
            }
            part = new int[1 << PART_BITS];
            parts[index >>> PART_BITS] = part;
        }
        part[index & PART_MASK] = value;
    }

    /** Has the CPU fetch an int that will be read soon, where that can be said. */
    public void prefetch(int index)
    {
    }

    /** Gives the parts before an int back; they hold nothing from then on. */
    public void releaseBefore(int index)
    {
        Arrays.fill(parts, 0, index >>> PART_BITS, ZEROS);
    }

    /** Gives the memory back; it holds nothing from then on. */
    public void release()
    {
        reservedBytes -= length * 4L;
        parts = new int[0][];
        length = 0;
    }

    public int length()
    {
        return length;
    }
}
