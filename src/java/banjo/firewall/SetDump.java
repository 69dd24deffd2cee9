package banjo.firewall;

import banjo.address.Address;

/** Reads the elements of an NFT_MSG_NEWSETELEM message; what does not fit its lengths is passed over. */
final class SetDump
{
    private static final int TYPE_MASK = 0x3FFF;

    private SetDump()
    {
    }

    /** @param from behind nfgenmsg. */
    static void read(byte[] bytes, int from, int to, boolean bigEndian, Firewall.Found found)
    {
        int list = find(bytes, from, to, 3, bigEndian);
        if (list < 0)
        {
            return;
        }
        int listEnd = end(bytes, list, to, bigEndian);
        for (int at = list + 4; at + 4 <= listEnd;)
        {
            int elementEnd = end(bytes, at, listEnd, bigEndian);
            if (elementEnd < 0)
            {
                return;
            }
            element(bytes, at + 4, elementEnd, bigEndian, found);
            at = elementEnd + 3 & ~3;
        }
    }

    private static void element(byte[] bytes, int from, int to, boolean bigEndian, Firewall.Found found)
    {
        int key = find(bytes, from, to, NftMessages.ELEMENT_KEY, bigEndian);
        if (key < 0)
        {
            return;
        }
        int value = find(bytes, key + 4, end(bytes, key, to, bigEndian), NftMessages.DATA_VALUE, bigEndian);
        if (value < 0)
        {
            return;
        }
        int keyLength = end(bytes, value, to, bigEndian) - value - 4;
        if (keyLength != 4 && keyLength != 16)
        {
            return;
        }
        long remaining = -1;
        int expiration = find(bytes, from, to, NftMessages.ELEMENT_EXPIRATION, bigEndian);
        if (expiration >= 0 && end(bytes, expiration, to, bigEndian) - expiration == 12)
        {
            remaining = NetlinkBuffer.getBig(bytes, expiration + 4, 8);
        }
        int commentFrom = 0;
        int commentTo = 0;
        int data = find(bytes, from, to, NftMessages.ELEMENT_USERDATA, bigEndian);
        if (data >= 0)
        {
            int dataEnd = end(bytes, data, to, bigEndian);
            if (dataEnd - data >= 7 && bytes[data + 4] == 0 && (bytes[data + 5] & 0xFF) <= dataEnd - data - 6)
            {
                commentFrom = data + 6;
                commentTo = commentFrom + (bytes[data + 5] & 0xFF) - 1;
            }
        }
        int at = value + 4;
        if (keyLength == 4)
        {
            found.ban(0, Address.IPV4_MARK | NetlinkBuffer.getBig(bytes, at, 4), remaining, bytes, commentFrom, commentTo);
        }
        else
        {
            found.ban(NetlinkBuffer.getBig(bytes, at, 8), NetlinkBuffer.getBig(bytes, at + 8, 8), remaining, bytes, commentFrom, commentTo);
        }
    }

    /** @return where the attribute of a type begins, or -1. */
    private static int find(byte[] bytes, int from, int to, int type, boolean bigEndian)
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
    private static int end(byte[] bytes, int at, int to, boolean bigEndian)
    {
        int length = NetlinkBuffer.getHost16(bytes, at, bigEndian);
        return length < 4 || length > to - at ? -1 : at + length;
    }
}
