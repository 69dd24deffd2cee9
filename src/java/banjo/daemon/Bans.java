package banjo.daemon;

import banjo.action.Action;
import banjo.action.ActionRunner;
import banjo.address.Address;
import banjo.event.EventLog;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
import banjo.jail.BanHistory;
import banjo.jail.BanTimeIncrement;
import banjo.jail.Jail;
import java.util.ArrayList;
import java.util.List;

/** Bans of all jails and their way into the kernel: a jail decides, the firewall is told, the event is logged. */
final class Bans
{
    private static final int FORGET_BUDGET = 4096;
    /** Bans that a repair orders again in a turn of the loop: some milliseconds of the kernel's work. */
    private static final int RESTORE_BUDGET = 512;
    private static final long PERMANENT = Jail.PERMANENT;
    private static final String EVICT = "evict";
    private static final String UNBAN = "unban";
    /** How long a ban is remembered after its end at least. */
    private static final long FORGET_SECONDS = 24 * 3600;
    private static final long FORGET_PERMANENT_SECONDS = 520L * 7 * 24 * 3600;
    /** A ban that no jail holds ends in the kernel alone; every back end that can do that can do it for so long. */
    private static final long UNTRACKED_SECONDS = 7 * 24 * 3600;
    private static final long ALERT_MILLIS = 60_000;

    /** Also those that ban prefixes for others, each behind its counterpart. */
    private final List<JailRuntime> jails;
    private final Firewall firewall;
    private final Clocks clocks;
    private final EventLog log;
    private final boolean once;
    private final long[] address = new long[2];
    /** At start: elements that are in a set where their jail would not put them, as set, high, low. */
    private List<long[]> misplaced = new ArrayList<>();
    private boolean moved;
    private int restored;
    /** Which ban a repair orders next: the jail's place, past the last when none is left, and a cursor over its bans. */
    private int restoreJail = Integer.MAX_VALUE;
    private int restoreCursor;
    /** What somebody ordered must not come back after a crash: it is saved at once. */
    boolean ordered;
    final CountedLines lines = new CountedLines();
    /** Null when no bans get longer. */
    BanHistory history;
    /** Whether the bans of all jails count together somewhere. */
    private boolean overall;
    /** Null when no commands are run. */
    ActionRunner actions;
    /** Transactions that failed. */
    long errors;
    /** How often the table had to be made again. */
    long rebuilds;
    /** Bans that the kernel held at start and no jail claims. */
    long foreign;

    /** @param once logs are read once: what the kernel holds is no business of theirs. */
    Bans(List<JailRuntime> jails, Firewall firewall, Clocks clocks, EventLog log, boolean once)
    {
        this.jails = jails;
        this.firewall = firewall;
        this.clocks = clocks;
        this.log = log;
        this.once = once;
    }

    /** Bans get longer from now on, where their jails say so. */
    void remember(BanHistory bansBefore)
    {
        history = bansBefore;
        overall = false;
        for (JailRuntime each : jails)
        {
            overall |= each.increment != null && each.increment.overall();
        }
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
        int result = jail.attempt(high, low, seconds, clocks.nowSeconds(), clocks.banSeconds());
        if (result == Jail.ALREADY_BANNED)
        {
            return false;
        }
        boolean counted = result == Jail.NOTHING || result == Jail.BAN;
        if (counted && !runtime.isWide())
        {
            log.attempt(seconds, runtime.name, high, low, prefix);
        }
        if (jail.takeEvicted(address))
        {
            lift(runtime, address[0], address[1], EVICT, "no room");
        }
        if (result == Jail.FULL || result == Jail.BAN_UNTRACKED)
        {
            withoutRoom(runtime, high, low, result == Jail.BAN_UNTRACKED);
        }
        if (result == Jail.BAN)
        {
            long banSeconds = history == null ? jail.banTimeSeconds() : lengthen(runtime, high, low);
            log.ban(clocks.nowSeconds(), runtime.name, runtime.logOnly, high, low, prefix, banSeconds, jail.maxRetry());
            act(Action.BAN, runtime, high, low, banSeconds, jail.maxRetry());
            orderIn(runtime.set(Address.isIpv4(high, low)), high, low, false);
            JailRuntime wide = runtime.wide();
            if (wide != null && wide.prefix(Address.isIpv4(high, low)) != BanSet.ONE_ADDRESS)
            {
                attempt(wide, high, low, clocks.nowSeconds());
            }
            for (int i = 0; !runtime.configuration.fedByBans() && !runtime.isWide() && i < jails.size(); i++)
            {
                if (jails.get(i).configuration.fedByBans() && !jails.get(i).isWide() && (jails.get(i).logOnly || !runtime.logOnly))
                {
                    attempt(jails.get(i), failedHigh, failedLow, clocks.nowSeconds());
                }
            }
        }
        return counted;
    }

