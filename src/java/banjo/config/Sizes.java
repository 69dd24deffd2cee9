package banjo.config;

import banjo.text.TextBuffer;

/** Sizes in bytes as users write them: {@code 4096}, {@code 512K}, {@code 16M}, {@code 1G}; the units are powers of 1024. */
public final class Sizes
{
    /** What {@link #parse} returns for text that is no size. */
    public static final long INVALID = -1;

    private static final String UNITS = "KMG";
    private static final long LIMIT = 1L << 28;

    private Sizes()
    {
    }

    /** @return bytes, or {@link #INVALID}. */
    public static long parse(String text)
    {
        int end = text.length();
        int shift = 0;
        if (end > 0 && UNITS.indexOf(text.charAt(end - 1)) >= 0)
        {
            end--;
            shift = 10 * (UNITS.indexOf(text.charAt(end)) + 1);
        }
        if (end == 0)
        {
            return INVALID;
        }
        long number = 0;
        for (int i = 0; i < end; i++)
        {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > LIMIT)
            {
                return INVALID;
            }
            number = number * 10 + digit;
        }
        return number << shift;
    }

    /** Appends the shortest exact form, e.g. {@code 16M}, {@code 1000}. Allocates nothing. */
    public static void append(TextBuffer text, long bytes)
    {
        long number = bytes;
        int unit = -1;
        while (unit < 2 && number != 0 && (number & 1023) == 0)
        {
            number >>= 10;
            unit++;
        }
        text.putNumber(number);
        if (unit >= 0)
        {
            text.put(UNITS.charAt(unit));
        }
    }

    /** The text of {@link #append} as a string. */
    public static String toString(long bytes)
    {
        TextBuffer text = new TextBuffer(24);
        append(text, bytes);
        return text.toString();
    }
}
