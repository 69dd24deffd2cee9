package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.List;

/** Listens to what others do to a table (the notify group of nf_tables). */
final class NftEvents
{
    static final int NOTHING = 0;
    /** Somebody took away or changed what banjo needs. */
    static final int DAMAGE = 1;
    /** Events were lost: anything may have happened. */
    static final int LOST = 2;

    private static final int GROUP_NFTABLES = 7;
    /** Longer than any notification: the kernel gathers them in 8 KiB at most; a longer one would count as lost. */
    private static final int RECEIVE_BYTES = 16 << 10;
    private static final int DATAGRAMS = 4096;
    private static final int HEADERS = NetlinkBuffer.HEADER_BYTES + 4;

    private final NetlinkSocket socket;
    private final boolean bigEndian;
    private final int family;
    private final byte[] table;
    private final byte[][] chains;
    private final List<BanSet> sets;

    /** @param family of the table, a number of nfgenmsg. @param chains and sets: those that banjo needs. */
    NftEvents(Sys sys, boolean bigEndian, int family, byte[] table, byte[][] chains, List<BanSet> sets)
    {
        this.bigEndian = bigEndian;
        this.family = family;
        this.table = table;
        this.chains = chains;
        this.sets = sets;
        socket = new NetlinkSocket(sys, RECEIVE_BYTES);
    }

    /** @return 0 or a negated errno. */
    int open()
    {
        int opened = socket.open();
        return opened < 0 ? opened : socket.join(GROUP_NFTABLES);
    }

    void close()
    {
        socket.close();
    }

    int descriptor()
    {
        return socket.descriptor();
    }

    /** Reads what has come. @param ownPort of the socket that banjo's own changes come from. @return a constant of this class. */
    int read(int ownPort)
    {
        int result = NOTHING;
        for (int i = 0; i < DATAGRAMS && socket.isOpen(); i++)
        {
            int length = socket.receive(false);
            if (length == -Errno.ENOBUFS || length == -Errno.EMSGSIZE)
            {
                result = LOST;
                continue;
            }
            if (length < 0)
            {
                break;
            }
            byte[] in = socket.in;
            for (int at = 0; length - at >= HEADERS;)
            {
                int size = NetlinkBuffer.getHost32(in, at, bigEndian);
                if (size < HEADERS || size > length - at)
                {
                    break;
                }
                if (result == NOTHING && (NetlinkBuffer.getHost32(in, at + 12, bigEndian) & 0x7FFFFFFF) != ownPort
                    && isDamage(in, at, at + size))
                {
                    result = DAMAGE;
                }
                at += size + 3 & ~3;
            }
        }
        return result;
    }

    /** @return whether a message of somebody else's is about something that banjo needs as it made it. */
    private boolean isDamage(byte[] in, int at, int to)
    {
        int from = at + HEADERS;
        if (in[at + NetlinkBuffer.HEADER_BYTES] != family || !NetlinkAttributes.holds(in, from, to, 1, bigEndian, table))
        {
            return false;
        }
        switch (NetlinkBuffer.getHost16(in, at + 4, bigEndian))
        {
            case NftMessages.NEWTABLE, NftMessages.DELTABLE, NftMessages.NEWCHAIN:
                // A chain that is renamed is told of by its new name alone.
                return true;
            case NftMessages.DELCHAIN:
                return isChain(in, from, to, 3);
            case NftMessages.NEWRULE, NftMessages.DELRULE:
                return isChain(in, from, to, 2);
            case NftMessages.NEWSETELEM:
                return isCommented(in, from, to) && isSet(in, from, to);
            case NftMessages.NEWSET, NftMessages.DELSET, NftMessages.DELSETELEM:
                return isSet(in, from, to);
            default:
                return false;
        }
    }

    /** Bans have a comment: from Linux 6.12 on another end of one is told of as a new element. */
    private boolean isCommented(byte[] in, int from, int to)
    {
        int list = NetlinkAttributes.find(in, from, to, NftMessages.ELEMENTS, bigEndian);
        return list >= 0 && NetlinkAttributes.find(in, list + 8, to, NftMessages.ELEMENT_USERDATA, bigEndian) >= 0;
    }

    private boolean isSet(byte[] in, int from, int to)
    {
        boolean set = false;
        for (int i = 0; i < sets.size(); i++)
        {
            set |= NetlinkAttributes.holds(in, from, to, 2, bigEndian, sets.get(i).nameBytes);
        }
        return set;
    }

    private boolean isChain(byte[] in, int from, int to, int attribute)
    {
        for (byte[] chain : chains)
        {
            if (NetlinkAttributes.holds(in, from, to, attribute, bigEndian, chain))
            {
                return true;
            }
        }
        return false;
    }
}
