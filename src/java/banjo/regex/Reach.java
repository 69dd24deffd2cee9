package banjo.regex;

/**
 * Tells how far the patterns of an automaton get on a line that none of them matches, for people who ask why. Says nothing of
 * patterns without tables that do not begin with {@code ^}: they begin anew at every byte. Allocates; not for the hot path.
 */
public final class Reach
{
    private final Automaton automaton;
    private int pattern;

    public Reach(Automaton automaton)
    {
        this.automaton = automaton;
    }

    /** @return the pattern that {@link #furthest} means. */
    public int pattern()
    {
        return pattern;
    }

    /**
     * @return the index of the first byte with which no match can begin as the line does, of the pattern that comes furthest;
     *     {@code to} when the line ends too early for it; -1 when nothing can be said.
     */
    public int furthest(byte[] text, int from, int to)
    {
        int best = -1;
        for (int i = 0; i < automaton.partCount(); i++)
        {
            boolean laidOut = automaton.part(i) != null;
            if (!laidOut && !automaton.onDemand(i).pattern.anchored)
            {
                continue;
            }
            int state = 0;
            int at = from;
            if (laidOut)
            {
                for (int next = step(automaton.part(i), state, text, at, to); next >= 0; next = step(automaton.part(i), state, text, at, to))
                {
                    state = next;
                    at++;
                }
            }
            else
            {
                at = furthest(automaton.onDemand(i).step(), text, from, to);
            }
            if (at > best)
            {
                best = at;
                pattern = automaton.firstPattern(i) + (laidOut ? patternBehind(automaton.part(i), state) : automaton.onDemand(i).pattern.index);
            }
        }
        return best;
    }

    private static int step(Tables tables, int state, byte[] text, int at, int to)
    {
        return at < to ? tables.target(tables.entry(state, tables.classOf[text[at] & 0xFF] & 0xFF)) : Dfa.DEAD;
    }

    /** @return the first pattern that could still match behind a state. */
    private static int patternBehind(Tables tables, int state)
    {
        boolean[] seen = new boolean[tables.stateCount()];
        IntList open = new IntList();
        open.add(state);
        seen[state] = true;
        int first = Integer.MAX_VALUE;
        for (int i = 0; i < open.size(); i++)
        {
            int from = open.get(i);
            int accept = tables.entry(from, tables.classCount);
            first = accept < 0 ? first : Math.min(first, tables.accepts[accept * tables.acceptInts]);
            for (int byteClass = 0; byteClass < tables.classCount; byteClass++)
            {
                int next = tables.target(tables.entry(from, byteClass));
                if (next >= 0 && !seen[next])
                {
                    seen[next] = true;
                    open.add(next);
                }
            }
        }
        return first == Integer.MAX_VALUE ? 0 : first;
    }

    private static int furthest(ThreadStep step, byte[] text, int from, int to)
    {
        int[] list = new int[step.capacity];
        int[] next = new int[step.capacity];
        int length = step.begin(list, 0);
        long behind = step.signatureOfEdge();
        for (int at = from; at < to; at++)
        {
            int byteClass = step.classes.of[text[at] & 0xFF] & 0xFF;
            step.follow(list, 0, length, behind, byteClass, at);
            length = step.advance(byteClass, next);
            if (length == 0)
            {
                return at;
            }
            behind = step.signature(next, length, byteClass);
            int[] swap = list;
            list = next;
            next = swap;
        }
        return to;
    }
}
