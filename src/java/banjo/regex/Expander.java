package banjo.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes look-arounds and conditionals out of a program: the product of its instructions with what a thread has promised
 * about the rest of the line (lookaheads), what lies behind it (tracked look-arounds), and the groups that took part. Threads keep
 * their order, so the answer is the one that a backtracking matcher gives.
 */
final class Expander
{
    /** The refusal that look-arounds, conditionals or the rounds of loops are to blame for. */
    static final String TOO_LARGE = "its look-arounds, conditionals or repeats of what may be empty make it too large";

    /** For a pattern, with what its look-arounds have in them. */
    static final long MAXIMUM_WORK = 4_000_000;

    private final Program program;
    private final int patternIndex;
    private final WorkAllowance allowance;
    private final ByteClasses classes;
    private final LookStates looks;
    private final ByteSet[] classSets;
    /** Per instruction, a bit for each look-around and each flag that may be asked for from there on. */
    private final long[] asksLook;
    private final int[] asksFlag;
    /** Instruction, flags, states of {@link #looks} in ascending order. */
    private final IntArrayTable nodes = new IntArrayTable();
    private final IntList starts = new IntList();
    private final IntList kind = new IntList();
    /** Where to go on: a node, or the complement of an instruction. */
    private final IntList x = new IntList();
    private final IntList y = new IntList();
    private final List<ByteSet> sets = new ArrayList<>();
    private final IntList stepped = new IntList();
    private final IntList key = new IntList();
    private long work;

    private Expander(Program program, int patternIndex, WorkAllowance allowance)
    {
        this.allowance = allowance;
        this.program = program;
        this.patternIndex = patternIndex;
        List<ByteSet> all = new ArrayList<>(List.of(program.sets));
        for (Look look : program.looks)
        {
            all.addAll(List.of(look.body.sets));
        }
        classes = new ByteClasses(all.toArray(new ByteSet[0]));
        looks = new LookStates(program.looks, classes);
        classSets = new ByteSet[classes.count + 1];
        for (int i = 0; i < classes.count; i++)
        {
            classSets[i] = new ByteSet();
        }
        for (int b = 0; b < 256; b++)
        {
            classSets[classes.of[b] & 0xFF].add(b);
        }
        classSets[classes.count] = ByteSet.ofEdge();
        asksLook = new long[program.size()];
        asksFlag = new int[program.size()];
    }

    static Program run(Program program, int patternIndex, WorkAllowance allowance) throws PatternException
    {
        if (program.looks.length > 63)
        {
            throw new PatternException(patternIndex, -1, "more than 63 look-arounds");
        }
        Expander expander = new Expander(program, patternIndex, allowance);
        if (!expander.looks.areGood())
        {
            throw new PatternException(patternIndex, -1, "a look-around asks for too many kinds of bytes behind");
        }
        return expander.run();
    }

    private Program run() throws PatternException
    {
        findWhatIsAsked();
        IntList first = new IntList();
        for (int i = 0; i < program.looks.length; i++)
        {
            if (program.looks[i].tracked)
            {
                first.add(looks.initial(i, looks.signature(i, classes.count)));
            }
        }
        int start = node(program.start, 0, first.toArray());
        for (int i = 0; i < nodes.size(); i++)
        {
            starts.add(emit(nodes.get(i)));
            if (kind.size() > ProgramBuilder.MAXIMUM_INSTRUCTIONS || looks.areTooMany() || work + looks.work > allowance.left)
            {
                throw new PatternException(patternIndex, -1, TOO_LARGE);
            }
        }
        allowance.left -= work + looks.work;
        byte[] kinds = new byte[kind.size()];
        for (int i = 0; i < kinds.length; i++)
        {
            kinds[i] = (byte)kind.get(i);
            x.set(i, resolve(x.get(i)));
            if (kinds[i] == Program.SPLIT)
            {
                y.set(i, resolve(y.get(i)));
            }
        }
        return new Program(kinds, x.toArray(), y.toArray(), sets.toArray(new ByteSet[0]), program.patterns, program.tagCount,
            program.numberOfTag, starts.get(start));
    }

    private int resolve(int target)
    {
        return target < 0 ? ~target : starts.get(target);
    }

    private void findWhatIsAsked()
    {
        boolean changed = true;
        while (changed)
        {
            changed = false;
            for (int i = 0; i < program.size(); i++)
            {
                int kindHere = program.kind[i];
                if (kindHere == Program.MATCH)
                {
                    continue;
                }
                long look = asksLook[program.x[i]];
                int flag = asksFlag[program.x[i]];
                if (kindHere == Program.SPLIT || kindHere == Program.CONDITION)
                {
                    look |= asksLook[program.y[i]];
                    flag |= asksFlag[program.y[i]] | program.flags[i];
                }
                else if (kindHere == Program.LOOK)
                {
                    look |= 1L << (program.y[i] & 63);
                }
                changed |= look != asksLook[i] || flag != asksFlag[i];
                asksLook[i] = look;
                asksFlag[i] = flag;
            }
        }
    }

    /** @return the number of a node, without the flags and tracked look-arounds that nobody asks for any more. */
    private int node(int at, int flags, int[] states)
    {
        key.clear();
        key.add(at);
        key.add(flags & asksFlag[at]);
        for (int state : states)
        {
            if (!looks.isTracking(state) || (asksLook[at] >>> (looks.look(state) & 63) & 1) != 0)
            {
                key.add(state);
            }
        }
        return nodes.indexOf(key.toArray());
    }

    private int add(int instruction, int first, int second)
    {
        kind.add(instruction);
        x.add(first);
        y.add(second);
        return kind.size() - 1;
    }

