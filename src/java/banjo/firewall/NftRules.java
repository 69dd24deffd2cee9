package banjo.firewall;

import banjo.address.Address;

/**
 * The rules that drop or reject what comes from the members of a set, such as
 * {@code tcp dport 22 ip saddr @banned4-tcp-22 counter drop} (linux/netfilter/nf_tables.h).
 */
final class NftRules
{
    private static final int REGISTER = 1;
    private static final int META_NFPROTO = 15;
    private static final int META_L4PROTO = 16;
    private static final int NETWORK_HEADER = 1;
    private static final int TRANSPORT_HEADER = 2;
    private static final int EQUAL = 0;
    private static final int REJECT_TCP_RESET = 1;
    private static final int REJECT_ICMPX = 2;
    private static final int ICMPX_PORT_UNREACHABLE = 1;

    private final NetlinkBuffer out;
    private final int[] nests = new int[2];

    NftRules(NetlinkBuffer out)
    {
        this.out = out;
    }

    /** Writes the expressions of one rule. @param protocol or ALL_PROTOCOLS. @param port where a pair of ports is, or -1 for all. */
    void expressions(BanSet set, int protocol, int port)
    {
        compareMeta(META_NFPROTO, set.ipv4 ? 2 : 10);
        if (protocol != BanSet.ALL_PROTOCOLS)
        {
            compareMeta(META_L4PROTO, protocol);
        }
        if (port >= 0)
        {
            payload(TRANSPORT_HEADER, 2, 2);
            range(set.ports[port], set.ports[port + 1]);
        }
        int size = set.ipv4 ? 4 : 16;
        payload(NETWORK_HEADER, set.ipv4 ? 12 : 8, size);
        if (set.prefix != BanSet.ONE_ADDRESS)
        {
            mask(set.prefix, set.ipv4);
        }
        begin("lookup");
        out.putName(1, set.nameBytes);
        out.put32(2, REGISTER);
        end();
        begin("counter");
        end();
        if (set.reject)
        {
            reject(protocol);
        }
        else
        {
            drop();
        }
    }

    private void begin(String name)
    {
        nests[0] = out.nest(1);
        out.putName(1, NftMessages.ascii(name));
        nests[1] = out.nest(2);
    }

    private void end()
    {
        out.endNest(nests[1]);
        out.endNest(nests[0]);
    }

    private void compareMeta(int key, int value)
    {
        begin("meta");
        out.put32(1, REGISTER);
        out.put32(2, key);
        end();
        begin("cmp");
        out.put32(1, REGISTER);
        out.put32(2, EQUAL);
        int data = out.nest(3);
        out.put8(NftMessages.DATA_VALUE, value);
        out.endNest(data);
        end();
    }

    private void payload(int base, int offset, int size)
    {
        begin("payload");
        out.put32(1, REGISTER);
        out.put32(2, base);
        out.put32(3, offset);
        out.put32(4, size);
        end();
    }

    private void range(int first, int last)
    {
        boolean one = first == last;
        begin(one ? "cmp" : "range");
        out.put32(1, REGISTER);
        out.put32(2, EQUAL);
        for (int i = 3; i <= (one ? 3 : 4); i++)
        {
            int data = out.nest(i);
            out.put16(NftMessages.DATA_VALUE, i == 3 ? first : last);
            out.endNest(data);
        }
        end();
    }

    /** Leaves the upper bits of the address. */
    private void mask(int prefix, boolean ipv4)
    {
        begin("bitwise");
        out.put32(1, REGISTER);
        out.put32(2, REGISTER);
        out.put32(3, ipv4 ? 4 : 16);
        int mask = out.nest(4);
        out.putAddress(NftMessages.DATA_VALUE, Address.upperMask(prefix), Address.upperMask(prefix - 64), ipv4);
        out.endNest(mask);
        int xor = out.nest(5);
        out.putAddress(NftMessages.DATA_VALUE, 0, 0, ipv4);
        out.endNest(xor);
        end();
    }

    private void reject(int protocol)
    {
        begin("reject");
        out.put32(1, protocol == BanSet.TCP ? REJECT_TCP_RESET : REJECT_ICMPX);
        if (protocol != BanSet.TCP)
        {
            out.put8(2, ICMPX_PORT_UNREACHABLE);
        }
        end();
    }

    private void drop()
    {
        begin("immediate");
        out.put32(1, 0);
        int immediate = out.nest(2);
        int verdict = out.nest(2);
        out.put32(1, 0);
        out.endNest(verdict);
        out.endNest(immediate);
        end();
    }
}
