package banjo.time;

/**
 * Takes the date at a position apart: specialised readers, chosen by the first bytes, that leave their findings in fields.
 * Every value is checked for its range; a date must not run into a letter or digit.
 */
final class DateFields
{
    /** {@link #zoneOffset} of a date that names no zone. */
    static final int LOCAL = Integer.MIN_VALUE;

    /** 0 when the date names none. */
    int year;
    int month;
    int day;
    /** Up to 86,400: a leap second counts as the first second of the next minute. */
    int secondOfDay;
    /** Seconds east of UTC, or {@link #LOCAL}. */
    int zoneOffset;
    /** The instant of the forms that count seconds, else -1. */
    long instant;
    /** Where {@code HH:MM:SS} with all its digits begins, else -1. */
    int timeFrom;
    /** Where the digits of a fraction begin and end; the same without any. */
    int fractionFrom;
    int fractionTo;

    private byte[] text;
    private int at;
    private int end;

    /**
     * @param bracketed the date stands behind an opening bracket: epoch seconds must then end at the closing one.
     * @return the index behind the date, or -1 when there is none.
     */
    int read(byte[] line, int from, int to, boolean bracketed)
    {
        text = line;
        at = from;
        end = to;
        year = 0;
        zoneOffset = LOCAL;
        instant = -1;
        timeFrom = -1;
        fractionFrom = from;
        fractionTo = from;
        int first = peek(0);
        if (isDigit(first))
        {
            return readDigits(bracketed) && atBoundary(at) ? at : -1;
        }
        if (first == '@')
        {
            return readTai64n() && atBoundary(at) ? at : -1;
        }
        return readNames() && atBoundary(at) ? at : -1;
    }

    private int peek(int offset)
    {
        return at + offset < end ? text[at + offset] : 0;
    }

    private static boolean isDigit(int c)
    {
        return c >= '0' && c <= '9';
    }

    private boolean atBoundary(int index)
    {
        return index >= end || !isWord(text[index]);
    }

    /** ASCII only, as everywhere in banjo: a byte beyond it may be part of a no-break space. */
    static boolean isWord(int c)
    {
        return isDigit(c) || (c | 0x20) >= 'a' && (c | 0x20) <= 'z' || c == '_';
    }

    private boolean take(int c)
    {
        if (at < end && text[at] == c)
        {
            at++;
            return true;
        }
        return false;
    }

