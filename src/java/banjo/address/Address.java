package banjo.address;

import banjo.text.TextBuffer;
import org.teavm.interop.Unmanaged;

/**
 * IP addresses as two longs: the 128 bits of an IPv6 address in network order, IPv4 as IPv4-mapped
 * {@code ::ffff:a.b.c.d} (RFC 4291, 2.5.5.2). Text is read as inet_pton(3) reads it and written as RFC 5952 says.
 */
public final class Address
{
    /** The upper 32 bits of the low long of an IPv4-mapped address. */
    public static final long IPV4_MARK = 0xFFFFL << 32;

    private Address()
    {
    }

    /** Tells IPv4 (also when it was written as IPv4-mapped IPv6) from IPv6. */
    @Unmanaged
    public static boolean isIpv4(long high, long low)
    {
        return high == 0 && low >>> 32 == 0xFFFFL;
    }

    /** @return true for 127.0.0.0/8 and ::1. */
    public static boolean isLoopback(long high, long low)
    {
        return isIpv4(high, low) ? (low >>> 24 & 0xFF) == 127 : high == 0 && low == 1;
    }

    /**
     * Reads an address: {@code 1.2.3.4}, any form of IPv6, IPv4-mapped IPv6. No brackets, no zone, no spaces, and no
     * leading zeros in IPv4, whose meaning (octal or decimal) readers disagree on.
     *
     * @param out receives the high and the low 64 bits at index 0 and 1; untouched on failure.
     * @return false when the text is no address.
     */
    @Unmanaged
    public static boolean parse(byte[] text, int from, int to, long[] out)
    {
        long ipv4 = parseIpv4(text, from, to);
        if (ipv4 < 0)
        {
            return parseIpv6(text, from, to, out);
        }
        out[0] = 0;
        out[1] = IPV4_MARK | ipv4;
        return true;
    }

    /** @return the 32 bits of a dotted quad, or -1. */
    @Unmanaged
    private static long parseIpv4(byte[] text, int from, int to)
    {
        long address = 0;
        int at = from;
        for (int dots = 0; dots < 4; dots++)
        {
            if (at + (dots == 0 ? 0 : 1) >= to || dots > 0 && text[at++] != '.')
            {
                return -1;
            }
            int octet = text[at++] - '0';
            if (octet < 0 || octet > 9)
            {
                return -1;
            }
            int digit;
            if (octet > 0 && at < to && (digit = text[at] - '0') >= 0 && digit <= 9)
            {
                octet = octet * 10 + digit;
                at++;
                if (at < to && (digit = text[at] - '0') >= 0 && digit <= 9)
                {
                    octet = octet * 10 + digit;
                    at++;
                    if (octet > 255)
                    {
                        return -1;
                    }
                }
            }
            address = address << 8 | octet;
        }
        return at == to ? address : -1;
    }

    @Unmanaged
    private static boolean parseIpv6(byte[] text, int from, int to, long[] out)
    {
        long high = 0;
        long low = 0;
        int groups = 0;
        int gapAt = -1;
        int at = from;
        if (to - from >= 2 && text[from] == ':' && text[from + 1] == ':')
        {
            gapAt = 0;
            at += 2;
        }
        while (at < to)
        {
            int start = at;
            int value = 0;
            int digit;
            while (at < to && at < start + 4 && (digit = hexDigit(text[at])) >= 0)
            {
                value = value << 4 | digit;
                at++;
            }
            if (at == start)
            {
                return false;
            }
            if (at < to && text[at] == '.')
            {
                long ipv4 = groups <= 6 ? parseIpv4(text, start, to) : -1;
                if (ipv4 < 0)
                {
                    return false;
                }
                high = high << 32 | low >>> 32;
                low = low << 32 | ipv4;
                groups += 2;
                at = to;
                break;
            }
            if (groups == 8)
            {
                return false;
            }
            high = high << 16 | low >>> 48;
            low = low << 16 | value;
            groups++;
            if (at == to)
            {
                break;
            }
            if (text[at] != ':' || at + 1 == to)
            {
                return false;
            }
            at++;
            if (text[at] == ':')
            {
                if (gapAt >= 0)
                {
                    return false;
                }
                gapAt = groups;
                at++;
            }
        }
        if (gapAt < 0 ? groups != 8 : groups > 7)
        {
            return false;
        }
        if (gapAt >= 0)
        {
            // The groups before the gap belong at the top, those after it stay at the bottom.
            int tailBits = (groups - gapAt) * 16;
            int gapBits = (8 - groups) * 16;
            long tailHigh = tailBits > 64 ? high & mask(tailBits - 64) : 0;
            long tailLow = low & mask(tailBits);
            long headHigh = shiftRightHigh(high, tailBits);
            long headLow = shiftRightLow(high, low, tailBits);
            int up = tailBits + gapBits;
            high = shiftLeftHigh(headHigh, headLow, up) | tailHigh;
            low = shiftLeftLow(headLow, up) | tailLow;
        }
        out[0] = high;
        out[1] = low;
        return true;
    }

