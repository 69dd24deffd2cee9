package banjo.source;

import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Sys;

/** Descriptors that logs must leave free: without them the daemon could not answer its clients or look into a directory. */
final class DescriptorReserve
{
    private static final int COUNT = 16;
    private static final byte[] NOTHING = Paths.of("/dev/null");

    private final Sys sys;
    private final int[] taken = new int[COUNT];

    DescriptorReserve(Sys sys)
    {
        this.sys = sys;
    }

    /** @return 0 when there are enough, else EMFILE or ENFILE, negated. */
    int check()
    {
        int count = 0;
        int result = 0;
        while (count < COUNT && result >= 0)
        {
            result = sys.open(NOTHING, Sys.OPEN_READ, 0);
            taken[count] = result;
            count += result >= 0 ? 1 : 0;
        }
        for (int i = 0; i < count; i++)
        {
            sys.close(taken[i]);
        }
        return result == -Errno.EMFILE || result == -Errno.ENFILE ? result : 0;
    }
}
