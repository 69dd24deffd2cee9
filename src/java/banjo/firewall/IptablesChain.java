package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.List;

/**
 * A chain of table {@code filter} in one family with the ways there from INPUT and FORWARD, written by iptables-restore beside the
 * daemon's loop. That others may have changed it is told by nf_tables' events or, where iptables is the older one, by the table's
 * size, which a rule in the place of another leaves as it is; what they have changed, by iptables-save.
 */
final class IptablesChain implements Programs.Lines
{
    private static final String[] HOOKS = {"INPUT", "FORWARD"};
    private static final int ALL_WAYS = (1 << HOOKS.length) - 1;
    private static final int RUN_MILLIS = 20;
    private static final int LOOK_MILLIS = 250;
    /** So many times as long as a program has run passes until a table of unchanged size is looked at: the CPU works for less than half of a run. */
    private static final int REST = 30;
    private static final int CHECKING = 1;
    private static final int WRITING = 2;
    private static final int REPAIRING = 3;
    private static final int UNKNOWN = -1;

    /** What the chain shall hold. */
    interface Contents
    {
        /** @return all rules, lines that begin with {@code -A}; they are about to be written. */
        String rules(IptablesChain chain);

        /** @return whether a rule is one of them. @param rule as iptables-save writes it. */
        boolean holds(IptablesChain chain, String rule);
    }

    final boolean ipv4;
    final String name;
    final Repairs repairs = new Repairs();
    boolean works;
    /** Whether there are bans for it to carry out. */
    boolean needed;
    private boolean whole;
    private boolean renewed;
    private final Sys sys;
    private final Programs programs;
    private final NftEvents events;
    private final Contents contents;
    private final String rulePrefix;
    /** What iptables-save has shown last. */
    private int ways;
    private int count;
    private boolean foreign;
    private boolean nft;
    /** To ask the older iptables' table, or -1. */
    private int socket = -1;
    private long size = UNKNOWN;
    private long sizeSeen;
    private int doing;
    private int added;
    /** How many rules there are when what runs has ended. */
    private int written;
    private long now;
    private long lookedMillis;
    private long idleMillis;
    private long restedMillis;

    IptablesChain(Sys sys, boolean bigEndian, boolean ipv4, String name, Contents contents)
    {
        this.sys = sys;
        this.ipv4 = ipv4;
        this.name = name;
        this.contents = contents;
        rulePrefix = "-A " + name + " ";
        programs = new Programs(sys);
        byte[][] chains = {NftMessages.ascii(name), NftMessages.ascii(HOOKS[0]), NftMessages.ascii(HOOKS[1])};
        events = new NftEvents(sys, bigEndian, ipv4 ? 2 : 10, NftMessages.ascii("filter"), chains, List.of());
    }

    /** Has the chain written anew, because other rules are wanted. */
    void renew()
    {
        finish();
        whole = true;
        renewed = true;
    }

    /** @return whether nothing less than all of it may be written. */
    boolean whole()
    {
        return whole;
    }

    /** @return whether it can be written: nothing is known to be wrong with it. */
    boolean ready()
    {
        return !busy() && !(whole && repairs.pending());
    }

    /** @return why the last program failed. */
    String problem()
    {
        return programs.problem();
    }

    boolean busy()
    {
        return programs.running();
    }

    private String program(String suffix)
    {
        return (ipv4 ? "iptables" : "ip6tables") + suffix;
    }

    /** Reads what is there; rules are shown to {@link Contents#holds}. @return 0 or what went wrong. */
    int start()
    {
        close();
        // A kernel without nf_tables has no such events.
        events.open();
        int result = save();
        if (result == 0)
        {
            result = programs.finish();
        }
        if (!nft)
        {
            socket = sys.socket(ipv4 ? Sys.AF_INET : Sys.AF_INET6, Sys.SOCKET_DATAGRAM, 0);
        }
        return result;
    }

    private int save()
    {
        ways = 0;
        count = 0;
        foreign = false;
        sizeSeen = size();
        return programs.start("", this, program("-save"), "-t", "filter");
    }

    @Override
    public void line(String line)
    {
        if (line.startsWith("#"))
        {
            nft |= line.contains("nf") || line.contains("xtables");
        }
        if (line.startsWith(rulePrefix))
        {
            count++;
            foreign |= !contents.holds(this, line);
        }
        for (int i = 0; i < HOOKS.length && line.endsWith(name); i++)
        {
            ways |= line.equals(jump("-A ", i)) ? 1 << i : 0;
        }
    }

    private long size()
    {
        return socket < 0 ? UNKNOWN : sys.filterSize(socket, !ipv4);
    }

