package banjo.control;

import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Paths;
import banjo.sys.Sys;

/** The socket's place in the file system: taking it without harm to a running daemon or to what is no socket, and giving it back. */
final class SocketFile
{
    private static final int OWNER_ONLY = 0600;
    private static final int OWNER_AND_GROUP = 0660;
    private static final int DIRECTORY_MODE = 0755;
    private static final int BACKLOG = 128;
    /** Between the bind() and the listen() of another daemon that is just starting its socket refuses like a dead one's. */
    private static final int SECOND_LOOK_MILLIS = 20;

    private final Sys sys;
    private final String name;
    private final byte[] path;
    private final long[] status = new long[FileStatus.FIELDS];
    private long device;
    private long inode;

    SocketFile(Sys sys, String name)
    {
        this.sys = sys;
        this.name = name;
        path = Paths.of(name);
    }

    /** @param group may use the socket besides the owner; -1 for none. @return a listening descriptor. */
    int listen(int group) throws ControlException
    {
        makeDirectories();
        int descriptor = check(sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0), "cannot create a socket");
        try
        {
            bind(descriptor);
            check(sys.stat(path, status), "cannot read the status of the control socket " + name);
            device = status[FileStatus.DEVICE];
            inode = status[FileStatus.INODE];
            if (group >= 0)
            {
                check(sys.changeOwner(path, -1, group), "cannot give the control socket " + name + " to group " + group);
            }
            check(sys.changeMode(path, group >= 0 ? OWNER_AND_GROUP : OWNER_ONLY), "cannot set the mode of the control socket " + name);
            check(sys.listen(descriptor, BACKLOG), "cannot listen on the control socket " + name);
            return descriptor;
        }
        catch (ControlException e)
        {
            remove();
            sys.close(descriptor);
            throw e;
        }
    }

    /** Removes the socket, unless another has taken its place. */
    void remove()
    {
        if (sys.stat(path, status) == 0 && isOurs())
        {
            sys.unlink(path);
        }
    }

    /** @return whether its name surely leads to it no more. */
    boolean isLost()
    {
        int result = sys.stat(path, status);
        return result == -Errno.ENOENT || result == -Errno.ENOTDIR || result == 0 && !isOurs();
    }

    private boolean isOurs()
    {
        return FileStatus.isSocket(status) && status[FileStatus.DEVICE] == device && status[FileStatus.INODE] == inode;
    }

    private void makeDirectories() throws ControlException
    {
        for (int slash = name.indexOf('/', 1); slash > 0; slash = name.indexOf('/', slash + 1))
        {
            String directory = name.substring(0, slash);
            byte[] bytes = Paths.of(directory);
            if (sys.stat(bytes, status) == -Errno.ENOENT)
            {
                int result = sys.makeDirectory(bytes, DIRECTORY_MODE);
                check(result == -Errno.EEXIST ? 0 : result, "cannot create the directory " + directory + " for the control socket");
            }
        }
    }

    private void bind(int descriptor) throws ControlException
    {
        int result = sys.bindUnix(descriptor, path);
        if (result == -Errno.EADDRINUSE)
        {
            removeStale();
            result = sys.bindUnix(descriptor, path);
            if (result == -Errno.EADDRINUSE)
            {
                throw alive();
            }
        }
        check(result, "cannot create the control socket " + name);
    }

    private void removeStale() throws ControlException
    {
        if (sys.readLink(path, new byte[1]) >= 0)
        {
            throw new ControlException(name + " is a symbolic link; remove it, or set another `socket`");
        }
        check(sys.stat(path, status), "cannot read the status of the control socket " + name);
        if (!FileStatus.isSocket(status))
        {
            throw new ControlException(name + " exists and is no socket; remove it, or set another `socket`");
        }
        long staleDevice = status[FileStatus.DEVICE];
        long staleInode = status[FileStatus.INODE];
        refuseIfAlive();
        sys.poll(new int[0], new int[0], new int[0], 0, SECOND_LOOK_MILLIS);
        refuseIfAlive();
        int result = sys.stat(path, status);
        if (result == 0 && (status[FileStatus.DEVICE] != staleDevice || status[FileStatus.INODE] != staleInode))
        {
            throw alive();
        }
        if (result == 0)
        {
            result = sys.unlink(path);
        }
        check(result == -Errno.ENOENT ? 0 : result, "cannot remove the old control socket " + name);
    }

    private void refuseIfAlive() throws ControlException
    {
        int descriptor = check(sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0), "cannot create a socket");
        int result = sys.connectUnix(descriptor, path);
        sys.close(descriptor);
        if (result == 0 || result == -Errno.EAGAIN)
        {
            throw alive();
        }
        check(result == -Errno.ECONNREFUSED || result == -Errno.ENOENT ? 0 : result, "cannot tell who uses the control socket " + name);
    }

    private ControlException alive()
    {
        return new ControlException("another banjo is running at " + name + "; stop it, or set another `socket`");
    }

    private int check(int result, String failure) throws ControlException
    {
        if (result < 0)
        {
            throw new ControlException(failure + ": " + Errno.message(result));
        }
        return result;
    }
}
