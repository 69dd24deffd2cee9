package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * Bans as elements of ipset(8) sets over netlink, for kernels without nf_tables; rules that look into the sets are made once by the
 * iptables programs. ipset knows no transactions: each order stands for itself. It tells nobody of changes by others.
 */
public final class IpsetFirewall implements Firewall, NetlinkReplies.Sent
{
    private static final String STEM = "banjo";
    private static final String CHAIN = "banjo-ipset";
    private static final int SEND_BYTES = 32 << 10;
    private static final int ORDER_BYTES = 256;
    private static final int ORDERS = 256;
    /** The most that ipset(8) takes; longer bans have no timeout in the kernel and are lifted by the daemon. */
    private static final int LONGEST_SECONDS = 2_147_483;
    /** How many times orders are sent to a kernel that has no memory. */
    private static final int PATIENCE = 3;
    private static final byte[] NO_COMMENT = {};

    private final boolean bigEndian;
    private final List<BanSet> sets;
    private final List<byte[]> names = new ArrayList<>();
    private final int setSize;
    private final NetlinkSocket socket;
    private final NetlinkReplies replies;
    private final NetlinkBuffer out;
    private final IpsetMessages messages;
    private final RefusedBans refused = new RefusedBans();
    private final IptablesChain[] chains;
    private final boolean[] works = new boolean[2];
    private final int[] orderSets = new int[ORDERS];
    private final long[] highs = new long[ORDERS];
    private final long[] lows = new long[ORDERS];
    private final boolean[] bans = new boolean[ORDERS];
    private int count;
    private int waits;
    private int firstSequence;
    private boolean flushed;
    private boolean setMissing;
    private int lastError;
    private long failedOrders;
    private String problem = "";
    private String warning;

    /** @param sets what orders name by their place. @param setSize addresses in each set at most. */
    public IpsetFirewall(Sys sys, boolean bigEndian, List<BanSet> sets, int setSize)
    {
        this.bigEndian = bigEndian;
        this.sets = new ArrayList<>();
        this.setSize = setSize;
        name(sets);
        socket = new NetlinkSocket(sys);
        replies = new NetlinkReplies(sys, socket, bigEndian);
        out = new NetlinkBuffer(SEND_BYTES, bigEndian);
        messages = new IpsetMessages(out);
        Programs programs = new Programs(sys);
        chains = new IptablesChain[] {new IptablesChain(programs, true, CHAIN), new IptablesChain(programs, false, CHAIN)};
    }

    private void name(List<BanSet> wanted)
    {
        sets.clear();
        names.clear();
        for (BanSet set : wanted)
        {
            sets.add(set);
            names.add(NftMessages.ascii(set.name(STEM)));
        }
    }

