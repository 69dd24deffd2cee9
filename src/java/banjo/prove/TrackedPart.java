package banjo.prove;

import banjo.regex.AutomatonView;

/**
 * One of the automata of a filter, run on letters with registers that hold what {@link Marks} says of a position instead of
 * the position. A configuration is a state and what its live registers hold; it is known by its number.
 */
final class TrackedPart
{
    static final int DEAD = -1;

    private static final int UNKNOWN = -2;
    private static final int NOTHING = 0;
    private static final int CHUNK = 256;

    private final AutomatonView view;
    private final int[] classOfLetter;
    private final int words;
    /** Per state, a bit for each register whose value may become an edge of the host. */
    private final long[] live;
    /** The registers that are live in some state. */
    private final int[] tracked;
    private final int[] registers;
    private final int[] row;
    private final RowTable configurations;
    /** Per configuration and letter, what a step leads to when the position is of no interest. */
    private int[][] plainSteps = new int[CHUNK][];

    /** @param tracks whether captures matter, or the verdict alone. */
    TrackedPart(AutomatonView view, Template template, boolean[] accepts, boolean tracks)
    {
        this.view = view;
        classOfLetter = new int[template.letterCount()];
        for (int letter = 0; letter < classOfLetter.length; letter++)
        {
            classOfLetter[letter] = view.byteClass(template.value(letter));
        }
        words = view.registerCount() + 63 >> 6;
        live = new long[tracks ? view.stateCount() * words : 0];
        if (tracks)
        {
            findLive(accepts);
        }
        tracked = tracks ? everLive() : new int[0];
        registers = new int[view.registerCount()];
        row = new int[1 + tracked.length];
        configurations = new RowTable(row.length);
    }

    private void findLive(boolean[] accepts)
    {
        long[] flow = new long[words];
        for (int state = 0; state < view.stateCount(); state++)
        {
            int accept = view.accept(state);
            for (int edge = 0; edge < 2 && accept >= 0 && accepts[accept]; edge++)
            {
                int source = view.source(accept, edge);
                if (source >= 0)
                {
                    live[state * words + (source >> 6)] |= 1L << (source & 63);
                }
            }
        }
        boolean changed = true;
        while (changed)
        {
            changed = false;
            for (int state = view.stateCount() - 1; state >= 0; state--)
            {
                for (int byteClass = 0; byteClass < view.classCount(); byteClass++)
                {
                    changed |= flowBack(state, byteClass, flow);
                }
            }
        }
    }

    private boolean flowBack(int state, int byteClass, long[] flow)
    {
        int target = view.next(state, byteClass);
        if (target < 0)
        {
            return false;
        }
        System.arraycopy(live, target * words, flow, 0, words);
        int[] moves = view.moves(state, byteClass);
        for (int i = moves.length - 1; i >= 0; i--)
        {
            int register = moves[i] >>> 16;
            int source = moves[i] & 0xFFFF;
            boolean wanted = (flow[register >> 6] >>> (register & 63) & 1) != 0;
            flow[register >> 6] &= ~(1L << (register & 63));
            if (wanted && source != AutomatonView.HERE)
            {
                flow[source >> 6] |= 1L << (source & 63);
            }
        }
        boolean changed = false;
        for (int i = 0; i < words; i++)
        {
            long before = live[state * words + i];
            live[state * words + i] = before | flow[i];
            changed |= (flow[i] & ~before) != 0;
        }
        return changed;
    }

    private int[] everLive()
    {
        int[] found = new int[view.registerCount()];
        int count = 0;
        for (int register = 0; register < found.length; register++)
        {
            boolean ever = false;
            for (int state = 0; state < view.stateCount() && !ever; state++)
            {
                ever = isLive(state, register);
            }
            if (ever)
            {
                found[count++] = register;
            }
        }
        int[] result = new int[count];
        System.arraycopy(found, 0, result, 0, count);
        return result;
    }

    private boolean isLive(int state, int register)
    {
        return (live[state * words + (register >> 6)] >>> (register & 63) & 1) != 0;
    }

    int start()
    {
        row[0] = 0;
        for (int i = 0; i < tracked.length; i++)
        {
            row[1 + i] = NOTHING;
        }
        return configurations.add(row);
    }

    /** @param here what registers remember that store the position. @return a configuration or {@link #DEAD}. */
    int step(int configuration, int letter, int here)
    {
        if (here != NOTHING)
        {
            return compute(configuration, letter, here);
        }
        if (configuration >= plainSteps.length)
        {
            int[][] larger = new int[Math.max(plainSteps.length * 2, configuration + CHUNK)][];
            System.arraycopy(plainSteps, 0, larger, 0, plainSteps.length);
            plainSteps = larger;
        }
        if (plainSteps[configuration] == null)
        {
            plainSteps[configuration] = new int[classOfLetter.length];
            for (int i = 0; i < classOfLetter.length; i++)
            {
                plainSteps[configuration][i] = UNKNOWN;
            }
        }
        int[] steps = plainSteps[configuration];
        if (steps[letter] == UNKNOWN)
        {
            steps[letter] = compute(configuration, letter, NOTHING);
        }
        return steps[letter];
    }

