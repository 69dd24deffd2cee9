package banjo.prove;

import banjo.regex.AutomatonView;
import banjo.regex.WorkAllowance;

/**
 * One of the automata of a filter, run on letters with registers that hold what {@link Marks} says of a position instead of
 * the position. A configuration is a state and what its live registers hold; it is known by its number.
 */
final class TrackedPart
{
    static final int DEAD = -1;

    /** Beyond what is known of the automaton. */
    static final int LOST = -2;

    private static final int UNKNOWN = -3;
    private static final int NOTHING = 0;
    private static final int CHUNK = 256;

    final AutomatonView view;
    /** Whether a step led beyond what is known of the automaton. */
    boolean lost;
    private final WorkAllowance allowance;
    private final int[] classOfLetter;
    /** Null when the verdict alone matters. */
    private final LiveRegisters live;
    private final int[] tracked;
    private final int[] registers;
    private final int[] row;
    private final RowTable configurations;
    /** Per state, whether {@link #isCertain}: 1 for yes, -1 for no, 0 before it was asked for. */
    private final byte[] certain;
    /** Per configuration and letter, what a step leads to when the position is of no interest. */
    private int[][] plainSteps = new int[CHUNK][];

    /** @param live null when captures do not matter. */
    TrackedPart(AutomatonView view, LiveRegisters live, Template template, WorkAllowance allowance)
    {
        this.view = view;
        this.allowance = allowance;
        this.live = live;
        classOfLetter = new int[template.letterCount()];
        for (int letter = 0; letter < classOfLetter.length; letter++)
        {
            classOfLetter[letter] = view.byteClass(template.value(letter));
        }
        tracked = live == null ? new int[0] : live.ever;
        registers = new int[view.registerCount()];
        row = new int[1 + tracked.length];
        configurations = new RowTable(row.length);
        certain = new byte[view.stateCount()];
    }

    /** @return how many numbers a configuration is. */
    int width()
    {
        return row.length;
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

    /** @param here what registers remember that store the position. @return a configuration, {@link #DEAD} or {@link #LOST}. */
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
            allowance.spend((long)classOfLetter.length * Search.WORK_PER_INT);
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
            lost |= target == AutomatonView.UNKNOWN;
            return target == AutomatonView.UNKNOWN ? LOST : DEAD;
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
        allowance.spend(2L * row.length);
        for (int i = 0; i < tracked.length; i++)
        {
            row[1 + i] = live.isLive(target, tracked[i]) ? registers[tracked[i]] : NOTHING;
        }
        int known = configurations.count();
        int number = configurations.add(row);
        allowance.spend(number == known ? (long)Search.WORK_PER_INT * row.length : 0);
        return number;
    }

    /** @return the accept when the line ends, or -1. */
    int accept(int configuration)
    {
        return view.accept(configurations.get(configuration, 0));
    }

    /** True when the accept captures what matters at all. */
    boolean captures(int accept)
    {
        return live.capture(accept) >= 0;
    }

    /** @return the index of the pattern that accepts. */
    int pattern(int accept)
    {
        return view.pattern(accept);
    }

    /** True when one of the captures takes part in the accept. */
    boolean hasAny(int accept, int[] captures)
    {
        for (int capture : captures)
        {
            if (view.source(accept, 2 * capture) != AutomatonView.UNSET)
            {
                return true;
            }
        }
        return false;
    }

    /** True when what the accept captures, the line ending here, is what the marks enclose. */
    boolean isRight(int configuration, int accept, Marks marks)
    {
        return isAt(configuration, accept, marks, 0) && isAt(configuration, accept, marks, 1);
    }

    private boolean isAt(int configuration, int accept, Marks marks, int edge)
    {
        int source = view.source(accept, 2 * live.capture(accept) + edge);
        int distance = view.distance(accept, 2 * live.capture(accept) + edge);
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
                int index = 2 * live.capture(accept) + edge;
                marks.need(view.source(accept, index), view.distance(accept, index), edge == 1);
            }
        }
    }

    /** True when a register that may become an edge of the capture was set at the start mark. */
    boolean remembersStart(int configuration)
    {
        for (int i = 0; i < tracked.length; i++)
        {
            if (Marks.isStart(configurations.get(configuration, 1 + i)))
            {
                return true;
            }
        }
        return false;
    }

    /** True when the line matches whatever follows, with what the configuration has captured. */
    boolean isCertain(int configuration)
    {
        int state = configurations.get(configuration, 0);
        if (certain[state] == 0)
        {
            certain[state] = (byte)(isCertainIn(state) ? 1 : -1);
        }
        return certain[state] > 0;
    }

    private boolean isCertainIn(int state)
    {
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

    /**
     * @param part the automaton sees a part of the line, from anywhere to anywhere.
     * @return the accepts that lines of a template can reach, or null for none.
     */
    static boolean[] reachable(AutomatonView view, Template template, boolean part, WorkAllowance allowance)
    {
        boolean[] accepts = new boolean[view.acceptCount()];
        boolean any = false;
        int states = Math.max(1, view.stateCount());
        // No allowance is so large that the pairs of states could not be counted.
        allowance.spend((long)template.nodeCount * states >> 1);
        long[] seen = new long[(template.nodeCount * states >> 6) + 1];
        int[] queue = new int[CHUNK];
        int count = 0;
        for (int node : part ? template.nodes() : template.beginnings())
        {
            queue = append(queue, count++, node * states);
            seen[node * states >> 6] |= 1L << (node * states & 63);
        }
        for (int i = 0; i < count; i++)
        {
            allowance.spend(2L * template.letterCount() + Search.WORK_PER_INT);
            int node = queue[i] / states;
            int state = queue[i] % states;
            int accept = view.accept(state);
            if (accept >= 0 && (part || template.endings(node).length > 0))
            {
                accepts[accept] = true;
                any = true;
            }
            for (int letter = 0; letter < template.letterCount(); letter++)
            {
                int[] steps = template.steps(node, letter);
                int target = steps.length == 0 ? DEAD : view.next(state, view.byteClass(template.value(letter)));
                any |= target == AutomatonView.UNKNOWN;
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
