package banjo.regex;

/** Reads what stands for one byte: an escape such as {@code \d} or {@code \x5B}, or a class in brackets. */
final class ClassParser
{
    private final int patternIndex;
    private final byte[] text;
    private final boolean ignoreCase;
    private int at;
    /** The byte that the last item stood for, -1 when it was a class such as {@code \d}. */
    private int single;

    ClassParser(int patternIndex, byte[] text, int at, boolean ignoreCase)
    {
        this.patternIndex = patternIndex;
        this.text = text;
        this.at = at;
        this.ignoreCase = ignoreCase;
    }

    /** Where reading goes on. */
    int at()
    {
        return at;
    }

    /** Reads a class whose opening bracket, at {@code start}, has been read. */
    ByteSet bracketed(int start) throws PatternException
    {
        ByteSet set = new ByteSet();
        boolean negated = at < text.length && text[at] == '^';
        if (negated)
        {
            at++;
        }
        for (boolean first = true;; first = false)
        {
            if (at >= text.length)
            {
                throw PatternException.at(patternIndex, text, start, "unterminated class [");
            }
            if (text[at] == ']' && !first)
            {
                at++;
                break;
            }
            int itemAt = at;
            ByteSet item = item();
            int low = single;
            if (at + 1 < text.length && text[at] == '-' && text[at + 1] != ']')
            {
                at++;
                item();
                if (low < 0 || single < low)
                {
                    throw PatternException.at(patternIndex, text, itemAt, "bad range in a class");
                }
                set.addRange(low, single);
            }
            else
            {
                set.addAll(item);
            }
        }
        if (ignoreCase)
        {
            set.foldCase();
        }
        return negated ? set.complement() : set;
    }

    private ByteSet item() throws PatternException
    {
        int c = text[at] & 0xFF;
        if (c >= 0x80)
        {
            throw PatternException.at(patternIndex, text, at,
                "character outside ASCII in a class (write it as an alternative)");
        }
        at++;
        if (c == '\\')
        {
            return escapeAt(at - 1, true);
        }
        single = c;
        return ByteSet.of(c);
    }

    /** Reads an escape outside brackets whose backslash, at {@code start}, has been read. */
    ByteSet escaped(int start) throws PatternException
    {
        ByteSet set = escapeAt(start, false);
        return ignoreCase && single >= 0 ? set.foldCase() : set;
    }

    private ByteSet escapeAt(int start, boolean inClass) throws PatternException
    {
        if (at >= text.length)
        {
            throw PatternException.at(patternIndex, text, start, "bad escape (end of pattern)");
        }
        int c = text[at++] & 0xFF;
        single = -1;
        switch (c)
        {
            case 'd':
                return ByteSet.digits();
            case 'D':
                return ByteSet.digits().complement();
            case 'w':
                return ByteSet.word();
            case 'W':
                return ByteSet.word().complement();
            case 's':
                return ByteSet.space();
            case 'S':
                return ByteSet.space().complement();
            default:
                single = simple(c, start, inClass);
                return ByteSet.of(single);
        }
    }

    private int simple(int c, int start, boolean inClass) throws PatternException
    {
        switch (c)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'v':
                return 0x0B;
            case 'a':
                return 0x07;
            case 'x':
                return hexadecimal(start);
            case '0':
                return octal();
            default:
                break;
        }
        if (c == 'b' && inClass)
        {
            return '\b';
        }
        boolean letterOrDigit = c >= '0' && c <= '9' || (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (letterOrDigit)
        {
            throw PatternException.at(patternIndex, text, start, "unknown escape \\" + (char)c);
        }
        if (c >= 0x80)
        {
            throw PatternException.at(patternIndex, text, start, "escaped character outside ASCII (it needs no backslash)");
        }
        return c;
    }

    private int hexadecimal(int start) throws PatternException
    {
        int value = 0;
        for (int i = 0; i < 2; i++)
        {
            int digit = at < text.length ? Character.digit(text[at], 16) : -1;
            if (digit < 0)
            {
                throw PatternException.at(patternIndex, text, start, "escape \\x needs two hexadecimal digits");
            }
            value = value << 4 | digit;
            at++;
        }
        return value;
    }

    private int octal()
    {
        int value = 0;
        for (int i = 0; i < 2 && at < text.length && text[at] >= '0' && text[at] <= '7'; i++)
        {
            value = value << 3 | text[at] - '0';
            at++;
        }
        return value;
    }
}
