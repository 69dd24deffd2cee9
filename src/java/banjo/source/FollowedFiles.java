package banjo.source;

import banjo.state.Place;
import banjo.state.StateWriter;
import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that one path leads to, in the order of reading: a former file comes before the one that has its name now. Some that
 * are closed are kept, for what they counted and for their place in case the same file comes again; their memory serves the next.
 */
final class FollowedFiles
{
    private static final int CLOSED_KEPT = 2;
    /** So many files may be read out and closed within a tick of the clock: what they were keeps them from being read again. */
    private static final int RETIRED_KEPT = 64;

    /** Each look of the path at its names is one: what a name led to in the last one was seen in this round. */
    int round;
    /** How often a file lost its name to another, or was deleted. */
    long replaced;
    private final Sys sys;
    private final List<FollowedFiles> everyones;
    private final int source;
    private final int readers;
    private int maxLine;
    private final int maximum;
    private final List<FollowedFile> files = new ArrayList<>();
    private final List<FollowedFile> closed = new ArrayList<>();
    private final long[] status = new long[FileStatus.FIELDS];
    /** Device, inode and time of the last change of those that were retired last. */
    private final long[] retired = new long[RETIRED_KEPT * 3];
    private int retiredCount;

    /** @param everyones the files of every path, to which these are added. @param readers paths of the same readers share each file. */
    FollowedFiles(Sys sys, List<FollowedFiles> everyones, int source, int readers, int maxLine, int maximum)
    {
        this.sys = sys;
        this.everyones = everyones;
        this.source = source;
        this.readers = readers;
        this.maxLine = maxLine;
        this.maximum = maximum;
        everyones.add(this);
    }

    int size()
    {
        return files.size();
    }

    FollowedFile get(int index)
    {
        return files.get(index);
    }

    /** Cuts lines there from now on. */
    void limitLines(int bytes)
    {
        maxLine = bytes;
        for (int i = 0; i < files.size(); i++)
        {
            files.get(i).stream.maxLine = bytes;
        }
    }

    /** @return how many more there may be. */
    int room()
    {
        return maximum - files.size();
    }

    /** @param more that are to be added. @return true when there is no room for another, not even where those without a name are. */
    boolean isFullOfNames(int more)
    {
        int unnamed = 0;
        for (int i = 0; i < files.size(); i++)
        {
            unnamed += files.get(i).isOpen() && files.get(i).gone ? 1 : 0;
        }
        return files.size() + more - unnamed >= maximum;
    }

    /** @return the file, or null. */
    FollowedFile open(long device, long inode)
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
    FollowedFile openElsewhere(long device, long inode)
    {
        for (int i = 0; i < everyones.size(); i++)
        {
            FollowedFiles other = everyones.get(i);
            FollowedFile file = other == this || other.readers != readers ? null : other.open(device, inode);
            if (file != null)
            {
                return file;
            }
        }
        return null;
    }

    /** @return true when one is open. */
    boolean areOpen()
    {
        boolean open = false;
        for (int i = 0; i < files.size(); i++)
        {
            open |= files.get(i).isOpen();
        }
        return open;
    }

    /** @return the file of this name that could not be opened yet, or null. */
    FollowedFile waiting(byte[] name, int length)
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

    /** @return the file that lost its name to another in this round, or null. */
    FollowedFile predecessor(FollowedFile file)
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

    /** @return true when its last name leads to another file. */
    boolean isReplaced(FollowedFile file)
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

    /**
     * @param name what the file is looked for by.
     * @return a closed file for it: the one that was open for the same file, else the one closed first when there are enough, else a new one.
     */
    FollowedFile make(byte[] name)
    {
        int chosen = closed.size() >= CLOSED_KEPT ? 0 : -1;
        boolean there = sys.stat(name, status) >= 0;
        for (int i = 0; i < closed.size(); i++)
        {
            chosen = there && closed.get(i).is(status[FileStatus.DEVICE], status[FileStatus.INODE]) ? i : chosen;
        }
        FollowedFile file = chosen >= 0 ? closed.remove(chosen) : new FollowedFile(sys, source, maxLine);
        file.stream.maxLine = maxLine;
        file.path = name;
        file.seen = round;
        return file;
    }

