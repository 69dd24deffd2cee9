package banjo.time;

/** Compares bytes from the end, where dates differ first. The native twin does without the checks of managed code. */
final class LastDifference
{
    private LastDifference()
    {
    }

    /** @return the highest index below length at which {@code text[from + index]} is not {@code known[index]}, or -1. */
    static int indexOf(byte[] text, int from, byte[] known, int length)
    {
        int index = length - 1;
        while (index >= 0 && text[from + index] == known[index])
        {
            index--;
        }
        return index;
    }
}
