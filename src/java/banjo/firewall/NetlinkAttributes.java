package banjo.firewall;

import java.util.Arrays;

/** Finds attributes in a message (struct nlattr); lengths are checked before anything is believed. */
final class NetlinkAttributes
{
    private static final int TYPE_MASK = 0x3FFF;

    private NetlinkAttributes()
    {
    }

    /** @return where the attribute of a type begins, or -1. */
    static int find(byte[] bytes, int from, int to, int type, boolean bigEndian)
    {
        for (int at = from; at + 4 <= to;)
        {
            int end = end(bytes, at, to, bigEndian);
            if (end < 0)
            {
                return -1;
            }
            if ((NetlinkBuffer.getHost16(bytes, at + 2, bigEndian) & TYPE_MASK) == type)
            {
                return at;
            }
            at = end + 3 & ~3;
        }
        return -1;
    }

    /** @return the end of an attribute, or -1 when its length is impossible. */
    static int end(byte[] bytes, int at, int to, boolean bigEndian)
    {
        int length = NetlinkBuffer.getHost16(bytes, at, bigEndian);
        return length < 4 || length > to - at ? -1 : at + length;
    }

    /** @return the value of a 32-bit attribute, or -1. */
    static long number(byte[] bytes, int from, int to, int type, boolean bigEndian)
    {
        int at = find(bytes, from, to, type, bigEndian);
        return at >= 0 && end(bytes, at, to, bigEndian) - at == 8 ? NetlinkBuffer.getBig(bytes, at + 4, 4) : -1;
    }

    /** @return whether an attribute holds exactly this text, with a NUL. */
    static boolean holds(byte[] bytes, int from, int to, int type, boolean bigEndian, byte[] text)
    {
        int at = find(bytes, from, to, type, bigEndian);
        int end = at < 0 ? 0 : end(bytes, at, to, bigEndian) - 1;
        return end - at >= 4 && bytes[end] == 0 && Arrays.equals(bytes, at + 4, end, text, 0, text.length);
    }

    /** @return a text attribute without its NUL, for start-up; empty when there is none. */
    static String text(byte[] bytes, int from, int to, int type, boolean bigEndian)
    {
        int at = find(bytes, from, to, type, bigEndian);
        StringBuilder text = new StringBuilder();
        for (int i = at + 4; at >= 0 && i < end(bytes, at, to, bigEndian) && bytes[i] != 0; i++)
        {
            text.append((char)(bytes[i] & 0xFF));
        }
        return text.toString();
    }
}
