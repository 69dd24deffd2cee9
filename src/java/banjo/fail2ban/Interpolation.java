package banjo.fail2ban;

import banjo.config.Text;
import java.util.Map;
import java.util.Set;

/** Replaces {@code %(name)s} as Python's BasicInterpolation does, with fail2ban's {@code %(section/name)s} and {@code %(known/name)s}. */
final class Interpolation
{
    private static final int DEPTH_MAXIMUM = 10;

    private final ConfTree tree;
    private final Map<String, ConfValue> given;
    private final Set<String> used;

    /**
     * @param given what the user sets, by name in lower case: it comes before every section.
     * @param used  receives every name that is looked up.
     */
    Interpolation(ConfTree tree, Map<String, ConfValue> given, Set<String> used)
    {
        this.used = used;
        this.tree = tree;
        this.given = given;
    }

    /** @return the value of an option with every reference replaced, or null when the option is not there. */
    ConfValue get(String section, String option) throws ConfException
    {
        ConfValue value = given.get(option);
        value = value == null ? tree.find(section, option) : value;
        return value == null ? null : replace(section, option, value, 1);
    }

    private ConfValue replace(String section, String option, ConfValue value, int depth) throws ConfException
    {
        if (depth > DEPTH_MAXIMUM)
        {
            throw new ConfException(value.origin(), "option \"" + option + "\" refers to others more than " + DEPTH_MAXIMUM
                + " deep, or to itself");
        }
        ValueBuilder result = new ValueBuilder();
        for (Text line : value.lines)
        {
            result.beginLine(line.origin());
            String text = line.value();
            int at = 0;
            for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at))
            {
                result.put(line, at, percent);
                if (text.startsWith("%%", percent))
                {
                    result.put(line, percent, percent + 1);
                    at = percent + 2;
                    continue;
                }
                int end = text.startsWith("%(", percent) ? text.indexOf(')', percent) : -1;
                if (end < 0 || !text.startsWith(")s", end))
                {
                    throw new ConfException(line.origin(), "% must be followed by % or (name)s: " + rest(text, percent));
                }
                String name = text.substring(percent + 2, end);
                ConfValue found = find(section, name);
                if (found == null)
                {
                    throw new ConfException(line.origin(), "%(" + name + ")s is not defined");
                }
                result.put(replace(section, name, found, depth + 1));
                at = end + 2;
            }
            result.put(line, at, text.length());
        }
        return result.build();
    }

    private static String rest(String text, int at)
    {
        return "\"" + text.substring(at, Math.min(text.length(), at + 20)) + "\"";
    }

    private ConfValue find(String section, String name)
    {
        String lower = name.toLowerCase();
        used.add(lower);
        ConfValue value = given.get(lower);
        value = value == null ? tree.find(section, lower) : value;
        int slash = lower.indexOf('/');
        if (value != null || slash <= 0)
        {
            return value;
        }
        return tree.findScoped(section, name.substring(0, slash), lower.substring(slash + 1));
    }
}
