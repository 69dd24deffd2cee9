package banjo.sys;

import org.teavm.interop.Address;

/** What the two runtimes do differently: this is the native binary's. */
public final class Platform
{
    private static final Sys SYS = new ImportedSys();

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
        int[] probe = {1};
        return Address.ofData(probe).getByte() == 0;
    }

    /** @return a copy of the built-in filters, which lie in the binary's read-only data. */
    public static byte[] builtinFilters()
    {
        byte[] bytes = new byte[LibC.builtinFiltersLength()];
        Address source = LibC.builtinFilters();
        Address target = Address.ofData(bytes);
        Address.moveMemoryBlock(source, target, bytes.length);
        return bytes;
    }

    /** @return bytes that count against the memory ceiling already: the resident memory. */
    public static long usedBytes()
    {
        return Resident.bytes();
    }

    /** Frees what is garbage now, and gives its memory back. */
    public static void collect()
    {
        System.gc();
        LibC.trimHeap();
    }

    /** @return whether the process can become another user. */
    public static boolean canBecomeAnother()
    {
        return true;
    }

    /** @return whether tables have room twice, as they are there while they move: they lie outside the heap. */
    public static boolean hasRoomTwice()
    {
        return true;
    }
}
