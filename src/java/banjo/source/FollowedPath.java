package banjo.source;

import banjo.state.Place;
import banjo.sys.FileStatus;
import banjo.sys.Paths;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * A path or a pattern of paths: which files its names lead to, whatever happens to the names. When another file takes a name
 * (rename, delete and create, a link that is switched), the old one is read for a while longer, since its writer may not have
 * noticed. A file that is called otherwise now, by a name that the pattern matches, is still the same file.
 */
final class FollowedPath implements Glob.Visitor
{
    /** How long a former file is still read after its last growth. */
    static final long GRACE_MILLIS = 5000;
    /** Files of a pattern at most, those that are gone included. */
    static final int FILES_MAXIMUM = 500;

    private static final int FORMER_MAXIMUM = 8;
    /** IN_ATTRIB, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE, IN_DELETE_SELF, IN_MOVE_SELF. */
    private static final int DIRECTORY_EVENTS = 0x4 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800;

    final String path;
    final int source;
    final int readers;
    final FollowedFiles files;
    /** Somebody reads it. */
    boolean wanted = true;
    private final Sys sys;
    private final Watches watches;
    final byte[] pathBytes;
    private final byte[] directory;
    private final Glob glob;
    private final FileOpener opener;
    private final List<byte[]> found = new ArrayList<>();
    private final long[] status = new long[FileStatus.FIELDS];
    /** When the last look began, by the clock that files' times are of. */
    private long lookedAtNanos;
    /** Files of other paths that it names in this round. */
    private int claims;
    /** Files that match and are not followed, because there are too many. */
    private int refused;
    private int refusedBefore;
    private boolean refusedTold;
    private boolean emptyTold;

    /**
     * @param everyones the files of every path.
     * @param reserve to be left free.
     * @param readers paths of the same readers share each file that several of them name.
     */
    FollowedPath(Sys sys, Watches watches, List<FollowedFiles> everyones, DescriptorReserve reserve, String path, int source, int readers, int maxLine)
    {
        this.sys = sys;
        this.watches = watches;
        this.path = path;
        this.source = source;
        this.readers = readers;
        pathBytes = Paths.of(path);
        String parent = path.substring(0, path.lastIndexOf('/') + 1);
        directory = Paths.of(parent.isEmpty() ? "." : parent);
        glob = Glob.isPattern(path) ? new Glob(sys, path) : null;
        files = new FollowedFiles(sys, everyones, source, readers, maxLine, glob == null ? FORMER_MAXIMUM : FILES_MAXIMUM);
        opener = new FileOpener(sys, watches, reserve, path, glob, files);
    }

    boolean isPattern()
    {
        return glob != null;
    }

    int round()
    {
        return files.round;
    }

    /** Before the first look: how far files had been read by a daemon before. */
    void remember(List<Place> places)
    {
        opener.remember(places);
    }

    /**
     * Looks at every name and opens what is new. Names what is to be watched. {@link #settle} comes after every path's look.
     *
     * @param fromEnd skips what new files hold already.
     * @param buffer for reading a former file out.
     */
    void look(boolean fromEnd, byte[] buffer, LineSink sink)
    {
        // Before the names are: what takes one later, while files are opened, must not count as seen.
        long beganNanos = sys.realtimeNanos();
        files.round++;
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
        lookedAtNanos = beganNanos;
    }

    @Override
    public void directory(byte[] searched)
    {
        watches.add(searched, DIRECTORY_EVENTS);
    }

    @Override
    public void match(byte[] name, int length)
    {
        boolean there = sys.stat(name, status) >= 0;
        if (!there && glob != null)
        {
            return;
        }
        FollowedFile known = there ? files.open(status[FileStatus.DEVICE], status[FileStatus.INODE]) : null;
        FollowedFile shared = there && known == null ? files.openElsewhere(status[FileStatus.DEVICE], status[FileStatus.INODE]) : null;
        FollowedFile waiting = known == null && shared == null ? files.waiting(name, length) : null;
        if (known != null)
        {
            if (known.seen != files.round && !PathNames.same(known.path, name, length))
            {
                known.path = PathNames.copy(name, length);
            }
            known.seen = files.round;
        }
        else if (shared != null)
        {
            claims++;
            shared.claim.make(this, files.round, name, length);
        }
        else if (waiting != null)
        {
            waiting.seen = files.round;
        }
        else if (glob == null ? there || files.size() == 0 : FileStatus.isRegular(status))
        {
            find(name, length);
        }
    }