    /** @return the number of exactly so many digits, or -1; moves behind it. */
    private int number(int digits)
    {
        if (digits > end - at)
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

    /** @return the number of one or two digits, or -1; moves behind it. */
    private int shortNumber()
    {
        return number(isDigit(peek(1)) ? 2 : 1);
    }

    private boolean dateInRange()
    {
        // Without a year February may have 29 days: the reader checks again when it has chosen one.
        return month >= 1 && month <= 12 && day >= 1 && day <= CivilDate.daysInMonth(year == 0 ? 2000 : year, month);
    }

    /** Reads {@code HH:MM:SS}, each of one or two digits. */
    private boolean readTime()
    {
        int time = timeAt(text, at, end);
        if (time >= 0)
        {
            secondOfDay = time;
            timeFrom = at;
            at += 8;
            return true;
        }
        int hour = shortNumber();
        if (hour < 0 || !take(':'))
        {
            return false;
        }
        int minute = shortNumber();
        return minute >= 0 && take(':') && setTime(hour, minute, shortNumber());
    }

    /** @return the second of the day of {@code HH:MM:SS} with all its digits, or -1. */
    static int timeAt(byte[] text, int at, int end)
    {
        if (end - at < 8 || text[at + 2] != ':' || text[at + 5] != ':')
        {
            return -1;
        }
        int hour = pair(text[at], text[at + 1]);
        int minute = pair(text[at + 3], text[at + 4]);
        int second = pair(text[at + 6], text[at + 7]);
        return hour > 23 || minute > 59 || second > 60 ? -1 : hour * 3600 + minute * 60 + second;
    }

    /** @return the number of two digits, or 100. */
    private static int pair(int high, int low)
    {
        int tens = high - '0';
        int ones = low - '0';
        return (tens | ones) < 0 || tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
    }

    private boolean setTime(int hour, int minute, int second)
    {
        secondOfDay = hour * 3600 + minute * 60 + second;
        return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
    }

    /** A point (or comma) and up to nine digits; what is longer, or runs into a word, is no fraction. */
    private void skipFraction(boolean commaToo)
    {
        int c = peek(0);
        if (c != '.' && (c != ',' || !commaToo))
        {
            return;
        }
        int length = 1;
        while (length <= 9 && isDigit(peek(length)))
        {
            length++;
        }
        if (length > 1 && (atBoundary(at + length) || peek(length) == 'Z'))
        {
            fractionFrom = at + 1;
            fractionTo = at + length;
            at += length;
        }
    }

    /** {@code Z}, {@code UTC}, {@code GMT}, {@code +01:00}, {@code +0100}, {@code +01}, perhaps behind a blank. */
    private void readZone()
    {
        int start = at;
        while (peek(0) == ' ')
        {
            at++;
        }
        int c = peek(0);
        int length = 0;
        int offset = 0;
        if (c == 'Z')
        {
            length = 1;
        }
        else if (c == 'U' && peek(1) == 'T' && peek(2) == 'C' || c == 'G' && peek(1) == 'M' && peek(2) == 'T')
        {
            length = 3;
        }
        else if ((c == '+' || c == '-') && isDigit(peek(1)) && isDigit(peek(2)))
        {
            int hours = (peek(1) - '0') * 10 + peek(2) - '0';
            int minutesAt = peek(3) == ':' ? 4 : 3;
            int minutes = 0;
            length = 3;
            if (isDigit(peek(minutesAt)) && isDigit(peek(minutesAt + 1)))
            {
                minutes = (peek(minutesAt) - '0') * 10 + peek(minutesAt + 1) - '0';
                length = minutesAt + 2;
            }
            offset = (hours * 60 + minutes) * (c == '+' ? 60 : -60);
            length = hours <= 23 && minutes <= 59 ? length : 0;
        }
        if (length == 0 || !atBoundary(at + length))
        {
            at = start;
            return;
        }
        at += length;
        zoneOffset = offset;
    }

    private boolean readDigits(boolean bracketed)
    {
        int separator = peek(4);
        if (separator == '-' || separator == '/' || separator == '.')
        {
            return readIso(separator);
        }
        if (peek(6) == ' ')
        {
            return readShortYear();
        }
        separator = isDigit(peek(1)) ? peek(2) : peek(1);
        if (separator == '/' || separator == '-')
        {
            return readDayFirst(separator);
        }
        return peek(8) == 'T' || peek(8) == ' ' || peek(8) == '-' ? readCompactIso() : readEpoch(bracketed);
    }

    /** ISO 8601, RFC 3339 and their relatives: {@code 2026-11-24T00:10:19.5+01:00}, {@code 2026/11/24 00:10:19}. */
    private boolean readIso(int separator)
    {
        year = number(4);
        if (year < 1970 || !take(separator))
        {
            return false;
        }
        month = shortNumber();
        if (month < 0 || !take(separator))
        {
            return false;
        }
        day = shortNumber();
        if (!dateInRange())
        {
            return false;
        }
        if (!take('T'))
        {
            if (!take(' '))
            {
                return false;
            }
            take(' ');
        }
        if (!readTime())
        {
            return false;
        }
        skipFraction(true);
        readZone();
        return true;
    }

    /** {@code 20261124T001019}, fraction and zone as in the extended form. */
    private boolean readCompactIso()
    {
        year = number(4);
        month = number(2);
        day = number(2);
        if (year < 1970 || !dateInRange())
        {
            return false;
        }
        at++;
        int hour = number(2);
        int minute = number(2);
        if (!setTime(hour, minute, number(2)))
        {
            return false;
        }
        skipFraction(true);
        readZone();
        return true;
    }

    /** MySQL's {@code 261124 00:10:19}, or with a blank for the first digit of the hour. */
    private boolean readShortYear()
    {
        int shortYear = number(2);
        year = 2000 + shortYear;
        month = number(2);
        day = number(2);
        if (shortYear < 0 || !dateInRange() || !take(' '))
        {
            return false;
        }
        take(' ');
        return readTime();
    }

    /** Apache's {@code 24/Nov/2026:00:10:19 +0100}, named's {@code 24-Nov-2026 00:10:19.252}. */
    private boolean readDayFirst(int separator)
    {
        day = shortNumber();
        at++;
        month = month();
        at += 3;
        if (month == 0 || !take(separator))
        {
            return false;
        }
        year = number(4);
        if (year < 1970 || !dateInRange() || !take(':') && !take(' ') || !readTime())
        {
            return false;
        }
        skipFraction(false);
        readZone();
        return true;
    }

    /** Ten digits, alone or with a fraction. */
    private boolean readEpoch(boolean bracketed)
    {
        int high = number(5);
        int low = number(5);
        if (high < 10000 || low < 0)
        {
            return false;
        }
        instant = high * 100000L + low;
        skipFraction(false);
        return !bracketed || peek(0) == ']';
    }

    /**
     * TAI64N of daemontools and multilog: {@code @}, 16 hexadecimal digits of seconds, 8 of nanoseconds. The seconds are
     * taken as they stand, as in fail2ban: 10 to 37 ahead of UTC, the same for every line of a log.
     */
    private boolean readTai64n()
    {
        if (end - at < 25)
        {
            return false;
        }
        long value = 0;
        for (int i = 1; i <= 24; i++)
        {
            int lower = text[at + i] | 0x20;
            int digit = isDigit(text[at + i]) ? text[at + i] - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
            if (digit < 0)
            {
                return false;
            }
            value = i <= 16 ? value << 4 | digit : value;
        }
        instant = value - (1L << 62);
        at += 25;
        return instant >= 0 && instant >>> 32 == 0;
    }

    /** {@code [ZONE ][Tue ]Nov 24 [2026 ]00:10:19[.5][ 2026]}: syslog, asctime(3), monit. */
    private boolean readNames()
    {
        month = month();
        if (month == 0)
        {
            readZoneName();
            if (isWeekday())
            {
                at += 4;
            }
            month = month();
        }
        if (month == 0 || peek(3) != ' ')
        {
            return false;
        }
        at += 4;
        if (peek(0) == ' ')
        {
            at++;
            day = number(1);
        }
        else
        {
            day = shortNumber();
        }
        if (day < 0 || !take(' '))
        {
            return false;
        }
        boolean yearFirst = isYear(0) && peek(4) == ' ';
        if (yearFirst)
        {
            year = number(4);
            at++;
        }
        take(' ');
        if (!readTime())
        {
            return false;
        }
        skipFraction(false);
        if (!yearFirst && peek(0) == ' ' && isYear(1) && atBoundary(at + 5))
        {
            at++;
            year = number(4);
        }
        return dateInRange();
    }

    /** Years of this century only: other four digits behind a time of day are hardly a year. */
    private boolean isYear(int offset)
    {
        return peek(offset) == '2' && peek(offset + 1) == '0' && isDigit(peek(offset + 2)) && isDigit(peek(offset + 3));
    }

    private int nameAt(int offset)
    {
        return (peek(offset) & 0xFF) << 16 | (peek(offset + 1) & 0xFF) << 8 | peek(offset + 2) & 0xFF | 0x202020;
    }

    /** @return 1 to 12 for the English abbreviation at the position, in any case; 0 for anything else. */
    private int month()
    {
        switch (nameAt(0))
        {
            case 'j' << 16 | 'a' << 8 | 'n': return 1;
            case 'f' << 16 | 'e' << 8 | 'b': return 2;
            case 'm' << 16 | 'a' << 8 | 'r': return 3;
            case 'a' << 16 | 'p' << 8 | 'r': return 4;
            case 'm' << 16 | 'a' << 8 | 'y': return 5;
            case 'j' << 16 | 'u' << 8 | 'n': return 6;
            case 'j' << 16 | 'u' << 8 | 'l': return 7;
            case 'a' << 16 | 'u' << 8 | 'g': return 8;
            case 's' << 16 | 'e' << 8 | 'p': return 9;
            case 'o' << 16 | 'c' << 8 | 't': return 10;
            case 'n' << 16 | 'o' << 8 | 'v': return 11;
            case 'd' << 16 | 'e' << 8 | 'c': return 12;
            default: return 0;
        }
    }

    private boolean isWeekday()
    {
        if (peek(3) != ' ')
        {
            return false;
        }
        switch (nameAt(0))
        {
            case 'm' << 16 | 'o' << 8 | 'n':
            case 't' << 16 | 'u' << 8 | 'e':
            case 'w' << 16 | 'e' << 8 | 'd':
            case 't' << 16 | 'h' << 8 | 'u':
            case 'f' << 16 | 'r' << 8 | 'i':
            case 's' << 16 | 'a' << 8 | 't':
            case 's' << 16 | 'u' << 8 | 'n': return true;
            default: return false;
        }
    }

    /** Reads the names of zones that monit writes before the date and moves behind them. */
    private void readZoneName()
    {
        int length = peek(3) == ' ' ? 3 : peek(4) == ' ' ? 4 : 0;
        int minutes = length == 0 ? ZoneNames.UNKNOWN : ZoneNames.minutes(text, at, at + length);
        if (minutes != ZoneNames.UNKNOWN)
        {
            zoneOffset = minutes * 60;
            at += length + 1;
        }
    }
}
