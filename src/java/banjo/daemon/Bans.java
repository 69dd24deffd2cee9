package banjo.daemon;

import banjo.action.Action;
import banjo.action.ActionRunner;
import banjo.address.Address;
import banjo.event.EventLog;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
import banjo.jail.Jail;
import java.util.Arrays;
import java.util.List;

/** Bans of all jails and their way into the kernel: a jail decides, the firewall is told, the event is logged. */
final class Bans
{
    private static final int FORGET_BUDGET = 4096;
    static final String EVICT = "evict";
    private static final String UNBAN = "unban";
    /** A ban that no jail holds ends in the kernel alone; every back end that can do that can do it for so long. */
    private static final long UNTRACKED_SECONDS = 7 * 24 * 3600;
    private static final long ALERT_MILLIS = 60_000;

    /** Also those that ban prefixes for others, each behind its counterpart. */
    private final JailList jails;
    private final Clocks clocks;
    private final EventLog log;
    private final long[] address = new long[2];
    final BanOrders orders;
    final EarlierBans earlier;
    final Adoption adoption;
    final ManualBans byHand;
    final CountedLines lines = new CountedLines();
    /** Null when no commands are run. */
    ActionRunner actions;

    /** @param once logs are read once: what the kernel holds is no business of theirs. */
    Bans(JailList jails, Firewall firewall, Clocks clocks, EventLog log, boolean once)
    {
        this.jails = jails;
        this.clocks = clocks;
        this.log = log;
        orders = new BanOrders(jails, this, firewall, clocks, log);
        earlier = new EarlierBans(jails, clocks);
        adoption = new Adoption(this, firewall, clocks, once);
        byHand = new ManualBans(jails, this, clocks, log);
    }

    /** Notes a failure of an address, at the line's own time; bans it where that is one too many. @return whether it counted. */
    boolean attempt(JailRuntime runtime, long high, long low, long seconds)
    {
        Jail jail = runtime.jail;
        long failedHigh = high;
        long failedLow = low;
        int prefix = runtime.prefix(Address.isIpv4(high, low));
        if (prefix != BanSet.ONE_ADDRESS)
        {
            high &= Address.upperMask(prefix);
            low &= Address.upperMask(prefix - 64);
            if (jail.ignores(high, low, prefix))
            {
                return false;
            }
        }
        int result = jail.expect(high, low, seconds, clocks.nowSeconds());
        if (result == Jail.NOTHING)
        {
            liftEvicted(runtime);
            result = jail.attempt(high, low, seconds, clocks.nowSeconds(), clocks.banSeconds());
        }
        if (result == Jail.ALREADY_BANNED)
        {
            return false;
        }
        boolean counted = result == Jail.NOTHING || result == Jail.BAN;
        if (counted && !runtime.isWide())
        {
            log.attempt(seconds, runtime.name, high, low, prefix);
        }
        if (result == Jail.FULL || result == Jail.BAN_UNTRACKED)
        {
            withoutRoom(runtime, high, low, result == Jail.BAN_UNTRACKED);
        }
        if (result == Jail.BAN)
        {
            long banSeconds = earlier.lengthen(runtime, high, low);
            log.ban(clocks.nowSeconds(), runtime.name, runtime.logOnly, high, low, prefix, banSeconds, jail.maxRetry());
            act(Action.BAN, runtime, high, low, banSeconds, jail.maxRetry());
            orders.orderIn(runtime.set(Address.isIpv4(high, low)), high, low, false, runtime, banSeconds);
            JailRuntime wide = runtime.wide();
            if (wide != null && wide.prefix(Address.isIpv4(high, low)) != BanSet.ONE_ADDRESS)
            {
                attempt(wide, high, low, clocks.nowSeconds());
            }
            for (int i = 0; !runtime.configuration.fedByBans() && !runtime.isWide() && i < jails.size(); i++)
            {
                JailRuntime each = jails.get(i);
                if (each.configuration.fedByBans() && !each.isWide() && (each.logOnly || !runtime.logOnly))
                {
                    attempt(each, failedHigh, failedLow, clocks.nowSeconds());
                }
            }
        }
        return counted;
    }

