package banjo.time;

/** The proleptic Gregorian calendar as arithmetic on day numbers; day 0 is 1970-01-01. */
final class CivilDate
{
    static final int SECONDS_PER_DAY = 86400;

    private CivilDate()
    {
    }

    /** @param month 1 to 12; @param day may exceed the month: the surplus counts into the next one. */
    static long dayNumber(int year, int month, int day)
    {
        // Years are counted from March so that the leap day is the last of its year.
        int shifted = month <= 2 ? year - 1 : year;
        int monthFromMarch = month <= 2 ? month + 9 : month - 3;
        int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        return era * 146097L + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
    }

    /** A day as {@code year << 9 | month << 5 | day}, for day numbers of the years 0 to 9999. */
    static int fromDayNumber(long dayNumber)
    {
        int days = (int)dayNumber + 719468;
        int era = days / 146097;
        int dayOfEra = days - era * 146097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | day;
    }

    /** The day number of an instant, rounded down before 1970 too. */
    static long dayOf(long seconds)
    {
        long day = seconds / SECONDS_PER_DAY;
        return day * SECONDS_PER_DAY > seconds ? day - 1 : day;
    }

    /** The year that an instant (of any size) falls into, cut to the years 1 to 9999. */
    static int yearOf(long seconds)
    {
        return fromDayNumber(dayOf(clamp(seconds))) >> 9;
    }

    /** Seconds cut to the years 1 to 9999. */
    static long clamp(long seconds)
    {
        if (seconds < -62135596800L)
        {
            return -62135596800L;
        }
        return seconds > 253402300799L ? 253402300799L : seconds;
    }

    static boolean isLeap(int year)
    {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    static int daysInMonth(int year, int month)
    {
        if (month == 2)
        {
            return isLeap(year) ? 29 : 28;
        }
        return 30 + (month + (month >> 3) & 1);
    }

    /** 0 is Sunday. */
    static int weekday(long dayNumber)
    {
        int day = (int)((dayNumber + 4) % 7);
        return day < 0 ? day + 7 : day;
    }
}
