package banjo.jail;

import banjo.sys.IntMemory;
import org.teavm.interop.Unmanaged;

/**
 * A fixed table of addresses: entries of a few ints in one piece of memory and a hash index into it (open addressing, linear
 * probing, deletion by backward shift). Entries are handed out from those freed last, then from those never used, so that
 * memory is paid for as it is needed. The hash is keyed, so that nobody can choose addresses that collide.
 */
final class AddressTable
{
    static final int NONE = -1;

    private static final int ADDRESS_WORDS = 4;

    private final int stride;
    private final int capacity;
    private final int indexMask;
    private final IntMemory words;
    private final IntMemory index;
    private final long[] keys = new long[5];
    private int neverUsed;
    private int firstFree = NONE;
    private int size;

    /**
     * @param capacity in addresses.
     * @param fields ints of each entry besides the address.
     * @param seed random, the same for the life of the table.
     */
    AddressTable(int capacity, int fields, long seed)
    {
        this.capacity = capacity;
        this.stride = ADDRESS_WORDS + fields;
        for (int i = 0; i < keys.length; i++)
        {
            keys[i] = mix(seed + (i + 1) * 0x9E3779B97F4A7C15L);
        }
        int slots = 16;
        while (slots < capacity * 2L)
        {
            slots <<= 1;
        }
        indexMask = slots - 1;
        words = new IntMemory(capacity * stride);
        index = new IntMemory(slots);
    }

    /** Bytes that a table of so many addresses takes at most, the index included. */
    static long bytes(long capacity, int fields)
    {
        long slots = 16;
        while (slots < capacity * 2)
        {
            slots <<= 1;
        }
        return capacity * 4L * (ADDRESS_WORDS + fields) + slots * 4;
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
        return words.get(entry * stride + ADDRESS_WORDS + field);
    }

    @Unmanaged
    void set(int entry, int field, int value)
    {
        words.set(entry * stride + ADDRESS_WORDS + field, value);
    }

    @Unmanaged
    long high(int entry)
    {
        return pair(entry * stride);
    }

    @Unmanaged
    long low(int entry)
    {
        return pair(entry * stride + 2);
    }

    @Unmanaged
    private long pair(int at)
    {
        return (long)words.get(at) << 32 | words.get(at + 1) & 0xFFFFFFFFL;
    }

    /**
     * Pair-multiply-shift over the four 32-bit words (Thorup, High Speed Hashing for Integers and Strings, 2015): whether two
     * addresses collide depends on keys that nobody outside knows, whichever bits of an address one may choose. The mix
     * afterwards spreads neighbours, which linear probing needs.
     */
    @Unmanaged
    int slotOf(long high, long low)
    {
        long h = (keys[0] + (high >>> 32)) * (keys[1] + (high & 0xFFFFFFFFL))
            + (keys[2] + (low >>> 32)) * (keys[3] + (low & 0xFFFFFFFFL)) + keys[4];
        return (int)(mix(h) >>> 32) & indexMask;
    }

    /** The finaliser of MurmurHash3, which maps no two values to the same. */
    @Unmanaged
    private static long mix(long value)
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
        int slot = slotOf(high, low);
        while (true)
        {
            int entry = index.get(slot) - 1;
            if (entry < 0)
            {
                return NONE;
            }
            if (low(entry) == low && high(entry) == high)
            {
                return entry;
            }
            slot = slot + 1 & indexMask;
        }
    }

    /** Adds an address that is not there to a table that is not full. @return its entry, all fields 0. */
    @Unmanaged
    int add(long high, long low)
    {
        int entry = firstFree;
        if (entry != NONE)
        {
            firstFree = get(entry, 0) - 1;
        }
        else
        {
            entry = neverUsed++;
        }
        int at = entry * stride;
        words.set(at, (int)(high >>> 32));
        words.set(at + 1, (int)high);
        words.set(at + 2, (int)(low >>> 32));
        words.set(at + 3, (int)low);
        for (int i = ADDRESS_WORDS; i < stride; i++)
        {
            words.set(at + i, 0);
        }
        int slot = slotOf(high, low);
        while (index.get(slot) != 0)
        {
            slot = slot + 1 & indexMask;
        }
        index.set(slot, entry + 1);
        size++;
        return entry;
    }

    /** Removes an entry that is in use. */
    @Unmanaged
    void remove(int entry)
    {
        int slot = slotOf(high(entry), low(entry));
        while (index.get(slot) != entry + 1)
        {
            slot = slot + 1 & indexMask;
        }
        int hole = slot;
        while (true)
        {
            slot = slot + 1 & indexMask;
            int other = index.get(slot) - 1;
            if (other < 0)
            {
                break;
            }
            int home = slotOf(high(other), low(other));
            // An entry may move into the hole unless its own place lies behind the hole.
            if ((slot - home & indexMask) >= (slot - hole & indexMask))
            {
                index.set(hole, other + 1);
                hole = slot;
            }
        }
        index.set(hole, 0);
        set(entry, 0, firstFree + 1);
        firstFree = entry;
        size--;
    }
}
