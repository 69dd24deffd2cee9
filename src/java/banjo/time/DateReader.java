package banjo.time;

/**
 * Reads the date at the beginning of a log line: syslog ({@code Nov 24 00:10:19}, RFC 3164), asctime
 * ({@code Tue Nov 24 00:10:19 2026}, OpenWrt's logread), ISO 8601 and RFC 3339 ({@code 2026-11-24T00:10:19.5+01:00}, also
 * with a blank for the T or slashes), epoch seconds ({@code 1700000000.5}); each also behind a syslog priority
 * ({@code <38>}, {@code <38>1 }) or an opening bracket. Nothing is allocated after construction.
 */
public final class DateReader
{
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int NAME_DAY_TIME_BYTES = 15;

    private final Zone zone;
    private final byte[] lastSyslog = new byte[NAME_DAY_TIME_BYTES];
    private long lastSyslogNow = Long.MIN_VALUE;
    private long lastSyslogSeconds;
    private int lastDay = -1;
    private long lastDayStart;
    private byte[] text;
    private int at;
    private int end;
    private long seconds;

    /** @param zone of dates that name none. */
    public DateReader(Zone zone)
    {
        this.zone = zone;
    }

    /** @return the epoch seconds of the date that {@link #read} found last. */
    public long seconds()
    {
        return seconds;
    }

    /**
     * Reads the date of a line.
     *
     * @param nowSeconds tells the year of a date without one: this year's, or the last one's where that lies more than a
     *     day ahead.
     * @return the index behind the date, or -1 when the line does not begin with one or it is impossible.
     */
    public int read(byte[] line, int from, int to, long nowSeconds)
    {
        text = line;
        at = from;
        end = to;
        skipPriority();
        boolean bracket = peek(0) == '[';
        if (bracket)
        {
            at++;
        }
        int c = peek(0);
        int behind = c >= '0' && c <= '9' ? readDigits() : c >= 'A' && c <= 'Z' ? readNames(nowSeconds) : -1;
        if (behind >= 0 && bracket && behind < end && line[behind] == ']')
        {
            behind++;
        }
        return behind;
    }

    private int peek(int offset)
    {
        return at + offset < end ? text[at + offset] : -1;
    }

    /** {@code <38>} of RFC 3164, {@code <38>1 } of RFC 5424. */
    private void skipPriority()
    {
        if (peek(0) != '<')
        {
            return;
        }
        int digits = 1;
        while (digits < 5 && isDigit(peek(digits)))
        {
            digits++;
        }
        if (digits > 1 && peek(digits) == '>')
        {
            at += digits + 1;
            if (peek(0) == '1' && peek(1) == ' ')
            {
                at += 2;
            }
        }
    }

    private static boolean isDigit(int c)
    {
        return c >= '0' && c <= '9';
    }

    /** @return the number of exactly so many digits, or -1; moves behind it. */
    private int number(int digits)
    {
        if (at + digits > end)
        {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits; i++)
        {
            int digit = text[at + i] - '0';
            if (digit < 0 || digit > 9)
            {
                return -1;
            }
            value = value * 10 + digit;
        }
        at += digits;
        return value;
    }

    private boolean take(int c)
    {
        if (peek(0) != c)
        {
            return false;
        }
        at++;
        return true;
    }

    /** Reads {@code HH:MM:SS}. @return seconds since midnight, or -1; a leap second counts as the one before. */
    private int timeOfDay()
    {
        int hour = number(2);
        if (hour < 0 || hour > 23 || !take(':'))
        {
            return -1;
        }
        int minute = number(2);
        if (minute < 0 || minute > 59 || !take(':'))
        {
            return -1;
        }
        int second = number(2);
        if (second < 0 || second > 60)
        {
            return -1;
        }
        return hour * SECONDS_PER_HOUR + minute * 60 + (second == 60 ? 59 : second);
    }

    private void skipFraction()
    {
        if ((peek(0) == '.' || peek(0) == ',') && isDigit(peek(1)))
        {
            at++;
            while (isDigit(peek(0)))
            {
                at++;
            }
        }
    }

    private int readDigits()
    {
        int start = at;
        int year = number(4);
        int separator = peek(0);
        if (year < 0 || separator != '-' && separator != '/')
        {
            at = start;
            return readEpoch();
        }
        at++;
        int month = number(2);
        if (month < 1 || month > 12 || !take(separator))
        {
            return -1;
        }
        int day = number(2);
        if (year < 1 || day < 1 || day > CivilDate.daysInMonth(year, month) || peek(0) != 'T' && peek(0) != ' ')
        {
            return -1;
        }
        at++;
        int time = timeOfDay();
        if (time < 0)
        {
            return -1;
        }
        skipFraction();
        return readZone(year, month, day, time);
    }

    /** {@code Z}, {@code +01:00}, {@code +0100} or {@code +01} directly behind the time; else the reader's zone. */
    private int readZone(int year, int month, int day, int time)
    {
        int sign = peek(0);
        if (sign == 'Z')
        {
            at++;
            seconds = CivilDate.dayNumber(year, month, day) * CivilDate.SECONDS_PER_DAY + time;
            return at;
        }
        int start = at;
        if (sign == '+' || sign == '-')
        {
            at++;
            int hours = number(2);
            if (hours >= 0 && hours <= 24)
            {
                int minutes = 0;
                if (peek(0) == ':' && isDigit(peek(1)) || isDigit(peek(0)))
                {
                    take(':');
                    minutes = number(2);
                }
                if (minutes >= 0 && minutes < 60)
                {
                    int offset = hours * SECONDS_PER_HOUR + minutes * 60;
                    seconds = CivilDate.dayNumber(year, month, day) * CivilDate.SECONDS_PER_DAY + time - (sign == '+' ? offset : -offset);
                    return at;
                }
            }
        }
        at = start;
        seconds = local(year, month, day, time);
        return at;
    }

