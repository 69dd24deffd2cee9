package banjo.filter;

import banjo.sys.ByteScan;

/**
 * What is remembered of connections ({@code <F-MLFID>}): host and user that one line names for a failure that another line tells.
 * A fixed number of connections; a new one takes the place of the one in its set that was used least recently. Nothing is
 * allocated after construction.
 */
final class ConnectionTable
{
    static final int NONE = -1;

    private static final int SETS = 64;
    private static final int WAYS = 4;
    private static final int SLOTS = SETS * WAYS;
    private static final int KEY_BYTES = 48;
    /** A longer host is no address, and no name that DNS allows in practice: it is not kept. */
    private static final int HOST_BYTES = 96;
    private static final int USER_BYTES = 64;

    private final byte[] keys = new byte[SLOTS * KEY_BYTES];
    /** -1 for a free slot. */
    private final int[] keyLengths = new int[SLOTS];
    private final long[] keyHashes = new long[SLOTS];
    private final long[] lastUses = new long[SLOTS];
    /** When a line spoke of it last. */
    private final long[] seconds = new long[SLOTS];
    private final byte[] hosts = new byte[SLOTS * HOST_BYTES];
    private final int[] hostLengths = new int[SLOTS];
    private final int[] hostRanks = new int[SLOTS];
    private final byte[] users = new byte[SLOTS * USER_BYTES];
    private final int[] userLengths = new int[SLOTS];
    private final long[] firstUsers = new long[SLOTS];
    private final int[] userCounts = new int[SLOTS];
    private final boolean[] pending = new boolean[SLOTS];
    private long uses;
    private long evictions;

    ConnectionTable()
    {
        clear();
    }

    /** Forgets every connection. */
    void clear()
    {
        for (int i = 0; i < SLOTS; i++)
        {
            keyLengths[i] = -1;
            lastUses[i] = 0;
        }
    }

    /** @return how many connections were forgotten to make room for others. */
    long evictions()
    {
        return evictions;
    }

    private static int setOf(long hash)
    {
        return (int)(hash ^ hash >>> 40) & SETS - 1;
    }

    /** @param since one that no line spoke of since then is forgotten. @return the slot of a connection, or {@link #NONE}. */
    int find(byte[] text, int from, int to, long since)
    {
        long hash = ByteScan.hash(text, from, to);
        int first = setOf(hash) * WAYS;
        for (int slot = first; slot < first + WAYS; slot++)
        {
            if (keyLengths[slot] == to - from && keyHashes[slot] == hash && isSame(slot, text, from, to))
            {
                if (seconds[slot] < since)
                {
                    remove(slot);
                    return NONE;
                }
                lastUses[slot] = ++uses;
                return slot;
            }
        }
        return NONE;
    }

    private boolean isSame(int slot, byte[] text, int from, int to)
    {
        int length = Math.min(to - from, KEY_BYTES);
        for (int i = 0; i < length; i++)
        {
            if (keys[slot * KEY_BYTES + i] != text[from + i])
            {
                return false;
            }
        }
        return true;
    }

    /** Adds a connection that is not there. @return its slot, with neither host nor user. */
    int add(byte[] text, int from, int to)
    {
        long hash = ByteScan.hash(text, from, to);
        int first = setOf(hash) * WAYS;
        int slot = first;
        for (int i = first + 1; i < first + WAYS; i++)
        {
            if (lastUses[i] < lastUses[slot])
            {
                slot = i;
            }
        }
        evictions += keyLengths[slot] >= 0 ? 1 : 0;
        System.arraycopy(text, from, keys, slot * KEY_BYTES, Math.min(to - from, KEY_BYTES));
        keyLengths[slot] = to - from;
        keyHashes[slot] = hash;
        lastUses[slot] = ++uses;
        hostLengths[slot] = -1;
        hostRanks[slot] = Integer.MAX_VALUE;
        userLengths[slot] = -1;
        userCounts[slot] = 0;
        pending[slot] = false;
        return slot;
    }

    void setSeconds(int slot, long now)
    {
        seconds[slot] = now;
    }

    /** Forgets a connection; what it held can be read until the next one is added. */
    void remove(int slot)
    {
        keyLengths[slot] = -1;
        lastUses[slot] = 0;
    }

    /**
     * Keeps a host that is not too long, unless one of a better rank (a lower number) is there.
     *
     * @return true when the host is the one that counts from now on.
     */
    boolean setHost(int slot, int rank, byte[] text, int from, int to)
    {
        boolean counts = rank <= hostRanks[slot];
        if (counts && to - from <= HOST_BYTES)
        {
            System.arraycopy(text, from, hosts, slot * HOST_BYTES, to - from);
            hostLengths[slot] = to - from;
            hostRanks[slot] = rank;
        }
        return counts;
    }

    boolean hasHost(int slot)
    {
        return hostLengths[slot] >= 0;
    }

    byte[] hosts()
    {
        return hosts;
    }

    int hostFrom(int slot)
    {
        return slot * HOST_BYTES;
    }

    int hostTo(int slot)
    {
        return slot * HOST_BYTES + hostLengths[slot];
    }

    /** Keeps the latest user, its first {@value #USER_BYTES} bytes, and whether there were several. */
    void setUser(int slot, byte[] text, int from, int to)
    {
        int length = Math.min(to - from, USER_BYTES);
        System.arraycopy(text, from, users, slot * USER_BYTES, length);
        userLengths[slot] = length;
        if (to > from)
        {
            long hash = ByteScan.hash(text, from, to);
            if (userCounts[slot] == 0)
            {
                firstUsers[slot] = hash;
                userCounts[slot] = 1;
            }
            else if (hash != firstUsers[slot])
            {
                userCounts[slot] = 2;
            }
        }
    }

    /** True when the connection has named more than one user. */
    boolean hasSeveralUsers(int slot)
    {
        return userCounts[slot] > 1;
    }

    boolean hasUser(int slot)
    {
        return userLengths[slot] >= 0;
    }

    byte[] users()
    {
        return users;
    }

    int userFrom(int slot)
    {
        return slot * USER_BYTES;
    }

    int userTo(int slot)
    {
        return slot * USER_BYTES + userLengths[slot];
    }

    /** True when a failure waits for a line that names the host. */
    boolean isPending(int slot)
    {
        return pending[slot];
    }

    void setPending(int slot, boolean waits)
    {
        pending[slot] = waits;
    }
}
