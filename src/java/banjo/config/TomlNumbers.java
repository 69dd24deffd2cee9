package banjo.config;

/** Tells apart and reads the values that are written without quotes: booleans, integers, floats, dates and times. */
final class TomlNumbers
{
    private static final int NO_DIGIT = 99;
    private static final String YES = " yes Yes YES on On ON True TRUE ";
    private static final String NO = " no No NO off Off OFF False FALSE ";

    private TomlNumbers()
    {
    }

    /** @return 0 to 15 for a hexadecimal digit, else something greater. */
    static int digit(int c)
    {
        if (c >= '0' && c <= '9')
        {
            return c - '0';
        }
        int lower = c | 0x20;
        return c > 0 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : NO_DIGIT;
    }

    /** Makes a value of a word without quotes. */
    static TomlValue read(Origin origin, String word) throws TomlSyntaxException
    {
        if (word.equals("true") || word.equals("false"))
        {
            return TomlValue.ofInteger(TomlValue.Kind.BOOLEAN, origin, word.equals("true") ? 1 : 0);
        }
        if (isDateOrTime(word))
        {
            return TomlValue.ofText(TomlValue.Kind.DATE, origin, word);
        }
        int start = !word.isEmpty() && (word.charAt(0) == '+' || word.charAt(0) == '-') ? 1 : 0;
        if (word.startsWith("0x") || word.startsWith("0o") || word.startsWith("0b"))
        {
            return readInteger(origin, word, 2, word.charAt(1) == 'x' ? 16 : word.charAt(1) == 'o' ? 8 : 2);
        }
        int digits = digitsEnd(word, start, 10);
        boolean leadingZero = digits > start + 1 && word.charAt(start) == '0';
        if (digits == word.length() && digits > start && !leadingZero)
        {
            return readInteger(origin, word, start, 10);
        }
        if (isFloat(word, start, leadingZero ? -1 : digits))
        {
            return TomlValue.ofText(TomlValue.Kind.FLOAT, origin, word);
        }
        throw new TomlSyntaxException(origin, hint(word, leadingZero && digits == word.length()));
    }

    private static String hint(String word, boolean leadingZero)
    {
        if (leadingZero)
        {
            return "an integer has no leading zero; octal is written 0o755";
        }
        if (YES.contains(" " + word + " "))
        {
            return Quote.of(word) + " is not a value; write true";
        }
        if (NO.contains(" " + word + " "))
        {
            return Quote.of(word) + " is not a value; write false";
        }
        return Quote.of(word) + " is not a value; write text in quotes";
    }

    private static TomlValue readInteger(Origin origin, String word, int from, int radix) throws TomlSyntaxException
    {
        if (from == word.length() || digitsEnd(word, from, radix) != word.length())
        {
            throw new TomlSyntaxException(origin, Quote.of(word) + " is not an integer");
        }
        // Built as a negative number, since that side holds one value more.
        boolean negative = word.charAt(0) == '-';
        long bound = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        long value = 0;
        for (int i = from; i < word.length(); i++)
        {
            if (word.charAt(i) == '_')
            {
                continue;
            }
            int digit = digit(word.charAt(i));
            if (value < bound / radixOf(radix) || value * radix < bound + digit)
            {
                throw new TomlSyntaxException(origin, "this integer does not fit in 64 bits");
            }
            value = value * radix - digit;
        }
        return TomlValue.ofInteger(TomlValue.Kind.INTEGER, origin, negative ? value : -value);
    }

    /** Native code traps on a division by zero, so every divisor is guarded. */
    private static int radixOf(int radix)
    {
        return Math.max(2, radix);
    }

    /** @return the end of digits with single underscores between them; {@code from} when there are none. */
    private static int digitsEnd(String word, int from, int radix)
    {
        int at = from;
        while (at < word.length())
        {
            if (digit(word.charAt(at)) < radix)
            {
                at++;
            }
            else if (word.charAt(at) == '_' && at > from && word.charAt(at - 1) != '_'
                && at + 1 < word.length() && digit(word.charAt(at + 1)) < radix)
            {
                at++;
            }
            else
            {
                break;
            }
        }
        return at;
    }

    /** @param integerEnd the end of the digits from {@code start}, or -1 when they cannot begin a float. */
    private static boolean isFloat(String word, int start, int integerEnd)
    {
        if (word.startsWith("inf", start) || word.startsWith("nan", start))
        {
            return word.length() == start + 3;
        }
        if (integerEnd <= start)
        {
            return false;
        }
        int at = integerEnd;
        if (at < word.length() && word.charAt(at) == '.')
        {
            int end = digitsEnd(word, at + 1, 10);
            if (end == at + 1)
            {
                return false;
            }
            at = end;
        }
        if (at < word.length() && (word.charAt(at) | 0x20) == 'e')
        {
            at++;
            if (at < word.length() && (word.charAt(at) == '+' || word.charAt(at) == '-'))
            {
                at++;
            }
            int end = digitsEnd(word, at, 10);
            if (end == at)
            {
                return false;
            }
            at = end;
        }
        return at == word.length();
    }

    /** Whether a word has the shape of an RFC 3339 date, time, or both; no key takes one, so the calendar is not checked. */
    private static boolean isDateOrTime(String word)
    {
        int at = 0;
        boolean date = matches(word, 0, "dddd-dd-dd");
        if (date)
        {
            if (word.length() == 10)
            {
                return true;
            }
            if ((word.charAt(10) | 0x20) != 't' && word.charAt(10) != ' ')
            {
                return false;
            }
            at = 11;
        }
        if (!matches(word, at, "dd:dd:dd"))
        {
            return false;
        }
        at += 8;
        if (at < word.length() && word.charAt(at) == '.')
        {
            int start = ++at;
            while (at < word.length() && digit(word.charAt(at)) < 10)
            {
                at++;
            }
            if (at == start)
            {
                return false;
            }
        }
        if (at == word.length())
        {
            return true;
        }
        char zone = word.charAt(at);
        return date && ((zone | 0x20) == 'z' && at + 1 == word.length()
            || (zone == '+' || zone == '-') && matches(word, at + 1, "dd:dd") && at + 6 == word.length());
    }

    /** Whether the word at a place has a shape in which d is a digit. */
    static boolean matches(String word, int from, String shape)
    {
        if (word.length() - from < shape.length())
        {
            return false;
        }
        for (int i = 0; i < shape.length(); i++)
        {
            char c = word.charAt(from + i);
            if (shape.charAt(i) == 'd' ? c < '0' || c > '9' : c != shape.charAt(i))
            {
                return false;
            }
        }
        return true;
    }
}