    /** Notes a ban that has just begun, and gives it the length that earlier ones demand. @return seconds. */
    private long lengthen(JailRuntime runtime, long high, long low)
    {
        BanTimeIncrement increment = runtime.increment;
        int prefix = runtime.prefix(Address.isIpv4(high, low));
        long now = clocks.banSeconds();
        long seconds = runtime.jail.banTimeSeconds();
        if (increment != null && seconds != PERMANENT)
        {
            int earlier = history.count(increment.overall() ? runtime.overallScope : runtime.scope, prefix, high, low, now);
            seconds = increment.seconds(seconds, earlier) + history.random(increment.jitterSeconds());
            runtime.jail.adopt(high, low, seconds, clocks.nowSeconds(), now);
        }
        // As long as it was banned, it must behave to be a stranger again.
        long kept = seconds == PERMANENT ? FORGET_PERMANENT_SECONDS : seconds + Math.max(seconds, FORGET_SECONDS);
        if (increment != null && !increment.overall())
        {
            history.add(runtime.scope, prefix, high, low, kept, now);
        }
        if (overall)
        {
            history.add(runtime.overallScope, prefix, high, low, kept, now);
        }
        return seconds;
    }

    /** Forgets earlier bans: what was banned by mistake counts for nothing. */
    private void forget(JailRuntime runtime, long high, long low, boolean everywhere)
    {
        if (history != null)
        {
            int prefix = runtime.prefix(Address.isIpv4(high, low));
            history.forget(runtime.scope, prefix, high, low);
            if (everywhere || runtime.increment != null && runtime.increment.overall())
            {
                history.forget(runtime.overallScope, prefix, high, low);
            }
        }
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
            orderIn(runtime.set(ipv4), high, low, false, runtime, seconds);
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
        lift(runtime, high, low, UNBAN, reason);
    }

