package banjo.source;

import banjo.state.Place;
import banjo.state.StateWriter;
import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All followed files behind one inotify descriptor. Events only wake; what happened is learnt by reading and by stat(2), and
 * {@link #drain} looks at every name once a second anyway, so a lost event costs a second at most.
 */
public final class FileSources
{
    private static final int FILE_BUDGET_BYTES = 1 << 20;
    private static final int LOOK_AGAIN_MILLIS = 1000;
    /** struct inotify_event of inotify(7): watch, mask, cookie, length of the name; then the name. */
    private static final int EVENT_BYTES = 16;
    /** With the longest name: a read that leaves room for one has taken them all. */
    private static final int EVENT_MAXIMUM = EVENT_BYTES + 256;
    private static final int MASK_AT = 4;
    private static final int NAME_LENGTH_AT = 12;
    private static final int IN_MODIFY = 0x2;
    private static final int IN_Q_OVERFLOW = 0x4000;

    private final Sys sys;
    private int maxLine;
    private byte[] buffer;
    private final byte[] events = new byte[4096];
    private final Watches watches;
    private final DescriptorReserve reserve;
    private final List<FollowedPath> paths = new ArrayList<>();
    /** Of each path. */
    private final List<FollowedFiles> files = new ArrayList<>();
    private long nextLookMillis = Long.MIN_VALUE;
    private boolean lookNow;
    private List<Place> remembered = List.of();
    private final byte[] before = new byte[Fingerprint.WINDOW_BYTES];
    private final long[] status = new long[FileStatus.FIELDS];
    /** Of paths that are not followed any more, by what {@link FollowedFile#total} knows. */
    private final long[] formerTotals = new long[FollowedFile.CUTS];

    /** @param maxLine bytes of a line at most. */
    public FileSources(Sys sys, int maxLine)
    {
        this.sys = sys;
        this.maxLine = maxLine;
        buffer = LineStream.fitting(null, maxLine);
        watches = new Watches(sys);
        reserve = new DescriptorReserve(sys);
    }

    /** @return bytes of a line at most. */
    public int maxLine()
    {
        return maxLine;
    }

    /** Cuts lines there from now on. */
    public void limitLines(int bytes)
    {
        maxLine = bytes;
        buffer = LineStream.fitting(buffer, bytes);
        for (int i = 0; i < paths.size(); i++)
        {
            paths.get(i).files.limitLines(bytes);
        }
    }

    /** @return what to poll for input; negative when the kernel has no inotify: then {@link #drain} finds new lines once a second. */
    public int descriptor()
    {
        return watches.descriptor;
    }

    /**
     * Follows a path, or every path that matches a pattern, now or later.
     *
     * @param source number for the sink.
     * @param readers number of those who get the lines: they get a file once, however many of their paths lead to it.
     * @param fromStart reads what is there already; files that appear later are always read from their beginning.
     */
    public void add(String path, int source, int readers, boolean fromStart)
    {
        FollowedPath followed = new FollowedPath(sys, watches, files, reserve, path, source, readers, maxLine);
        followed.remember(remembered);
        paths.add(followed);
        // Nothing is read yet, so that no sink is needed.
        followed.look(!fromStart, buffer, null);
        followed.settle(buffer, null, 0);
    }

    /** Before a change of what is followed: nothing is wanted until {@link #keep} or {@link #add} asks for it. */
    public void begin()
    {
        for (int i = 0; i < paths.size(); i++)
        {
            paths.get(i).wanted = false;
        }
    }

    /** Goes on following a path for readers that have followed it. @return its source, or -1 when they have not. */
    public int keep(String path, int readers)
    {
        for (int i = 0; i < paths.size(); i++)
        {
            FollowedPath each = paths.get(i);
            if (each.readers == readers && each.path.equals(path))
            {
                each.wanted = true;
                return each.source;
            }
        }
        return -1;
    }

    /** @return the lowest number from one on that no source has. */
    public int unusedSource(int from)
    {
        int source = from;
        for (int i = 0; i < paths.size(); i++)
        {
            if (paths.get(i).source == source)
            {
                source++;
                i = -1;
            }
        }
        return source;
    }

    /** @return how far readers have read their files. */
    public List<Place> places(int readers)
    {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++)
        {
            if (paths.get(i).readers == readers)
            {
                paths.get(i).files.addPlaces(places, before);
            }
        }
        return places;
    }

    /** After a change: lets go of what nobody wants; files that another path of the same readers leads to are that one's. */
    public void sweep()
    {
        for (int i = paths.size() - 1; i >= 0; i--)
        {
            FollowedPath path = paths.get(i);
            if (!path.wanted)
            {
                path.leave();
                for (int what = 0; what < formerTotals.length; what++)
                {
                    formerTotals[what] += path.files.total(what);
                }
                paths.remove(i);
            }
        }
        lookNow = true;
    }

    /** Before {@link #add}: how far files had been read by a daemon before. */
    public void remember(List<Place> places)
    {
        remembered = places;
    }

    /** Saves how far each file has been read. */
    public void savePlaces(StateWriter out)
    {
        for (int i = 0; i < paths.size(); i++)
        {
            paths.get(i).files.save(out, before);
        }
    }

    /** Tells that {@link #descriptor} is readable: takes the events and has looked at what they name. */
    public void wake()
    {
        int count;
        do
        {
            count = sys.read(watches.descriptor, events, 0, events.length);
            for (int at = 0; at + EVENT_BYTES <= count; at += EVENT_BYTES + Math.max(0, number(at + NAME_LENGTH_AT)))
            {
                event(number(at), number(at + MASK_AT));
            }
        }
        while (count > events.length - EVENT_MAXIMUM || count == -Errno.EINTR);
    }

    private void event(int watch, int mask)
    {
        if ((mask & IN_Q_OVERFLOW) != 0)
        {
            lookNow = true;
            wake(-1);
        }
        else if (watches.has(watch))
        {
            // A directory is not asked for IN_MODIFY: anything else concerns names.
            lookNow |= mask != IN_MODIFY;
            wake(watch);
        }
    }

    private void wake(int watch)
    {
        for (int i = 0; i < paths.size(); i++)
        {
            paths.get(i).files.wake(watch);
        }
    }

    private int number(int at)
    {
        int a = events[at] & 0xFF;
        int b = events[at + 1] & 0xFF;
        int c = events[at + 2] & 0xFF;
        int d = events[at + 3] & 0xFF;
        return Platform.bigEndian() ? a << 24 | b << 16 | c << 8 | d : d << 24 | c << 16 | b << 8 | a;
    }

    /** Reads what there is, each file within a budget. @return true when there is more. */
    public boolean drain(LineSink sink, long nowMillis)
    {
        if (lookNow || nowMillis >= nextLookMillis)
        {
            look(sink, nowMillis);
        }
        boolean more = false;
        for (int i = 0; i < paths.size(); i++)
        {
            more |= paths.get(i).drain(buffer, sink, FILE_BUDGET_BYTES, nowMillis);
        }
        return more;
    }

    private void look(LineSink sink, long nowMillis)
    {
        lookNow = false;
        nextLookMillis = nowMillis + LOOK_AGAIN_MILLIS;
        watches.begin();
        for (int i = 0; i < paths.size(); i++)
        {
            paths.get(i).look(false, buffer, sink);
        }
        for (int i = 0; i < paths.size(); i++)
        {
            paths.get(i).settle(buffer, sink, nowMillis);
        }
        watches.sweep();
    }

    /** Delivers last lines that have no end. */
    public void finish(LineSink sink)
    {
        for (int i = 0; i < paths.size(); i++)
        {
            paths.get(i).files.finish(sink);
        }
    }

    /** @return a problem that has not been told yet ({@code PATH: reason}), or null. */
    public String takeProblem()
    {
        for (int i = 0; i < paths.size(); i++)
        {
            String problem = paths.get(i).takeProblem();
            if (problem != null)
            {
                return problem;
            }
        }
        int error = watches.takeError();
        return error == 0 ? null : "inotify: " + Errno.message(error) + "; some changes are noticed once a second only";
    }

    /** @return what is shown as a source: each path, and each file that a pattern has led to. */
    public int count()
    {
        int count = 0;
        for (int i = 0; i < paths.size(); i++)
        {
            count += shown(paths.get(i));
        }
        return count;
    }

    private static int shown(FollowedPath path)
    {
        return path.isPattern() ? path.files.size() : 1;
    }

    /** @return the path that a source belongs to; {@link #file} tells which of its files. */
    private FollowedPath owner(int index)
    {
        int at = 0;
        for (int left = index; left >= shown(paths.get(at)); at++)
        {
            left -= shown(paths.get(at));
        }
        return paths.get(at);
    }

    /** @return the file of a pattern, or null for a path. */
    private FollowedFile file(int index)
    {
        int left = index;
        for (int at = 0; left >= shown(paths.get(at)); at++)
        {
            left -= shown(paths.get(at));
        }
        FollowedPath owner = owner(index);
        return owner.isPattern() ? owner.files.get(left) : null;
    }

    public String path(int index)
    {
        FollowedFile file = file(index);
        return file == null ? owner(index).path : file.name();
    }

    /** @return {@code following} or {@code waiting}. */
    public String state(int index)
    {
        FollowedFile file = file(index);
        return (file == null ? owner(index).follows() : file.isOpen()) ? "following" : "waiting";
    }

    public long lines(int index)
    {
        FollowedFile file = file(index);
        return file == null ? owner(index).files.total(FollowedFile.LINES) : file.lines();
    }

    public long bytes(int index)
    {
        FollowedFile file = file(index);
        return file == null ? owner(index).files.total(FollowedFile.BYTES) : file.bytes();
    }

    /** @return bytes that the source holds and that have not been read. */
    public long lagBytes(int index)
    {
        FollowedFile file = file(index);
        return file == null ? owner(index).files.lagBytes() : file.lagBytes(status);
    }

    /**
     * Adds up what is told of a path by several sources: of jails that read it each for itself, of a pattern and the path.
     *
     * @param lag {@link #lagBytes}, else {@link #lines}.
     * @return -1 when a source before this one has the path.
     */
    public long ofPath(int index, boolean lag)
    {
        FollowedFile file = file(index);
        byte[] path = file == null ? owner(index).pathBytes : file.path;
        long sum = 0;
        int at = 0;
        for (int i = 0; i < paths.size(); i++)
        {
            FollowedPath each = paths.get(i);
            for (int end = at + shown(each), first = at; at < end; at++)
            {
                FollowedFile other = each.isPattern() ? each.files.get(at - first) : null;
                // Two patterns may have 500 names each that differ in their ends.
                if ((file == null || other == null || file.inode == other.inode) && Arrays.equals(path, other == null ? each.pathBytes : other.path))
                {
                    if (at < index)
                    {
                        return -1;
                    }
                    sum += lag ? lagBytes(at) : lines(at);
                }
            }
        }
        return sum;
    }

    public long truncatedLines(int index)
    {
        FollowedFile file = file(index);
        return file == null ? owner(index).files.total(FollowedFile.TRUNCATED_LINES) : file.truncatedLines();
    }

    public long rotations(int index)
    {
        return owner(index).rotations();
    }

    private long total(int what)
    {
        long sum = formerTotals[what];
        for (int i = 0; i < paths.size(); i++)
        {
            sum += paths.get(i).files.total(what);
        }
        return sum;
    }

    /** @return lines of every file so far, those that are closed included. */
    public long lines()
    {
        return total(FollowedFile.LINES);
    }

    public long bytes()
    {
        return total(FollowedFile.BYTES);
    }

    public long truncatedLines()
    {
        return total(FollowedFile.TRUNCATED_LINES);
    }

    /** @return files that match a pattern and are not followed, because there are too many. */
    public int refused()
    {
        int sum = 0;
        for (int i = 0; i < paths.size(); i++)
        {
            sum += paths.get(i).refused();
        }
        return sum;
    }

    /** @return sources that cannot be read now, patterns without a file among them. */
    public int unread()
    {
        int sum = 0;
        for (int i = 0; i < paths.size(); i++)
        {
            sum += paths.get(i).unread();
        }
        return sum;
    }

    int watchCount()
    {
        return watches.count();
    }

    public void close()
    {
        for (int i = 0; i < paths.size(); i++)
        {
            paths.get(i).files.close();
        }
        watches.close();
    }
}
