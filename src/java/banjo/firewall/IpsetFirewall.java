package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * Bans as elements of ipset(8) sets over netlink, for kernels without nf_tables; rules that look into the sets are in a chain of
 * iptables. ipset knows no transactions: each order stands for itself. It tells nobody of changes by others, so that each set's count of
 * elements is compared with the one that banjo's own orders lead to.
 */
public final class IpsetFirewall extends ChainFirewall implements NetlinkReplies.Sent, NetlinkReplies.Message
{
    private static final String STEM = "banjo";
    /** Not that of the back end iptables, which may be beside it. */
    private static final String CHAIN = "banjo-ipset";
    private static final int SEND_BYTES = 32 << 10;
    private static final int ORDER_BYTES = 512;
    private static final int MESSAGES = 256;
    private static final int LOOK_MILLIS = 1000;
    /** How often it is tried to destroy a set that is in use, and how many milliseconds lie between. */
    private static final int LOOKS = 20;
    /** What somebody takes out while another address comes in is not seen by the count: so often every ban is ordered again. */
    private static final int DOUBT_MILLIS = 600_000;
    /** The most that ipset(8) takes; longer bans have no timeout in the kernel and are lifted by the daemon. */
    private static final int LONGEST_SECONDS = 2_147_483;
    /** Bans with less left may have ended in the kernel: nobody has taken them away. */
    private static final long ENDING_MILLIS = 2000;
    /** How many times orders are sent to a kernel that has no memory. */
    private static final int PATIENCE = 3;
    private static final byte[] NO_COMMENT = {};
    /** What a message is: the one that tells whether the set did not have the address, the one that decides about a ban, or both. */
    private static final int FIRST = 1;
    private static final int LAST = 2;
    private static final int DOUBTED = 4;
    private static final int EMPTY = 8;

    private final Sys sys;
    private final boolean bigEndian;
    private final List<byte[]> names = new ArrayList<>();
    private final int setSize;
    private final NetlinkSocket socket;
    private final NetlinkReplies replies;
    private final NetlinkBuffer out;
    private final IpsetMessages messages;
    /** For sets that are gone. */
    private final Repairs repairs = new Repairs();
    /** For sets that hold less than they should: what ends by itself and no jail holds looks like that as well. */
    private final Repairs doubts = new Repairs();
    private final int[] orderSets = new int[MESSAGES];
    private final long[] highs = new long[MESSAGES];
    private final long[] lows = new long[MESSAGES];
    private final int[] kinds = new int[MESSAGES];
    /** How many elements each set must have, of all sets. */
    private int[] elements;
    /** What was read last. */
    private int version;
    private int revision;
    private int elementCount;
    /** At start: names of sets, then what they hold, each null else. */
    private List<String> present;
    private Found found;
    private int foundSet;
    private int foundPrefix;
    private int count;
    private int waits;
    private int firstSequence;
    private long lookMillis;
    private long doubtMillis;
    private boolean setMissing;
    /** A set of another kind has one of our names. */
    private boolean foreign;
    private boolean doubting;
    /** Whether the last doubt was right. */
    private boolean missed;
    private int refusal;
    private int lost;

    /** @param sets what orders name by their place. @param setSize addresses in each set at most. */
    public IpsetFirewall(Sys sys, boolean bigEndian, List<BanSet> sets, int setSize)
    {
        super(sys, bigEndian, sets, CHAIN);
        this.sys = sys;
        this.bigEndian = bigEndian;
        this.setSize = setSize;
        nameAll();
        socket = new NetlinkSocket(sys);
        replies = new NetlinkReplies(sys, socket, bigEndian);
        out = new NetlinkBuffer(SEND_BYTES, bigEndian);
        messages = new IpsetMessages(out);
    }

    private void nameAll()
    {
        names.clear();
        elements = new int[sets.size()];
        for (BanSet set : sets)
        {
            names.add(NftMessages.ascii(set.name(STEM)));
        }
    }

