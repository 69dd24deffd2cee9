package banjo.config;

import banjo.address.Address;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/** Turns the text of a file into a configuration, or into all that is wrong with it. */
public final class ConfigurationReader
{
    private static final int HOST_NAMES = 64;

    private final Problems problems;
    private final ValueChecker checker;
    private final TomlTable root;
    private final List<Values> tables = new ArrayList<>();
    /** After a syntax error keys may be missing only because they could not be read. */
    private final boolean complete;

    private ConfigurationReader(String fileName, byte[] text)
    {
        problems = new Problems(fileName);
        checker = new ValueChecker(problems);
        root = TomlParser.parse(text, problems);
        complete = problems.isEmpty();
    }

    /** Reads a configuration. @param fileName for messages. */
    public static Configuration read(String fileName, byte[] text) throws ConfigurationException
    {
        return read(fileName, text, null);
    }

    /** The same, @param backEnd takes the place of every {@code banaction} unless it is null. */
    public static Configuration read(String fileName, byte[] text, String backEnd) throws ConfigurationException
    {
        return new ConfigurationReader(fileName, text).readConfiguration(fileName, backEnd);
    }

    /** Reads a file that holds {@code [filters.NAME]} tables, at least one, and nothing else. */
    public static List<FilterConfiguration> readFilters(String fileName, byte[] text) throws ConfigurationException
    {
        return new ConfigurationReader(fileName, text).readFilterFile();
    }

    private Configuration readConfiguration(String fileName, String backEnd) throws ConfigurationException
    {
        checkTopLevel();
        Values global = check(Schema.GLOBAL, Schema.GLOBAL.title, table(root, "global"), null);
        Values defaults = Values.check(Schema.DEFAULTS, Schema.DEFAULTS.title, table(root, "defaults"), null, problems);
        Values increment = increment(defaults, "[defaults.", null);
        List<JailConfiguration> jails = new ArrayList<>();
        for (TomlTable.Entry entry : namedTables("jails", "jail"))
        {
            jails.add(readJail(entry, defaults, increment, backEnd, global.string("banaction")));
        }
        checkHostNames(jails);
        List<FilterConfiguration> filters = readFilterTables();
        checkMetrics(global);
        boolean iptables = false;
        for (JailConfiguration each : jails)
        {
            iptables |= each.enabled() && each.banAction().equals("iptables");
        }
        if (iptables && global.string("eviction").equals("ban-all-and-alert"))
        {
            problems.add(global.originOf("eviction"), "\"ban-all-and-alert\" needs a kernel that ends bans by itself: nftables or ipset");
        }
        List<ActionConfiguration> actions = readActions(jails);
        problems.throwIfAny();
        return new Configuration(fileName, GlobalConfiguration.of(global), List.copyOf(jails), filters, actions, tables);
    }

    private Values check(Section section, String title, TomlTable table, Values defaults)
    {
        Values values = Values.check(section, title, table, defaults, problems);
        tables.add(values);
        return values;
    }

    /** Metrics tell who attacks and what runs: other machines see them only when that is asked for twice. */
    private void checkMetrics(Values global)
    {
        byte[] text = Utf8.encode(global.string("metrics_bind"));
        long[] address = new long[2];
        if (Address.parse(text, 0, text.length, address) && !Address.isLoopback(address[0], address[1]) && !global.bool("metrics_allow_remote"))
        {
            problems.add(global.originOf("metrics_bind"), "\"metrics_bind\" is no loopback address; \"metrics_allow_remote = true\" allows that");
        }
    }

    private List<FilterConfiguration> readFilterFile() throws ConfigurationException
    {
        for (TomlTable.Entry entry : root.entries())
        {
            if (!entry.key().equals("filters"))
            {
                problems.add(entry.origin(), "a filter file holds [filters.NAME] tables only, not " + Quote.of(entry.key()));
            }
        }
        List<FilterConfiguration> filters = readFilterTables();
        if (filters.isEmpty() && problems.isEmpty())
        {
            problems.add(problems.at(1, 1), "a filter file needs a table [filters.NAME]");
        }
        problems.throwIfAny();
        return filters;
    }

