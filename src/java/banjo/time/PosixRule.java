package banjo.time;

/** A POSIX TZ string (IEEE 1003.1, 8.3; RFC 8536, 3.3): a standard offset and, optionally, the yearly change to another. */
final class PosixRule
{
    private final int standardOffset;
    private final int daylightOffset;
    private final YearDay start;
    private final YearDay end;

    private PosixRule(int standardOffset, int daylightOffset, YearDay start, YearDay end)
    {
        this.standardOffset = standardOffset;
        this.daylightOffset = daylightOffset;
        this.start = start;
        this.end = end;
    }

    /** @throws IllegalArgumentException see {@link Zone#fromPosix}. */
    static PosixRule parse(String text)
    {
        if (text.equals("UTC") || text.equals("GMT"))
        {
            return new PosixRule(0, 0, null, null);
        }
        PosixScanner scanner = new PosixScanner(text);
        scanner.name();
        int standard = -scanner.offset(24);
        if (scanner.atEnd())
        {
            return new PosixRule(standard, standard, null, null);
        }
        scanner.name();
        int daylight = standard + 3600;
        if (!scanner.atEnd() && !scanner.at(','))
        {
            daylight = -scanner.offset(24);
        }
        if (scanner.atEnd())
        {
            scanner = new PosixScanner(",M3.2.0,M11.1.0");
        }
        scanner.expect(',');
        YearDay start = scanner.yearDay();
        scanner.expect(',');
        YearDay end = scanner.yearDay();
        scanner.expectEnd();
        return new PosixRule(standard, daylight, start, end);
    }

    int offsetAt(long epochSeconds)
    {
        if (start == null)
        {
            return standardOffset;
        }
        long started = lastBefore(start, standardOffset, epochSeconds);
        long ended = lastBefore(end, daylightOffset, epochSeconds);
        // Where one daylight period ends as the next begins, it lasts the whole year (RFC 8536, 3.3.1).
        return started >= ended ? daylightOffset : standardOffset;
    }

    /** The change at or before an instant, Long.MIN_VALUE without any. */
    long lastChange(long epochSeconds)
    {
        if (start == null)
        {
            return Long.MIN_VALUE;
        }
        long started = lastBefore(start, standardOffset, epochSeconds);
        long ended = lastBefore(end, daylightOffset, epochSeconds);
        return started > ended ? started : ended;
    }

    /** The change after an instant, Long.MAX_VALUE without any. */
    long nextChange(long epochSeconds)
    {
        if (start == null)
        {
            return Long.MAX_VALUE;
        }
        long starts = firstAfter(start, standardOffset, epochSeconds);
        long ends = firstAfter(end, daylightOffset, epochSeconds);
        return starts < ends ? starts : ends;
    }

    /** A time of day of up to a week either way may carry a change of one year into a neighbour, hence the wider span. */
    private static long lastBefore(YearDay day, int offset, long epochSeconds)
    {
        int year = CivilDate.yearOf(epochSeconds) + 1;
        long change = day.secondsIn(year) - offset;
        while (change > epochSeconds && year > -1)
        {
            year--;
            change = day.secondsIn(year) - offset;
        }
        return change;
    }

    private static long firstAfter(YearDay day, int offset, long epochSeconds)
    {
        int year = CivilDate.yearOf(epochSeconds) - 1;
        long change = day.secondsIn(year) - offset;
        while (change <= epochSeconds && year < 10001)
        {
            year++;
            change = day.secondsIn(year) - offset;
        }
        return change;
    }
}
