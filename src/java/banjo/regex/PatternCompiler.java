package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/** Compiles patterns in fail2ban's (Python's) syntax: parser, prioritised NFA, tagged DFA, minimised tables. */
public final class PatternCompiler
{
    /** States before minimisation that a pattern may need. */
    public static final int STATE_BUDGET = 4096;

    private PatternCompiler()
    {
    }

    /**
     * Compiles a list of patterns. Each is searched as Python's re.search does; the first in the list that matches wins.
     * They become one automaton where that fits the budget, else one each.
     *
     * @param captureNames named groups whose span is wanted; a name may occur in several groups and patterns.
     * @param stateBudget states before minimisation for each pattern, and four times as many for all as one.
     */
    public static Automaton compile(List<String> patterns, List<String> captureNames, int stateBudget) throws PatternException
    {
        List<Node> trees = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++)
        {
            trees.add(PatternParser.parse(i, patterns.get(i), captureNames));
            indices.add(i);
        }
        if (patterns.isEmpty())
        {
            throw new PatternException(0, -1, "there is no pattern");
        }
        int tags = 2 * captureNames.size();
        Automaton union = determinise(trees, indices, tags, stateBudget * 4);
        if (union != null)
        {
            return union;
        }
        List<Automaton> parts = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++)
        {
            Automaton part = determinise(trees.subList(i, i + 1), indices.subList(i, i + 1), tags, stateBudget);
            if (part == null)
            {
                throw new PatternException(i, -1, "needs more than " + stateBudget + " states; not supported in this version");
            }
            parts.add(part);
        }
        return Automaton.join(parts);
    }

    private static Automaton determinise(List<Node> trees, List<Integer> indices, int tags, int budget) throws PatternException
    {
        Program program = Program.of(trees, indices);
        ByteClasses classes = new ByteClasses(program);
        Determiniser determiniser = new Determiniser(program, classes, tags, budget, indices.get(0));
        return determiniser.run() ? Automaton.of(determiniser, classes, tags) : null;
    }
}