    private void checkTopLevel()
    {
        List<String> names = Schema.TOP_LEVEL;
        for (TomlTable.Entry entry : root.entries())
        {
            String name = entry.key();
            boolean isTable = entry.value().kind == TomlValue.Kind.TABLE;
            if (names.contains(name))
            {
                if (!isTable)
                {
                    problems.add(entry.origin(), Quote.of(name) + " must be a table, not " + entry.value().kind.description);
                }
            }
            else if (!isTable && Schema.homeOf(name) != null)
            {
                problems.add(entry.origin(), Quote.of(name) + " belongs in " + Schema.homeOf(name));
            }
            else
            {
                String near = Suggestion.of(name, names);
                problems.add(entry.origin(), "unknown " + (isTable ? "section " : "key ") + Quote.of(name)
                    + (isTable && near.isEmpty() ? "; a jail's is [jails.NAME]" : near));
            }
        }
    }

    /** @return null when there is none. */
    private static TomlTable table(TomlTable parent, String name)
    {
        TomlTable.Entry entry = parent.find(name);
        return entry == null ? null : entry.value().table;
    }

    /** The tables below {@code [jails]} or {@code [filters]} whose names are valid; the others are reported. */
    private List<TomlTable.Entry> namedTables(String section, String what)
    {
        List<TomlTable.Entry> named = new ArrayList<>();
        TomlTable parent = table(root, section);
        List<TomlTable.Entry> entries = parent == null ? List.of() : parent.entries();
        for (TomlTable.Entry entry : entries)
        {
            TomlValue value = entry.value();
            if (value.kind != TomlValue.Kind.TABLE)
            {
                problems.add(entry.origin(), Quote.of(section + "." + entry.key()) + " must be a table, not " + value.kind.description);
            }
            else if (checker.checkName(what, entry.key(), entry.origin()))
            {
                named.add(entry);
            }
        }
        return named;
    }

    private JailConfiguration readJail(TomlTable.Entry entry, Values defaults, Values defaultIncrement, String backEnd, String globalBackEnd)
    {
        TomlTable table = entry.value().table;
        Values values = check(Schema.JAIL, "[jails." + entry.key() + "]", table, defaults);
        Values increment = increment(values, "[jails." + entry.key() + ".", defaultIncrement);
        Text mode = values.text("mode");
        List<FilterOption> options = values.options("options");
        for (int i = options.size() - 1; i >= 0; i--)
        {
            if (options.get(i).key().value().equals("mode"))
            {
                FilterOption option = options.remove(i);
                if (mode != null)
                {
                    problems.add(option.key().origin(), "\"mode\" is written twice: it is a key of the jail as well");
                }
                mode = option.value();
            }
        }
        String chosen = values.string("banaction");
        JailConfiguration jail = JailConfiguration.of(entry.key(), entry.origin(), values, increment, mode, options,
            backEnd != null ? backEnd : chosen != null ? chosen : globalBackEnd);
        if (complete && jail.enabled() && table.find("filter") == null)
        {
            problems.add(entry.origin(), "jail " + Quote.of(entry.key()) + " needs \"filter\"");
        }
        if (jail.standardInput() || jail.fedByBans())
        {
            refuseWithBackend(values, "logpath");
            refuseWithBackend(values, "read_from");
        }
        else if (complete && jail.enabled() && table.find("logpath") == null && !isRefused(table, values, "backend"))
        {
            problems.add(entry.origin(), "jail " + Quote.of(entry.key()) + " needs \"logpath\"");
        }
        if (jail.fedByBans())
        {
            refuseWithBackend(values, "mode");
            refuseWithBackend(values, "options");
            refuseWithBackend(values, "usedns");
            for (Text filter : jail.filters())
            {
                if (!filter.value().equals("recidive"))
                {
                    problems.add(filter.origin(), "\"filter\" must be \"recidive\" with backend = \"bans\"");
                }
            }
        }
        if (jail.increment() != null && jail.increment().maximumSeconds() < jail.banTimeSeconds())
        {
            Origin own = increment == defaultIncrement ? null : increment.originOf("max");
            problems.add(own == null ? entry.origin() : own, "\"max\" of \"bantime_increment\" must not be shorter than \"bantime\"");
        }
        if (jail.prefixEscalate() > 0 && jail.prefixV4() == 32 && jail.prefixV6() == 128)
        {
            Origin own = values.originOf("prefix_escalate");
            problems.add(own == null ? entry.origin() : own, "\"prefix_escalate\" has no meaning without \"prefix_v4\" or \"prefix_v6\"");
        }
        return jail;
    }