    private void find(byte[] name, int length)
    {
        if (glob != null && files.isFullOfNames(found.size()))
        {
            refused++;
            return;
        }
        found.add(PathNames.copy(name, length));
    }

    private void openFound(boolean fromEnd, byte[] buffer, LineSink sink)
    {
        PathNames.sort(found);
        for (int i = 0; i < found.size(); i++)
        {
            files.makeRoom(buffer, sink);
            files.add(files.make(found.get(i)));
        }
        found.clear();
        for (int i = 0; i < files.size(); i++)
        {
            FollowedFile file = files.get(i);
            if (!file.isOpen() && file.seen == files.round)
            {
                opener.open(file, fromEnd, lookedAtNanos, buffer, sink);
            }
        }
        opener.forget();
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

    private void settle(int index, byte[] buffer, LineSink sink, long nowMillis)
    {
        FollowedFile file = files.get(index);
        if (file.seen == files.round)
        {
            file.gone = false;
        }
        else if (!file.isOpen())
        {
            files.retire(index, buffer, sink);
        }
        else if (file.claim.stands())
        {
            files.replaced += files.isReplaced(file) ? 1 : 0;
            files.remove(index);
            file.claim.path.take(file);
        }
        else if (!file.gone)
        {
            file.gone = files.isReplaced(file) || glob != null && file.deleted(status);
            file.goneUntilMillis = nowMillis + GRACE_MILLIS;
            files.replaced += file.gone ? 1 : 0;
        }
        else if (nowMillis - file.goneUntilMillis >= 0)
        {
            files.retire(index, buffer, sink);
        }
        if (file.isOpen() && file.watch >= 0)
        {
            watches.keep(file.watch);
        }
        file.pending = file.isOpen();
    }

    /** Takes over a file that another path has lost sight of. */
    private void take(FollowedFile file)
    {
        file.path = file.claim.name;
        file.stream.source = source;
        file.claim.path = null;
        file.seen = files.round;
        file.gone = false;
        files.add(file);
        watches.keep(file.watch);
    }

    /** Reads what there is, each file within a budget. @return true when there is more. */
    boolean drain(byte[] buffer, LineSink sink, int budgetBytes, long nowMillis)
    {
        return files.drain(buffer, sink, budgetBytes, nowMillis + GRACE_MILLIS);
    }

    /** @return true when it leads to a file, be it another path's. */
    boolean follows()
    {
        return claims > 0 || files.areOpen();
    }

    /** @return a problem that has not been told yet, or null. */
    String takeProblem()
    {
        String problem = files.takeProblem();
        if (problem != null)
        {
            return problem;
        }
        if (opener.lost)
        {
            opener.lost = false;
            return path + ": the file that was read before is gone (compressed, moved or deleted): what came in meanwhile may be lost";
        }
        if (isEmptyPattern() && files.round == 1 && !emptyTold)
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

    private boolean isEmptyPattern()
    {
        return glob != null && files.size() == 0 && claims == 0;
    }

    /** @return files that cannot be read now; 1 for a pattern without a file. */
    int unread()
    {
        return isEmptyPattern() ? 1 : files.failed();
    }

    /** @return files that match and are not followed. */
    int refused()
    {
        return refused;
    }

    /** @return how often a file was replaced, deleted or cut. */
    long rotations()
    {
        return files.replaced + files.total(FollowedFile.CUTS);
    }

    /** Lets go of every file; what another path names too becomes that one's. */
    void leave()
    {
        for (int i = files.size() - 1; i >= 0; i--)
        {
            FollowedFile file = files.get(i);
            if (file.isOpen() && file.claim.stands() && file.claim.path.wanted)
            {
                files.remove(i);
                file.claim.path.take(file);
            }
        }
        files.close();
    }
}
