package banjo.fail2ban;

import banjo.config.FilterOption;
import banjo.config.Origin;
import banjo.config.Suggestion;
import banjo.config.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a filter of fail2ban's filter.d with its includes and overlays. */
public final class FilterReader
{
    private static final String DEFINITION = "Definition";
    private static final String INIT = "Init";
    /** What stands for the file of a pattern that was typed. */
    private static final String TYPED = "--filter";
    private static final int LINES_MAXIMUM = 100;
    /** What a filter hands on; anything else is a parameter. */
    private static final List<String> RESULTS =
        List.of("failregex", "ignoreregex", "prefregex", "datepattern", "maxlines", "journalmatch", "usedns");
    /** Options of the jail that every filter is given, whether it looks at them or not. */
    private static final List<String> OF_THE_JAIL = List.of("logtype", "backend");

    private final String path;
    private final ConfTree tree;
    private final Map<String, ConfValue> given = new HashMap<>();
    /** What is given, else what [Init] says: both come before [Definition]. */
    private final Map<String, ConfValue> initial = new HashMap<>();
    private final Interpolation interpolation;
    private final Set<String> used = new HashSet<>();

    private FilterReader(String path, ConfTree tree)
    {
        this.path = path;
        this.tree = tree;
        interpolation = new Interpolation(tree, given, used);
    }

    /**
     * Reads a filter.
     *
     * @param path   of its {@code .conf} file.
     * @param keys   names of the options that the jail gives.
     * @param values of these options; a later one of the same name counts.
     * @param origin of the options, for messages; null for the command line.
     * @throws ConfException when it cannot be used; the message is whole.
     */
    public static FilterDefinition read(ConfFiles files, String path, List<String> keys, List<String> values, Origin origin)
        throws ConfException
    {
        FilterReader reader = new FilterReader(path, ConfLoader.load(files, path));
        for (int i = 0; i < keys.size(); i++)
        {
            Origin place = origin == null ? new Origin("--option " + keys.get(i), 1, 0) : origin;
            reader.given.put(keys.get(i).toLowerCase(), ConfValue.of(values.get(i), place));
        }
        return reader.read(keys, origin);
    }

    /**
     * Reads a filter for a jail, which may have others.
     *
     * @param taken receives the keys of the options that this one looks at.
     * @param names receives what it would look at.
     * @throws ConfException when it cannot be used; the message is whole.
     */
    public static FilterDefinition read(ConfFiles files, String path, List<FilterOption> options, List<String> taken, List<String> names)
        throws ConfException
    {
        FilterReader reader = new FilterReader(path, ConfLoader.load(files, path));
        for (FilterOption option : options)
        {
            reader.given.put(option.key().value().toLowerCase(), ConfValue.of(option.value()));
        }
        FilterDefinition definition = reader.read(List.of(), null);
        for (FilterOption option : options)
        {
            if (reader.looksAt(option.key().value().toLowerCase()))
            {
                taken.add(option.key().value());
            }
        }
        names.addAll(reader.used);
        return definition;
    }

    private boolean looksAt(String option)
    {
        return RESULTS.contains(option) || OF_THE_JAIL.contains(option) || used.contains(option) || tree.mentions(option);
    }

    /**
     * Makes a filter of a pattern on the command line.
     *
     * @param keys options: {@code ignoreregex}, {@code datepattern}, {@code maxlines} and so on.
     */
    public static FilterDefinition ofPattern(String pattern, List<String> keys, List<String> values) throws ConfException
    {
        IniFile file = new IniFile();
        ConfTree tree = new ConfTree();
        file.sections.put(DEFINITION, new HashMap<>());
        tree.add(file);
        FilterReader reader = new FilterReader(TYPED, tree);
        for (int i = 0; i < keys.size(); i++)
        {
            reader.given.put(keys.get(i).toLowerCase(), ConfValue.of(values.get(i), new Origin("--option " + keys.get(i), 1, 0)));
        }
        reader.given.put("failregex", ConfValue.of(pattern, new Origin(TYPED, 1, 0)));
        return reader.read(keys, null);
    }

