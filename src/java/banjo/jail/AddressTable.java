package banjo.jail;

import banjo.sys.IntMemory;
import org.teavm.interop.Unmanaged;

/**
 * A fixed table of addresses: entries of a few ints in one piece of memory and a hash index into it (open addressing, linear
 * probing, deletion by backward shift). Entries are handed out from those freed last, then from those never used, and the
 * index uses as much of its memory as the entries need, so that memory and cache are paid for as they are needed. The hash is
 * keyed, so that nobody can choose addresses that collide.
 *
 * <p>A slot of the index holds an entry's number, one higher, below the lowest bits of the slot that it belongs in, whose
 * distance they tell when entries move, and some bits of its hash: they tell most strangers apart without a look at the entry.
 * Addresses lie apart from the fields, with a mark and a count in one word: most lines need no more of an entry, and caches hold
 * more of them. The first field of an entry must not be negative while it is in use.
 */
final class AddressTable
{
    static final int NONE = -1;

    /** More addresses than a slot of the index can number. */
    static final int MAXIMUM_CAPACITY = (1 << 22) - 2;

    private static final int ADDRESS_WORDS = 4;
    private static final int KEY_WORDS = ADDRESS_WORDS + 1;
    private static final int MARK_BITS = 12;
    private static final int MARK_MASK = (1 << MARK_BITS) - 1;
    /** Greater counts count as this one. */
    static final int COUNT_MAXIMUM = (1 << 32 - MARK_BITS) - 1;
    private static final int FIRST_SLOTS = 256;
    private static final int NUMBER_BITS = 22;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;
    private static final int NEAR_BITS = 7;
    /** Distances below this are told by a slot's bits. */
    private static final int NEAR = 1 << NEAR_BITS;

    private final int fields;
    private final int capacity;
    private int indexMask = FIRST_SLOTS - 1;
    private final IntMemory addresses;
    private final IntMemory words;
    private final IntMemory index;
    private final long[] keys = new long[5];
    private int neverUsed;
    private int firstFree = NONE;
    private int size;
    /** The slot where the last search ended that found nothing: where what it looked for belongs. */
    private int missSlot;
    /** Some entry may be farther from home than its slot's bits tell: hardly ever, with half of the slots free. */
    private boolean far;
    /** The entry that is likely to be removed next, and its hash. */
    private int expectedEntry = NONE;
    private long expectedHash;

    /**
     * @param capacity in addresses.
     * @param fields ints of each entry besides address, mark and count.
     * @param seed random, the same for the life of the table.
     */
    AddressTable(int capacity, int fields, long seed)
    {
        this.capacity = capacity;
        this.fields = fields;
        for (int i = 0; i < keys.length; i++)
        {
            keys[i] = mix(seed + (i + 1) * 0x9E3779B97F4A7C15L);
        }
        addresses = new IntMemory(Math.multiplyExact(capacity, KEY_WORDS));
        words = new IntMemory(Math.multiplyExact(capacity, fields));
        index = new IntMemory((int)slots(capacity));
    }

    /** Gives the memory back. */
    void release()
    {
        addresses.release();
        words.release();
        index.release();
    }

    /** Gives the memory of the index back: no address is found from then on. */
    void releaseIndex()
    {
        index.release();
    }

    /** Gives the memory of the first entries back, which hold nothing from then on. */
    void releaseBefore(int entry)
    {
        addresses.releaseBefore(entry * KEY_WORDS);
        words.releaseBefore(entry * fields);
    }

    int capacity()
    {
        return capacity;
    }

    private static long slots(long capacity)
    {
        long slots = FIRST_SLOTS;
        while (slots < capacity * 2)
        {
            slots <<= 1;
        }
        return slots;
    }

    /** Bytes that a table of so many addresses takes at most, the index included. */
    static long bytes(long capacity, int fields)
    {
        return capacity * 4 * (KEY_WORDS + fields) + slots(capacity) * 4;
    }

