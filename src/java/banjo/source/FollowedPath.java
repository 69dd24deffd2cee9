package banjo.source;

import banjo.sys.FileStatus;
import banjo.state.Place;
import banjo.state.StateWriter;
import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * A path or a pattern of paths, and the files that it leads to, whatever happens to their names. When another file takes a
 * name (rename, delete and create, a link that is switched), the old one is read for a while longer, since its writer may not
 * have noticed. A file that is called otherwise now, by a name that the pattern matches, is still the same file.
 */
final class FollowedPath implements Glob.Visitor
{
    /** How long a former file is still read after its last growth. */
    static final long GRACE_MILLIS = 5000;
    /** Files of a pattern at most, those that are gone included. */
    static final int FILES_MAXIMUM = 500;

    private static final int FORMER_MAXIMUM = 8;
    /** Closed files whose place is remembered; their memory serves the next file. */
    private static final int SPARES = 2;
    /** Files' times come from a clock that ticks this seldom at most (CONFIG_HZ=100). */
    private static final long CLOCK_TICK_NANOS = 10_000_000;
    /** IN_MODIFY, IN_ATTRIB, IN_DELETE_SELF, IN_MOVE_SELF (linux/inotify.h). */
    private static final int FILE_EVENTS = 0x2 | 0x4 | 0x400 | 0x800;
    /** IN_ATTRIB, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE, IN_DELETE_SELF, IN_MOVE_SELF. */
    private static final int DIRECTORY_EVENTS = 0x4 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800;

    final String path;
    final int source;
    /** Paths of the same readers share each file that several of them name. */
    final int readers;
    final List<FollowedFile> files = new ArrayList<>();
    private final Sys sys;
    private final Watches watches;
    private final List<FollowedPath> paths;
    private final DescriptorReserve reserve;
    private final int maxLine;
    private final byte[] pathBytes;
    private final byte[] directory;
    private final Glob glob;
    private final int filesMaximum;
    private final List<FollowedFile> spares = new ArrayList<>();
    private final List<byte[]> found = new ArrayList<>();
    final long[] status = new long[FileStatus.FIELDS];
    private List<Place> remembered = List.of();
    private int round;
    /** When every name was looked at last, by the clock that files' times are of. */
    private long lookedAtNanos;
    /** Files of other paths that it names in this round. */
    private int claims;
    /** Files that match and are not followed, because there are too many. */
    private int refused;
    private int refusedBefore;
    private boolean refusedTold;
    private boolean emptyTold;
    private long replaced;
    /** Somebody reads it. */
    boolean wanted = true;

    /** @param paths all there are, this one among them or not yet. @param reserve to be left free. */
    FollowedPath(Sys sys, Watches watches, List<FollowedPath> paths, DescriptorReserve reserve, String path, int source, int readers, int maxLine)
    {
        this.paths = paths;
        this.reserve = reserve;
        this.readers = readers;
        this.sys = sys;
        this.watches = watches;
        this.path = path;
        this.source = source;
        this.maxLine = maxLine;
        pathBytes = Paths.of(path);
        String parent = path.substring(0, path.lastIndexOf('/') + 1);
        directory = Paths.of(parent.isEmpty() ? "." : parent);
        glob = Glob.isPattern(path) ? new Glob(sys, path) : null;
        filesMaximum = glob == null ? FORMER_MAXIMUM : FILES_MAXIMUM;
    }

    boolean isPattern()
    {
        return glob != null;
    }

    /** Before the first look: how far files had been read by a daemon before. */
    void remember(List<Place> places)
    {
        remembered = places;
    }

    /** Saves how far each file has been read. @param before for the call's own use. */
    void save(StateWriter out, byte[] before)
    {
        for (int i = 0; i < files.size(); i++)
        {
            files.get(i).save(out, before);
        }
    }

    /** Adds how far each file has been read. @param before for the call's own use. */
    void addPlaces(List<Place> places, byte[] before)
    {
        for (int i = 0; i < files.size(); i++)
        {
            Place place = files.get(i).place(before);
            if (place != null)
            {
                places.add(place);
            }
        }
    }

    /**
     * Looks at every name and opens what is new. Names what is to be watched. {@link #settle} comes after every path's look.
     *
     * @param fromEnd skips what new files hold already.
     * @param buffer for reading a former file out.
     */
    void look(boolean fromEnd, byte[] buffer, LineSink sink)
    {
        round++;
        claims = 0;
        refused = 0;
        if (glob == null)
        {
            directory(directory);
            match(pathBytes, pathBytes.length - 1);
        }
        else
        {
            glob.scan(this);
        }
        openFound(fromEnd, buffer, sink);
        lookedAtNanos = sys.realtimeNanos();
    }

