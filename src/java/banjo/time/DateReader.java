package banjo.time;

import org.teavm.interop.Unmanaged;

/**
 * Reads the date at the beginning of a log line: syslog ({@code Nov 24 00:10:19}, RFC 3164), asctime
 * ({@code Tue Nov 24 00:10:19 2026}, OpenWrt's logread), ISO 8601 and RFC 3339 ({@code 2026-11-24T00:10:19.5+01:00}, also
 * with a blank for the T, with slashes or points, or without separators), Apache ({@code 24/Nov/2026:00:10:19 +0100}), named
 * ({@code 24-Nov-2026 00:10:19.252}), MySQL ({@code 261124 00:10:19}), epoch seconds ({@code 1700000000.5}), TAI64N ({@code @4000…}); each also behind a
 * syslog priority ({@code <38>}, {@code <38>1 }) and up to two bytes that belong to no word, such as {@code [}.
 *
 * <p>Which reader is tried follows from the bytes alone, never from earlier lines. A line with the same date as the one
 * before costs a comparison; one of the same day no calendar arithmetic. Nothing is allocated after construction.
 */
public final class DateReader
{
    private final Zone zone;
    private final DateFields fields = new DateFields();
    private final DateMemory memory = new DateMemory();
    // Its parts, at hand for the step that every line takes.
    private final byte[] last = memory.last;
    private final byte[] mask = memory.mask;
    private final long[] state = memory.state;
    private int lineFrom;
    private long validFrom;
    private long validUntil;

    /** True when the date that was resolved last moves as its time of day does. */
    private boolean linear;
    private long seconds;

    // The day before (or again), with midnight's instant; kept where the zone's offset is the same all around it.
    private int keptDay = -1;
    private long keptMidnight;
    private long keptFrom;
    private long keptUntil;

    /** @param zone of dates that name none. */
    public DateReader(Zone zone)
    {
        this.zone = zone;
    }

    /** @return the epoch seconds of the date that {@link #read} found last. */
    @Unmanaged
    public long seconds()
    {
        return state[DateRepeat.SECONDS];
    }

    /** @return where the date that was found last begins, behind priority and bracket. */
    public int dateFrom()
    {
        return lineFrom + (int)state[DateRepeat.DATE_FROM];
    }

    /** @return the index behind the date that was found last, before a closing bracket. */
    public int dateTo()
    {
        return lineFrom + (int)state[DateRepeat.DATE_TO];
    }

    /**
     * Reads the date of a line.
     *
     * @param nowSeconds tells the year of a date without one: the latest in which it lies at most a day ahead, as in fail2ban.
     * @return the index behind the date and the bracket that closes around it, or -1 when the line does not begin with a
     *     date or it is impossible.
     */
    public int read(byte[] text, int from, int to, long nowSeconds)
    {
        int next = repeat(text, from, to, nowSeconds);
        return next >= 0 ? next : readAnew(text, from, to, nowSeconds);
    }

    /**
     * Reads the date of a line like the one before: the same date, or another time of the same day.
     *
     * @return as {@link #read}; -1 also when {@link #readAnew} must decide.
     */
    @Unmanaged
    public int repeat(byte[] text, int from, int to, long nowSeconds)
    {
        if ((from | to) < 0 || to > text.length)
        {
            return -1;
        }
        lineFrom = from;
        return DateRepeat.next(text, from, to, nowSeconds, last, mask, state);
    }

    /** Reads the date of a line whatever the line before was. @return as {@link #read}. */
    public int readAnew(byte[] text, int from, int to, long nowSeconds)
    {
        if ((from | to) < 0 || to > text.length)
        {
            return -1;
        }
        lineFrom = from;
        return readAt(text, from, skipPrefix(text, from, to), to, nowSeconds);
    }

    /**
     * Reads the date directly behind the first {@code [} of a line: Common Log Format, where host and user come first.
     *
     * @return as {@link #read}.
     */
    public int readBracketed(byte[] text, int from, int to, long nowSeconds)
    {
        int open = from;
        while (open < to && text[open] != '[')
        {
            open++;
        }
        return open < to ? read(text, open, to, nowSeconds) : -1;
    }