    private int never()
    {
        int at = add(Program.BYTES, 0, ByteSet.add(sets, new ByteSet()));
        x.set(at, ~at);
        return at;
    }

    /** @return the first instruction of a node. */
    private int emit(int[] node)
    {
        int at = node[0];
        int flags = node[1];
        int[] states = Arrays.copyOfRange(node, 2, node.length);
        int next = program.x[at];
        int y = program.y[at];
        switch (program.kind[at])
        {
            case Program.SPLIT:
                return add(Program.SPLIT, node(next, flags, states), node(y, flags, states));
            case Program.TAG:
                return add(Program.TAG, node(next, flags, states), y);
            case Program.BEHIND:
            case Program.AHEAD:
                return add(program.kind[at], node(next, flags, states), ByteSet.add(sets, program.sets[y]));
            case Program.FLAG:
                return forward(node(next, flags | 1 << (y & 31), states));
            case Program.CONDITION:
                return forward(node((flags & program.flags[at]) != 0 ? next : y, flags, states));
            case Program.LOOK:
                return program.looks[y].tracked ? tracked(next, flags, states, y) : ahead(next, flags, states, y);
            case Program.MATCH:
                return match(at, y, flags, states);
            default:
                return bytes(next, flags, states, program.sets[y]);
        }
    }

    private int forward(int node)
    {
        return add(Program.SPLIT, node, node);
    }

    private int tracked(int next, int flags, int[] states, int look)
    {
        int promise = LookStates.BROKEN;
        for (int state : states)
        {
            promise = looks.isTracking(state) && looks.look(state) == look ? looks.ask(state) : promise;
        }
        return promise == LookStates.BROKEN ? never() : forward(promised(next, flags, states, promise));
    }

    private int promised(int next, int flags, int[] states, int promise)
    {
        return node(next, flags, promise == LookStates.KEPT ? states : with(states, promise));
    }

    /** Adds the promise; where its beginning depends on the byte behind, one way for each kind of such bytes. */
    private int ahead(int next, int flags, int[] states, int look)
    {
        int chain = -1;
        boolean[] done = new boolean[classes.count + 1];
        for (int first = 0; first <= classes.count; first++)
        {
            if (done[first])
            {
                continue;
            }
            long signature = looks.signature(look, first);
            ByteSet set = new ByteSet();
            boolean all = true;
            for (int other = 0; other <= classes.count; other++)
            {
                if (looks.signature(look, other) == signature)
                {
                    done[other] = true;
                    set.addAll(classSets[other]);
                }
                else
                {
                    all = false;
                }
            }
            int state = looks.initial(look, signature);
            if (state != LookStates.BROKEN)
            {
                int target = promised(next, flags, states, state);
                int way = all ? forward(target) : add(Program.BEHIND, target, ByteSet.add(sets, set));
                chain = chain < 0 ? way : add(Program.SPLIT, ~way, ~chain);
            }
        }
        return chain < 0 ? never() : chain;
    }

    private static int[] with(int[] states, int state)
    {
        int at = Arrays.binarySearch(states, state);
        if (at >= 0)
        {
            return states;
        }
        int[] result = Arrays.copyOf(states, states.length + 1);
        System.arraycopy(states, ~at, result, ~at + 1, states.length - ~at);
        result[~at] = state;
        return result;
    }

    /** A match counts once every promise is kept: until then it goes on over the bytes behind it. */
    private int match(int at, int pattern, int flags, int[] states)
    {
        if (states.length == 0)
        {
            return add(Program.MATCH, -1, pattern);
        }
        int rest = bytes(at, flags, states, ByteSet.any());
        if (step(states, classes.count) == null)
        {
            return rest;
        }
        int done = add(Program.MATCH, -1, pattern);
        int edge = add(Program.AHEAD, ~done, ByteSet.add(sets, ByteSet.ofEdge()));
        return add(Program.SPLIT, ~edge, ~rest);
    }

    private int bytes(int next, int flagsBefore, int[] states, ByteSet set)
    {
        int flags = flagsBefore & (1 << Program.FIRST_ROUND_FLAG) - 1;
        if (states.length == 0)
        {
            return add(Program.BYTES, node(next, flags, states), ByteSet.add(sets, set));
        }
        IntList targets = new IntList();
        List<ByteSet> ways = new ArrayList<>();
        for (int byteClass = 0; byteClass < classes.count; byteClass++)
        {
            // Every state is stepped and put in its place among those before it.
            work += 1 + states.length + (states.length * states.length >> 2);
            int[] after = classes.contains(set, byteClass) ? step(states, byteClass) : null;
            if (after == null)
            {
                continue;
            }
            int target = node(next, flags, after);
            int way = 0;
            while (way < targets.size() && targets.get(way) != target)
            {
                way++;
            }
            if (way == targets.size())
            {
                targets.add(target);
                ways.add(new ByteSet());
            }
            ways.get(way).addAll(classSets[byteClass]);
        }
        int chain = -1;
        for (int i = 0; i < targets.size(); i++)
        {
            int way = add(Program.BYTES, targets.get(i), ByteSet.add(sets, ways.get(i)));
            chain = chain < 0 ? way : add(Program.SPLIT, ~way, ~chain);
        }
        return chain < 0 ? never() : chain;
    }

    /** @return the states after a byte of a class, null when a promise is broken. */
    private int[] step(int[] states, int byteClass)
    {
        stepped.clear();
        for (int state : states)
        {
            int next = looks.step(state, byteClass);
            if (next == LookStates.BROKEN)
            {
                return null;
            }
            if (next != LookStates.KEPT)
            {
                LookStates.insert(stepped, next);
            }
        }
        return stepped.toArray();
    }
}
