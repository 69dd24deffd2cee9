package banjo.prove;

/** Regular expressions of addresses: as programs print them, and as banjo reads them. */
final class AddressPatterns
{
    static final String IP4 = dotted("(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])");

    /** What inet_ntop(3) and RFC 5952 write, and the form without a gap; IPv4-mapped addresses apart. */
    static final String PRINTED = IP4 + "|" + ip6("(?:0|[1-9a-f][0-9a-f]{0,3})", 6, false);

    /** Some of them, each the only text of its address. */
    static final String UNIQUE = IP4 + "|" + ip6("[1-9a-f][0-9a-f]{0,3}", 6, false);

    /** What {@link banjo.address.Address#parse} takes. */
    static final String READ = IP4 + "|" + ip6("[0-9a-fA-F]{1,4}", 7, true);

    /** How IPv4 addresses look on a socket for both families (RFC 4291, 2.5.5.2). */
    static final String MAPPED_PREFIX = "::ffff:";

    static final String MAPPED = MAPPED_PREFIX + "(?:" + IP4 + ")";

    private AddressPatterns()
    {
    }

    private static String dotted(String octet)
    {
        return octet + "(?:\\." + octet + "){3}";
    }

    /** @param most groups besides a gap. @param embedded whether the last two groups may be a dotted quad. */
    private static String ip6(String group, int most, boolean embedded)
    {
        StringBuilder pattern = new StringBuilder();
        pattern.append(group).append("(?::").append(group).append("){7}");
        if (embedded)
        {
            pattern.append("|(?:").append(group).append(":){6}").append(IP4);
        }
        for (int before = 0; before <= most; before++)
        {
            pattern.append('|');
            if (before > 0)
            {
                pattern.append(group).append("(?::").append(group).append("){").append(before - 1).append('}');
            }
            pattern.append("::");
            int after = most - before;
            pattern.append(after == 0 ? "" : "(?:" + group + "(?::" + group + "){0," + (after - 1) + "})?");
            if (embedded && after >= 2)
            {
                pattern.append('|');
                if (before > 0)
                {
                    pattern.append(group).append("(?::").append(group).append("){").append(before - 1).append('}');
                }
                pattern.append("::(?:").append(group).append(":){0,").append(after - 2).append('}').append(IP4);
            }
        }
        return pattern.toString();
    }
}
