package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * Bans as elements of ipset(8) sets over netlink, for kernels without nf_tables; rules that look into the sets are in a chain of
 * iptables. ipset knows no transactions: each order stands for itself. It tells nobody of changes by others, so that what each set holds is
 * compared with what banjo's own orders lead to.
 */
public final class IpsetFirewall extends ChainFirewall
{
    /** Not that of the back end iptables, which may be beside it. */
    private static final String CHAIN = "banjo-ipset";
    private static final int LOOK_MILLIS = 1000;
    /**
     * Which elements there are is looked at as often as that takes a hundredth of the CPU's time, else only how many, which misses what
     * somebody takes out while another address comes in. Measured natively: 0.5 ms for 1,000, 4.2 ms for 10,000, 28 ms for 65,536.
     */
    private static final int NANOS_A_MILLI = 10_000;
    /** Ordering every ban again takes so many times as long as listing them: 2.3 us each. */
    private static final int ORDERS = 5;

    private final Sys sys;
    private final NetlinkSocket socket;
    private final IpsetSets kernel;
    private final IpsetOrders orders;
    /** For sets that are gone. */
    private final Repairs repairs = new Repairs();
    /** For sets that hold something else than they should: what others add or no jail holds looks like that as well. */
    private final Repairs doubts = new Repairs();
    private long lookMillis;
    private long listMillis;
    private long restMillis;

    /** @param sets what orders name by their place. @param setSize addresses in each set at most. */
    public IpsetFirewall(Sys sys, boolean bigEndian, List<BanSet> sets, int setSize)
    {
        super(sys, bigEndian, sets, CHAIN);
        this.sys = sys;
        socket = new NetlinkSocket(sys);
        NetlinkReplies replies = new NetlinkReplies(sys, socket, bigEndian);
        kernel = new IpsetSets(sys, socket, replies, bigEndian, setSize);
        orders = new IpsetOrders(socket, replies, bigEndian, refused);
        orders.cover(this.sets);
    }

    @Override
    public int cover(List<BanSet> wanted)
    {
        List<BanSet> former = new ArrayList<>(sets);
        long[] held = orders.held;
        sets.clear();
        sets.addAll(wanted);
        orders.cover(sets);
        int result = makeAll();
        for (IptablesChain chain : chains)
        {
            if (result == 0 && chain.works && chain.run(null) != 0)
            {
                problem = chain.problem();
                result = -Errno.EIO;
            }
        }
        for (int i = 0; i < held.length; i++)
        {
            BanSet each = former.get(i);
            int place = BanSet.find(sets, BanSet.STEM, each.name());
            if (place < 0)
            {
                kernel.destroy(IpsetSets.name(each));
            }
            else
            {
                orders.held[place] = held[i];
            }
        }
        return result;
    }

    @Override
    public String name()
    {
        return "ipset";
    }

    private int failed(String operation, int error)
    {
        problem = operation + ": " + kernel.message(error);
        return error;
    }

    @Override
    public int start(Found found)
    {
        int result = socket.open();
        if (result < 0)
        {
            return failed("netlink socket", result);
        }
        result = kernel.agree(orders.messages);
        List<String> stale = new ArrayList<>();
        result = result < 0 ? result : kernel.find(sets, found, stale);
        if (result < 0)
        {
            socket.close();
            return failed("reading the sets", result);
        }
        boolean replaced = false;
        for (IptablesChain chain : chains)
        {
            int made = make(chain.ipv4, false);
            if (made < 0 && made != IpsetMessages.ERROR_TYPE && made != -Errno.EAFNOSUPPORT)
            {
                // Sets of another kind are under our names: rules must let go of them first.
                chain.remove();
                made = make(chain.ipv4, true);
                replaced = true;
            }
            if (made < 0)
            {
                failed("making the sets", made);
            }
            started(chain, made < 0 ? problem : chain.start() != 0 || chain.run(null) != 0 ? chain.problem() : null);
        }
        result = startResult();
        if (result < 0)
        {
            destroyAll();
            socket.close();
            return result;
        }
        for (String each : stale)
        {
            kernel.destroy(NftMessages.ascii(each));
        }
        adopt();
        return replaced ? REBUILT : 0;
    }

    /** Makes the sets that are missing, of the families that work. @return 0 or a negated errno. */
    private int makeAll()
    {
        int result = 0;
        for (IptablesChain chain : chains)
        {
            int made = chain.works ? make(chain.ipv4, false) : 0;
            result = made < 0 ? failed("making the sets", made) : result;
        }
        return result;
    }

    /** Makes the sets of a family that are missing. @param anew destroys them first. @return 0 or a negated errno. */
    private int make(boolean ipv4, boolean anew)
    {
        int result = 0;
        for (int i = 0; i < sets.size() && result == 0; i++)
        {
            BanSet set = sets.get(i);
            if (set.ipv4 == ipv4)
            {
                if (anew)
                {
                    kernel.remove(set);
                }
                result = kernel.make(set);
            }
        }
        return result;
    }

    /** @return 0 or the last error. */
    private int destroyAll()
    {
        int result = 0;
        for (BanSet set : sets)
        {
            int destroyed = kernel.destroy(IpsetSets.name(set));
            result = destroyed < 0 && destroyed != -Errno.ENOENT ? destroyed : result;
        }
        return result;
    }

