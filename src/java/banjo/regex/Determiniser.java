package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * Determinises a program (Laurikari's tagged automata, with the priorities of Pike's simulation). A state is the ordered
 * list of instructions at which threads go on after a byte, each with the slots that hold its tags; what they lead to
 * without a byte is followed when the next byte is known, so assertions are decided at once and tags are set late.
 * Slots are numbered by first use, so that lists that differ in registers alone are one state; a new state keeps the
 * registers of the state before it, a known one is reached with moves.
 */
final class Determiniser
{
    private static final int MAXIMUM_REGISTERS = 1000;
    /** Register 0 frees a circle of moves. */
    private static final int TEMPORARY = 0;
    private static final int INTS_PER_STATE = 512;
    /** 8 MB. */
    private static final int MAXIMUM_INTS = 2 << 20;
    private static final int WORK_PER_STATE = 65_536;
    private static final int WORK_PER_TRANSITION = 128;

    private final Program program;
    private final ByteClasses classes;
    private final int tags;
    private final int stateBudget;
    private final int[] behindBit;
    private final Reachability reachability;
    private final Threads threads;
    private final IntArrayTable states = new IntArrayTable();
    private final IntArrayTable operations = new IntArrayTable();
    private final IntArrayTable accepts = new IntArrayTable();
    private final List<int[]> registersOf = new ArrayList<>();
    private final IntList next = new IntList();
    private final IntList operation = new IntList();
    private final IntList accept = new IntList();
    private final IntList key = new IntList();
    private final IntList sources = new IntList();
    private final int[] seen;
    private long workBudget;
    private int generation;
    private int registerCount = 1;
    private long storedThreads;

    private Determiniser(Program program, int stateBudget, int[] behindBit)
    {
        this.program = program;
        this.stateBudget = stateBudget;
        workBudget = (long)stateBudget * WORK_PER_STATE;
        this.behindBit = behindBit;
        classes = new ByteClasses(program.sets);
        tags = program.tagCount;
        reachability = new Reachability(program, behindBit);
        threads = new Threads(program, classes);
        seen = new int[program.size()];
        operations.indexOf(new int[0]);
    }

    /** @return the automaton, or null when it needs more than the budget: states, threads, registers or work. */
    static Dfa run(Program program, int stateBudget)
    {
        return run(program, stateBudget, new WorkAllowance(Long.MAX_VALUE));
    }

    /** The same, null also when it needs more than half of the work that is left for all; what it took is taken off. */
    static Dfa run(Program program, int stateBudget, WorkAllowance allowance)
    {
        int[] behindBit = BehindSets.number(program);
        if (behindBit == null)
        {
            return null;
        }
        return new Determiniser(program, stateBudget, behindBit).run(false, allowance);
    }

    /**
     * The same, but what the budget allows where it does not suffice: then transitions lead to states that are not there, from
     * the state count on. @return null only when nothing can be made.
     */
    static Dfa runPartly(Program program, int stateBudget, WorkAllowance allowance)
    {
        int[] behindBit = BehindSets.number(program);
        return behindBit == null ? null : new Determiniser(program, stateBudget, behindBit).run(true, allowance);
    }

    private Dfa run(boolean partly, WorkAllowance allowance)
    {
        workBudget = Math.min(workBudget, allowance.left >> 1);
        Dfa dfa = run(partly);
        allowance.left -= work();
        allowance.exceeded = work() > workBudget;
        return dfa;
    }

    private Dfa run(boolean partly)
    {
        threads.clear();
        begin();
        key.add(program.start);
        for (int tag = 0; tag < tags; tag++)
        {
            key.add(Threads.UNSET);
        }
        sign(classes.count);
        states.indexOf(key.toArray());
        registersOf.add(new int[0]);
        int made = 0;
        while (made < states.size())
        {
            expand(made++);
            if (states.size() > stateBudget || storedThreads > Math.min((long)stateBudget * INTS_PER_STATE, MAXIMUM_INTS)
                || work() > workBudget || registerCount > MAXIMUM_REGISTERS)
            {
                if (!partly)
                {
                    return null;
                }
                break;
            }
        }
        return new Dfa(made, classes.count, classes.of, next.toArray(), operation.toArray(), accept.toArray(),
            operations.toArray(), accepts.toArray(), registerCount);
    }