    @Override
    public int cover(List<BanSet> wanted)
    {
        List<BanSet> former = new ArrayList<>(sets);
        sets.clear();
        sets.addAll(wanted);
        nameAll();
        doubting = false;
        int result = makeAll();
        for (IptablesChain chain : chains)
        {
            if (result == 0 && chain.works && chain.run(null) != 0)
            {
                problem = chain.problem();
                result = -Errno.EIO;
            }
        }
        for (BanSet each : former)
        {
            if (BanSet.find(sets, STEM, each.name(STEM)) < 0)
            {
                destroy(NftMessages.ascii(each.name(STEM)));
            }
        }
        // So many elements are what their own orders have led to, as far as is known.
        look();
        return result;
    }

    private int destroy(byte[] name)
    {
        out.truncate(0);
        messages.destroy(name);
        return exchange();
    }

    @Override
    public String name()
    {
        return "ipset";
    }

    private int failed(String operation, int error)
    {
        problem = operation + ": " + message(error);
        return error;
    }

    private String message(int error)
    {
        switch (error)
        {
            case IpsetMessages.ERROR_FULL:
                return "the set is full (" + setSize + " addresses)";
            case IpsetMessages.ERROR_TYPE:
                return "the kernel has no sets of this type (CONFIG_IP_SET_HASH_IP, CONFIG_IP_SET_HASH_NET)";
            case IpsetMessages.ERROR_PROTOCOL:
                return "the kernel speaks another version of the protocol";
            case -Errno.EPERM, -Errno.EACCES:
                return Errno.message(error) + "; banjo needs root or CAP_NET_ADMIN (or use --dry-run)";
            case -Errno.EPROTONOSUPPORT, -Errno.EOPNOTSUPP, -Errno.EINVAL:
                return Errno.message(error) + "; the kernel has no ip_set (CONFIG_IP_SET)";
            default:
                return Errno.message(error);
        }
    }

    @Override
    public int start(Found found)
    {
        int result = socket.open();
        if (result < 0)
        {
            return failed("netlink socket", result);
        }
        result = agree();
        List<String> stale = new ArrayList<>();
        result = result < 0 ? result : adopt(found, stale);
        if (result < 0)
        {
            socket.close();
            return failed("reading the sets", result);
        }
        boolean replaced = false;
        for (IptablesChain chain : chains)
        {
            int made = make(chain.ipv4, false);
            if (made < 0 && made != IpsetMessages.ERROR_TYPE && made != -Errno.EAFNOSUPPORT)
            {
                // Sets of another kind are under our names: rules must let go of them first.
                chain.remove();
                made = make(chain.ipv4, true);
                replaced = true;
            }
            if (made < 0)
            {
                failed("making the sets", made);
            }
            started(chain, made < 0 ? problem : chain.start() != 0 || chain.run(null) != 0 ? chain.problem() : null);
        }
        result = startResult();
        if (result < 0)
        {
            for (byte[] each : names)
            {
                destroy(each);
            }
            socket.close();
            return result;
        }
        for (String each : stale)
        {
            destroy(NftMessages.ascii(each));
        }
        look();
        return replaced ? REBUILT : 0;
    }

    /** Chooses the version of the protocol. */
    private int agree()
    {
        out.truncate(0);
        messages.protocol();
        int result = ask(IpsetMessages.PROTOCOL);
        messages.speak(result < 0 ? IpsetMessages.VERSION : Math.min(version, IpsetMessages.VERSION));
        return result;
    }

    private int octet(byte[] bytes, int from, int to, int type)
    {
        int at = NetlinkAttributes.find(bytes, from, to, type, bigEndian);
        return at < 0 || at + 4 >= to ? 0 : bytes[at + 4] & 0xFF;
    }

    /** Sends a question with one answer. @return 0 or a negated errno. */
    private int ask(int type)
    {
        int sent = socket.send(out.bytes, out.length());
        return sent < 0 ? sent : replies.readOne(type, this);
    }

