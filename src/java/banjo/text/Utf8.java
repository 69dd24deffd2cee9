package banjo.text;

/** UTF-8 both ways, with the same result on both runtimes: bytes that are not UTF-8 become U+FFFD (Unicode 3.9, D93b). */
public final class Utf8
{
    /** What {@link #next} returns for a byte that begins no valid sequence. */
    public static final int REPLACEMENT = 0xFFFD;

    private Utf8()
    {
    }

    /** @return whether the bytes from a place on begin with an ASCII text. */
    public static boolean begins(byte[] bytes, int from, int to, String text)
    {
        boolean begins = to - from >= text.length();
        for (int i = 0; begins && i < text.length(); i++)
        {
            begins = bytes[from + i] == text.charAt(i);
        }
        return begins;
    }

    /**
     * Reads one code point.
     *
     * @return the code point in the low 21 bits and the count of bytes it took (1 to 4) in the bits from 24 up;
     *     {@link #REPLACEMENT} for the longest invalid start of a sequence, as the Unicode standard recommends.
     */
    public static int next(byte[] bytes, int at, int to)
    {
        int first = bytes[at] & 0xFF;
        if (first < 0x80)
        {
            return 1 << 24 | first;
        }
        int count;
        int low = 0x80;
        int high = 0xBF;
        if (first >= 0xC2 && first <= 0xDF)
        {
            count = 2;
        }
        else if (first >= 0xE0 && first <= 0xEF)
        {
            count = 3;
            low = first == 0xE0 ? 0xA0 : 0x80;
            high = first == 0xED ? 0x9F : 0xBF;
        }
        else if (first >= 0xF0 && first <= 0xF4)
        {
            count = 4;
            low = first == 0xF0 ? 0x90 : 0x80;
            high = first == 0xF4 ? 0x8F : 0xBF;
        }
        else
        {
            return 1 << 24 | REPLACEMENT;
        }
        int codePoint = first & 0x7F >> count;
        for (int i = 1; i < count; i++)
        {
            int next = at + i < to ? bytes[at + i] & 0xFF : 0;
            if (next < low || next > high)
            {
                return i << 24 | REPLACEMENT;
            }
            codePoint = codePoint << 6 | next & 0x3F;
            low = 0x80;
            high = 0xBF;
        }
        return count << 24 | codePoint;
    }

    /** Decodes bytes; what is not UTF-8 becomes U+FFFD. */
    public static String decode(byte[] bytes, int from, int to)
    {
        StringBuilder text = new StringBuilder(to - from);
        int at = from;
        while (at < to)
        {
            int step = next(bytes, at, to);
            text.appendCodePoint(step & 0x1FFFFF);
            at += step >>> 24;
        }
        return text.toString();
    }

    /** Encodes a string. */
    public static byte[] encode(String text)
    {
        TextBuffer buffer = new TextBuffer(text.length() * 3);
        buffer.put(text);
        byte[] bytes = new byte[buffer.length()];
        System.arraycopy(buffer.bytes(), 0, bytes, 0, bytes.length);
        return bytes;
    }
}
