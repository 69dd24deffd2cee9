package banjo.source;

import banjo.state.Place;
import banjo.sys.FileStatus;
import banjo.sys.Sys;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what a log is called that was rotated while nobody looked. While banjo was down: the file that was being read, known by its
 * inode or, where {@code copytruncate} copied it, by what stands before the place, and those that came after it. While it was busy:
 * files that had the log's name in between.
 */
final class FormerFiles implements Glob.Visitor
{
    /** What loggers put between a log's name and a number or date. */
    private static final String SEPARATORS = "[.-]*";
    /** The same where they leave its ending at the end (logrotate's extension). */
    private static final String NUMBERS = "[.-][0-9]*";
    /** svlogd, multilog and s6-log write to this name, and call what was full by a time stamp. */
    private static final String CURRENT = "/current";
    private static final String STAMPS = "/@*";
    private static final String[] COMPRESSED = {".gz", ".xz", ".zst", ".bz2", ".lz4"};

    /** @param path NUL-terminated. @param place where to read on, or null for the beginning. */
    record Former(byte[] path, long device, long inode, long modifiedNanos, Place place)
    {
    }

    private final Sys sys;
    private final Place place;
    private final long currentInode;
    private final long[] status = new long[FileStatus.FIELDS];
    private final List<Former> found = new ArrayList<>();
    private Former first;

    private FormerFiles(Sys sys, Place place, long currentInode)
    {
        this.sys = sys;
        this.place = place;
        this.currentInode = currentInode;
    }

    /**
     * @param name the log's, without wild cards.
     * @param currentInode of the file that has the log's name now.
     * @return the files to read before it, in order; where the one that was being read is not found, those written to since.
     */
    static List<Former> of(Sys sys, String name, Place place, long currentInode)
    {
        FormerFiles search = new FormerFiles(sys, place, currentInode);
        search.scan(name);
        return search.inOrder();
    }

    /**
     * @param name the log's, without wild cards.
     * @param place how far the file has been read that had the name before: neither it nor a copy of it is wanted.
     * @param sinceNanos when the name was looked at last: what had it meanwhile has been written to since.
     * @return the files to read before the one that has the name now, in order.
     */
    static List<Former> since(Sys sys, String name, Place place, long currentInode, long sinceNanos)
    {
        FormerFiles search = new FormerFiles(sys, place, currentInode);
        search.scan(name);
        List<Former> ordered = new ArrayList<>();
        search.addSince(sinceNanos, ordered);
        return ordered;
    }

    private void scan(String name)
    {
        new Glob(sys, name + SEPARATORS).scan(this);
        int dot = name.lastIndexOf('.');
        if (dot > name.lastIndexOf('/') + 1)
        {
            new Glob(sys, name.substring(0, dot) + NUMBERS + name.substring(dot)).scan(this);
        }
        if (name.endsWith(CURRENT))
        {
            new Glob(sys, name.substring(0, name.length() - CURRENT.length()) + STAMPS).scan(this);
        }
    }

    @Override
    public void directory(byte[] path)
    {
        // Looked at once: what happens there later is of no interest.
    }

    @Override
    public void match(byte[] path, int length)
    {
        if (sys.stat(path, status) < 0 || !FileStatus.isRegular(status) || isCompressed(path, length)
            || status[FileStatus.INODE] == currentInode && status[FileStatus.DEVICE] == place.device())
        {
            return;
        }
        for (Former each : found)
        {
            if (each.inode == status[FileStatus.INODE] && each.device == status[FileStatus.DEVICE])
            {
                return;
            }
        }
        boolean same = status[FileStatus.INODE] == place.inode() && status[FileStatus.DEVICE] == place.device();
        boolean reading = status[FileStatus.SIZE] >= place.offset() && Fingerprint.holds(sys, path, place) && (same || place.before().length > 0);
        Former former = new Former(PathNames.copy(path, length), status[FileStatus.DEVICE], status[FileStatus.INODE], status[FileStatus.MODIFIED],
            reading ? place : null);
        found.add(former);
        if (reading && (first == null || same))
        {
            first = former;
        }
    }

    private static boolean isCompressed(byte[] path, int length)
    {
        for (String ending : COMPRESSED)
        {
            if (length > ending.length() && Utf8.begins(path, length - ending.length(), length, ending))
            {
                return true;
            }
        }
        return false;
    }

    private List<Former> inOrder()
    {
        List<Former> ordered = new ArrayList<>();
        if (first != null)
        {
            ordered.add(first);
        }
        addSince(first != null ? first.modifiedNanos + 1 : place.atNanos(), ordered);
        return ordered;
    }

    /** Adds what has been written to since, but for the file that was being read and its copies; what ended first comes first. */
    private void addSince(long nanos, List<Former> ordered)
    {
        for (Former each : found)
        {
            if (each.place != null || each.modifiedNanos < nanos)
            {
                continue;
            }
            int at = ordered.size();
            while (at > 0 && ordered.get(at - 1).modifiedNanos > each.modifiedNanos)
            {
                at--;
            }
            ordered.add(at, each);
        }
    }
}
