package banjo.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ports as users write them: {@code 22}, {@code "8000-8100"}, {@code "http,https"}. */
final class Ports
{
    /** Items that one key may have; each is a rule in the kernel. */
    static final int MAXIMUM = 32;

    private static final int LAST = 65535;
    /** Names that filters of other tools use, where /etc/services may be missing. */
    private static final List<String> SERVICES = Schema.split("ftp-data 20 ftp 21 ssh 22 telnet 23 smtp 25 domain 53 http 80 pop3 110 imap 143 "
        + "imap2 143 imap3 220 https 443 submissions 465 smtps 465 urd 465 submission 587 ftps-data 989 ftps 990 imaps 993 pop3s 995 "
        + "socks 1080 openvpn 1194 ms-sql-s 1433 mysql 3306 rdp 3389 sieve 4190 sip 5060 sips 5061 postgresql 5432 vnc 5900 xmpp-client 5222 "
        + "http-alt 8080 webmin 10000", " ");

    private Ports()
    {
    }

    /** A number or string as text. */
    static String text(TomlValue value)
    {
        return value.kind == TomlValue.Kind.INTEGER ? Long.toString(value.integer) : value.text;
    }

    /** Reads one item, which may hold several parts between commas. @return pairs of first and last port; null when a part is neither. */
    static List<int[]> parse(String text)
    {
        List<int[]> pairs = new ArrayList<>();
        for (String part : Schema.split(text + ",", ","))
        {
            int dash = Math.max(part.indexOf('-'), part.indexOf(':'));
            int first = port(part);
            int last = first;
            if (first < 0 && dash > 0)
            {
                first = port(part.substring(0, dash));
                last = port(part.substring(dash + 1));
            }
            if (first < 1 || last < first)
            {
                return null;
            }
            pairs.add(new int[] {first, last});
        }
        return pairs.size() > MAXIMUM ? null : pairs;
    }

    /** @return -1 for what is neither a port nor a service. */
    private static int port(String text)
    {
        int service = SERVICES.indexOf(text);
        String number = service >= 0 && (service & 1) == 0 ? SERVICES.get(service + 1) : text;
        int value = number.isEmpty() || number.length() > 5 ? -1 : 0;
        for (int i = 0; i < number.length() && value >= 0; i++)
        {
            int digit = number.charAt(i) - '0';
            value = digit < 0 || digit > 9 ? -1 : value * 10 + digit;
        }
        return value > LAST ? -1 : value;
    }

    /** @param value one item or a list, checked before. @return pairs, sorted and joined where they touch. */
    static int[] merge(TomlValue value)
    {
        boolean[] used = new boolean[LAST + 2];
        for (TomlValue item : value.kind == TomlValue.Kind.ARRAY ? value.items : List.of(value))
        {
            for (int[] pair : parse(text(item)))
            {
                Arrays.fill(used, pair[0], pair[1] + 1, true);
            }
        }
        int count = 0;
        for (int i = 0; i <= LAST; i++)
        {
            count += used[i] != used[i + 1] ? 1 : 0;
        }
        int[] ports = new int[count];
        int at = 0;
        for (int i = 0; i <= LAST; i++)
        {
            if (used[i] != used[i + 1])
            {
                ports[at] = (at & 1) == 0 ? i + 1 : i;
                at++;
            }
        }
        return ports.length == 2 && ports[0] == 1 && ports[1] == LAST ? new int[0] : ports;
    }
}
