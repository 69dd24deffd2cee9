package banjo.firewall;

/**
 * Netlink messages in one array (netlink(7)): headers in the CPU's byte order, nf_tables' values highest byte first.
 * Lengths are filled in when a message or a nest ends.
 */
final class NetlinkBuffer
{
    static final int HEADER_BYTES = 16;
    static final int NESTED = 0x8000;

    final byte[] bytes;
    private final boolean bigEndian;
    private int length;
    private int message;

    NetlinkBuffer(int capacity, boolean bigEndian)
    {
        bytes = new byte[capacity];
        this.bigEndian = bigEndian;
    }

    int length()
    {
        return length;
    }

    void truncate(int newLength)
    {
        length = newLength;
    }

    int remaining()
    {
        return bytes.length - length;
    }

    /** Finds the last whole message from an offset on; it becomes the one that {@link #addFlags} changes. */
    void rememberLast(int from)
    {
        for (int at = from; at < length; at += getHost32(bytes, at, bigEndian))
        {
            message = at;
        }
    }

    int sequenceOfFirst()
    {
        return getHost32(bytes, 8, bigEndian);
    }

    int sequenceOfLast()
    {
        return getHost32(bytes, message + 8, bigEndian);
    }

    /** Begins a message: struct nlmsghdr, then struct nfgenmsg. */
    void begin(int type, int flags, int sequence, int family, int resource)
    {
        message = length;
        putHost32(0);
        putHost16(type);
        putHost16(flags);
        putHost32(sequence);
        putHost32(0);
        bytes[length++] = (byte)family;
        bytes[length++] = 0;
        bytes[length++] = (byte)(resource >> 8);
        bytes[length++] = (byte)resource;
    }

    void end()
    {
        setHost32(message, length - message);
    }

    /** Adds flags to the message that was ended last. */
    void addFlags(int flags)
    {
        int at = message + 6;
        setHost16(at, getHost16(bytes, at, bigEndian) | flags);
    }

    void rememberMessage(int at)
    {
        message = at;
    }

    int message()
    {
        return message;
    }

    /** Begins an attribute that holds attributes. @return what {@link #endNest} wants. */
    int nest(int type)
    {
        int at = length;
        putHost16(0);
        putHost16(type | NESTED);
        return at;
    }

    void endNest(int at)
    {
        setHost16(at, length - at);
    }

    private void attribute(int type, int size)
    {
        putHost16(4 + size);
        putHost16(type);
    }

    private void pad()
    {
        while ((length & 3) != 0)
        {
            bytes[length++] = 0;
        }
    }

    void put8(int type, int value)
    {
        attribute(type, 1);
        bytes[length++] = (byte)value;
        pad();
    }

    void put16(int type, int value)
    {
        attribute(type, 2);
        bytes[length++] = (byte)(value >> 8);
        bytes[length++] = (byte)value;
        pad();
    }

    void put32(int type, int value)
    {
        attribute(type, 4);
        putBig32(value);
    }

    void put64(int type, long value)
    {
        attribute(type, 8);
        putBig32((int)(value >>> 32));
        putBig32((int)value);
    }

    /** A string with its NUL. */
    void putName(int type, byte[] name)
    {
        attribute(type, name.length + 1);
        System.arraycopy(name, 0, bytes, length, name.length);
        length += name.length;
        bytes[length++] = 0;
        pad();
    }

    /** An address as the kernel keeps it: 4 or 16 bytes. */
    void putAddress(int type, long high, long low, boolean ipv4)
    {
        attribute(type, ipv4 ? 4 : 16);
        if (!ipv4)
        {
            putBig32((int)(high >>> 32));
            putBig32((int)high);
            putBig32((int)(low >>> 32));
        }
        putBig32((int)low);
    }

    /** A comment as nft writes it: libnftnl's user data, type 0, length, NUL-terminated text. */
    void putComment(int type, byte[] comment, int from, int to)
    {
        int size = to - from;
        attribute(type, 3 + size);
        bytes[length++] = 0;
        bytes[length++] = (byte)(size + 1);
        System.arraycopy(comment, from, bytes, length, size);
        length += size;
        bytes[length++] = 0;
        pad();
    }

    /** libnftnl's user data of a set: type 0, length 4, the key's byte order as a number of the CPU (2: network order). */
    void putUserDataByteOrder(int type)
    {
        attribute(type, 6);
        bytes[length++] = 0;
        bytes[length++] = 4;
        putHost32(2);
        pad();
    }

    private void putBig32(int value)
    {
        bytes[length++] = (byte)(value >> 24);
        bytes[length++] = (byte)(value >> 16);
        bytes[length++] = (byte)(value >> 8);
        bytes[length++] = (byte)value;
    }

    private void putHost16(int value)
    {
        setHost16(length, value);
        length += 2;
    }

    private void putHost32(int value)
    {
        setHost32(length, value);
        length += 4;
    }

    private void setHost16(int at, int value)
    {
        bytes[bigEndian ? at : at + 1] = (byte)(value >> 8);
        bytes[bigEndian ? at + 1 : at] = (byte)value;
    }

    private void setHost32(int at, int value)
    {
        setHost16(bigEndian ? at : at + 2, value >>> 16);
        setHost16(bigEndian ? at + 2 : at, value);
    }

    static int getHost16(byte[] from, int at, boolean bigEndian)
    {
        int first = from[at] & 0xFF;
        int second = from[at + 1] & 0xFF;
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    static int getHost32(byte[] from, int at, boolean bigEndian)
    {
        int first = getHost16(from, at, bigEndian);
        int second = getHost16(from, at + 2, bigEndian);
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    static long getBig(byte[] from, int at, int size)
    {
        long value = 0;
        for (int i = 0; i < size; i++)
        {
            value = value << 8 | from[at + i] & 0xFF;
        }
        return value;
    }
}
