package banjo.time;

/** Takes a POSIX TZ string apart, left to right; every method throws IllegalArgumentException where the text is wrong. */
final class PosixScanner
{
    private final String text;
    private int at;

    PosixScanner(String text)
    {
        this.text = text;
    }

    boolean atEnd()
    {
        return at == text.length();
    }

    boolean at(char c)
    {
        return at < text.length() && text.charAt(at) == c;
    }

    void expect(char c)
    {
        if (!take(c))
        {
            throw wrong("expected '" + c + "'");
        }
    }

    void expectEnd()
    {
        if (!atEnd())
        {
            throw wrong("unexpected text");
        }
    }

    private boolean take(char c)
    {
        if (at(c))
        {
            at++;
            return true;
        }
        return false;
    }

    /** Skips a zone abbreviation: three letters or more, or {@code <…>} which may hold digits and signs too. */
    void name()
    {
        boolean quoted = take('<');
        int start = at;
        while (!atEnd() && isNameChar(text.charAt(at), quoted))
        {
            at++;
        }
        if (at - start < 3)
        {
            throw wrong("expected a zone abbreviation of at least three characters");
        }
        if (quoted)
        {
            expect('>');
        }
    }

    private static boolean isNameChar(char c, boolean quoted)
    {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || quoted && (c >= '0' && c <= '9' || c == '+' || c == '-');
    }

    /** Reads {@code [+-]hh[:mm[:ss]]} as seconds. */
    int offset(int maximumHours)
    {
        int sign = take('-') ? -1 : 1;
        if (sign > 0)
        {
            take('+');
        }
        int start = at;
        int seconds = number(maximumHours) * 3600;
        if (take(':'))
        {
            seconds += number(59) * 60;
            if (take(':'))
            {
                seconds += number(59);
            }
        }
        if (seconds > maximumHours * 3600)
        {
            at = start;
            throw wrong("time out of range");
        }
        return sign * seconds;
    }

    YearDay yearDay()
    {
        int form = YearDay.ZERO_BASED;
        int month = 0;
        int week = 0;
        int day;
        if (take('M'))
        {
            form = YearDay.WEEKDAY;
            month = number(1, 12);
            expect('.');
            week = number(1, 5);
            expect('.');
            day = number(6);
        }
        else if (take('J'))
        {
            form = YearDay.JULIAN;
            day = number(1, 365);
        }
        else
        {
            day = number(365);
        }
        return new YearDay(form, month, week, day, take('/') ? offset(167) : 2 * 3600);
    }

    private int number(int maximum)
    {
        return number(0, maximum);
    }

    private int number(int minimum, int maximum)
    {
        int start = at;
        int value = 0;
        while (!atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && value <= maximum)
        {
            value = value * 10 + (text.charAt(at) - '0');
            at++;
        }
        if (at == start || value < minimum || value > maximum)
        {
            at = start;
            throw wrong("expected a number from " + minimum + " to " + maximum);
        }
        return value;
    }

    private IllegalArgumentException wrong(String what)
    {
        return new IllegalArgumentException("time zone \"" + text + "\", column " + (at + 1) + ": " + what);
    }
}
