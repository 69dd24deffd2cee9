package banjo.jail;

import banjo.address.Address;
import banjo.sys.IntMemory;
import org.teavm.interop.Unmanaged;

/**
 * A jail's entries, each an address with either its latest attempts or its ban, and what can be asked of them. A superclass and not a
 * part, so that the way of a line takes no step more.
 */
abstract class JailEntries
{
    /** A ban that never ends. */
    public static final long PERMANENT = -1;

    static final int NONE = AddressTable.NONE;
    static final int LIST_ATTEMPTS = ExpiryWheel.LISTS;
    static final int LIST_PERMANENT = ExpiryWheel.LISTS + 1;
    static final int LISTS = ExpiryWheel.LISTS + 2;

    /** The times of attempts, of which a ban needs none any more: its beginning and its end take their place. */
    static final int TIMES = EntryLists.FIELDS;
    /** In seconds of the wheel, signed: a ban may be older than the daemon. */
    static final int BEGINNING = TIMES;
    static final int UNTIL = TIMES + 1;
    static final long LONGEST_AGE_SECONDS = 1 << 30;
    /** How many entries are given back at once when a table moves. */
    private static final int RELEASED = 4096;

    AddressTable table;
    AttemptTimes times;
    EntryLists lists;
    ExpiryWheel wheel;
    /** What the wheel's seconds count from. */
    final long originSeconds;

    JailEntries(int maxRetry, int capacity, long seed, long monotonicSeconds)
    {
        originSeconds = monotonicSeconds;
        makeTable(maxRetry, capacity, seed);
    }

    private void makeTable(int maxRetry, int capacity, long seed)
    {
        table = new AddressTable(capacity, fields(maxRetry), seed);
        times = new AttemptTimes(table, TIMES, maxRetry);
        lists = new EntryLists(table, LISTS);
        wheel = new ExpiryWheel(table, lists, UNTIL);
    }

    /**
     * Moves the entries into a new table; where that is smaller, the addresses whose last attempt is oldest are forgotten. The caller has
     * seen that the bans fit.
     *
     * @return how many were forgotten.
     */
    int resize(int maxRetry, int capacity, long seed, long monotonicSeconds)
    {
        AddressTable old = table;
        AttemptTimes oldTimes = times;
        int forgotten = Math.max(0, old.size() - capacity);
        int oldest = lists.first(LIST_ATTEMPTS);
        for (int i = 0; i < forgotten; i++)
        {
            int next = old.get(oldest, EntryLists.NEXT) - 1;
            old.set(oldest, EntryLists.NEXT, NONE);
            oldest = next;
        }
        // Both tables are never there as a whole: what has moved is given back.
        old.releaseIndex();
        IntMemory moved = new IntMemory(Math.max(1, old.end()));
        makeTable(maxRetry, capacity, seed);
        for (int entry = 0; entry < old.end(); entry++)
        {
            int next = old.get(entry, EntryLists.NEXT);
            if (old.mark(entry) != LIST_ATTEMPTS)
            {
                moveBan(old, entry, monotonicSeconds - originSeconds);
            }
            else if (next >= 0)
            {
                int to = table.add(old.high(entry), old.low(entry));
                table.setCount(to, times.copy(oldTimes, entry, old.count(entry), to));
                table.set(to, EntryLists.NEXT, next);
                moved.set(entry, to);
            }
            if ((entry & RELEASED - 1) == 0)
            {
                old.releaseBefore(entry);
            }
        }
        while (oldest != NONE)
        {
            int to = moved.get(oldest);
            oldest = table.get(to, EntryLists.NEXT) - 1;
            lists.link(to, LIST_ATTEMPTS);
        }
        moved.release();
        old.release();
        return forgotten;
    }

    private void moveBan(AddressTable old, int entry, long now)
    {
        int moved = table.add(old.high(entry), old.low(entry));
        table.setCount(moved, old.count(entry));
        table.set(moved, BEGINNING, old.get(entry, BEGINNING));
        if (old.mark(entry) == LIST_PERMANENT)
        {
            lists.link(moved, LIST_PERMANENT);
        }
        else
        {
            wheel.add(moved, old.get(entry, UNTIL) & 0xFFFFFFFFL, now);
        }
    }

