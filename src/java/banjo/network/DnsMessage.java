package banjo.network;

import banjo.address.Address;
import java.util.Arrays;

/**
 * Queries and answers of the domain name system (RFC 1035). An answer is hostile until proved otherwise: every length and pointer is
 * checked, a name takes a bounded number of steps, and so does a chain of aliases.
 */
final class DnsMessage
{
    static final int A = 1;
    static final int AAAA = 28;
    /** The longest answer that is asked for, and the longest query. */
    static final int ANSWER_BYTES = 1232;
    static final int QUERY_BYTES = 300;
    /** Addresses of an answer that are kept. */
    static final int MAXIMUM = 16;

    /** {@link #read}: the addresses of the name, maybe none. */
    static final int ANSWERED = 0;
    /** The name does not exist. */
    static final int NO_SUCH_NAME = 1;
    /** Not the answer to this query. */
    static final int STRANGE = 2;
    /** The server cannot tell, or tells what cannot be read. */
    static final int UNUSABLE = 3;
    /** The server does not know EDNS (RFC 6891). */
    static final int PLAIN_ONLY = 4;

    private static final int HEADER_BYTES = 12;
    private static final int OPTION_BYTES = 11;
    private static final int CNAME = 5;
    private static final int CLASS_INTERNET = 1;
    private static final int NAME_BYTES = 255;
    private static final int ALIASES = 8;
    private static final int RECORDS = 100;
    private static final int POINTER = 0xC0;

    /** Of the answer that was read last: the two halves of each address. */
    final long[] addresses = new long[2 * MAXIMUM];
    int count;
    /** For how long they hold; negative when the answer does not say. */
    long ttlSeconds;

    private final byte[] target = new byte[NAME_BYTES];
    private final byte[] owner = new byte[NAME_BYTES];
    private byte[] in;
    private int length;

    /**
     * Writes a query.
     *
     * @param name valid, see {@link banjo.address.HostName}.
     * @param extended asks for answers of up to {@link #ANSWER_BYTES} instead of 512.
     * @return its length.
     */
    static int query(byte[] out, int id, byte[] name, int nameLength, int type, boolean extended)
    {
        int at = 0;
        at = put16(out, at, id);
        at = put16(out, at, 0x0100);
        at = put16(out, at, 1);
        at = put16(out, at, 0);
        at = put16(out, at, 0);
        at = put16(out, at, extended ? 1 : 0);
        int label = 0;
        for (int i = 0; i <= nameLength; i++)
        {
            if (i == nameLength || name[i] == '.')
            {
                out[at++] = (byte)(i - label);
                System.arraycopy(name, label, out, at, i - label);
                at += i - label;
                label = i + 1;
            }
        }
        out[at++] = 0;
        at = put16(out, at, type);
        at = put16(out, at, CLASS_INTERNET);
        if (extended)
        {
            out[at++] = 0;
            at = put16(out, at, 41);
            at = put16(out, at, ANSWER_BYTES);
            at = put16(out, at, 0);
            at = put16(out, at, 0);
            at = put16(out, at, 0);
        }
        return at;
    }

    private static int put16(byte[] out, int at, int value)
    {
        out[at] = (byte)(value >> 8);
        out[at + 1] = (byte)value;
        return at + 2;
    }

    private int get16(int at)
    {
        return (in[at] & 0xFF) << 8 | in[at + 1] & 0xFF;
    }