    /** Threads followed, and transitions, each of which is numbered, compared and minimised. */
    private long work()
    {
        return threads.work + (long)next.size() * WORK_PER_TRANSITION;
    }

    private void expand(int state)
    {
        follow(state, classes.count);
        int last = threads.count() - 1;
        boolean accepting = last >= 0 && program.kind[threads.instruction(last)] == Program.MATCH;
        accept.add(accepting ? acceptOf(state, last) : -1);
        boolean looksAhead = threads.looksAhead;
        for (int byteClass = 0; byteClass < classes.count; byteClass++)
        {
            if (looksAhead)
            {
                follow(state, byteClass);
            }
            step(state, byteClass);
        }
    }

    /** Fills {@link #threads} with what the state's threads lead to before a byte of a class. */
    private void follow(int state, int ahead)
    {
        int[] list = states.get(state);
        long behind = (long)list[0] << 32 | list[1] & 0xFFFFFFFFL;
        threads.clear();
        threads.work += list.length >> 3;
        for (int i = 2; i < list.length; i += 1 + tags)
        {
            for (int tag = 0; tag < tags; tag++)
            {
                threads.setValue(tag, list[i + 1 + tag]);
            }
            threads.follow(list[i], behind, behindBit, ahead);
        }
    }

    private int acceptOf(int state, int thread)
    {
        ParsedPattern pattern = program.patterns[program.y[threads.instruction(thread)]];
        int[] number = program.numberOfTag;
        int[] result = new int[1 + 2 * number.length];
        result[0] = pattern.index;
        for (int tag = 0; tag < number.length; tag++)
        {
            int base = pattern.base[tag];
            int source = base;
            if (base >= 0 || base == ParsedPattern.ITSELF)
            {
                int set = number[base >= 0 ? base : tag];
                int value = set < 0 ? Threads.UNSET : threads.value(thread, set);
                source = value == Threads.UNSET ? Dfa.UNSET : value == Threads.HERE ? Dfa.TO : registersOf.get(state)[value];
            }
            result[1 + 2 * tag] = source;
            result[2 + 2 * tag] = source == Dfa.UNSET ? 0 : pattern.distance[tag];
        }
        return accepts.indexOf(result);
    }

    private void begin()
    {
        key.clear();
        key.add(0);
        key.add(0);
        sources.clear();
        generation++;
    }

    /** Writes which of the sets that the threads may look for behind hold the class. */
    private void sign(int behindClass)
    {
        long wanted = 0;
        for (int i = 2; i < key.size(); i += 1 + tags)
        {
            wanted |= reachability.looksBehind[key.get(i)];
        }
        long signature = BehindSets.signature(program, behindBit, classes, wanted, behindClass);
        key.set(0, (int)(signature >>> 32));
        key.set(1, (int)signature);
    }

    private void step(int state, int byteClass)
    {
        begin();
        int last = threads.count() - 1;
        boolean matched = last >= 0 && program.kind[threads.instruction(last)] == Program.MATCH;
        int idle = matched ? firstIdle(last, byteClass) : last;
        for (int i = 0; i <= last; i++)
        {
            int target = targetOf(i, byteClass);
            threads.work++;
            boolean dropped = target < 0 || i >= idle && i < last;
            if (!dropped && seen[target] != generation && reachability.canMatch(target))
            {
                seen[target] = generation;
                add(i, target);
            }
        }
        if (key.size() == 2)
        {
            next.add(Dfa.DEAD);
            operation.add(0);
            return;
        }
        sign(byteClass);
        int[] list = key.toArray();
        int known = states.size();
        int target = states.indexOf(list);
        if (target == known)
        {
            storedThreads += list.length;
            registersOf.add(assign(registersOf.get(state)));
        }
        next.add(target);
        operation.add(moves(registersOf.get(state), registersOf.get(target)));
    }

    /** @return where a thread goes on after a byte of the class, -1 when it does not; a match stays a match. */
    private int targetOf(int thread, int byteClass)
    {
        int at = threads.instruction(thread);
        if (program.kind[at] == Program.MATCH)
        {
            return at;
        }
        return classes.contains(program.sets[program.y[at]], byteClass) ? program.x[at] : -1;
    }

