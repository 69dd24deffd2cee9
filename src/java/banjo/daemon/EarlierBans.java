package banjo.daemon;

import banjo.address.Address;
import banjo.config.IncrementConfiguration;
import banjo.jail.BanHistory;
import banjo.jail.Jail;
import java.util.List;

/** Makes bans longer for who has been banned before, where jails say so. */
final class EarlierBans
{
    /** How long a ban is remembered after its end at least. */
    private static final long FORGET_SECONDS = 24 * 3600;
    private static final long FORGET_PERMANENT_SECONDS = 520L * 7 * 24 * 3600;

    private final List<JailRuntime> jails;
    private final Clocks clocks;
    /** Null when no bans get longer. */
    BanHistory history;
    /** Whether the bans of all jails count together somewhere. */
    private boolean overall;

    EarlierBans(List<JailRuntime> jails, Clocks clocks)
    {
        this.jails = jails;
        this.clocks = clocks;
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

    /** @return bans that are remembered, the present one included; -1 for a jail whose bans do not get longer. */
    int count(JailRuntime runtime, long high, long low)
    {
        return history == null || runtime.increment == null ? -1 : history.count(runtime.increment.overall() ? runtime.overallScope : runtime.scope,
            runtime.prefix(Address.isIpv4(high, low)), high, low, clocks.banSeconds());
    }

    /** Notes a ban that has just begun, and gives it the length that earlier ones demand. @return seconds. */
    long lengthen(JailRuntime runtime, long high, long low)
    {
        if (history == null)
        {
            return runtime.jail.banTimeSeconds();
        }
        IncrementConfiguration increment = runtime.increment;
        int prefix = runtime.prefix(Address.isIpv4(high, low));
        long now = clocks.banSeconds();
        long seconds = runtime.jail.banTimeSeconds();
        if (increment != null && seconds != Jail.PERMANENT)
        {
            seconds = increment.seconds(seconds, count(runtime, high, low)) + history.random(increment.jitterSeconds());
            runtime.jail.adopt(high, low, seconds, now);
        }
        // As long as it was banned, it must behave to be a stranger again.
        long kept = seconds == Jail.PERMANENT ? FORGET_PERMANENT_SECONDS : seconds + Math.max(seconds, FORGET_SECONDS);
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
    void forget(JailRuntime runtime, long high, long low, boolean everywhere)
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
}