    private static boolean isRefused(TomlTable table, Values values, String key)
    {
        return table.find(key) != null && values.originOf(key) == null;
    }

    private void refuseWithBackend(Values values, String key)
    {
        if (values.originOf(key) != null)
        {
            problems.add(values.originOf(key), Quote.of(key) + " has no meaning with backend = " + Quote.of(values.string("backend")));
        }
    }

    /** Reads the table in a jail or the defaults. @param title of that, without its end. @return that of the defaults when it has none. */
    private Values increment(Values values, String title, Values defaults)
    {
        TomlTable table = values.table("bantime_increment");
        if (table == null)
        {
            return defaults;
        }
        Values increment = Values.check(Schema.INCREMENT, title + Schema.INCREMENT.title + "]", table, defaults, problems);
        Origin multipliers = increment.originOf("multipliers");
        if (multipliers != null && increment.originOf("formula") != null)
        {
            problems.add(multipliers, "\"multipliers\" has no meaning with \"formula\"");
        }
        return increment;
    }

    /** Each name is looked up again and again for as long as the daemon runs. */
    private void checkHostNames(List<JailConfiguration> jails)
    {
        List<String> names = new ArrayList<>();
        for (JailConfiguration jail : jails)
        {
            for (Text name : jail.ignoredNames())
            {
                if (!names.contains(name.value()) && names.size() <= HOST_NAMES)
                {
                    names.add(name.value());
                    if (names.size() > HOST_NAMES)
                    {
                        problems.add(name.origin(), "\"ignoreip\" must not hold more than " + HOST_NAMES + " host names in all");
                    }
                }
            }
        }
    }

    private List<ActionConfiguration> readActions(List<JailConfiguration> jails)
    {
        List<ActionConfiguration> actions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TomlTable.Entry entry : namedTables("actions", "action"))
        {
            Values values = check(Schema.ACTION, "[actions." + entry.key() + "]", entry.value().table, null);
            actions.add(ActionConfiguration.of(entry.key(), entry.origin(), values, problems));
            names.add(entry.key());
        }
        List<Origin> told = new ArrayList<>();
        for (JailConfiguration jail : jails)
        {
            for (Text name : jail.actions())
            {
                // A name in [defaults] comes with every jail.
                if (complete && !names.contains(name.value()) && !told.contains(name.origin()))
                {
                    told.add(name.origin());
                    problems.add(name.origin(), "unknown action " + Quote.of(name.value()) + Suggestion.of(name.value(), names));
                }
            }
        }
        return List.copyOf(actions);
    }

    private List<FilterConfiguration> readFilterTables()
    {
        List<FilterConfiguration> filters = new ArrayList<>();
        for (TomlTable.Entry entry : namedTables("filters", "filter"))
        {
            TomlTable table = entry.value().table;
            Values values = check(Schema.FILTER, "[filters." + entry.key() + "]", table, null);
            FilterConfiguration filter = FilterConfiguration.of(entry.key(), entry.origin(), values, problems);
            if (complete && table.find("failregex") == null && filter.modes().isEmpty())
            {
                problems.add(entry.origin(), "filter " + Quote.of(entry.key()) + " needs \"failregex\"");
            }
            for (FilterConfiguration.Mode mode : filter.modes())
            {
                if (complete && mode.failRegexes().isEmpty() && (mode.isEmpty() || filter.failRegexes().isEmpty()))
                {
                    needPatterns(table, mode);
                }
            }
            filters.add(filter);
        }
        return List.copyOf(filters);
    }

    /** Silent when failregex is there and was refused already. */
    private void needPatterns(TomlTable filter, FilterConfiguration.Mode mode)
    {
        if (table(table(filter, "modes"), mode.name()).find("failregex") == null)
        {
            problems.add(mode.origin(), "mode " + Quote.of(mode.name()) + " needs \"failregex\"");
        }
    }
}
