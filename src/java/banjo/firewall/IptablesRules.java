package banjo.firewall;

/** The rules of iptables that drop or reject what comes from a source. */
final class IptablesRules
{
    /** What iptables' multiport match takes: 15 ports, a range counting twice. */
    private static final int PAIRS = 7;

    private IptablesRules()
    {
    }

    /** @return what rules of a set end in, from the protocol on, a line for each rule. @param comment a word, or empty. */
    static String of(BanSet set, String source, String comment)
    {
        StringBuilder rules = new StringBuilder();
        for (int protocol : set.ruleProtocols())
        {
            int from = 0;
            do
            {
                rules.append(source);
                if (protocol != BanSet.ALL_PROTOCOLS)
                {
                    rules.append(" -p ").append(BanSet.protocolName(protocol));
                }
                for (int i = from; i < set.ports.length && i < from + 2 * PAIRS; i += 2)
                {
                    rules.append(i == from ? " -m multiport --dports " : ",").append(set.ports[i]);
                    if (set.ports[i + 1] != set.ports[i])
                    {
                        rules.append(':').append(set.ports[i + 1]);
                    }
                }
                if (!comment.isEmpty())
                {
                    rules.append(" -m comment --comment ").append(comment);
                }
                rules.append(!set.reject ? " -j DROP" : protocol == BanSet.TCP ? " -j REJECT --reject-with tcp-reset" : " -j REJECT").append('\n');
                from += 2 * PAIRS;
            }
            while (from < set.ports.length);
        }
        return rules.toString();
    }
}
