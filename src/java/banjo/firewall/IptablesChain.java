package banjo.firewall;

/** A chain of banjo's in table {@code filter} in one family, first in INPUT and FORWARD, made by the iptables programs. */
final class IptablesChain
{
    /** What iptables' multiport match takes: 15 ports, a range counting twice. */
    private static final int PAIRS = 7;
    private static final String[] HOOKS = {"INPUT", "FORWARD"};

    final boolean ipv4;
    private final Programs programs;
    private final String name;

    IptablesChain(Programs programs, boolean ipv4, String name)
    {
        this.name = name;
        this.programs = programs;
        this.ipv4 = ipv4;
    }

    String program(String suffix)
    {
        return (ipv4 ? "iptables" : "ip6tables") + suffix;
    }

    /** @return why the last program failed. */
    String problem()
    {
        return programs.problem();
    }

    /** @return what makes iptables-restore empty the chain, or make it, and add rules. */
    String anew(CharSequence rules)
    {
        return "*filter\n:" + name + " - [0:0]\n" + rules + "COMMIT\n";
    }

    /** Makes the chain with these rules and no others. @param rules lines that begin with {@code -A} and its name. @return 0 or what went wrong. */
    int install(CharSequence rules)
    {
        int result = programs.run(anew(rules), null, program("-restore"), "-w", "--noflush");
        return result != 0 ? result : jump();
    }

    /** Makes sure that packets come by. @return 0 or what went wrong. */
    int jump()
    {
        int result = 0;
        for (String hook : HOOKS)
        {
            if (result == 0 && programs.run("", null, program(""), "-w", "-C", hook, "-j", name) != 0)
            {
                result = programs.run("", null, program(""), "-w", "-I", hook, "-j", name);
            }
        }
        return result;
    }

    /** Removes the chain, whatever of it is there. */
    void remove()
    {
        for (String hook : HOOKS)
        {
            programs.run("", null, program(""), "-w", "-D", hook, "-j", name);
        }
        programs.run("", null, program(""), "-w", "-F", name);
        programs.run("", null, program(""), "-w", "-X", name);
    }

    /** @return what rules of a set end in, from the protocol on, a line for each rule. @param comment a word, or empty. */
    static String rules(BanSet set, String source, String comment)
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
