package banjo.filter;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where the built-in filters judge fail2ban's own sample lines otherwise, on purpose; docs/filters.md says the same for people. */
final class SampleDifferences
{
    /** {@code FILTER text of the line} and why. */
    static final Map<String, String> REASONS = new TreeMap<>(Map.of(
        "nginx-http-auth user \"test\": password mismatch, client: 127.0.0.1", "a name of basic authentication has no colon: the first address is nginx's"));

    /** fail2ban's modes that banjo's filters of the same name do not have. */
    private static final Map<String, Set<String>> OTHER_MODES = Map.of();

    private SampleDifferences()
    {
    }

    static boolean hasMode(String filter, String mode)
    {
        return mode == null || !OTHER_MODES.getOrDefault(filter, Set.of()).contains(mode);
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
