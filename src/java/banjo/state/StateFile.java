package banjo.state;

import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Paths;
import banjo.sys.Sys;

/**
 * A file that is replaced as a whole: written under another name, fsync(2), rename(2), fsync(2) of the directory. Whenever the
 * machine or the process stops, the old content is there or the new one, and a checksum tells either from anything else.
 */
public final class StateFile
{
    /** What {@link #load} returns when there is no file, or none that can be used. */
    public static final int NOTHING = 1;

    private static final int OWNER_ONLY = 0600;
    private static final int OWNER_DIRECTORY = 0700;
    /** Of those above it: whose it is must get there. */
    private static final int PARENT_DIRECTORY = 0755;

    private final Sys sys;
    private final String name;
    private final byte[] directory;
    private final byte[] path;
    private final byte[] newPath;
    private final byte[] badPath;
    private final StateWriter writer;
    private final long[] status = new long[FileStatus.FIELDS];
    private int descriptor = -1;
    private String problem = "";

    /**
     * @param directory absolute; it is made when it is missing, its parents too.
     * @param name of the file in it.
     */
    public StateFile(Sys sys, String directory, String name)
    {
        this.sys = sys;
        this.directory = Paths.of(directory);
        this.name = directory + "/" + name;
        path = Paths.of(this.name);
        newPath = Paths.of(this.name + ".new");
        badPath = Paths.of(this.name + ".bad");
        writer = new StateWriter(sys);
    }

    /** @return whether another one is the same file. */
    public boolean isAt(StateFile other)
    {
        return name.equals(other.name);
    }

    /** Removes what was saved. */
    public void remove()
    {
        sys.unlink(path);
    }

    /** @return what went wrong last, for people; empty when nothing did. */
    public String problem()
    {
        return problem;
    }

    /**
     * Hands out what was saved. A file that is damaged is set aside, {@link #problem} says so, and nothing is handed out.
     *
     * @return 0, {@link #NOTHING}, or a negated errno.
     */
    public int load(StateVisitor visitor)
    {
        problem = "";
        // A pipe of that name would be waited for.
        int file = sys.open(path, Sys.OPEN_READ | Sys.OPEN_NONBLOCK, 0);
        if (file < 0)
        {
            return file == -Errno.ENOENT ? NOTHING : failed("cannot open " + name, file);
        }
        StateReader reader = new StateReader(sys, file);
        int result = isOurs(file) ? reader.read(visitor) : reader.refuse("it belongs to another user");
        sys.close(file);
        if (result == StateReader.DAMAGED)
        {
            int moved = sys.rename(path, badPath);
            problem = name + ": " + reader.fault + "; " + (moved < 0 ? "it is left where it is: " + Errno.message(moved) : "set aside as " + name + ".bad")
                + "; starting without what was saved";
            return NOTHING;
        }
        return result < 0 ? failed("cannot read " + name, result) : 0;
    }

    /** Makes the directory if it is missing; one that is there is never given away. @param user and group whose it is to be; -1 for the process's own. */
    public void prepare(int user, int group)
    {
        if (sys.stat(directory, status) == -Errno.ENOENT && makeDirectories() == 0)
        {
            sys.changeOwner(directory, user, group);
        }
    }

    /**
     * Begins to save.
     *
     * @param nowSeconds the wall clock.
     * @return where to write; {@link #commit} must follow. Null when the file cannot be made: see {@link #problem}.
     */
    public StateWriter begin(long nowSeconds)
    {
        problem = "";
        sys.unlink(newPath);
        descriptor = sys.open(newPath, Sys.OPEN_WRITE | Sys.OPEN_CREATE | Sys.OPEN_EXCLUSIVE, OWNER_ONLY);
        if (descriptor == -Errno.ENOENT && makeDirectories() == 0)
        {
            descriptor = sys.open(newPath, Sys.OPEN_WRITE | Sys.OPEN_CREATE | Sys.OPEN_EXCLUSIVE, OWNER_ONLY);
        }
        if (descriptor < 0)
        {
            failed("cannot save to " + name + ".new", descriptor);
            return null;
        }
        writer.begin(descriptor, nowSeconds);
        return writer;
    }

    /** Puts what was written since {@link #begin} in the place of the old file. @return 0 or a negated errno; then the old file stays. */
    public int commit()
    {
        int result = writer.end();
        result = result == 0 ? sys.sync(descriptor) : result;
        int closed = sys.close(descriptor);
        result = result == 0 ? closed : result;
        result = result == 0 ? sys.rename(newPath, path) : result;
        if (result < 0)
        {
            sys.unlink(newPath);
            return failed("cannot save to " + name, result);
        }
        int parent = sys.open(directory, Sys.OPEN_READ | Sys.OPEN_DIRECTORY, 0);
        if (parent >= 0)
        {
            sys.sync(parent);
            sys.close(parent);
        }
        return 0;
    }

    /** In a directory that others may write to, such as /tmp, anybody could have put it there. */
    private boolean isOurs(int file)
    {
        return sys.statDescriptor(file, status) < 0 || status[FileStatus.USER] == 0 || status[FileStatus.USER] == sys.effectiveUserId();
    }

    private int failed(String what, int error)
    {
        problem = what + ": " + Errno.message(error);
        return error;
    }

    private int makeDirectories()
    {
        for (int end = 1; end < directory.length; end++)
        {
            if (directory[end] != '/' && directory[end] != 0)
            {
                continue;
            }
            byte[] part = new byte[end + 1];
            System.arraycopy(directory, 0, part, 0, end);
            if (sys.stat(part, status) == -Errno.ENOENT)
            {
                int result = sys.makeDirectory(part, directory[end] == 0 ? OWNER_DIRECTORY : PARENT_DIRECTORY);
                // One that somebody else has just made is not ours to give away.
                if (result < 0 && (result != -Errno.EEXIST || directory[end] == 0))
                {
                    return result;
                }
            }
        }
        return 0;
    }
}