    void add(FollowedFile file)
    {
        files.add(file);
    }

    void addBefore(FollowedFile next, FollowedFile file)
    {
        files.add(files.indexOf(next), file);
    }

    /** Hands a file over to somebody else. */
    FollowedFile remove(int index)
    {
        return files.remove(index);
    }

    /** Keeps a closed file that is not one of these. */
    void keepClosed(FollowedFile file)
    {
        closed.add(file);
    }

    /** Reads out and closes what lost its name first, if there are as many files as may be. @return whether there is room for one. */
    boolean makeRoom(byte[] buffer, LineSink sink)
    {
        for (int i = 0; i < files.size() && room() <= 0; i++)
        {
            if (files.get(i).isOpen() && files.get(i).seen != round)
            {
                replaced += files.get(i).gone ? 0 : 1;
                retire(i, buffer, sink);
            }
        }
        return room() > 0;
    }

    /** Reads a file out, if it is open, and closes it. */
    void retire(int index, byte[] buffer, LineSink sink)
    {
        FollowedFile file = files.remove(index);
        file.changed = true;
        while (file.isOpen() && file.drain(buffer, sink, Integer.MAX_VALUE, status))
        {
            // More came while it was read.
        }
        if (file.isOpen() && sys.statDescriptor(file.stream.descriptor, status) >= 0)
        {
            int at = retiredCount++ % RETIRED_KEPT * 3;
            retired[at] = status[FileStatus.DEVICE];
            retired[at + 1] = status[FileStatus.INODE];
            retired[at + 2] = status[FileStatus.MODIFIED];
        }
        file.close(sink);
        closed.add(file);
    }

    /** @return whether a file is open here, or has been read out and not changed since. */
    boolean know(FormerFiles.Former former)
    {
        boolean known = open(former.device(), former.inode()) != null;
        for (int at = 0; !known && at < retired.length; at += 3)
        {
            known = retired[at] == former.device() && retired[at + 1] == former.inode() && retired[at + 2] == former.modifiedNanos();
        }
        return known;
    }

    /**
     * Reads what there is, each file within a budget; what is left in a former file comes before what follows it.
     *
     * @param goneUntilMillis how long a former file that has grown is read on.
     * @return true when there is more.
     */
    boolean drain(byte[] buffer, LineSink sink, int budgetBytes, long goneUntilMillis)
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
                file.goneUntilMillis = goneUntilMillis;
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

    /** @return why a file cannot be read, once for each reason, or null. */
    String takeProblem()
    {
        for (int i = 0; i < files.size(); i++)
        {
            int result = files.get(i).takeError();
            if (result != 0)
            {
                return files.get(i).name() + ": " + Errno.message(result) + (result == -Errno.ENOENT ? " yet" : "");
            }
        }
        return null;
    }

    /** @return files that cannot be read now. */
    int failed()
    {
        int count = 0;
        for (int i = 0; i < files.size(); i++)
        {
            count += files.get(i).failed() ? 1 : 0;
        }
        return count;
    }

    /** @param what a constant of {@link FollowedFile}. @return the sum over every file, those that are closed included. */
    long total(int what)
    {
        long sum = 0;
        for (int i = 0; i < files.size(); i++)
        {
            sum += files.get(i).total(what);
        }
        for (int i = 0; i < closed.size(); i++)
        {
            sum += closed.get(i).total(what);
        }
        return sum;
    }

    /** @return bytes that have not been read. */
    long lagBytes()
    {
        long sum = 0;
        for (int i = 0; i < files.size(); i++)
        {
            sum += files.get(i).lagBytes(status);
        }
        return sum;
    }

    void close()
    {
        for (int i = 0; i < files.size(); i++)
        {
            files.get(i).stream.close();
        }
        everyones.remove(this);
    }
}
