package banjo.firewall;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bans as rules of a chain {@code banjo}, for kernels with neither nf_tables nor ipset: slow for the kernel, which tries one rule after
 * the other. Orders go to iptables-restore in batches, beside the daemon's loop. Rules have no end of their own: the daemon lifts them.
 * The comment of a rule is {@code JAIL@SET}. Unlike the others this back end creates garbage: it starts processes anyhow.
 */
public final class IptablesFirewall extends ChainFirewall
{
    /** More rules would cost more than the attacks. */
    private static final int MAXIMUM = 10_000;
    private static final String CHAIN = "banjo";
    private static final String ADD = "-A banjo ";
    private static final String DELETE = "-D banjo ";

    /** The rules of one address family. */
    private static final class Rules
    {
        /** By set and address: the rules as they are or will be, lines without command and chain. */
        private Map<String, String> rules = new TreeMap<>();
        private final StringBuilder pending = new StringBuilder();
        /** What is lifted by what is pending. */
        private final Map<String, String> lifted = new TreeMap<>();
        /** How many lines what is pending adds. */
        private int more;

        /** @return how many lines. */
        static int append(StringBuilder to, String command, String lines)
        {
            int count = 0;
            for (int from = 0, end; (end = lines.indexOf('\n', from)) >= 0; from = end + 1)
            {
                to.append(command).append(lines, from, end + 1);
                count++;
            }
            return count;
        }

        void add(String key, String text)
        {
            more += append(pending, ADD, text);
            rules.put(key, text);
        }

        void delete(String key, String text)
        {
            more -= append(pending, DELETE, text);
            lifted.put(key, text);
        }

        /** Notes that what waits is about to be written. @return how many lines more that makes. */
        int take()
        {
            int taken = more;
            more = 0;
            pending.setLength(0);
            lifted.clear();
            return taken;
        }
    }

    private final Rules[] rules = {new Rules(), new Rules()};
    private final TextBuffer text = new TextBuffer(64);
    private final long[] address = new long[2];
    private final boolean keepFound;
    /** While what is there is being adopted. */
    private Found found;

    /**
     * @param sets what orders name by their place.
     * @param keepFound keeps bans that are there at start although nobody orders them again.
     */
    public IptablesFirewall(Sys sys, boolean bigEndian, List<BanSet> sets, boolean keepFound)
    {
        super(sys, bigEndian, sets, CHAIN);
        this.keepFound = keepFound;
    }

    @Override
    public String name()
    {
        return "iptables";
    }

    /** Tries whether the kernel takes the rules, adopts what is there. */
    @Override
    public int start(Found finder)
    {
        found = finder;
        for (IptablesChain chain : chains)
        {
            StringBuilder probe = new StringBuilder(":banjo-probe - [0:0]\n");
            for (BanSet set : sets)
            {
                if (set.ipv4 == chain.ipv4)
                {
                    Rules.append(probe, "-A banjo-probe ", rules(set, 0, chain.ipv4 ? Address.IPV4_MARK : 0, "probe"));
                }
            }
            boolean works = chain.run(probe.toString()) == 0 && chain.run("-F banjo-probe\n-X banjo-probe\n") == 0 && chain.start() == 0;
            chain.renew();
            started(chain, works ? null : chain.problem());
        }
        found = null;
        int result = startResult();
        return result < 0 ? result : REBUILT;
    }

    @Override
    public String rules(IptablesChain chain)
    {
        Rules own = of(chain);
        StringBuilder all = new StringBuilder();
        for (String each : own.rules.values())
        {
            Rules.append(all, ADD, each);
        }
        own.take();
        return all.toString();
    }

    private Rules of(IptablesChain chain)
    {
        return rules[chain.ipv4 ? 0 : 1];
    }

    /** Knows a rule by its source and comment; adopts it at start. */
    @Override
    public boolean holds(IptablesChain chain, String rule)
    {
        int source = rule.indexOf(" -s ");
        int slash = rule.indexOf('/', source + 1);
        int comment = rule.indexOf("--comment ");
        int at = rule.indexOf('@', comment + 1);
        if (source < 0 || slash < 0 || comment < 0 || at < 0)
        {
            return false;
        }
        byte[] written = Utf8.encode(rule.substring(source + 4, slash));
        byte[] jail = Utf8.encode(word(rule, comment + 10));
        String name = word(rule, at + 1);
        int set = BanSet.find(sets, BanSet.STEM, name);
        if (!BanSet.isName(name) || !Address.parse(written, 0, written.length, address))
        {
            return false;
        }
        Rules own = of(chain);
        String key = set < 0 ? "" : key(set, address[0], address[1]);
        if (found == null)
        {
            return own.rules.containsKey(key) || own.lifted.containsKey(key);
        }
        if (keepFound && set >= 0 && !own.rules.containsKey(key))
        {
            own.add(key, rules(sets.get(set), address[0], address[1], Utf8.decode(jail, 0, jail.length)));
        }
        found.ban(set, BanSet.prefixOf(name), address[0], address[1], UNKNOWN, jail, 0, jail.length);
        return true;
    }

