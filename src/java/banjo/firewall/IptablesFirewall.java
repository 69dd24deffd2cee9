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
public final class IptablesFirewall implements Firewall
{
    /** More rules would cost more than the attacks. */
    private static final int MAXIMUM = 10_000;
    private static final int LOOK_MILLIS = 20;
    private static final String ADD = "-A banjo ";
    private static final String DELETE = "-D banjo ";

    /** One address family. */
    private static final class Family
    {
        private final IptablesChain chain;
        private final Programs programs;
        private final Repairs repairs = new Repairs();
        /** By set and address: the rules as they are or will be, lines without command and chain. */
        private final Map<String, String> rules = new TreeMap<>();
        private final StringBuilder pending = new StringBuilder();
        private boolean works;
        /** Whether the chain must be written as a whole. */
        private boolean whole;

        Family(Sys sys, boolean ipv4)
        {
            programs = new Programs(sys);
            chain = new IptablesChain(programs, ipv4, "banjo");
        }

        void append(StringBuilder to, String command, String lines)
        {
            for (int from = 0, end; (end = lines.indexOf('\n', from)) >= 0; from = end + 1)
            {
                to.append(command).append(lines, from, end + 1);
            }
        }

        boolean waits()
        {
            return whole || pending.length() > 0;
        }

        /** @return what waits, for iptables-restore. */
        String takeBatch()
        {
            String batch;
            if (whole)
            {
                StringBuilder all = new StringBuilder();
                for (String each : rules.values())
                {
                    append(all, ADD, each);
                }
                batch = chain.anew(all);
            }
            else
            {
                batch = "*filter\n" + pending + "COMMIT\n";
            }
            whole = false;
            pending.setLength(0);
            return batch;
        }
    }

    private List<BanSet> sets;
    private final Family[] families;
    private final RefusedBans refused = new RefusedBans();
    private final TextBuffer text = new TextBuffer(64);
    private final boolean keepFound;
    private boolean flushed;
    private int lastError;
    private long now;
    private long failedOrders;
    private String problem = "";
    private String warning;

    /**
     * @param sets what orders name by their place.
     * @param keepFound keeps bans that are there at start although nobody orders them again.
     */
    public IptablesFirewall(Sys sys, List<BanSet> sets, boolean keepFound)
    {
        this.sets = sets;
        this.keepFound = keepFound;
        families = new Family[] {new Family(sys, true), new Family(sys, false)};
    }

    @Override
    public String name()
    {
        return "iptables";
    }

    @Override
    public String problem()
    {
        return problem;
    }

    @Override
    public String warning()
    {
        return warning;
    }

    @Override
    public long failedOrders()
    {
        return failedOrders;
    }

    @Override
    public boolean runsPrograms()
    {
        return true;
    }

    @Override
    public int start(Found found)
    {
        for (Family family : families)
        {
            family.works = start(family, found);
            if (!family.works)
            {
                problem = "iptables: " + family.programs.problem();
                warning = warning != null ? warning : (family.chain.ipv4 ? "IPv4" : "IPv6") + " addresses cannot be banned: " + problem;
            }
        }
        problem = warning == null ? "" : warning;
        return families[0].works || families[1].works ? REBUILT : -Errno.EOPNOTSUPP;
    }

    /** Adopts what is there, tries whether the kernel takes the rules, makes sure that packets come by. */
    private boolean start(Family family, Found found)
    {
        IptablesChain chain = family.chain;
        Programs programs = family.programs;
        StringBuilder saved = new StringBuilder();
        StringBuilder probe = new StringBuilder();
        for (BanSet set : sets)
        {
            if (set.ipv4 == chain.ipv4)
            {
                family.append(probe, "-A banjo-probe ", rules(set, 0, chain.ipv4 ? Address.IPV4_MARK : 0, "probe"));
            }
        }
        boolean works = programs.run("", saved, chain.program("-save"), "-t", "filter") == 0
            && programs.run("*filter\n:banjo-probe - [0:0]\n" + probe + "COMMIT\n", null, chain.program("-restore"), "-w", "--noflush") == 0
            && programs.run("*filter\n-F banjo-probe\n-X banjo-probe\nCOMMIT\n", null, chain.program("-restore"), "-w", "--noflush") == 0;
        if (works)
        {
            // It fails when there is a chain already.
            programs.run("", null, chain.program(""), "-w", "-N", "banjo");
            works = chain.jump() == 0;
            adopt(saved, found);
            family.whole = true;
        }
        return works;
    }