    private FilterDefinition read(List<String> keys, Origin origin) throws ConfException
    {
        Origin start = new Origin(path, 1, 0);
        if (!tree.hasSection(DEFINITION))
        {
            throw new ConfException(start, "there is no [Definition]");
        }
        initial.putAll(given);
        for (String option : tree.options(INIT))
        {
            ConfValue value = option.startsWith("known/") ? null : interpolation.get(INIT, option);
            if (value != null)
            {
                initial.put("known/" + option, value);
                initial.putIfAbsent(option, value);
            }
        }
        ConfValue failRegex = result("failregex");
        List<Text> failRegexes = failRegex == null ? List.of() : failRegex.filledLines();
        ConfValue prefRegex = result("prefregex");
        ConfValue useDns = result("usedns");
        FilterDefinition definition = new FilterDefinition(name(), start, failRegexes, lines("ignoreregex"),
            prefRegex == null || prefRegex.text().isBlank() ? null : prefRegex.whole(),
            lines("datepattern"), maxLines(), isJournal(), lines("journalmatch"), useDns == null ? null : useDns.text());
        checkUse(keys, origin == null ? start : origin);
        if (failRegexes.isEmpty())
        {
            throw new ConfException(failRegex == null ? start : failRegex.origin(), "there is no failregex");
        }
        return definition;
    }

    private String name()
    {
        if (path.equals(TYPED))
        {
            return "of the command line";
        }
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.endsWith(".conf") ? file.substring(0, file.length() - 5) : file;
    }

    private ConfValue result(String option) throws ConfException
    {
        ConfValue value = initial.get(option);
        value = value == null ? interpolation.get(DEFINITION, option) : value;
        return value == null ? null : new TagReplacement(this::find, option).replace(value);
    }

    private List<Text> lines(String option) throws ConfException
    {
        ConfValue value = result(option);
        return value == null ? List.of() : value.filledLines();
    }

    /** The value of a tag: what is given, what [Init] says, what [Definition] says, or another section's option. */
    private ConfValue find(String name) throws ConfException
    {
        String lower = name.toLowerCase();
        used.add(lower);
        ConfValue value = initial.get(lower);
        if (value != null)
        {
            return value;
        }
        int slash = name.indexOf('/');
        if (slash > 0 && slash + 1 < name.length())
        {
            String scope = name.substring(0, slash);
            String option = lower.substring(slash + 1);
            boolean known = scope.equals(ConfTree.KNOWN);
            ConfValue found = known ? tree.findScoped(DEFINITION, scope, option) : null;
            if (known && found != null)
            {
                return found;
            }
            String section = known ? DEFINITION : scope.equalsIgnoreCase("default") ? IniFile.DEFAULT : scope;
            return section.equals(IniFile.DEFAULT) || tree.hasSection(section)
                ? new Interpolation(tree, Map.of(), used).get(section, option) : null;
        }
        return interpolation.get(DEFINITION, lower);
    }

    private boolean isJournal() throws ConfException
    {
        ConfValue type = find("logtype");
        return type != null && type.text().equals("journal");
    }

    private int maxLines() throws ConfException
    {
        ConfValue value = result("maxlines");
        if (value == null)
        {
            return 1;
        }
        try
        {
            int lines = Integer.parseInt(value.text().strip());
            if (lines >= 1 && lines <= LINES_MAXIMUM)
            {
                return lines;
            }
        }
        catch (NumberFormatException e)
        {
            // Told below.
        }
        throw new ConfException(value.origin(), "maxlines must be a number from 1 to " + LINES_MAXIMUM);
    }

    /** An option that changes nothing was meant to change something. */
    private void checkUse(List<String> keys, Origin origin) throws ConfException
    {
        for (String key : keys)
        {
            String lower = key.toLowerCase();
            if (looksAt(lower))
            {
                continue;
            }
            if (lower.equals("mode"))
            {
                throw new ConfException(origin, "unknown mode \"" + given.get(lower).text() + "\": the filter has none");
            }
            List<String> names = new ArrayList<>(used);
            names.sort(String::compareTo);
            throw new ConfException(origin, "unknown option \"" + key + "\": the filter uses none of that name"
                + Suggestion.of(lower, names));
        }
    }
}
