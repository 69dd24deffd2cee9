package banjo.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a program into a deterministic automaton with registers (Laurikari's tagged DFA, with the priorities of Kuklewicz and
 * Pike): a state is the ordered list of threads, each with the registers that hold its tags. Registers are numbered by their
 * first use in the list, so that equal lists are one state whatever way led there; transitions carry the moves.
 */
final class Determiniser
{
    /** Register that holds the index of the pattern that matched, -1 for none. */
    static final int PATTERN_REGISTER = 0;
    static final int SOURCE_HERE = 0xFFFF;
    static final int SOURCE_AFTER = 0xFFFE;
    static final int SOURCE_UNSET = 0xFFFD;
    static final int SOURCE_PATTERN = 0x8000;

    private final Program program;
    private final ByteClasses classes;
    private final int tags;
    private final int stateBudget;
    private final int patternIndex;
    private final Map<Key, Integer> states = new HashMap<>();
    private final List<int[]> configurations = new ArrayList<>();
    private final Map<Key, Integer> operationIndex = new HashMap<>();
    /** Rows of transitions: operation list in the upper half, state in the lower; state 0 is the dead one. */
    final List<long[]> rows = new ArrayList<>();
    /** Each a list of moves {@code target << 16 | source}; the first is empty. */
    final List<int[]> operations = new ArrayList<>();
    int registers;
    int startState;
    int startOperation;

    private record Key(int[] values)
    {
        @Override
        public boolean equals(Object other)
        {
            return other instanceof Key key && Arrays.equals(values, key.values);
        }

        @Override
        public int hashCode()
        {
            return Arrays.hashCode(values);
        }
    }

    Determiniser(Program program, ByteClasses classes, int tags, int stateBudget, int patternIndex)
    {
        this.program = program;
        this.classes = classes;
        this.tags = tags;
        this.stateBudget = stateBudget;
        this.patternIndex = patternIndex;
        registers = 2 + tags;
    }

    /** @return false when it needs more states than the budget. */
    boolean run() throws PatternException
    {
        operationOf(new IntList());
        configurations.add(new int[0]);
        rows.add(new long[classes.count]);
        Threads threads = new Threads(program, classes, tags);
        int[] values = new int[tags];
        Arrays.fill(values, Threads.UNSET);
        threads.clear();
        threads.close(program.start, classes.edge, -1, values, Threads.HERE);
        long start = transition(threads, classes.edge, new IntList());
        startState = (int)start;
        startOperation = (int)(start >>> 32);
        Threads concrete = new Threads(program, classes, tags);
        for (int state = 1; state < configurations.size(); state++)
        {
            if (configurations.size() > stateBudget)
            {
                return false;
            }
            long[] row = new long[classes.count];
            for (int byteClass = 0; byteClass < classes.count; byteClass++)
            {
                row[byteClass] = step(configurations.get(state), byteClass, concrete, threads, values);
            }
            rows.add(row);
        }
        return true;
    }

    /** @param configuration class behind, then the threads. */
    private long step(int[] configuration, int byteClass, Threads concrete, Threads next, int[] values) throws PatternException
    {
        concrete.clear();
        int width = tags + 1;
        for (int i = 1; i < configuration.length && !concrete.matched; i += width)
        {
            System.arraycopy(configuration, i + 1, values, 0, tags);
            concrete.close(configuration[i], configuration[0], byteClass, values, Threads.HERE);
        }
        IntList moves = new IntList();
        int threadCount = concrete.count();
        if (concrete.matched)
        {
            threadCount--;
            record(concrete, threadCount, moves);
        }
        next.clear();
        if (byteClass != classes.edge)
        {
            for (int i = 0; i < threadCount && !next.matched; i++)
            {
                int at = concrete.instruction(i);
                if (program.kind.get(at) == Program.BYTES && classes.contains(program.sets.get(at), byteClass))
                {
                    for (int tag = 0; tag < tags; tag++)
                    {
                        values[tag] = concrete.tag(i, tag);
                    }
                    next.close(program.x.get(at), byteClass, -1, values, Threads.AFTER);
                }
            }
        }
        return transition(next, byteClass, moves);
    }