    /** Gives the memory back, at the end. */
    public void release()
    {
        table.release();
    }

    private static int fields(int maxRetry)
    {
        return TIMES + Math.max(maxRetry, UNTIL + 1 - TIMES);
    }

    /** @return how many addresses fit into so many bytes. */
    public static int capacity(long bytes, int maxRetry)
    {
        return AddressTable.capacity(bytes, fields(maxRetry));
    }

    /** @return the entry of an address with attempts or a ban, or -1. */
    public int find(long high, long low)
    {
        return table.find(high, low);
    }

    /** @return whether an entry is a ban, as those of {@link #nextBan}. */
    public boolean isBan(int entry)
    {
        return table.mark(entry) != LIST_ATTEMPTS;
    }

    /** @return the time of the newest attempt of an entry that is no ban. */
    public long lastSeconds(int entry)
    {
        return times.newest(entry);
    }

    public boolean banned(long high, long low)
    {
        int entry = table.find(high, low);
        return entry != NONE && table.mark(entry) != LIST_ATTEMPTS;
    }

    /** @return seconds that an address stays banned, {@link #PERMANENT}, or 0 when it is not. */
    public long remainingSeconds(long high, long low, long monotonicSeconds)
    {
        int entry = table.find(high, low);
        return entry == NONE || table.mark(entry) == LIST_ATTEMPTS ? 0 : remainingSeconds(entry, monotonicSeconds);
    }

    /** @return as above for a ban that {@link #nextBan} found. */
    public long remainingSeconds(int ban, long monotonicSeconds)
    {
        if (table.mark(ban) == LIST_PERMANENT)
        {
            return PERMANENT;
        }
        long remaining = wheel.until(ban) - (monotonicSeconds - originSeconds);
        return remaining < 0 ? 0 : remaining;
    }

    /** Walks the bans: @return the first one from a cursor (0 at first) on, or -1; the next cursor is one more. */
    public int nextBan(int cursor)
    {
        for (int entry = cursor; entry < table.end(); entry++)
        {
            if (table.mark(entry) != LIST_ATTEMPTS)
            {
                return entry;
            }
        }
        return -1;
    }

    /** @return the ban that ends first, to 1,024 seconds, or -1. */
    public int soonestBan()
    {
        return wheel.soonest();
    }

    /** @return the ban of a family that ends first, to 1,024 seconds, other than that of one address; -1 when there is none. */
    public int soonestBan(boolean ipv4, long exceptHigh, long exceptLow)
    {
        int soonest = wheel.soonest();
        if (soonest != NONE && isVictim(soonest, ipv4, exceptHigh, exceptLow))
        {
            return soonest;
        }
        soonest = NONE;
        for (int entry = nextBan(0); entry >= 0; entry = nextBan(entry + 1))
        {
            if (table.mark(entry) != LIST_PERMANENT && isVictim(entry, ipv4, exceptHigh, exceptLow)
                && (soonest == NONE || wheel.until(entry) < wheel.until(soonest)))
            {
                soonest = entry;
            }
        }
        return soonest;
    }

    private boolean isVictim(int entry, boolean ipv4, long exceptHigh, long exceptLow)
    {
        long high = table.high(entry);
        long low = table.low(entry);
        return Address.isIpv4(high, low) == ipv4 && (high != exceptHigh || low != exceptLow);
    }

    public long addressHigh(int ban)
    {
        return table.high(ban);
    }

    public long addressLow(int ban)
    {
        return table.low(ban);
    }

    /** @return when a ban began, by the monotonic clock; it may be before its 0. */
    public long beginningSeconds(int ban)
    {
        return originSeconds + table.get(ban, BEGINNING);
    }

    /** @return how long a ban lasts from its beginning to its end, or {@link #PERMANENT}. */
    @Unmanaged
    long durationSeconds(int ban)
    {
        return table.mark(ban) == LIST_PERMANENT ? PERMANENT : wheel.until(ban) - table.get(ban, BEGINNING);
    }

    /** @return the failures that led to a ban, 0 for one by order. */
    public int failures(int ban)
    {
        return table.count(ban);
    }

    /** @return addresses with attempts or a ban. */
    public int tracked()
    {
        return table.size();
    }

    /** @return how many addresses fit. */
    public int capacity()
    {
        return table.capacity();
    }
}
