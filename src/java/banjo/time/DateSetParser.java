package banjo.time;

/** Reads what takes one byte: a class in brackets, the point, an escape such as {@code \d} or {@code \.}. Classes are ASCII. */
final class DateSetParser
{
    private final String text;
    private int at;
    private String reason;

    DateSetParser(String text, int at)
    {
        this.text = text;
        this.at = at;
    }

    /** Behind what was read, or where the mistake is. */
    int position()
    {
        return at;
    }

    String reason()
    {
        return reason;
    }

    /** @return four longs, or null when there is a mistake. */
    long[] parse()
    {
        long[] set = new long[4];
        char c = text.charAt(at);
        if (c == '.')
        {
            at++;
            addRange(set, 0, 255);
            set[0] &= ~(1L << '\n');
            return set;
        }
        if (c == '\\')
        {
            return escape(set) == -2 ? null : set;
        }
        return brackets(set) ? set : null;
    }

    /** @return the set, with the other case of its letters when case is ignored. */
    long[] closed(long[] set, boolean ignoresCase)
    {
        if (ignoresCase)
        {
            long letters = 0x7FFFFFEL;
            long upper = set[1] & letters;
            long lower = set[1] >>> 32 & letters;
            set[1] |= lower | upper << 32;
        }
        return set;
    }

    private boolean brackets(long[] set)
    {
        int open = at++;
        boolean negated = at < text.length() && text.charAt(at) == '^';
        at += negated ? 1 : 0;
        int first = at;
        while (at < text.length() && (text.charAt(at) != ']' || at == first))
        {
            int low = element(set);
            if (low == -2)
            {
                return false;
            }
            if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']')
            {
                int rangeAt = at++;
                int high = element(set);
                if (high == -2)
                {
                    return false;
                }
                if (low < 0 || high < low)
                {
                    at = rangeAt;
                    reason = "a range of bytes that is none";
                    return false;
                }
                addRange(set, low, high);
            }
        }
        if (at >= text.length())
        {
            at = open;
            reason = "[ without ]";
            return false;
        }
        at++;
        for (int i = 0; i < 4 && negated; i++)
        {
            set[i] = ~set[i];
        }
        return true;
    }

    /** Adds one element. @return its byte, -1 for a class, -2 for a mistake. */
    private int element(long[] set)
    {
        char c = text.charAt(at);
        if (c == '\\')
        {
            return escape(set);
        }
        if (c >= 0x80)
        {
            reason = "a character beyond ASCII in a class is not supported in a datepattern";
            return -2;
        }
        at++;
        addRange(set, c, c);
        return c;
    }

    private int escape(long[] set)
    {
        char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        long[] meant = new long[4];
        switch (c)
        {
            case 'd':
            case 'D':
                addRange(meant, '0', '9');
                break;
            case 'w':
            case 'W':
                addRange(meant, '0', '9');
                addRange(meant, 'A', 'Z');
                addRange(meant, 'a', 'z');
                addRange(meant, '_', '_');
                break;
            case 's':
            case 'S':
                addRange(meant, '\t', '\r');
                addRange(meant, ' ', ' ');
                break;
            default:
                return single(set, c);
        }
        at += 2;
        for (int i = 0; i < 4; i++)
        {
            set[i] |= c < 'a' ? ~meant[i] : meant[i];
        }
        return -1;
    }

    private int single(long[] set, char c)
    {
        int value = c;
        switch (c)
        {
            case 't':
                value = '\t';
                break;
            case 'n':
                value = '\n';
                break;
            case 'r':
                value = '\r';
                break;
            case 'f':
                value = '\f';
                break;
            case 'v':
                value = 0x0B;
                break;
            default:
                boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
                if (c == 0 || c >= 0x80 || letter || c >= '0' && c <= '9')
                {
                    reason = c == 0 ? "\\ at the end" : "\\" + c + " is not supported in a datepattern";
                    return -2;
                }
                break;
        }
        at += 2;
        addRange(set, value, value);
        return value;
    }

    private static void addRange(long[] set, int low, int high)
    {
        for (int c = low; c <= high; c++)
        {
            set[c >> 6] |= 1L << (c & 63);
        }
    }
}
