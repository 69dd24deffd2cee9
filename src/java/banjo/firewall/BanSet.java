package banjo.firewall;

import java.util.List;

/**
 * What the bans in one set cover: addresses of one family, or prefixes of one length, towards some ports or all. Its name follows from
 * its contents, so that banjo finds it again after a restart: {@code banned4}, {@code banned6_64}, {@code banned4-tcp-22-80_90-reject}.
 */
public final class BanSet
{
    public static final int ALL_PROTOCOLS = 0;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int SCTP = 132;
    /** The length of a prefix that is one address. */
    public static final int ONE_ADDRESS = 128;
    private static final int IPV4_BITS = 96;
    /** ipset(8) allows 31 bytes for a whole name. */
    private static final int KEY_LIMIT = 20;
    static final String STEM = "banned";

    /** Who carries the bans out, where there are several: see {@link FirewallGroup}. */
    final String backEnd;
    final boolean ipv4;
    final int prefix;
    final int protocol;
    final int[] ports;
    final boolean reject;
    private final String name;
    /** The name for nf_tables. */
    final byte[] nameBytes;

    /**
     * @param backEnd may be empty where there is only one.
     * @param prefix length of what is banned, counted over 128 bits: an IPv4 /24 is 120, one address is 128.
     * @param protocol ALL_PROTOCOLS or a number of IP.
     * @param ports pairs of first and last port, sorted and disjoint; empty for all. With ALL_PROTOCOLS, those of TCP and UDP.
     * @param reject tells the sender, else packets vanish.
     */
    public BanSet(String backEnd, boolean ipv4, int prefix, int protocol, int[] ports, boolean reject)
    {
        this.backEnd = backEnd;
        this.ipv4 = ipv4;
        this.prefix = prefix;
        this.protocol = protocol;
        this.ports = ports;
        this.reject = reject;
        name = build(STEM);
        nameBytes = NftMessages.ascii(name);
    }

    /** @return whether another one is the same in every respect. */
    public boolean isLike(BanSet other)
    {
        return backEnd.equals(other.backEnd) && name.equals(other.name);
    }

    /** @return the name in nf_tables. */
    public String name()
    {
        return name;
    }

    /** @param stem of the name, before the family. */
    String name(String stem)
    {
        return stem == STEM ? name : build(stem);
    }

    private String build(String stem)
    {
        StringBuilder text = new StringBuilder();
        if (protocol != ALL_PROTOCOLS || ports.length > 0)
        {
            text.append(protocolName(protocol));
        }
        for (int i = 0; i < ports.length; i += 2)
        {
            text.append('-').append(ports[i]);
            if (ports[i + 1] != ports[i])
            {
                text.append('_').append(ports[i + 1]);
            }
        }
        if (reject)
        {
            text.append(text.length() == 0 ? "" : "-").append("reject");
        }
        String key = text.toString();
        if (key.length() > KEY_LIMIT)
        {
            key = protocolName(protocol) + "-x" + Integer.toHexString(hash(key));
        }
        String family = stem + (ipv4 ? "4" : "6");
        String addresses = prefix == ONE_ADDRESS ? family : family + "_" + (ipv4 ? prefix - IPV4_BITS : prefix);
        return key.isEmpty() ? addresses : addresses + "-" + key;
    }

    static String protocolName(int protocol)
    {
        switch (protocol)
        {
            case ALL_PROTOCOLS: return "all";
            case TCP: return "tcp";
            case UDP: return "udp";
            default: return "sctp";
        }
    }

    /** @return the number of a protocol by its name in the configuration. */
    public static int protocol(String name)
    {
        switch (name)
        {
            case "tcp": return TCP;
            case "udp": return UDP;
            case "sctp": return SCTP;
            default: return ALL_PROTOCOLS;
        }
    }

    /** FNV-1a. */
    private static int hash(String text)
    {
        int hash = 0x811C9DC5;
        for (int i = 0; i < text.length(); i++)
        {
            hash = (hash ^ text.charAt(i)) * 0x01000193;
        }
        return hash;
    }

    /**
     * The protocols that need a rule each; ALL_PROTOCOLS for a rule that looks at none. Ports are those of TCP and UDP, and only TCP's
     * senders can be told by a reset.
     */
    int[] ruleProtocols()
    {
        if (protocol != ALL_PROTOCOLS)
        {
            return new int[] {protocol};
        }
        return ports.length > 0 ? new int[] {TCP, UDP} : reject ? new int[] {TCP, ALL_PROTOCOLS} : new int[] {ALL_PROTOCOLS};
    }

    /** @param stem of the names. @return the place of the set of a name, or -1. */
    static int find(List<BanSet> sets, String stem, String name)
    {
        for (int i = 0; i < sets.size(); i++)
        {
            if (sets.get(i).name(stem).equals(name))
            {
                return i;
            }
        }
        return -1;
    }

    /** @return whether a name is one that banjo gives to sets of bans. */
    static boolean isName(String name)
    {
        return name.startsWith(STEM + "4") || name.startsWith(STEM + "6");
    }

    static boolean isIpv4Name(String name)
    {
        return name.startsWith(STEM + "4");
    }

    /** @return the length of the prefixes in a set of that name, over 128 bits. */
    static int prefixOf(String name)
    {
        int at = STEM.length() + 1;
        if (at >= name.length() || name.charAt(at) != '_')
        {
            return ONE_ADDRESS;
        }
        int bits = 0;
        while (++at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9' && bits < ONE_ADDRESS)
        {
            bits = bits * 10 + name.charAt(at) - '0';
        }
        return isIpv4Name(name) ? bits + IPV4_BITS : bits;
    }
}
