package banjo.coding;

import java.util.Arrays;

/** Writes bits: the likely ones narrow a range of numbers less than the others, and the bytes are a number in what is left. */
public final class RangeEncoder extends BitCoder
{
    private static final long WHOLE = 1L << 32;

    private byte[] bytes = new byte[1024];
    private int length;
    private long low;
    private long range = WHOLE - 1;

    /** @param contexts how many there are at first. */
    public RangeEncoder(int contexts)
    {
        super(contexts, "a number out of range");
    }

    @Override
    public int bit(int context, int bit)
    {
        int state = contexts[context];
        long bound = (range >>> PROBABILITY_BITS) * probability(state);
        if (bit == 1)
        {
            range = bound;
        }
        else
        {
            low += bound;
            range -= bound;
        }
        contexts[context] = learnt(state, bit);
        while (range < 1 << 24)
        {
            putHighByte();
            range <<= 8;
        }
        return bit;
    }

    private void putHighByte()
    {
        if (low >= WHOLE)
        {
            int at = length - 1;
            while (++bytes[at] == 0)
            {
                at--;
            }
        }
        if (length == bytes.length)
        {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte)(low >>> 24);
        low = low << 8 & WHOLE - 1;
    }

    /** Ends the writing. @return the bytes; a decoder reads zeros behind them. */
    public byte[] finish()
    {
        int zeros = 24;
        long end = low + (1L << zeros) - 1 & -1L << zeros;
        while (end >= low + range)
        {
            zeros -= 8;
            end = low + (1L << zeros) - 1 & -1L << zeros;
        }
        low = end;
        for (int bits = 32; bits > zeros; bits -= 8)
        {
            putHighByte();
        }
        return Arrays.copyOf(bytes, length);
    }
}