    @Override
    public int cover(List<BanSet> wanted)
    {
        List<BanSet> former = new ArrayList<>(sets);
        name(wanted);
        int result = 0;
        for (int family = 0; family < 2; family++)
        {
            int made = works[family] ? make(family == 0, false) : 0;
            if (made < 0)
            {
                result = failed("making the sets", made);
            }
            else if (works[family] && chains[family].install(rules(family == 0)) != 0)
            {
                problem = "ipset: " + chains[family].problem();
                result = -Errno.EIO;
            }
        }
        for (BanSet each : former)
        {
            if (find(each.name(STEM)) < 0)
            {
                destroy(NftMessages.ascii(each.name(STEM)));
            }
        }
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

    @Override
    public String problem()
    {
        return problem;
    }

    @Override
    public String warning()
    {
        return warning;
    }

    @Override
    public long failedOrders()
    {
        return failedOrders;
    }

    private int failed(String operation, int error)
    {
        problem = "ipset: " + operation + ": " + message(error);
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
    public boolean runsPrograms()
    {
        return true;
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
        for (int family = 0; family < 2; family++)
        {
            int made = make(family == 0, false);
            if (made < 0 && made != IpsetMessages.ERROR_TYPE && made != -Errno.EAFNOSUPPORT)
            {
                // Sets of another kind are under our names: rules must let go of them first.
                chains[family].remove();
                made = make(family == 0, true);
                replaced = true;
            }
            if (made < 0)
            {
                failed("making the sets", made);
            }
            else if (chains[family].install(rules(family == 0)) != 0)
            {
                problem = "ipset: " + chains[family].problem();
            }
            else
            {
                works[family] = true;
                continue;
            }
            warning = warning != null ? warning : (family == 0 ? "IPv4" : "IPv6") + " addresses cannot be banned: " + problem;
        }
        if (!works[0] && !works[1])
        {
            for (byte[] each : names)
            {
                destroy(each);
            }
            socket.close();
            problem = warning;
            return -Errno.EOPNOTSUPP;
        }
        for (String each : stale)
        {
            destroy(NftMessages.ascii(each));
        }
        return replaced ? REBUILT : 0;
    }

    /** Chooses the version of the protocol. */
    private int agree()
    {
        out.truncate(0);
        messages.protocol();
        int[] version = {IpsetMessages.VERSION};
        int result = ask(IpsetMessages.PROTOCOL, (bytes, from, to) -> version[0] = octet(bytes, from, to, 1));
        messages.speak(Math.min(version[0], IpsetMessages.VERSION));
        return result;
    }

    private int octet(byte[] bytes, int from, int to, int type)
    {
        int at = NetlinkAttributes.find(bytes, from, to, type, bigEndian);
        return at < 0 || at + 4 >= to ? 0 : bytes[at + 4] & 0xFF;
    }

    /** Sends a question; its one answer goes to a reader. @return 0 or a negated errno. */
    private int ask(int type, NetlinkReplies.Message reader)
    {
        int sent = socket.send(out.bytes, out.length());
        return sent < 0 ? sent : replies.readOne(type, reader);
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
    private int adopt(Found found, List<String> stale)
    {
        List<String> present = new ArrayList<>();
        out.truncate(0);
        messages.list(null);
        int sent = socket.send(out.bytes, out.length());
        int result = sent < 0 ? sent : replies.readDump(IpsetMessages.LIST,
            (bytes, from, to) -> present.add(NetlinkAttributes.text(bytes, from, to, 2, bigEndian)));
        for (String each : present)
        {
            if (!BanSet.isName("banned" + each.substring(Math.min(each.length(), STEM.length()))) || !each.startsWith(STEM))
            {
                continue;
            }
            int set = find(each);
            int prefix = BanSet.prefixOf("banned" + each.substring(STEM.length()));
            if (set < 0)
            {
                stale.add(each);
            }
            out.truncate(0);
            messages.list(NftMessages.ascii(each));
            sent = socket.send(out.bytes, out.length());
            int read = sent < 0 ? sent : replies.readDump(IpsetMessages.LIST,
                (bytes, from, to) -> IpsetMessages.read(bytes, from, to, bigEndian, set, prefix, found));
            result = read < 0 && read != -Errno.EINTR ? read : result;
        }
        return result;
    }

    private int find(String name)
    {
        for (int i = 0; i < sets.size(); i++)
        {
            if (sets.get(i).name(STEM).equals(name))
            {
                return i;
            }
        }
        return -1;
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
            if (anew)
            {
                destroy(names.get(i));
            }
            byte[] type = IpsetMessages.type(set);
            int[] revision = new int[1];
            out.truncate(0);
            messages.type(set, type);
            result = ask(IpsetMessages.TYPE, (bytes, from, to) -> revision[0] = octet(bytes, from, to, 4));
            out.truncate(0);
            messages.create(set, names.get(i), type, revision[0], setSize);
            result = result < 0 ? result : exchange();
        }
        return result;
    }

    private String rules(boolean ipv4)
    {
        StringBuilder rules = new StringBuilder();
        for (BanSet set : sets)
        {
            if (set.ipv4 == ipv4)
            {
                rules.append(IptablesChain.rules(set, "-A " + CHAIN + " -m set --match-set " + set.name(STEM) + " src", ""));
            }
        }
        return rules.toString();
    }

    /** Begins an order. @return false when it cannot be carried out. */
    private boolean begin(int set, long high, long low, boolean ban)
    {
        if (flushed)
        {
            flushed = false;
            refused.clear();
        }
        if (!works[sets.get(set).ipv4 ? 0 : 1])
        {
            lastError = ban ? -Errno.EAFNOSUPPORT : lastError;
            problem = warning == null ? "ipset: not started" : warning;
            failedOrders += ban ? 1 : 0;
            return false;
        }
        if (count == ORDERS || out.remaining() < ORDER_BYTES)
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
        orderSets[count] = set;
        highs[count] = high;
        lows[count] = low;
        bans[count++] = ban;
        return true;
    }

    @Override
    public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (begin(set, high, low, true))
        {
            long seconds = remainingMillis < 0 || remainingMillis > LONGEST_SECONDS * 1000L ? 0 : (remainingMillis + 999) / 1000;
            messages.add(sets.get(set), names.get(set), high, low, remainingMillis == 0 ? 1 : (int)seconds,
                comment.length > 64 ? NO_COMMENT : comment);
        }
    }

    @Override
    public void unban(int set, long high, long low)
    {
        if (begin(set, high, low, false))
        {
            messages.delete(sets.get(set), names.get(set), high, low);
        }
    }

    @Override
    public void empty(int set)
    {
        if (begin(set, 0, 0, false))
        {
            messages.flush(names.get(set));
        }
    }

    private void send()
    {
        if (count == 0)
        {
            return;
        }
        out.addFlags(NftMessages.ACK);
        int sent = socket.send(out.bytes, out.length());
        int result = sent < 0 ? sent : replies.readAcknowledgement(this);
        if (result < 0)
        {
            lastError = failed("ban", result);
        }
        if (sent < 0 && ++waits < PATIENCE)
        {
            // The kernel has seen nothing of it, and may take it a moment later.
            return;
        }
        failedOrders += sent < 0 ? count : 0;
        waits = 0;
        count = 0;
    }

    /** Notes what became of an order. */
    @Override
    public void failed(int sequence, int error)
    {
        int order = sequence - firstSequence;
        if (order < 0 || order >= count)
        {
            return;
        }
        setMissing |= error == -Errno.ENOENT;
        if (bans[order] && error != -Errno.ENOENT
            && !(error == IpsetMessages.ERROR_FULL && refused.add(orderSets[order], highs[order], lows[order])))
        {
            failedOrders++;
        }
    }

    @Override
    public int flush()
    {
        send();
        int result = lastError;
        lastError = 0;
        flushed = true;
        if (setMissing)
        {
            setMissing = false;
            return repair();
        }
        return refused.count() > 0 ? FULL : result;
    }

    /** Makes sets and rules again that somebody has destroyed. */
    private int repair()
    {
        for (int family = 0; family < 2; family++)
        {
            int made = works[family] ? make(family == 0, false) : 0;
            if (made < 0)
            {
                return failed("somebody destroyed the sets, and they cannot be made again", made);
            }
            if (works[family] && chains[family].install(rules(family == 0)) != 0)
            {
                problem = "ipset: " + chains[family].problem();
                return -Errno.EIO;
            }
        }
        problem = "somebody destroyed the sets; made again with every ban";
        return REBUILT;
    }

    @Override
    public int refused()
    {
        return refused.count();
    }

    @Override
    public int refused(int index, long[] address)
    {
        return refused.get(index, address);
    }

    @Override
    public int stop(boolean keep)
    {
        int result = keep && socket.isOpen() ? flush() : 0;
        for (int family = 0; family < 2 && !keep; family++)
        {
            if (works[family])
            {
                chains[family].remove();
            }
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
