package banjo.regex;

/** A growing list of ints, for the compiler only. */
final class IntList
{
    private int[] values;
    private int size;

    IntList()
    {
        values = new int[64];
    }

    int size()
    {
        return size;
    }

    int get(int index)
    {
        return values[index];
    }

    void set(int index, int value)
    {
        values[index] = value;
    }

    void add(int value)
    {
        if (size == values.length)
        {
            int[] larger = new int[size * 2];
            System.arraycopy(values, 0, larger, 0, size);
            values = larger;
        }
        values[size++] = value;
    }

    int removeLast()
    {
        return values[--size];
    }

    void clear()
    {
        size = 0;
    }

    int[] toArray()
    {
        int[] result = new int[size];
        System.arraycopy(values, 0, result, 0, size);
        return result;
    }
}
