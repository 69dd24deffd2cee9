package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/** banjo's sets in the kernel's ip_set: made, read and destroyed, one question at a time. */
final class IpsetSets implements NetlinkReplies.Sent, NetlinkReplies.Message
{
    static final String STEM = "banjo";
    static final int OTHER = 1;
    private static final int REQUEST_BYTES = 512;
    /** How often it is tried to destroy a set that is in use, and how many milliseconds lie between. */
    private static final int LOOKS = 20;
    /** Numbers far from those of {@link IpsetOrders}, which go over the same socket. */
    private static final int FIRST_SEQUENCE = 1 << 30;

    private final Sys sys;
    private final int[] nothing = new int[1];
    private final boolean bigEndian;
    private final int setSize;
    private final NetlinkSocket socket;
    private final NetlinkReplies replies;
    private final NetlinkBuffer out;
    private final IpsetMessages messages;
    /** What was read last. */
    private int version;
    private int revision;
    private int count;
    /** What a set holds, as {@link #look} has seen it. */
    long held;
    /** While sets are looked for: their names, then what they hold, each null else. */
    private List<String> present;
    private Firewall.Found found;
    private int foundSet;
    private int foundPrefix;

    /** @param setSize addresses in each set at most. */
    IpsetSets(Sys sys, NetlinkSocket socket, NetlinkReplies replies, boolean bigEndian, int setSize)
    {
        this.sys = sys;
        this.socket = socket;
        this.replies = replies;
        this.bigEndian = bigEndian;
        this.setSize = setSize;
        out = new NetlinkBuffer(REQUEST_BYTES, bigEndian);
        messages = new IpsetMessages(out, FIRST_SEQUENCE);
    }

    static byte[] name(BanSet set)
    {
        return NftMessages.ascii(set.name(STEM));
    }

    /** @return words for an error, and what to do about it. */
    String message(int error)
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

    /** Chooses the version of the protocol, also for others' messages. @return 0 or a negated errno. */
    int agree(IpsetMessages others)
    {
        out.truncate(0);
        messages.protocol();
        int result = ask(IpsetMessages.PROTOCOL);
        int common = result < 0 ? IpsetMessages.VERSION : Math.min(version, IpsetMessages.VERSION);
        messages.speak(common);
        others.speak(common);
        return result;
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
        count = IpsetMessages.elements(bytes, from, to, bigEndian);
        held += IpsetMessages.read(bytes, from, to, bigEndian, foundSet, foundPrefix, found);
        if (found == null && present != null)
        {
            present.add(NetlinkAttributes.text(bytes, from, to, 2, bigEndian));
        }
    }

    private int octet(byte[] bytes, int from, int to, int type)
    {
        int at = NetlinkAttributes.find(bytes, from, to, type, bigEndian);
        return at < 0 || at + 4 >= to ? 0 : bytes[at + 4] & 0xFF;
    }

    /** Sends what is in the buffer, which asks for one answer. @return 0 or a negated errno. */
    private int exchange()
    {
        int sent = socket.send(out.bytes, out.length());
        return sent < 0 ? sent : replies.readAcknowledgement(this);
    }

    @Override
    public boolean owns(int sequence)
    {
        return sequence == messages.sequence();
    }

    @Override
    public int lastSequence()
    {
        return messages.sequence();
    }

    @Override
    public void failed(int sequence, int error)
    {
    }

    /** Reads every set of banjo's. @param stale receives the names of those that are not wanted. @return 0 or a negated errno. */
    int find(List<BanSet> wanted, Firewall.Found finder, List<String> stale)
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
            foundSet = BanSet.find(wanted, STEM, each);
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

    /**
     * Compares what a set holds.
     *
     * @param full element by element, even when there are not fewer.
     * @param expected the sum of the {@link IpsetMessages#mark} of its elements.
     * @return 0, OTHER when {@link #held} is another sum, or a negated errno.
     */
    int look(byte[] name, boolean full, long expected)
    {
        held = 0;
        int result = list(name, full ? 0 : IpsetMessages.HEADER);
        return result < 0 || (full ? held == expected : count >= (int)expected) ? result : full ? OTHER : look(name, true, expected);
    }

    /** Makes a set that is missing. @return 0 or a negated errno. */
    int make(BanSet set)
    {
        byte[] type = IpsetMessages.type(set);
        out.truncate(0);
        messages.type(set, type);
        int result = ask(IpsetMessages.TYPE);
        out.truncate(0);
        messages.create(set, name(set), type, revision, setSize);
        return result < 0 ? result : exchange();
    }

    /** Destroys a set that rules let go of just now: the kernel does so some time after. */
    void remove(BanSet set)
    {
        for (int looks = 0; looks < LOOKS && destroy(name(set)) == IpsetMessages.ERROR_BUSY; looks++)
        {
            sys.poll(nothing, nothing, nothing, 0, LOOKS);
        }
    }

    /** @return 0 or a negated errno. */
    int destroy(byte[] name)
    {
        out.truncate(0);
        messages.destroy(name);
        return exchange();
    }
}
