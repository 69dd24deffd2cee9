package banjo.daemon;

import banjo.address.Address;
import banjo.event.EventLog;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
import banjo.firewall.RefusedBans;
import banjo.jail.Jail;
import banjo.sys.Platform;
import java.util.ArrayList;
import java.util.List;

/** The way of bans into the firewall and out of it, in sets that jails share. */
final class BanOrders
{
    private static final long PERMANENT = Jail.PERMANENT;

    private final JailList jails;
    private final Bans bans;
    private final Firewall firewall;
    private final Clocks clocks;
    private final EventLog log;
    private final long[] address = new long[2];
    final BanRestore restore;
    /** Transactions that failed. */
    long errors;
    /** How often the table had to be made again. */
    long rebuilds;

    /** @param bans lifts what has to make room. */
    BanOrders(JailList jails, Bans bans, Firewall firewall, Clocks clocks, EventLog log)
    {
        this.jails = jails;
        this.bans = bans;
        this.firewall = firewall;
        this.clocks = clocks;
        this.log = log;
        restore = new BanRestore(jails, this);
    }

    /**
     * Orders the ban of an address in a set, for as long as the last of its jails holds it; one that has ended already, in an old
     * log read once, is not ordered.
     *
     * @param again by a repair.
     * @return false when no jail of that set has it.
     */
    boolean orderIn(int set, long high, long low, boolean again)
    {
        return orderIn(set, high, low, again, null, 0);
    }

