package banjo.firewall;

import banjo.address.Address;

/** The ipset messages that banjo sends and reads (linux/netfilter/ipset/ip_set.h). */
final class IpsetMessages
{
    static final int SUBSYSTEM = 6 << 8;
    static final int PROTOCOL = SUBSYSTEM | 1;
    static final int LIST = SUBSYSTEM | 7;
    static final int TYPE = SUBSYSTEM | 13;
    private static final int CREATE = SUBSYSTEM | 2;
    private static final int DESTROY = SUBSYSTEM | 3;
    private static final int FLUSH = SUBSYSTEM | 4;
    private static final int ADD = SUBSYSTEM | 9;
    private static final int DELETE = SUBSYSTEM | 10;

    /** Lower ones are ipset's own. */
    static final int ERROR_PRIVATE = -4096;
    static final int ERROR_PROTOCOL = -4097;
    static final int ERROR_TYPE = -4098;
    /** What is to be destroyed is named by a rule. */
    static final int ERROR_BUSY = -4100;
    /** What is to be added is there. */
    static final int ERROR_EXISTS = -4103;
    /** A set is full. */
    static final int ERROR_FULL = -4352;

    /** The newest version of the protocol that banjo speaks. */
    static final int VERSION = 7;
    private static final int NEW = 0x400;
    private static final int NET_ORDER = 0x4000;
    private static final int FAMILY_IPV4 = 2;
    private static final int FAMILY_IPV6 = 10;
    static final int NAMES = 2;
    static final int HEADER = 4;
    private static final int EXCLUSIVE = 0x200;
    private static final int FLAG_COMMENTS = 16;
    private static final int DATA = 7;
    private static final int TIMEOUT = 6;
    private static final int COMMENT = 26;
    /** An odd number whose bits look random, as those of products with it do. */
    private static final long SCATTER = 0x45D9F3B;

    private final NetlinkBuffer out;
    private int sequence;
    private int version = VERSION;

    /** @param sequence the number before the first message's. */
    IpsetMessages(NetlinkBuffer out, int sequence)
    {
        this.out = out;
        this.sequence = sequence;
    }

    void speak(int newVersion)
    {
        version = newVersion;
    }

    int sequence()
    {
        return sequence;
    }

    private void begin(int command, int flags, byte[] set)
    {
        out.begin(command, NftMessages.REQUEST | flags, ++sequence, FAMILY_IPV4, 0);
        out.put8(1, version);
        if (set != null)
        {
            out.putName(2, set);
        }
    }

    /** Asks which versions of the protocol the kernel speaks. */
    void protocol()
    {
        begin(PROTOCOL, 0, null);
        out.end();
    }

    static byte[] type(BanSet set)
    {
        return NftMessages.ascii(set.prefix == BanSet.ONE_ADDRESS ? "hash:ip" : "hash:net");
    }

    private static int family(BanSet set)
    {
        return set.ipv4 ? FAMILY_IPV4 : FAMILY_IPV6;
    }

    /** Asks for the revisions of a set's type. */
    void type(BanSet set, byte[] type)
    {
        begin(TYPE, 0, null);
        out.putName(3, type);
        out.put8(5, family(set));
        out.end();
    }

    /** @param size elements at most. */
    void create(BanSet set, byte[] name, byte[] type, int revision, int size)
    {
        begin(CREATE, NEW | NftMessages.ACK, name);
        out.putName(3, type);
        out.put8(4, revision);
        out.put8(5, family(set));
        int data = out.nest(DATA);
        out.put32(TIMEOUT | NET_ORDER, 0);
        out.put32(8 | NET_ORDER, FLAG_COMMENTS);
        out.put32(19 | NET_ORDER, size);
        out.endNest(data);
        out.end();
    }

    void destroy(byte[] name)
    {
        begin(DESTROY, NftMessages.ACK, name);
        out.end();
    }

    /** Asks for all sets or one. @param what NAMES, HEADER for how it is, 0 for its elements as well. */
    void list(byte[] name, int what)
    {
        begin(LIST, NftMessages.DUMP, name);
        if (what != 0)
        {
            out.put32(6 | NET_ORDER, what);
        }
        out.end();
    }

