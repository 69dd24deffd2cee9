package banjo.fail2ban;

import java.util.HashMap;
import java.util.Map;

/** What one file says: section, then option in lower case, then value as written. {@link #DEFAULT} is a section like the others. */
final class IniFile
{
    static final String DEFAULT = "DEFAULT";

    final Map<String, Map<String, ConfValue>> sections = new HashMap<>();

    /** @return null when there is none. */
    ConfValue find(String section, String option)
    {
        Map<String, ConfValue> options = sections.get(section);
        return options == null ? null : options.get(option);
    }
}
