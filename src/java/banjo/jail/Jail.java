package banjo.jail;

import banjo.address.PrefixList;
import org.teavm.interop.Unmanaged;

/**
 * One jail's attempts and bans in a fixed table; one entry for each address holds either its latest attempts or its ban.
 * findtime is judged by the log's own time; bans end by the monotonic clock. What happens when the table is full is a policy:
 * {@link #EVICT_OLDEST} and those behind it.
 */
public final class Jail extends JailEntries
{
    /** The attempt is noted, or did not count because it was too old; nothing is to be done. */
    public static final int NOTHING = 0;
    /** The address has just become banned. */
    public static final int BAN = 1;
    /** The address is on the ignore list. */
    public static final int IGNORED = 2;
    public static final int ALREADY_BANNED = 3;
    /** The attempt lies outside findtime before now. */
    public static final int TOO_OLD = 4;
    /** The table is full of what must not give way: the attempt is counted and forgotten. */
    public static final int FULL = 5;
    /** The table is full, and {@link #BAN_ALL} wants the address banned, although no entry will hold it. */
    public static final int BAN_UNTRACKED = 6;

    /** The address whose last attempt is oldest is forgotten; when only bans are left, the ban that ends first is lifted. */
    public static final int EVICT_OLDEST = 0;
    /** The same, but no ban gives way to an attempt. */
    public static final int KEEP_BANS = 1;
    /** None but those outside findtime gives way to an attempt: who comes new is banned at the first. */
    public static final int BAN_ALL = 2;

    private final String name;
    private int maxRetry;
    private long findTimeSeconds;
    private long banTimeSeconds;
    private PrefixList ignored;
    private int policy = EVICT_OLDEST;
    private long removedHigh;
    private long removedLow;
    private boolean evicted;
    /** What {@link #expect} has found out for the attempt that follows. */
    private long expectedHash;
    private boolean room;
    private long liftedSeconds;
    private int bannedCount;
    private long attempts;
    private long bans;
    private long unbans;
    private long evictions;
    private long tooOld;
    private long ignoredAttempts;
    private long alreadyBanned;
    private long noRoom;

    /**
     * @param banTimeSeconds {@link #PERMANENT} for ever.
     * @param capacity in addresses.
     * @param seed of the hash.
     * @param monotonicSeconds now.
     */
    public Jail(String name, int maxRetry, long findTimeSeconds, long banTimeSeconds, PrefixList ignored, int capacity, long seed,
        long monotonicSeconds)
    {
        super(maxRetry, capacity, seed, monotonicSeconds);
        this.name = name;
        this.maxRetry = maxRetry;
        this.findTimeSeconds = findTimeSeconds;
        this.banTimeSeconds = banTimeSeconds;
        this.ignored = ignored;
    }

    /**
     * Goes on under other terms; bans keep their ends. Where the table cannot stay, its entries move into a new one, the addresses whose
     * last attempt is oldest being forgotten where it is smaller. The caller has seen that the bans fit.
     */
    public void change(int newMaxRetry, long newFindTimeSeconds, long newBanTimeSeconds, PrefixList newIgnored, int capacity, long seed,
        long monotonicSeconds)
    {
        findTimeSeconds = newFindTimeSeconds;
        banTimeSeconds = newBanTimeSeconds;
        ignored = newIgnored;
        if (newMaxRetry != maxRetry || capacity != table.capacity())
        {
            maxRetry = newMaxRetry;
            evictions += resize(newMaxRetry, capacity, seed, monotonicSeconds);
        }
    }

    /** Says what happens when the table is full. @param policy {@link #EVICT_OLDEST} at first. */
    public void evictBy(int policy)
    {
        this.policy = policy;
    }

    /** @return whether an address without room is banned where no table knows of it ({@link #BAN_ALL}). */
    public boolean bansWithoutRoom()
    {
        return policy == BAN_ALL;
    }

    public String name()
    {
        return name;
    }

    public int maxRetry()
    {
        return maxRetry;
    }

    public long findTimeSeconds()
    {
        return findTimeSeconds;
    }

    public long banTimeSeconds()
    {
        return banTimeSeconds;
    }

    /**
     * The first half of noting a failure of an address: makes room where it may be needed, while the CPU fetches what the second half,
     * {@link #attempt}, will read. What can be done in between costs little: {@link #takeEvicted}, whose answer this half decides.
     *
     * @param timeSeconds the log's own time; one in the future counts as now.
     * @param nowSeconds the wall clock.
     * @return {@link #NOTHING} when {@link #attempt} is to follow, or the result.
     */
    @Unmanaged
    public int expect(long high, long low, long timeSeconds, long nowSeconds)
    {
        attempts++;
        if (timeSeconds < nowSeconds - findTimeSeconds)
        {
            tooOld++;
            return TOO_OLD;
        }
        expectedHash = table.hash(high, low);
        table.prefetch(expectedHash);
        if (ignored.contains(high, low))
        {
            ignoredAttempts++;
            return IGNORED;
        }
        // Before it is known to be needed: a full table may stay one address short.
        room = !table.full() || evict(policy == BAN_ALL, nowSeconds, high, low);
        return NOTHING;
    }