    @Override
    public String rules(IptablesChain chain)
    {
        StringBuilder rules = new StringBuilder();
        for (BanSet set : sets)
        {
            if (set.ipv4 == chain.ipv4)
            {
                rules.append(IptablesRules.of(set, "-A " + CHAIN + " -m set --match-set " + set.name(IpsetSets.STEM) + " src", ""));
            }
        }
        return rules.toString();
    }

    @Override
    public boolean holds(IptablesChain chain, String rule)
    {
        return rule.contains(" --match-set " + IpsetSets.STEM);
    }

    @Override
    public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (begin(set, true))
        {
            orders.ban(set, high, low, remainingMillis, comment);
        }
    }

    @Override
    public void restore(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (begin(set, true))
        {
            orders.restore(set, high, low, remainingMillis, comment);
        }
    }

    @Override
    public void unban(int set, long high, long low)
    {
        if (begin(set, false))
        {
            orders.unban(set, high, low);
        }
    }

    @Override
    public void empty(int set)
    {
        if (begin(set, false))
        {
            orders.empty(set);
        }
    }

    @Override
    public int list(Found found)
    {
        int read = kernel.find(sets, found, new ArrayList<>());
        return read < 0 ? failed("reading the sets", read) : 0;
    }

    @Override
    public long failedOrders()
    {
        return super.failedOrders() + orders.failedOrders;
    }

    @Override
    public int flush()
    {
        // What ended by itself a moment before it was lifted has been lifted now.
        if (orders.send() && now >= lookMillis)
        {
            look(now >= listMillis);
        }
        if (orders.lastError < 0)
        {
            lastError = failed("ban", orders.lastError);
            orders.lastError = 0;
        }
        int result = flushResult();
        if (orders.setMissing || orders.foreign)
        {
            orders.setMissing = false;
            // A repair that is put off orders every ban again.
            return repairs.waiting() ? 0 : repair();
        }
        if (orders.lost > 0)
        {
            orders.lost = 0;
            orders.doubting = false;
            doubts.repaired(now);
            lookMillis = now + LOOK_MILLIS;
            problem = doubts.notice("somebody took bans out of the sets; ordered every ban again", "");
            return REBUILT;
        }
        return result;
    }

    @Override
    public int tick(boolean ready, long nowMillis)
    {
        int result = super.tick(ready, nowMillis);
        if (result == 0 && repairs.due(now))
        {
            return repair();
        }
        if (result == 0 && doubts.due(now))
        {
            doubts.dismissed();
            // Until some prove to be missing: others may add what ends by itself, again and again.
            lookMillis = now + Math.max(LOOK_MILLIS, ORDERS * restMillis);
            orders.doubting = true;
            orders.lost = 0;
            return DOUBT;
        }
        return result;
    }

    @Override
    public int patienceMillis()
    {
        return Math.min(super.patienceMillis(), Math.min(repairs.patienceMillis(), doubts.patienceMillis()));
    }

    @Override
    public long waitMillis(long nowMillis)
    {
        return Math.max(super.waitMillis(nowMillis), Math.max(repairs.waitMillis(nowMillis), doubts.waitMillis(nowMillis)));
    }

    /** Compares what the sets hold with what they should, which it is from then on. @param full which elements there are, else only whether there are fewer. */
    private void look(boolean full)
    {
        long began = sys.processNanos();
        long[] held = orders.held;
        lookMillis = now + LOOK_MILLIS;
        for (int i = 0; i < held.length; i++)
        {
            chain(i).needed |= held[i] != 0;
            int result = chain(i).works ? kernel.look(orders.names[i], full, held[i]) : 0;
            if (result == -Errno.ENOENT)
            {
                repairs.damaged(now);
            }
            if (result == IpsetSets.OTHER)
            {
                doubts.damaged(now);
                held[i] = kernel.held;
            }
        }
        if (full)
        {
            restMillis = (sys.processNanos() - began) / NANOS_A_MILLI;
            listMillis = now + restMillis;
        }
    }

    /** Has the sets hold what they should, whatever that is. */
    private void adopt()
    {
        look(true);
        doubts.dismissed();
        orders.doubting = false;
    }

    /** Makes sets again that somebody has destroyed, which the rules had to let go for that. */
    private int repair()
    {
        repairs.repaired(now);
        for (int i = 0; i < chains.length && orders.foreign; i++)
        {
            if (chains[i].works)
            {
                chains[i].remove();
                make(chains[i].ipv4, true);
                chains[i].run(null);
            }
        }
        orders.foreign = false;
        int made = makeAll();
        if (made < 0)
        {
            repairs.damaged(now);
            return failed("somebody destroyed or replaced the sets, and they cannot be made again", made);
        }
        chains[0].repairs.damaged(now);
        chains[1].repairs.damaged(now);
        adopt();
        problem = repairs.notice("somebody destroyed or replaced the sets; made again with every ban", "");
        return REBUILT;
    }

    @Override
    public int stop(boolean keep)
    {
        int result = keep && socket.isOpen() ? flush() : 0;
        for (IptablesChain chain : chains)
        {
            if (chain.works && !keep)
            {
                chain.remove();
            }
            chain.close();
        }
        if (!keep && socket.isOpen())
        {
            int destroyed = destroyAll();
            result = destroyed < 0 ? failed("destroying the sets", destroyed) : 0;
        }
        socket.close();
        return Math.min(result, 0);
    }
}
