package banjo.regex;

/**
 * An ordered list of NFA threads during determinisation: instruction and, for each tag, where its value comes from:
 * a register of the state before, {@link #HERE} (the position before the byte), {@link #AFTER} (behind it) or {@link #UNSET}.
 */
final class Threads
{
    static final int UNSET = -1;
    static final int HERE = 1 << 20;
    static final int AFTER = HERE + 1;

    private final Program program;
    private final ByteClasses classes;
    private final int tags;
    private final int[] seen;
    private final IntList stack = new IntList();
    private int generation;
    /** Instruction, then one value for each tag, for each thread. */
    final IntList list = new IntList();
    /** True when a thread has matched: those after it no longer count. */
    boolean matched;

    Threads(Program program, ByteClasses classes, int tags)
    {
        this.program = program;
        this.classes = classes;
        this.tags = tags;
        seen = new int[program.kind.size()];
    }

    void clear()
    {
        list.clear();
        generation++;
        matched = false;
    }

    int count()
    {
        return list.size() / (tags + 1);
    }

    int instruction(int thread)
    {
        return list.get(thread * (tags + 1));
    }

    int tag(int thread, int tag)
    {
        return list.get(thread * (tags + 1) + 1 + tag);
    }

    /**
     * Adds what can be reached from an instruction without consuming a byte, preferred ways first.
     *
     * @param behind class of the byte behind, or the edge.
     * @param ahead class of the byte ahead; -1 when it is not known yet: then AHEAD instructions stay as they are.
     * @param values of the tags; changed and restored on the way.
     * @param position what a TAG instruction stores: HERE or AFTER.
     */
    void close(int from, int behind, int ahead, int[] values, int position)
    {
        int base = stack.size();
        push(from, -1, 0);
        while (stack.size() > base)
        {
            int old = pop();
            int tag = pop();
            int at = pop();
            if (tag >= 0)
            {
                values[tag] = old;
                continue;
            }
            if (matched || seen[at] == generation)
            {
                continue;
            }
            seen[at] = generation;
            ByteSet set = program.sets.get(at);
            switch (program.kind.get(at))
            {
                case Program.SPLIT:
                    push(program.y.get(at), -1, 0);
                    push(program.x.get(at), -1, 0);
                    break;
                case Program.TAG:
                    int stored = program.y.get(at);
                    push(at, stored, values[stored]);
                    values[stored] = position;
                    push(program.x.get(at), -1, 0);
                    break;
                case Program.BEHIND:
                    if (classes.contains(set, behind))
                    {
                        push(program.x.get(at), -1, 0);
                    }
                    break;
                case Program.AHEAD:
                    if (ahead < 0)
                    {
                        add(at, values);
                    }
                    else if (classes.contains(set, ahead))
                    {
                        push(program.x.get(at), -1, 0);
                    }
                    break;
                case Program.MATCH:
                    add(at, values);
                    matched = true;
                    break;
                default:
                    add(at, values);
                    break;
            }
        }
    }

    private void add(int at, int[] values)
    {
        list.add(at);
        for (int i = 0; i < tags; i++)
        {
            list.add(values[i]);
        }
    }

    private void push(int at, int tag, int old)
    {
        stack.add(at);
        stack.add(tag);
        stack.add(old);
    }

    private int pop()
    {
        return stack.removeLast();
    }
}
