package banjo.network;

import banjo.address.Address;

/** Reads one RTM_NEWADDR of rtnetlink(7): struct ifaddrmsg, then attributes. Lengths are checked before anything is believed. */
final class InterfaceAddress
{
    static final int HEADER_BYTES = 8;
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final int ATTRIBUTE_ADDRESS = 1;
    private static final int ATTRIBUTE_LOCAL = 2;

    private final boolean bigEndian;
    /** The machine's own address. */
    long high;
    long low;
    /** An address of the network that it is connected to: of a point-to-point link the other end. */
    long networkHigh;
    long networkLow;
    /** Length of that network's prefix, over 128 bits. */
    int prefix;

    InterfaceAddress(boolean bigEndian)
    {
        this.bigEndian = bigEndian;
    }

    static int get16(byte[] from, int at, boolean bigEndian)
    {
        int first = from[at] & 0xFF;
        int second = from[at + 1] & 0xFF;
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    static int get32(byte[] from, int at, boolean bigEndian)
    {
        int first = get16(from, at, bigEndian);
        int second = get16(from, at + 2, bigEndian);
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    /** @param from the ifaddrmsg. @return false when there is no address in it. */
    boolean read(byte[] in, int from, int to)
    {
        if (to - from < HEADER_BYTES)
        {
            return false;
        }
        int family = in[from];
        int size = family == IPV4 ? 4 : 16;
        int bits = in[from + 1] & 0xFF;
        if (family != IPV4 && family != IPV6 || bits > size * 8)
        {
            return false;
        }
        prefix = bits + 128 - size * 8;
        boolean found = false;
        boolean local = false;
        int length;
        for (int at = from + HEADER_BYTES; to - at >= 4; at += length + 3 & ~3)
        {
            length = get16(in, at, bigEndian);
            if (length < 4 || length > to - at)
            {
                return false;
            }
            int type = get16(in, at + 2, bigEndian);
            if (length - 4 != size)
            {
                continue;
            }
            long addressHigh = size == 4 ? 0 : big(in, at + 4, 8);
            long addressLow = size == 4 ? Address.IPV4_MARK | big(in, at + 4, 4) : big(in, at + 12, 8);
            if (type == ATTRIBUTE_LOCAL || type == ATTRIBUTE_ADDRESS && !local)
            {
                high = addressHigh;
                low = addressLow;
            }
            // The kernel writes IFA_ADDRESS first; where it is missing the network is that of the local address.
            if (type == ATTRIBUTE_ADDRESS || type == ATTRIBUTE_LOCAL && !found)
            {
                networkHigh = addressHigh;
                networkLow = addressLow;
            }
            local |= type == ATTRIBUTE_LOCAL;
            found |= type == ATTRIBUTE_LOCAL || type == ATTRIBUTE_ADDRESS;
        }
        return found;
    }

    static long big(byte[] from, int at, int size)
    {
        long value = 0;
        for (int i = 0; i < size; i++)
        {
            value = value << 8 | from[at + i] & 0xFF;
        }
        return value;
    }
}
