package banjo.cli;

import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.FilterConfiguration;
import banjo.config.Suggestion;
import banjo.config.Text;
import banjo.fail2ban.ConfException;
import banjo.fail2ban.FilterDefinition;
import banjo.fail2ban.FilterName;
import banjo.fail2ban.FilterReader;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterContext;
import banjo.filter.FilterException;
import banjo.filter.Library;
import banjo.filter.PatternSet;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter that {@code --filter} names: {@code FILE.conf} of fail2ban, {@code FILE.toml}, a built-in one, or a pattern; the first
 * and the third also with options behind it ({@code NAME[mode=ddos]}).
 *
 * @param patterns its failregexes where their text is known, in the order of {@link banjo.filter.Failure#regex}.
 * @param replacement the built-in filter of the same name as one of fail2ban's, or null.
 */
record MatchFilter(Filter filter, List<Text> patterns, String replacement)
{
    private static final int DEFINITION_MAXIMUM = 4 << 20;

    /**
     * @param options each {@code key=value}; they come after those of the name.
     */
    static MatchFilter find(Sys sys, String name, List<String> options, FilterContext context)
        throws UsageException, ConfException, FilterException, ConfigurationException, IOException
    {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        if (isPattern(name))
        {
            split(options, keys, values);
            return compile(FilterReader.ofPattern(name, keys, values), context, null);
        }
        FilterName parsed = FilterName.parse(name, null);
        keys.addAll(parsed.keys());
        values.addAll(parsed.values());
        split(options, keys, values);
        if (parsed.name().endsWith(".conf"))
        {
            String own = parsed.name().substring(parsed.name().lastIndexOf('/') + 1, parsed.name().length() - ".conf".length());
            return compile(FilterReader.read(new SystemFiles(sys), parsed.name(), keys, values, null), context,
                new Library(Platform.builtinFilters()).names().contains(own) ? own : null);
        }
        String mode = mode(keys, values);
        return parsed.name().endsWith(".toml") ? ofToml(sys, parsed.name(), mode, context) : builtIn(parsed.name(), mode, context);
    }

    /** A name or a path has neither tags nor an anchor. */
    private static boolean isPattern(String name)
    {
        int options = name.indexOf(".conf[");
        return options < 0 && (name.startsWith("^") || name.indexOf('<') >= 0 && name.indexOf('>') >= 0);
    }

    private static void split(List<String> options, List<String> keys, List<String> values) throws UsageException
    {
        for (String option : options)
        {
            int equals = option.indexOf('=');
            if (equals < 1)
            {
                throw new UsageException("option `" + option + "` must be written key=value");
            }
            keys.add(option.substring(0, equals));
            values.add(option.substring(equals + 1));
        }
    }

    private static String mode(List<String> keys, List<String> values) throws UsageException
    {
        String mode = null;
        for (int i = 0; i < keys.size(); i++)
        {
            if (!keys.get(i).equals("mode"))
            {
                throw new UsageException("unknown option `" + keys.get(i) + "`: this kind of filter has only mode=NAME");
            }
            mode = values.get(i);
        }
        return mode;
    }

    private static MatchFilter compile(FilterDefinition definition, FilterContext context, String replacement) throws FilterException
    {
        return new MatchFilter(compile(definition, context), definition.failRegexes(), replacement);
    }

    /** Compiles a filter of fail2ban's. */
    static Filter compile(FilterDefinition definition, FilterContext context) throws FilterException
    {
        PatternSet patterns = new PatternSet(definition.name(), definition.origin(), definition.failRegexes(), definition.ignoreRegexes(),
            definition.prefRegex(), definition.datePatterns(), definition.maxLines(), definition.journal(),
            !"no".equals(definition.useDns()));
        return FilterCompiler.compile(patterns, context);
    }

    private static MatchFilter ofToml(Sys sys, String path, String mode, FilterContext context)
        throws FilterException, ConfigurationException, IOException
    {
        List<FilterConfiguration> definitions = ConfigurationReader.readFilters(path, WholeFile.read(sys, path, DEFINITION_MAXIMUM));
        if (definitions.size() != 1)
        {
            throw new FilterException(path + ": error: must define exactly one filter");
        }
        return new MatchFilter(FilterCompiler.compile(definitions.get(0), mode, context), FilterCompiler.inMode(definitions.get(0), mode).failRegexes(), null);
    }

    /** @param otherwise what to say when no name is near. */
    static UsageException unknown(String name, Library library, String otherwise)
    {
        String near = Suggestion.of(name, library.names());
        return new UsageException("unknown filter `" + name + "`" + (near.isEmpty() ? otherwise : near));
    }

    private static MatchFilter builtIn(String name, String mode, FilterContext context) throws FilterException, UsageException
    {
        Library library = new Library(Platform.builtinFilters());
        Filter filter = library.load(name, mode, context);
        if (filter == null)
        {
            throw unknown(name, library, "; `banjo filters` lists them; files end in .conf or .toml, patterns hold <HOST> or begin with ^");
        }
        return new MatchFilter(filter, List.of(), null);
    }
}