    /** Lets go of what has been gone for long enough; what another path still names becomes that one's. */
    void settle(byte[] buffer, LineSink sink, long nowMillis)
    {
        for (int i = files.size() - 1; i >= 0; i--)
        {
            settle(i, buffer, sink, nowMillis);
        }
        refusedTold &= refused <= refusedBefore;
        refusedBefore = refused;
    }

    @Override
    public void directory(byte[] searched)
    {
        watches.add(searched, DIRECTORY_EVENTS);
    }

    @Override
    public void match(byte[] name, int length)
    {
        int result = sys.stat(name, status);
        if (result < 0 && glob != null)
        {
            return;
        }
        FollowedFile known = result < 0 ? null : open(status[FileStatus.DEVICE], status[FileStatus.INODE]);
        FollowedFile shared = known != null || result < 0 ? null : openElsewhere(status[FileStatus.DEVICE], status[FileStatus.INODE]);
        if (shared != null)
        {
            claim(shared, name, length);
            return;
        }
        if (known != null)
        {
            if (known.seen != round && !PathNames.same(known.path, name, length))
            {
                known.path = PathNames.copy(name, length);
            }
            known.seen = round;
            return;
        }
        FollowedFile waiting = waiting(name, length);
        if (waiting != null)
        {
            waiting.seen = round;
            return;
        }
        if (glob != null && !FileStatus.isRegular(status) || glob == null && result < 0 && !files.isEmpty())
        {
            return;
        }
        if (glob != null && files.size() + found.size() - unnamed() >= filesMaximum)
        {
            refused++;
            return;
        }
        found.add(PathNames.copy(name, length));
    }

    private FollowedFile open(long device, long inode)
    {
        for (int i = 0; i < files.size(); i++)
        {
            if (files.get(i).isOpen() && files.get(i).is(device, inode))
            {
                return files.get(i);
            }
        }
        return null;
    }

    /** @return the file where another path of the same readers has it open, or null. */
    private FollowedFile openElsewhere(long device, long inode)
    {
        for (int i = 0; i < paths.size(); i++)
        {
            FollowedPath other = paths.get(i);
            FollowedFile file = other == this || other.readers != readers ? null : other.open(device, inode);
            if (file != null)
            {
                return file;
            }
        }
        return null;
    }

    private void claim(FollowedFile file, byte[] name, int length)
    {
        claims++;
        file.claimant = this;
        file.claimedAt = round;
        if (file.claimedName == null || !PathNames.same(file.claimedName, name, length))
        {
            file.claimedName = PathNames.copy(name, length);
        }
    }

    /** Takes over a file that another path has lost sight of. */
    private void take(FollowedFile file)
    {
        file.path = file.claimedName;
        file.stream.source = source;
        file.claimant = null;
        file.seen = round;
        file.gone = false;
        files.add(file);
        watches.keep(file.watch);
    }

    /** @return true when it leads to a file, be it another path's. */
    boolean follows()
    {
        boolean open = claims > 0;
        for (int i = 0; i < files.size(); i++)
        {
            open |= files.get(i).isOpen();
        }
        return open;
    }

    private FollowedFile waiting(byte[] name, int length)
    {
        for (int i = 0; i < files.size(); i++)
        {
            if (!files.get(i).isOpen() && PathNames.same(files.get(i).path, name, length))
            {
                return files.get(i);
            }
        }
        return null;
    }

    /** @return open files that no name leads to. */
    private int unnamed()
    {
        int count = 0;
        for (int i = 0; i < files.size(); i++)
        {
            count += files.get(i).isOpen() && files.get(i).gone ? 1 : 0;
        }
        return count;
    }

    private void openFound(boolean fromEnd, byte[] buffer, LineSink sink)
    {
        PathNames.sort(found);
        for (int i = 0; i < found.size(); i++)
        {
            if (files.size() >= filesMaximum)
            {
                retireOldest(buffer, sink);
            }
            FollowedFile file = takeSpare(found.get(i));
            file.path = found.get(i);
            file.seen = round;
            files.add(file);
        }
        found.clear();
        for (int i = 0; i < files.size(); i++)
        {
            FollowedFile file = files.get(i);
            if (!file.isOpen() && file.seen == round)
            {
                open(file, fromEnd && !resume(file));
                if (file.isOpen())
                {
                    openBetween(file);
                }
            }
        }
        remembered = List.of();
    }