    /** @return the characters of a name from a place on; a quote before it is passed over. */
    private static String word(String line, int from)
    {
        int start = from < line.length() && line.charAt(from) == '"' ? from + 1 : from;
        int end = start;
        while (end < line.length() && " \"@".indexOf(line.charAt(end)) < 0)
        {
            end++;
        }
        return line.substring(start, end);
    }

    private String rules(BanSet set, long high, long low, String jail)
    {
        text.clear();
        Address.append(text, high, low);
        int length = set.ipv4 ? set.prefix - 96 : set.prefix;
        return IptablesRules.of(set, "-s " + text + "/" + length, jail + "@" + set.name());
    }

    /** Rules of sets that stay stay; what waits goes by their former numbers, and is written with the whole. */
    @Override
    public int cover(List<BanSet> wanted)
    {
        for (IptablesChain chain : chains)
        {
            Rules own = of(chain);
            Map<String, String> former = own.rules;
            own.rules = new TreeMap<>();
            for (String key : former.keySet())
            {
                int space = key.indexOf(' ');
                int set = BanSet.find(wanted, BanSet.STEM, sets.get(Integer.parseInt(key.substring(0, space))).name());
                if (set >= 0)
                {
                    own.rules.put(set + key.substring(space), former.get(key));
                }
            }
            if (own.rules.size() < former.size() || own.pending.length() > 0)
            {
                chain.renew();
            }
        }
        sets.clear();
        sets.addAll(wanted);
        return 0;
    }

    private String key(int set, long high, long low)
    {
        text.clear();
        text.putNumber(set).put(' ');
        Address.append(text, high, low);
        return text.toString();
    }

    @Override
    public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (!begin(set, true))
        {
            return;
        }
        Rules own = of(chain(set));
        String key = key(set, high, low);
        String old = own.rules.get(key);
        if (old == null && own.rules.size() >= MAXIMUM)
        {
            problem = "the chain is full (" + MAXIMUM + " bans)";
            if (!refused.add(set, high, low))
            {
                failedOrders++;
                lastError = -Errno.ENOSPC;
            }
            return;
        }
        String wanted = rules(sets.get(set), high, low, Utf8.decode(comment, 0, comment.length));
        if (!wanted.equals(old))
        {
            if (old != null)
            {
                own.delete(key, old);
            }
            own.add(key, wanted);
        }
    }

    @Override
    public void unban(int set, long high, long low)
    {
        Rules own = of(chain(set));
        String key = key(set, high, low);
        String old = begin(set, false) ? own.rules.remove(key) : null;
        if (old != null)
        {
            own.delete(key, old);
        }
    }

    @Override
    public void empty(int set)
    {
        of(chain(set)).rules.keySet().removeIf(key -> key.startsWith(set + " "));
        chain(set).renew();
    }

    @Override
    public int flush()
    {
        for (IptablesChain chain : chains)
        {
            chain.needed = of(chain).rules.size() > 0;
            if (chain.works && chain.ready() && waits(chain) && write(chain) < 0)
            {
                problem = chain.problem();
                lastError = -Errno.EIO;
            }
        }
        return flushResult();
    }

    private boolean waits(IptablesChain chain)
    {
        return chain.whole() || of(chain).pending.length() > 0;
    }

    private int write(IptablesChain chain)
    {
        Rules own = of(chain);
        String lines = own.pending.toString();
        return chain.write(lines, own.take());
    }

    @Override
    public int stop(boolean keep)
    {
        int result = 0;
        for (IptablesChain chain : chains)
        {
            chain.finish();
            if (chain.works && !keep)
            {
                chain.remove();
            }
            else if (chain.works && waits(chain) && chain.run(chain.whole() ? null : of(chain).pending.toString()) != 0)
            {
                problem = "last bans: " + chain.problem();
                result = -Errno.EIO;
            }
            chain.close();
        }
        return result;
    }
}