    /** The second half, right after the first. @param monotonicSeconds the clock that bans end by. @return a constant of this class. */
    @Unmanaged
    public int attempt(long high, long low, long timeSeconds, long nowSeconds, long monotonicSeconds)
    {
        long time = timeSeconds > nowSeconds ? nowSeconds : timeSeconds;
        int entry = table.find(expectedHash, high, low);
        if (entry == NONE)
        {
            if (!room)
            {
                noRoom++;
                return policy == BAN_ALL ? BAN_UNTRACKED : FULL;
            }
            entry = table.add(expectedHash, high, low);
        }
        else if (table.mark(entry) != LIST_ATTEMPTS)
        {
            alreadyBanned++;
            return ALREADY_BANNED;
        }
        else
        {
            lists.unlink(entry);
        }
        int failures = table.count(entry);
        // Times are kept unsigned: one before 1970 is the first.
        times.note(entry, failures, time < 0 ? 0 : time, nowSeconds);
        table.setCount(entry, ++failures);
        if (failures >= maxRetry && times.within(entry, findTimeSeconds))
        {
            startBan(entry, banTimeSeconds, 0, monotonicSeconds);
            return BAN;
        }
        lists.link(entry, LIST_ATTEMPTS);
        return NOTHING;
    }

    /**
     * Notes an attempt of an address whose prefix is not banned, because an ignored address lies in it.
     *
     * @param prefix over 128 bits; the bits behind it are cleared.
     * @return whether there is such an address.
     */
    public boolean ignores(long high, long low, int prefix)
    {
        if (!protects(high, low, prefix))
        {
            return false;
        }
        attempts++;
        ignoredAttempts++;
        return true;
    }

    /** @return whether an ignored address lies in a prefix, as {@link #ignores}. */
    public boolean protects(long high, long low, int prefix)
    {
        return ignored.overlaps(high, low, prefix);
    }

    /** Makes room for an address, if it is not the one to give way. @param onlyOld attempts within findtime do not. @return false when nothing may. */
    @Unmanaged
    private boolean evict(boolean onlyOld, long nowSeconds, long high, long low)
    {
        int victim = lists.first(LIST_ATTEMPTS);
        if (victim != NONE && onlyOld && !outdated(victim, nowSeconds))
        {
            return false;
        }
        boolean ban = victim == NONE;
        if (ban)
        {
            victim = policy == EVICT_OLDEST ? wheel.soonest() : NONE;
            if (victim == NONE)
            {
                return false;
            }
        }
        removedHigh = table.high(victim);
        removedLow = table.low(victim);
        if (removedHigh == high && removedLow == low)
        {
            return true;
        }
        evicted = ban;
        evictions++;
        // The next one to give way lies where no cache has it: by the next line it is there.
        int next = table.get(victim, EntryLists.NEXT) - 1;
        remove(victim);
        if (next != NONE)
        {
            table.expectRemoval(next);
        }
        return true;
    }

    /** Takes an entry out of its list and the table. */
    @Unmanaged
    private void remove(int entry)
    {
        liftedSeconds = durationSeconds(entry);
        leave(entry);
        // A freed entry looks unbanned to a cursor that walks the table.
        table.setMark(entry, LIST_ATTEMPTS);
        table.remove(entry);
    }

    @Unmanaged
    private void leave(int entry)
    {
        int list = table.mark(entry);
        bannedCount -= list == LIST_ATTEMPTS ? 0 : 1;
        if (list < ExpiryWheel.LISTS)
        {
            wheel.remove(entry);
        }
        else
        {
            lists.unlink(entry);
        }
    }

    /** Tells once of a ban that had to be lifted for room. @param address receives it. @return false when there was none. */
    @Unmanaged
    public boolean takeEvicted(long[] address)
    {
        boolean taken = evicted;
        evicted = false;
        address[0] = removedHigh;
        address[1] = removedLow;
        return taken;
    }

    /**
     * Bans an address by order: by hand, or because the kernel held it already. A ban that is there is replaced.
     *
     * @param durationSeconds from now, {@link #PERMANENT} for ever.
     * @return {@link #BAN} or {@link #FULL}.
     */
    public int ban(long high, long low, long durationSeconds, long monotonicSeconds)
    {
        int entry = table.find(high, low);
        if (entry == NONE)
        {
            if (table.full() && !evict(false, 0, high, low))
            {
                return FULL;
            }
            entry = table.add(high, low);
        }
        else
        {
            leave(entry);
        }
        table.setCount(entry, 0);
        startBan(entry, durationSeconds, 0, monotonicSeconds);
        return BAN;
    }

