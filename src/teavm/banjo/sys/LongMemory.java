package banjo.sys;

import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;

/** A fixed array of longs, all 0 at first, outside the heap: the kernel gives its pages one by one as they are used. */
public final class LongMemory
{
    private final Address base;
    private final int length;

    public LongMemory(int length)
    {
        this.length = length;
        base = LibC.map(length * (long)8);
    }

    @Unmanaged
    public long get(int index)
    {
        if (index < 0 || index >= length)
        {
            LibC.outOfBounds();
        }
        return base.add((long)index * 8).getLong();
    }

    @Unmanaged
    public void set(int index, long value)
    {
        if (index < 0 || index >= length)
        {
            LibC.outOfBounds();
        }
        base.add((long)index * 8).putLong(value);
    }

    @Unmanaged
    public int length()
    {
        return length;
    }
}