    /** @return how many addresses fit into so many bytes, 16 at least. */
    static int capacity(long bytes, int fields)
    {
        int low = 16;
        int high = MAXIMUM_CAPACITY;
        while (low < high)
        {
            int middle = low + high + 1 >>> 1;
            if (bytes(middle, fields) <= bytes)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        return low;
    }

    int size()
    {
        return size;
    }

    /** Entries from 0 to this number may be in use. */
    int end()
    {
        return neverUsed;
    }

    @Unmanaged
    boolean full()
    {
        return size == capacity;
    }

    @Unmanaged
    int get(int entry, int field)
    {
        return words.get(entry * fields + field);
    }

    @Unmanaged
    void set(int entry, int field, int value)
    {
        words.set(entry * fields + field, value);
    }

    /** @return a number below 4,096 that lies beside the address, 0 at first. */
    @Unmanaged
    int mark(int entry)
    {
        return addresses.get(entry * KEY_WORDS + ADDRESS_WORDS) & MARK_MASK;
    }

    @Unmanaged
    void setMark(int entry, int mark)
    {
        int at = entry * KEY_WORDS + ADDRESS_WORDS;
        addresses.set(at, addresses.get(at) & ~MARK_MASK | mark);
    }

    /** @return a number that lies beside the address too, 0 at first. */
    @Unmanaged
    int count(int entry)
    {
        return addresses.get(entry * KEY_WORDS + ADDRESS_WORDS) >>> MARK_BITS;
    }

    @Unmanaged
    void setCount(int entry, int count)
    {
        int at = entry * KEY_WORDS + ADDRESS_WORDS;
        addresses.set(at, addresses.get(at) & MARK_MASK | (count > COUNT_MAXIMUM ? COUNT_MAXIMUM : count) << MARK_BITS);
    }

    @Unmanaged
    long high(int entry)
    {
        return pair(entry * KEY_WORDS);
    }

    @Unmanaged
    long low(int entry)
    {
        return pair(entry * KEY_WORDS + 2);
    }

    @Unmanaged
    private long pair(int at)
    {
        return (long)addresses.get(at) << 32 | addresses.get(at + 1) & 0xFFFFFFFFL;
    }

    /**
     * Pair-multiply-shift over the four 32-bit words (Thorup, High Speed Hashing for Integers and Strings, 2015): whether two
     * addresses collide depends on keys that nobody outside knows, whichever bits of an address one may choose. The mix
     * afterwards spreads neighbours, which linear probing needs.
     */
    @Unmanaged
    long hash(long high, long low)
    {
        long[] k = keys;
        return mix((k[0] + (high >>> 32)) * (k[1] + (high & 0xFFFFFFFFL)) + (k[2] + (low >>> 32)) * (k[3] + (low & 0xFFFFFFFFL)) + k[4]);
    }

    /** @return where the search for an address of that hash begins. */
    @Unmanaged
    int slot(long hash)
    {
        return (int)(hash >>> 32) & indexMask;
    }

    /** Has the CPU fetch what a search for an address of that hash will read first. */
    @Unmanaged
    void prefetch(long hash)
    {
        index.prefetch(slot(hash));
    }

    /** The finaliser of MurmurHash3, which maps no two values to the same. */
    @Unmanaged
    static long mix(long value)
    {
        long h = value;
        h ^= h >>> 33;
        h *= 0xFF51AFD7ED558CCDL;
        h ^= h >>> 33;
        h *= 0xC4CEB9FE1A85EC53L;
        return h ^ h >>> 33;
    }

    /** @return the entry of an address, or NONE. */
    @Unmanaged
    int find(long high, long low)
    {
        return find(hash(high, low), high, low);
    }

    /** @param hash of the address. */
    @Unmanaged
    int find(long hash, long high, long low)
    {
        int slot = slot(hash);
        int tag = tag(hash);
        while (true)
        {
            int found = index.get(slot);
            if (found == 0)
            {
                missSlot = slot;
                return NONE;
            }
            int entry = (found & NUMBER_MASK) - 1;
            if ((found & ~NUMBER_MASK) == tag && low(entry) == low && high(entry) == high)
            {
                return entry;
            }
            slot = slot + 1 & indexMask;
        }
    }

    /** Adds an address that is not there to a table that is not full. @return its entry, mark, count and fields 0. */
    @Unmanaged
    int add(long high, long low)
    {
        long hash = hash(high, low);
        find(hash, high, low);
        return add(hash, high, low);
    }

    /** The same right after a search for that address. @param hash of the address. */
    @Unmanaged
    int add(long hash, long high, long low)
    {
        // The whole index has two slots for each address.
        if ((size + 1) * 2 > indexMask + 1)
        {
            growIndex();
            find(hash, high, low);
        }
        int entry = firstFree;
        if (entry != NONE)
        {
            firstFree = -get(entry, 0) - 2;
        }
        else
        {
            entry = neverUsed++;
        }
        int at = entry * KEY_WORDS;
        addresses.set(at, (int)(high >>> 32));
        addresses.set(at + 1, (int)high);
        addresses.set(at + 2, (int)(low >>> 32));
        addresses.set(at + 3, (int)low);
        addresses.set(at + 4, 0);
        for (int field = 0; field < fields; field++)
        {
            set(entry, field, 0);
        }
        put(missSlot, entry, hash);
        size++;
        return entry;
    }

    @Unmanaged
    private void insert(int entry, long hash)
    {
        int slot = slot(hash);
        while (index.get(slot) != 0)
        {
            slot = slot + 1 & indexMask;
        }
        put(slot, entry, hash);
    }

    @Unmanaged
    private void put(int slot, int entry, long hash)
    {
        far |= (slot - slot(hash) & indexMask) >= NEAR;
        index.set(slot, tag(hash) | entry + 1);
    }

    @Unmanaged
    private long hash(int entry)
    {
        return hash(high(entry), low(entry));
    }

    /** The lowest bits of the slot, and a few of what else there is. */
    @Unmanaged
    private static int tag(long hash)
    {
        return (int)hash & -1 << NUMBER_BITS + NEAR_BITS | ((int)(hash >>> 32) & NEAR - 1) << NUMBER_BITS;
    }

    /** Doubles the used part of the index and enters everything anew. */
    @Unmanaged
    private void growIndex()
    {
        for (int slot = 0; slot <= indexMask; slot++)
        {
            index.set(slot, 0);
        }
        indexMask = indexMask * 2 + 1;
        far = false;
        // None is free: those are used before the table grows.
        for (int entry = 0; entry < neverUsed; entry++)
        {
            insert(entry, hash(entry));
        }
    }

    /** Has the CPU fetch what the removal of an entry in use will read first. */
    @Unmanaged
    void expectRemoval(int entry)
    {
        expectedEntry = entry;
        expectedHash = hash(entry);
        prefetch(expectedHash);
    }

    /** Removes an entry that is in use. */
    @Unmanaged
    void remove(int entry)
    {
        int slot = slot(entry == expectedEntry ? expectedHash : hash(entry));
        // Another address may be there next: its search would begin in the wrong place, and walk through the index.
        expectedEntry = NONE;
        while ((index.get(slot) & NUMBER_MASK) != entry + 1)
        {
            slot = slot + 1 & indexMask;
        }
        int hole = slot;
        while (true)
        {
            slot = slot + 1 & indexMask;
            int found = index.get(slot);
            if (found == 0)
            {
                break;
            }
            int distance = slot - hole & indexMask;
            // An entry may move into the hole unless its own place lies behind the hole. It is as far from there as its bits tell, or farther.
            if ((slot - (found >>> NUMBER_BITS) & NEAR - 1) >= distance
                || far && (slot - slot(hash((found & NUMBER_MASK) - 1)) & indexMask) >= distance)
            {
                index.set(hole, found);
                hole = slot;
            }
        }
        index.set(hole, 0);
        set(entry, 0, -firstFree - 2);
        firstFree = entry;
        size--;
    }
}
