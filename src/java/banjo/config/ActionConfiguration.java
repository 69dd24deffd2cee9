package banjo.config;

import java.util.List;

/**
 * One {@code [actions.NAME]}: commands as argument lists, the program first; empty for none.
 *
 * @param origin of the name.
 * @param start when the daemon starts, for each jail that uses the action; stop likewise.
 * @param timeoutSeconds how long a command may run.
 */
public record ActionConfiguration(String name, Origin origin, List<Text> start, List<Text> stop, List<Text> ban, List<Text> unban,
    long timeoutSeconds)
{
    /** The placeholders in arguments; the first of them is known at start and stop, too. */
    public static final List<String> PLACEHOLDERS = Schema.split("<jail> <ip> <bantime> <failures>", " ");

    static ActionConfiguration of(String name, Origin origin, Values values, Problems problems)
    {
        if (problems.isEmpty() && values.texts("ban").isEmpty() && values.texts("unban").isEmpty() && values.texts("start").isEmpty()
            && values.texts("stop").isEmpty())
        {
            problems.add(origin, "action " + Quote.of(name) + " needs \"ban\", \"unban\", \"start\" or \"stop\"");
        }
        return new ActionConfiguration(name, origin, command(values, "start", 1, problems), command(values, "stop", 1, problems),
            command(values, "ban", PLACEHOLDERS.size(), problems), command(values, "unban", PLACEHOLDERS.size(), problems),
            values.seconds("timeout"));
    }

    /** @param known how many of the placeholders may be used. */
    private static List<Text> command(Values values, String key, int known, Problems problems)
    {
        List<Text> command = values.texts(key);
        for (int i = 0; i < command.size(); i++)
        {
            String unknown = unknownPlaceholder(command.get(i).value(), PLACEHOLDERS.subList(0, i == 0 ? 0 : known));
            if (unknown != null)
            {
                problems.add(command.get(i).origin(), PLACEHOLDERS.contains(unknown)
                    ? unknown + " has no meaning in " + (i == 0 ? "the name of the program; arguments are texts of their own: [\"prog\", \"<ip>\"]" : Quote.of(key))
                    : "unknown placeholder " + unknown + " in " + Quote.of(key) + "; there are <ip>, <jail>, <bantime> and <failures>");
            }
        }
        return command;
    }

    /** @return null, or the first word in angle brackets that is not known. */
    private static String unknownPlaceholder(String argument, List<String> known)
    {
        for (int from = argument.indexOf('<'); from >= 0; from = argument.indexOf('<', from + 1))
        {
            int to = from + 1;
            while (to < argument.length() && (argument.charAt(to) >= 'a' && argument.charAt(to) <= 'z' || argument.charAt(to) == '_'))
            {
                to++;
            }
            if (to > from + 1 && to < argument.length() && argument.charAt(to) == '>' && !known.contains(argument.substring(from, to + 1)))
            {
                return argument.substring(from, to + 1);
            }
        }
        return null;
    }
}
