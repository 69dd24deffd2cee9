package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/** Compiles patterns in fail2ban's (Python's) syntax: parser, prioritised NFA, tagged DFA, minimised tables. */
public final class PatternCompiler
{
    /** States before minimisation that a pattern may need. */
    public static final int STATE_BUDGET = 4096;

    /** Captures wanted at most: two tags each, one bit a tag. */
    public static final int MAXIMUM_CAPTURES = 31;

    private PatternCompiler()
    {
    }

    /**
     * Compiles a list of patterns. Each is searched as Python's re.search does; the first in the list that matches wins,
     * also when a later one would match further left.
     *
     * @param captureNames named groups whose span is wanted; a name may occur in several groups and patterns.
     * @param stateBudget  states before minimisation that each pattern may need.
     */
    public static Automaton compile(List<String> patterns, List<String> captureNames, int stateBudget) throws PatternException
    {
        if (patterns.isEmpty() || captureNames.size() > MAXIMUM_CAPTURES)
        {
            throw new PatternException(0, -1, patterns.isEmpty() ? "there is no pattern" : "more than 31 captures");
        }
        List<ParsedPattern> parsed = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++)
        {
            parsed.add(new ParsedPattern(i, patterns.get(i), captureNames));
        }
        int tags = 2 * captureNames.size();
        List<Dfa> singles = new ArrayList<>();
        for (ParsedPattern pattern : parsed)
        {
            Dfa single = Determiniser.run(ProgramBuilder.build(List.of(pattern), tags), stateBudget);
            if (single == null)
            {
                throw new PatternException(pattern.index, -1,
                    "needs more than " + stateBudget + " states; not supported in this version");
            }
            singles.add(Minimiser.run(single));
        }
        List<Tables> result = new ArrayList<>();
        unite(parsed, singles, 0, parsed.size(), tags, result);
        return new Automaton(captureNames.size(), patterns.size(), result.toArray(new Tables[0]));
    }

    /** Adds one automaton for a stretch of patterns where it is not larger than its parts, else halves the stretch. */
    private static void unite(List<ParsedPattern> parsed, List<Dfa> singles, int from, int to, int tags, List<Tables> result)
        throws PatternException
    {
        if (to - from == 1)
        {
            result.add(layout(singles.get(from), parsed.get(from)));
            return;
        }
        int sum = 0;
        boolean alike = true;
        for (int i = from; i < to; i++)
        {
            sum += singles.get(i).stateCount;
            alike &= parsed.get(i).anchored == parsed.get(from).anchored;
        }
        Tables union = alike ? uniteAll(parsed.subList(from, to), tags, sum) : null;
        if (union != null)
        {
            result.add(union);
            return;
        }
        int middle = from + to >>> 1;
        unite(parsed, singles, from, middle, tags, result);
        unite(parsed, singles, middle, to, tags, result);
    }

    private static Tables layout(Dfa dfa, ParsedPattern pattern) throws PatternException
    {
        Tables tables = Layout.of(dfa);
        if (tables == null)
        {
            throw new PatternException(pattern.index, -1, "its table is too large; not supported in this version");
        }
        return tables;
    }

    private static Tables uniteAll(List<ParsedPattern> patterns, int tags, int sum)
    {
        try
        {
            Dfa raw = Determiniser.run(ProgramBuilder.build(patterns, tags), 64 + 3 * sum);
            Dfa union = raw == null ? null : Minimiser.run(raw);
            return union != null && union.stateCount <= 16 + sum ? Layout.of(union) : null;
        }
        catch (PatternException e)
        {
            // The program of all is too large: they stay apart.
            return null;
        }
    }
}
