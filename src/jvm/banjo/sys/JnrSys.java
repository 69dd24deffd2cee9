package banjo.sys;

import java.nio.ByteOrder;
import jnr.constants.platform.OpenFlags;
import jnr.constants.platform.Sock;
import jnr.constants.platform.SocketLevel;
import jnr.constants.platform.SocketMessage;
import jnr.constants.platform.SocketOption;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * System calls of the image, through jnr-ffi and glibc. Data crosses through one buffer outside the Java heap, so that a
 * call allocates nothing; numbers that differ by CPU come from jnr-constants. Not for use by several threads.
 */
final class JnrSys implements Sys
{
    private static final int BUFFER_BYTES = 1 << 18;
    private static final int POLL_ENTRY_BYTES = 8;
    private static final int AT_CURRENT_DIRECTORY = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7FF;
    private static final int PEER_CREDENTIALS_BYTES = 12;
    private static final int SIGNAL_DEFAULT = 0;
    private static final int UNIX_PATH_MAXIMUM = 108;
    private static final int WAIT_NO_HANG = 1;
    private static final byte[] EMPTY_PATH = {0};

    private final LibC c = LibraryLoader.create(LibC.class).load("c");
    private final Runtime runtime = Runtime.getRuntime(c);
    private final Pointer buffer = Memory.allocateDirect(runtime, BUFFER_BYTES, true);
    private static final byte[] FILTER = {'f', 'i', 'l', 't', 'e', 'r', 0};
    private final Pointer small = Memory.allocateDirect(runtime, 512, true);
    private final Pointer pollEntries = Memory.allocateDirect(runtime, POLL_MAXIMUM * POLL_ENTRY_BYTES, true);
    private final Spawner spawner = new Spawner(c, runtime);
    private final int closeOnExec = OpenFlags.O_CLOEXEC.intValue();
    private final int nonBlocking = OpenFlags.O_NONBLOCK.intValue();
    private final int socketStream = Sock.SOCK_STREAM.intValue();
    private final int socketDatagram = Sock.SOCK_DGRAM.intValue();
    private final int socketRaw = Sock.SOCK_RAW.intValue();
    private final int noSignal = SocketMessage.MSG_NOSIGNAL.intValue();
    private final int trueLength = SocketMessage.MSG_TRUNC.intValue();
    private final int noWaiting = SocketMessage.MSG_DONTWAIT.intValue();

    private int result(int value)
    {
        return value >= 0 ? value : error();
    }

    private int result(long value)
    {
        return value >= 0 ? (int)value : error();
    }

    private int error()
    {
        return ErrorNumbers.generic(runtime.getLastError());
    }

    @Override
    public int open(byte[] path, int flags, int mode)
    {
        int bits = closeOnExec | flags & 3;
        bits |= (flags & OPEN_CREATE) != 0 ? OpenFlags.O_CREAT.intValue() : 0;
        bits |= (flags & OPEN_EXCLUSIVE) != 0 ? OpenFlags.O_EXCL.intValue() : 0;
        bits |= (flags & OPEN_TRUNCATE) != 0 ? OpenFlags.O_TRUNC.intValue() : 0;
        bits |= (flags & OPEN_APPEND) != 0 ? OpenFlags.O_APPEND.intValue() : 0;
        bits |= (flags & OPEN_NONBLOCK) != 0 ? nonBlocking : 0;
        bits |= (flags & OPEN_DIRECTORY) != 0 ? OpenFlags.O_DIRECTORY.intValue() : 0;
        return result(c.open(path, bits, mode));
    }

    @Override
    public int close(int descriptor)
    {
        return result(c.close(descriptor));
    }

    @Override
    public int read(int descriptor, byte[] target, int offset, int length)
    {
        int count = result(c.read(descriptor, buffer, Math.min(length, BUFFER_BYTES)));
        if (count > 0)
        {
            buffer.get(0, target, offset, count);
        }
        return count;
    }

    @Override
    public int readAt(int descriptor, byte[] target, int offset, int length, long place)
    {
        int count = result(c.pread(descriptor, buffer, Math.min(length, BUFFER_BYTES), place));
        if (count > 0)
        {
            buffer.get(0, target, offset, count);
        }
        return count;
    }

    @Override
    public int write(int descriptor, byte[] source, int offset, int length)
    {
        int count = Math.min(length, BUFFER_BYTES);
        buffer.put(0, source, offset, count);
        return result(c.write(descriptor, buffer, count));
    }

