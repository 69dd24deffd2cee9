package banjo.daemon;

import banjo.firewall.Firewall;
import banjo.jail.Jail;
import java.util.List;

/** Bans of all jails and their way into the kernel: a jail decides, the firewall is told, the event is logged. */
final class Bans
{
    private static final int FORGET_BUDGET = 4096;
    private static final long PERMANENT = Jail.PERMANENT;

    private final List<JailRuntime> jails;
    private final Firewall firewall;
    private final Clocks clocks;
    private final EventLog log;
    private final boolean once;
    private final long[] address = new long[2];
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

    /** Notes a failure of an address, at the line's own time; bans it where that is one too many. */
    void attempt(JailRuntime runtime, long high, long low, long seconds)
    {
        Jail jail = runtime.jail;
        int result = jail.attempt(high, low, seconds, clocks.nowSeconds(), clocks.banSeconds());
        if (result == Jail.ALREADY_BANNED)
        {
            return;
        }
        if (jail.takeEvicted(address))
        {
            lift(runtime, address[0], address[1], "no room");
        }
        if (result == Jail.BAN)
        {
            long banSeconds = jail.banTimeSeconds();
            log.ban(clocks.nowSeconds(), runtime.name, high, low, banSeconds, jail.maxRetry());
            order(runtime, high, low, banSeconds);
        }
    }

    /** Orders a ban; one that has ended already, in an old log read once, is not. */
    private void order(JailRuntime runtime, long high, long low, long seconds)
    {
        long late = clocks.wallSeconds() - clocks.nowSeconds();
        long remaining = seconds == PERMANENT ? PERMANENT : (seconds - late) * 1000;
        if (remaining > 0 || remaining == PERMANENT)
        {
            firewall.ban(high, low, remaining, runtime.name);
        }
    }

    /** Lifts a ban in the kernel, unless another jail holds the address still. */
    private void lift(JailRuntime runtime, long high, long low, String reason)
    {
        log.unban(clocks.nowSeconds(), runtime.name, high, low, reason);
        for (int i = 0; i < jails.size(); i++)
        {
            long remaining = jails.get(i).jail.remainingSeconds(high, low, clocks.banSeconds());
            if (remaining != 0)
            {
                firewall.ban(high, low, remaining == PERMANENT ? PERMANENT : remaining * 1000, jails.get(i).name);
                return;
            }
        }
        firewall.unban(high, low);
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

    /** Sends what was ordered; makes the table again when somebody has deleted it. */
    void flush()
    {
        int result = firewall.flush();
        if (result == Firewall.REBUILT)
        {
            rebuilds++;
            log.warning("somebody deleted table inet banjo; made again with every ban");
            orderAll();
            result = firewall.flush();
        }
        if (result < 0)
        {
            errors++;
            log.error(firewall.problem());
        }
    }

    /** Orders every ban again, into a table that is new. */
    void orderAll()
    {
        for (int i = 0; i < jails.size(); i++)
        {
            Jail jail = jails.get(i).jail;
            for (int ban = jail.nextBan(0); ban >= 0; ban = jail.nextBan(ban + 1))
            {
                long remaining = jail.remainingSeconds(ban, clocks.banSeconds());
                if (remaining != 0)
                {
                    firewall.ban(jail.addressHigh(ban), jail.addressLow(ban), remaining == PERMANENT ? PERMANENT : remaining * 1000,
                        jails.get(i).name);
                }
            }
        }
    }

    /** Takes over a ban that the kernel held at start. */
    void adopt(long high, long low, long remainingMillis, byte[] comment, int from, int to)
    {
        JailRuntime owner = find(comment, from, to);
        if (owner == null || once)
        {
            foreign++;
            return;
        }
        long seconds = remainingMillis < 0 ? PERMANENT : (remainingMillis + 999) / 1000;
        owner.jail.ban(high, low, seconds, clocks.wallSeconds(), clocks.banSeconds());
        owner.jail.takeEvicted(address);
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

    /** Bans by hand. @return false when the jail's table is full of permanent bans. */
    boolean banByHand(JailRuntime runtime, long high, long low, long seconds)
    {
        int result = runtime.jail.ban(high, low, seconds, clocks.wallSeconds(), clocks.banSeconds());
        if (runtime.jail.takeEvicted(address))
        {
            lift(runtime, address[0], address[1], "no room");
        }
        if (result != Jail.BAN)
        {
            return false;
        }
        log.ban(clocks.wallSeconds(), runtime.name, high, low, seconds, 0);
        firewall.ban(high, low, seconds == PERMANENT ? PERMANENT : seconds * 1000, runtime.name);
        return true;
    }

    /** Lifts bans by hand. @param only null for every jail. @return how many were lifted. */
    int unbanByHand(JailRuntime only, long high, long low)
    {
        int lifted = 0;
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            if ((only == null || only == runtime) && runtime.jail.unban(high, low))
            {
                lift(runtime, high, low, "by hand");
                lifted++;
            }
        }
        return lifted;
    }

    /** Lifts every ban of a jail or of all. @return how many. */
    int unbanAll(JailRuntime only)
    {
        int lifted = 0;
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            for (int ban = runtime.jail.nextBan(0); ban >= 0 && (only == null || only == runtime); ban = runtime.jail.nextBan(ban + 1))
            {
                long high = runtime.jail.addressHigh(ban);
                long low = runtime.jail.addressLow(ban);
                runtime.jail.unban(high, low);
                lift(runtime, high, low, "by hand");
                lifted++;
            }
        }
        return lifted;
    }
}