    /** The same where it is known for how long one of the jails holds it, 0 for not at all. @param known null for none. */
    boolean orderIn(int set, long high, long low, boolean again, JailRuntime known, long seconds)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        JailRuntime longest = seconds == 0 ? null : known;
        for (int i = 0; i < jails.size() && seconds != PERMANENT; i++)
        {
            JailRuntime each = jails.get(i);
            long remaining = each == known || each.set(ipv4) != set ? 0 : each.jail.remainingSeconds(high, low, clocks.banSeconds());
            if (remaining == PERMANENT || remaining > seconds)
            {
                longest = each;
                seconds = remaining;
            }
        }
        if (longest == null)
        {
            return false;
        }
        long late = clocks.wallSeconds() - clocks.nowSeconds();
        if (seconds == PERMANENT || seconds > late)
        {
            long millis = seconds == PERMANENT ? PERMANENT : (seconds - late) * 1000;
            if (again)
            {
                firewall.restore(set, high, low, millis, longest.name);
            }
            else
            {
                firewall.ban(set, high, low, millis, longest.name);
            }
        }
        return true;
    }

    /** Takes an address that a jail does not hold out of its set, unless another jail of that set holds it still. */
    void release(JailRuntime runtime, long high, long low)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        release(runtime.set(ipv4), high, low, runtime);
        if (runtime.formerSet(ipv4) >= 0)
        {
            leave(runtime.formerSet(ipv4), high, low);
        }
    }

    /** The same for a set. @param free a jail of which that is known; null for none. @return whether it is taken out. */
    boolean release(int set, long high, long low, JailRuntime free)
    {
        boolean held = orderIn(set, high, low, false, free, 0) || restore.needsFormer() && isHeld(set, high, low);
        if (!held)
        {
            firewall.unban(set, high, low);
        }
        return !held;
    }

    /** Takes an address out of a set unless another jail of that set holds it still; then that ban stays as it is. */
    void leave(int set, long high, long low)
    {
        if (!isHeld(set, high, low))
        {
            firewall.unban(set, high, low);
        }
    }

    /** @return whether a jail of a set has banned an address. */
    private boolean isHeld(int set, long high, long low)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime each = jails.get(i);
            if ((each.set(ipv4) == set || each.formerSet(ipv4) == set && restore.needsFormer()) && each.jail.banned(high, low))
            {
                return true;
            }
        }
        return false;
    }

    /** Has the firewall cover other sets, by whose numbers the jails know theirs already. @return null, or what went wrong. */
    String cover(List<BanSet> sets)
    {
        int result = firewall.cover(sets);
        if (result == Firewall.REBUILT)
        {
            restore.orderAll();
        }
        return result < 0 ? firewall.problem() : null;
    }

    /** The same where what goes wrong can only be told. */
    void coverAnyhow(List<BanSet> sets)
    {
        flush();
        String problem = cover(sets);
        if (problem != null)
        {
            errors++;
            log.error(problem);
        }
    }

    /** Ends what the firewall alone still holds when every ban has been lifted. */
    void empty()
    {
        for (JailRuntime each : jails)
        {
            firewall.empty(each.set4);
            firewall.empty(each.set6);
        }
    }

    /**
     * Ends the bans of a jail that the firewall alone still holds when its own have been lifted, as far as it tells whose they are.
     *
     * @param jail null for all jails, of which those addresses are freed that they never ban.
     */
    void empty(JailRuntime jail)
    {
        flush();
        List<long[]> found = new ArrayList<>();
        int result = firewall.list((set, prefix, high, low, remainingMillis, comment, from, to) ->
        {
            JailRuntime owner = bans.find(comment, from, to);
            if (set >= 0 && owner != null && (jail == null ? owner.jail.protects(high, low, prefix) : owner == jail))
            {
                found.add(new long[] {set, high, low});
            }
        });
        answer(result);
        for (long[] each : found)
        {
            leave((int)each[0], each[1], each[2]);
        }
        // They must not wait until the heap is full.
        Platform.collect();
    }

    /** Looks after the firewall once a turn. @param ready whether its descriptor can be read. */
    void tick(boolean ready)
    {
        answer(firewall.tick(ready, clocks.monotonicMillis()));
        restore.tick();
    }

    /** Sends what was ordered. */
    void flush()
    {
        answer(firewall.flush());
    }

    private void answer(int result)
    {
        if (result == Firewall.FULL)
        {
            result = makeRoom();
        }
        if (result == Firewall.REBUILT)
        {
            rebuilds++;
            log.message(EventLog.WARNING, "repair", firewall.problem());
            restore.begin();
        }
        else if (result == Firewall.DOUBT)
        {
            restore.begin();
        }
        else if (result != 0)
        {
            errors++;
            log.error(firewall.problem());
        }
    }

    /** Lifts a ban for each one that found its set full, then orders that one again. */
    private int makeRoom()
    {
        RefusedBans refused = firewall.refused();
        int count = refused.count();
        int[] sets = new int[count];
        long[] addresses = new long[2 * count];
        for (int i = 0; i < count; i++)
        {
            sets[i] = refused.get(i, address);
            addresses[2 * i] = address[0];
            addresses[2 * i + 1] = address[1];
        }
        for (int i = 0; i < count; i++)
        {
            if (isHeld(sets[i], addresses[2 * i], addresses[2 * i + 1]))
            {
                evictFrom(sets[i], addresses[2 * i], addresses[2 * i + 1]);
            }
            else
            {
                errors++;
            }
        }
        if (firewall.flush() == Firewall.REBUILT)
        {
            return Firewall.REBUILT;
        }
        for (int i = 0; i < count; i++)
        {
            orderIn(sets[i], addresses[2 * i], addresses[2 * i + 1], false);
        }
        return firewall.flush();
    }

    /** Lifts the ban of a set that ends first, other than the one that wants room. */
    private void evictFrom(int set, long high, long low)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        JailRuntime from = null;
        int victim = -1;
        long soonest = 0;
        for (int i = 0; i < jails.size(); i++)
        {
            Jail jail = jails.get(i).jail;
            int ban = jails.get(i).set(ipv4) == set ? jail.soonestBan(ipv4, high, low) : -1;
            long remaining = ban < 0 ? 0 : jail.remainingSeconds(ban, clocks.banSeconds());
            if (ban >= 0 && (victim < 0 || remaining < soonest))
            {
                from = jails.get(i);
                victim = ban;
                soonest = remaining;
            }
        }
        if (victim >= 0)
        {
            bans.evict(from, victim);
        }
    }
}
