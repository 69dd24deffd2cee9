package banjo.address;

import org.teavm.interop.Unmanaged;

/** Names of hosts in the domain name system, in their written form. */
public final class HostName
{
    /** RFC 1035, 2.3.4, as written, without a dot at the end. */
    public static final int MAXIMUM_BYTES = 253;
    private static final int MAXIMUM_LABEL = 63;

    private HostName()
    {
    }

    /** @return whether it can be looked up: labels of letters, digits, {@code -} and {@code _}, the last of which is no number. */
    @Unmanaged
    public static boolean isValid(byte[] text, int from, int to)
    {
        int label = 0;
        boolean number = true;
        for (int i = from; i < to; i++)
        {
            int c = text[i];
            if (c == '.')
            {
                if (label == 0)
                {
                    return false;
                }
                label = 0;
                number = true;
                continue;
            }
            boolean digit = c >= '0' && c <= '9';
            int lower = c | 0x20;
            if (!digit && (lower < 'a' || lower > 'z') && c != '-' && c != '_' || ++label > MAXIMUM_LABEL)
            {
                return false;
            }
            number &= digit;
        }
        return label > 0 && !number && to - from <= MAXIMUM_BYTES;
    }
}
