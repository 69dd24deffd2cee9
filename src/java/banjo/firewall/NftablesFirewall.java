package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * Bans as elements of sets in table {@code inet banjo}, with a timeout in the kernel and the jail's name as comment. All
 * orders of a turn go out as one transaction. An order is written so that it cannot fail for what is or is not in the set:
 * a ban is add, delete, add (older kernels keep the old timeout at an add); the end of one is add, delete. Prefixes are members of
 * hash sets too, one for each length, which the rule compares with the address's upper bits.
 */
public final class NftablesFirewall implements Firewall
{
    private static final int SEND_BYTES = 64 << 10;
    private static final int ATTEMPTS = 4;
    /** How many calls of {@link #flush} an order waits for a kernel that has no memory. */
    private static final int PATIENCE = 3;
    private static final int COMMENT_BYTES = 64;
    /** A transaction of this size makes so many events that they are read at once, before the socket overflows. */
    private static final int LARGE_BATCH = 16 << 10;
    /** The kernel rounds a timeout down to its ticks of up to 10 ms, and a timeout of no ticks is for ever. */
    private static final long SHORTEST_MILLIS = 100;
    /** Longer ones overflow the kernel's nanoseconds (nf_msecs_to_jiffies64). */
    private static final long LONGEST_MILLIS = 10_000_000_000_000L;
    private static final byte[] NO_COMMENT = {};

    private final List<BanSet> sets;
    private final int setSize;
    private final NetlinkSocket socket;
    private final NftEvents events;
    private final Repairs repairs = new Repairs();
    private final OrderQueue orders;
    private final RefusedBans refused = new RefusedBans(RefusedBans.CAPACITY);
    private final NetlinkReplies replies;
    private final NftTable table;
    private final NftProblem problem;
    /** Whether every set was made by the last repair or start: they hold nothing but what was ordered since. */
    private boolean fresh;
    private boolean lostEvents;
    private long nowMillis;
    private int earlierResult;
    private int waits;
    private long failedOrders;

    /** @param sets what orders name by their place. @param setSize addresses in each set at most. */
    public NftablesFirewall(Sys sys, boolean bigEndian, List<BanSet> sets, int setSize)
    {
        this.sets = new ArrayList<>(sets);
        this.setSize = setSize;
        socket = new NetlinkSocket(sys);
        events = new NftEvents(sys, bigEndian, NftMessages.FAMILY_INET, NftMessages.TABLE, new byte[][] {NftMessages.CHAIN}, this.sets);
        orders = new OrderQueue(SEND_BYTES, bigEndian);
        replies = new NetlinkReplies(sys, socket, bigEndian);
        table = new NftTable(socket, replies, bigEndian, this.sets);
        problem = new NftProblem(setSize);
    }

    @Override
    public String name()
    {
        return "nftables";
    }

    @Override
    public String problem()
    {
        return problem.toString();
    }

    @Override
    public long failedOrders()
    {
        return failedOrders;
    }

    @Override
    public int start(Found found)
    {
        int opened = socket.open();
        opened = opened < 0 ? opened : events.open();
        if (opened < 0)
        {
            return startFailed("netlink socket", opened);
        }
        int read = table.readSets();
        if (read < 0)
        {
            return startFailed("reading the set-up", read);
        }
        boolean alike = true;
        for (NftTable.KernelSet each : table.sets())
        {
            int set = BanSet.find(sets, BanSet.STEM, each.name());
            alike &= set < 0 || each.isLike(sets.get(set), setSize);
        }
        if (alike)
        {
            int adopted = table.dump(found);
            if (adopted < 0)
            {
                return startFailed("reading the sets", adopted);
            }
        }
        int made = make(alike, stale(), found);
        return made < 0 ? startFailed("set-up of table inet banjo", made) : made;
    }

    /** @return those that are banjo's and not wanted any more. */
    private List<NftTable.KernelSet> stale()
    {
        List<NftTable.KernelSet> stale = new ArrayList<>();
        for (NftTable.KernelSet each : table.sets())
        {
            if (BanSet.find(sets, BanSet.STEM, each.name()) < 0 && BanSet.isName(each.name()))
            {
                stale.add(each);
            }
        }
        return stale;
    }

    @Override
    public int cover(List<BanSet> wanted)
    {
        sets.clear();
        sets.addAll(wanted);
        table.readSets();
        int made = make(true, stale(), null);
        orders.clear();
        return made < 0 ? problem.failed("set-up of table inet banjo", made) : made;
    }

    private int startFailed(String operation, int error)
    {
        stop();
        return problem.failed(operation, error);
    }

    private void stop()
    {
        socket.close();
        events.close();
    }

    /**
     * Makes what is missing, or all of it anew where somebody has made sets or a chain of another kind under our names.
     *
     * @return 0, REBUILT for all anew, or a negated errno.
     */
    private int make(boolean alike, List<NftTable.KernelSet> stale, Found found)
    {
        fresh = table.sets().isEmpty();
        int made = alike ? create(stale) : -Errno.EEXIST;
        if (made == -Errno.EEXIST || made == -Errno.EINVAL || made == -Errno.EBUSY || made == -Errno.EOPNOTSUPP)
        {
            made = replace(alike ? null : found);
            return made < 0 ? made : REBUILT;
        }
        return made;
    }

