package banjo.source;

import banjo.sys.Errno;
import banjo.sys.Sys;

/**
 * The inotify watches of all sources. Each round names again what it wants watched, and what nobody named is removed: so their
 * number stays bounded, and a directory that was replaced is watched in its new place.
 */
final class Watches
{
    private static final int MAXIMUM = 1024;

    /** Readable when something happened; negative when the kernel has no inotify. */
    final int descriptor;
    private final Sys sys;
    private final int[] watches = new int[MAXIMUM];
    private final boolean[] wanted = new boolean[MAXIMUM];
    private int count;
    private int error;
    private boolean errorTold;

    Watches(Sys sys)
    {
        this.sys = sys;
        descriptor = sys.inotifyCreate();
        error = Math.min(descriptor, 0);
    }

    /** Begins a round: nothing is wanted yet. */
    void begin()
    {
        for (int i = 0; i < count; i++)
        {
            wanted[i] = false;
        }
    }

    /** Watches a path in this round. @param mask IN_ bits. @return the watch, or -1. */
    int add(byte[] path, int mask)
    {
        if (descriptor < 0)
        {
            return -1;
        }
        int watch = sys.inotifyAdd(descriptor, path, mask);
        if (watch < 0)
        {
            // Out of watches or memory is worth telling; a path that is not there is looked for again anyway.
            error = watch == -Errno.ENOSPC || watch == -Errno.ENOMEM ? watch : error;
            return -1;
        }
        if (!keep(watch))
        {
            sys.inotifyRemove(descriptor, watch);
            error = -Errno.ENOSPC;
            return -1;
        }
        return watch;
    }

    /** Wants a watch in this round too. @return false when there is no room for it. */
    boolean keep(int watch)
    {
        int at = find(watch);
        if (watch < 0 || at == MAXIMUM)
        {
            return false;
        }
        watches[at] = watch;
        wanted[at] = true;
        count = Math.max(count, at + 1);
        return true;
    }

    private int find(int watch)
    {
        int at = 0;
        while (at < count && watches[at] != watch)
        {
            at++;
        }
        return at;
    }

    boolean has(int watch)
    {
        return find(watch) < count;
    }

    /** Ends a round: removes what nobody wanted. */
    void sweep()
    {
        int left = 0;
        for (int i = 0; i < count; i++)
        {
            if (wanted[i])
            {
                wanted[left] = true;
                watches[left++] = watches[i];
            }
            else
            {
                sys.inotifyRemove(descriptor, watches[i]);
            }
        }
        count = left;
    }

    int count()
    {
        return count;
    }

    /** @return a negated errno that has not been told yet, or 0. */
    int takeError()
    {
        if (errorTold)
        {
            return 0;
        }
        errorTold = error != 0;
        return error;
    }

    void close()
    {
        if (descriptor >= 0)
        {
            sys.close(descriptor);
        }
    }
}