    /** Treats a failure of an address that the jail's table has no room for. @param ban in the kernel alone. */
    private void withoutRoom(JailRuntime runtime, long high, long low, boolean ban)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        long seconds = runtime.jail.banTimeSeconds();
        seconds = seconds < 0 || seconds > UNTRACKED_SECONDS ? UNTRACKED_SECONDS : seconds;
        if (ban)
        {
            log.ban(clocks.nowSeconds(), runtime.name, runtime.logOnly, high, low, runtime.prefix(ipv4), seconds, 1);
            orders.orderIn(runtime.set(ipv4), high, low, false, runtime, seconds);
        }
        if (clocks.monotonicMillis() >= runtime.alertMillis)
        {
            runtime.alertMillis = clocks.monotonicMillis() + ALERT_MILLIS;
            log.message(EventLog.WARNING, "alert", runtime.configuration.name() + ": no room for more addresses: "
                + (ban ? "each is banned at its first failure" : "failures of new ones do not count"));
        }
    }

    /** Lifts a ban in the kernel, unless another jail holds the address still. */
    void lift(JailRuntime runtime, long high, long low, String reason)
    {
        lift(runtime, high, low, UNBAN, reason, runtime.jail.liftedSeconds());
    }

    /** The same for a ban that was to last so many seconds. @param event its name. */
    void lift(JailRuntime runtime, long high, long low, String event, String reason, long seconds)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        log.unban(clocks.nowSeconds(), event, runtime.name, runtime.logOnly, high, low, runtime.prefix(ipv4), reason);
        act(Action.UNBAN, runtime, high, low, seconds, 0);
        orders.release(runtime, high, low);
    }

    /** Lifts the ban that a new one has driven out of a jail's table, if there is one. */
    void liftEvicted(JailRuntime runtime)
    {
        if (runtime.jail.takeEvicted(address))
        {
            lift(runtime, address[0], address[1], EVICT, "no room", runtime.jail.liftedSeconds());
        }
    }

    void expire()
    {
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            while (runtime.jail.nextExpired(address, clocks.banSeconds()))
            {
                lift(runtime, address[0], address[1], "expired");
            }
            runtime.jail.forget(clocks.nowSeconds(), FORGET_BUDGET);
        }
    }

    /** Has the actions of a jail run their commands for an occasion. */
    void act(int occasion, JailRuntime runtime, long high, long low, long banSeconds, int failures)
    {
        for (int i = 0; actions != null && i < runtime.actions.length; i++)
        {
            actions.order(runtime.actions[i], occasion, runtime.name, high, low, runtime.prefix(Address.isIpv4(high, low)), banSeconds, failures);
        }
    }

    /** Has the actions of every jail run their commands for the daemon's start or stop. */
    void actForAll(int occasion)
    {
        for (JailRuntime each : jails)
        {
            if (!each.isWide())
            {
                act(occasion, each, 0, 0, each.jail.banTimeSeconds(), 0);
            }
        }
    }

    /** Ends a ban to make room in the firewall. */
    void evict(JailRuntime runtime, int ban)
    {
        evict(runtime, ban, EVICT, "no room in the firewall");
    }

    /** Ends a ban to make room. */
    private void evict(JailRuntime runtime, int ban, String event, String reason)
    {
        long high = runtime.jail.addressHigh(ban);
        long low = runtime.jail.addressLow(ban);
        runtime.jail.evict(ban);
        lift(runtime, high, low, event, reason, runtime.jail.liftedSeconds());
    }

    /** Lifts the bans of addresses that are never banned, or are not any more. */
    void liftIgnored()
    {
        boolean withoutRoom = false;
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            for (int ban = runtime.jail.nextBan(0); ban >= 0; ban = runtime.jail.nextBan(ban + 1))
            {
                long high = runtime.jail.addressHigh(ban);
                long low = runtime.jail.addressLow(ban);
                if (isIgnored(runtime, high, low))
                {
                    runtime.jail.unban(high, low);
                    lift(runtime, high, low, "never banned");
                }
            }
            withoutRoom |= runtime.jail.bansWithoutRoom();
        }
        if (withoutRoom)
        {
            orders.empty(null);
        }
    }

    /** @return whether a jail never bans an address, or what it would ban in its stead. */
    boolean isIgnored(JailRuntime runtime, long high, long low)
    {
        int prefix = runtime.prefix(Address.isIpv4(high, low));
        return runtime.jail.protects(high & Address.upperMask(prefix), low & Address.upperMask(prefix - 64), prefix);
    }

    /** @return the jail of that name, or null. */
    JailRuntime find(byte[] text, int from, int to)
    {
        for (int i = 0; i < jails.size(); i++)
        {
            byte[] name = jails.get(i).name;
            if (Arrays.equals(name, 0, name.length, text, from, to))
            {
                return jails.get(i);
            }
        }
        return null;
    }
}
