package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;

/** A netlink socket to netfilter (netlink(7)): sends whole batches, receives one datagram at a time, waits no longer than it must. */
final class NetlinkSocket
{
    private static final int NETLINK_NETFILTER = 12;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int SOCKET_BYTES = 2 << 20;
    private static final int WAIT_MILLIS = 200;
    private static final int INTERRUPTIONS = 100;
    /** The kernel fills datagrams of a dump up to 32 KiB. */
    private static final int RECEIVE_BYTES = 64 << 10;

    final byte[] in;
    private final Sys sys;
    private final int[] descriptors = {-1};
    private final int[] events = new int[1];
    private final int[] ready = new int[1];

    private int port;

    NetlinkSocket(Sys sys)
    {
        this(sys, RECEIVE_BYTES);
    }

    /** @param receiveBytes the longest datagram. */
    NetlinkSocket(Sys sys, int receiveBytes)
    {
        this.sys = sys;
        in = new byte[receiveBytes];
    }

    /** @return the descriptor, or -1. */
    int descriptor()
    {
        return descriptors[0];
    }

    /** @return the port id, by which the kernel tells whose work an event is; its upper bit is cleared. */
    int port()
    {
        return port;
    }

    /** Joins a notify group. @return 0 or a negated errno. */
    int join(int group)
    {
        return sys.setSocketOption(descriptors[0], Sys.SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
    }

    boolean isOpen()
    {
        return descriptors[0] >= 0;
    }

    /** @return 0 or a negated errno. */
    int open()
    {
        close();
        int socket = sys.socket(Sys.AF_NETLINK, Sys.SOCKET_RAW, NETLINK_NETFILTER);
        if (socket < 0)
        {
            return socket;
        }
        int bound = sys.bindNetlink(socket);
        if (bound < 0)
        {
            sys.close(socket);
            return bound;
        }
        // Short acknowledgements and room for many: without these options only large batches suffer.
        sys.setSocketOption(socket, Sys.SOL_NETLINK, NETLINK_CAP_ACK, 1);
        sys.setSocketOption(socket, Sys.SOL_NETLINK, NETLINK_EXT_ACK, 1);
        sys.setSocketOption(socket, Sys.SOL_SOCKET, Sys.SO_SNDBUFFORCE, SOCKET_BYTES);
        sys.setSocketOption(socket, Sys.SOL_SOCKET, Sys.SO_RCVBUFFORCE, SOCKET_BYTES);
        descriptors[0] = socket;
        port = bound;
        return 0;
    }

    void close()
    {
        if (isOpen())
        {
            sys.close(descriptors[0]);
            descriptors[0] = -1;
        }
    }

    /** @return 0 or a negated errno; then the kernel has seen nothing of it. */
    int send(byte[] bytes, int length)
    {
        int interruptions = 0;
        boolean waited = false;
        while (true)
        {
            int sent = sys.send(descriptors[0], bytes, 0, length, 0);
            if (sent == -Errno.EINTR && interruptions++ < INTERRUPTIONS)
            {
                continue;
            }
            if (sent == -Errno.EAGAIN && !waited)
            {
                waited = true;
                await(Sys.POLL_OUT);
                continue;
            }
            return sent < 0 ? sent : 0;
        }
    }

    /**
     * Receives a datagram into {@link #in}.
     *
     * @param wait for it; otherwise nothing there is EAGAIN.
     * @return its length; EMSGSIZE when it was cut.
     */
    int receive(boolean wait)
    {
        int interruptions = 0;
        boolean waited = !wait;
        while (true)
        {
            int length = sys.receive(descriptors[0], in, 0, in.length, Sys.MSG_DONTWAIT);
            if (length == -Errno.EINTR && interruptions++ < INTERRUPTIONS)
            {
                continue;
            }
            if (length == -Errno.EAGAIN && !waited)
            {
                waited = true;
                await(Sys.POLL_IN);
                continue;
            }
            return length > in.length ? -Errno.EMSGSIZE : length;
        }
    }

    private void await(int event)
    {
        events[0] = event;
        sys.poll(descriptors, events, ready, 1, WAIT_MILLIS);
    }

    /** Throws away answers that nobody waits for any more. */
    void drain()
    {
        for (int i = 0; i < SOCKET_BYTES / 256; i++)
        {
            int length = receive(false);
            if (length < 0 && length != -Errno.ENOBUFS && length != -Errno.EMSGSIZE)
            {
                return;
            }
        }
    }
}
