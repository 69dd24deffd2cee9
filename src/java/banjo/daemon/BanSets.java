package banjo.daemon;

import banjo.config.Configuration;
import banjo.config.JailConfiguration;
import banjo.firewall.BanSet;
import java.util.ArrayList;
import java.util.List;

/** Which sets of bans the jails need: jails of one back end that cover the same share one. */
public final class BanSets
{
    private BanSets()
    {
    }

    /** @return those of all enabled jails, each once. */
    public static List<BanSet> of(Configuration configuration)
    {
        List<BanSet> sets = new ArrayList<>();
        for (JailConfiguration jail : configuration.enabledJails())
        {
            for (int i = 0; i < (jail.prefixEscalate() > 0 ? 4 : 2); i++)
            {
                BanSet set = set(jail, (i & 1) == 0, jail.prefixEscalate() > 0 && i < 2);
                if (find(sets, set) < 0)
                {
                    sets.add(set);
                }
            }
        }
        return sets;
    }

    /** Tells a jail its sets. @param sets those of the firewall, by their numbers. */
    static void assign(List<BanSet> sets, JailRuntime jail)
    {
        jail.set4 = find(sets, set(jail.configuration, true, jail.prefix(true) == BanSet.ONE_ADDRESS));
        jail.set6 = find(sets, set(jail.configuration, false, jail.prefix(false) == BanSet.ONE_ADDRESS));
    }

    /** @return the number of a set, or -1. */
    static int find(List<BanSet> sets, BanSet wanted)
    {
        int i = sets.size() - 1;
        while (i >= 0 && !sets.get(i).isLike(wanted))
        {
            i--;
        }
        return i;
    }

    /** @param single for single addresses whatever the prefix. */
    private static BanSet set(JailConfiguration jail, boolean ipv4, boolean single)
    {
        return new BanSet(jail.banAction(), ipv4, single ? BanSet.ONE_ADDRESS : ipv4 ? jail.prefixV4() + 96 : jail.prefixV6(),
            BanSet.protocol(jail.protocol()), jail.ports(), jail.reject());
    }
}
