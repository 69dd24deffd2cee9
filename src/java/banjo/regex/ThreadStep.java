package banjo.regex;

import java.util.Arrays;

/**
 * One step of a program's threads over a byte, in preallocated lists: what the simulation does at every byte and the
 * states on demand do once for each transition. A list holds, thread after thread in order of preference, the instruction
 * and the value of every tag.
 */
final class ThreadStep
{
    final Program program;
    final ByteClasses classes;
    final Threads threads;
    /** Ints of a thread in a list. */
    final int width;
    /** Ints of the longest list. */
    final int capacity;
    private final int[] behindBits;
    private final Reachability reachability;
    /** Per byte class (the last: the edge) the sets looked for behind that it is in. */
    private final long[] signatures;
    private final int[] seen;
    private int generation;

    /** @param behindBits from {@link BehindSets#number}. */
    ThreadStep(Program program, int[] behindBits)
    {
        this.program = program;
        this.behindBits = behindBits;
        classes = new ByteClasses(program.sets);
        threads = new Threads(program, classes);
        reachability = new Reachability(program, behindBits);
        width = 1 + program.tagCount;
        seen = new int[program.size()];
        signatures = new long[classes.count + 1];
        for (int i = 0; i <= classes.count; i++)
        {
            signatures[i] = BehindSets.signature(program, behindBits, classes, -1L, i);
        }
        capacity = threads.capacity();
    }

    int bytes()
    {
        return 4 * (2 * seen.length + 2 * capacity + 4 * program.size()) + 17 * program.size();
    }

    /** Writes the list before the first byte. @return its length in ints. */
    int begin(int[] list, int at)
    {
        list[at] = program.start;
        for (int tag = 0; tag < program.tagCount; tag++)
        {
            list[at + 1 + tag] = Threads.UNSET;
        }
        return width;
    }

    long signatureOfEdge()
    {
        return signatures[classes.count];
    }

    /**
     * Fills {@link #threads} with what a list leads to before a byte.
     *
     * @param ahead class of the byte, the edge's at the end.
     * @param here  what tags are set to.
     */
    void follow(int[] list, int from, int to, long behind, int ahead, int here)
    {
        threads.clear();
        threads.here = here;
        for (int i = from; i < to; i += width)
        {
            for (int tag = 0; tag < program.tagCount; tag++)
            {
                threads.setValue(tag, list[i + 1 + tag]);
            }
            threads.follow(list[i], behind, behindBits, ahead);
        }
    }

    /** True when the last of the threads has matched: it is what is found unless one before it matches later. */
    boolean matched()
    {
        int last = threads.count() - 1;
        return last >= 0 && program.kind[threads.instruction(last)] == Program.MATCH;
    }

    /** Writes the list behind a byte of a class. @return its length in ints. */
    int advance(int byteClass, int[] list)
    {
        int length = 0;
        int count = threads.count();
        generation++;
        if (generation == 0)
        {
            Arrays.fill(seen, 0);
            generation = 1;
        }
        for (int i = 0; i < count; i++)
        {
            int at = threads.instruction(i);
            int target = program.kind[at] == Program.MATCH ? at
                : classes.contains(program.sets[program.y[at]], byteClass) ? program.x[at] : -1;
            threads.work++;
            if (target < 0 || seen[target] == generation || !reachability.canMatch(target))
            {
                continue;
            }
            seen[target] = generation;
            list[length++] = target;
            long live = reachability.liveTags[target];
            for (int tag = 0; tag < program.tagCount; tag++)
            {
                list[length++] = (live >>> (tag & 63) & 1) != 0 ? threads.value(i, tag) : Threads.UNSET;
            }
        }
        return length;
    }

    /** @return what the byte behind is, as far as a list asks for it. */
    long signature(int[] list, int length, int byteClass)
    {
        long wanted = 0;
        for (int i = 0; i < length; i += width)
        {
            wanted |= reachability.looksBehind[list[i]];
        }
        return signatures[byteClass] & wanted;
    }
}
