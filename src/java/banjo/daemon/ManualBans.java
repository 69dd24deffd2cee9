package banjo.daemon;

import banjo.action.Action;
import banjo.address.Address;
import banjo.event.EventLog;
import banjo.jail.Jail;
import java.util.List;

/** Bans that somebody orders or lifts by hand. */
final class ManualBans
{
    private final List<JailRuntime> jails;
    private final Bans bans;
    private final Clocks clocks;
    private final EventLog log;
    /** What somebody ordered must not come back after a crash: it is saved at once. */
    boolean ordered;

    ManualBans(List<JailRuntime> jails, Bans bans, Clocks clocks, EventLog log)
    {
        this.jails = jails;
        this.bans = bans;
        this.clocks = clocks;
        this.log = log;
    }

    /** Bans an address. @return false when the jail's table is full of bans that must not give way. */
    boolean ban(JailRuntime runtime, long high, long low, long seconds)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        high &= Address.upperMask(runtime.prefix(ipv4));
        low &= Address.upperMask(runtime.prefix(ipv4) - 64);
        int result = runtime.jail.ban(high, low, seconds, clocks.banSeconds());
        bans.liftEvicted(runtime);
        if (result != Jail.BAN)
        {
            return false;
        }
        log.ban(clocks.wallSeconds(), runtime.name, runtime.logOnly, high, low, runtime.prefix(ipv4), seconds, 0);
        bans.act(Action.BAN, runtime, high, low, seconds, 0);
        bans.orders.orderIn(runtime.set(ipv4), high, low, false);
        return true;
    }

    /**
     * Lifts the bans that hold for an address. The kernel may hold one that no jail knows, which goes as well.
     *
     * @param only null for every jail.
     * @param prefix only bans of this length, over 128 bits; -1 for any.
     * @return how many were lifted.
     */
    int unban(JailRuntime only, long high, long low, int prefix)
    {
        int lifted = 0;
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            int length = runtime.prefix(Address.isIpv4(high, low));
            long prefixHigh = high & Address.upperMask(length);
            long prefixLow = low & Address.upperMask(length - 64);
            if (!holds(only, runtime) || prefix >= 0 && prefix != length)
            {
                continue;
            }
            if (runtime.jail.unban(prefixHigh, prefixLow))
            {
                bans.lift(runtime, prefixHigh, prefixLow, "by hand");
                bans.earlier.forget(runtime, prefixHigh, prefixLow, only == null);
                ordered = true;
                lifted++;
            }
            else if (isFirstOfSet(i, only, Address.isIpv4(high, low)))
            {
                bans.orders.release(runtime, prefixHigh, prefixLow);
            }
        }
        return lifted;
    }

    /** @return whether no jail before one that is meant as well has the same set, so that an order for it comes once. */
    private boolean isFirstOfSet(int index, JailRuntime only, boolean ipv4)
    {
        for (int i = 0; i < index; i++)
        {
            if (holds(only, jails.get(i)) && jails.get(i).set(ipv4) == jails.get(index).set(ipv4))
            {
                return false;
            }
        }
        return true;
    }

    /** @return whether bans of a jail are meant when {@code only} is given, null for every jail. */
    private static boolean holds(JailRuntime only, JailRuntime runtime)
    {
        return only == null || only == runtime || only.wide() == runtime;
    }

    /** Lifts every ban of a jail, or of all, with those that the firewall alone knows of. @return how many were of jails. */
    int unbanAll(JailRuntime only)
    {
        int lifted = 0;
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            for (int ban = runtime.jail.nextBan(0); ban >= 0 && holds(only, runtime); ban = runtime.jail.nextBan(ban + 1))
            {
                long high = runtime.jail.addressHigh(ban);
                long low = runtime.jail.addressLow(ban);
                runtime.jail.unban(high, low);
                bans.lift(runtime, high, low, "by hand");
                bans.earlier.forget(runtime, high, low, only == null);
                ordered = true;
                lifted++;
            }
        }
        if (only == null)
        {
            bans.orders.empty();
        }
        else
        {
            bans.orders.empty(only);
        }
        return lifted;
    }
}
