package banjo.sys;

/** Searching for a byte; the native binary uses libc's memchr. */
public final class ByteScan
{
    private ByteScan()
    {
    }

    /** @return the index of the first such byte, or -1. */
    public static int indexOf(byte[] buffer, int from, int to, int value)
    {
        for (int i = from; i < to; i++)
        {
            if (buffer[i] == value)
            {
                return i;
            }
        }
        return -1;
    }
}
