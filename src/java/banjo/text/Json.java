package banjo.text;

/** JSON strings (RFC 8259, 7) appended to a buffer. */
public final class Json
{
    private static final byte[] HEX_DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private Json()
    {
    }

    /**
     * Appends bytes as a quoted string. Quote, backslash and control characters (0x00 to 0x1F and 0x7F) are escaped; bytes that are
     * not UTF-8 become U+FFFD, one for each longest invalid start of a sequence. Allocates nothing.
     */
    public static void appendString(TextBuffer text, byte[] bytes, int from, int to)
    {
        text.put('"');
        int at = from;
        while (at < to)
        {
            int b = bytes[at];
            if (b < 0)
            {
                int step = Utf8.next(bytes, at, to);
                int count = step >>> 24;
                if ((step & 0x1FFFFF) == Utf8.REPLACEMENT)
                {
                    text.put(0xEF).put(0xBF).put(0xBD);
                }
                else
                {
                    text.put(bytes, at, at + count);
                }
                at += count;
            }
            else
            {
                appendAscii(text, b);
                at++;
            }
        }
        text.put('"');
    }

    /** Appends a quoted string; unpaired surrogates become '?'. Allocates: for start-up and clients. */
    public static void appendString(TextBuffer text, String string)
    {
        byte[] bytes = Utf8.encode(string);
        appendString(text, bytes, 0, bytes.length);
    }

    private static void appendAscii(TextBuffer text, int c)
    {
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
        {
            text.put(c);
            return;
        }
        text.put('\\');
        switch (c)
        {
            case '"', '\\' -> text.put(c);
            case '\b' -> text.put('b');
            case '\t' -> text.put('t');
            case '\n' -> text.put('n');
            case '\f' -> text.put('f');
            case '\r' -> text.put('r');
            default -> text.put('u').put('0').put('0').put(HEX_DIGITS[c >>> 4 & 15]).put(HEX_DIGITS[c & 15]);
        }
    }
}