    /** Asks for sets, see {@link IpsetMessages#list}. @return 0 or a negated errno. */
    private int list(byte[] name, int what)
    {
        elementCount = -1;
        out.truncate(0);
        messages.list(name, what);
        int sent = socket.send(out.bytes, out.length());
        return sent < 0 ? sent : replies.readDump(IpsetMessages.LIST, this);
    }

    /** Reads whatever an answer holds. */
    @Override
    public void read(byte[] bytes, int from, int to)
    {
        version = octet(bytes, from, to, 1);
        revision = octet(bytes, from, to, 4);
        elementCount = IpsetMessages.elements(bytes, from, to, bigEndian);
        if (found != null)
        {
            IpsetMessages.read(bytes, from, to, bigEndian, foundSet, foundPrefix, found);
        }
        else if (present != null)
        {
            present.add(NetlinkAttributes.text(bytes, from, to, 2, bigEndian));
        }
    }

    /** Sends what is in the buffer, which asks for one answer in all. @return 0 or the first error. */
    private int exchange()
    {
        firstSequence = messages.sequence();
        int sent = socket.send(out.bytes, out.length());
        return sent < 0 ? sent : replies.readAcknowledgement(this);
    }

    @Override
    public boolean owns(int sequence)
    {
        return sequence - firstSequence >= 0 && sequence - messages.sequence() <= 0;
    }

    @Override
    public int lastSequence()
    {
        return messages.sequence();
    }

    /** Reads every set of banjo's. @param stale receives the names of those that are not wanted any more. */
    private int adopt(Found finder, List<String> stale)
    {
        present = new ArrayList<>();
        int result = list(null, IpsetMessages.NAMES);
        found = finder;
        for (String each : present)
        {
            String usual = BanSet.STEM + each.substring(Math.min(each.length(), STEM.length()));
            if (!each.startsWith(STEM) || !BanSet.isName(usual))
            {
                continue;
            }
            foundSet = BanSet.find(sets, STEM, each);
            foundPrefix = BanSet.prefixOf(usual);
            if (foundSet < 0)
            {
                stale.add(each);
            }
            int read = list(NftMessages.ascii(each), 0);
            result = read < 0 && read != -Errno.EINTR ? read : result;
        }
        present = null;
        found = null;
        return result;
    }

    /** Makes the sets that are missing, of the families that work. @return 0 or a negated errno. */
    private int makeAll()
    {
        int result = 0;
        for (IptablesChain chain : chains)
        {
            int made = chain.works ? make(chain.ipv4, false) : 0;
            result = made < 0 ? failed("making the sets", made) : result;
        }
        return result;
    }

    /** Makes the sets of a family that are missing. @param anew destroys them first. @return 0 or a negated errno. */
    private int make(boolean ipv4, boolean anew)
    {
        int result = 0;
        for (int i = 0; i < sets.size() && result == 0; i++)
        {
            BanSet set = sets.get(i);
            if (set.ipv4 != ipv4)
            {
                continue;
            }
            // The kernel lets go of a set some time after the rules that named it are gone.
            for (int looks = 0; anew && looks < LOOKS && destroy(names.get(i)) == IpsetMessages.ERROR_BUSY; looks++)
            {
                sys.poll(elements, elements, elements, 0, LOOKS);
            }
            byte[] type = IpsetMessages.type(set);
            out.truncate(0);
            messages.type(set, type);
            result = ask(IpsetMessages.TYPE);
            out.truncate(0);
            messages.create(set, names.get(i), type, revision, setSize);
            result = result < 0 ? result : exchange();
        }
        return result;
    }

    @Override
    public String rules(IptablesChain chain)
    {
        StringBuilder rules = new StringBuilder();
        for (BanSet set : sets)
        {
            if (set.ipv4 == chain.ipv4)
            {
                rules.append(IptablesRules.of(set, "-A " + CHAIN + " -m set --match-set " + set.name(STEM) + " src", ""));
            }
        }
        return rules.toString();
    }

    @Override
    public boolean holds(IptablesChain chain, String rule)
    {
        return rule.contains(" --match-set " + STEM);
    }

