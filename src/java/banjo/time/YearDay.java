package banjo.time;

/** A day and time of every year as POSIX TZ rules name it: {@code Mm.w.d}, {@code Jn} or {@code n}, then {@code /time}. */
final class YearDay
{
    /** {@code Jn}: day 1 to 365, February 29 is never counted. */
    static final int JULIAN = 0;
    /** {@code n}: day 0 to 365, February 29 is counted. */
    static final int ZERO_BASED = 1;
    /** {@code Mm.w.d}: weekday d of week w (5: the last) of month m. */
    static final int WEEKDAY = 2;

    private final int form;
    private final int month;
    private final int week;
    private final int day;
    private final int timeOfDay;

    /** @param timeOfDay seconds from local midnight, up to 167 hours either way. */
    YearDay(int form, int month, int week, int day, int timeOfDay)
    {
        this.form = form;
        this.month = month;
        this.week = week;
        this.day = day;
        this.timeOfDay = timeOfDay;
    }

    /** The local time in that year, as seconds since 1970-01-01 00:00 of the clock that runs before the change. */
    long secondsIn(int year)
    {
        return dayIn(year) * CivilDate.SECONDS_PER_DAY + timeOfDay;
    }

    private long dayIn(int year)
    {
        long newYear = CivilDate.dayNumber(year, 1, 1);
        if (form == JULIAN)
        {
            return newYear + day - (day < 60 || !CivilDate.isLeap(year) ? 1 : 0);
        }
        if (form == ZERO_BASED)
        {
            return newYear + day;
        }
        long first = CivilDate.dayNumber(year, month, 1);
        int ahead = day - CivilDate.weekday(first);
        int inMonth = (ahead < 0 ? ahead + 7 : ahead) + (week - 1) * 7;
        return first + (inMonth >= CivilDate.daysInMonth(year, month) ? inMonth - 7 : inMonth);
    }
}
