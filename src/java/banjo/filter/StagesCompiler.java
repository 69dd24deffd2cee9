package banjo.filter;

import banjo.config.Text;
import banjo.regex.Automaton;
import banjo.regex.PatternCompiler;
import banjo.regex.PatternException;
import banjo.time.DateFinder;
import banjo.time.DatePatternException;
import java.util.ArrayList;
import java.util.List;

/** Compiles the patterns of a filter that judges the whole line less its date. */
final class StagesCompiler
{
    private static final String BEGIN_LINES = "(?m)(?P<" + Capture.WHOLE + ">";

    private StagesCompiler()
    {
    }

    /** @throws FilterException with {@code FILE:LINE:COL: error: } of the pattern at fault. */
    static Stages compile(PatternSet set, FilterContext context) throws FilterException
    {
        boolean multiLine = set.maxLines() > 1;
        List<TaggedPattern> prefixes = expand(set.prefRegex() == null ? List.of() : List.of(set.prefRegex()), set.namesHosts());
        List<TaggedPattern> failures = expand(set.failRegexes(), set.namesHosts());
        List<TaggedPattern> ignored = expand(set.ignoreRegexes(), set.namesHosts());
        boolean prefixIdentifies = !prefixes.isEmpty() && prefixes.get(0).identifies();
        boolean connects = !prefixes.isEmpty() && prefixes.get(0).groups.contains(Capture.CONNECTION);
        for (int i = 0; i < failures.size(); i++)
        {
            if (!prefixIdentifies && !failures.get(i).identifies())
            {
                throw new FilterException(set.failRegexes().get(i).at(0)
                    .error("the pattern has no host: it needs <HOST>, <ADDR>, <IP4>, <IP6>, <DNS>, <SUBNET> or <F-ID>"));
            }
            if (failures.get(i).skipsLines && !multiLine)
            {
                Text pattern = set.failRegexes().get(i);
                throw new FilterException(pattern.at(pattern.value().indexOf("<SKIPLINES>")).error("<SKIPLINES> needs maxlines greater than 1"));
            }
            connects |= failures.get(i).groups.contains(Capture.CONNECTION);
        }
        Stage prefix = prefixes.isEmpty() ? null : stage(prefixes, List.of(set.prefRegex()), set, true, context);
        return new Stages(set.undated() ? null : dates(set.datePatterns(), context), prefix,
            stage(failures, set.failRegexes(), set, true, context), ignored.isEmpty() ? null : stage(ignored, set.ignoreRegexes(), set, false, context),
            multiLine ? new LineWindow(set.maxLines()) : null, connects ? new Connections(Filter.CONNECTION_SECONDS, false) : null, context.lineMaximum());
    }

    private static List<TaggedPattern> expand(List<Text> patterns, boolean namesHosts) throws FilterException
    {
        List<TaggedPattern> expanded = new ArrayList<>();
        for (Text pattern : patterns)
        {
            try
            {
                expanded.add(new TaggedPattern(pattern.value(), namesHosts));
            }
            catch (FilterException e)
            {
                throw e.in(pattern);
            }
        }
        return expanded;
    }

    private static Stage stage(List<TaggedPattern> patterns, List<Text> sources, PatternSet set, boolean captures,
        FilterContext context) throws FilterException
    {
        boolean multiLine = set.maxLines() > 1;
        List<String> names = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> excuses = new ArrayList<>();
        boolean[] definesHost = new boolean[patterns.size()];
        boolean[] definesUser = new boolean[patterns.size()];
        if (multiLine && captures)
        {
            names.add(Capture.WHOLE);
        }
        for (int i = 0; i < patterns.size(); i++)
        {
            TaggedPattern pattern = patterns.get(i);
            texts.add(multiLine ? BEGIN_LINES + pattern.text + ")" : pattern.text);
            definesHost[i] = pattern.namesHost();
            excuses.addAll(pattern.excuses());
            for (String group : pattern.groups)
            {
                definesUser[i] |= group.equals(Capture.USER) || Capture.isOtherUser(group);
                if (captures && Capture.matters(group) && !names.contains(group))
                {
                    names.add(group);
                }
            }
        }
        // Of several users that stand in for an empty one, fail2ban takes the first in the order of their names.
        names.sort(String::compareTo);
        try
        {
            Automaton automaton = multiLine ? PatternCompiler.compile(texts, names, context.stateBudget(), context.clock())
                : PatternCompiler.compileForNewline(texts, names, context.stateBudget(), context.clock());
            return new Stage(automaton, names, definesHost, definesUser, excuses);
        }
        catch (PatternException e)
        {
            throw FilterException.of(e, sources.get(e.patternIndex()), multiLine ? BEGIN_LINES.length() : 0, patterns.get(e.patternIndex()),
                set.namesHosts());
        }
    }

    /** @return what finds dates of these forms, none of them meaning all that are known; one for all filters that see the same lines. */
    static LineDates dates(List<Text> datePatterns, FilterContext context) throws FilterException
    {
        List<String> patterns = new ArrayList<>();
        for (Text pattern : datePatterns)
        {
            patterns.add(pattern.value());
        }
        LineDates shared = context.sharedDates() == null ? null : context.sharedDates().find(patterns);
        if (shared != null)
        {
            return shared;
        }
        try
        {
            LineDates dates = new LineDates(patterns.isEmpty() ? DateFinder.forDefaults(context.zone(), context.nowSeconds())
                : DateFinder.forPatterns(context.zone(), context.nowSeconds(), patterns), datePatterns);
            if (context.sharedDates() != null)
            {
                context.sharedDates().add(patterns, dates);
            }
            return dates;
        }
        catch (DatePatternException e)
        {
            throw new FilterException(datePatterns.get(e.patternIndex()).at(e.position()).error(e.getMessage()));
        }
    }
}
