package banjo.regex;

import java.util.Arrays;

/**
 * The threads of an NFA at one position, in order of preference, each with the source of every tag's value: a slot of
 * the state before, {@link #HERE} (the position) or {@link #UNSET}.
 */
final class Threads
{
    static final int UNSET = -1;
    static final int HERE = 1 << 20;

    private final Program program;
    private final ByteClasses classes;
    private final int width;
    private final int capacity;
    private final int[] seen;
    private final int[] values;
    private final IntList stack;
    private final IntList list;
    private int generation;
    private boolean matched;
    /** What a tag is set to. */
    int here = HERE;
    /** True when what was added depends on the byte ahead. */
    boolean looksAhead;
    /** Instructions visited since the beginning, to bound the work. */
    long work;

    Threads(Program program, ByteClasses classes)
    {
        this.program = program;
        this.classes = classes;
        width = 1 + program.tagCount;
        seen = new int[program.size()];
        values = new int[program.tagCount];
        int consuming = 0;
        for (byte kind : program.kind)
        {
            consuming += kind == Program.BYTES || kind == Program.MATCH ? 1 : 0;
        }
        capacity = consuming * width;
        // Each instruction is visited once and leaves at most two more entries than it takes.
        stack = new IntList(2 * program.size() + 4);
        list = new IntList(capacity);
    }

    void clear()
    {
        list.clear();
        generation++;
        if (generation == 0)
        {
            Arrays.fill(seen, 0);
            generation = 1;
        }
        matched = false;
        looksAhead = false;
    }

    /** Ints of as many threads as there can be. */
    int capacity()
    {
        return capacity;
    }

    int count()
    {
        return list.size() / width;
    }

    int instruction(int thread)
    {
        return list.get(thread * width);
    }

    int value(int thread, int tag)
    {
        return list.get(thread * width + 1 + tag);
    }

    /** Sets what the tags are at the start of the next {@link #follow}. */
    void setValue(int tag, int value)
    {
        values[tag] = value;
    }

    /**
     * Adds what an instruction leads to without consuming a byte: consuming instructions and matches. After a match,
     * which is preferred to all that follows, nothing is added.
     *
     * @param behind the signature of the byte behind, a bit for each distinct set that is looked for there.
     * @param ahead the class of the byte ahead, the edge's class at the end.
     */
    void follow(int start, long behind, int[] behindBit, int ahead)
    {
        stack.add(start);
        while (stack.size() > 0)
        {
            int at = stack.removeLast();
            if (at < 0)
            {
                values[~at] = stack.removeLast();
                continue;
            }
            if (matched || seen[at] == generation)
            {
                continue;
            }
            seen[at] = generation;
            work++;
            int x = program.x[at];
            int y = program.y[at];
            switch (program.kind[at])
            {
                case Program.SPLIT:
                    stack.add(y);
                    stack.add(x);
                    break;
                case Program.TAG:
                    stack.add(values[y]);
                    stack.add(~y);
                    values[y] = here;
                    stack.add(x);
                    break;
                case Program.BEHIND:
                    if ((behind >>> (behindBit[y] & 63) & 1) != 0)
                    {
                        stack.add(x);
                    }
                    break;
                case Program.AHEAD:
                    looksAhead = true;
                    if (classes.contains(program.sets[y], ahead))
                    {
                        stack.add(x);
                    }
                    break;
                default:
                    matched = program.kind[at] == Program.MATCH;
                    list.add(at);
                    for (int value : values)
                    {
                        list.add(value);
                    }
                    break;
            }
        }
    }
}
