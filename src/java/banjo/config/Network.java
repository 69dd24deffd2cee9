package banjo.config;

import banjo.address.Address;
import banjo.text.Utf8;

/**
 * An address or a network, {@code IP} or {@code IP/N}.
 *
 * @param high the upper 64 bits, host bits cleared; IPv4 as IPv4-mapped.
 * @param low the lower 64 bits, host bits cleared.
 * @param prefixLength counted over 128 bits: 96 + N for IPv4.
 * @param ipv4 whether it holds IPv4 addresses; an IPv6 network holds none of them.
 */
public record Network(long high, long low, int prefixLength, boolean ipv4)
{
    /** Reads {@code IP} or {@code IP/N}; bits after the prefix are cleared. @return null when the text is neither. */
    public static Network parse(String text)
    {
        int slash = text.indexOf('/');
        byte[] bytes = Utf8.encode(slash < 0 ? text : text.substring(0, slash));
        long[] address = new long[2];
        if (!Address.parse(bytes, 0, bytes.length, address))
        {
            return null;
        }
        int offset = text.indexOf(':') >= 0 ? 0 : 96;
        int prefixLength = slash < 0 ? 128 - offset : parsePrefix(text, slash + 1);
        if (prefixLength < 0 || prefixLength > 128 - offset)
        {
            return null;
        }
        prefixLength += offset;
        boolean ipv4 = prefixLength >= 96 && Address.isIpv4(address[0], address[1]);
        return new Network(address[0] & Address.upperMask(prefixLength), address[1] & Address.upperMask(prefixLength - 64), prefixLength, ipv4);
    }

    private static int parsePrefix(String text, int from)
    {
        int length = text.length() - from;
        if (length < 1 || length > 3 || length > 1 && text.charAt(from) == '0')
        {
            return -1;
        }
        int value = 0;
        for (int i = from; i < text.length(); i++)
        {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9)
            {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Whether an address of the same family lies in it. */
    public boolean contains(long addressHigh, long addressLow)
    {
        return Address.isIpv4(addressHigh, addressLow) == ipv4
            && (addressHigh & Address.upperMask(prefixLength)) == high
            && (addressLow & Address.upperMask(prefixLength - 64)) == low;
    }
}
