package banjo.sys;

/**
 * Every system call that banjo makes. The numbers are Linux's generic ones (include/uapi/asm-generic), whatever the CPU:
 * an implementation translates where its CPU differs (MIPS does). A call that can fail returns a negative
 * {@link Errno}; none throws for what the kernel says. Calls are not restarted after {@link Errno#EINTR}.
 * Paths are bytes that end with a NUL ({@link Paths}).
 */
public interface Sys
{
    int OPEN_READ = 0;
    int OPEN_WRITE = 1;
    int OPEN_CREATE = 0x40;
    int OPEN_EXCLUSIVE = 0x80;
    int OPEN_TRUNCATE = 0x200;
    int OPEN_APPEND = 0x400;
    int OPEN_NONBLOCK = 0x800;
    int OPEN_DIRECTORY = 0x10000;

    int SEEK_SET = 0;
    int SEEK_END = 2;
    int SEEK_DATA = 3;

    int POLL_IN = 1;
    int POLL_OUT = 4;
    int POLL_ERROR = 8;
    int POLL_HANGUP = 16;

    int AF_UNIX = 1;
    int AF_INET = 2;
    int AF_INET6 = 10;
    int AF_NETLINK = 16;
    int SOCKET_STREAM = 1;
    int SOCKET_DATAGRAM = 2;
    int SOCKET_RAW = 3;

    int SOL_SOCKET = 1;
    int SOL_NETLINK = 270;
    int SO_REUSEADDR = 2;
    int SO_SNDBUF = 7;
    int SO_RCVBUF = 8;
    int SO_SNDBUFFORCE = 32;
    int SO_RCVBUFFORCE = 33;

    int MSG_DONTWAIT = 0x40;

    int SIGNAL_HUP = 1;
    int SIGNAL_INT = 2;
    int SIGNAL_KILL = 9;
    int SIGNAL_TERM = 15;

    /** What {@link #waitProcess} adds to the number of the signal that ended a process. */
    int KILLED = 256;

    /**
     * open(2), always close-on-exec.
     *
     * @param flags OPEN_ constants.
     * @param mode permission bits of a file that is created.
     * @return the descriptor.
     */
    int open(byte[] path, int flags, int mode);

    int close(int descriptor);

    /** read(2) into a part of an array. @return the count of bytes, 0 at the end of the file. */
    int read(int descriptor, byte[] buffer, int offset, int length);

    /** pread(2): reads at a place of a file and leaves the offset of {@link #read} alone. @return as {@link #read}. */
    int readAt(int descriptor, byte[] buffer, int offset, int length, long place);

    /** write(2) from a part of an array; for sockets and pipes without a SIGPIPE. @return the count of bytes written. */
    int write(int descriptor, byte[] buffer, int offset, int length);

    /** lseek(2). @return the new offset. */
    long seek(int descriptor, long offset, int whence);

    /** fsync(2). */
    int sync(int descriptor);

    /** isatty(3). */
    boolean isTerminal(int descriptor);

    /** stat(2), following symbolic links. @param status receives {@link FileStatus} fields. */
    int stat(byte[] path, long[] status);

    /** fstat(2). @param status receives {@link FileStatus} fields. */
    int statDescriptor(int descriptor, long[] status);

    /** readlink(2). @return the length of the target, which is not NUL-terminated. */
    int readLink(byte[] path, byte[] target);

    int rename(byte[] from, byte[] to);

    int unlink(byte[] path);

    int makeDirectory(byte[] path, int mode);

    int changeMode(byte[] path, int mode);

    /** lchown(2). @param user or group -1 leaves it as it is. */
    int changeOwner(byte[] path, int user, int group);

    /**
     * getdents64(2) on a directory opened with OPEN_DIRECTORY: records of {ino u64, off s64, reclen u16, type u8, name, NUL}
     * in host byte order. @return the count of bytes, 0 at the end.
     */
    int readDirectory(int descriptor, byte[] buffer);

    /** pipe2(2), close-on-exec and non-blocking. @param ends receives the reading and the writing descriptor. */
    int pipe(int[] ends);

    /**
     * poll(2).
     *
     * @param descriptors what to wait for; negative ones are skipped.
     * @param events POLL_ bits wanted, same index.
     * @param ready receives POLL_ bits, same index.
     * @param count how many entries count, at most {@link #POLL_MAXIMUM}.
     * @param timeoutMillis -1 waits without end.
     * @return the count of entries that are ready.
     */
    int poll(int[] descriptors, int[] events, int[] ready, int count, int timeoutMillis);

