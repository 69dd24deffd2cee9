package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/** What the back ends have in common that need a chain of iptables in each family. */
abstract class ChainFirewall implements Firewall, IptablesChain.Contents
{
    final List<BanSet> sets = new ArrayList<>();
    final RefusedBans refused = new RefusedBans(RefusedBans.CAPACITY);
    /** That of IPv4 and that of IPv6. */
    final IptablesChain[] chains;
    int lastError;
    long failedOrders;
    long now;
    String problem = "";
    private String warning;
    private String unable = "not started";

    ChainFirewall(Sys sys, boolean bigEndian, List<BanSet> sets, String chain)
    {
        this.sets.addAll(sets);
        chains = new IptablesChain[] {new IptablesChain(sys, bigEndian, true, chain, this), new IptablesChain(sys, bigEndian, false, chain, this)};
    }

    final IptablesChain chain(int set)
    {
        return chains[sets.get(set).ipv4 ? 0 : 1];
    }

    /** Begins an order. @return whether its family works; a ban of one that does not has failed. */
    final boolean begin(int set, boolean ban)
    {
        refused.ordered();
        boolean works = chain(set).works;
        if (!works && ban)
        {
            lastError = -Errno.EAFNOSUPPORT;
            problem = unable;
            failedOrders++;
        }
        return works;
    }

    /** Notes whether a family works. @param cause of its not working, or null. */
    final void started(IptablesChain chain, String cause)
    {
        chain.works = cause == null;
        if (cause != null && warning == null)
        {
            unable = (chain.ipv4 ? "IPv4" : "IPv6") + " addresses cannot be banned: " + cause;
            problem = unable;
            warning = problem();
        }
    }

    /** @return 0 where a family works. */
    final int startResult()
    {
        problem = unable;
        return chains[0].works || chains[1].works ? 0 : -Errno.EOPNOTSUPP;
    }

    @Override
    public String problem()
    {
        return name() + ": " + problem;
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
    public RefusedBans refused()
    {
        return refused;
    }

    /** @return what a flush says: that bans were refused, or the last error. */
    final int flushResult()
    {
        refused.flushed();
        int result = lastError;
        lastError = 0;
        return refused.count() > 0 ? FULL : result;
    }

    @Override
    public int patienceMillis()
    {
        return Math.min(chains[0].patienceMillis(), chains[1].patienceMillis());
    }

    @Override
    public long waitMillis(long nowMillis)
    {
        return Math.max(chains[0].repairs.waitMillis(nowMillis), chains[1].repairs.waitMillis(nowMillis));
    }

    @Override
    public int tick(boolean ready, long nowMillis)
    {
        now = nowMillis;
        int result = 0;
        for (IptablesChain chain : chains)
        {
            int said = chain.works ? chain.tick(now) : 0;
            if (said != 0 && result != REBUILT)
            {
                result = said;
                problem = said < 0 ? chain.problem() : chain.repairs.notice("the rules were not as they must be; made again with every ban", "");
            }
        }
        return result;
    }
}
