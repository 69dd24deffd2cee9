package banjo.time;

/**
 * Makes an instant of the fields that a template found, as fail2ban does: without a year the latest that lies at most a day
 * ahead of now, without a day today or, when that were ahead, yesterday; without a zone the one that is set.
 */
final class DateValue
{
    private static final int ABSENT = Integer.MIN_VALUE;

    private final Zone zone;
    private byte[] text;
    private int[] slots;
    private int[] groups;
    private int year;
    private int month;
    private int day;
    private long seconds;
    private int secondOfDay;
    private long validFrom;
    private long validUntil;
    private boolean moves;

    DateValue(Zone zone)
    {
        this.zone = zone;
    }

    /** Epoch seconds of the date that was found last. */
    long seconds()
    {
        return seconds;
    }

    /** The span of now for which the date means the same; empty when that is not known. */
    long validFrom()
    {
        return validFrom;
    }

    long validUntil()
    {
        return validUntil;
    }

    /** The second of the day as written, or -1 when another one would not move the instant by as much. */
    int movingSecondOfDay()
    {
        return moves ? secondOfDay : -1;
    }

    /**
     * @param taken where groups begin and end.
     * @return false when there is no such date.
     */
    boolean read(DateProgram program, byte[] line, int[] taken, long nowSeconds)
    {
        text = line;
        slots = taken;
        groups = program.groups;
        validFrom = Long.MIN_VALUE;
        validUntil = Long.MAX_VALUE;
        moves = false;
        if (has(DateFieldSyntax.EPOCH) || has(DateFieldSyntax.LONG_EPOCH))
        {
            seconds = epoch(has(DateFieldSyntax.LONG_EPOCH) ? DateFieldSyntax.LONG_EPOCH : DateFieldSyntax.EPOCH);
            return true;
        }
        if (has(DateFieldSyntax.TAI64N))
        {
            return tai64n();
        }
        return civil(nowSeconds);
    }

    private boolean has(int field)
    {
        return groups[field] >= 0 && slots[groups[field] * 2 + 1] >= 0;
    }

    private int from(int field)
    {
        return slots[groups[field] * 2];
    }

    private int to(int field)
    {
        return slots[groups[field] * 2 + 1];
    }

