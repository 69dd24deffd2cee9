package banjo.address;

import org.teavm.interop.Unmanaged;

/** Address prefixes, as in ignoreip. Lists are short, so a look-up compares with each; it allocates nothing. */
public final class PrefixList
{
    private final long[] high;
    private final long[] low;
    private final long[] highMask;
    private final long[] lowMask;
    private int size;

    /** @param capacity how many prefixes it will hold. */
    public PrefixList(int capacity)
    {
        high = new long[capacity];
        low = new long[capacity];
        highMask = new long[capacity];
        lowMask = new long[capacity];
    }

    /** @param bits 0 to 128, counted in the 128-bit form: an IPv4 /24 is 120. */
    public void add(long addressHigh, long addressLow, int bits)
    {
        highMask[size] = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits & 63);
        lowMask[size] = bits <= 64 ? 0 : bits == 128 ? -1L : -1L << (128 - bits & 63);
        high[size] = addressHigh & highMask[size];
        low[size] = addressLow & lowMask[size];
        size++;
    }

    @Unmanaged
    public boolean contains(long addressHigh, long addressLow)
    {
        for (int i = 0; i < size; i++)
        {
            if ((addressHigh & highMask[i]) == high[i] && (addressLow & lowMask[i]) == low[i])
            {
                return true;
            }
        }
        return false;
    }
}