    /** @return how many elements a set has by the header in a LIST message; more than there can be where that is not told. @param from behind nfgenmsg. */
    static int elements(byte[] in, int from, int to, boolean bigEndian)
    {
        int data = NetlinkAttributes.find(in, from, to, DATA, bigEndian);
        long count = data < 0 ? -1 : NetlinkAttributes.number(in, data + 4, NetlinkAttributes.end(in, data, to, bigEndian), 24, bigEndian);
        return (int)count & Integer.MAX_VALUE;
    }

    /** @param seconds 0 for ever. @param exclusive fails with ERROR_EXISTS for what is there, which keeps its end. */
    void add(BanSet set, byte[] name, long high, long low, int seconds, byte[] comment, boolean exclusive)
    {
        begin(ADD, exclusive ? EXCLUSIVE : 0, name);
        int data = element(set, high, low);
        out.put32(TIMEOUT | NET_ORDER, seconds);
        if (comment.length > 0)
        {
            out.putName(COMMENT, comment);
        }
        out.endNest(data);
        out.end();
    }

    void delete(BanSet set, byte[] name, long high, long low)
    {
        begin(DELETE, 0, name);
        out.endNest(element(set, high, low));
        out.end();
    }

    void flush(byte[] name)
    {
        begin(FLUSH, 0, name);
        out.end();
    }

    private int element(BanSet set, long high, long low)
    {
        int data = out.nest(DATA);
        int address = out.nest(1);
        out.putAddress((set.ipv4 ? 1 : 2) | NET_ORDER, high, low, set.ipv4);
        out.endNest(address);
        if (set.prefix != BanSet.ONE_ADDRESS)
        {
            out.put8(3, set.ipv4 ? set.prefix - 96 : set.prefix);
        }
        return data;
    }

    /** @return what stands for an element in a sum, which tells how many elements there are in its lower half, and which in its upper one. */
    static long mark(long high, long low)
    {
        long mixed = (high * SCATTER ^ low) * SCATTER;
        return (mixed ^ mixed >>> 23) * SCATTER << 32 | 1;
    }

    /** Reads the elements of a LIST message. @param from behind nfgenmsg. @param found null for nobody. @return the sum of their {@link #mark}. */
    static long read(byte[] in, int from, int to, boolean bigEndian, int set, int prefix, Firewall.Found found)
    {
        long sum = 0;
        int list = NetlinkAttributes.find(in, from, to, 8, bigEndian);
        int listEnd = list < 0 ? 0 : NetlinkAttributes.end(in, list, to, bigEndian);
        int end;
        for (int at = list + 4; list >= 0 && at + 4 <= listEnd && (end = NetlinkAttributes.end(in, at, listEnd, bigEndian)) > 0; at = end + 3 & ~3)
        {
            int address = NetlinkAttributes.find(in, at + 4, end, 1, bigEndian);
            int inner = address < 0 ? 0 : NetlinkAttributes.end(in, address, end, bigEndian);
            int value = address + 4;
            int bytes = address < 0 || value + 4 > inner ? 0 : NetlinkAttributes.end(in, value, inner, bigEndian) - value - 4;
            if (bytes != 4 && bytes != 16)
            {
                continue;
            }
            long high = bytes == 4 ? 0 : NetlinkBuffer.getBig(in, value + 4, 8);
            long low = bytes == 4 ? Address.IPV4_MARK | NetlinkBuffer.getBig(in, value + 4, 4) : NetlinkBuffer.getBig(in, value + 12, 8);
            sum += mark(high, low);
            if (found != null)
            {
                long seconds = NetlinkAttributes.number(in, at + 4, end, TIMEOUT, bigEndian);
                int comment = NetlinkAttributes.find(in, at + 4, end, COMMENT, bigEndian);
                int commentEnd = comment < 0 ? 3 : NetlinkAttributes.end(in, comment, end, bigEndian) - 1;
                comment = comment < 0 ? 3 : comment + 4;
                found.ban(set, prefix, high, low, seconds > 0 ? seconds * 1000 : Firewall.UNKNOWN, in, comment, Math.max(comment, commentEnd));
            }
        }
        return sum;
    }
}
