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
    private static final int SEND_BYTES = 64 << 10;
    private static final int REQUEST_BYTES = 128;
    private static final int ATTEMPTS = 4;
    private static final int DUMP_ATTEMPTS = 3;
    /** How many calls of {@link #flush} an order waits for a kernel that has no memory. */
    private static final int PATIENCE = 3;
    private static final int COMMENT_BYTES = 64;
    /** The kernel rounds a timeout down to its ticks of up to 10 ms, and a timeout of no ticks is for ever. */
    private static final long SHORTEST_MILLIS = 100;
    /** Longer ones overflow the kernel's nanoseconds (nf_msecs_to_jiffies64). */
    private static final long LONGEST_MILLIS = 10_000_000_000_000L;
    private static final byte[] NO_COMMENT = {};

    private final boolean bigEndian;
    private final int setSize;
    private final NetlinkSocket socket;
    private final OrderQueue orders;
    private final NetlinkBuffer request;
    private final NftMessages requests;
    private final NetlinkReplies replies;
    private int earlierResult;
    private int waits;
    private long failedOrders;
    private String failedOperation = "";
    private int failedError;

    /** @param setSize addresses of each family at most. */
    public NftablesFirewall(Sys sys, boolean bigEndian, int setSize)
    {
        this.bigEndian = bigEndian;
        this.setSize = setSize;
        socket = new NetlinkSocket(sys);
        orders = new OrderQueue(SEND_BYTES, bigEndian);
        request = new NetlinkBuffer(REQUEST_BYTES, bigEndian);
        requests = new NftMessages(request);
        replies = new NetlinkReplies(sys, socket, bigEndian);
    }

    @Override
    public String name()
    {
        return "nftables";
    }

    @Override
    public String problem()
    {
        if (failedError == 0)
        {
            return "";
        }
        String advice = "";
        if (failedError == -Errno.EPERM || failedError == -Errno.EACCES)
        {
            advice = "; banjo needs root or CAP_NET_ADMIN (or use --dry-run)";
        }
        else if (failedError == -Errno.ENFILE || failedError == -Errno.ENOSPC)
        {
            return "nftables: " + failedOperation + ": the set is full (" + setSize + " addresses)";
        }
        else if (failedError == -Errno.EPROTONOSUPPORT || failedError == -Errno.EAFNOSUPPORT || failedError == -Errno.EOPNOTSUPP
            || failedError == -Errno.EINVAL)
        {
            advice = "; does the kernel have nf_tables (CONFIG_NF_TABLES, CONFIG_NF_TABLES_INET)?";
        }
        return "nftables: " + failedOperation + ": " + Errno.message(failedError) + advice;
    }

    @Override
    public long failedOrders()
    {
        return failedOrders;
    }

    private int failed(String operation, int error)
    {
        failedOperation = operation;
        failedError = error;
        return error;
    }

    @Override
    public int start(Found found)
    {
        int opened = socket.open();
        if (opened < 0)
        {
            return failed("netlink socket", opened);
        }
        int ours = isOurs(true);
        ours = ours > 0 ? isOurs(false) : ours;
        if (ours < 0)
        {
            return startFailed("reading the set-up", ours);
        }
        int made = ours == 0 ? -Errno.EEXIST : create();
        if (made == -Errno.EEXIST || made == -Errno.EINVAL || made == -Errno.EBUSY || made == -Errno.EOPNOTSUPP)
        {
            // Somebody made sets or a chain of another kind under our names.
            made = replace(found);
            return made < 0 ? startFailed("set-up of table inet banjo", made) : REBUILT;
        }
        if (made < 0)
        {
            return startFailed("set-up of table inet banjo", made);
        }
        int adopted = dump(true, found);
        adopted = adopted < 0 ? adopted : dump(false, found);
        return adopted < 0 ? startFailed("reading the sets", adopted) : 0;
    }

    private int startFailed(String operation, int error)
    {
        socket.close();
        return failed(operation, error);
    }

    /** Creates what is missing and replaces the rules; sets and their elements stay. Drops what is queued. */
    private int create()
    {
        orders.clear();
        orders.messages.batchBegin();
        setUp();
        return commit();
    }

    /** Makes the table anew, in one transaction with the bans that were in it as far as they fit; the caller orders all again. */
    private int replace(Found found)
    {
        orders.clear();
        NftMessages messages = orders.messages;
        messages.batchBegin();
        messages.newTable();
        messages.deleteTable();
        setUp();
        Found restorer = (high, low, remainingMillis, comment, from, to) ->
        {
            found.ban(high, low, remainingMillis, comment, from, to);
            if (!orders.full() && to - from <= COMMENT_BYTES)
            {
                messages.addElement(high, low, timeout(remainingMillis), comment, from, to);
            }
        };
        // What cannot be read cannot be kept: sets of a kind that banjo does not know.
        dump(true, restorer);
        dump(false, restorer);
        return commit();
    }

    private void setUp()
    {
        NftMessages messages = orders.messages;
        messages.newTable();
        messages.newSet(true, setSize);
        messages.newSet(false, setSize);
        messages.newChain();
        messages.flushChain();
        messages.newRule(true);
        messages.newRule(false);
    }

    private static long timeout(long remainingMillis)
    {
        if (remainingMillis == PERMANENT)
        {
            return PERMANENT;
        }
        return remainingMillis < SHORTEST_MILLIS ? SHORTEST_MILLIS : remainingMillis > LONGEST_MILLIS ? LONGEST_MILLIS : remainingMillis;
    }

    @Override
    public void ban(long high, long low, long remainingMillis, byte[] comment)
    {
        if (hasRoom())
        {
            orders.ban(high, low, timeout(remainingMillis), comment.length > COMMENT_BYTES ? NO_COMMENT : comment);
        }
    }

    @Override
    public void unban(long high, long low)
    {
        if (hasRoom())
        {
            orders.unban(high, low, NO_COMMENT);
        }
    }

    private boolean hasRoom()
    {
        if (orders.full())
        {
            int result = send();
            earlierResult = result == REBUILT || earlierResult == 0 ? result : earlierResult;
            if (orders.full())
            {
                failedOrders++;
                return false;
            }
        }
        return true;
    }

    @Override
    public int flush()
    {
        int result = orders.count() > 0 ? send() : 0;
        if (earlierResult != 0 && result != REBUILT)
        {
            result = earlierResult;
        }
        earlierResult = 0;
        return result;
    }

    /** Sends the queue; refused orders are taken out and counted, and the rest is sent again. */
    private int send()
    {
        if (!socket.isOpen())
        {
            failedOrders += orders.count();
            orders.clear();
            return failed("ban", -Errno.EBADF);
        }
        int result = 0;
        int refused = 0;
        for (int attempt = 0; attempt < ATTEMPTS && orders.count() > 0; attempt++)
        {
            result = commit();
            if (result == 0)
            {
                waits = 0;
                orders.clear();
                return refused;
            }
            if (orders.hasError(-Errno.ENOENT))
            {
                int lost = orders.count();
                int made = create();
                orders.clear();
                failedOrders += made == 0 ? 0 : lost;
                return made == 0 ? REBUILT : failed("table inet banjo is gone and cannot be made again", made);
            }
            if (orders.hasRefused())
            {
                int bans = orders.removeRefused();
                failedOrders += bans;
                refused = bans > 0 ? failed("ban", result) : refused;
                result = 0;
            }
            else if (!isPassing(result))
            {
                break;
            }
        }
        if (orders.count() == 0)
        {
            orders.clear();
            waits = 0;
            return refused;
        }
        return keep(result != 0 ? result : refused);
    }

    /** The kernel may take the same orders a moment later. */
    private static boolean isPassing(int error)
    {
        return error == -Errno.ENOENT || error == -Errno.EAGAIN || error == -Errno.EINTR || error == -Errno.ENOBUFS
            || error == -Errno.ENOMEM || error == -Errno.ETIMEDOUT;
    }

    /** Leaves the orders for the next turn, a few times. */
    private int keep(int error)
    {
        if (++waits >= PATIENCE)
        {
            waits = 0;
            failedOrders += orders.count();
            orders.clear();
        }
        return failed("ban", error);
    }

    private int commit()
    {
        orders.seal();
        int sent = socket.send(orders.out.bytes, orders.out.length());
        int result = sent < 0 ? sent : replies.readAcknowledgement(orders);
        orders.unseal();
        return result;
    }

    /** @return 1 when a set is missing or as banjo makes it, 0 when it is of another kind, or a negated errno. */
    private int isOurs(boolean ipv4)
    {
        request.truncate(0);
        requests.getSet(ipv4);
        int sent = socket.send(request.bytes, request.length());
        return sent < 0 ? sent : replies.readSet(ipv4, setSize);
    }

    /** Reads a set; once more when it changed meanwhile, so that an element may be found twice. */
    private int dump(boolean ipv4, Found found)
    {
        int result = -Errno.EINTR;
        for (int attempt = 0; attempt < DUMP_ATTEMPTS && result == -Errno.EINTR; attempt++)
        {
            request.truncate(0);
            requests.dumpSet(ipv4);
            int sent = socket.send(request.bytes, request.length());
            result = sent < 0 ? sent : replies.readDump(ipv4, found);
        }
        return result;
    }

    @Override
    public int stop(boolean keep)
    {
        int result = 0;
        if (!keep && socket.isOpen())
        {
            orders.clear();
            orders.messages.batchBegin();
            orders.messages.deleteTable();
            result = commit();
            orders.clear();
            result = result == -Errno.ENOENT ? 0 : result;
        }
        else if (socket.isOpen())
        {
            result = flush();
        }
        socket.close();
        return result < 0 ? failed(keep ? "last bans" : "deleting table inet banjo", result) : 0;
    }
}
