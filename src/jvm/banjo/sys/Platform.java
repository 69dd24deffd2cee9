package banjo.sys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What the two runtimes do differently: this is the image's (JVM). */
public final class Platform
{
    private static final Sys SYS = new JnrSys();
    private static final boolean BIG_ENDIAN = JnrSys.bigEndian();

    private Platform()
    {
    }

    /** @return the operating system. */
    public static Sys sys()
    {
        return SYS;
    }

    /** @return true on a CPU that stores the highest byte of a number first. */
    public static boolean bigEndian()
    {
        return BIG_ENDIAN;
    }

    /** @return the built-in filters as the build-time compiler wrote them. */
    public static byte[] builtinFilters()
    {
        try (InputStream stream = Platform.class.getResourceAsStream("/banjo/filters.bin"))
        {
            if (stream == null)
            {
                throw new IllegalStateException("banjo/filters.bin is missing from the class path");
            }
            return stream.readAllBytes();
        }
        catch (IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /** @return bytes that count against the memory ceiling already: 0: the virtual machine's own memory is not part of it. */
    public static long usedBytes()
    {
        return 0;
    }

    /** Frees what is garbage now. */
    public static void collect()
    {
        System.gc();
    }

    /** @return whether the process can become another user: rights belong to threads, and the virtual machine's cannot change each other's. */
    public static boolean canBecomeAnother()
    {
        return false;
    }

    /** @return whether tables fit into the heap twice, as they are there while they move. */
    public static boolean hasRoomTwice()
    {
        System.gc();
        Runtime machine = Runtime.getRuntime();
        return 2 * (machine.totalMemory() - machine.freeMemory()) < machine.maxMemory();
    }
}
