package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;

/** Reads what the kernel answers: acknowledgements, one set's properties, dumps. Lengths are checked before anything is believed. */
final class NetlinkReplies
{
    private static final int MESSAGE_ERROR = 2;
    private static final int MESSAGE_DONE = 3;
    private static final int DUMP_INTERRUPTED = 0x10;
    /** struct nlmsghdr and struct nfgenmsg; also where nlmsgerr's error ends. */
    private static final int HEADERS = NetlinkBuffer.HEADER_BYTES + 4;
    /** Where the refused message's own number is: behind the error and the first half of its header. */
    private static final int ERROR_SEQUENCE = HEADERS + 8;
    private static final int OVERRUNS = 100;
    private static final int DATAGRAMS = 1 << 20;

    private final Sys sys;
    private final NetlinkSocket socket;
    private final byte[] in;
    private final boolean bigEndian;
    private int failedSequence;

    NetlinkReplies(Sys sys, NetlinkSocket socket, boolean bigEndian)
    {
        this.sys = sys;
        this.socket = socket;
        this.in = socket.in;
        this.bigEndian = bigEndian;
    }

    /** Messages that were sent together. */
    interface Sent
    {
        /** @return whether a message of this number is among them. */
        boolean owns(int sequence);

        /** Notes the error of a message. */
        void failed(int sequence, int error);

        /** @return the number of the last message, which asked for an answer. */
        int lastSequence();
    }

    /** @return the number of the message that failed first in the last batch that failed. */
    int failedSequence()
    {
        return failedSequence;
    }

    /** @return the size of the message at an offset, or -1 when there is none. */
    private int size(int at, int end)
    {
        if (end - at < HEADERS)
        {
            return -1;
        }
        int size = NetlinkBuffer.getHost32(in, at, bigEndian);
        return size < HEADERS || size > end - at ? -1 : size;
    }

    private int type(int at)
    {
        return NetlinkBuffer.getHost16(in, at + 4, bigEndian);
    }

    /** Errors inside messages are the CPU's own numbers. */
    private int error(int at)
    {
        return sys.translateError(NetlinkBuffer.getHost32(in, at + NetlinkBuffer.HEADER_BYTES, bigEndian));
    }

    /**
     * Reads the answer to a batch: an error for each message that failed, and that of the last message, which asked for one. The kernel
     * has written them all when send(2) returns, the last message's at the end.
     *
     * @return 0 when the batch is applied, else the first error.
     */
    int readAcknowledgement(Sent orders)
    {
        int first = 0;
        int overruns = 0;
        while (true)
        {
            int length = socket.receive(first == 0);
            if (length == -Errno.ENOBUFS && overruns++ < OVERRUNS)
            {
                // Errors were lost, because there were too many: what is read tells enough to go on.
                first = first == 0 ? length : first;
                continue;
            }
            if (length < 0)
            {
                return first != 0 ? first : length == -Errno.EAGAIN ? -Errno.ETIMEDOUT : length;
            }
            int size;
            for (int at = 0; (size = size(at, length)) > 0; at += size + 3 & ~3)
            {
                if (type(at) != MESSAGE_ERROR || size < ERROR_SEQUENCE + 4)
                {
                    continue;
                }
                int sequence = NetlinkBuffer.getHost32(in, at + ERROR_SEQUENCE, bigEndian);
                if (!orders.owns(sequence))
                {
                    continue;
                }
                int error = error(at);
                if (error != 0)
                {
                    failedSequence = first == 0 ? sequence : failedSequence;
                    first = first == 0 ? error : first;
                    orders.failed(sequence, error);
                }
                if (sequence == orders.lastSequence() && first == 0)
                {
                    return 0;
                }
            }
        }
    }

    /** Receives the messages of a dump. */
    interface Message
    {
        /** @param from behind nfgenmsg. */
        void read(byte[] bytes, int from, int to);
    }

    /** Reads the answer to a question: one message. @return 0 or a negated errno. */
    int readOne(int wanted, Message message)
    {
        int length = socket.receive(true);
        int size = length < 0 ? -1 : size(0, length);
        if (size < 0)
        {
            return length < 0 ? length : -Errno.EIO;
        }
        if (type(0) == MESSAGE_ERROR)
        {
            return error(0);
        }
        if (type(0) == wanted)
        {
            message.read(in, HEADERS, size);
        }
        return 0;
    }

    /** @param wanted the type of the messages to read. @return 0, EINTR when something changed during the dump, or another negated errno. */
    int readDump(int wanted, Message message)
    {
        int interrupted = 0;
        for (int datagram = 0; datagram < DATAGRAMS; datagram++)
        {
            int length = socket.receive(true);
            if (length < 0)
            {
                socket.drain();
                return length == -Errno.EAGAIN ? -Errno.ETIMEDOUT : length;
            }
            int size;
            for (int at = 0; (size = size(at, length)) > 0; at += size + 3 & ~3)
            {
                if ((NetlinkBuffer.getHost16(in, at + 6, bigEndian) & DUMP_INTERRUPTED) != 0)
                {
                    interrupted = -Errno.EINTR;
                }
                int type = type(at);
                if (type == MESSAGE_DONE || type == MESSAGE_ERROR)
                {
                    int error = error(at);
                    return error != 0 || type == MESSAGE_ERROR ? error : interrupted;
                }
                if (type == wanted)
                {
                    message.read(in, at + HEADERS, at + size);
                }
            }
        }
        return -Errno.ETIMEDOUT;
    }
}
