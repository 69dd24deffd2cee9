package banjo.sys;

/** A fixed array of ints, all 0 at first, that the native binary keeps outside its heap and pays for page by page as it is used. */
public final class IntMemory
{
    private int[] values;

    public IntMemory(int length)
    {
        values = new int[length];
    }

    public int get(int index)
    {
        return values[index];
    }

    public void set(int index, int value)
    {
        values[index] = value;
    }

    /** Has the CPU fetch an int that will be read soon, where that can be said. */
    public void prefetch(int index)
    {
    }

    /** Gives the memory back; it holds nothing from then on. */
    public void release()
    {
        values = new int[0];
    }

    public int length()
    {
        return values.length;
    }
}
