package banjo.filter;

import banjo.address.Address;
import org.teavm.interop.Unmanaged;

/** Tells an address from a host name and both from what is neither. */
final class HostKind
{
    private HostKind()
    {
    }

    /** Fills address and kind. @return false when the text is an address that is none, such as 999.1.1.1; 1.2.3 is a name. */
    @Unmanaged
    static boolean read(byte[] text, int from, int to, Failure out)
    {
        if (Address.parse(text, from, to, out.address))
        {
            out.kind = Address.isIpv4(out.address[0], out.address[1]) ? Failure.IP4 : Failure.IP6;
            return true;
        }
        out.kind = Failure.DNS;
        return !looksLikeAddress(text, from, to);
    }

    /** Digits and dots alone, or a colon: no host name where only an address can stand. */
    @Unmanaged
    static boolean isNumeric(byte[] text, int from, int to)
    {
        boolean numeric = true;
        for (int i = from; i < to; i++)
        {
            if (text[i] == ':')
            {
                return true;
            }
            numeric &= text[i] >= '0' && text[i] <= '9' || text[i] == '.';
        }
        return numeric;
    }

    /** A colon, or four numbers of up to three digits between dots: what an address looks like, valid or not. */
    @Unmanaged
    static boolean looksLikeAddress(byte[] text, int from, int to)
    {
        int dots = 0;
        int digits = 0;
        boolean dotted = true;
        for (int i = from; i < to; i++)
        {
            int c = text[i];
            if (c == ':')
            {
                return true;
            }
            boolean separates = c == '.';
            dotted &= separates ? digits > 0 : c >= '0' && c <= '9' && digits < 3;
            dots += separates ? 1 : 0;
            digits = separates ? 0 : digits + 1;
        }
        return dotted && dots == 3 && digits > 0;
    }
}