    @Override
    public long seek(int descriptor, long offset, int whence)
    {
        long at = c.lseek(descriptor, offset, whence);
        return at >= 0 ? at : error();
    }

    @Override
    public int sync(int descriptor)
    {
        return result(c.fsync(descriptor));
    }

    @Override
    public int stat(byte[] path, long[] status)
    {
        return fill(c.statx(AT_CURRENT_DIRECTORY, path, 0, STATX_BASIC, small), status);
    }

    @Override
    public int statDescriptor(int descriptor, long[] status)
    {
        return fill(c.statx(descriptor, EMPTY_PATH, AT_EMPTY_PATH, STATX_BASIC, small), status);
    }

    /** struct statx of linux/stat.h has one layout on every CPU, which struct stat has not. */
    private int fill(int returned, long[] status)
    {
        if (returned < 0)
        {
            return error();
        }
        status[FileStatus.USER] = small.getInt(20) & 0xFFFFFFFFL;
        status[FileStatus.GROUP] = small.getInt(24) & 0xFFFFFFFFL;
        status[FileStatus.MODE] = small.getShort(28) & 0xFFFF;
        status[FileStatus.INODE] = small.getLongLong(32);
        status[FileStatus.SIZE] = small.getLongLong(40);
        status[FileStatus.LINKS] = small.getInt(16) & 0xFFFFFFFFL;
        status[FileStatus.MODIFIED] = small.getLongLong(112) * 1_000_000_000L + small.getInt(120);
        status[FileStatus.DEVICE] = (long)small.getInt(136) << 32 | small.getInt(140) & 0xFFFFFFFFL;
        return 0;
    }

    @Override
    public int readLink(byte[] path, byte[] target)
    {
        int count = result(c.readlink(path, buffer, Math.min(target.length, BUFFER_BYTES)));
        if (count > 0)
        {
            buffer.get(0, target, 0, count);
        }
        return count;
    }

    @Override
    public int rename(byte[] from, byte[] to)
    {
        return result(c.rename(from, to));
    }

    @Override
    public int unlink(byte[] path)
    {
        return result(c.unlink(path));
    }

    @Override
    public int makeDirectory(byte[] path, int mode)
    {
        return result(c.mkdir(path, mode));
    }

    @Override
    public int changeMode(byte[] path, int mode)
    {
        return result(c.chmod(path, mode));
    }

    @Override
    public int changeOwner(byte[] path, int user, int group)
    {
        return result(c.lchown(path, user, group));
    }

    @Override
    public int readDirectory(int descriptor, byte[] target)
    {
        int count = result(c.getdents64(descriptor, buffer, Math.min(target.length, BUFFER_BYTES)));
        if (count > 0)
        {
            buffer.get(0, target, 0, count);
        }
        return count;
    }

    @Override
    public int pipe(int[] ends)
    {
        int returned = result(c.pipe2(small, closeOnExec | nonBlocking));
        ends[0] = small.getInt(0);
        ends[1] = small.getInt(4);
        return returned;
    }

    @Override
    public int poll(int[] descriptors, int[] events, int[] ready, int count, int timeoutMillis)
    {
        if (count > POLL_MAXIMUM)
        {
            return -Errno.EINVAL;
        }
        for (int i = 0; i < count; i++)
        {
            pollEntries.putInt(i * POLL_ENTRY_BYTES, descriptors[i]);
            pollEntries.putShort(i * POLL_ENTRY_BYTES + 4, (short)events[i]);
            pollEntries.putShort(i * POLL_ENTRY_BYTES + 6, (short)0);
        }
        int returned = result(c.poll(pollEntries, count, timeoutMillis));
        for (int i = 0; i < count; i++)
        {
            ready[i] = returned > 0 ? pollEntries.getShort(i * POLL_ENTRY_BYTES + 6) & 0xFFFF : 0;
        }
        return returned;
    }

    @Override
    public int inotifyCreate()
    {
        return result(c.inotify_init1(closeOnExec | nonBlocking));
    }

    @Override
    public int inotifyAdd(int descriptor, byte[] path, int mask)
    {
        return result(c.inotify_add_watch(descriptor, path, mask));
    }

    @Override
    public int inotifyRemove(int descriptor, int watch)
    {
        return result(c.inotify_rm_watch(descriptor, watch));
    }

