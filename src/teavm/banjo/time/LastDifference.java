package banjo.time;

import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;

/** The native twin: ranges are the caller's duty, nothing allocates, so addresses stay valid. */
final class LastDifference
{
    private LastDifference()
    {
    }

    /** @return the highest index below length at which {@code text[from + index]} is not {@code known[index]}, or -1. */
    @Unmanaged
    static int indexOf(byte[] text, int from, byte[] known, int length)
    {
        Address left = Address.ofData(text).add(from);
        Address right = Address.ofData(known);
        int index = length - 1;
        while (index >= 0 && left.add(index).getByte() == right.add(index).getByte())
        {
            index--;
        }
        return index;
    }
}