    /** @return the first of the threads directly before a match that are all idle. */
    private int firstIdle(int match, int byteClass)
    {
        int first = match;
        for (int i = match - 1; i >= 0; i--)
        {
            int target = targetOf(i, byteClass);
            if (target >= 0 && !isIdle(i, target, match))
            {
                break;
            }
            first = i;
        }
        return first;
    }

    /** True when a thread can change neither the verdict nor a tag of the match that is already there. */
    private boolean isIdle(int thread, int target, int match)
    {
        if (reachability.setsTag[target] || !reachability.onlyPattern(target, program.y[threads.instruction(match)]))
        {
            return false;
        }
        for (int tag = 0; tag < tags; tag++)
        {
            if (threads.value(thread, tag) != threads.value(match, tag))
            {
                return false;
            }
        }
        return true;
    }

    private void add(int thread, int target)
    {
        key.add(target);
        for (int tag = 0; tag < tags; tag++)
        {
            int value = threads.value(thread, tag);
            boolean live = (reachability.liveTags[target] >>> (tag & 63) & 1) != 0;
            key.add(value == Threads.UNSET || !live ? Threads.UNSET : slotOf(value));
        }
    }

    private int slotOf(int source)
    {
        int slot = 0;
        while (slot < sources.size() && sources.get(slot) != source)
        {
            slot++;
        }
        threads.work += slot >> 3;
        if (slot == sources.size())
        {
            sources.add(source);
        }
        return slot;
    }

    /** Gives the slots of a new state registers: what is inherited stays where it is. */
    private int[] assign(int[] before)
    {
        int[] result = new int[sources.size()];
        boolean[] taken = new boolean[registerCount + result.length + 1];
        taken[TEMPORARY] = true;
        for (int slot = 0; slot < result.length; slot++)
        {
            if (sources.get(slot) != Threads.HERE)
            {
                result[slot] = before[sources.get(slot)];
                taken[result[slot]] = true;
            }
        }
        for (int slot = 0; slot < result.length; slot++)
        {
            if (sources.get(slot) == Threads.HERE)
            {
                int free = 1;
                while (taken[free])
                {
                    free++;
                }
                result[slot] = free;
                taken[free] = true;
                registerCount = Math.max(registerCount, free + 1);
            }
        }
        return result;
    }

    /** @return the operation that has the effect of all moves at once: a register is read before it is overwritten. */
    private int moves(int[] before, int[] after)
    {
        IntList moves = new IntList();
        int count = after.length;
        int[] from = new int[count];
        boolean[] done = new boolean[count];
        int left = 0;
        for (int slot = 0; slot < count; slot++)
        {
            int source = sources.get(slot);
            from[slot] = source == Threads.HERE ? Dfa.HERE : before[source];
            done[slot] = from[slot] == after[slot];
            left += done[slot] ? 0 : 1;
        }
        while (left > 0)
        {
            int ready = 0;
            while (ready < count && (done[ready] || isRead(after[ready], from, done, ready)))
            {
                ready++;
            }
            threads.work += (long)ready * count >> 3;
            if (ready < count)
            {
                moves.add(after[ready] << 16 | from[ready]);
                done[ready] = true;
                left--;
                continue;
            }
            int blocked = 0;
            while (done[blocked])
            {
                blocked++;
            }
            moves.add(TEMPORARY << 16 | after[blocked]);
            for (int slot = 0; slot < count; slot++)
            {
                if (!done[slot] && from[slot] == after[blocked])
                {
                    from[slot] = TEMPORARY;
                }
            }
        }
        int known = operations.size();
        int number = operations.indexOf(moves.toArray());
        storedThreads += number == known ? moves.size() : 0;
        threads.work += count;
        return number;
    }

    private static boolean isRead(int register, int[] from, boolean[] done, int except)
    {
        for (int slot = 0; slot < from.length; slot++)
        {
            if (slot != except && !done[slot] && from[slot] == register)
            {
                return true;
            }
        }
        return false;
    }
}
