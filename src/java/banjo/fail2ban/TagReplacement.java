package banjo.fail2ban;

import banjo.config.Origin;
import banjo.config.Text;
import java.util.HashMap;
import java.util.Map;

/**
 * Replaces {@code <name>} by the option of that name, innermost first, so that {@code <mdre-<mode>>} becomes {@code <mdre-normal>}
 * and then that option's value. What is no option stays: the tags of the pattern language and text of the log are written alike.
 */
final class TagReplacement
{
    /** A tag may be replaced this often within one value. */
    private static final int REPEATS_MAXIMUM = 25;
    private static final int ROUNDS_MAXIMUM = 2000;

    /** Finds the value of a name. */
    interface Options
    {
        /** @return null when there is no such option. */
        ConfValue find(String name) throws ConfException;
    }

    private final Options options;
    private final String option;
    private final Map<String, Integer> replaced = new HashMap<>();
    /** Names that were put together from others, and from what. */
    private final Map<String, String> composed = new HashMap<>();

    /** @param option the name of the option whose value is treated. */
    TagReplacement(Options options, String option)
    {
        this.options = options;
        this.option = option;
    }

    ConfValue replace(ConfValue value) throws ConfException
    {
        ConfValue current = value;
        for (int round = 0; round < ROUNDS_MAXIMUM; round++)
        {
            ConfValue next = replaceOne(current);
            if (next == null)
            {
                return current;
            }
            current = next;
        }
        throw new ConfException(value.origin(), "option \"" + option + "\" needs more than " + ROUNDS_MAXIMUM + " replacements");
    }

    /** @return the value with one more tag replaced wherever it occurs, or null when there is none left. */
    private ConfValue replaceOne(ConfValue value) throws ConfException
    {
        for (int i = 0; i < value.lines.size(); i++)
        {
            Text line = value.lines.get(i);
            String text = line.value();
            for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', open + 1))
            {
                int close = close(text, open);
                String name = close < 0 ? "" : text.substring(open + 1, close);
                ConfValue found = name.isEmpty() ? null : find(name, line.origin());
                if (found != null)
                {
                    compose(value, name, found);
                    return ValueBuilder.replace(value, "<" + name + ">", found);
                }
            }
        }
        return null;
    }

    /** @return the index of the bracket that closes a tag without blanks or other tags inside, or -1. */
    private static int close(String text, int open)
    {
        for (int i = open + 1; i < text.length(); i++)
        {
            char c = text.charAt(i);
            if (c == '>')
            {
                return i;
            }
            if (c == '<' || c == ' ')
            {
                return -1;
            }
        }
        return -1;
    }

    private ConfValue find(String name, Origin origin) throws ConfException
    {
        ConfValue found = options.find(name);
        if (found == null)
        {
            if (composed.containsKey(name))
            {
                throw new ConfException(origin, "unknown " + composed.get(name) + ": there is no option \"" + name + "\"");
            }
            return null;
        }
        int count = replaced.getOrDefault(name, 0) + 1;
        replaced.put(name, count);
        if (name.equals(option) || count > REPEATS_MAXIMUM)
        {
            throw new ConfException(origin, "recursion: option \"" + option + "\" contains <" + name + "> again and again");
        }
        return found;
    }

    /** Remembers the names that result where the tag stands within another one. */
    private void compose(ConfValue value, String name, ConfValue found)
    {
        String tag = "<" + name + ">";
        for (Text line : value.lines)
        {
            String text = line.value();
            for (int at = text.indexOf(tag); at >= 0 && found.lines.size() == 1; at = text.indexOf(tag, at + 1))
            {
                compose(text, at, at + tag.length(), name, found.lines.get(0).value());
            }
        }
    }

    private void compose(String text, int from, int to, String name, String value)
    {
        int start = from - 1;
        while (start >= 0 && isName(text.charAt(start)))
        {
            start--;
        }
        int end = to;
        while (end < text.length() && isName(text.charAt(end)))
        {
            end++;
        }
        boolean within = start >= 0 && text.charAt(start) == '<' && end < text.length() && text.charAt(end) == '>';
        if (within && end - start - 1 > to - from)
        {
            composed.put(text.substring(start + 1, from) + value + text.substring(to, end), name + " \"" + value + "\"");
        }
    }

    private static boolean isName(char c)
    {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '/' || c == '.';
    }
}
