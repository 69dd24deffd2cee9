package banjo.sys;

/** The memory of this process that is in RAM, from /proc/self/statm (proc(5)). */
public final class Resident
{
    private static final int PAGE_BYTES = 4096;

    private Resident()
    {
    }

    /** @return bytes, or 0 where there is no /proc. */
    public static long bytes()
    {
        Sys sys = Platform.sys();
        int descriptor = sys.open(Paths.of("/proc/self/statm"), Sys.OPEN_READ, 0);
        if (descriptor < 0)
        {
            return 0;
        }
        byte[] text = new byte[128];
        int length = sys.read(descriptor, text, 0, text.length);
        sys.close(descriptor);
        int at = 0;
        while (at < length && text[at] != ' ')
        {
            at++;
        }
        long pages = 0;
        for (at++; at < length && text[at] >= '0' && text[at] <= '9'; at++)
        {
            pages = pages * 10 + (text[at] - '0');
        }
        return pages * PAGE_BYTES;
    }
}
