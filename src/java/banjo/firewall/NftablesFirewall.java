package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;

/**
 * Bans as elements of two sets in table {@code inet banjo}, with a timeout in the kernel and the jail's name as comment. All
 * orders of a turn go out as one transaction. An order is written so that it cannot fail for what is or is not in the set:
 * a ban is add, delete, add (older kernels keep the old timeout at an add); the end of one is add, delete.
 */
public final class NftablesFirewall implements Firewall
{
    private static final int NETLINK_NETFILTER = 12;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int SEND_BYTES = 64 << 10;
    private static final int RECEIVE_BYTES = 64 << 10;
    private static final int SOCKET_BYTES = 2 << 20;
    private static final int ORDER_BYTES = 512;
    private static final int ORDERS = 1024;
    private static final int ATTEMPTS = 3;
    private static final int MESSAGE_ERROR = 2;
    private static final int MESSAGE_DONE = 3;
    private static final byte[] NO_COMMENT = {};

    private final Sys sys;
    private final boolean bigEndian;
    private final int setSize;
    private final NetlinkBuffer out;
    private final NftMessages messages;
    private final byte[] in = new byte[RECEIVE_BYTES];
    private final int[] orderEnds = new int[ORDERS];
    private int orders;
    private int socket = -1;
    private int earlierResult;
    private long failedOrders;
    private String problem = "";

    /** @param setSize addresses of each family at most. */
    public NftablesFirewall(Sys sys, boolean bigEndian, int setSize)
    {
        this.sys = sys;
        this.bigEndian = bigEndian;
        this.setSize = setSize;
        out = new NetlinkBuffer(SEND_BYTES, bigEndian);
        messages = new NftMessages(out);
    }

    @Override
    public String name()
    {
        return "nftables";
    }

    @Override
    public String problem()
    {
        return problem;
    }

    @Override
    public long failedOrders()
    {
        return failedOrders;
    }

    private int failed(String operation, int error)
    {
        String advice = "";
        if (error == -Errno.EPERM || error == -Errno.EACCES)
        {
            advice = "; banjo needs root or CAP_NET_ADMIN (or use --dry-run)";
        }
        else if (error == -Errno.EPROTONOSUPPORT || error == -Errno.EAFNOSUPPORT || error == -Errno.EOPNOTSUPP || error == -Errno.EINVAL)
        {
            advice = "; the kernel lacks nf_tables (CONFIG_NF_TABLES, CONFIG_NF_TABLES_INET)";
        }
        problem = "nftables: " + operation + ": " + Errno.message(error) + advice;
        return error;
    }

    @Override
    public int start(Found found)
    {
        socket = sys.socket(Sys.AF_NETLINK, Sys.SOCKET_RAW, NETLINK_NETFILTER);
        if (socket < 0)
        {
            return failed("netlink socket", socket);
        }
        int bound = sys.bindNetlink(socket);
        if (bound < 0)
        {
            return failed("bind", bound);
        }
        // Short acknowledgements and room for many: without them only large batches suffer.
        sys.setSocketOption(socket, Sys.SOL_NETLINK, NETLINK_CAP_ACK, 1);
        sys.setSocketOption(socket, Sys.SOL_NETLINK, NETLINK_EXT_ACK, 1);
        sys.setSocketOption(socket, Sys.SOL_SOCKET, Sys.SO_SNDBUFFORCE, SOCKET_BYTES);
        sys.setSocketOption(socket, Sys.SOL_SOCKET, Sys.SO_RCVBUFFORCE, SOCKET_BYTES);
        int made = create(false);
        boolean rebuilt = false;
        if (made == -Errno.EEXIST || made == -Errno.EINVAL || made == -Errno.EBUSY || made == -Errno.EOPNOTSUPP)
        {
            // Somebody made sets or a chain of another kind under our names: take the bans, then begin anew.
            adopt(found);
            int again = create(true);
            made = again;
            rebuilt = true;
        }
        if (made < 0)
        {
            return failed("set-up of table inet banjo", made);
        }
        if (rebuilt)
        {
            return REBUILT;
        }
        int adopted = adopt(found);
        return adopted < 0 ? failed("reading the sets", adopted) : 0;
    }

