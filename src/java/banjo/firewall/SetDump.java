package banjo.firewall;

import banjo.address.Address;

/** Reads the elements of an NFT_MSG_NEWSETELEM message; what does not fit its lengths is passed over. */
final class SetDump
{
    private SetDump()
    {
    }

    /**
     * Reads the elements of one message.
     *
     * @param from behind nfgenmsg.
     * @param keyBytes 4 or 16; elements with another key are passed over.
     * @param set and prefix are handed on to {@code found}.
     */
    static void read(byte[] bytes, int from, int to, boolean bigEndian, int keyBytes, int set, int prefix, Firewall.Found found)
    {
        int list = NetlinkAttributes.find(bytes, from, to, 3, bigEndian);
        if (list < 0)
        {
            return;
        }
        int listEnd = NetlinkAttributes.end(bytes, list, to, bigEndian);
        for (int at = list + 4; at + 4 <= listEnd;)
        {
            int elementEnd = NetlinkAttributes.end(bytes, at, listEnd, bigEndian);
            if (elementEnd < 0)
            {
                return;
            }
            element(bytes, at + 4, elementEnd, bigEndian, keyBytes, set, prefix, found);
            at = elementEnd + 3 & ~3;
        }
    }

    private static void element(byte[] bytes, int from, int to, boolean bigEndian, int keyBytes, int set, int prefix,
        Firewall.Found found)
    {
        int key = NetlinkAttributes.find(bytes, from, to, NftMessages.ELEMENT_KEY, bigEndian);
        if (key < 0)
        {
            return;
        }
        int value = NetlinkAttributes.find(bytes, key + 4, NetlinkAttributes.end(bytes, key, to, bigEndian), NftMessages.DATA_VALUE, bigEndian);
        if (value < 0)
        {
            return;
        }
        int keyLength = NetlinkAttributes.end(bytes, value, to, bigEndian) - value - 4;
        if (keyLength != keyBytes)
        {
            return;
        }
        long remaining = -1;
        int expiration = NetlinkAttributes.find(bytes, from, to, NftMessages.ELEMENT_EXPIRATION, bigEndian);
        if (expiration >= 0 && NetlinkAttributes.end(bytes, expiration, to, bigEndian) - expiration == 12)
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
        int data = NetlinkAttributes.find(bytes, from, to, NftMessages.ELEMENT_USERDATA, bigEndian);
        if (data >= 0)
        {
            int dataEnd = NetlinkAttributes.end(bytes, data, to, bigEndian);
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
        long high = keyLength == 4 ? 0 : NetlinkBuffer.getBig(bytes, at, 8);
        long low = keyLength == 4 ? Address.IPV4_MARK | NetlinkBuffer.getBig(bytes, at, 4) : NetlinkBuffer.getBig(bytes, at + 8, 8);
        found.ban(set, prefix, high, low, remaining, bytes, commentFrom, commentTo);
    }
}
