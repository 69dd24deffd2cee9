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
            for (int family = 0; family < 2; family++)
            {
                if (find(sets, jail, family == 0) < 0)
                {
                    sets.add(set(jail, family == 0));
                }
            }
        }
        return sets;
    }

    /** @return the number of a jail's set, or -1. */
    static int find(List<BanSet> sets, JailConfiguration jail, boolean ipv4)
    {
        String name = set(jail, ipv4).name();
        for (int i = 0; i < sets.size(); i++)
        {
            if (sets.get(i).name().equals(name))
            {
                return i;
            }
        }
        return -1;
    }

    private static BanSet set(JailConfiguration jail, boolean ipv4)
    {
        return new BanSet(ipv4, ipv4 ? jail.prefixV4() + 96 : jail.prefixV6(), BanSet.protocol(jail.protocol()), jail.ports(), jail.reject());
    }
}
