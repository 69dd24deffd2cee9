package banjo.prove;

/** Rows of numbers, all of one width, each kept once and numbered in the order of arrival. */
final class RowTable
{
    private final int width;
    private int[] rows;
    private int[] slots = new int[1024];
    private int count;

    RowTable(int width)
    {
        this.width = width;
        rows = new int[width * 256];
    }

    int count()
    {
        return count;
    }

    int get(int row, int column)
    {
        return rows[row * width + column];
    }

    /** @return the row's number; it is new when the {@link #count} has grown. */
    int add(int[] row)
    {
        int slot = find(row);
        if (slots[slot] != 0)
        {
            return slots[slot] - 1;
        }
        if ((count + 1) * width > rows.length)
        {
            int[] larger = new int[rows.length * 2];
            System.arraycopy(rows, 0, larger, 0, count * width);
            rows = larger;
        }
        System.arraycopy(row, 0, rows, count * width, width);
        slots[slot] = ++count;
        if (count * 2 > slots.length)
        {
            grow();
        }
        return count - 1;
    }

    private int find(int[] row)
    {
        int slot = hash(row, 0) & slots.length - 1;
        while (slots[slot] != 0 && !same(row, (slots[slot] - 1) * width))
        {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean same(int[] row, int at)
    {
        for (int i = 0; i < width; i++)
        {
            if (rows[at + i] != row[i])
            {
                return false;
            }
        }
        return true;
    }

    private int hash(int[] row, int from)
    {
        int hash = 0;
        for (int i = 0; i < width; i++)
        {
            hash = (hash ^ row[from + i]) * 0x9E3779B1;
            hash ^= hash >>> 15;
        }
        return hash ^ hash >>> 13;
    }

    private void grow()
    {
        slots = new int[slots.length * 2];
        for (int i = 0; i < count; i++)
        {
            int slot = hash(rows, i * width) & slots.length - 1;
            while (slots[slot] != 0)
            {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i + 1;
        }
    }
}