    private int compute(int configuration, int letter, int here)
    {
        int state = configurations.get(configuration, 0);
        int target = view.next(state, classOfLetter[letter]);
        if (target < 0)
        {
            return DEAD;
        }
        for (int i = 0; i < tracked.length; i++)
        {
            registers[tracked[i]] = configurations.get(configuration, 1 + i);
        }
        for (int move : view.moves(state, classOfLetter[letter]))
        {
            int source = move & 0xFFFF;
            registers[move >>> 16] = source == AutomatonView.HERE ? here : registers[source];
        }
        row[0] = target;
        for (int i = 0; i < tracked.length; i++)
        {
            row[1 + i] = isLive(target, tracked[i]) ? registers[tracked[i]] : NOTHING;
        }
        return configurations.add(row);
    }

    /** @return the accept when the line ends, or -1. */
    int accept(int configuration)
    {
        return view.accept(configurations.get(configuration, 0));
    }

    /** True when the accept captures a host at all. */
    boolean captures(int accept)
    {
        return view.source(accept, 0) != AutomatonView.UNSET && view.source(accept, 1) != AutomatonView.UNSET;
    }

    /** True when what the accept captures, the line ending here, is what the marks enclose. */
    boolean isRight(int configuration, int accept, Marks marks)
    {
        return isAt(configuration, accept, marks, 0) && isAt(configuration, accept, marks, 1);
    }

    private boolean isAt(int configuration, int accept, Marks marks, int edge)
    {
        int source = view.source(accept, edge);
        int distance = view.distance(accept, edge);
        if (source == AutomatonView.FROM)
        {
            return marks.isAtLineStart(distance, edge == 1);
        }
        if (source == AutomatonView.TO)
        {
            return marks.isAtLineEnd(distance, edge == 1);
        }
        for (int i = 0; i < tracked.length; i++)
        {
            if (tracked[i] == source)
            {
                return marks.isAt(configurations.get(configuration, 1 + i), distance, edge == 1);
            }
        }
        return false;
    }

    /** Tells the marks what the accepts depend on. */
    void need(Marks marks, boolean[] accepts)
    {
        for (int accept = 0; accept < accepts.length; accept++)
        {
            for (int edge = 0; edge < 2 && accepts[accept] && captures(accept); edge++)
            {
                int source = view.source(accept, edge);
                marks.need(source == AutomatonView.FROM, view.distance(accept, edge), edge == 1);
            }
        }
    }

    /** True when the line matches whatever follows, with what the configuration has captured. */
    boolean isCertain(int configuration)
    {
        int state = configurations.get(configuration, 0);
        if (view.accept(state) < 0)
        {
            return false;
        }
        for (int byteClass = 0; byteClass < view.classCount(); byteClass++)
        {
            if (view.next(state, byteClass) != state || view.moves(state, byteClass).length > 0)
            {
                return false;
            }
        }
        return true;
    }

    /** @return the accepts that lines of a template can reach, or null for none. */
    static boolean[] reachable(AutomatonView view, Template template)
    {
        boolean[] accepts = new boolean[view.acceptCount()];
        boolean any = false;
        int states = Math.max(1, view.stateCount());
        long[] seen = new long[(template.nodeCount * states >> 6) + 1];
        int[] queue = new int[CHUNK];
        int count = 0;
        for (int node : template.beginnings())
        {
            queue = append(queue, count++, node * states);
        }
        for (int i = 0; i < count; i++)
        {
            int node = queue[i] / states;
            int state = queue[i] % states;
            int accept = view.accept(state);
            if (accept >= 0 && template.endings(node).length > 0)
            {
                accepts[accept] = true;
                any = true;
            }
            for (int letter = 0; letter < template.letterCount(); letter++)
            {
                int[] steps = template.steps(node, letter);
                int target = steps.length == 0 ? DEAD : view.next(state, view.byteClass(template.value(letter)));
                for (int k = 0; k < steps.length && target >= 0; k++)
                {
                    int pair = (steps[k] >> Template.MARK_BITS) * states + target;
                    if ((seen[pair >> 6] >>> (pair & 63) & 1) == 0)
                    {
                        seen[pair >> 6] |= 1L << (pair & 63);
                        queue = append(queue, count++, pair);
                    }
                }
            }
        }
        return any ? accepts : null;
    }

    private static int[] append(int[] list, int at, int item)
    {
        int[] result = list;
        if (at == list.length)
        {
            result = new int[at * 2];
            System.arraycopy(list, 0, result, 0, at);
        }
        result[at] = item;
        return result;
    }
}
