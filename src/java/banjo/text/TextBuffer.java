package banjo.text;

/**
 * A byte buffer that text is appended to without allocating: messages of the loop, answers to clients, reports.
 * What does not fit is dropped and {@link #overflowed()} says so; nothing grows.
 */
public final class TextBuffer
{
    private static final byte[] HEX_DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final byte[] bytes;
    private int length;
    private boolean overflowed;

    /** @param capacity in bytes. */
    public TextBuffer(int capacity)
    {
        bytes = new byte[capacity];
    }

    /** Forgets the content and the overflow. */
    public TextBuffer clear()
    {
        length = 0;
        overflowed = false;
        return this;
    }

    /** Cuts the content back to an earlier {@link #length()}, for instance to drop a record that overflowed. */
    public TextBuffer truncate(int newLength)
    {
        if (newLength >= 0 && newLength < length)
        {
            length = newLength;
        }
        overflowed = false;
        return this;
    }

    /** The backing array; valid from 0 to {@link #length()}. */
    public byte[] bytes()
    {
        return bytes;
    }

    public int length()
    {
        return length;
    }

    public int remaining()
    {
        return bytes.length - length;
    }

    /** True when something did not fit since the last {@link #clear()}. */
    public boolean overflowed()
    {
        return overflowed;
    }

    public TextBuffer put(int singleByte)
    {
        if (length < bytes.length)
        {
            bytes[length++] = (byte)singleByte;
        }
        else
        {
            overflowed = true;
        }
        return this;
    }

    /** Appends a string as UTF-8; unpaired surrogates become '?'. */
    public TextBuffer put(String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            int c = text.charAt(i);
            if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.length())
            {
                int low = text.charAt(i + 1);
                if (low >= 0xDC00 && low < 0xE000)
                {
                    i++;
                    c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                }
            }
            putCodePoint(c);
        }
        return this;
    }

    private void putCodePoint(int c)
    {
        if (c < 0x80)
        {
            put(c);
        }
        else if (c < 0x800)
        {
            put(0xC0 | c >> 6);
            put(0x80 | c & 0x3F);
        }
        else if (c >= 0xD800 && c < 0xE000)
        {
            put('?');
        }
        else if (c < 0x10000)
        {
            put(0xE0 | c >> 12);
            put(0x80 | c >> 6 & 0x3F);
            put(0x80 | c & 0x3F);
        }
        else
        {
            put(0xF0 | c >> 18);
            put(0x80 | c >> 12 & 0x3F);
            put(0x80 | c >> 6 & 0x3F);
            put(0x80 | c & 0x3F);
        }
    }

    public TextBuffer put(byte[] source, int from, int to)
    {
        int count = to - from;
        if (count > bytes.length - length)
        {
            count = bytes.length - length;
            overflowed = true;
        }
        if (count > 0)
        {
            System.arraycopy(source, from, bytes, length, count);
            length += count;
        }
        return this;
    }

    /** Appends a number in decimal. */
    public TextBuffer putNumber(long value)
    {
        if (value == Long.MIN_VALUE)
        {
            return put("-9223372036854775808");
        }
        long rest = value;
        if (rest < 0)
        {
            put('-');
            rest = -rest;
        }
        int digits = 1;
        for (long bound = rest; bound >= 10; bound /= 10)
        {
            digits++;
        }
        if (digits > bytes.length - length)
        {
            overflowed = true;
            return this;
        }
        length += digits;
        for (int i = length - 1; digits > 0; i--, digits--)
        {
            bytes[i] = (byte)('0' + (int)(rest % 10));
            rest /= 10;
        }
        return this;
    }

    /** Appends how many of something there are. @param what one of them. */
    public TextBuffer putCount(long count, String what)
    {
        putNumber(count).put(' ').put(what);
        return count == 1 ? this : put('s');
    }

    /** Appends the low bits as lower-case hexadecimal without leading zeros. */
    public TextBuffer putHex(int value)
    {
        int shift = 28;
        while (shift > 0 && value >>> shift == 0)
        {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4)
        {
            put(HEX_DIGITS[value >>> shift & 15]);
        }
        return this;
    }

    /** Appends a number in decimal, right-aligned to a width with a fill byte, e.g. {@code putPadded(7, 2, '0')}. */
    public TextBuffer putPadded(long value, int width, int fill)
    {
        int digits = value < 0 ? 2 : 1;
        for (long bound = value; bound >= 10 || bound <= -10; bound /= 10)
        {
            digits++;
        }
        for (; digits < width; digits++)
        {
            put(fill);
        }
        return putNumber(value);
    }

    @Override
    public String toString()
    {
        return Utf8.decode(bytes, 0, length);
    }
}