    private int readAt(byte[] text, int from, int start, int to, long nowSeconds)
    {
        boolean bracketed = start > from && start <= to && text[start - 1] == '[';
        int end = fields.read(text, start, to, bracketed);
        memory.forget();
        if (end < 0 || !resolve(nowSeconds))
        {
            return -1;
        }
        int behind = bracketed && end < to && text[end] == ']' ? end + 1 : end;
        state[DateRepeat.DATE_FROM] = start - from;
        state[DateRepeat.DATE_TO] = end - from;
        state[DateRepeat.SECONDS] = seconds;
        state[DateRepeat.BEHIND] = behind - from;
        state[DateRepeat.VALID_FROM] = validFrom;
        state[DateRepeat.VALID_UNTIL] = validUntil;
        memory.keep(text, from, end - from, linear ? fields.timeFrom : -1, fields.fractionFrom, fields.fractionTo, fields.secondOfDay);
        return behind;
    }

    /** Skips {@code <38>} of RFC 3164, {@code <38>1 } of RFC 5424, a byte-order mark, {@code [} and the like. */
    private static int skipPrefix(byte[] text, int from, int to)
    {
        int at = from;
        if (at < to && text[at] == '<')
        {
            int close = at + 1;
            while (close < to && close <= at + 4 && text[close] >= '0' && text[close] <= '9')
            {
                close++;
            }
            if (close > at + 1 && close < to && text[close] == '>')
            {
                at = close + 1;
                if (to - at > 1 && text[at] == '1' && text[at + 1] == ' ')
                {
                    at += 2;
                }
            }
        }
        else if (to - at > 2 && text[at] == (byte)0xEF && text[at + 1] == (byte)0xBB && text[at + 2] == (byte)0xBF)
        {
            at += 3;
        }
        for (int i = 0; i < 2 && at < to && text[at] != '@' && !DateFields.isWord(text[at]); i++)
        {
            at++;
        }
        return at;
    }

    /** Makes an instant of the fields. @return false when the year that is chosen has no such day. */
    private boolean resolve(long nowSeconds)
    {
        validFrom = Long.MIN_VALUE;
        validUntil = Long.MAX_VALUE;
        linear = fields.zoneOffset != DateFields.LOCAL && fields.year != 0;
        if (fields.instant >= 0)
        {
            seconds = fields.instant;
            return true;
        }
        if (fields.zoneOffset == DateFields.LOCAL)
        {
            int key = fields.year << 9 | fields.month << 5 | fields.day;
            if (key == keptDay && nowSeconds >= keptFrom && nowSeconds < keptUntil)
            {
                seconds = keptMidnight + fields.secondOfDay;
                validFrom = keptFrom;
                validUntil = keptUntil;
                linear = true;
                return true;
            }
        }
        if (fields.year != 0)
        {
            seconds = instantIn(fields.year);
            keepDay(fields.year);
            return true;
        }
        long latest = nowSeconds + CivilDate.SECONDS_PER_DAY;
        int year = CivilDate.yearOf(latest + zone.offsetAt(latest));
        seconds = instantIn(year);
        if (seconds > latest)
        {
            year--;
            seconds = instantIn(year);
        }
        if (fields.day > CivilDate.daysInMonth(year, fields.month))
        {
            return false;
        }
        // For this instant only, unless the day can be kept: then for a span that is known.
        validFrom = nowSeconds;
        validUntil = nowSeconds + 1;
        keepDay(year);
        return true;
    }

    private long instantIn(int year)
    {
        long local = CivilDate.dayNumber(year, fields.month, fields.day) * CivilDate.SECONDS_PER_DAY + fields.secondOfDay;
        return fields.zoneOffset == DateFields.LOCAL ? zone.fromLocal(local) : local - fields.zoneOffset;
    }

    private void keepDay(int year)
    {
        if (fields.zoneOffset != DateFields.LOCAL)
        {
            return;
        }
        long midnight = seconds - fields.secondOfDay;
        if (!zone.isConstant(midnight - 2 * CivilDate.SECONDS_PER_DAY, midnight + 3 * CivilDate.SECONDS_PER_DAY))
        {
            return;
        }
        keptDay = fields.year << 9 | fields.month << 5 | fields.day;
        keptMidnight = midnight;
        keptFrom = Long.MIN_VALUE;
        keptUntil = Long.MAX_VALUE;
        if (fields.year == 0)
        {
            // From midnight on no second of the day is more than a day ahead; well before next year's day it is still the latest.
            keptFrom = midnight;
            long nextYear = CivilDate.dayNumber(year + 1, fields.month, fields.day) * CivilDate.SECONDS_PER_DAY;
            keptUntil = nextYear - 3 * CivilDate.SECONDS_PER_DAY;
            validFrom = keptFrom;
            validUntil = keptUntil;
        }
        linear = true;
    }
}
