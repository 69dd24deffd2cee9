package banjo.sys;

import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;

/**
 * A fixed array of ints, all 0 at first, outside the heap: the kernel gives its pages one by one as they are used. An index out
 * of range ends the process.
 */
public final class IntMemory
{
    private final Address base;
    private int length;

    public IntMemory(int length)
    {
        this.length = length;
        base = LibC.map(length * (long)4);
    }

    @Unmanaged
    public int get(int index)
    {
        if (index < 0 || index >= length)
        {
            LibC.outOfBounds();
        }
        return base.add((long)index * 4).getInt();
    }

    @Unmanaged
    public void set(int index, int value)
    {
        if (index < 0 || index >= length)
        {
            LibC.outOfBounds();
        }
        base.add((long)index * 4).putInt(value);
    }

    /** Has the CPU fetch an int that will be read soon. */
    @Unmanaged
    public void prefetch(int index)
    {
        LibC.prefetch(base.add((long)index * 4));
    }

    /** Gives the pages before an int back; they may hold nothing from then on. */
    public void releaseBefore(int index)
    {
        LibC.forget(base, index * (long)4);
    }

    /** Gives the memory back; it holds nothing from then on. */
    public void release()
    {
        if (length > 0)
        {
            LibC.unmap(base, length * (long)4);
        }
        length = 0;
    }

    @Unmanaged
    public int length()
    {
        return length;
    }
}