    /** Creates what is missing and replaces the rules; sets and their elements stay, but for stale ones. Drops what is queued. */
    private int create(List<NftTable.KernelSet> stale)
    {
        orders.clear();
        orders.messages.batchBegin();
        setUp(stale);
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
        setUp(List.of());
        Found restorer = (set, prefix, high, low, remainingMillis, comment, from, to) ->
        {
            if (found != null)
            {
                found.ban(set, prefix, high, low, remainingMillis, comment, from, to);
            }
            if (set >= 0 && !orders.full() && to - from <= COMMENT_BYTES)
            {
                messages.addElement(sets.get(set), high, low, timeout(remainingMillis), comment, from, to);
            }
        };
        // What cannot be read cannot be kept: sets of a kind that banjo does not know.
        table.dump(restorer);
        return commit();
    }

    private void setUp(List<NftTable.KernelSet> stale)
    {
        NftMessages messages = orders.messages;
        messages.newTable();
        problem.tableAt = messages.sequence();
        for (int i = 0; i < sets.size(); i++)
        {
            messages.newSet(sets.get(i), i + 1, setSize);
        }
        problem.setsTo = messages.sequence();
        messages.newChain();
        messages.flushChain();
        problem.chainTo = messages.sequence();
        for (NftTable.KernelSet each : stale)
        {
            messages.deleteSet(NftMessages.ascii(each.name()));
        }
        for (BanSet set : sets)
        {
            messages.newRules(set);
        }
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
    public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (hasRoom())
        {
            orders.ban(set, sets.get(set), high, low, timeout(remainingMillis), comment.length > COMMENT_BYTES ? NO_COMMENT : comment);
        }
    }

    @Override
    public void restore(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (!fresh || comment.length > COMMENT_BYTES)
        {
            ban(set, high, low, remainingMillis, comment);
        }
        else if (hasRoom())
        {
            orders.add(set, sets.get(set), high, low, timeout(remainingMillis), comment);
        }
    }

    @Override
    public void unban(int set, long high, long low)
    {
        if (hasRoom())
        {
            orders.unban(set, sets.get(set), high, low, NO_COMMENT);
        }
    }

    @Override
    public void empty(int set)
    {
        if (hasRoom())
        {
            orders.empty(set, sets.get(set));
        }
    }

    @Override
    public int list(Found found)
    {
        int read = table.readSets();
        read = read < 0 ? read : table.dump(found);
        return read < 0 ? problem.failed("reading the sets", read) : 0;
    }

    private boolean hasRoom()
    {
        refused.ordered();
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
        refused.flushed();
        return result != REBUILT && refused.count() > 0 ? FULL : result;
    }

    @Override
    public RefusedBans refused()
    {
        return refused;
    }

    /** Sends the queue; refused orders are taken out and counted, and the rest is sent again. */
    private int send()
    {
        if (!socket.isOpen())
        {
            failedOrders += orders.count();
            orders.clear();
            return problem.failed("ban", -Errno.EBADF);
        }
        int result = 0;
        int lastRefusal = 0;
        for (int attempt = 0; attempt < ATTEMPTS && orders.count() > 0; attempt++)
        {
            result = commit();
            if (result == 0)
            {
                waits = 0;
                orders.clear();
                return lastRefusal;
            }
            if (orders.hasError(-Errno.ENOENT))
            {
                return sendToNothing();
            }
            if (orders.hasRefused())
            {
                int held = refused.count();
                int bans = orders.removeRefused(refused);
                failedOrders += bans;
                lastRefusal = bans > 0 || refused.count() > held ? problem.failed("ban", result) : lastRefusal;
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
            return lastRefusal;
        }
        return keep(result != 0 ? result : lastRefusal);
    }

    /** The table or a set is gone: makes it again at once, unless somebody fights over it. */
    private int sendToNothing()
    {
        if (repairs.waiting())
        {
            // The repair that is put off orders every ban again.
            orders.clear();
            return 0;
        }
        int lost = orders.count();
        int made = repair();
        failedOrders += made == REBUILT ? 0 : lost;
        return made;
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
        return problem.failed("ban", error);
    }

    private int commit()
    {
        orders.seal();
        int sent = socket.send(orders.out.bytes, orders.out.length());
        int result = sent < 0 ? sent : replies.readAcknowledgement(orders);
        problem.failedAt = replies.failedSequence();
        boolean large = orders.out.length() > LARGE_BATCH;
        orders.unseal();
        if (large)
        {
            listen();
        }
        return result;
    }

    @Override
    public int descriptor()
    {
        return events.descriptor();
    }

    @Override
    public int tick(boolean ready, long now)
    {
        nowMillis = now;
        if (ready)
        {
            listen();
        }
        return repairs.due(now) ? repair() : 0;
    }

    @Override
    public int patienceMillis()
    {
        return repairs.patienceMillis();
    }

    @Override
    public long waitMillis(long now)
    {
        return repairs.waitMillis(now);
    }

    private void listen()
    {
        int heard = events.read(socket.port());
        if (heard != NftEvents.NOTHING)
        {
            lostEvents = heard == NftEvents.LOST;
            repairs.damaged(nowMillis);
        }
    }

    /** Makes what is missing; the caller orders all bans again. @return REBUILT or a negated errno. */
    private int repair()
    {
        // What has happened so far is answered by this repair.
        events.read(socket.port());
        table.readSets();
        int made = make(true, List.of(), null);
        orders.clear();
        repairs.repaired(nowMillis);
        if (made < 0)
        {
            repairs.damaged(nowMillis);
            return problem.failed("table inet banjo is gone and cannot be made again", made);
        }
        problem.repaired(lostEvents, repairs);
        lostEvents = false;
        return REBUILT;
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
        stop();
        return result < 0 ? problem.failed(keep ? "last bans" : "deleting table inet banjo", result) : 0;
    }
}
