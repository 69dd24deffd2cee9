package banjo.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers distinct int arrays in the order in which they come. */
final class IntArrayTable
{
    private final List<int[]> entries = new ArrayList<>();
    private int[] slots = newSlots(64);

    private static int[] newSlots(int count)
    {
        int[] slots = new int[count];
        Arrays.fill(slots, -1);
        return slots;
    }

    int size()
    {
        return entries.size();
    }

    int[] get(int index)
    {
        return entries.get(index);
    }

    /** @return the number of the array; equal to the old {@link #size()} when it is new. The array is kept. */
    int indexOf(int[] entry)
    {
        int slot = slotOf(entry);
        if (slots[slot] >= 0)
        {
            return slots[slot];
        }
        slots[slot] = entries.size();
        entries.add(entry);
        if (entries.size() * 2 > slots.length)
        {
            slots = newSlots(slots.length * 2);
            for (int i = 0; i < entries.size(); i++)
            {
                slots[slotOf(entries.get(i))] = i;
            }
        }
        return entries.size() - 1;
    }

    private int slotOf(int[] entry)
    {
        int hash = Arrays.hashCode(entry) * 0x9E3779B1;
        int slot = (hash ^ hash >>> 15) & slots.length - 1;
        while (slots[slot] >= 0 && !Arrays.equals(entries.get(slots[slot]), entry))
        {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    int[][] toArray()
    {
        return entries.toArray(new int[0][]);
    }
}
