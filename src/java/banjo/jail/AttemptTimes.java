package banjo.jail;

import org.teavm.interop.Unmanaged;

/**
 * The newest attempt times of each entry, as many as maxretry, in log time. Lines of several files come out of order, so a
 * full entry gives up its oldest time, not the one that came first; a time that a clock set back has left in the future
 * goes before all others.
 */
final class AttemptTimes
{
    private final AddressTable table;
    private final int field;
    private final int count;

    /**
     * @param field the first of the entry's fields that hold times, in seconds, unsigned.
     * @param count how many they are.
     */
    AttemptTimes(AddressTable table, int field, int count)
    {
        this.table = table;
        this.field = field;
        this.count = count;
    }

    @Unmanaged
    private long time(int entry, int index)
    {
        return table.get(entry, field + index) & 0xFFFFFFFFL;
    }

    /** @param noted how many times the entry was given before this one. */
    @Unmanaged
    void note(int entry, int noted, long timeSeconds, long nowSeconds)
    {
        table.set(entry, field + (noted < count ? noted : stalest(entry, nowSeconds)), (int)timeSeconds);
    }

    @Unmanaged
    private int stalest(int entry, long nowSeconds)
    {
        int stalest = 0;
        for (int i = 0; i < count; i++)
        {
            long time = time(entry, i);
            if (time > nowSeconds)
            {
                return i;
            }
            stalest = time < time(entry, stalest) ? i : stalest;
        }
        return stalest;
    }

    /** Takes over the newest times of an entry of another table. @param noted how many it was given there. @return how many are kept. */
    int copy(AttemptTimes from, int fromEntry, int noted, int entry)
    {
        int kept = 0;
        for (int i = 0; i < Math.min(noted, from.count); i++)
        {
            long time = from.time(fromEntry, i);
            if (kept < count || time > time(entry, stalest(entry, Long.MAX_VALUE)))
            {
                note(entry, kept, time, Long.MAX_VALUE);
                kept = Math.min(kept + 1, count);
            }
        }
        return kept;
    }

    /** True when all the times of a full entry lie within findtime of the newest. */
    @Unmanaged
    boolean within(int entry, long findTimeSeconds)
    {
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < count; i++)
        {
            oldest = Math.min(oldest, time(entry, i));
        }
        return newest(entry) - oldest <= findTimeSeconds;
    }

    /** @param noted how many times the entry was given. @return how many of those kept are no older. */
    int since(int entry, int noted, long oldestSeconds)
    {
        int since = 0;
        for (int i = 0; i < count && i < noted; i++)
        {
            since += time(entry, i) >= oldestSeconds ? 1 : 0;
        }
        return since;
    }

    @Unmanaged
    long newest(int entry)
    {
        long newest = 0;
        for (int i = 0; i < count; i++)
        {
            newest = Math.max(newest, time(entry, i));
        }
        return newest;
    }
}
