package banjo.jail;

import org.teavm.interop.Unmanaged;

/**
 * When bans end: a timer wheel of two levels (Varghese and Lauck, Hashed and Hierarchical Timing Wheels, 1987). The first has a
 * list for each of the next 1,024 seconds, the second one for each 1,024 seconds after those; what ends later still waits in
 * the last of them. Time is in seconds, from 0 on; the lists' numbers are those of {@link EntryLists}.
 */
final class ExpiryWheel
{
    private static final int BITS = 10;
    private static final int SLOTS = 1 << BITS;
    /** How many lists the wheel needs, from 0 on. */
    static final int LISTS = 2 * SLOTS;

    private final AddressTable table;
    private final EntryLists lists;
    private final int untilField;
    /** Every list of a second before this one is empty. */
    private long now;
    private int count;
    /** Every list of a second before this one is empty, and every one of 1,024 seconds before the other: where to look for the soonest. */
    private long firstNear;
    private long firstFar;

    /** @param untilField the field of an entry that holds its end, in unsigned seconds. */
    ExpiryWheel(AddressTable table, EntryLists lists, int untilField)
    {
        this.table = table;
        this.lists = lists;
        this.untilField = untilField;
    }

    /** Takes in an entry that is in no list. An end that has passed counts as the present. */
    @Unmanaged
    void add(int entry, long untilSeconds, long nowSeconds)
    {
        if (count == 0 && nowSeconds > now)
        {
            now = nowSeconds;
        }
        count++;
        table.set(entry, untilField, untilSeconds > 0xFFFFFFFFL ? -1 : (int)untilSeconds);
        place(entry);
    }

    @Unmanaged
    private void place(int entry)
    {
        long until = until(entry);
        if (until < now)
        {
            until = now;
        }
        if (until - now < SLOTS)
        {
            firstNear = Math.min(firstNear, until);
            lists.link(entry, (int)until & SLOTS - 1);
            return;
        }
        long far = (until >>> BITS) - (now >>> BITS) < SLOTS ? until : now + ((long)SLOTS - 1 << BITS);
        firstFar = Math.min(firstFar, far >>> BITS);
        lists.link(entry, SLOTS + ((int)(far >>> BITS) & SLOTS - 1));
    }

    /** @return the end of an entry in seconds. */
    @Unmanaged
    long until(int entry)
    {
        return table.get(entry, untilField) & 0xFFFFFFFFL;
    }

    @Unmanaged
    void remove(int entry)
    {
        count--;
        lists.unlink(entry);
    }

    /** @return an entry whose end has come, still in the wheel, or NONE. */
    @Unmanaged
    int due(long nowSeconds)
    {
        if (count == 0 && nowSeconds > now)
        {
            now = nowSeconds;
        }
        while (now <= nowSeconds)
        {
            int entry = lists.first((int)now & SLOTS - 1);
            if (entry != EntryLists.NONE)
            {
                return entry;
            }
            if (now == nowSeconds)
            {
                break;
            }
            now++;
            if (((int)now & SLOTS - 1) == 0)
            {
                cascade(SLOTS + ((int)(now >>> BITS) & SLOTS - 1));
            }
        }
        return EntryLists.NONE;
    }

    /** Moves the entries of the second level whose time comes nearer. */
    @Unmanaged
    private void cascade(int list)
    {
        // An entry beyond the last list goes back into it: each is looked at once.
        int entry = lists.first(list);
        while (entry != EntryLists.NONE)
        {
            int next = table.get(entry, EntryLists.NEXT) - 1;
            lists.unlink(entry);
            place(entry);
            entry = next;
        }
    }

    /** @return the entry that ends first, to 1,024 seconds, or NONE. */
    @Unmanaged
    int soonest()
    {
        for (firstNear = Math.max(firstNear, now); firstNear < now + SLOTS; firstNear++)
        {
            int entry = lists.first((int)firstNear & SLOTS - 1);
            if (entry != EntryLists.NONE)
            {
                return entry;
            }
        }
        for (firstFar = Math.max(firstFar, now >>> BITS); firstFar < (now >>> BITS) + SLOTS; firstFar++)
        {
            int entry = lists.first(SLOTS + ((int)firstFar & SLOTS - 1));
            if (entry != EntryLists.NONE)
            {
                return entry;
            }
        }
        return EntryLists.NONE;
    }
}
