package banjo.jail;

/**
 * How often addresses were banned, in a fixed table. Full, it forgets the address whose last ban began first. Keys are of 128 bits: an
 * address and, over its upper half, the scope in which it counts; the scopes of jails are hashes of their names, so that keys mean the same
 * after a restart or in another configuration. Whoever wants two scopes to meet needs an address in a network of the hash's choice.
 */
public final class BanHistory
{
    /** Where the bans of all jails count together. */
    public static final long OVERALL = 0;

    private static final int UNTIL = EntryLists.FIELDS;
    private static final int FIELDS = UNTIL + 1;
    private static final long LATEST = 0xFFFFFFFFL;

    private final AddressTable table;
    private final EntryLists order;
    private long random;
    private long evictions;

    /** @param seed of the hash, and of {@link #random}. */
    public BanHistory(int capacity, long seed)
    {
        table = new AddressTable(capacity, FIELDS, seed);
        order = new EntryLists(table, 1);
        random = seed;
    }

    /** @return how many bans of one address each fit into so many bytes. */
    public static int capacity(long bytes)
    {
        return AddressTable.capacity(bytes, FIELDS);
    }

    /** @return the scope of a jail (FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/). */
    public static long scope(byte[] jailName)
    {
        long hash = 0xCBF29CE484222325L;
        for (byte each : jailName)
        {
            hash = (hash ^ each & 0xFF) * 0x100000001B3L;
        }
        return hash;
    }

    /** An address and a prefix that begins with it are counted apart. */
    private static long key(long scope, int prefix, long high)
    {
        return high ^ scope ^ prefix * 0x9E3779B97F4A7C15L;
    }

    /** @param prefix over 128 bits. @return bans that are remembered. */
    public int count(long scope, int prefix, long high, long low, long nowSeconds)
    {
        int entry = table.find(key(scope, prefix, high), low);
        return entry == AddressTable.NONE || remainingSeconds(entry, nowSeconds) <= 0 ? 0 : table.count(entry);
    }

    /** Notes a ban. @param keptSeconds how long it is remembered from now on. */
    public void add(long scope, int prefix, long high, long low, long keptSeconds, long nowSeconds)
    {
        put(key(scope, prefix, high), low, count(scope, prefix, high, low, nowSeconds) + 1, keptSeconds, nowSeconds);
    }

    /** Enters what {@link #next} found in a former table. */
    public void put(long keyHigh, long keyLow, int count, long keptSeconds, long nowSeconds)
    {
        int entry = table.find(keyHigh, keyLow);
        if (entry != AddressTable.NONE)
        {
            order.unlink(entry);
        }
        else
        {
            if (table.full())
            {
                remove(order.first(0));
                evictions++;
            }
            entry = table.add(keyHigh, keyLow);
        }
        table.setCount(entry, count);
        table.set(entry, UNTIL, (int)Math.min(nowSeconds + keptSeconds, LATEST));
        order.link(entry, 0);
    }

    /** Takes over what a former table knows, as far as it fits, and gives that one's memory back. */
    public void take(BanHistory former, long nowSeconds)
    {
        evictions = former.evictions;
        for (int entry = former.next(-1); entry >= 0; entry = former.next(entry))
        {
            put(former.keyHigh(entry), former.keyLow(entry), former.count(entry), former.remainingSeconds(entry, nowSeconds), nowSeconds);
        }
        former.table.release();
    }

    /** Forgets the bans of an address. */
    public void forget(long scope, int prefix, long high, long low)
    {
        int entry = table.find(key(scope, prefix, high), low);
        if (entry != AddressTable.NONE)
        {
            remove(entry);
        }
    }

    private void remove(int entry)
    {
        order.unlink(entry);
        table.remove(entry);
    }

    /** Walks the table from the oldest ban on. @param entry -1 at first. @return the next one, or -1. */
    public int next(int entry)
    {
        return entry < 0 ? order.first(0) : table.get(entry, EntryLists.NEXT) - 1;
    }

    public long keyHigh(int entry)
    {
        return table.high(entry);
    }

    public long keyLow(int entry)
    {
        return table.low(entry);
    }

    public int count(int entry)
    {
        return table.count(entry);
    }

    /** @return how long an entry is remembered; 0 or less when it is forgotten. */
    public long remainingSeconds(int entry, long nowSeconds)
    {
        return (table.get(entry, UNTIL) & LATEST) - nowSeconds;
    }

    /** @return a number from 0 to a maximum (after Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014). */
    public long random(long maximum)
    {
        random += 0x9E3779B97F4A7C15L;
        return (AddressTable.mix(random) >>> 1) % Math.max(1, maximum + 1);
    }

    /** @return entries that had to make room. */
    public long evictions()
    {
        return evictions;
    }

    public int capacity()
    {
        return table.capacity();
    }

    public int size()
    {
        return table.size();
    }
}