    private void lift(JailRuntime runtime, long high, long low, String event, String reason)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        log.unban(clocks.nowSeconds(), event, runtime.name, runtime.logOnly, high, low, runtime.prefix(ipv4), reason);
        act(Action.UNBAN, runtime, high, low, runtime.jail.banTimeSeconds(), 0);
        release(runtime.set(ipv4), high, low);
    }

    /** Takes an address out of a set, unless another jail of that set holds it still. */
    private void release(int set, long high, long low)
    {
        if (!orderIn(set, high, low, false))
        {
            firewall.unban(set, high, low);
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

    /** Tells before the start that so many bans have been put back from the saved state. */
    void restored(int count)
    {
        restored = count;
    }

    /** Starts the firewall and takes over what it holds. @return 0 or a negated errno. */
    int start()
    {
        misplaced = new ArrayList<>();
        int started = firewall.start(this::adopt);
        for (long[] each : misplaced)
        {
            release((int)each[0], each[1], each[2]);
        }
        // What was saved and is not there any more, as after a reboot, is ordered again.
        if (started == Firewall.REBUILT || started == 0 && (moved || restored > 0))
        {
            orderAll();
            finishRestoring();
        }
        misplaced = null;
        return started < 0 ? started : 0;
    }

    /** Lifts the bans that end first until so many addresses have room for the rest. */
    void shrink(JailRuntime runtime, int capacity)
    {
        Jail jail = runtime.jail;
        while (jail.bannedCount() > capacity)
        {
            int soonest = jail.soonestBan();
            evict(runtime, soonest < 0 ? jail.nextBan(0) : soonest, UNBAN, "no room");
        }
    }

    /** Ends a ban to make room. */
    private void evict(JailRuntime runtime, int ban, String event, String reason)
    {
        long high = runtime.jail.addressHigh(ban);
        long low = runtime.jail.addressLow(ban);
        runtime.jail.evict(ban);
        lift(runtime, high, low, event, reason);
    }

    /** Takes an address out of a set unless another jail of that set holds it still; then that ban stays as it is. */
    void leave(int set, long high, long low)
    {
        if (!isHeld(set, high, low))
        {
            firewall.unban(set, high, low);
        }
    }

    /** Has the firewall cover other sets. */
    void cover(List<BanSet> sets)
    {
        int result = firewall.cover(sets);
        if (result < 0)
        {
            errors++;
            log.error(firewall.problem());
        }
        if (result == Firewall.REBUILT)
        {
            orderAll();
            finishRestoring();
        }
    }

    /** Looks after the firewall once a turn. @param ready whether its descriptor can be read. */
    void tick(boolean ready)
    {
        answer(firewall.tick(ready, clocks.monotonicMillis()));
        restoreSome(RESTORE_BUDGET);
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
            orderAll();
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
        int count = firewall.refused();
        int[] sets = new int[count];
        long[] addresses = new long[2 * count];
        for (int i = 0; i < count; i++)
        {
            sets[i] = firewall.refused(i, address);
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

    /** @return whether a jail of a set has banned an address. */
    private boolean isHeld(int set, long high, long low)
    {
        for (int i = 0; i < jails.size(); i++)
        {
            if (jails.get(i).set(Address.isIpv4(high, low)) == set && jails.get(i).jail.banned(high, low))
            {
                return true;
            }
        }
        return false;
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
            evict(from, victim, EVICT, "no room in the firewall");
        }
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

    /** The same for one that is to be banned for some seconds anyhow, in a jail's name. */
    private boolean orderIn(int set, long high, long low, boolean again, JailRuntime longest, long seconds)
    {
        for (int i = 0; i < jails.size() && seconds != PERMANENT; i++)
        {
            long remaining = jails.get(i).set(Address.isIpv4(high, low)) != set ? 0
                : jails.get(i).jail.remainingSeconds(high, low, clocks.banSeconds());
            if (remaining == PERMANENT || remaining > seconds)
            {
                longest = jails.get(i);
                seconds = remaining;
            }
        }
        long late = clocks.wallSeconds() - clocks.nowSeconds();
        if (longest != null && (seconds == PERMANENT || seconds > late))
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
        return longest != null;
    }

    /** Begins to order every ban again, some in each turn; those that come meanwhile are ordered by themselves. */
    void orderAll()
    {
        restoreJail = 0;
        restoreCursor = 0;
    }

    /** @return whether a repair has bans left to order, so that the loop shall not sleep. */
    boolean restoring()
    {
        return restoreJail < jails.size();
    }

    /** Orders the bans that a repair has left, all at once. */
    void finishRestoring()
    {
        restoreSome(Integer.MAX_VALUE);
        restoreJail = Integer.MAX_VALUE;
    }

    private void restoreSome(int budget)
    {
        for (int i = 0; i < budget && restoring();)
        {
            JailRuntime runtime = jails.get(restoreJail);
            int ban = runtime.jail.nextBan(restoreCursor);
            restoreCursor = ban + 1;
            if (ban < 0)
            {
                restoreJail++;
                continue;
            }
            long high = runtime.jail.addressHigh(ban);
            long low = runtime.jail.addressLow(ban);
            orderIn(runtime.set(Address.isIpv4(high, low)), high, low, true);
            i++;
        }
    }

    /** Takes over a ban that the kernel held at start; one that its jail would not make like this is moved or dropped. */
    void adopt(int set, int prefix, long high, long low, long remainingMillis, byte[] comment, int from, int to)
    {
        JailRuntime owner = find(comment, from, to);
        if (owner == null || once)
        {
            foreign++;
            return;
        }
        if (owner.logOnly)
        {
            // Another back end was its own before: what is left of that time is lifted.
            if (set >= 0)
            {
                misplaced.add(new long[] {set, high, low});
            }
            return;
        }
        boolean ipv4 = Address.isIpv4(high, low);
        if (owner.wide() != null && prefix != BanSet.ONE_ADDRESS)
        {
            owner = owner.wide();
        }
        if (set != owner.set(ipv4))
        {
            moved = true;
            if (set >= 0)
            {
                misplaced.add(new long[] {set, high, low});
            }
        }
        if (prefix == owner.prefix(ipv4))
        {
            long known = owner.jail.remainingSeconds(high, low, clocks.banSeconds());
            long seconds = remainingMillis == Firewall.UNKNOWN ? known != 0 ? known : owner.jail.banTimeSeconds()
                : remainingMillis < 0 ? PERMANENT : (remainingMillis + 999) / 1000;
            restored -= owner.jail.adopt(high, low, seconds, clocks.wallSeconds(), clocks.banSeconds()) ? 1 : 0;
            owner.jail.takeEvicted(address);
        }
    }

    /** Lifts the bans of addresses that are never banned, or are not any more. */
    void liftIgnored()
    {
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
            boolean same = name.length == to - from;
            for (int k = 0; same && k < name.length; k++)
            {
                same = name[k] == text[from + k];
            }
            if (same)
            {
                return jails.get(i);
            }
        }
        return null;
    }

    /** Bans by hand. @return false when the jail's table is full of bans that must not give way. */
    boolean banByHand(JailRuntime runtime, long high, long low, long seconds)
    {
        boolean ipv4 = Address.isIpv4(high, low);
        high &= Address.upperMask(runtime.prefix(ipv4));
        low &= Address.upperMask(runtime.prefix(ipv4) - 64);
        int result = runtime.jail.ban(high, low, seconds, clocks.wallSeconds(), clocks.banSeconds());
        if (runtime.jail.takeEvicted(address))
        {
            lift(runtime, address[0], address[1], EVICT, "no room");
        }
        if (result != Jail.BAN)
        {
            return false;
        }
        log.ban(clocks.wallSeconds(), runtime.name, runtime.logOnly, high, low, runtime.prefix(ipv4), seconds, 0);
        act(Action.BAN, runtime, high, low, seconds, 0);
        orderIn(runtime.set(ipv4), high, low, false);
        return true;
    }

    /**
     * Lifts the bans that hold for an address by hand. The kernel may hold one that no jail knows, which goes as well.
     *
     * @param only null for every jail.
     * @param prefix only bans of this length, over 128 bits; -1 for any.
     * @return how many were lifted.
     */
    int unbanByHand(JailRuntime only, long high, long low, int prefix)
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
                lift(runtime, prefixHigh, prefixLow, "by hand");
                forget(runtime, prefixHigh, prefixLow, only == null);
                ordered = true;
                lifted++;
            }
            else
            {
                release(runtime.set(Address.isIpv4(high, low)), prefixHigh, prefixLow);
            }
        }
        return lifted;
    }

    /** @return whether bans of a jail are meant when {@code only} is given, null for every jail. */
    private static boolean holds(JailRuntime only, JailRuntime runtime)
    {
        return only == null || only == runtime || only.wide() == runtime;
    }

    /** Lifts every ban of a jail or of all. @return how many. */
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
                lift(runtime, high, low, "by hand");
                forget(runtime, high, low, only == null);
                ordered = true;
                lifted++;
            }
        }
        return lifted;
    }
}
