package banjo.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A whole configuration, valid as far as it can be told without compiling patterns or looking at the machine.
 *
 * @param fileName as the user gave it.
 * @param jails all of them, the disabled ones too, in the order of the file.
 * @param filters in the order of the file.
 * @param actions in the order of the file.
 * @param tables everything as it was written, for {@link #changedKeys}.
 */
public record Configuration(String fileName, GlobalConfiguration global, List<JailConfiguration> jails, List<FilterConfiguration> filters,
    List<ActionConfiguration> actions, List<Values> tables)
{
    /** @param title of a table, e.g. {@code [jails.sshd]}. @return the keys whose values are others than in a former configuration, where the table was too. */
    public List<String> changedKeys(Configuration former, String title)
    {
        Values now = table(title);
        Values before = former.table(title);
        return now == null || before == null ? List.of() : now.changed(before);
    }

    private Values table(String title)
    {
        for (Values each : tables)
        {
            if (each.title.equals(title))
            {
                return each;
            }
        }
        return null;
    }

    /** @return the filter of that name in this file, or null. */
    public FilterConfiguration findFilter(String name)
    {
        for (FilterConfiguration filter : filters)
        {
            if (filter.name().equals(name))
            {
                return filter;
            }
        }
        return null;
    }

    /** The jails that work, in the order of the file. */
    public List<JailConfiguration> enabledJails()
    {
        List<JailConfiguration> enabled = new ArrayList<>();
        for (JailConfiguration jail : jails)
        {
            if (jail.enabled())
            {
                enabled.add(jail);
            }
        }
        return enabled;
    }

    /** @return the place of a jail among {@link #enabledJails}, or -1. */
    public int indexOfEnabled(String name)
    {
        List<JailConfiguration> enabled = enabledJails();
        int index = enabled.size() - 1;
        while (index >= 0 && !enabled.get(index).name().equals(name))
        {
            index--;
        }
        return index;
    }

    /**
     * Makes sure that every jail names a filter of this file or one that is built in.
     *
     * @throws ConfigurationException with an error at each name that is neither.
     */
    public void checkFilterNames(List<String> builtIn) throws ConfigurationException
    {
        List<String> known = new ArrayList<>(builtIn);
        for (FilterConfiguration filter : filters)
        {
            known.add(filter.name());
        }
        Problems problems = new Problems(fileName);
        for (JailConfiguration jail : jails)
        {
            for (Text filter : jail.filters())
            {
                if (!known.contains(filter.value()) && !ValueChecker.isConfPath(filter.value()))
                {
                    String near = Suggestion.of(filter.value(), known);
                    problems.add(filter.origin(), "unknown filter " + Quote.of(filter.value()) + (near.isEmpty()
                        ? "; `banjo filters` lists those built in, one of fail2ban's is the path of its .conf file" : near));
                }
            }
        }
        problems.throwIfAny();
    }
}
