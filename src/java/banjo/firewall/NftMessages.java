package banjo.firewall;

import banjo.address.Address;

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
    static final int NEWRULE = 0xA06;
    static final int DELRULE = 0xA08;
    static final int NEWSET = 0xA09;
    static final int GETSET = 0xA0A;
    static final int NEWSETELEM = 0xA0C;
    static final int GETSETELEM = 0xA0D;
    static final int DELSETELEM = 0xA0E;

    static final byte[] TABLE = ascii("banjo");
    static final byte[] CHAIN = ascii("prerouting");
    static final byte[] SET_IPV4 = ascii("banned4");
    static final byte[] SET_IPV6 = ascii("banned6");

    private static final int FAMILY_INET = 1;
    private static final int SUBSYSTEM_NFTABLES = 10;
    /** Before conntrack (-200) and raw (-300), so that a banned packet costs no connection entry. */
    private static final int PRIORITY = -310;
    static final int SET_TIMEOUT_FLAG = 0x10;
    private static final int KEY_TYPE_IPV4 = 7;
    private static final int KEY_TYPE_IPV6 = 8;

    private static final int LIST_ELEMENT = 1;
    private static final int ELEMENTS = 3;
    static final int ELEMENT_KEY = 1;
    static final int ELEMENT_TIMEOUT = 4;
    static final int ELEMENT_EXPIRATION = 5;
    static final int ELEMENT_USERDATA = 6;
    static final int DATA_VALUE = 1;

    private final NetlinkBuffer out;
    private int sequence;

    NftMessages(NetlinkBuffer out)
    {
        this.out = out;
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

    /** @param size elements at most. */
    void newSet(boolean ipv4, int size)
    {
        begin(NEWSET, CREATE);
        out.putName(1, TABLE);
        out.putName(2, ipv4 ? SET_IPV4 : SET_IPV6);
        out.put32(3, SET_TIMEOUT_FLAG);
        out.put32(4, ipv4 ? KEY_TYPE_IPV4 : KEY_TYPE_IPV6);
        out.put32(5, ipv4 ? 4 : 16);
        int description = out.nest(9);
        out.put32(1, size);
        out.endNest(description);
        out.put32(10, ipv4 ? 1 : 2);
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

    /** {@code ip saddr @banned4 counter drop} and its like for IPv6. */
    void newRule(boolean ipv4)
    {
        begin(NEWRULE, CREATE | APPEND);
        out.putName(1, TABLE);
        out.putName(2, CHAIN);
        int expressions = out.nest(4);
        int[] nests = new int[2];
        expression("meta", nests);
        out.put32(1, 1);
        out.put32(2, 15);
        endExpression(nests);
        expression("cmp", nests);
        out.put32(1, 1);
        out.put32(2, 0);
        int data = out.nest(3);
        out.put8(DATA_VALUE, ipv4 ? 2 : 10);
        out.endNest(data);
        endExpression(nests);
        expression("payload", nests);
        out.put32(1, 1);
        out.put32(2, 1);
        out.put32(3, ipv4 ? 12 : 8);
        out.put32(4, ipv4 ? 4 : 16);
        endExpression(nests);
        expression("lookup", nests);
        out.putName(1, ipv4 ? SET_IPV4 : SET_IPV6);
        out.put32(2, 1);
        endExpression(nests);
        expression("counter", nests);
        endExpression(nests);
        expression("immediate", nests);
        out.put32(1, 0);
        int immediate = out.nest(2);
        int verdict = out.nest(2);
        out.put32(1, 0);
        out.endNest(verdict);
        out.endNest(immediate);
        endExpression(nests);
        out.endNest(expressions);
        out.end();
    }

    private void expression(String name, int[] nests)
    {
        nests[0] = out.nest(LIST_ELEMENT);
        out.putName(1, ascii(name));
        nests[1] = out.nest(2);
    }

    private void endExpression(int[] nests)
    {
        out.endNest(nests[1]);
        out.endNest(nests[0]);
    }

    /** @param remainingMillis or -1 for ever. */
    void addElement(long high, long low, long remainingMillis, byte[] comment)
    {
        addElement(high, low, remainingMillis, comment, 0, comment.length);
    }

    void deleteElement(long high, long low)
    {
        begin(DELSETELEM, 0);
        endElement(beginElement(high, low));
    }

    private int beginElement(long high, long low)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        out.putName(1, TABLE);
        out.putName(2, ipv4 ? SET_IPV4 : SET_IPV6);
        int elements = out.nest(ELEMENTS);
        out.nest(LIST_ELEMENT);
        int key = out.nest(ELEMENT_KEY);
        out.putAddress(DATA_VALUE, high, low, ipv4);
        out.endNest(key);
        return elements;
    }

    private void endElement(int elements)
    {
        out.endNest(elements + 4);
        out.endNest(elements);
        out.end();
    }

    /** Asks for a set's properties: answered by NEWSET or an error. */
    void getSet(boolean ipv4)
    {
        begin(GETSET, 0);
        out.putName(1, TABLE);
        out.putName(2, ipv4 ? SET_IPV4 : SET_IPV6);
        out.end();
    }

    /** @param remainingMillis or -1 for ever. @param comment the jail's name as bytes from {@code from} to {@code to}. */
    void addElement(long high, long low, long remainingMillis, byte[] comment, int from, int to)
    {
        begin(NEWSETELEM, CREATE);
        int element = beginElement(high, low);
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

    void dumpSet(boolean ipv4)
    {
        begin(GETSETELEM, DUMP);
        out.putName(1, TABLE);
        out.putName(2, ipv4 ? SET_IPV4 : SET_IPV6);
        out.end();
    }
}