    @Override
    public int socket(int domain, int type, int protocol)
    {
        int cpuType = type == SOCKET_STREAM ? socketStream : type == SOCKET_DATAGRAM ? socketDatagram : socketRaw;
        return result(c.socket(domain, cpuType | closeOnExec | nonBlocking, protocol));
    }

    @Override
    public int bindUnix(int descriptor, byte[] path)
    {
        int length = unixAddress(path);
        return length < 0 ? length : result(c.bind(descriptor, small, length));
    }

    @Override
    public int connectUnix(int descriptor, byte[] path)
    {
        int length = unixAddress(path);
        return length < 0 ? length : result(c.connect(descriptor, small, length));
    }

    /** struct sockaddr_un of unix(7). */
    private int unixAddress(byte[] path)
    {
        if (path.length > UNIX_PATH_MAXIMUM)
        {
            return -Errno.ENAMETOOLONG;
        }
        small.putShort(0, (short)AF_UNIX);
        small.put(2, path, 0, path.length);
        return 2 + path.length;
    }

    @Override
    public int bindNetlink(int descriptor)
    {
        // struct sockaddr_nl of netlink(7): family, padding, port id, groups
        small.setMemory(0, 12, (byte)0);
        small.putShort(0, (short)AF_NETLINK);
        int returned = c.bind(descriptor, small, 12);
        small.putInt(16, 12);
        if (returned < 0 || c.getsockname(descriptor, small, small.slice(16)) < 0)
        {
            return error();
        }
        return small.getInt(4) & 0x7FFFFFFF;
    }

    /** Writes struct sockaddr_in of ip(7) or sockaddr_in6 of ipv6(7), all but the family in network byte order. @return its length. */
    private int internetAddress(boolean ipv6, long high, long low, int port)
    {
        int length = ipv6 ? 28 : 16;
        small.setMemory(0, length, (byte)0);
        small.putShort(0, (short)(ipv6 ? AF_INET6 : AF_INET));
        small.putByte(2, (byte)(port >> 8));
        small.putByte(3, (byte)port);
        for (int i = 0; i < 8; i++)
        {
            if (ipv6)
            {
                small.putByte(8 + i, (byte)(high >>> 56 - 8 * i));
                small.putByte(16 + i, (byte)(low >>> 56 - 8 * i));
            }
            else if (i < 4)
            {
                small.putByte(4 + i, (byte)(low >>> 24 - 8 * i));
            }
        }
        return length;
    }

    @Override
    public int bindInternet(int descriptor, boolean ipv6, long high, long low, int port)
    {
        return result(c.bind(descriptor, small, internetAddress(ipv6, high, low, port)));
    }

    @Override
    public int connectInternet(int descriptor, boolean ipv6, long high, long low, int port)
    {
        return result(c.connect(descriptor, small, internetAddress(ipv6, high, low, port)));
    }

    @Override
    public int listen(int descriptor, int backlog)
    {
        return result(c.listen(descriptor, backlog));
    }

    @Override
    public int accept(int descriptor)
    {
        return result(c.accept4(descriptor, null, null, closeOnExec | nonBlocking));
    }

    @Override
    public int setSocketOption(int descriptor, int level, int option, int value)
    {
        small.putInt(0, value);
        return result(level == SOL_SOCKET
            ? c.setsockopt(descriptor, SocketLevel.SOL_SOCKET.intValue(), socketOption(option), small, 4)
            : c.setsockopt(descriptor, level, option, small, 4));
    }

    private static int socketOption(int option)
    {
        return switch (option)
        {
            case SO_REUSEADDR -> SocketOption.SO_REUSEADDR.intValue();
            case SO_SNDBUF -> SocketOption.SO_SNDBUF.intValue();
            case SO_RCVBUF -> SocketOption.SO_RCVBUF.intValue();
            case SO_SNDBUFFORCE -> SocketOption.SO_SNDBUFFORCE.intValue();
            case SO_RCVBUFFORCE -> SocketOption.SO_RCVBUFFORCE.intValue();
            default -> option;
        };
    }

    private int messageFlags(int flags)
    {
        return (flags & MSG_DONTWAIT) != 0 ? noWaiting : 0;
    }

    @Override
    public long filterSize(int descriptor, boolean ipv6)
    {
        small.put(0, FILTER, 0, FILTER.length);
        small.putInt(84, 84);
        int returned = result(c.getsockopt(descriptor, ipv6 ? 41 : 0, 64, small, small.slice(84)));
        return returned < 0 ? returned : (long)small.getInt(80) << 32 | small.getInt(76);
    }

