package banjo.fail2ban;

import banjo.config.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * What names a filter in fail2ban: {@code NAME[key=value, key="value"][key='value']}.
 *
 * @param name without the options.
 * @param keys in the order given.
 * @param values of the keys.
 */
public record FilterName(String name, List<String> keys, List<String> values)
{
    /** @throws ConfException when the options cannot be understood. */
    public static FilterName parse(String text, Origin origin) throws ConfException
    {
        int open = text.indexOf('[');
        String trimmed = text.strip();
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        if (open < 0)
        {
            return new FilterName(trimmed, keys, values);
        }
        if (!trimmed.endsWith("]"))
        {
            throw refuse(origin, "missing ] behind the options", trimmed);
        }
        String options = trimmed.substring(trimmed.indexOf('[') + 1, trimmed.length() - 1);
        int at = 0;
        while (true)
        {
            at = skip(options, at, " \t\n");
            if (at == options.length())
            {
                return new FilterName(text.substring(0, open).strip(), keys, values);
            }
            int equals = options.indexOf('=', at);
            if (equals < 0 || !isKey(options, at, equals))
            {
                throw refuse(origin, "options are written key=value", options.substring(at));
            }
            keys.add(options.substring(at, equals));
            at = equals + 1;
            char quote = at < options.length() ? options.charAt(at) : ' ';
            boolean quoted = quote == '"' || quote == '\'';
            int end = quoted ? options.indexOf(quote, at + 1) : unquotedEnd(options, at);
            if (end < 0)
            {
                throw refuse(origin, "missing " + quote, options.substring(at));
            }
            values.add(options.substring(quoted ? at + 1 : at, end).strip());
            at = separatorEnd(options, quoted ? end + 1 : end, origin);
        }
    }

    private static ConfException refuse(Origin origin, String reason, String where)
    {
        return new ConfException(origin, "filter options: " + reason + " at \"" + where + "\"");
    }

    private static boolean isKey(String text, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != '.')
            {
                return false;
            }
        }
        return to > from;
    }

    private static int skip(String text, int from, String characters)
    {
        int at = from;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0)
        {
            at++;
        }
        return at;
    }

    private static int unquotedEnd(String text, int from)
    {
        int at = from;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ']')
        {
            at++;
        }
        return at;
    }

    /** A comma, or {@code ][}, or the end. */
    private static int separatorEnd(String text, int from, Origin origin) throws ConfException
    {
        int at = skip(text, from, " \t\n");
        if (at == text.length())
        {
            return at;
        }
        if (text.charAt(at) == ',')
        {
            return at + 1;
        }
        int open = text.charAt(at) == ']' ? skip(text, at + 1, " \t\n") : text.length();
        if (open < text.length() && text.charAt(open) == '[')
        {
            return open + 1;
        }
        throw refuse(origin, "missing comma", text.substring(at));
    }
}