    /** Creates what is missing and replaces the rules. @param anew deletes the table first. */
    private int create(boolean anew)
    {
        out.truncate(0);
        messages.batchBegin();
        if (anew)
        {
            messages.newTable();
            messages.deleteTable();
        }
        messages.newTable();
        messages.newSet(true, setSize);
        messages.newSet(false, setSize);
        messages.newChain();
        messages.flushChain();
        messages.newRule(true);
        messages.newRule(false);
        return transact();
    }

    @Override
    public void ban(long high, long low, long remainingMillis, byte[] comment)
    {
        makeRoom();
        byte[] shown = comment.length > 64 ? NO_COMMENT : comment;
        messages.addElement(high, low, remainingMillis, shown);
        messages.deleteElement(high, low);
        messages.addElement(high, low, remainingMillis, shown);
        orderEnds[orders++] = out.length();
    }

    @Override
    public void unban(long high, long low)
    {
        makeRoom();
        messages.addElement(high, low, -1, NO_COMMENT);
        messages.deleteElement(high, low);
        orderEnds[orders++] = out.length();
    }

    private void makeRoom()
    {
        if (orders == ORDERS || orders > 0 && out.remaining() < ORDER_BYTES + 64)
        {
            int result = send();
            earlierResult = result == REBUILT || earlierResult == 0 ? result : earlierResult;
        }
        if (orders == 0)
        {
            out.truncate(0);
            messages.batchBegin();
        }
    }

    @Override
    public int flush()
    {
        int result = orders > 0 ? send() : 0;
        if (earlierResult != 0 && result != REBUILT)
        {
            result = earlierResult;
        }
        earlierResult = 0;
        return result;
    }

    private int send()
    {
        int count = orders;
        orders = 0;
        int result = transact();
        if (result == 0)
        {
            return 0;
        }
        if (result == -Errno.ENOENT)
        {
            int made = create(false);
            if (made == 0)
            {
                return REBUILT;
            }
            failedOrders += count;
            return failed("table inet banjo is gone and cannot be made again", made);
        }
        if (count > 1)
        {
            return sendOneByOne(count);
        }
        failedOrders++;
        return failed(result == -Errno.ENFILE ? "the set is full (" + setSize + " addresses)" : "ban order", result);
    }

    /** One order that the kernel refuses must not cost the others: each becomes a transaction of its own. */
    private int sendOneByOne(int count)
    {
        NetlinkBuffer single = new NetlinkBuffer(ORDER_BYTES * 2, bigEndian);
        NftMessages frame = new NftMessages(single);
        int result = 0;
        int from = NetlinkBuffer.HEADER_BYTES + 4;
        for (int i = 0; i < count; i++)
        {
            single.truncate(0);
            frame.batchBegin();
            single.append(out.bytes, from, orderEnds[i]);
            from = orderEnds[i];
            int each = exchange(single, frame);
            if (each == -Errno.ENOENT)
            {
                return create(false) == 0 ? REBUILT : failed("table inet banjo", each);
            }
            if (each < 0)
            {
                failedOrders++;
                result = failed(each == -Errno.ENFILE ? "the set is full (" + setSize + " addresses)" : "ban order", each);
            }
        }
        return result;
    }

    private int transact()
    {
        return exchange(out, messages);
    }

