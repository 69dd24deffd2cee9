package banjo.firewall;

/** Bans that found their sets full, kept until the next order so that the caller can make room. */
final class RefusedBans
{
    private static final int CAPACITY = 1024;

    private final int[] sets = new int[CAPACITY];
    private final long[] highs = new long[CAPACITY];
    private final long[] lows = new long[CAPACITY];
    private int count;
    private boolean flushed;

    /** Before an order: the first one after a flush forgets what that has refused. */
    void ordered()
    {
        if (flushed)
        {
            flushed = false;
            count = 0;
        }
    }

    /** At the end of a flush. */
    void flushed()
    {
        flushed = true;
    }

    int count()
    {
        return count;
    }

    /** @return false when there are too many already. */
    boolean add(int set, long high, long low)
    {
        if (count == CAPACITY)
        {
            return false;
        }
        sets[count] = set;
        highs[count] = high;
        lows[count++] = low;
        return true;
    }

    /** @param address receives it. @return its set. */
    int get(int index, long[] address)
    {
        address[0] = highs[index];
        address[1] = lows[index];
        return sets[index];
    }
}
