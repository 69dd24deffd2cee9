package banjo.time;

/**
 * The {@code %} fields of a datepattern (strptime(3) and fail2ban's additions) as patterns. The strict forms {@code %Exd} and so
 * on want all digits.
 */
final class DateFieldSyntax
{
    /** Fields by index; E, L and T are the counts of seconds {@code EPOCH}, {@code LEPOCH}, {@code TAI64N}; G, u, V mean nothing. */
    static final String NAMES = "YymdbBHIpMSajUWwAzZfELTGuV";
    static final int YEAR = 0;
    static final int SHORT_YEAR = 1;
    static final int MONTH = 2;
    static final int DAY = 3;
    static final int MONTH_NAME = 4;
    static final int MONTH_NAME_IN_FULL = 5;
    static final int HOUR = 6;
    static final int HOUR_OF_HALF = 7;
    static final int HALF = 8;
    static final int MINUTE = 9;
    static final int SECOND = 10;
    static final int WEEKDAY_NAME = 11;
    static final int DAY_OF_YEAR = 12;
    static final int WEEK_FROM_SUNDAY = 13;
    static final int WEEK_FROM_MONDAY = 14;
    static final int WEEKDAY = 15;
    static final int WEEKDAY_NAME_IN_FULL = 16;
    static final int OFFSET = 17;
    static final int ZONE = 18;
    static final int FRACTION = 19;
    static final int EPOCH = 20;
    static final int LONG_EPOCH = 21;
    static final int TAI64N = 22;

    private static final String TWO_DIGIT_SECOND = "[0-5]\\d|6[01]";
    private static final String ZONE_OFFSET = "[+-][01]\\d(?::?\\d{2})?";
    private static final String ABBREVIATION = "[A-Z](?:[A-Z]{2,4})?";
    private static final String WEEK = "5[0-3]|[0-4]\\d|\\d";

    private DateFieldSyntax()
    {
    }

    /** @return the field's pattern in front of its group and behind {@code |}, null for a name that is none. */
    static String pattern(char name, boolean strict, char lastDecade)
    {
        switch (name)
        {
            case 'Y': return strict ? "20[0-" + lastDecade + "]\\d" : "\\d{4}";
            case 'y': return "\\d{2}";
            case 'm': return strict ? "0[1-9]|1[0-2]" : "0?[1-9]|1[0-2]";
            case 'd': return strict ? "[12]\\d|0[1-9]|3[01]" : "[12]\\d|[ 0]?[1-9]|3[01]";
            case 'H': return strict ? "[01]\\d|2[0-3]" : "[01]?\\d|2[0-3]";
            case 'k': return strict ? "[01]?\\d|2[0-3]" : "[0-2]?\\d";
            case 'I': return strict ? null : "1[0-2]|0[1-9]|[1-9]";
            case 'l': return strict ? "1[0-2]|\\d" : "1?\\d";
            case 'M': return strict ? "[0-5]\\d" : "[0-5]?\\d";
            case 'S': return strict ? TWO_DIGIT_SECOND : "[0-5]?\\d|6[01]";
            case 'Z': return strict ? ABBREVIATION : "Z|[A-Z]{3,5}";
            case 'z': return strict ? "(?:" + ABBREVIATION + ")?" + ZONE_OFFSET + "|" + ABBREVIATION : "Z|UTC|GMT|" + ZONE_OFFSET;
            case 'p': return strict ? null : "am|pm";
            case 'f': return strict ? null : "[0-9]{1,6}";
            case 'j': return strict ? null : "36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]";
            case 'U':
            case 'W': return strict ? null : WEEK;
            case 'V': return strict ? null : "5[0-3]|0[1-9]|[1-4]\\d|\\d";
            case 'w': return strict ? null : "[0-6]";
            case 'u': return strict ? null : "[1-7]";
            case 'G': return strict ? null : "\\d{4}";
            case 'E': return "\\d{10,11}\\b(?:\\.\\d{3,6})?";
            case 'L': return "\\d{10,11}(?:\\d{3}(?:\\.\\d{1,6}|\\d{3})?)?";
            case 'T': return "@[0-9a-f]{24}";
            default: return null;
        }
    }

    /** @return what a field of several parts stands for, null for any other. */
    static String composed(char name)
    {
        switch (name)
        {
            case 'c': return "%a\\s+%b\\s+%d\\s+%H:%M:%S\\s+%Y";
            case 'x': return "%m/%d/%y";
            case 'X': return "%H:%M:%S";
            default: return null;
        }
    }

    /** @return the kind of names in {@link DateNames} that the field takes, -1 for a field without names. */
    static int names(char name)
    {
        switch (name)
        {
            case 'b': return DateNames.MONTH;
            case 'B': return DateNames.MONTH_IN_FULL;
            case 'a': return DateNames.WEEKDAY;
            case 'A': return DateNames.WEEKDAY_IN_FULL;
            default: return -1;
        }
    }
}