    /** @return the number that the field's digits make, blanks before them left out; ABSENT without any or with too many. */
    private int number(int field)
    {
        if (!has(field))
        {
            return ABSENT;
        }
        int value = 0;
        for (int at = from(field); at < to(field); at++)
        {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9 && value < 100_000_000)
            {
                value = value * 10 + digit;
            }
            else if (digit >= 0 || text[at] != ' ')
            {
                return -1;
            }
        }
        return value;
    }

    private int numberOr(int field, int absent)
    {
        int value = number(field);
        return value == ABSENT ? absent : value;
    }

    private int name(int field, int kind)
    {
        return has(field) ? DateNames.index(kind, text, from(field), to(field)) : ABSENT;
    }

    /** A long form of 13 digits counts milliseconds, one of 16 microseconds. */
    private long epoch(int field)
    {
        long value = 0;
        int digits = 0;
        for (int at = from(field); at < to(field) && text[at] != '.'; at++)
        {
            value = value * 10 + text[at] - '0';
            digits++;
        }
        if (field == DateFieldSyntax.EPOCH || to(field) - from(field) < 13)
        {
            return value;
        }
        return digits >= 16 ? value / 1_000_000 : value / 1000;
    }

    /** Seconds as they stand, without regard to leap seconds, as in fail2ban; the digit that says TAI is left out. */
    private boolean tai64n()
    {
        int at = from(DateFieldSyntax.TAI64N) + 2;
        seconds = 0;
        for (int i = 0; i < 15; i++)
        {
            int c = text[at + i];
            seconds = seconds << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return true;
    }

    private boolean civil(long nowSeconds)
    {
        long localNow = CivilDate.clamp(nowSeconds + zone.offsetAt(nowSeconds));
        year = number(DateFieldSyntax.YEAR);
        if (has(DateFieldSyntax.SHORT_YEAR))
        {
            int shortYear = number(DateFieldSyntax.SHORT_YEAR);
            year = shortYear <= 2000 ? shortYear + 2000 : shortYear;
        }
        boolean withoutYear = year == ABSENT;
        year = withoutYear ? CivilDate.yearOf(localNow) : year;
        month = numberOr(DateFieldSyntax.MONTH, ABSENT);
        month = has(DateFieldSyntax.MONTH_NAME) ? name(DateFieldSyntax.MONTH_NAME, DateNames.MONTH) + 1 : month;
        month = has(DateFieldSyntax.MONTH_NAME_IN_FULL) ? name(DateFieldSyntax.MONTH_NAME_IN_FULL, DateNames.MONTH_IN_FULL) + 1 : month;
        day = number(DateFieldSyntax.DAY);
        if (year < 1 || year > 9999)
        {
            return false;
        }
        if (month == ABSENT || day == ABSENT)
        {
            byDayOfYear();
        }
        boolean withoutDay = month == ABSENT && day == ABSENT;
        if (withoutDay)
        {
            int today = CivilDate.fromDayNumber(CivilDate.dayOf(localNow));
            month = today >> 5 & 15;
            day = today & 31;
        }
        int second = readSecondOfDay();
        secondOfDay = second;
        int offset = offset();
        if (second < 0 || offset == -1 || !isDay(year))
        {
            return false;
        }
        long local = CivilDate.dayNumber(year, month, day) * CivilDate.SECONDS_PER_DAY + second;
        local -= offset == ABSENT ? 0 : offset * 60;
        if (withoutDay && local > localNow)
        {
            local -= CivilDate.SECONDS_PER_DAY;
        }
        if (withoutYear && local > localNow + CivilDate.SECONDS_PER_DAY)
        {
            long timeOfDay = local - CivilDate.dayOf(local) * CivilDate.SECONDS_PER_DAY;
            if (!isDay(year - 1))
            {
                return false;
            }
            local = CivilDate.dayNumber(year - 1, month, day) * CivilDate.SECONDS_PER_DAY + timeOfDay;
        }
        seconds = offset == ABSENT ? zone.fromLocal(local) : local;
        judgeSpan(withoutYear, withoutDay, offset != ABSENT, nowSeconds, CivilDate.yearOf(CivilDate.clamp(local)));
        return true;
    }

    private void judgeSpan(boolean withoutYear, boolean withoutDay, boolean withZone, long nowSeconds, int inYear)
    {
        long midnight = seconds - secondOfDay;
        long around = 3 * CivilDate.SECONDS_PER_DAY;
        moves = !withoutDay && (withZone ? !withoutYear : zone.isConstant(midnight - around, midnight + around));
        if (withoutDay || withoutYear && (!moves || nowSeconds < midnight))
        {
            validUntil = validFrom;
        }
        else if (withoutYear)
        {
            // From midnight on no second of the day is more than a day ahead, and well before next year's day it stays the latest;
            // February 29 is none in the year that follows.
            long nextYear = CivilDate.dayNumber(inYear + 1, month, day) * CivilDate.SECONDS_PER_DAY;
            validFrom = midnight;
            validUntil = month == 2 && day == 29 ? midnight + 100 * around : nextYear - around;
        }
    }

    private boolean isDay(int inYear)
    {
        return inYear >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= CivilDate.daysInMonth(inYear, month);
    }

    /** The day by its number in the year, or by week and weekday. */
    private void byDayOfYear()
    {
        int dayOfYear = number(DateFieldSyntax.DAY_OF_YEAR);
        int weekday = has(DateFieldSyntax.WEEKDAY) ? (number(DateFieldSyntax.WEEKDAY) + 6) % 7
            : has(DateFieldSyntax.WEEKDAY_NAME_IN_FULL) ? name(DateFieldSyntax.WEEKDAY_NAME_IN_FULL, DateNames.WEEKDAY_IN_FULL)
            : name(DateFieldSyntax.WEEKDAY_NAME, DateNames.WEEKDAY);
        boolean fromSunday = has(DateFieldSyntax.WEEK_FROM_SUNDAY);
        int week = number(fromSunday ? DateFieldSyntax.WEEK_FROM_SUNDAY : DateFieldSyntax.WEEK_FROM_MONDAY);
        long newYear = CivilDate.dayNumber(year, 1, 1);
        if (dayOfYear == ABSENT && week >= 0 && weekday >= 0)
        {
            // Weeks begin at the year's first Sunday or Monday; the days before are week 0.
            int shift = fromSunday ? 1 : 0;
            int firstWeekday = (CivilDate.weekday(newYear) + 6 + shift) % 7;
            int weekOneFrom = (7 - firstWeekday) % 7;
            int inWeek = (weekday + shift) % 7;
            dayOfYear = week == 0 ? 1 + inWeek - firstWeekday : 1 + weekOneFrom + 7 * (week - 1) + inWeek;
        }
        if (dayOfYear != ABSENT)
        {
            int date = CivilDate.fromDayNumber(newYear + dayOfYear - 1);
            year = date >> 9;
            month = date >> 5 & 15;
            day = date & 31;
        }
    }

    /** @return -1 when there is no such time; a leap second is none, as in fail2ban. */
    private int readSecondOfDay()
    {
        int hour = numberOr(DateFieldSyntax.HOUR, 0);
        if (has(DateFieldSyntax.HOUR_OF_HALF))
        {
            hour = number(DateFieldSyntax.HOUR_OF_HALF);
            boolean afternoon = has(DateFieldSyntax.HALF) && (text[from(DateFieldSyntax.HALF)] | 0x20) == 'p';
            hour = afternoon ? hour == 12 ? 12 : hour + 12 : hour == 12 ? 0 : hour;
        }
        int minute = numberOr(DateFieldSyntax.MINUTE, 0);
        int second = numberOr(DateFieldSyntax.SECOND, 0);
        boolean possible = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
        return possible ? hour * 3600 + minute * 60 + second : -1;
    }

    /** @return minutes east of UTC, ABSENT without a zone, -1 for a zone that is unknown (no zone is a minute off). */
    private int offset()
    {
        int field = has(DateFieldSyntax.OFFSET) ? DateFieldSyntax.OFFSET : DateFieldSyntax.ZONE;
        if (!has(field))
        {
            return ABSENT;
        }
        int at = from(field);
        int to = to(field);
        int nameEnd = at;
        while (nameEnd < to && text[nameEnd] != '+' && text[nameEnd] != '-')
        {
            nameEnd++;
        }
        int minutes = nameEnd == at ? 0 : ZoneNames.minutes(text, at, nameEnd);
        if (minutes == ZoneNames.UNKNOWN || nameEnd == to)
        {
            return minutes == ZoneNames.UNKNOWN ? -1 : minutes;
        }
        int value = 0;
        int digits = 0;
        for (int i = nameEnd + 1; i < to; i++)
        {
            if (text[i] != ':')
            {
                value = value * 10 + text[i] - '0';
                digits++;
            }
        }
        value = digits <= 2 ? value * 60 : value / 100 * 60 + value % 100;
        return minutes + (text[nameEnd] == '-' ? -value : value);
    }
}
