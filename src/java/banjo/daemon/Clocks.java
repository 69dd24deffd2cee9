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
    private long monotonicSeconds;
    private long offsetSeconds;
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
        long wallNanos = sys.realtimeNanos();
        nowSeconds = wallNanos / NANOS_PER_SECOND;
        monotonicNanos = sys.monotonicNanos();
        monotonicSeconds = monotonicNanos / NANOS_PER_SECOND;
        offsetSeconds = Math.floorDiv(wallNanos - monotonicNanos + NANOS_PER_SECOND / 2, NANOS_PER_SECOND);
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
        return byLog ? logSeconds : monotonicSeconds;
    }

    /** @return the wall clock, to a second, at a time of the clock that bans end by; it stays the same until somebody sets the clock. */
    long wallSecondsAt(long banSeconds)
    {
        return byLog ? banSeconds : banSeconds + offsetSeconds;
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
