package banjo.time;

/**
 * A time zone: the transitions of a TZif file followed by a POSIX rule, or either alone. Not thread-safe: it remembers the
 * stretch of constant offset that was looked up last. Nothing is allocated after construction.
 *
 * <p>A local time that occurs twice or not at all (the clock is set back or forward) is taken with the smaller of the two
 * UTC offsets, that is in standard time: the second 02:30 of an autumn night, and 03:30 summer time for the 02:30 that
 * a spring night lacks. A freshly started glibc mktime(3), and with it fail2ban, answers the same.
 */
public final class Zone
{
    private final long[] transitions;
    private final int[] offsets;
    private final int firstOffset;
    private final PosixRule rule;

    private long stretchFrom = 1;
    private long stretchUntil;
    private int stretchOffset;

    /**
     * @param transitions ascending epoch seconds.
     * @param offsets seconds east of UTC from each transition on; the last is ignored when there is a rule.
     * @param firstOffset holds before the first transition.
     * @param rule holds from the last transition on; null: the last offset stays.
     */
    Zone(long[] transitions, int[] offsets, int firstOffset, PosixRule rule)
    {
        this.transitions = transitions;
        this.offsets = offsets;
        this.firstOffset = firstOffset;
        this.rule = rule;
    }

    public static Zone utc()
    {
        return new Zone(new long[0], new int[0], 0, null);
    }

    /**
     * Reads a POSIX TZ string (IEEE 1003.1, 8.3), with RFC 8536's hours of -167 to 167 in rules: {@code CET-1CEST,M3.5.0,M10.5.0/3},
     * {@code <+03>-3}. A daylight name without a rule gets the rule of the United States, as in glibc; {@code UTC} and
     * {@code GMT} stand for themselves, as OpenWrt writes them.
     *
     * @throws IllegalArgumentException with the column and what is wrong there.
     */
    public static Zone fromPosix(String text)
    {
        return new Zone(new long[0], new int[0], 0, PosixRule.parse(text));
    }

    /**
     * Reads the bytes of a zoneinfo file (RFC 8536 and RFC 9636, versions 1 to 4).
     *
     * @throws IllegalArgumentException when the bytes are no such file, are damaged, or count leap seconds ("right/" zones).
     */
    public static Zone fromTzif(byte[] bytes)
    {
        return new TzifReader(bytes).read();
    }

    /** Seconds east of UTC at an instant. */
    public int offsetAt(long epochSeconds)
    {
        if (epochSeconds < stretchFrom || epochSeconds >= stretchUntil)
        {
            locate(epochSeconds);
        }
        return stretchOffset;
    }

    /**
     * The instant of a local time; the fields must be in range (a second of 60 counts into the next minute).
     *
     * @param year 1 to 9999
     * @param month 1 to 12
     */
    public long toEpochSeconds(int year, int month, int day, int hour, int minute, int second)
    {
        return fromLocal(CivilDate.dayNumber(year, month, day) * CivilDate.SECONDS_PER_DAY + hour * 3600 + minute * 60 + second);
    }

    /** @param localSeconds a local time as seconds since 1970-01-01 00:00 of the same clock. */
    long fromLocal(long localSeconds)
    {
        // No zone is a day off UTC: the two offsets in question are those a day before and after.
        int before = offsetAt(localSeconds - CivilDate.SECONDS_PER_DAY);
        int after = offsetAt(localSeconds + CivilDate.SECONDS_PER_DAY);
        int smaller = before < after ? before : after;
        int larger = before < after ? after : before;
        if (smaller == larger || offsetAt(localSeconds - smaller) == smaller || offsetAt(localSeconds - larger) != larger)
        {
            return localSeconds - smaller;
        }
        return localSeconds - larger;
    }

    /** True when the offset is known to be the same at all instants between the two, both included. */
    boolean isConstant(long firstSeconds, long lastSeconds)
    {
        offsetAt(firstSeconds);
        return lastSeconds < stretchUntil;
    }

    private void locate(long epochSeconds)
    {
        int low = 0;
        int high = transitions.length;
        while (low < high)
        {
            int middle = low + high >>> 1;
            if (transitions[middle] <= epochSeconds)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        stretchFrom = low == 0 ? Long.MIN_VALUE : transitions[low - 1];
        stretchUntil = low == transitions.length ? Long.MAX_VALUE : transitions[low];
        if (low < transitions.length || rule == null)
        {
            stretchOffset = low == 0 ? firstOffset : offsets[low - 1];
            return;
        }
        long ruleFrom = rule.lastChange(epochSeconds);
        long ruleUntil = rule.nextChange(epochSeconds);
        stretchOffset = rule.offsetAt(epochSeconds);
        stretchFrom = ruleFrom > stretchFrom ? ruleFrom : stretchFrom;
        stretchUntil = ruleUntil;
    }
}
