package banjo.fail2ban;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sections of several files laid over each other, the later over the earlier; what a file covers stays known to references. */
final class ConfTree
{
    static final String KNOWN = "known";

    private final Map<String, ConfValue> defaults = new HashMap<>();
    private final Map<String, Map<String, ConfValue>> sections = new HashMap<>();
    /** Per section what it said before the file that was added last. */
    private final Map<String, Map<String, ConfValue>> covered = new HashMap<>();

    void add(IniFile file) throws ConfException
    {
        for (String name : file.sections.keySet())
        {
            Map<String, ConfValue> options = file.sections.get(name);
            if (name.equals(IniFile.DEFAULT))
            {
                defaults.putAll(options);
                continue;
            }
            int condition = name.indexOf('?');
            String base = condition > 0 ? name.substring(0, condition) : name;
            Map<String, ConfValue> present = sections.get(base);
            if (present == null)
            {
                present = new HashMap<>();
                sections.put(base, present);
            }
            else
            {
                covered.computeIfAbsent(base, key -> new HashMap<>()).putAll(present);
            }
            for (String option : options.keySet())
            {
                String key = condition > 0 ? option + name.substring(condition) : option;
                present.put(key, extended(option, options.get(option), present.get(key)));
            }
        }
    }

    /** Puts the value that was there in the place of {@code %(known/x)s} in x itself, so that overlays can extend each other. */
    private static ConfValue extended(String option, ConfValue value, ConfValue present) throws ConfException
    {
        String reference = "%(" + KNOWN + "/" + option + ")s";
        if (present == null || !value.text().contains(reference))
        {
            return value;
        }
        return ValueBuilder.replace(value, reference, present);
    }

    boolean hasSection(String section)
    {
        return sections.containsKey(section);
    }

    /** @return the value as written: the section's own, else the default; null when there is neither. */
    ConfValue find(String section, String option)
    {
        Map<String, ConfValue> options = sections.get(section);
        ConfValue value = options == null ? null : options.get(option);
        return value == null ? defaults.get(option) : value;
    }

    /**
     * What a reference {@code scope/option} in a section means: {@code known/x} is what the files before said, {@code default/x} the
     * default, anything else the option of that section.
     *
     * @return null when there is no such thing.
     */
    ConfValue findScoped(String section, String scope, String option)
    {
        String lower = scope.toLowerCase();
        if (lower.equals("default"))
        {
            return defaults.get(option);
        }
        Map<String, ConfValue> options = lower.equals(KNOWN) ? covered.get(section) : sections.get(scope);
        if (options == null && !lower.equals(KNOWN))
        {
            return null;
        }
        ConfValue value = options == null ? null : options.get(option);
        return value == null ? defaults.get(option) : value;
    }

    /** @return the names of a section's own options, in alphabetical order. */
    List<String> options(String section)
    {
        List<String> names = new ArrayList<>(sections.containsKey(section) ? sections.get(section).keySet() : List.of());
        names.sort(String::compareTo);
        return names;
    }

    /** @return whether any section has an option of that name. */
    boolean mentions(String option)
    {
        boolean found = defaults.containsKey(option);
        for (Map<String, ConfValue> options : sections.values())
        {
            found |= options.containsKey(option);
        }
        return found;
    }
}
