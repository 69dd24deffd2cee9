package banjo.sys;

/** A fixed array of longs, all 0 at first, that the native binary keeps outside its heap and pays for page by page as it is used. */
public final class LongMemory
{
    private final long[] values;

    public LongMemory(int length)
    {
        values = new long[length];
    }

    public long get(int index)
    {
        return values[index];
    }

    public void set(int index, long value)
    {
        values[index] = value;
    }

    public int length()
    {
        return values.length;
    }
}
