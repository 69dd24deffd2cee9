package banjo.firewall;

import banjo.address.Address;

/** Reads the elements of an NFT_MSG_NEWSETELEM message; what does not fit its lengths is passed over. */
final class SetDump
{
    private static final int TYPE_MASK = 0x3FFF;

    private SetDump()
    {
    }

    /** @param from behind nfgenmsg. @param keyBytes 4 or 16; elements with another key are passed over. */
    static void read(byte[] bytes, int from, int to, boolean bigEndian, int keyBytes, Firewall.Found found)
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
            element(bytes, at + 4, elementEnd, bigEndian, keyBytes, found);
            at = elementEnd + 3 & ~3;
        }
    }

    private static void element(byte[] bytes, int from, int to, boolean bigEndian, int keyBytes, Firewall.Found found)
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
        if (keyLength != keyBytes)
        {
            return;
        }
        long remaining = -1;
        int expiration = find(bytes, from, to, NftMessages.ELEMENT_EXPIRATION, bigEndian);
        if (expiration >= 0 && end(bytes, expiration, to, bigEndian) - expiration == 12)
        {
            remaining = NetlinkBuffer.getBig(bytes, expiration + 4, 8);
        }
        if (remaining == 0)
        {
            // It has ended and waits for the kernel to clear it away.
            return;
        }
        int commentFrom = 0;
        int commentTo = 0;
        int data = find(bytes, from, to, NftMessages.ELEMENT_USERDATA, bigEndian);
        if (data >= 0)
        {
            int dataEnd = end(bytes, data, to, bigEndian);
            // libnftnl's type, length, value; type 0 is the comment with its NUL.
            for (int at = data + 4; dataEnd - at >= 2 && (bytes[at + 1] & 0xFF) <= dataEnd - at - 2; at += 2 + (bytes[at + 1] & 0xFF))
            {
                int size = bytes[at + 1] & 0xFF;
                if (bytes[at] == 0 && size > 0)
                {
                    commentFrom = at + 2;
                    commentTo = commentFrom + (bytes[commentFrom + size - 1] == 0 ? size - 1 : size);
                    break;
                }
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

    /**
     * Compares an NFT_MSG_NEWSET message with what banjo makes.
     *
     * @param from behind nfgenmsg.
     * @return false when the key, the flags, the size or a default timeout differ.
     */
    static boolean isOurs(byte[] bytes, int from, int to, boolean bigEndian, boolean ipv4, int size)
    {
        int description = find(bytes, from, to, 9, bigEndian);
        int descriptionEnd = description < 0 ? 0 : end(bytes, description, to, bigEndian);
        return number(bytes, from, to, 3, bigEndian) == NftMessages.SET_TIMEOUT_FLAG
            && number(bytes, from, to, 5, bigEndian) == (ipv4 ? 4 : 16)
            && description >= 0 && number(bytes, description + 4, descriptionEnd, 1, bigEndian) == size
            && find(bytes, from, to, 11, bigEndian) < 0;
    }

    /** @return the value of a 32-bit attribute, or -1. */
    private static long number(byte[] bytes, int from, int to, int type, boolean bigEndian)
    {
        int at = find(bytes, from, to, type, bigEndian);
        return at >= 0 && end(bytes, at, to, bigEndian) - at == 8 ? NetlinkBuffer.getBig(bytes, at + 4, 4) : -1;
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
