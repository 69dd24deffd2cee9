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
        highMask[size] = Address.upperMask(bits);
        lowMask[size] = Address.upperMask(bits - 64);
        high[size] = addressHigh & highMask[size];
        low[size] = addressLow & lowMask[size];
        size++;
    }

    /** @return whether a prefix, its host bits cleared, has an address in common with one of these. @param bits as in {@link #add}. */
    @Unmanaged
    public boolean overlaps(long addressHigh, long addressLow, int bits)
    {
        for (int i = 0; i < size; i++)
        {
            if (((addressHigh ^ high[i]) & highMask[i] & Address.upperMask(bits)) == 0
                && ((addressLow ^ low[i]) & lowMask[i] & Address.upperMask(bits - 64)) == 0)
            {
                return true;
            }
        }
        return false;
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
