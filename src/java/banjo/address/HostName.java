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

    /** @return whether it can be looked up: labels of letters, digits, {@code -} and {@code _}, the last of which has a letter. */
    @Unmanaged
    public static boolean isValid(byte[] text, int from, int to)
    {
        int label = 0;
        boolean letter = false;
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
                letter = false;
                continue;
            }
            int lower = c | 0x20;
            boolean isLetter = lower >= 'a' && lower <= 'z';
            if (!isLetter && (c < '0' || c > '9') && c != '-' && c != '_' || ++label > MAXIMUM_LABEL)
            {
                return false;
            }
            letter |= isLetter;
        }
        return label > 0 && letter && to - from <= MAXIMUM_BYTES;
    }
}
