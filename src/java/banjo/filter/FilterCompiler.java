package banjo.filter;

import banjo.config.FilterConfiguration;
import banjo.config.Text;
import banjo.regex.Automaton;
import banjo.regex.PatternCompiler;
import banjo.regex.PatternException;
import banjo.text.Utf8;
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
        return compile(definition, mode, builtIn, null, null);
    }

    /** Compiles a built-in filter as {@link Library} has it. */
    static Filter compileBuiltIn(FilterConfiguration definition, String mode, FilterContext context) throws FilterException
    {
        return compile(definition, mode, true, null, definition.datePatterns().isEmpty() ? null : StagesCompiler.dates(definition.datePatterns(), context));
    }

    /** @param context null for tables whatever they cost. */
    private static Filter compile(FilterConfiguration definition, String mode, boolean builtIn, FilterContext context, LineDates dates)
        throws FilterException
    {
        FilterConfiguration chosen = inMode(definition, mode);
        List<Text> patterns = chosen.failRegexes();
        int own = definition.failRegexes().size();
        Automaton failures = own == 0 ? null : compile(definition.failRegexes(), true, builtIn, context);
        if (own < patterns.size())
        {
            Automaton more = compile(patterns.subList(own, patterns.size()), true, builtIn, context);
            failures = failures == null ? more : failures.followedBy(more);
        }
        Automaton ignored = chosen.ignoreRegexes().isEmpty() ? null : compile(chosen.ignoreRegexes(), false, builtIn, context);
        return new Filter(definition.name(), programs(definition), failures, ignored, roles(patterns), dates);
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
     * @throws FilterException with {@code FILE:LINE:COL: error: } of the pattern at fault.
     */
    public static Filter compile(PatternSet patterns, FilterContext context) throws FilterException
    {
        return new Filter(patterns.name(), new byte[0][], StagesCompiler.compile(patterns, context));
    }

    /**
     * Compiles an operator's filter: in one stage where that is all it needs, else in stages.
     *
     * @param mode null for the default one.
     * @throws FilterException with {@code FILE:LINE:COL: error: } of the pattern or mode at fault.
     */
    public static Filter compile(FilterConfiguration definition, String mode, FilterContext context) throws FilterException
    {
        FilterConfiguration chosen = inMode(definition, mode);
        if (!needsStages(chosen))
        {
            return compile(definition, mode, false, context, null);
        }
        boolean ofProgram = !definition.programs().isEmpty();
        PatternSet set = new PatternSet(chosen.name(), chosen.origin(), chosen.failRegexes(), chosen.ignoreRegexes(),
            chosen.prefRegex(), chosen.datePatterns(), chosen.maxLines(), ofProgram, true);
        return new Filter(definition.name(), programs(definition), StagesCompiler.compile(set, context));
    }

    /** Tags that say more than host and user, several lines, a prefix, a date somewhere in the line. */
    private static boolean needsStages(FilterConfiguration definition) throws FilterException
    {
        boolean needed = definition.programs().isEmpty() || definition.prefRegex() != null || definition.maxLines() > 1;
        for (Text pattern : definition.failRegexes())
        {
            needed |= !Tags.knowsAll(pattern.value());
        }
        if (!definition.datePatterns().isEmpty() && !definition.programs().isEmpty())
        {
            throw new FilterException(definition.datePatterns().get(0).origin()
                .error("\"datepattern\" is for whole lines; with \"program\" the date is the syslog header's"));
        }
        return needed;
    }

    /** @return what each pattern means to its connection, see {@link Connections}; null when none means anything. */
    public static byte[] roles(List<Text> patterns)
    {
        byte[] roles = new byte[patterns.size()];
        boolean any = false;
        for (int i = 0; i < roles.length; i++)
        {
            roles[i] = (byte)Tags.role(patterns.get(i).value());
            any |= roles[i] != 0;
        }
        return any ? roles : null;
    }

    private static byte[][] programs(FilterConfiguration definition)
    {
        byte[][] programs = new byte[definition.programs().size()][];
        for (int i = 0; i < programs.length; i++)
        {
            programs[i] = Utf8.encode(definition.programs().get(i).value());
        }
        return programs;
    }

    /** @return what a filter is in a mode, its own patterns first; null for the default mode. */
    public static FilterConfiguration inMode(FilterConfiguration definition, String mode) throws FilterException
    {
        String wanted = mode == null ? DEFAULT_MODE : mode;
        FilterConfiguration chosen = wanted.equals(DEFAULT_MODE) ? definition : null;
        for (FilterConfiguration.Mode candidate : definition.modes())
        {
            chosen = candidate.name().equals(wanted) ? definition.in(candidate) : chosen;
        }
        if (chosen == null)
        {
            throw new FilterException(definition.origin().error("filter \"" + definition.name() + "\" has no mode \"" + mode + "\""));
        }
        if (chosen.failRegexes().isEmpty())
        {
            throw new FilterException(definition.origin().error("filter \"" + definition.name() + "\" has no failregex"));
        }
        return chosen;
    }

    /**
     * @param withHost every pattern must name a host.
     * @throws FilterException as above.
     */
    public static Automaton compile(List<Text> patterns, boolean withHost, boolean builtIn) throws FilterException
    {
        return compile(patterns, withHost, builtIn, null);
    }

    private static Automaton compile(List<Text> patterns, boolean withHost, boolean builtIn, FilterContext context) throws FilterException
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
                throw e.in(pattern);
            }
        }
        try
        {
            if (context == null)
            {
                return PatternCompiler.compile(expanded, CAPTURES, PatternCompiler.STATE_BUDGET);
            }
            return context.stateBudget() > 0 ? PatternCompiler.compile(expanded, CAPTURES, context.stateBudget(), context.clock())
                : PatternCompiler.compileAtStart(expanded, CAPTURES, context.clock());
        }
        catch (PatternException e)
        {
            throw FilterException.of(e, patterns.get(e.patternIndex()), 0, null, builtIn);
        }
    }
}
