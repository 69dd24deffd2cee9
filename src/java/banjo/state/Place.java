package banjo.state;

/**
 * How far a file has been read.
 *
 * @param path bytes that end with a NUL.
 * @param device and inode: which file the path led to.
 * @param offset of the first byte that is not read.
 * @param inLine the bytes at the offset belong to a line that was cut: they are passed over to its end.
 * @param before what the file held just before the offset.
 * @param atNanos when that was so, since 1970: what was written to later has not been read.
 */
public record Place(byte[] path, long device, long inode, long offset, boolean inLine, byte[] before, long atNanos)
{
    /** The device and the inode where the path led to no file. */
    public static final long NOWHERE = -1;

    /** @return whether another one is in the same file, equally far. */
    public boolean isLike(Place other)
    {
        return device == other.device && inode == other.inode && offset == other.offset && inLine == other.inLine;
    }
}