    /** Makes room for an order of so many messages. @return false when it cannot be carried out. */
    private boolean begin(int set, boolean ban, int more)
    {
        if (!begin(set, ban))
        {
            return false;
        }
        if (count + more > MESSAGES || out.remaining() < ORDER_BYTES)
        {
            send();
            if (count > 0)
            {
                failedOrders++;
                return false;
            }
        }
        if (count == 0)
        {
            out.truncate(0);
            firstSequence = messages.sequence() + 1;
        }
        return true;
    }

    private void note(int kind, int set, long high, long low)
    {
        kinds[count] = kind;
        orderSets[count] = set;
        highs[count] = high;
        lows[count++] = low;
    }

    private void add(int kind, int set, long high, long low, long remainingMillis, byte[] comment)
    {
        long seconds = remainingMillis < 0 || remainingMillis > LONGEST_SECONDS * 1000L ? 0 : Math.max(1, (remainingMillis + 999) / 1000);
        messages.add(sets.get(set), names.get(set), high, low, (int)seconds, comment.length > 64 ? NO_COMMENT : comment, (kind & FIRST) != 0);
        note(kind, set, high, low);
        if ((kind & FIRST) != 0)
        {
            elements[set]++;
            lost += (kind & DOUBTED) != 0 ? 1 : 0;
        }
    }

