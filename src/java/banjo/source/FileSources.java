package banjo.source;

import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * All followed files behind one inotify descriptor. Events only wake; what happened is learnt by reading and by stat(2), so a
 * lost event costs a second at most: {@link #tick} looks at everything again.
 */
public final class FileSources
{
    private static final int READ_BYTES = 64 << 10;
    private static final int FILE_BUDGET_BYTES = 1 << 20;
    /** IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE, IN_DELETE_SELF (linux/inotify.h). */
    private static final int DIRECTORY_EVENTS = 0x40 | 0x80 | 0x100 | 0x200 | 0x400;
    private static final int LOOK_AGAIN_MILLIS = 1000;

    private final Sys sys;
    private final int maxLine;
    private final byte[] buffer;
    private final byte[] events = new byte[4096];
    private final int inotify;
    private final List<FileFollower> followers = new ArrayList<>();
    private final List<Integer> sources = new ArrayList<>();
    private final List<String> patterns = new ArrayList<>();
    private final List<Integer> patternSources = new ArrayList<>();
    private long nextLookMillis;

    /** @param maxLine bytes of a line at most. */
    public FileSources(Sys sys, int maxLine)
    {
        this.sys = sys;
        this.maxLine = maxLine;
        buffer = new byte[READ_BYTES + maxLine];
        inotify = sys.inotifyCreate();
    }

    /** @return what to poll for input; negative when the kernel has no inotify: then {@link #tick} alone finds new lines. */
    public int descriptor()
    {
        return inotify;
    }

    /**
     * Follows a path, or every path that matches a pattern, now or later.
     *
     * @param source number for the sink.
     * @param fromStart reads what is there already; files that appear later are always read from their beginning.
     */
    public void add(String path, int source, boolean fromStart)
    {
        if (!Glob.isPattern(path))
        {
            follow(path, source, !fromStart);
            return;
        }
        patterns.add(path);
        patternSources.add(source);
        int firstWildcard = path.length();
        for (int i = path.length() - 1; i >= 0; i--)
        {
            char c = path.charAt(i);
            firstWildcard = c == '*' || c == '?' || c == '[' ? i : firstWildcard;
        }
        watchDirectory(path.substring(0, path.lastIndexOf('/', firstWildcard) + 1));
        for (String match : Glob.expand(sys, path))
        {
            follow(match, source, !fromStart);
        }
    }

    private void follow(String path, int source, boolean fromEnd)
    {
        for (int i = 0; i < followers.size(); i++)
        {
            if (followers.get(i).path.equals(path) && sources.get(i) == source)
            {
                return;
            }
        }
        FileFollower follower = new FileFollower(sys, inotify, path, source, maxLine);
        follower.open(fromEnd);
        followers.add(follower);
        sources.add(source);
        watchDirectory(path.substring(0, path.lastIndexOf('/') + 1));
    }

    private void watchDirectory(String directory)
    {
        sys.inotifyAdd(inotify, Paths.of(directory.isEmpty() ? "." : directory), DIRECTORY_EVENTS);
    }

    /** Tells that {@link #descriptor} is readable: throws the events away and has every file looked at. */
    public void wake()
    {
        int count;
        do
        {
            count = sys.read(inotify, events, 0, events.length);
        }
        while (count > 0);
        for (int i = 0; i < followers.size(); i++)
        {
            followers.get(i).pending = true;
        }
    }

    /** Reads what there is, each file within a budget. @return true when there is more. */
    public boolean drain(LineSink sink, long nowMillis)
    {
        boolean more = false;
        for (int i = 0; i < followers.size(); i++)
        {
            FileFollower follower = followers.get(i);
            if (follower.pending)
            {
                more |= follower.drain(buffer, sink, FILE_BUDGET_BYTES, nowMillis);
            }
        }
        return more;
    }

    /** Once a second: looks at everything again, for events that never came and paths that match only now. */
    public void tick(long nowMillis, LineSink sink)
    {
        if (nowMillis < nextLookMillis)
        {
            return;
        }
        nextLookMillis = nowMillis + LOOK_AGAIN_MILLIS;
        for (int i = 0; i < patterns.size(); i++)
        {
            for (String match : Glob.expand(sys, patterns.get(i)))
            {
                follow(match, patternSources.get(i), false);
            }
        }
        for (int i = 0; i < followers.size(); i++)
        {
            FileFollower follower = followers.get(i);
            follower.tick(nowMillis, buffer, sink);
            if (!follower.isOpen())
            {
                watchDirectory(follower.path.substring(0, follower.path.lastIndexOf('/') + 1));
            }
        }
    }

    /** Delivers last lines that have no end. */
    public void finish(LineSink sink)
    {
        for (int i = 0; i < followers.size(); i++)
        {
            followers.get(i).finish(sink);
        }
    }

    /** @return a problem that has not been told yet ({@code PATH: reason}), or null. */
    public String takeProblem()
    {
        for (int i = 0; i < followers.size(); i++)
        {
            int error = followers.get(i).takeError();
            if (error != 0)
            {
                return followers.get(i).path + ": " + Errno.message(error);
            }
        }
        return null;
    }

    public int count()
    {
        return followers.size();
    }

    public String path(int index)
    {
        return followers.get(index).path;
    }

    /** @return {@code following} or {@code waiting}. */
    public String state(int index)
    {
        return followers.get(index).isOpen() ? "following" : "waiting";
    }

    public long lines(int index)
    {
        return followers.get(index).lines();
    }

    public long bytes(int index)
    {
        return followers.get(index).bytes();
    }

    public long truncatedLines(int index)
    {
        return followers.get(index).truncatedLines();
    }

    public long rotations(int index)
    {
        return followers.get(index).rotations;
    }

    public void close()
    {
        for (int i = 0; i < followers.size(); i++)
        {
            followers.get(i).close();
        }
        if (inotify >= 0)
        {
            sys.close(inotify);
        }
    }
}
