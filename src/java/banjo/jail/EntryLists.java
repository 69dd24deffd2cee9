package banjo.jail;

import java.util.Arrays;
import org.teavm.interop.Unmanaged;

/** Doubly linked lists of a table's entries; each entry is in one list at most, and its mark says in which. */
final class EntryLists
{
    static final int NONE = AddressTable.NONE;
    /** The fields of an entry that hold its neighbours, each stored one higher, so that 0 is none. */
    static final int NEXT = 0;
    static final int PREVIOUS = 1;
    /** How many fields that are. */
    static final int FIELDS = 2;

    private final AddressTable table;
    private final int[] first;
    private final int[] last;

    EntryLists(AddressTable table, int lists)
    {
        this.table = table;
        first = new int[lists];
        last = new int[lists];
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
    }

    /** @return the entry that was linked first of those in a list, or NONE. */
    @Unmanaged
    int first(int list)
    {
        return first[list];
    }

    /** Adds an entry that is in no list at the end of one. */
    @Unmanaged
    void link(int entry, int list)
    {
        int tail = last[list];
        table.set(entry, NEXT, 0);
        table.set(entry, PREVIOUS, tail + 1);
        table.setMark(entry, list);
        if (tail == NONE)
        {
            first[list] = entry;
        }
        else
        {
            table.set(tail, NEXT, entry + 1);
        }
        last[list] = entry;
    }

    @Unmanaged
    void unlink(int entry)
    {
        int list = table.mark(entry);
        int next = table.get(entry, NEXT) - 1;
        int previous = table.get(entry, PREVIOUS) - 1;
        if (previous == NONE)
        {
            first[list] = next;
        }
        else
        {
            table.set(previous, NEXT, next + 1);
        }
        if (next == NONE)
        {
            last[list] = previous;
        }
        else
        {
            table.set(next, PREVIOUS, previous + 1);
        }
    }
}
