package banjo.filter;

import java.util.Map;
import java.util.TreeMap;

/** Where the built-in filters judge fail2ban's own sample lines otherwise, on purpose; docs/filters.md says the same for people. */
final class SampleDifferences
{
    /** {@code FILTER text of the line} and why. */
    static final Map<String, String> REASONS = new TreeMap<>(Map.of(
        "nginx-http-auth user \"test\": password mismatch, client: 127.0.0.1", "a name of basic authentication has no colon: the first address is nginx's",
        "freeswitch SIP auth challenge (INVITE)", "every call begins with a challenge: mode ddos counts them"));

    private SampleDifferences()
    {
    }

    /** @return banjo's name of a filter of fail2ban's. */
    static String ours(String name)
    {
        return name.equals("znc-adminlog") ? "znc" : name;
    }

    /** @return the entry that explains a line, or null. */
    static String find(String filter, String line)
    {
        for (String difference : REASONS.keySet())
        {
            int blank = difference.indexOf(' ');
            if (difference.substring(0, blank).equals(filter) && line.contains(difference.substring(blank + 1)))
            {
                return difference;
            }
        }
        return null;
    }
}