    /** Finds what had a file's name after the one that was followed under it and has lost it again, all since the last look. */
    private void openBetween(FollowedFile file)
    {
        String name = FileSources.name(file);
        FollowedFile before = predecessor(file);
        Place place = before == null || Glob.isPattern(name) ? null : before.place(new byte[Fingerprint.WINDOW_BYTES]);
        if (place != null && sys.statDescriptor(file.stream.descriptor, status) >= 0)
        {
            openFormers(FormerFiles.since(sys, name, place, status[FileStatus.INODE], lookedAtNanos - CLOCK_TICK_NANOS), null, file);
        }
    }

    /** @return the file that lost its name to another in this round, or null. */
    private FollowedFile predecessor(FollowedFile file)
    {
        for (int i = 0; i < files.size(); i++)
        {
            FollowedFile each = files.get(i);
            if (each.isOpen() && !each.gone && each.seen != round && PathNames.same(each.path, file.path, file.path.length - 1))
            {
                return each;
            }
        }
        return null;
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
                boolean goesOn = itself && status[FileStatus.SIZE] >= each.offset() && Fingerprint.holds(sys, file.path, each);
                if (same && glob == null && !goesOn)
                {
                    openFormers(FormerFiles.of(sys, path, each, status[FileStatus.INODE]), each, file);
                }
            }
        }
        return followed;
    }

    /** @param place where to read on in the one that had been read, or null. */
    private void openFormers(List<FormerFiles.Former> formers, Place place, FollowedFile before)
    {
        for (int i = 0; i < formers.size() && files.size() < filesMaximum; i++)
        {
            FormerFiles.Former each = formers.get(i);
            FollowedFile former = takeSpare(each.path());
            former.path = each.path();
            if (each.place() != null)
            {
                former.resume(new Place(each.path(), each.device(), each.inode(), place.offset(), place.inLine(), place.before()));
            }
            open(former, false);
            if (former.isOpen())
            {
                // It has lost this name, which settle() notices now; at start there is no clock yet and the next look does.
                former.path = before.path;
                former.seen = place == null ? round - 1 : round;
                files.add(files.indexOf(before), former);
            }
            else
            {
                spares.add(former);
            }
        }
    }

    private void open(FollowedFile file, boolean fromEnd)
    {
        int descriptor = sys.open(file.path, Sys.OPEN_READ | Sys.OPEN_NONBLOCK, 0);
        int result = descriptor < 0 ? descriptor : sys.statDescriptor(descriptor, status);
        result = result >= 0 && FileStatus.isDirectory(status) ? -Errno.EISDIR : result;
        result = result < 0 ? result : reserve.check();
        if (result >= 0 && open(status[FileStatus.DEVICE], status[FileStatus.INODE]) == null
            && openElsewhere(status[FileStatus.DEVICE], status[FileStatus.INODE]) == null)
        {
            file.open(descriptor, status, fromEnd);
            file.watch = watches.add(file.path, FILE_EVENTS);
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

    /** @return a closed file: the one that was open for the same file, else the one closed first when there are enough, else a new one. */
    private FollowedFile takeSpare(byte[] name)
    {
        int chosen = spares.size() >= SPARES ? 0 : -1;
        boolean there = sys.stat(name, status) >= 0;
        for (int i = 0; i < spares.size(); i++)
        {
            chosen = there && spares.get(i).is(status[FileStatus.DEVICE], status[FileStatus.INODE]) ? i : chosen;
        }
        return chosen >= 0 ? spares.remove(chosen) : new FollowedFile(sys, source, maxLine);
    }

    private void settle(int index, byte[] buffer, LineSink sink, long nowMillis)
    {
        FollowedFile file = files.get(index);
        boolean open = file.isOpen();
        if (file.seen == round)
        {
            file.gone = false;
        }
        else if (!open)
        {
            file.close(sink);
            spares.add(files.remove(index));
        }
        else if (file.claimant != null && file.claimedAt == file.claimant.round)
        {
            replaced += isReplaced(file) ? 1 : 0;
            files.remove(index);
            file.claimant.take(file);
        }
        else if (!file.gone)
        {
            file.gone = isReplaced(file) || glob != null && file.deleted(status);
            file.goneUntilMillis = nowMillis + GRACE_MILLIS;
            replaced += file.gone ? 1 : 0;
        }
        else if (nowMillis - file.goneUntilMillis >= 0)
        {
            retire(index, buffer, sink);
        }
        if (file.isOpen() && file.watch >= 0)
        {
            watches.keep(file.watch);
        }
        file.pending = file.isOpen();
    }

    /** @return true when its last name leads to another file. */
    private boolean isReplaced(FollowedFile file)
    {
        for (int i = 0; i < files.size(); i++)
        {
            FollowedFile other = files.get(i);
            if (other != file && other.isOpen() && other.seen == round && PathNames.same(other.path, file.path, file.path.length - 1))
            {
                return true;
            }
        }
        return false;
    }

    private void retireOldest(byte[] buffer, LineSink sink)
    {
        int oldest = -1;
        for (int i = 0; i < files.size() && oldest < 0; i++)
        {
            oldest = files.get(i).isOpen() && files.get(i).seen != round ? i : -1;
        }
        if (oldest >= 0)
        {
            retire(oldest, buffer, sink);
        }
    }

    private void retire(int index, byte[] buffer, LineSink sink)
    {
        FollowedFile file = files.remove(index);
        file.changed = true;
        while (file.drain(buffer, sink, Integer.MAX_VALUE, status))
        {
            // More came while it was read.
        }
        file.close(sink);
        spares.add(file);
    }

    /** Reads what there is, each file within a budget; what is left in a former file comes before what follows it. @return true when there is more. */
    boolean drain(byte[] buffer, LineSink sink, int budgetBytes, long nowMillis)
    {
        boolean more = false;
        for (int i = 0; i < files.size(); i++)
        {
            FollowedFile file = files.get(i);
            if (!file.pending || !file.isOpen())
            {
                continue;
            }
            long before = file.stream.bytes;
            boolean left = file.drain(buffer, sink, budgetBytes, status);
            if (file.stream.bytes != before)
            {
                file.goneUntilMillis = nowMillis + GRACE_MILLIS;
            }
            if (left && file.gone)
            {
                return true;
            }
            more |= left;
        }
        return more;
    }

    /** Has every file looked at. @param watch of the file that was surely written to; -1 for all. */
    void wake(int watch)
    {
        for (int i = 0; i < files.size(); i++)
        {
            FollowedFile file = files.get(i);
            if (watch < 0 || file.watch == watch)
            {
                file.pending = true;
                file.changed = true;
            }
        }
    }

    void finish(LineSink sink)
    {
        for (int i = 0; i < files.size(); i++)
        {
            files.get(i).finish(sink);
        }
    }

    /** @return a problem that has not been told yet, or null. */
    String takeProblem()
    {
        for (int i = 0; i < files.size(); i++)
        {
            int result = files.get(i).takeError();
            if (result != 0)
            {
                return FileSources.name(files.get(i)) + ": " + Errno.message(result) + (result == -Errno.ENOENT ? " yet" : "");
            }
        }
        if (glob != null && files.isEmpty() && claims == 0 && round == 1 && !emptyTold)
        {
            emptyTold = true;
            return path + ": no file matches yet";
        }
        if (refused > 0 && !refusedTold)
        {
            refusedTold = true;
            return path + ": " + refused + (refused == 1 ? " file is" : " files are") + " not followed: more than " + FILES_MAXIMUM + " match";
        }
        return null;
    }

    /** @return files that cannot be read now; 1 for a pattern without a file. */
    int unread()
    {
        int count = glob != null && files.isEmpty() && claims == 0 ? 1 : 0;
        for (int i = 0; i < files.size(); i++)
        {
            count += files.get(i).failed() ? 1 : 0;
        }
        return count;
    }

    /** @return files that match and are not followed. */
    int refused()
    {
        return refused;
    }

    /** @return how often a file was replaced, deleted or cut. */
    long rotations()
    {
        return replaced + total(FollowedFile.CUTS);
    }

    /** @param what a constant of {@link FollowedFile}. @return the sum over every file, those that are closed included. */
    long total(int what)
    {
        long sum = 0;
        for (int i = 0; i < files.size() + spares.size(); i++)
        {
            sum += file(i).total(what);
        }
        return sum;
    }

    long lagBytes()
    {
        long sum = 0;
        for (int i = 0; i < files.size(); i++)
        {
            sum += files.get(i).lagBytes(status);
        }
        return sum;
    }

    private FollowedFile file(int index)
    {
        return index < files.size() ? files.get(index) : spares.get(index - files.size());
    }

    /** Lets go of every file; what another path names too becomes that one's. */
    void leave()
    {
        for (int i = files.size() - 1; i >= 0; i--)
        {
            FollowedFile file = files.get(i);
            if (file.isOpen() && file.claimant != null && file.claimant.wanted && file.claimedAt == file.claimant.round)
            {
                files.remove(i);
                file.claimant.take(file);
            }
        }
        close();
    }

    void close()
    {
        for (int i = 0; i < files.size(); i++)
        {
            files.get(i).stream.close();
        }
    }
}