    /** Reads the output of iptables-save. */
    private void adopt(CharSequence saved, Found found)
    {
        String all = saved.toString();
        long[] address = new long[2];
        for (int from = 0, end; (end = all.indexOf('\n', from)) >= 0; from = end + 1)
        {
            String line = all.substring(from, end);
            int source = line.indexOf(" -s ");
            int slash = line.indexOf('/', source + 1);
            int comment = line.indexOf("--comment ");
            int at = line.indexOf('@', comment + 1);
            if (!line.startsWith(ADD) || source < 0 || slash < 0 || comment < 0 || at < 0)
            {
                continue;
            }
            byte[] written = Utf8.encode(line.substring(source + 4, slash));
            byte[] jail = Utf8.encode(word(line, comment + 10));
            String name = word(line, at + 1);
            if (Address.parse(written, 0, written.length, address) && BanSet.isName(name))
            {
                int set = find(name);
                if (keepFound && set >= 0)
                {
                    family(set).rules.put(key(set, address[0], address[1]),
                        rules(sets.get(set), address[0], address[1], Utf8.decode(jail, 0, jail.length)));
                }
                found.ban(set, BanSet.prefixOf(name), address[0], address[1], UNKNOWN, jail, 0, jail.length);
            }
        }
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

    private int find(String name)
    {
        for (int i = 0; i < sets.size(); i++)
        {
            if (sets.get(i).name().equals(name))
            {
                return i;
            }
        }
        return -1;
    }

    private String rules(BanSet set, long high, long low, String jail)
    {
        text.clear();
        Address.append(text, high, low);
        int length = set.ipv4 ? set.prefix - 96 : set.prefix;
        return IptablesChain.rules(set, "-s " + text + "/" + length, jail + "@" + set.name());
    }

    @Override
    public int cover(List<BanSet> wanted)
    {
        sets = wanted;
        for (Family family : families)
        {
            family.rules.clear();
            family.pending.setLength(0);
            family.whole = true;
        }
        return REBUILT;
    }

    private Family family(int set)
    {
        return families[sets.get(set).ipv4 ? 0 : 1];
    }

    private String key(int set, long high, long low)
    {
        text.clear();
        text.putNumber(set).put(' ');
        Address.append(text, high, low);
        if (flushed)
        {
            flushed = false;
            refused.clear();
        }
        return text.toString();
    }

    @Override
    public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        Family family = family(set);
        String key = key(set, high, low);
        String old = family.rules.get(key);
        if (!family.works || old == null && family.rules.size() >= MAXIMUM)
        {
            problem = family.works ? "iptables: the chain is full (" + MAXIMUM + " bans)" : warning;
            if (!family.works || !refused.add(set, high, low))
            {
                failedOrders++;
                lastError = family.works ? -Errno.ENOSPC : -Errno.EAFNOSUPPORT;
            }
            return;
        }
        String rules = rules(sets.get(set), high, low, Utf8.decode(comment, 0, comment.length));
        if (!rules.equals(old))
        {
            if (old != null)
            {
                family.append(family.pending, DELETE, old);
            }
            family.append(family.pending, ADD, rules);
            family.rules.put(key, rules);
        }
    }

    @Override
    public void unban(int set, long high, long low)
    {
        Family family = family(set);
        String old = family.rules.remove(key(set, high, low));
        if (old != null)
        {
            family.append(family.pending, DELETE, old);
        }
    }

    @Override
    public void empty(int set)
    {
        Family family = family(set);
        family.rules.keySet().removeIf(key -> key.startsWith(set + " "));
        family.whole = true;
    }

    @Override
    public int flush()
    {
        flushed = true;
        for (Family family : families)
        {
            if (family.works && !family.programs.running() && family.waits() && family.repairs.patienceMillis() == Integer.MAX_VALUE)
            {
                begin(family);
            }
        }
        int result = lastError;
        lastError = 0;
        return refused.count() > 0 ? FULL : result;
    }

    private void begin(Family family)
    {
        int started = family.programs.start(family.takeBatch(), null, family.chain.program("-restore"), "-w", "--noflush");
        if (started < 0)
        {
            failed(family);
        }
    }

    /** The whole chain is written at the next chance: whatever was wrong with a batch, it cannot be wrong with that. */
    private void failed(Family family)
    {
        family.repairs.damaged(now);
        family.whole = true;
        problem = "iptables: " + family.programs.problem();
        lastError = -Errno.EIO;
    }

    @Override
    public int patienceMillis()
    {
        int patience = Integer.MAX_VALUE;
        for (Family family : families)
        {
            patience = Math.min(patience, family.programs.running() ? LOOK_MILLIS : family.repairs.patienceMillis());
        }
        return patience;
    }

    @Override
    public int tick(boolean ready, long nowMillis)
    {
        now = nowMillis;
        for (Family family : families)
        {
            if (family.programs.running())
            {
                int status = family.programs.look();
                if (status != 0 && status != -Errno.EAGAIN)
                {
                    failed(family);
                }
            }
            else if (family.repairs.due(nowMillis))
            {
                family.repairs.repaired(nowMillis);
                // Somebody may have removed the chain, and with it the way there.
                if (family.chain.install("") != 0)
                {
                    failed(family);
                }
            }
        }
        return 0;
    }

    @Override
    public int refused()
    {
        return refused.count();
    }

    @Override
    public int refused(int index, long[] address)
    {
        return refused.get(index, address);
    }

    @Override
    public int stop(boolean keep)
    {
        int result = 0;
        for (Family family : families)
        {
            if (family.programs.running())
            {
                family.programs.finish();
            }
            if (family.works && keep && family.waits()
                && family.programs.run(family.takeBatch(), null, family.chain.program("-restore"), "-w", "--noflush") != 0)
            {
                problem = "iptables: last bans: " + family.programs.problem();
                result = -Errno.EIO;
            }
            if (family.works && !keep)
            {
                family.chain.remove();
            }
        }
        return result;
    }
}
