package banjo.cli;

import banjo.config.Configuration;
import banjo.config.FilterConfiguration;
import banjo.config.FilterOption;
import banjo.config.JailConfiguration;
import banjo.config.Suggestion;
import banjo.config.Text;
import banjo.fail2ban.ConfException;
import banjo.fail2ban.FilterDefinition;
import banjo.fail2ban.FilterReader;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterContext;
import banjo.filter.FilterException;
import banjo.filter.Library;
import banjo.sys.Sys;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters of one jail: an operator's takes the place of a built-in one of the same name; a path names one of fail2ban's. Each is
 * loaded once, however many jails have it.
 */
final class JailFilters
{
    private static final String MODE = "mode";

    private final Sys sys;
    private final Configuration configuration;
    private final Library library;
    private final JailConfiguration jail;
    private final FilterContext context;
    private final Loaded loaded;
    private final List<FilterOption> options;
    private final List<String> modes = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** What jails have already, by name, mode and options. */
    static final class Loaded
    {
        private final List<String> keys = new ArrayList<>();
        private final List<Filter> filters = new ArrayList<>();
    }

    private JailFilters(Sys sys, Configuration configuration, Library library, JailConfiguration jail, FilterContext context, Loaded loaded)
    {
        this.loaded = loaded;
        this.sys = sys;
        this.configuration = configuration;
        this.library = library;
        this.jail = jail;
        this.context = context;
        names.add(MODE);
        options = new ArrayList<>(jail.options());
        if (jail.mode() != null)
        {
            options.add(new FilterOption(new Text(MODE, jail.mode().origin()), jail.mode()));
        }
    }

    /** @throws FilterException with {@code FILE:LINE:COL: error: } of what is at fault. */
    static List<Filter> load(Sys sys, Configuration configuration, Library library, JailConfiguration jail, FilterContext context,
        Loaded loaded) throws FilterException
    {
        return new JailFilters(sys, configuration, library, jail, context, loaded).load();
    }

    /** Notes what a jail has already. @param filters its own, none of fail2ban's. */
    static void keep(JailConfiguration jail, List<Filter> filters, Loaded loaded)
    {
        for (int i = 0; i < filters.size(); i++)
        {
            loaded.keys.add(key(jail.filters().get(i).value(), jail.mode()));
            loaded.filters.add(filters.get(i));
        }
    }

    private static String key(String name, Text mode)
    {
        return mode == null ? name : name + '\n' + mode.value();
    }

    private List<Filter> load() throws FilterException
    {
        List<Filter> filters = new ArrayList<>();
        for (Text name : jail.filters())
        {
            filters.add(load(name.value()));
        }
        for (FilterOption option : options)
        {
            String key = option.key().value();
            if (!taken.contains(key))
            {
                List<String> known = new ArrayList<>(names);
                known.sort(String::compareTo);
                throw key.equals(MODE) ? unknownMode() : new FilterException(option.key().origin()
                    .error("unknown option \"" + key + "\": no filter of the jail uses one of that name" + Suggestion.of(key, known)));
            }
        }
        return filters;
    }

    private FilterException unknownMode()
    {
        String mode = jail.mode().value();
        return new FilterException(jail.mode().origin().error("no filter of the jail has mode \"" + mode + "\"" + Suggestion.of(mode, modes)));
    }

    private Filter load(String name) throws FilterException
    {
        if (name.indexOf('/') >= 0)
        {
            String key = name;
            for (FilterOption option : options)
            {
                key += '\n' + option.key().value() + '\n' + option.value().value();
            }
            try
            {
                FilterDefinition definition = FilterReader.read(new SystemFiles(sys), name, options, taken, names);
                Filter known = find(key);
                return known != null ? known : add(key, MatchFilter.compile(definition, context));
            }
            catch (ConfException e)
            {
                throw new FilterException(e.getMessage());
            }
        }
        FilterConfiguration own = configuration.findFilter(name);
        String mode = jail.mode() == null ? null : jail.mode().value();
        List<String> itsModes = own == null ? library.modes(name) : FilterCompiler.modes(own);
        boolean has = itsModes.contains(mode);
        modes.addAll(itsModes);
        if (has)
        {
            taken.add(MODE);
        }
        else if (mode != null && jail.filters().size() == 1)
        {
            throw unknownMode();
        }
        String key = key(name, jail.mode());
        Filter known = find(key);
        return known != null ? known
            : add(key, own == null ? library.load(name, has ? mode : null, context) : FilterCompiler.compile(own, has ? mode : null, context));
    }

    /** @return one like that which another jail has, null when none has it. */
    private Filter find(String key) throws FilterException
    {
        int index = loaded.keys.indexOf(key);
        return index < 0 ? null : loaded.filters.get(index).again(context);
    }

    private Filter add(String key, Filter filter)
    {
        loaded.keys.add(key);
        loaded.filters.add(filter);
        return filter;
    }
}