    @Unmanaged
    private static int hexDigit(int c)
    {
        if (c >= '0' && c <= '9')
        {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** @return a long whose upper bits are set: none for 0 and less, all from 64 up. */
    @Unmanaged
    public static long upperMask(int bits)
    {
        return bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits & 63);
    }

    /** The lowest bits set, 64 of them from 64 up. */
    private static long mask(int bits)
    {
        return bits >= 64 ? -1L : (1L << (bits & 63)) - 1;
    }

    private static long shiftRightHigh(long high, int bits)
    {
        return bits >= 64 ? 0 : high >>> (bits & 63);
    }

    private static long shiftRightLow(long high, long low, int bits)
    {
        if (bits == 0)
        {
            return low;
        }
        if (bits >= 128)
        {
            return 0;
        }
        return bits >= 64 ? high >>> (bits - 64 & 63) : low >>> (bits & 63) | high << (64 - bits & 63);
    }

    private static long shiftLeftHigh(long high, long low, int bits)
    {
        if (bits == 0)
        {
            return high;
        }
        if (bits >= 128)
        {
            return 0;
        }
        return bits >= 64 ? low << (bits - 64 & 63) : high << (bits & 63) | low >>> (64 - bits & 63);
    }

    private static long shiftLeftLow(long low, int bits)
    {
        return bits >= 64 ? 0 : low << (bits & 63);
    }

    /** Appends the canonical text (RFC 5952); IPv4-mapped as the IPv4 address. */
    public static void append(TextBuffer text, long high, long low)
    {
        if (isIpv4(high, low))
        {
            for (int shift = 24; shift >= 0; shift -= 8)
            {
                text.putNumber(low >>> shift & 0xFF);
                if (shift > 0)
                {
                    text.put('.');
                }
            }
            return;
        }
        int gapAt = -1;
        int gapLength = 1;
        for (int i = 0; i < 8; i++)
        {
            int zeros = 0;
            while (i + zeros < 8 && group(high, low, i + zeros) == 0)
            {
                zeros++;
            }
            if (zeros > gapLength)
            {
                gapAt = i;
                gapLength = zeros;
            }
            i += zeros;
        }
        for (int i = 0; i < 8; i++)
        {
            if (i == gapAt)
            {
                text.put(':').put(':');
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && i != gapAt + gapLength)
            {
                text.put(':');
            }
            else if (i > 0 && gapAt < 0)
            {
                text.put(':');
            }
            text.putHex(group(high, low, i));
        }
    }

    /** Appends the canonical text of a prefix, without its length for a single address. @param prefix counted over 128 bits. */
    public static void append(TextBuffer text, long high, long low, int prefix)
    {
        append(text, high, low);
        if (prefix < 128)
        {
            text.put('/').putNumber(isIpv4(high, low) ? prefix - 96 : prefix);
        }
    }

    private static int group(long high, long low, int index)
    {
        long half = index < 4 ? high : low;
        return (int)(half >>> (48 - (index & 3) * 16 & 63)) & 0xFFFF;
    }

    /** The canonical text as a string, for start-up, configuration and tests. */
    public static String toString(long high, long low)
    {
        TextBuffer text = new TextBuffer(48);
        append(text, high, low);
        return text.toString();
    }
}
