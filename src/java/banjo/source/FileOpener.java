package banjo.source;

import banjo.state.Place;
import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Sys;
import java.util.List;

/**
 * Opens a path's files where reading is to begin: where a daemon before stopped, at the end or at the beginning. What had a file's
 * name while nobody looked is opened with it, to be read first.
 */
final class FileOpener
{
    /** Files' times come from a clock that ticks this seldom at most (CONFIG_HZ=100). */
    private static final long CLOCK_TICK_NANOS = 10_000_000;
    /** IN_MODIFY, IN_ATTRIB, IN_DELETE_SELF, IN_MOVE_SELF (linux/inotify.h). */
    private static final int EVENTS = 0x2 | 0x4 | 0x400 | 0x800;

    private final Sys sys;
    private final Watches watches;
    private final DescriptorReserve reserve;
    private final String path;
    private final Glob glob;
    private final FollowedFiles files;
    private final long[] status = new long[FileStatus.FIELDS];
    private List<Place> remembered = List.of();
    /** The file that a daemon before was reading is not found. */
    boolean lost;

    /** @param reserve to be left free. @param glob null where the path is no pattern. @param files where former ones are added. */
    FileOpener(Sys sys, Watches watches, DescriptorReserve reserve, String path, Glob glob, FollowedFiles files)
    {
        this.sys = sys;
        this.watches = watches;
        this.reserve = reserve;
        this.path = path;
        this.glob = glob;
        this.files = files;
    }

    /** Until {@link #forget}: how far files had been read by a daemon before. */
    void remember(List<Place> places)
    {
        remembered = places;
    }

    void forget()
    {
        remembered = List.of();
    }

    /**
     * Opens a file that a name leads to, and its former ones.
     *
     * @param fromEnd skips what it holds, if it is nothing that a daemon before has followed.
     * @param lookedAtNanos when the name was looked at last, by the clock that files' times are of.
     * @param buffer for reading out former files that there is no room for.
     */
    void open(FollowedFile file, boolean fromEnd, long lookedAtNanos, byte[] buffer, LineSink sink)
    {
        begin(file, fromEnd && !resume(file));
        FollowedFile before = file.isOpen() ? files.predecessor(file) : null;
        if (before != null)
        {
            openBetween(before, file, lookedAtNanos, buffer, sink);
        }
    }

    /** Opens what had the name of two files after the one and before the other. */
    private void openBetween(FollowedFile before, FollowedFile file, long lookedAtNanos, byte[] buffer, LineSink sink)
    {
        String name = file.name();
        Place place = Glob.isPattern(name) ? null : before.place(new byte[Fingerprint.WINDOW_BYTES]);
        if (place == null || sys.statDescriptor(file.stream.descriptor, status) < 0)
        {
            return;
        }
        for (FormerFiles.Former each : FormerFiles.since(sys, name, place, status[FileStatus.INODE], lookedAtNanos - CLOCK_TICK_NANOS))
        {
            if (!files.know(each) && files.makeRoom(buffer, sink))
            {
                // It has lost this name, which settle() notices now.
                openFormer(files.make(each.path()), file, files.round - 1);
            }
        }
    }

    /**
     * Has a file go on where a daemon before stopped. One that was rotated meanwhile is read to its end first, and what has the
     * log's name now from its beginning.
     *
     * @return whether its name, or others of its pattern, were followed before: then what it holds is new.
     */
    private boolean resume(FollowedFile file)
    {
        boolean followed = false;
        for (Place each : remembered)
        {
            boolean same = PathNames.same(each.path(), file.path, file.path.length - 1);
            followed |= same || glob != null && glob.covers(each.path());
            if ((same || glob != null) && sys.stat(file.path, status) >= 0)
            {
                boolean itself = status[FileStatus.DEVICE] == each.device() && status[FileStatus.INODE] == each.inode();
                if (itself)
                {
                    file.resume(each);
                }
                // Of what was empty nobody can tell whether it was cut.
                boolean goesOn = itself && each.offset() > 0 && status[FileStatus.SIZE] >= each.offset() && Fingerprint.holds(sys, file.path, each);
                if (same && glob == null && !goesOn)
                {
                    List<FormerFiles.Former> formers = FormerFiles.of(sys, path, each, status[FileStatus.INODE]);
                    lost |= each.inode() != Place.NOWHERE && (!itself || each.offset() > 0) && (formers.isEmpty() || formers.get(0).place() == null);
                    openFormers(formers, each, file);
                }
            }
        }
        return followed;
    }

    /** @param place where to read on in the one that had been read. */
    private void openFormers(List<FormerFiles.Former> formers, Place place, FollowedFile next)
    {
        // What is older than there is room for is left out.
        for (int i = Math.max(0, formers.size() - files.room()); i < formers.size(); i++)
        {
            FormerFiles.Former each = formers.get(i);
            FollowedFile former = files.make(each.path());
            if (each.place() != null)
            {
                former.resume(new Place(each.path(), each.device(), each.inode(), place.offset(), place.inLine(), place.before(), place.atNanos()));
            }
            // There is no clock yet: that it has lost this name is noticed at the next look.
            openFormer(former, next, files.round);
        }
    }

    private void openFormer(FollowedFile former, FollowedFile next, int seen)
    {
        begin(former, false);
        if (former.isOpen())
        {
            former.path = next.path;
            former.seen = seen;
            files.addBefore(next, former);
        }
        else
        {
            files.keepClosed(former);
        }
    }

    private void begin(FollowedFile file, boolean fromEnd)
    {
        int descriptor = sys.open(file.path, Sys.OPEN_READ | Sys.OPEN_NONBLOCK, 0);
        int result = descriptor < 0 ? descriptor : sys.statDescriptor(descriptor, status);
        result = result >= 0 && FileStatus.isDirectory(status) ? -Errno.EISDIR : result;
        result = result < 0 ? result : reserve.check();
        if (result >= 0 && files.open(status[FileStatus.DEVICE], status[FileStatus.INODE]) == null
            && files.openElsewhere(status[FileStatus.DEVICE], status[FileStatus.INODE]) == null)
        {
            file.open(descriptor, status, fromEnd);
            file.watch = watches.add(file.path, EVENTS);
            return;
        }
        if (descriptor >= 0)
        {
            sys.close(descriptor);
        }
        if (result < 0)
        {
            file.fail(result);
        }
    }
}
