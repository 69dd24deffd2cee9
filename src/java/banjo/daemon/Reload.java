package banjo.daemon;

import banjo.action.Action;
import banjo.address.Address;
import banjo.config.Configuration;
import banjo.config.JailConfiguration;
import banjo.config.Text;
import banjo.firewall.BanSet;
import banjo.jail.Jail;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts another configuration in force while the daemon runs. Bans, attempts and places in logs of jails that stay are kept; sets of the
 * firewall that are new are made and filled before those that nobody needs any more go.
 */
final class Reload
{
    private final Bans bans;
    private final Guard guard;
    private final List<JailRuntime> jails;
    private final JailList banners;
    /** What the firewall covers at the end; what it does not any more comes behind these while bans move. */
    private final List<BanSet> kept = new ArrayList<>();
    private boolean less;

    Reload(Bans bans, Guard guard, List<JailRuntime> jails, JailList banners)
    {
        this.bans = bans;
        this.guard = guard;
        this.jails = jails;
        this.banners = banners;
    }

    /**
     * Has the firewall cover what both configurations need.
     *
     * @param sets those of the firewall.
     * @return null, or why it cannot, or why the bans there are have no room; then it covers what it did.
     */
    String prepare(Prepared next, List<BanSet> sets)
    {
        Configuration now = next.configuration();
        for (JailRuntime each : banners)
        {
            JailConfiguration there = there(now, each);
            int room = there == null ? 0 : JailMaker.room(there, next.capacities()[now.indexOfEnabled(there.name())], each.isWide());
            int staying = staying(each, there);
            if (staying > room)
            {
                return "jail " + each.configuration.name() + " has " + staying + " bans, and memory_ceiling would leave room for " + room;
            }
        }
        bans.orders.restore.finish();
        bans.orders.flush();
        List<BanSet> wanted = BanSets.of(now);
        kept.clear();
        addAll(kept, sets, wanted, true);
        int stay = kept.size();
        addAll(kept, wanted, sets, false);
        less = stay < sets.size();
        if (!less && kept.size() == stay)
        {
            return null;
        }
        List<BanSet> both = new ArrayList<>(kept);
        addAll(both, sets, wanted, false);
        String problem = cover(both);
        if (problem != null)
        {
            cancel(sets);
        }
        return problem;
    }

    /** Takes {@link #prepare} back. */
    void cancel(List<BanSet> sets)
    {
        cover(List.copyOf(sets));
    }

    private String cover(List<BanSet> sets)
    {
        for (JailRuntime each : banners)
        {
            BanSets.assign(sets, each);
        }
        return bans.orders.cover(sets);
    }

    /** Changes jails, firewall and actions, after {@link #prepare}. @param sets those of the firewall, before and afterwards. */
    void apply(Configuration former, Prepared next, JailMaker maker, List<BanSet> sets)
    {
        Configuration now = next.configuration();
        liftHomeless(now);
        act(Action.STOP, former, now);
        sets.clear();
        sets.addAll(kept);
        int[] numbers = new int[jails.size()];
        for (int i = 0; i < numbers.length; i++)
        {
            numbers[i] = now.indexOfEnabled(jails.get(i).configuration.name());
        }
        List<JailRuntime> oldBanners = List.copyOf(banners);
        guard.begin(numbers);
        maker.make(next, sets, jails, banners);
        guard.start();
        for (JailRuntime each : oldBanners)
        {
            JailRuntime there = JailMaker.find(banners, each.configuration.name(), each.isWide());
            if (there != null)
            {
                there.moveFrom(each);
            }
        }
        bans.orders.restore.move(less ? List.copyOf(sets) : null);
        if (bans.actions != null)
        {
            bans.actions.replace(Actions.of(now));
        }
        act(Action.START, now, former);
        bans.liftIgnored();
        bans.orders.flush();
    }

    /** Adds the sets that are, or are not, among others. */
    private static void addAll(List<BanSet> to, List<BanSet> from, List<BanSet> others, boolean among)
    {
        for (BanSet each : from)
        {
            if (BanSets.find(others, each) >= 0 == among)
            {
                to.add(each);
            }
        }
    }

    /** Lifts what no jail would ban any more: the bans of jails that go, and of prefixes of another length. */
    private void liftHomeless(Configuration now)
    {
        for (JailRuntime each : banners)
        {
            JailConfiguration there = there(now, each);
            Jail jail = each.jail;
            for (int ban = jail.nextBan(0); ban >= 0; ban = jail.nextBan(ban + 1))
            {
                long high = jail.addressHigh(ban);
                long low = jail.addressLow(ban);
                if (!stays(each, there, Address.isIpv4(high, low)))
                {
                    jail.unban(high, low);
                    bans.lift(each, high, low, there == null ? "jail removed" : "jail changed");
                }
            }
        }
    }

    /** @return how a jail is configured now; null when it is not. */
    private static JailConfiguration there(Configuration now, JailRuntime jail)
    {
        int index = now.indexOfEnabled(jail.configuration.name());
        return index < 0 ? null : now.enabledJails().get(index);
    }

    private static boolean stays(JailRuntime jail, JailConfiguration there, boolean ipv4)
    {
        return there != null && there.logOnly() == jail.logOnly && jail.prefix(ipv4) == JailRuntime.prefix(there, jail.isWide(), ipv4);
    }

    private static int staying(JailRuntime jail, JailConfiguration there)
    {
        int count = 0;
        for (int ban = jail.jail.nextBan(0); ban >= 0; ban = jail.jail.nextBan(ban + 1))
        {
            count += stays(jail, there, Address.isIpv4(jail.jail.addressHigh(ban), jail.jail.addressLow(ban))) ? 1 : 0;
        }
        return count;
    }

    /** Has actions run their commands for jails whose actions are not the same in another configuration. */
    private void act(int occasion, Configuration own, Configuration other)
    {
        for (JailRuntime each : jails)
        {
            int index = other.indexOfEnabled(each.configuration.name());
            for (int i = 0; bans.actions != null && i < each.actions.length; i++)
            {
                String name = each.configuration.actions().get(i).value();
                if (index < 0 || !names(other.enabledJails().get(index).actions(), name)
                    || !own.changedKeys(other, "[actions." + name + "]").isEmpty())
                {
                    bans.actions.order(each.actions[i], occasion, each.name, 0, 0, BanSet.ONE_ADDRESS, each.jail.banTimeSeconds(), 0);
                }
            }
        }
    }

    private static boolean names(List<Text> actions, String name)
    {
        boolean named = false;
        for (Text each : actions)
        {
            named |= each.value().equals(name);
        }
        return named;
    }
}
