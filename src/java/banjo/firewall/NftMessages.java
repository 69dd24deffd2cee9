package banjo.firewall;

/** The nf_tables messages that banjo sends (linux/netfilter/nf_tables.h), for table {@code inet banjo}. */
final class NftMessages
{
    static final int REQUEST = 1;
    static final int ACK = 4;
    static final int DUMP = 0x300;
    static final int CREATE = 0x400;
    static final int APPEND = 0x800;

    static final int BATCH_BEGIN = 0x10;
    static final int BATCH_END = 0x11;
    static final int NEWTABLE = 0xA00;
    static final int DELTABLE = 0xA02;
    static final int NEWCHAIN = 0xA03;
    static final int DELCHAIN = 0xA05;
    static final int NEWRULE = 0xA06;
    static final int DELRULE = 0xA08;
    static final int NEWSET = 0xA09;
    static final int GETSET = 0xA0A;
    static final int DELSET = 0xA0B;
    static final int NEWSETELEM = 0xA0C;
    static final int GETSETELEM = 0xA0D;
    static final int DELSETELEM = 0xA0E;

    static final byte[] TABLE = ascii("banjo");
    static final byte[] CHAIN = ascii("prerouting");

    static final int FAMILY_INET = 1;
    static final int SUBSYSTEM_NFTABLES = 10;
    /** Before conntrack (-200) and raw (-300), so that a banned packet costs no connection entry. */
    private static final int PRIORITY = -310;
    static final int SET_TIMEOUT_FLAG = 0x10;
    /** Rules may add elements (NFT_SET_EVAL). */
    static final int SET_DYNAMIC_FLAG = 0x20;
    /** What nft(8) calls ipv4_addr and ipv6_addr. */
    static final int KEY_TYPE_IPV4 = 7;
    static final int KEY_TYPE_IPV6 = 8;

    private static final int LIST_ELEMENT = 1;
    static final int ELEMENTS = 3;
    static final int ELEMENT_KEY = 1;
    static final int ELEMENT_TIMEOUT = 4;
    static final int ELEMENT_EXPIRATION = 5;
    static final int ELEMENT_USERDATA = 6;
    static final int DATA_VALUE = 1;

    private final NetlinkBuffer out;
    private final NftRules rules;
    private int sequence;

    NftMessages(NetlinkBuffer out)
    {
        this.out = out;
        rules = new NftRules(out);
    }

    static byte[] ascii(String text)
    {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte)text.charAt(i);
        }
        return bytes;
    }

    /** The number of the message that was begun last. */
    int sequence()
    {
        return sequence;
    }

    void batchBegin()
    {
        out.begin(BATCH_BEGIN, REQUEST, ++sequence, 0, SUBSYSTEM_NFTABLES);
        out.end();
    }

    void batchEnd()
    {
        int last = out.message();
        out.begin(BATCH_END, REQUEST, ++sequence, 0, SUBSYSTEM_NFTABLES);
        out.end();
        out.rememberMessage(last);
    }

    private void begin(int type, int flags)
    {
        out.begin(type, REQUEST | flags, ++sequence, FAMILY_INET, 0);
    }

    void newTable()
    {
        begin(NEWTABLE, CREATE);
        out.putName(1, TABLE);
        out.put32(2, 0);
        out.end();
    }

    void deleteTable()
    {
        begin(DELTABLE, 0);
        out.putName(1, TABLE);
        out.end();
    }

    /** @param id its own in this batch. @param size elements at most. */
    void newSet(BanSet set, int id, int size)
    {
        begin(NEWSET, CREATE);
        out.putName(1, TABLE);
        out.putName(2, set.nameBytes);
        out.put32(3, SET_TIMEOUT_FLAG);
        out.put32(4, set.ipv4 ? KEY_TYPE_IPV4 : KEY_TYPE_IPV6);
        out.put32(5, set.ipv4 ? 4 : 16);
        int description = out.nest(9);
        out.put32(1, size);
        out.endNest(description);
        out.put32(10, id);
        out.putUserDataByteOrder(13);
        out.end();
    }

    void newChain()
    {
        begin(NEWCHAIN, CREATE);
        out.putName(1, TABLE);
        out.putName(3, CHAIN);
        int hook = out.nest(4);
        out.put32(1, 0);
        out.put32(2, PRIORITY);
        out.endNest(hook);
        out.put32(5, 1);
        out.putName(7, ascii("filter"));
        out.end();
    }

    /** Deletes all rules of the chain. */
    void flushChain()
    {
        begin(DELRULE, 0);
        out.putName(1, TABLE);
        out.putName(2, CHAIN);
        out.end();
    }

    void deleteSet(byte[] name)
    {
        named(DELSET, 0, name);
    }

    /** A message about a set of the table and nothing more. */
    private void named(int type, int flags, byte[] set)
    {
        begin(type, flags);
        out.putName(1, TABLE);
        out.putName(2, set);
        out.end();
    }

    /** Appends the rules of a set. */
    void newRules(BanSet set)
    {
        for (int protocol : set.ruleProtocols())
        {
            int port = set.ports.length == 0 ? -1 : 0;
            do
            {
                begin(NEWRULE, CREATE | APPEND);
                out.putName(1, TABLE);
                out.putName(2, CHAIN);
                int expressions = out.nest(4);
                rules.expressions(set, protocol, port);
                out.endNest(expressions);
                out.end();
                port += 2;
            }
            while (port < set.ports.length);
        }
    }

    /** @param remainingMillis or -1 for ever. */
    void addElement(BanSet set, long high, long low, long remainingMillis, byte[] comment)
    {
        addElement(set, high, low, remainingMillis, comment, 0, comment.length);
    }

    void deleteElement(BanSet set, long high, long low)
    {
        begin(DELSETELEM, 0);
        endElement(beginElement(set, high, low));
    }

    /** Deletes every element of a set. */
    void deleteElements(BanSet set)
    {
        named(DELSETELEM, 0, set.nameBytes);
    }

    private int beginElement(BanSet set, long high, long low)
    {
        out.putName(1, TABLE);
        out.putName(2, set.nameBytes);
        int elements = out.nest(ELEMENTS);
        out.nest(LIST_ELEMENT);
        int key = out.nest(ELEMENT_KEY);
        out.putAddress(DATA_VALUE, high, low, set.ipv4);
        out.endNest(key);
        return elements;
    }

    private void endElement(int elements)
    {
        out.endNest(elements + 4);
        out.endNest(elements);
        out.end();
    }

    /** @param remainingMillis or -1 for ever. @param comment the jail's name as bytes from {@code from} to {@code to}. */
    void addElement(BanSet set, long high, long low, long remainingMillis, byte[] comment, int from, int to)
    {
        begin(NEWSETELEM, CREATE);
        int element = beginElement(set, high, low);
        if (remainingMillis >= 0)
        {
            out.put64(ELEMENT_TIMEOUT, remainingMillis);
        }
        if (to > from)
        {
            out.putComment(ELEMENT_USERDATA, comment, from, to);
        }
        endElement(element);
    }

    /** Asks for the properties of all sets of the table. */
    void dumpSets()
    {
        begin(GETSET, DUMP);
        out.putName(1, TABLE);
        out.end();
    }

    /** Asks for a set's elements. */
    void dumpSet(byte[] name)
    {
        named(GETSETELEM, DUMP, name);
    }
}
