package banjo.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One {@code [filters.NAME]}, its patterns not compiled yet.
 *
 * @param origin of the name.
 * @param description null when missing.
 * @param programs the syslog identifiers it looks at; empty: every line, whole.
 * @param failRegexes may be empty when there are modes.
 * @param modes in the order of the file.
 */
public record FilterConfiguration(String name, Origin origin, String description, List<Text> programs, List<Text> failRegexes,
    List<Text> ignoreRegexes, List<Mode> modes)
{
    /** A set of patterns that a jail may choose by name. */
    public record Mode(String name, Origin origin, List<Text> failRegexes)
    {
    }

    static FilterConfiguration of(String name, Origin origin, Values values, Problems problems)
    {
        List<Mode> modes = new ArrayList<>();
        ValueChecker checker = new ValueChecker(problems);
        TomlTable table = values.table("modes");
        List<TomlTable.Entry> entries = table == null ? List.of() : table.entries();
        for (TomlTable.Entry entry : entries)
        {
            if (entry.value().kind != TomlValue.Kind.TABLE)
            {
                problems.add(entry.value().origin, "mode " + Quote.of(entry.key()) + " must be a table, not "
                    + entry.value().kind.description);
            }
            else if (checker.checkName("mode", entry.key(), entry.origin()))
            {
                String title = "[filters." + name + ".modes." + entry.key() + "]";
                Values mode = Values.check(Schema.MODE, title, entry.value().table, null, problems);
                modes.add(new Mode(entry.key(), entry.origin(), mode.texts("failregex")));
            }
        }
        return new FilterConfiguration(name, origin, values.string("description"), values.texts("program"), values.texts("failregex"),
            values.texts("ignoreregex"), List.copyOf(modes));
    }
}