    /**
     * Puts back a ban that was saved; {@link #bans} does not count it. One that is there stays.
     *
     * @param remainingSeconds or {@link #PERMANENT}.
     * @param ageSeconds how long ago it began.
     * @return false when there is no room, or the address is known already.
     */
    public boolean restore(long high, long low, long remainingSeconds, long ageSeconds, int failures, long monotonicSeconds)
    {
        if (table.full() || table.find(high, low) != NONE)
        {
            return false;
        }
        int entry = table.add(high, low);
        table.setCount(entry, failures);
        startBan(entry, remainingSeconds, ageSeconds, monotonicSeconds);
        bans--;
        return true;
    }

    /**
     * Gives a ban that the firewall holds its end there; an address that is not banned becomes so.
     *
     * @param remainingSeconds or {@link #PERMANENT}.
     * @return true when the address was banned already.
     */
    public boolean adopt(long high, long low, long remainingSeconds, long monotonicSeconds)
    {
        int entry = table.find(high, low);
        if (entry == NONE || table.mark(entry) == LIST_ATTEMPTS)
        {
            if (ban(high, low, remainingSeconds, monotonicSeconds) == BAN)
            {
                bans--;
            }
            return false;
        }
        leave(entry);
        startBan(entry, remainingSeconds, monotonicSeconds - beginningSeconds(entry), monotonicSeconds);
        bans--;
        return true;
    }

    @Unmanaged
    private void startBan(int entry, long remainingSeconds, long ageSeconds, long monotonicSeconds)
    {
        bans++;
        bannedCount++;
        long now = monotonicSeconds - originSeconds;
        table.set(entry, BEGINNING, (int)(now - Math.min(Math.max(ageSeconds, 0), LONGEST_AGE_SECONDS)));
        if (remainingSeconds < 0)
        {
            lists.link(entry, LIST_PERMANENT);
            return;
        }
        wheel.add(entry, now + remainingSeconds, now);
    }

    /** Lifts a ban that {@link #soonestBan} found. */
    public void evict(int ban)
    {
        evictions++;
        remove(ban);
    }

    /** @return how long the ban was to last that was lifted last, or {@link #PERMANENT}. */
    public long liftedSeconds()
    {
        return liftedSeconds;
    }

    /** Lifts a ban. @return false when the address is not banned. */
    public boolean unban(long high, long low)
    {
        int entry = table.find(high, low);
        if (entry == NONE || table.mark(entry) == LIST_ATTEMPTS)
        {
            return false;
        }
        unbans++;
        remove(entry);
        return true;
    }

    /**
     * Lifts the next ban that has ended.
     *
     * @param address receives it.
     * @return false when no more bans have ended.
     */
    public boolean nextExpired(long[] address, long monotonicSeconds)
    {
        int entry = wheel.due(monotonicSeconds - originSeconds);
        if (entry == NONE)
        {
            return false;
        }
        address[0] = table.high(entry);
        address[1] = table.low(entry);
        unbans++;
        remove(entry);
        return true;
    }

    /** Forgets addresses whose last attempt lies outside findtime. @param budget how many at most. */
    public void forget(long nowSeconds, int budget)
    {
        for (int i = 0; i < budget; i++)
        {
            int entry = lists.first(LIST_ATTEMPTS);
            if (entry == NONE || !outdated(entry, nowSeconds))
            {
                return;
            }
            remove(entry);
        }
    }

    /** @return the attempts within findtime of an entry that is no ban, maxretry at most. */
    public int recentFailures(int entry, long nowSeconds)
    {
        return times.since(entry, table.count(entry), nowSeconds - findTimeSeconds);
    }

    /** @return whether the last attempt of an entry lies outside findtime. */
    @Unmanaged
    private boolean outdated(int entry, long nowSeconds)
    {
        // A time far in the future is left from before the clock was set back; it must not hold up the rest.
        long age = nowSeconds - times.newest(entry);
        return age > findTimeSeconds || age < -findTimeSeconds;
    }

    public int bannedCount()
    {
        return bannedCount;
    }

    public long attempts()
    {
        return attempts;
    }

    public long bans()
    {
        return bans;
    }

    public long unbans()
    {
        return unbans;
    }

    public long evictions()
    {
        return evictions;
    }

    public long tooOld()
    {
        return tooOld;
    }

    public long ignoredAttempts()
    {
        return ignoredAttempts;
    }

    /** @return attempts of addresses for which there was no room. */
    public long noRoom()
    {
        return noRoom;
    }

    public long alreadyBanned()
    {
        return alreadyBanned;
    }
}
