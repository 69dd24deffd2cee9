package banjo.sys;

/** This CPU's error numbers, from jnr-constants, in the generic ones of {@link Errno}; MIPS and others have their own. */
final class ErrorNumbers
{
    private static final int LARGEST = 2048;
    private static final int[] GENERIC = new int[LARGEST];

    static
    {
        for (int i = 0; i < LARGEST; i++)
        {
            GENERIC[i] = i;
        }
        put(jnr.constants.platform.Errno.EPERM, Errno.EPERM);
        put(jnr.constants.platform.Errno.ENOENT, Errno.ENOENT);
        put(jnr.constants.platform.Errno.EINTR, Errno.EINTR);
        put(jnr.constants.platform.Errno.EIO, Errno.EIO);
        put(jnr.constants.platform.Errno.EBADF, Errno.EBADF);
        put(jnr.constants.platform.Errno.EAGAIN, Errno.EAGAIN);
        put(jnr.constants.platform.Errno.ENOMEM, Errno.ENOMEM);
        put(jnr.constants.platform.Errno.EACCES, Errno.EACCES);
        put(jnr.constants.platform.Errno.EBUSY, Errno.EBUSY);
        put(jnr.constants.platform.Errno.EEXIST, Errno.EEXIST);
        put(jnr.constants.platform.Errno.ENOTDIR, Errno.ENOTDIR);
        put(jnr.constants.platform.Errno.EISDIR, Errno.EISDIR);
        put(jnr.constants.platform.Errno.EINVAL, Errno.EINVAL);
        put(jnr.constants.platform.Errno.ENFILE, Errno.ENFILE);
        put(jnr.constants.platform.Errno.EMFILE, Errno.EMFILE);
        put(jnr.constants.platform.Errno.EFBIG, Errno.EFBIG);
        put(jnr.constants.platform.Errno.ENOSPC, Errno.ENOSPC);
        put(jnr.constants.platform.Errno.ESPIPE, Errno.ESPIPE);
        put(jnr.constants.platform.Errno.EROFS, Errno.EROFS);
        put(jnr.constants.platform.Errno.EPIPE, Errno.EPIPE);
        put(jnr.constants.platform.Errno.ENAMETOOLONG, Errno.ENAMETOOLONG);
        put(jnr.constants.platform.Errno.ENOSYS, Errno.ENOSYS);
        put(jnr.constants.platform.Errno.ELOOP, Errno.ELOOP);
        put(jnr.constants.platform.Errno.EOVERFLOW, Errno.EOVERFLOW);
        put(jnr.constants.platform.Errno.EMSGSIZE, Errno.EMSGSIZE);
        put(jnr.constants.platform.Errno.EPROTONOSUPPORT, Errno.EPROTONOSUPPORT);
        put(jnr.constants.platform.Errno.EOPNOTSUPP, Errno.EOPNOTSUPP);
        put(jnr.constants.platform.Errno.EAFNOSUPPORT, Errno.EAFNOSUPPORT);
        put(jnr.constants.platform.Errno.EADDRINUSE, Errno.EADDRINUSE);
        put(jnr.constants.platform.Errno.EADDRNOTAVAIL, Errno.EADDRNOTAVAIL);
        put(jnr.constants.platform.Errno.ENETDOWN, Errno.ENETDOWN);
        put(jnr.constants.platform.Errno.ECONNRESET, Errno.ECONNRESET);
        put(jnr.constants.platform.Errno.ENOBUFS, Errno.ENOBUFS);
        put(jnr.constants.platform.Errno.ENOTCONN, Errno.ENOTCONN);
        put(jnr.constants.platform.Errno.ETIMEDOUT, Errno.ETIMEDOUT);
        put(jnr.constants.platform.Errno.ECONNREFUSED, Errno.ECONNREFUSED);
        put(jnr.constants.platform.Errno.EINPROGRESS, Errno.EINPROGRESS);
        put(jnr.constants.platform.Errno.ECANCELED, Errno.ECANCELED);
    }

    private ErrorNumbers()
    {
    }

    private static void put(jnr.constants.platform.Errno error, int generic)
    {
        int number = error.intValue();
        if (number > 0 && number < LARGEST)
        {
            GENERIC[number] = generic;
        }
    }

    /** @param error this CPU's number, positive or negated. @return the generic number, negated. */
    static int generic(int error)
    {
        int number = error < 0 ? -error : error;
        return number < 0 || number >= LARGEST ? -number : -GENERIC[number];
    }
}
