package banjo.daemon;

import banjo.config.Configuration;
import banjo.config.JailConfiguration;
import banjo.firewall.BanSet;
import java.util.ArrayList;
import java.util.List;

/** Which sets of bans the jails need: jails that cover the same share one. */
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
                boolean ipv4 = (i & 1) == 0;
                boolean single = jail.prefixEscalate() > 0 && i < 2;
                if (find(sets, jail, ipv4, single) < 0)
                {
                    sets.add(set(jail, ipv4, single));
                }
            }
        }
        return sets;
    }

    /** Tells a jail its sets. */
    static void assign(List<BanSet> sets, JailRuntime jail)
    {
        jail.set4 = find(sets, jail.configuration, true, jail.prefix(true) == BanSet.ONE_ADDRESS);
        jail.set6 = find(sets, jail.configuration, false, jail.prefix(false) == BanSet.ONE_ADDRESS);
    }

    /** @param single for single addresses whatever the prefix. @return the number of a jail's set, or -1. */
    private static int find(List<BanSet> sets, JailConfiguration jail, boolean ipv4, boolean single)
    {
        return find(sets, set(jail, ipv4, single).name());
    }

    /** @return the number of the set of a name, or -1. */
    static int find(List<BanSet> sets, String name)
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

    private static BanSet set(JailConfiguration jail, boolean ipv4, boolean single)
    {
        return new BanSet(ipv4, single ? BanSet.ONE_ADDRESS : ipv4 ? jail.prefixV4() + 96 : jail.prefixV6(), BanSet.protocol(jail.protocol()), jail.ports(), jail.reject());
    }
}
