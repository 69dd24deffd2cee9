package banjo.address;

import org.teavm.interop.Unmanaged;

/**
 * Address prefixes, as in ignoreip: some of its own and, after them, those of lists that it shares with others and that may change.
 * Lists are short, so a look-up compares with each; it allocates nothing.
 */
public final class PrefixList
{
    private final long[] high;
    private final long[] low;
    private final long[] highMask;
    private final long[] lowMask;
    private final PrefixList[] shared;
    private int size;

    /**
     * @param capacity how many prefixes it will hold.
     * @param shared what it holds besides; these share none themselves.
     */
    public PrefixList(int capacity, PrefixList... shared)
    {
        high = new long[capacity];
        low = new long[capacity];
        highMask = new long[capacity];
        lowMask = new long[capacity];
        this.shared = shared;
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

    /** Adds a prefix unless one that covers it is there. @return false when there is no room. */
    public boolean offer(long addressHigh, long addressLow, int bits)
    {
        for (int i = 0; i < size; i++)
        {
            if (covers(i, addressHigh, addressLow) && (Address.upperMask(bits) & highMask[i]) == highMask[i]
                && (Address.upperMask(bits - 64) & lowMask[i]) == lowMask[i])
            {
                return true;
            }
        }
        if (size == high.length)
        {
            return false;
        }
        add(addressHigh, addressLow, bits);
        return true;
    }

    public void clear()
    {
        size = 0;
    }

    /** @return how many prefixes are its own. */
    public int size()
    {
        return size;
    }

    public long high(int index)
    {
        return high[index];
    }

    public long low(int index)
    {
        return low[index];
    }

    /** Takes over the prefixes of another list of no more capacity. @return false when they were the same, in any order. */
    public boolean set(PrefixList other)
    {
        boolean same = size == other.size;
        for (int i = 0; same && i < size; i++)
        {
            same = has(other.high[i], other.low[i], other.highMask[i], other.lowMask[i]);
        }
        size = 0;
        for (int i = 0; i < other.size; i++)
        {
            high[i] = other.high[i];
            low[i] = other.low[i];
            highMask[i] = other.highMask[i];
            lowMask[i] = other.lowMask[i];
            size++;
        }
        return !same;
    }

    private boolean has(long addressHigh, long addressLow, long maskHigh, long maskLow)
    {
        for (int i = 0; i < size; i++)
        {
            if (high[i] == addressHigh && low[i] == addressLow && highMask[i] == maskHigh && lowMask[i] == maskLow)
            {
                return true;
            }
        }
        return false;
    }

    @Unmanaged
    private boolean covers(int index, long addressHigh, long addressLow)
    {
        // What tells IPv4 addresses from each other comes first.
        return (addressLow & lowMask[index]) == low[index] && (addressHigh & highMask[index]) == high[index];
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
        for (int i = 0; i < shared.length; i++)
        {
            if (shared[i].overlaps(addressHigh, addressLow, bits))
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
            if (covers(i, addressHigh, addressLow))
            {
                return true;
            }
        }
        for (int i = 0; i < shared.length; i++)
        {
            if (shared[i].contains(addressHigh, addressLow))
            {
                return true;
            }
        }
        return false;
    }
}
