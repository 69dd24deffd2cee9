package banjo.sys;

/** Indices into the array that {@link Sys#stat} fills, from struct stat of stat(2). */
public final class FileStatus
{
    public static final int DEVICE = 0;
    public static final int INODE = 1;
    public static final int MODE = 2;
    public static final int SIZE = 3;
    public static final int USER = 4;
    public static final int GROUP = 5;
    /** Names (hard links) of the file: 0 when it has been deleted. */
    public static final int LINKS = 6;
    /** Time of the last change of the content, in nanoseconds since 1970. */
    public static final int MODIFIED = 7;
    /** The length an array for {@link Sys#stat} needs. */
    public static final int FIELDS = 8;

    private static final int TYPE_MASK = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final int DIRECTORY = 0x4000;
    private static final int SOCKET = 0xC000;

    private FileStatus()
    {
    }

    public static boolean isRegular(long[] status)
    {
        return (status[MODE] & TYPE_MASK) == REGULAR;
    }

    public static boolean isDirectory(long[] status)
    {
        return (status[MODE] & TYPE_MASK) == DIRECTORY;
    }

    public static boolean isSocket(long[] status)
    {
        return (status[MODE] & TYPE_MASK) == SOCKET;
    }
}
