package banjo.daemon;

import banjo.sys.Sys;

/** The time, read once a turn. Reading old logs once, time goes by their dates instead. */
final class Clocks
{
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Sys sys;
    private final boolean byLog;
    private long nowSeconds;
    private long monotonicNanos;
    private long logSeconds;

    /** @param byLog the newest date seen is the present. */
    Clocks(Sys sys, boolean byLog)
    {
        this.sys = sys;
        this.byLog = byLog;
        read();
    }

    void read()
    {
        nowSeconds = sys.realtimeNanos() / NANOS_PER_SECOND;
        monotonicNanos = sys.monotonicNanos();
    }

    /** Notes a line's date. */
    void seen(long lineSeconds)
    {
        if (lineSeconds > logSeconds)
        {
            logSeconds = lineSeconds;
        }
    }

    /** Wall clock; epoch seconds. */
    long wallSeconds()
    {
        return nowSeconds;
    }

    /** What attempts are judged by: the wall clock, or the log's. */
    long nowSeconds()
    {
        return byLog ? logSeconds : nowSeconds;
    }

    /** What bans end by. */
    long banSeconds()
    {
        return byLog ? logSeconds : monotonicNanos / NANOS_PER_SECOND;
    }

    long monotonicMillis()
    {
        return monotonicNanos / 1_000_000;
    }

    /** When this turn began. */
    long monotonicNanos()
    {
        return monotonicNanos;
    }
}
