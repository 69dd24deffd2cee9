package banjo.config;

import banjo.text.TextBuffer;

/** Durations as users write them: {@code 600}, {@code 10m}, {@code 1h30m}, {@code 1w}; {@code forever} or {@code -1} never ends. */
public final class Durations
{
    /** A duration that never ends. */
    public static final long FOREVER = -1;
    /** What {@link #parse} returns for text that is no duration. */
    public static final long INVALID = -2;

    private static final String UNITS = "wdhms";
    private static final long[] UNIT_SECONDS = {604_800, 86_400, 3_600, 60, 1};
    private static final long LIMIT = 1L << 40;

    private Durations()
    {
    }

    /**
     * Reads digits alone (seconds) or numbers with the units w, d, h, m, s, each at most once and the largest first.
     *
     * @return seconds, {@link #FOREVER} or {@link #INVALID}.
     */
    public static long parse(String text)
    {
        if (text.equals("forever") || text.equals("-1"))
        {
            return FOREVER;
        }
        long seconds = 0;
        int at = 0;
        int nextUnit = 0;
        while (at < text.length())
        {
            int start = at;
            long number = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && number < LIMIT)
            {
                number = number * 10 + (text.charAt(at) - '0');
                at++;
            }
            if (at == start || number >= LIMIT)
            {
                return INVALID;
            }
            if (at == text.length())
            {
                return start == 0 ? number : INVALID;
            }
            int unit = UNITS.indexOf(text.charAt(at), nextUnit);
            if (unit < 0)
            {
                return INVALID;
            }
            seconds += number * UNIT_SECONDS[unit];
            nextUnit = unit + 1;
            at++;
        }
        return nextUnit == 0 ? INVALID : seconds;
    }

    /** Appends the shortest form with units, e.g. {@code 1h30m}, {@code 0s}; anything negative is {@code forever}. Allocates nothing. */
    public static void append(TextBuffer text, long seconds)
    {
        if (seconds < 0)
        {
            text.put("forever");
            return;
        }
        if (seconds == 0)
        {
            text.put('0').put('s');
        }
        long rest = seconds;
        for (int i = 0; i < UNIT_SECONDS.length; i++)
        {
            long unitSeconds = Math.max(1, UNIT_SECONDS[i]);
            long count = rest / unitSeconds;
            if (count > 0)
            {
                text.putNumber(count).put(UNITS.charAt(i));
                rest -= count * unitSeconds;
            }
        }
    }

    /** The text of {@link #append} as a string. */
    public static String toString(long seconds)
    {
        TextBuffer text = new TextBuffer(40);
        append(text, seconds);
        return text.toString();
    }
}
