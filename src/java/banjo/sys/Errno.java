package banjo.sys;

/**
 * The error numbers that banjo tells apart, as in include/uapi/asm-generic/errno.h on every CPU; calls return them negated.
 * An error outside this list comes as the CPU's own number.
 */
public final class Errno
{
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int E2BIG = 7;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int ESPIPE = 29;
    public static final int EROFS = 30;
    public static final int EPIPE = 32;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;
    public static final int EOVERFLOW = 75;
    public static final int EMSGSIZE = 90;
    public static final int EPROTONOSUPPORT = 93;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EINPROGRESS = 115;
    public static final int ECANCELED = 125;

    private Errno()
    {
    }

    /** @return a short text for a number, positive or negated. */
    public static String message(int error)
    {
        switch (error < 0 ? -error : error)
        {
            case EPERM: return "operation not permitted";
            case ENOENT: return "no such file or directory";
            case EINTR: return "interrupted";
            case EIO: return "input/output error";
            case E2BIG: return "argument list too long";
            case EBADF: return "bad file descriptor";
            case EAGAIN: return "temporarily unavailable";
            case ENOMEM: return "out of memory";
            case EACCES: return "permission denied";
            case EBUSY: return "device or resource busy";
            case EEXIST: return "already exists";
            case ENOTDIR: return "not a directory";
            case EISDIR: return "is a directory";
            case EINVAL: return "invalid argument";
            case ENFILE: return "too many open files in the system, or the set is full";
            case EMFILE: return "too many open files";
            case EFBIG: return "file too large";
            case ENOSPC: return "no space left on device";
            case ESPIPE: return "illegal seek";
            case EROFS: return "read-only file system";
            case EPIPE: return "broken pipe";
            case ENAMETOOLONG: return "file name too long";
            case ENOSYS: return "not implemented by this kernel";
            case ELOOP: return "too many symbolic links";
            case EOVERFLOW: return "value too large";
            case EMSGSIZE: return "message too long";
            case EPROTONOSUPPORT: return "protocol not supported";
            case EOPNOTSUPP: return "operation not supported";
            case EAFNOSUPPORT: return "address family not supported";
            case EADDRINUSE: return "address already in use";
            case EADDRNOTAVAIL: return "no address of this machine";
            case ENETDOWN: return "network is down";
            case ECONNRESET: return "connection reset";
            case ENOBUFS: return "no buffer space";
            case ENOTCONN: return "not connected";
            case ETIMEDOUT: return "timed out";
            case ECONNREFUSED: return "connection refused";
            case EINPROGRESS: return "in progress";
            case ECANCELED: return "cancelled";
            default: return "error " + (error < 0 ? -error : error);
        }
    }
}
