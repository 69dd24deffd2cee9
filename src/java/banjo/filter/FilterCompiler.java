package banjo.filter;

import banjo.config.FilterConfiguration;
import banjo.config.Text;
import banjo.regex.Automaton;
import banjo.regex.PatternCompiler;
import banjo.regex.PatternException;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.List;

/** Compiles a filter definition: a mode's patterns follow the filter's own. */
public final class FilterCompiler
{
    /** The mode of a jail that names none; every filter has it: its own patterns, unless it defines more for it. */
    public static final String DEFAULT_MODE = "normal";

    private static final List<String> CAPTURES = List.of(Tags.HOST, Tags.USER);

    private FilterCompiler()
    {
    }

    /**
     * @param mode null for the default one.
     * @param builtIn see {@link Tags#expand}.
     * @throws FilterException with {@code FILE:LINE:COL: error: } of the pattern or mode at fault.
     */
    public static Filter compile(FilterConfiguration definition, String mode, boolean builtIn) throws FilterException
    {
        byte[][] programs = new byte[definition.programs().size()][];
        for (int i = 0; i < programs.length; i++)
        {
            programs[i] = Utf8.encode(definition.programs().get(i).value());
        }
        List<Text> patterns = patterns(definition, mode);
        int own = definition.failRegexes().size();
        Automaton failures = own == 0 ? null : compile(definition.failRegexes(), true, builtIn);
        if (own < patterns.size())
        {
            Automaton more = compile(patterns.subList(own, patterns.size()), true, builtIn);
            failures = failures == null ? more : failures.followedBy(more);
        }
        Automaton ignored = definition.ignoreRegexes().isEmpty() ? null : compile(definition.ignoreRegexes(), false, builtIn);
        return new Filter(definition.name(), programs, failures, ignored);
    }

    /** @return the names of the modes, the default one first unless the filter has no pattern of its own. */
    public static List<String> modes(FilterConfiguration definition)
    {
        List<String> names = new ArrayList<>();
        if (!definition.failRegexes().isEmpty())
        {
            names.add(DEFAULT_MODE);
        }
        for (FilterConfiguration.Mode mode : definition.modes())
        {
            if (!names.contains(mode.name()))
            {
                names.add(mode.name());
            }
        }
        return names;
    }

    /**
     * Compiles a filter that judges the whole line less its date.
     *
     * @param zone        of dates that name none.
     * @param nowSeconds  tells which years are possible.
     * @param lineMaximum bytes of the longest line.
     * @throws FilterException with {@code FILE:LINE: error: } of the pattern at fault.
     */
    public static Filter compile(PatternSet patterns, Zone zone, long nowSeconds, int lineMaximum) throws FilterException
    {
        return new Filter(patterns.name(), StagesCompiler.compile(patterns, zone, nowSeconds, lineMaximum));
    }

    /** @return the patterns of a mode, the filter's own first. */
    public static List<Text> patterns(FilterConfiguration definition, String mode) throws FilterException
    {
        List<Text> patterns = new ArrayList<>(definition.failRegexes());
        String wanted = mode == null ? DEFAULT_MODE : mode;
        boolean found = wanted.equals(DEFAULT_MODE);
        for (FilterConfiguration.Mode candidate : definition.modes())
        {
            if (candidate.name().equals(wanted))
            {
                patterns.addAll(candidate.failRegexes());
                found = true;
            }
        }
        if (!found)
        {
            throw new FilterException(definition.origin().error("filter \"" + definition.name() + "\" has no mode \"" + mode + "\""));
        }
        if (patterns.isEmpty())
        {
            throw new FilterException(definition.origin().error("filter \"" + definition.name() + "\" has no failregex"));
        }
        return patterns;
    }

    /**
     * @param withHost every pattern must name a host.
     * @throws FilterException as above.
     */
    public static Automaton compile(List<Text> patterns, boolean withHost, boolean builtIn) throws FilterException
    {
        List<String> expanded = new ArrayList<>();
        for (Text pattern : patterns)
        {
            try
            {
                expanded.add(Tags.expand(pattern.value(), withHost, builtIn));
            }
            catch (FilterException e)
            {
                throw new FilterException(pattern.origin().error(e.getMessage()));
            }
        }
        try
        {
            return PatternCompiler.compile(expanded, CAPTURES, PatternCompiler.STATE_BUDGET);
        }
        catch (PatternException e)
        {
            throw new FilterException(patterns.get(e.patternIndex()).origin().error(e.getMessage()));
        }
    }
}