    private String jump(String command, int hook)
    {
        return command + HOOKS[hook] + " -j " + name;
    }

    /** @return lines that do something to the jumps that were there, or to those that were not. */
    private String jumps(String command, int unlike)
    {
        String lines = "";
        for (int i = 0; i < HOOKS.length; i++)
        {
            lines += ((ways ^ unlike) & 1 << i) == 0 ? "" : jump(command, i) + "\n";
        }
        return lines;
    }

    private String anew()
    {
        return ":" + name + " - [0:0]\n";
    }

    /** @return what makes iptables-restore empty the chain, or make it, and fill it, and make the ways there that are missing. */
    private String all()
    {
        String rules = contents.rules(this);
        written = 0;
        for (int at = -1; (at = rules.indexOf('\n', at + 1)) >= 0;)
        {
            written++;
        }
        String lines = anew() + jumps("-I ", ALL_WAYS) + rules;
        ways = ALL_WAYS;
        whole = false;
        renewed = false;
        size = UNKNOWN;
        return lines;
    }

    /** Begins to write. @param lines that are pending, not looked at where the whole is to be written. @param more rules than before. @return 0 or a negated errno. */
    int write(String lines, int more)
    {
        added = more;
        written += more;
        return begin(whole ? all() : lines, WRITING);
    }

    private int begin(String lines, int what)
    {
        doing = what;
        return programs.start(batch(lines), null, program("-restore"), "-w", "--noflush") < 0 ? failed() : 0;
    }

    private static String batch(String lines)
    {
        return "*filter\n" + lines + "COMMIT\n";
    }

    /** Writes and waits for it. @param lines null for all. @return 0 or what went wrong. */
    int run(String lines)
    {
        finish();
        int result = programs.run(batch(lines == null ? all() : lines), null, program("-restore"), "-w", "--noflush");
        listen(programs.last());
        doing = WRITING;
        return result == 0 ? 0 : failed();
    }

    /** Waits for what runs. */
    void finish()
    {
        if (busy() && programs.finish() != 0)
        {
            failed();
        }
    }

    /** Removes the chain, whatever of it is there. */
    void remove()
    {
        finish();
        if (save() == 0 && programs.finish() == 0)
        {
            run(jumps("-D ", 0) + anew() + "-X " + name + "\n");
        }
    }

    void close()
    {
        finish();
        events.close();
        if (socket >= 0)
        {
            sys.close(socket);
            socket = -1;
        }
    }

    int patienceMillis()
    {
        return busy() ? RUN_MILLIS : repairs.patienceMillis();
    }

    private void listen(int ownPort)
    {
        if (events.read(ownPort) != NftEvents.NOTHING)
        {
            repairs.damaged(now);
        }
    }

    /** Once a turn. @return 0, REBUILT when it was damaged and has been made anew, or a negated errno. */
    int tick(long nowMillis)
    {
        now = nowMillis;
        if (busy())
        {
            int status = programs.look();
            return status == -Errno.EAGAIN ? 0 : ended(status);
        }
        idleMillis = now;
        if (!whole && now - lookedMillis >= LOOK_MILLIS)
        {
            lookedMillis = now;
            listen(UNKNOWN);
            if (socket >= 0 && (size == UNKNOWN || size() != size || needed && now >= restedMillis))
            {
                repairs.damaged(now);
            }
        }
        if (!repairs.due(now))
        {
            return 0;
        }
        repairs.repaired(now);
        doing = CHECKING;
        return save() < 0 ? failed() : 0;
    }

    /** What is to be done after a program. */
    private int ended(int status)
    {
        listen(programs.last());
        // In a fight only what is known to be damaged is worth a look.
        restedMillis = now + (repairs.fought() ? Repairs.CALM_MILLIS : REST * (now - idleMillis));
        if (status != 0)
        {
            return failed();
        }
        if (doing == CHECKING)
        {
            if (ways != ALL_WAYS || foreign || count != written)
            {
                int what = renewed ? WRITING : REPAIRING;
                return begin(all(), what);
            }
            repairs.unfounded();
            whole = renewed;
            size = sizeSeen;
        }
        else if (size != UNKNOWN)
        {
            // How many bytes rules take is not known, but how many there are.
            size = (size() & -1L << 32) + (int)size + added;
        }
        return doing == REPAIRING ? Firewall.REBUILT : 0;
    }

    /** Whatever was wrong with a batch, it cannot be wrong with the whole chain. */
    private int failed()
    {
        whole |= doing != CHECKING;
        repairs.damaged(now);
        return -Errno.EIO;
    }
}