    int POLL_MAXIMUM = 256;

    /** inotify_init1(2), close-on-exec and non-blocking. @return the descriptor. */
    int inotifyCreate();

    /** inotify_add_watch(2). @param mask IN_ bits of linux/inotify.h. @return the watch descriptor. */
    int inotifyAdd(int descriptor, byte[] path, int mask);

    int inotifyRemove(int descriptor, int watch);

    /** socket(2), close-on-exec and non-blocking. */
    int socket(int domain, int type, int protocol);

    /** bind(2) to a path. */
    int bindUnix(int descriptor, byte[] path);

    /** connect(2) to a path. */
    int connectUnix(int descriptor, byte[] path);

    /** bind(2) a netlink socket; the kernel chooses the port. @return the port id chosen. */
    int bindNetlink(int descriptor);

    /** bind(2) to an address and port of ip(7) or ipv6(7). @param high and low: the address, IPv4 as ::ffff:a.b.c.d. */
    int bindInternet(int descriptor, boolean ipv6, long high, long low, int port);

    /** connect(2) to an address and port, as {@link #bindInternet}; a datagram socket then hears that peer alone, from a random port. */
    int connectInternet(int descriptor, boolean ipv6, long high, long low, int port);

    int listen(int descriptor, int backlog);

    /** accept4(2), close-on-exec and non-blocking. @return the new descriptor. */
    int accept(int descriptor);

    int setSocketOption(int descriptor, int level, int option, int value);

    /** IPT_SO_GET_INFO or IP6T_SO_GET_INFO on an Internet socket. @return the size of ip_tables' table {@code filter}: its bytes, shifted left by 32, and its entries. */
    long filterSize(int descriptor, boolean ipv6);

    /** send(2) from a part of an array, without a SIGPIPE. @return the count of bytes sent. */
    int send(int descriptor, byte[] buffer, int offset, int length, int flags);

    /** recv(2) with MSG_TRUNC: @return the true length of a datagram, which is more than {@code length} when it was cut. */
    int receive(int descriptor, byte[] buffer, int offset, int length, int flags);

    /** SO_PEERCRED of unix(7). @param processUserGroup receives process, user and group id. */
    int peerCredentials(int descriptor, int[] processUserGroup);

    /**
     * posix_spawnp(3): runs a program in a process group of its own, with every signal at its default and no descriptor but 0, 1 and 2
     * (others of ours are close-on-exec).
     *
     * @param arguments the program, looked up in PATH, and its arguments, each ending with a NUL; at most 64.
     * @param input what becomes 0, made blocking when it is a pipe of ours; -1 is /dev/null. So for output and error, which become 1 and 2.
     * @return the process id.
     */
    int spawn(byte[] arguments, int input, int output, int error);

    /** waitpid(2) without waiting. @return the exit status, KILLED and more, EAGAIN while the process runs, or another error. */
    int waitProcess(int process);

    /** kill(2). @param process negated for a whole process group. */
    int kill(int process, int signal);

    /**
     * Gives up rights for good: becomes a user, keeps of its capabilities(7) at most these.
     *
     * @param user and group: numbers, other groups are given up; -1 stays who it is.
     * @param capabilities a bit for each, by its number.
     * @param programs those that are run may have all that root has; else nobody can gain any again (bounding set, no_new_privs).
     * @return ENOSYS where the process has threads that would keep theirs.
     */
    int dropPrivileges(int user, int group, long capabilities, boolean programs);

    int processId();

    int effectiveUserId();

    /**
     * Turns signals into bytes: from now on each of these signals writes its number as one byte into a pipe.
     *
     * @return the descriptor to read them from, non-blocking; one per process.
     */
    int signalPipe(int[] signals);

    /** @return the value of an environment variable, or null. */
    String environment(String name);

    /** CLOCK_MONOTONIC in nanoseconds. */
    long monotonicNanos();

    /** CLOCK_REALTIME in nanoseconds since 1970. */
    long realtimeNanos();

    /** CLOCK_PROCESS_CPUTIME_ID in nanoseconds: what work costs, whoever else wants the CPU. */
    long processNanos();

    /** @return the generic number (see {@link Errno}) of an error that came in the CPU's own numbers, inside a message; negated both. */
    int translateError(int error);

    /** Ends the process at once with an exit code. */
    void exit(int code);
}