    /** Reads what came for a query. @return a constant of this class; addresses are there after {@link #ANSWERED}. */
    int read(byte[] answer, int answerLength, byte[] query, int queryLength)
    {
        in = answer;
        length = answerLength;
        count = 0;
        ttlSeconds = -1;
        boolean extended = query[11] != 0;
        int questionEnd = queryLength - (extended ? OPTION_BYTES : 0);
        if (length < HEADER_BYTES || in[0] != query[0] || in[1] != query[1] || (in[2] & 0xF8) != 0x80)
        {
            return STRANGE;
        }
        int code = in[3] & 0x0F;
        if (extended && (code == 1 || code == 4))
        {
            return PLAIN_ONLY;
        }
        if (length < questionEnd || get16(4) != 1)
        {
            return STRANGE;
        }
        for (int i = HEADER_BYTES; i < questionEnd; i++)
        {
            if (lower(in[i]) != lower(query[i]))
            {
                return STRANGE;
            }
        }
        if (code == 3)
        {
            return NO_SUCH_NAME;
        }
        boolean truncated = (in[2] & 2) != 0;
        if (code != 0 || truncated || get16(6) > RECORDS || name(HEADER_BYTES, target) < 0)
        {
            return UNUSABLE;
        }
        return records(questionEnd, query[questionEnd - 3] & 0xFF);
    }

    private static int lower(int c)
    {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /** Follows aliases from the name asked for to its addresses, in whatever order the records come. */
    private int records(int from, int type)
    {
        int records = get16(6);
        for (int alias = 0; alias <= ALIASES; alias++)
        {
            int aliasAt = -1;
            int at = from;
            for (int i = 0; i < records; i++)
            {
                at = name(at, owner);
                if (at < 0 || length - at < 10)
                {
                    return UNUSABLE;
                }
                int dataAt = at + 10;
                int size = get16(at + 8);
                if (size > length - dataAt)
                {
                    return UNUSABLE;
                }
                int kind = get16(at);
                if (get16(at + 2) == CLASS_INTERNET && (kind == type || kind == CNAME) && Arrays.equals(owner, target))
                {
                    if (kind == CNAME)
                    {
                        aliasAt = dataAt;
                    }
                    else if (!address(dataAt, size, type))
                    {
                        return UNUSABLE;
                    }
                    noteTtl(InterfaceAddress.big(in, at + 4, 4));
                }
                at = dataAt + size;
            }
            if (count > 0 || aliasAt < 0)
            {
                return ANSWERED;
            }
            if (name(aliasAt, target) < 0)
            {
                return UNUSABLE;
            }
        }
        return UNUSABLE;
    }

    private boolean address(int at, int size, int type)
    {
        if (size != (type == A ? 4 : 16))
        {
            return false;
        }
        if (count < MAXIMUM)
        {
            addresses[2 * count] = type == A ? 0 : InterfaceAddress.big(in, at, 8);
            addresses[2 * count + 1] = type == A ? Address.IPV4_MARK | InterfaceAddress.big(in, at, 4) : InterfaceAddress.big(in, at + 8, 8);
            count++;
        }
        return true;
    }

    /** RFC 2181, 8: with the highest bit set it counts as 0. */
    private void noteTtl(long seconds)
    {
        long ttl = seconds > Integer.MAX_VALUE ? 0 : seconds;
        ttlSeconds = ttlSeconds < 0 || ttl < ttlSeconds ? ttl : ttlSeconds;
    }

    /**
     * Reads a name, in lower case, the rest of the array zeroed. A pointer must lead farther back than the last one did, so that none leads
     * in a circle.
     *
     * @return where the message goes on behind it; -1 when it is no name.
     */
    private int name(int from, byte[] out)
    {
        int at = from;
        int end = -1;
        int lowest = from;
        int used = 0;
        while (at < length)
        {
            int size = in[at] & 0xFF;
            if (size >= POINTER)
            {
                if (at + 1 >= length)
                {
                    return -1;
                }
                end = end < 0 ? at + 2 : end;
                at = get16(at) & 0x3FFF;
                if (at >= lowest)
                {
                    return -1;
                }
                lowest = at;
                continue;
            }
            if (size > 63 || size >= length - at || used + size + 1 > NAME_BYTES)
            {
                return -1;
            }
            if (size == 0)
            {
                while (used < NAME_BYTES)
                {
                    out[used++] = 0;
                }
                return end < 0 ? at + 1 : end;
            }
            for (int i = 0; i <= size; i++)
            {
                out[used++] = (byte)(i == 0 ? size : lower(in[at + i]));
            }
            at += size + 1;
        }
        return -1;
    }
}
