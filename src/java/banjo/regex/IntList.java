package banjo.regex;

/** A growing list of ints; given its final capacity it never grows. */
final class IntList
{
    private int[] values;
    private int size;

    IntList()
    {
        this(64);
    }

    IntList(int capacity)
    {
        values = new int[Math.max(1, capacity)];
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
