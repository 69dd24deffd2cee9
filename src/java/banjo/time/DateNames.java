package banjo.time;

/** English names of months and weekdays, in any case. */
final class DateNames
{
    static final int MONTH = 0;
    static final int MONTH_IN_FULL = 1;
    static final int WEEKDAY = 2;
    static final int WEEKDAY_IN_FULL = 3;

    private static final String MONTHS = "january   february  march     april     may       june      july      august    "
        + "september october   november  december  ";
    private static final String WEEKDAYS = "monday    tuesday   wednesday thursday  friday    saturday  sunday    ";
    private static final int WIDTH = 10;

    private DateNames()
    {
    }

    /** @return the length of the name of that kind at the position, 0 when there is none. */
    static int length(int kind, byte[] text, int at, int end)
    {
        int index = index(kind, text, at, end);
        if (index < 0 || (kind & 1) == 0)
        {
            return index < 0 ? 0 : 3;
        }
        return fullLength(kind, index);
    }

    /** @return the number, from 0, of the name of that kind which the text begins with, or -1. */
    static int index(int kind, byte[] text, int at, int end)
    {
        if (end - at < 3)
        {
            return -1;
        }
        String names = names(kind);
        for (int index = 0; index * WIDTH < names.length(); index++)
        {
            int length = (kind & 1) == 0 ? 3 : fullLength(kind, index);
            int same = 0;
            while (same < length && at + same < end && lower(text[at + same]) == names.charAt(index * WIDTH + same))
            {
                same++;
            }
            if (same == length)
            {
                return index;
            }
        }
        return -1;
    }

    static void addFirst(int kind, long[] set)
    {
        String names = names(kind);
        for (int i = 0; i < names.length(); i += WIDTH)
        {
            int lower = names.charAt(i);
            set[1] |= 1L << (lower & 63) | 1L << (lower - 32 & 63);
        }
    }

    private static int lower(int c)
    {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    private static String names(int kind)
    {
        return kind <= MONTH_IN_FULL ? MONTHS : WEEKDAYS;
    }

    private static int fullLength(int kind, int index)
    {
        String names = names(kind);
        int length = 3;
        while (names.charAt(index * WIDTH + length) != ' ')
        {
            length++;
        }
        return length;
    }
}
