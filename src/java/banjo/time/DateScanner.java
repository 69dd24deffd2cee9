package banjo.time;

/** The plain parts of a datepattern: characters, classes, escapes, counts; and where the reader stands. */
abstract class DateScanner
{
    private static final int MAXIMUM_REPEAT = 255;

    final DateCode code;
    String text;
    /** Where the scanner stands in the text. */
    int at;
    boolean ignoresCase;
    /** Where the field that is being replaced stands, -1 in the pattern itself. */
    int fieldAt = -1;

    /** A mistake at a position of the text that is parsed. */
    static final class Mistake extends Exception
    {
        private static final long serialVersionUID = 1L;

        final int position;

        Mistake(int position, String reason)
        {
            super(reason);
            this.position = position;
        }
    }

    DateScanner(DateCode code, boolean ignoresCase)
    {
        this.code = code;
        this.ignoresCase = ignoresCase;
    }

    Mistake mistake(String reason)
    {
        return new Mistake(fieldAt >= 0 ? fieldAt : at, reason);
    }

    boolean take(char c)
    {
        if (at < text.length() && text.charAt(at) == c)
        {
            at++;
            return true;
        }
        return false;
    }

    boolean take(String expected)
    {
        if (text.startsWith(expected, at))
        {
            at += expected.length();
            return true;
        }
        return false;
    }

    /** True at {@code {2}}, {@code {2,}}, {@code {,2}}, {@code {2,3}}: any other brace stands for itself. */
    boolean isCount()
    {
        int index = at + 1;
        int digits = 0;
        int commas = 0;
        if (text.charAt(at) != '{')
        {
            return false;
        }
        while (index < text.length() && (isDigit(text.charAt(index)) || text.charAt(index) == ','))
        {
            commas += text.charAt(index) == ',' ? 1 : 0;
            digits += text.charAt(index) == ',' ? 0 : 1;
            index++;
        }
        return digits > 0 && commas <= 1 && index < text.length() && text.charAt(index) == '}';
    }

    static boolean isDigit(char c)
    {
        return c >= '0' && c <= '9';
    }

    int number(int absent) throws Mistake
    {
        int value = 0;
        int from = at;
        while (at < text.length() && isDigit(text.charAt(at)))
        {
            value = value * 10 + text.charAt(at) - '0';
            if (value > MAXIMUM_REPEAT)
            {
                throw mistake("a repeat of more than " + MAXIMUM_REPEAT);
            }
            at++;
        }
        return at == from ? absent : value;
    }

    void set() throws Mistake
    {
        DateSetParser parser = new DateSetParser(text, at);
        long[] set = parser.parse();
        if (set == null)
        {
            at = parser.position();
            throw mistake(parser.reason());
        }
        at = parser.position();
        code.putSet(parser.closed(set, ignoresCase));
    }

    void escape() throws Mistake
    {
        char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        if (c == 'b' || c == 'B')
        {
            at += 2;
            code.put(c == 'b' ? DateProgram.BOUNDARY : DateProgram.NO_BOUNDARY);
            return;
        }
        if (c == 'A' || c == 'Z')
        {
            at += 2;
            code.put(c == 'A' ? DateProgram.BEGIN : DateProgram.END);
            return;
        }
        set();
    }

    void literal(char c) throws Mistake
    {
        if (c >= 0x80)
        {
            bytes(c);
            return;
        }
        boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (ignoresCase && letter)
        {
            long[] both = new long[4];
            both[1] = 1L << (c & 63) | 1L << ((c ^ 0x20) & 63);
            code.putSet(both);
            return;
        }
        code.put(DateProgram.CHAR, c);
    }

    /** A character beyond ASCII as its UTF-8 bytes; a repeat of it would need a group. */
    private void bytes(char c) throws Mistake
    {
        if (c >= 0xD800 && c <= 0xDFFF)
        {
            throw mistake("characters beyond U+FFFF are not supported in a datepattern");
        }
        if (c < 0x800)
        {
            code.put(DateProgram.CHAR, (byte)(0xC0 | c >> 6));
        }
        else
        {
            code.put(DateProgram.CHAR, (byte)(0xE0 | c >> 12));
            code.put(DateProgram.CHAR, (byte)(0x80 | c >> 6 & 0x3F));
        }
        code.put(DateProgram.CHAR, (byte)(0x80 | c & 0x3F));
    }
}