    /** Ends a batch, sends it and reads the kernel's answer, which is there when send(2) returns. @return 0 or a negated errno. */
    private int exchange(NetlinkBuffer batch, NftMessages frame)
    {
        batch.addFlags(NftMessages.ACK);
        frame.batchEnd();
        int result = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++)
        {
            result = sys.send(socket, batch.bytes, 0, batch.length(), 0);
            if (result == -Errno.EAGAIN || result == -Errno.EINTR || result == -Errno.ENOBUFS)
            {
                continue;
            }
            if (result < 0)
            {
                return result;
            }
            return readAnswer();
        }
        return result;
    }

    /** Errors inside messages are the CPU's own numbers, as system calls return them. */
    private int kernelError(int error)
    {
        return sys.translateError(error);
    }

    private int readAnswer()
    {
        int first = 0;
        int interrupted = 0;
        while (true)
        {
            int length = sys.receive(socket, in, 0, in.length, Sys.MSG_DONTWAIT);
            if (length == -Errno.EINTR && interrupted++ < 100)
            {
                continue;
            }
            if (length == -Errno.EAGAIN)
            {
                return first;
            }
            if (length < 0)
            {
                return first != 0 ? first : length;
            }
            int end = length < in.length ? length : in.length;
            for (int at = 0; at + NetlinkBuffer.HEADER_BYTES + 4 <= end;)
            {
                int size = NetlinkBuffer.getHost32(in, at, bigEndian);
                if (size < NetlinkBuffer.HEADER_BYTES || size > end - at)
                {
                    break;
                }
                if (NetlinkBuffer.getHost16(in, at + 4, bigEndian) == MESSAGE_ERROR && size >= NetlinkBuffer.HEADER_BYTES + 4)
                {
                    int error = NetlinkBuffer.getHost32(in, at + NetlinkBuffer.HEADER_BYTES, bigEndian);
                    first = first == 0 ? kernelError(error) : first;
                }
                at += size + 3 & ~3;
            }
        }
    }

    private int adopt(Found found)
    {
        int result = dump(true, found);
        int second = dump(false, found);
        return result < 0 ? result : second;
    }

    private int dump(boolean ipv4, Found found)
    {
        out.truncate(0);
        messages.dumpSet(ipv4);
        int sent = sys.send(socket, out.bytes, 0, out.length(), 0);
        if (sent < 0)
        {
            return sent;
        }
        long deadline = sys.monotonicNanos() + 5_000_000_000L;
        while (sys.monotonicNanos() < deadline)
        {
            int length = sys.receive(socket, in, 0, in.length, Sys.MSG_DONTWAIT);
            if (length == -Errno.EINTR)
            {
                continue;
            }
            if (length < 0)
            {
                return length;
            }
            int end = length < in.length ? length : in.length;
            for (int at = 0; at + NetlinkBuffer.HEADER_BYTES <= end;)
            {
                int size = NetlinkBuffer.getHost32(in, at, bigEndian);
                if (size < NetlinkBuffer.HEADER_BYTES || size > end - at)
                {
                    break;
                }
                int type = NetlinkBuffer.getHost16(in, at + 4, bigEndian);
                if (type == MESSAGE_DONE)
                {
                    return 0;
                }
                if (type == MESSAGE_ERROR && size >= NetlinkBuffer.HEADER_BYTES + 4)
                {
                    return kernelError(NetlinkBuffer.getHost32(in, at + NetlinkBuffer.HEADER_BYTES, bigEndian));
                }
                if (type == NftMessages.NEWSETELEM)
                {
                    SetDump.read(in, at + NetlinkBuffer.HEADER_BYTES + 4, at + size, bigEndian, found);
                }
                at += size + 3 & ~3;
            }
        }
        return -Errno.ETIMEDOUT;
    }

    @Override
    public int stop(boolean keep)
    {
        int result = 0;
        if (!keep && socket >= 0)
        {
            out.truncate(0);
            messages.batchBegin();
            messages.deleteTable();
            result = transact();
            result = result == -Errno.ENOENT ? 0 : result;
        }
        if (socket >= 0)
        {
            sys.close(socket);
            socket = -1;
        }
        return result < 0 ? failed("deleting table inet banjo", result) : 0;
    }
}