    /** Stores a matched thread's tags as the result so far. */
    private void record(Threads threads, int thread, IntList moves)
    {
        moves.add(PATTERN_REGISTER << 16 | SOURCE_PATTERN | program.y.get(threads.instruction(thread)));
        for (int tag = 0; tag < tags; tag++)
        {
            moves.add(1 + tag << 16 | source(threads.tag(thread, tag)));
        }
    }

    private static int source(int value)
    {
        switch (value)
        {
            case Threads.UNSET: return SOURCE_UNSET;
            case Threads.HERE: return SOURCE_HERE;
            case Threads.AFTER: return SOURCE_AFTER;
            default: return value;
        }
    }

    /** @return operation list and state for a list of threads. */
    private long transition(Threads threads, int behind, IntList moves) throws PatternException
    {
        if (threads.count() == 0)
        {
            return (long)operationOf(moves) << 32;
        }
        if (threads.count() == 1 && threads.matched)
        {
            // Nothing can change the verdict any more: store it and stop.
            record(threads, 0, moves);
            return (long)operationOf(moves) << 32;
        }
        int width = tags + 1;
        int[] configuration = new int[1 + threads.list.size()];
        IntList sources = new IntList();
        boolean looksAhead = false;
        for (int i = 0; i < threads.count(); i++)
        {
            configuration[1 + i * width] = threads.instruction(i);
            looksAhead |= program.kind.get(threads.instruction(i)) == Program.AHEAD;
            for (int tag = 0; tag < tags; tag++)
            {
                int value = threads.tag(i, tag);
                configuration[1 + i * width + 1 + tag] = value == Threads.UNSET ? value : registerOf(value, sources);
            }
        }
        configuration[0] = looksAhead ? behind : classes.edge;
        int first = 2 + tags;
        registers = Math.max(registers, first + sources.size());
        sequentialise(sources, first, moves);
        Key key = new Key(configuration);
        Integer known = states.get(key);
        if (known == null)
        {
            known = configurations.size();
            configurations.add(configuration);
            states.put(key, known);
        }
        return (long)operationOf(moves) << 32 | known;
    }

    private int registerOf(int value, IntList sources)
    {
        for (int i = 0; i < sources.size(); i++)
        {
            if (sources.get(i) == value)
            {
                return 2 + tags + i;
            }
        }
        sources.add(value);
        return 2 + tags + sources.size() - 1;
    }

    /** Appends moves that have the effect of all at once: a register is read before it is overwritten. */
    private void sequentialise(IntList sources, int first, IntList moves)
    {
        int temporary = 1 + tags;
        boolean[] done = new boolean[sources.size()];
        int[] from = sources.toArray();
        int left = 0;
        for (int i = 0; i < done.length; i++)
        {
            done[i] = from[i] == first + i;
            left += done[i] ? 0 : 1;
        }
        while (left > 0)
        {
            boolean progress = false;
            for (int i = 0; i < done.length; i++)
            {
                if (!done[i] && !isRead(first + i, from, done, i))
                {
                    moves.add(first + i << 16 | source(from[i]));
                    done[i] = true;
                    left--;
                    progress = true;
                }
            }
            if (!progress)
            {
                // Only circles are left: free one register by way of the temporary.
                int i = 0;
                while (done[i])
                {
                    i++;
                }
                moves.add(temporary << 16 | first + i);
                for (int k = 0; k < from.length; k++)
                {
                    if (!done[k] && from[k] == first + i)
                    {
                        from[k] = temporary;
                    }
                }
            }
        }
    }

    private static boolean isRead(int register, int[] from, boolean[] done, int except)
    {
        for (int i = 0; i < from.length; i++)
        {
            if (i != except && !done[i] && from[i] == register)
            {
                return true;
            }
        }
        return false;
    }

    private int operationOf(IntList moves) throws PatternException
    {
        Key key = new Key(moves.toArray());
        Integer known = operationIndex.get(key);
        if (known == null)
        {
            known = operations.size();
            if (known >= Automaton.OPERATIONS_MAXIMUM)
            {
                throw new PatternException(patternIndex, -1, "needs too many different register operations");
            }
            operations.add(key.values());
            operationIndex.put(key, known);
        }
        return known;
    }
}
