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

    /** @return the names of the back ends that enabled jails use. */
    public static List<String> backEnds(Configuration configuration)
    {
        List<String> names = new ArrayList<>();
        for (JailConfiguration jail : configuration.enabledJails())
        {
            if (!names.contains(jail.banAction()))
            {
                names.add(jail.banAction());
            }
        }
        return names;
    }

    /** @return those of all enabled jails, the first back end's first. */
    public static List<BanSet> of(Configuration configuration)
    {
        List<BanSet> sets = new ArrayList<>();
        for (String backEnd : backEnds(configuration))
        {
            sets.addAll(of(configuration, backEnd));
        }
        return sets;
    }

    /** @return those of the enabled jails of one back end, each once. */
    public static List<BanSet> of(Configuration configuration, String backEnd)
    {
        List<BanSet> sets = new ArrayList<>();
        for (JailConfiguration jail : configuration.enabledJails())
        {
            for (int i = 0; jail.banAction().equals(backEnd) && i < (jail.prefixEscalate() > 0 ? 4 : 2); i++)
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

    /** @return whether the firewall can go on with another configuration: jails keep their back ends, several back ends their sets. */
    static boolean alike(Configuration former, Configuration now)
    {
        List<String> backEnds = backEnds(now);
        boolean alike = backEnds(former).equals(backEnds) && (backEnds.size() == 1 || names(of(former)).equals(names(of(now))));
        for (JailConfiguration each : former.enabledJails())
        {
            int other = now.indexOfEnabled(each.name());
            alike &= other < 0 || each.banAction().equals(now.enabledJails().get(other).banAction());
        }
        return alike;
    }

    private static List<String> names(List<BanSet> sets)
    {
        List<String> names = new ArrayList<>();
        for (BanSet each : sets)
        {
            names.add(each.name());
        }
        return names;
    }

    /** Tells a jail its sets. @param sets those of the firewall, by their numbers. */
    static void assign(Configuration configuration, List<BanSet> sets, JailRuntime jail)
    {
        List<String> backEnds = backEnds(configuration);
        int first = 0;
        for (String backEnd : backEnds)
        {
            List<BanSet> own = backEnds.size() == 1 ? sets : of(configuration, backEnd);
            if (backEnd.equals(jail.configuration.banAction()))
            {
                jail.set4 = first + find(own, jail.configuration, true, jail.prefix(true) == BanSet.ONE_ADDRESS);
                jail.set6 = first + find(own, jail.configuration, false, jail.prefix(false) == BanSet.ONE_ADDRESS);
            }
            first += own.size();
        }
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
