package banjo.sys;

import jnr.constants.platform.Sock;
import jnr.constants.platform.SocketLevel;
import jnr.constants.platform.SocketMessage;
import jnr.constants.platform.SocketOption;

/** Calls on sockets. */
abstract class JnrSockets extends JnrFiles
{
    private static final int PEER_CREDENTIALS_BYTES = 12;
    private static final int UNIX_PATH_MAXIMUM = 108;
    private static final byte[] FILTER = {'f', 'i', 'l', 't', 'e', 'r', 0};

    private final int socketStream = Sock.SOCK_STREAM.intValue();
    private final int socketDatagram = Sock.SOCK_DGRAM.intValue();
    private final int socketRaw = Sock.SOCK_RAW.intValue();
    private final int noSignal = SocketMessage.MSG_NOSIGNAL.intValue();
    private final int trueLength = SocketMessage.MSG_TRUNC.intValue();
    private final int noWaiting = SocketMessage.MSG_DONTWAIT.intValue();

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
}