    @Override
    public int send(int descriptor, byte[] source, int offset, int length, int flags)
    {
        if (length > BUFFER_BYTES)
        {
            return -Errno.EMSGSIZE;
        }
        buffer.put(0, source, offset, length);
        return result(c.send(descriptor, buffer, length, messageFlags(flags) | noSignal));
    }

    @Override
    public int receive(int descriptor, byte[] target, int offset, int length, int flags)
    {
        int room = Math.min(length, BUFFER_BYTES);
        int count = result(c.recv(descriptor, buffer, room, messageFlags(flags) | trueLength));
        if (count > 0)
        {
            buffer.get(0, target, offset, Math.min(count, room));
        }
        return count;
    }

    @Override
    public int peerCredentials(int descriptor, int[] processUserGroup)
    {
        small.putInt(16, PEER_CREDENTIALS_BYTES);
        int returned = result(c.getsockopt(descriptor, SocketLevel.SOL_SOCKET.intValue(), SocketOption.SO_PEERCRED.intValue(),
            small, small.slice(16)));
        for (int i = 0; i < 3; i++)
        {
            processUserGroup[i] = small.getInt(i * 4);
        }
        return returned;
    }

    @Override
    public int spawn(byte[] arguments, int input, int output, int error)
    {
        return spawner.spawn(arguments, new int[] {input, output, error});
    }

    @Override
    public int waitProcess(int process)
    {
        int returned = c.waitpid(process, small, WAIT_NO_HANG);
        int status = small.getInt(0);
        return returned == 0 ? -Errno.EAGAIN : returned < 0 ? error() : (status & 0x7F) != 0 ? KILLED + (status & 0x7F) : status >> 8 & 0xFF;
    }

    @Override
    public int kill(int process, int signal)
    {
        return result(c.kill(process, signal));
    }

    /** Capabilities belong to threads, and the JVM's have no means to change those of the others. */
    @Override
    public int dropPrivileges(int user, int group, long capabilities, boolean programs)
    {
        return -Errno.ENOSYS;
    }

    @Override
    public boolean isTerminal(int descriptor)
    {
        return c.isatty(descriptor) == 1;
    }

    @Override
    public int processId()
    {
        return c.getpid();
    }

    @Override
    public int effectiveUserId()
    {
        return c.geteuid();
    }

    @Override
    public int signalPipe(int[] signals)
    {
        int[] ends = new int[2];
        int returned = pipe(ends);
        if (returned < 0)
        {
            return returned;
        }
        // The JVM runs handlers in a thread of its own, which needs memory of its own.
        Pointer number = Memory.allocateDirect(runtime, 8, true);
        for (int signal : signals)
        {
            // The launcher has SIGHUP ignored until now, and what is ignored the JVM does not handle.
            c.signal(signal, SIGNAL_DEFAULT);
            Signals.handle(signalName(signal), caught ->
            {
                number.putByte(0, (byte)caught);
                c.write(ends[1], number, 1);
            });
        }
        return ends[0];
    }

    private static String signalName(int signal)
    {
        return switch (signal)
        {
            case SIGNAL_HUP -> "HUP";
            case SIGNAL_INT -> "INT";
            case SIGNAL_TERM -> "TERM";
            default -> throw new IllegalArgumentException("signal " + signal);
        };
    }

    @Override
    public String environment(String name)
    {
        return System.getenv(name);
    }

    @Override
    public long monotonicNanos()
    {
        return System.nanoTime();
    }

    @Override
    public long realtimeNanos()
    {
        // Allocates nothing, as a call through jnr-ffi does.
        return System.currentTimeMillis() * 1_000_000L;
    }

    @Override
    public long processNanos()
    {
        return clock(2);
    }

    /** @param clock the CLOCK_ number of linux/time.h. */
    private long clock(int clock)
    {
        c.clock_gettime(clock, small);
        return small.getLong(0) * 1_000_000_000L + small.getLong(8);
    }

    @Override
    public int translateError(int error)
    {
        return ErrorNumbers.generic(error);
    }

    @Override
    public void exit(int code)
    {
        java.lang.Runtime.getRuntime().halt(code);
    }

    static boolean bigEndian()
    {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
    }
}
