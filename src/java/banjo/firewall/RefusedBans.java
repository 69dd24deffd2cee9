package banjo.firewall;

/** Bans that found their sets full, kept until the next order or flush so that the caller can make room. */
public final class RefusedBans
{
    static final RefusedBans NONE = new RefusedBans(0);
    /** Those that a back end keeps. */
    static final int CAPACITY = 1024;

    private final int[] sets;
    private final long[] highs;
    private final long[] lows;
    private int count;
    private boolean flushed;

    public RefusedBans(int capacity)
    {
        sets = new int[capacity];
        highs = new long[capacity];
        lows = new long[capacity];
    }

    /** Before an order: the first one after a flush forgets what that has refused. */
    public void ordered()
    {
        if (flushed)
        {
            flushed = false;
            count = 0;
        }
    }

    /** At the end of a flush, which forgets what an earlier one has refused. */
    public void flushed()
    {
        ordered();
        flushed = true;
    }

    public int count()
    {
        return count;
    }

    /** @return false when there are too many already. */
    public boolean add(int set, long high, long low)
    {
        if (count == sets.length)
        {
            return false;
        }
        sets[count] = set;
        highs[count] = high;
        lows[count++] = low;
        return true;
    }

    /** @param address receives it. @return its set. */
    public int get(int index, long[] address)
    {
        address[0] = highs[index];
        address[1] = lows[index];
        return sets[index];
    }
}
