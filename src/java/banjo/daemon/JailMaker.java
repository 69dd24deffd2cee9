package banjo.daemon;

import banjo.address.PrefixList;
import banjo.config.JailConfiguration;
import banjo.firewall.BanSet;
import banjo.jail.Jail;
import java.util.ArrayList;
import java.util.List;

/** Makes the jails of a configuration. One that was there before, known by its name, keeps its attempts, bans and counts. */
final class JailMaker
{
    /** A jail that escalates gives one part in so many of its room to prefixes. */
    private static final int PREFIX_SHARE = 8;
    private static final long LONGEST_SECONDS = 520L * 7 * 24 * 3600;

    private final Guard guard;
    private final Bans bans;
    private final long seed;
    private final long monotonicSeconds;

    /** @param seed random. @param monotonicSeconds now. */
    JailMaker(Guard guard, Bans bans, long seed, long monotonicSeconds)
    {
        this.guard = guard;
        this.bans = bans;
        this.seed = seed;
        this.monotonicSeconds = monotonicSeconds;
    }

    /**
     * @param sets those of the firewall, by their numbers.
     * @param jails the former ones; the new ones afterwards.
     * @param banners the same with those that ban prefixes.
     */
    void make(Prepared prepared, List<BanSet> sets, List<JailRuntime> jails, JailList banners)
    {
        List<JailRuntime> former = List.copyOf(banners);
        List<JailRuntime> newJails = new ArrayList<>();
        List<JailRuntime> newBanners = new ArrayList<>();
        int[] capacities = prepared.capacities();
        int eviction = prepared.configuration().global().eviction();
        for (JailConfiguration each : prepared.configuration().enabledJails())
        {
            int index = newJails.size();
            PrefixList ignored = guard.ignored(each);
            JailRuntime old = find(former, each.name(), false);
            Jail jail = jail(old, each, each.maxRetry(), each.findTimeSeconds(), ignored, room(each, capacities[index], false), seed + index);
            jail.evictBy(eviction);
            JailRuntime runtime = new JailRuntime(each, prepared.filters().get(index), jail);
            runtime.actions = Actions.numbers(prepared.configuration(), each.actions());
            runtime.lookUp = each.useDns() ? guard.names().forLogs() : null;
            runtime.number = index;
            if (old != null)
            {
                runtime.matches = old.matches;
                runtime.hostNames = old.hostNames;
                runtime.readers = old.readers;
            }
            add(runtime, sets, newBanners);
            newJails.add(runtime);
            if (each.prefixEscalate() > 0)
            {
                // Addresses count that are banned at one time; for ever is as long as a table keeps attempts. One that comes back at the end of its
                // ban, which clocks in seconds see up to one early, must not count twice.
                long findTime = each.banTimeSeconds() < 0 ? LONGEST_SECONDS : Math.max(0, each.banTimeSeconds() - 2);
                JailRuntime wide = runtime.escalateTo(jail(find(former, each.name(), true), each, each.prefixEscalate(), findTime, ignored,
                    room(each, capacities[index], true), seed - 1 - index));
                // A prefix that there is no room for has not failed often.
                wide.jail.evictBy(Math.min(eviction, Jail.KEEP_BANS));
                wide.actions = runtime.actions;
                add(wide, sets, newBanners);
            }
        }
        jails.clear();
        jails.addAll(newJails);
        banners.become(newBanners);
        for (JailRuntime each : former)
        {
            if (find(banners, each.configuration.name(), each.isWide()) == null)
            {
                each.jail.release();
            }
        }
    }

    /** @param capacity what it shares with its counterpart. @return addresses that a jail, or its counterpart for prefixes, has room for. */
    static int room(JailConfiguration jail, int capacity, boolean wide)
    {
        int prefixes = jail.prefixEscalate() > 0 ? Math.max(capacity / PREFIX_SHARE, PREFIX_SHARE) : 0;
        return wide ? prefixes : capacity - prefixes;
    }

    private static void add(JailRuntime runtime, List<BanSet> sets, List<JailRuntime> banners)
    {
        BanSets.assign(sets, runtime);
        banners.add(runtime);
    }

    private Jail jail(JailRuntime old, JailConfiguration configuration, int maxRetry, long findTimeSeconds, PrefixList ignored, int capacity,
        long itsSeed)
    {
        if (old == null)
        {
            return new Jail(configuration.name(), maxRetry, findTimeSeconds, configuration.banTimeSeconds(), ignored, capacity, itsSeed, monotonicSeconds);
        }
        old.jail.change(maxRetry, findTimeSeconds, configuration.banTimeSeconds(), ignored, capacity, itsSeed, monotonicSeconds);
        return old.jail;
    }

    /** @param wide the counterpart that bans prefixes. @return null when there is none. */
    static JailRuntime find(List<JailRuntime> banners, String name, boolean wide)
    {
        for (JailRuntime each : banners)
        {
            if (each.isWide() == wide && each.configuration.name().equals(name))
            {
                return each;
            }
        }
        return null;
    }
}