    @Override
    public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (begin(set, true, 2))
        {
            add(FIRST, set, high, low, remainingMillis, comment);
            add(LAST, set, high, low, remainingMillis, comment);
        }
    }

    @Override
    public void restore(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (begin(set, true, 1))
        {
            boolean ends = remainingMillis >= 0 && remainingMillis < ENDING_MILLIS;
            add(FIRST | LAST | (doubting && !ends ? DOUBTED : 0), set, high, low, remainingMillis, comment);
        }
    }

    @Override
    public void unban(int set, long high, long low)
    {
        if (begin(set, false, 1))
        {
            messages.delete(sets.get(set), names.get(set), high, low);
            note(0, set, high, low);
            elements[set]--;
        }
    }

    @Override
    public void empty(int set)
    {
        if (begin(set, false, 1))
        {
            messages.flush(names.get(set));
            note(EMPTY, set, 0, 0);
            elements[set] = 0;
        }
    }

    @Override
    public int list(Found finder)
    {
        // What waits to be sent once more lies where the questions are written.
        int read = count > 0 ? -Errno.EAGAIN : adopt(finder, new ArrayList<>());
        return read < 0 ? failed("reading the sets", read) : 0;
    }

    private void send()
    {
        if (count == 0)
        {
            return;
        }
        out.addFlags(NftMessages.ACK);
        refusal = 0;
        int sent = socket.send(out.bytes, out.length());
        int result = sent < 0 ? sent : replies.readAcknowledgement(this);
        result = refusal != 0 ? refusal : result == IpsetMessages.ERROR_EXISTS ? 0 : result;
        if (result < 0)
        {
            lastError = failed("ban", result);
        }
        if (sent < 0 && ++waits < PATIENCE)
        {
            // The kernel has seen nothing of it, and may take it a moment later.
            return;
        }
        for (int i = 0; i < count && sent < 0; i++)
        {
            failedOrders += (kinds[i] & LAST) != 0 || kinds[i] == 0 ? 1 : 0;
            undo(i);
        }
        waits = 0;
        count = 0;
    }

    /** A message has not done what it was counted for. */
    private void undo(int message)
    {
        elements[orderSets[message]] += (kinds[message] & FIRST) != 0 ? -1 : kinds[message] == 0 ? 1 : 0;
        lost -= (kinds[message] & DOUBTED) != 0 ? 1 : 0;
    }

    /** Notes what became of a message. */
    @Override
    public void failed(int sequence, int error)
    {
        int message = sequence - firstSequence;
        if (message < 0 || message >= count)
        {
            return;
        }
        int kind = kinds[message];
        undo(message);
        if (error == IpsetMessages.ERROR_EXISTS && (kind & FIRST) != 0)
        {
            return;
        }
        refusal = refusal == 0 ? error : refusal;
        setMissing |= error == -Errno.ENOENT;
        boolean other = error < IpsetMessages.ERROR_PRIVATE && error != IpsetMessages.ERROR_FULL && error != IpsetMessages.ERROR_EXISTS;
        foreign |= other;
        if ((kind & LAST) != 0 && error != -Errno.ENOENT && !other
            && !(error == IpsetMessages.ERROR_FULL && refused.add(orderSets[message], highs[message], lows[message])))
        {
            failedOrders++;
        }
    }

    @Override
    public int flush()
    {
        send();
        int result = flushResult();
        if (setMissing || foreign)
        {
            setMissing = false;
            // A repair that is put off orders every ban again.
            return repairs.waiting() ? 0 : repair();
        }
        if (lost > 0)
        {
            lost = 0;
            doubting = false;
            missed = true;
            problem = doubts.notice("somebody took bans out of the sets; ordered every ban again", "");
            return REBUILT;
        }
        return result;
    }

    @Override
    public int tick(boolean ready, long nowMillis)
    {
        int result = super.tick(ready, nowMillis);
        if (now >= lookMillis)
        {
            lookMillis = now + LOOK_MILLIS;
            send();
            if (count == 0)
            {
                look();
            }
            doubtMillis = doubtMillis == 0 ? now : doubtMillis;
            if (now - doubtMillis >= DOUBT_MILLIS)
            {
                doubts.damaged(now);
            }
        }
        if (result == 0 && repairs.due(now))
        {
            return repair();
        }
        if (result == 0 && doubts.due(now))
        {
            doubts.repaired(now);
            doubtMillis = now;
            doubting = true;
            missed = false;
            lost = 0;
            return DOUBT;
        }
        return result;
    }

    @Override
    public int patienceMillis()
    {
        return Math.min(super.patienceMillis(), Math.min(repairs.patienceMillis(), doubts.patienceMillis()));
    }

    @Override
    public long waitMillis(long nowMillis)
    {
        return Math.max(super.waitMillis(nowMillis), Math.max(repairs.waitMillis(nowMillis), missed ? doubts.waitMillis(nowMillis) : 0));
    }

    /** Compares what the sets hold with what they should. */
    private void look()
    {
        for (int i = 0; i < elements.length; i++)
        {
            int result = chain(i).works ? list(names.get(i), IpsetMessages.HEADER) : -Errno.EAFNOSUPPORT;
            if (result == -Errno.ENOENT)
            {
                repairs.damaged(now);
                elements[i] = 0;
            }
            else if (result == 0 && elementCount >= 0)
            {
                if (elementCount < elements[i])
                {
                    doubts.damaged(now);
                }
                elements[i] = elementCount;
            }
        }
    }

    /** Makes sets again that somebody has destroyed, which the rules had to let go for that. */
    private int repair()
    {
        repairs.repaired(now);
        for (int i = 0; i < chains.length && foreign; i++)
        {
            if (chains[i].works)
            {
                chains[i].remove();
                make(chains[i].ipv4, true);
                chains[i].run(null);
            }
        }
        foreign = false;
        int made = makeAll();
        if (made < 0)
        {
            repairs.damaged(now);
            return failed("somebody destroyed or replaced the sets, and they cannot be made again", made);
        }
        chains[0].repairs.damaged(now);
        chains[1].repairs.damaged(now);
        look();
        problem = repairs.notice("somebody destroyed or replaced the sets; made again with every ban", "");
        return REBUILT;
    }

    @Override
    public int stop(boolean keep)
    {
        int result = keep && socket.isOpen() ? flush() : 0;
        for (IptablesChain chain : chains)
        {
            if (chain.works && !keep)
            {
                chain.remove();
            }
            chain.close();
        }
        for (int i = 0; i < names.size() && !keep && socket.isOpen(); i++)
        {
            int destroyed = destroy(names.get(i));
            result = destroyed < 0 && destroyed != -Errno.ENOENT ? failed("destroying the sets", destroyed) : result;
        }
        socket.close();
        return Math.min(result, 0);
    }
}