    /** Ten digits, alone or with a fraction. */
    private int readEpoch()
    {
        int high = number(5);
        int low = number(5);
        if (high < 0 || low < 0 || isDigit(peek(0)))
        {
            return -1;
        }
        skipFraction();
        seconds = high * 100_000L + low;
        return at;
    }

    private int readNames(long nowSeconds)
    {
        int start = at;
        int month = month();
        if (month < 0)
        {
            if (weekday() < 0 || peek(3) != ' ')
            {
                return -1;
            }
            at = start + 4;
            start = at;
            month = month();
            if (month < 0)
            {
                return -1;
            }
        }
        if (at + NAME_DAY_TIME_BYTES <= end && nowSeconds == lastSyslogNow && sameAsLast(start))
        {
            at = start + NAME_DAY_TIME_BYTES;
            if (!yearFollows())
            {
                skipFraction();
                seconds = lastSyslogSeconds;
                return at;
            }
            at = start;
        }
        at = start + 3;
        if (!take(' '))
        {
            return -1;
        }
        int day = peek(0) == ' ' || !isDigit(peek(1)) ? shortDay() : number(2);
        if (day < 1 || !take(' '))
        {
            return -1;
        }
        int time = timeOfDay();
        if (time < 0)
        {
            return -1;
        }
        int length = at - start;
        boolean withYear = yearFollows();
        skipFraction();
        int year = withYear ? yearAfterBlank() : CivilDate.yearOf(nowSeconds + zone.offsetAt(nowSeconds));
        if (day > CivilDate.daysInMonth(year, month) && (withYear || day > CivilDate.daysInMonth(year - 1, month)))
        {
            return -1;
        }
        seconds = day > CivilDate.daysInMonth(year, month) ? Long.MAX_VALUE : local(year, month, day, time);
        if (!withYear && seconds > nowSeconds + CivilDate.SECONDS_PER_DAY)
        {
            if (day > CivilDate.daysInMonth(year - 1, month))
            {
                return -1;
            }
            seconds = local(year - 1, month, day, time);
        }
        if (!withYear && length == NAME_DAY_TIME_BYTES)
        {
            System.arraycopy(text, start, lastSyslog, 0, NAME_DAY_TIME_BYTES);
            lastSyslogNow = nowSeconds;
            lastSyslogSeconds = seconds;
        }
        return at;
    }

    private boolean sameAsLast(int start)
    {
        for (int i = NAME_DAY_TIME_BYTES - 1; i >= 0; i--)
        {
            if (text[start + i] != lastSyslog[i])
            {
                return false;
            }
        }
        return true;
    }

    /** asctime's year: a blank and four digits that a blank or the end follows. */
    private boolean yearFollows()
    {
        return peek(0) == ' ' && isDigit(peek(1)) && isDigit(peek(2)) && isDigit(peek(3)) && isDigit(peek(4))
            && (peek(5) == ' ' || peek(5) < 0) && peek(1) != '0';
    }

    private int yearAfterBlank()
    {
        at++;
        return number(4);
    }

    private int shortDay()
    {
        if (peek(0) == ' ')
        {
            at++;
        }
        return number(1);
    }

    /** @return 1 to 12 for the English name at the position, or -1. */
    private int month()
    {
        if (at + 3 > end)
        {
            return -1;
        }
        switch (text[at] << 16 | text[at + 1] << 8 | text[at + 2])
        {
            case 'J' << 16 | 'a' << 8 | 'n': return 1;
            case 'F' << 16 | 'e' << 8 | 'b': return 2;
            case 'M' << 16 | 'a' << 8 | 'r': return 3;
            case 'A' << 16 | 'p' << 8 | 'r': return 4;
            case 'M' << 16 | 'a' << 8 | 'y': return 5;
            case 'J' << 16 | 'u' << 8 | 'n': return 6;
            case 'J' << 16 | 'u' << 8 | 'l': return 7;
            case 'A' << 16 | 'u' << 8 | 'g': return 8;
            case 'S' << 16 | 'e' << 8 | 'p': return 9;
            case 'O' << 16 | 'c' << 8 | 't': return 10;
            case 'N' << 16 | 'o' << 8 | 'v': return 11;
            case 'D' << 16 | 'e' << 8 | 'c': return 12;
            default: return -1;
        }
    }

    private int weekday()
    {
        if (at + 3 > end)
        {
            return -1;
        }
        switch (text[at] << 16 | text[at + 1] << 8 | text[at + 2])
        {
            case 'M' << 16 | 'o' << 8 | 'n': return 1;
            case 'T' << 16 | 'u' << 8 | 'e': return 2;
            case 'W' << 16 | 'e' << 8 | 'd': return 3;
            case 'T' << 16 | 'h' << 8 | 'u': return 4;
            case 'F' << 16 | 'r' << 8 | 'i': return 5;
            case 'S' << 16 | 'a' << 8 | 't': return 6;
            case 'S' << 16 | 'u' << 8 | 'n': return 7;
            default: return -1;
        }
    }

    /** The start of a day is kept where the zone's offset does not change on it. */
    private long local(int year, int month, int day, int time)
    {
        int key = year << 9 | month << 5 | day;
        if (key == lastDay)
        {
            return lastDayStart + time;
        }
        long start = CivilDate.dayNumber(year, month, day) * CivilDate.SECONDS_PER_DAY;
        long first = zone.fromLocal(start);
        if (zone.isConstant(first - CivilDate.SECONDS_PER_DAY, first + 2 * CivilDate.SECONDS_PER_DAY))
        {
            lastDay = key;
            lastDayStart = first;
            return first + time;
        }
        return zone.fromLocal(start + time);
    }
}
