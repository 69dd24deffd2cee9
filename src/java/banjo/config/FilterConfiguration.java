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
 * @param prefRegex null when missing.
 * @param datePatterns in the order of preference.
 * @param maxLines lines that the patterns see at once.
 * @param journalMatches which journal entries are the filter's, as fail2ban writes it.
 * @param modes in the order of the file.
 * @param formats the program's messages as templates for {@code banjo prove}; those of modes come on top.
 * @param knownLimits formats whose counterexamples are known.
 */
public record FilterConfiguration(String name, Origin origin, String description, List<Text> programs, List<Text> failRegexes,
    List<Text> ignoreRegexes, Text prefRegex, List<Text> datePatterns, int maxLines, List<Text> journalMatches, List<Mode> modes, List<Text> formats, List<KnownLimit> knownLimits)
{
    /**
     * What a jail may choose by name. Its failregex and ignoreregex come on top of the filter's own; its other keys take their place.
     *
     * @param prefRegex null for the filter's own.
     * @param datePatterns empty for the filter's own; so are journalMatches.
     * @param maxLines 0 for the filter's own.
     * @param formats the messages that it alone counts.
     */
    public record Mode(String name, Origin origin, List<Text> failRegexes, List<Text> ignoreRegexes, Text prefRegex,
        List<Text> datePatterns, int maxLines, List<Text> journalMatches, List<Text> formats)
    {
        /** @return whether it says nothing, its formats left aside. */
        boolean isEmpty()
        {
            return failRegexes.isEmpty() && !changesMore();
        }

        /** @return whether it changes more than the patterns of failures. */
        public boolean changesMore()
        {
            return !ignoreRegexes.isEmpty() || prefRegex != null || !datePatterns.isEmpty() || maxLines > 0 || !journalMatches.isEmpty();
        }
    }

    /** @return the same filter with a mode's patterns and without modes. */
    public FilterConfiguration in(Mode mode)
    {
        return new FilterConfiguration(name, origin, description, programs, joined(failRegexes, mode.failRegexes()),
            joined(ignoreRegexes, mode.ignoreRegexes()), mode.prefRegex() == null ? prefRegex : mode.prefRegex(),
            mode.datePatterns().isEmpty() ? datePatterns : mode.datePatterns(), mode.maxLines() == 0 ? maxLines : mode.maxLines(),
            mode.journalMatches().isEmpty() ? journalMatches : mode.journalMatches(), List.of(), formats, knownLimits);
    }

    private static List<Text> joined(List<Text> first, List<Text> second)
    {
        List<Text> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /**
     * A format that is ambiguous in the program itself, so that no filter can be proved on it.
     *
     * @param format as written among the formats.
     * @param spoof what can happen: another address is banned; false: the attack is missed.
     */
    public record KnownLimit(Text format, boolean spoof, String reason)
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
                modes.add(new Mode(entry.key(), entry.origin(), mode.texts("failregex"), mode.texts("ignoreregex"), mode.text("prefregex"),
                    mode.texts("datepattern"), mode.integer("maxlines"), mode.texts("journalmatch"), mode.texts("formats")));
            }
        }
        return new FilterConfiguration(name, origin, values.string("description"), values.texts("program"), values.texts("failregex"),
            values.texts("ignoreregex"), values.text("prefregex"), values.texts("datepattern"), values.integer("maxlines"),
            values.texts("journalmatch"), List.copyOf(modes), values.texts("formats"), knownLimits(values, problems));
    }

    private static List<KnownLimit> knownLimits(Values values, Problems problems)
    {
        List<KnownLimit> limits = new ArrayList<>();
        TomlTable table = values.table("known_limits");
        List<TomlTable.Entry> entries = table == null ? List.of() : table.entries();
        for (TomlTable.Entry entry : entries)
        {
            String reason = entry.value().kind == TomlValue.Kind.STRING ? entry.value().text : "";
            boolean spoof = reason.startsWith("spoof: ");
            if (!spoof && !reason.startsWith("escape: "))
            {
                problems.add(entry.value().origin, "a known limit is \"spoof: REASON\" or \"escape: REASON\"");
                continue;
            }
            limits.add(new KnownLimit(new Text(entry.key(), entry.origin()), spoof, reason.substring(reason.indexOf(':') + 2)));
        }
        return List.copyOf(limits);
    }
}
