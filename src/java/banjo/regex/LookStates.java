package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * The look-arounds of a program, each a deterministic automaton whose states are made as they are asked for. A state of a
 * lookahead is a promise about the rest of the line; that of a tracked look-around says what it promises where it is asked for.
 */
final class LookStates
{
    /** The promise is kept, whatever follows. */
    static final int KEPT = -1;
    /** It is broken. */
    static final int BROKEN = -2;
    private static final int UNKNOWN = -3;
    private static final int MAXIMUM_STATES = 8192;

    private final Look[] looks;
    private final ByteClasses classes;
    private final int[][] behindBits;
    private final Reachability[] reachability;
    /** Look and whether it is being tracked, signature of the byte behind in two halves, instructions in ascending order. */
    private final IntArrayTable states = new IntArrayTable();
    private final List<int[]> next = new ArrayList<>();
    private final IntList stack = new IntList();
    private int[] seen = new int[0];
    private int generation;
    private final IntList consuming = new IntList();
    private final IntList targets = new IntList();
    /** Instructions visited, to bound the work. */
    long work;

    LookStates(Look[] looks, ByteClasses classes)
    {
        this.looks = looks;
        this.classes = classes;
        behindBits = new int[looks.length][];
        reachability = new Reachability[looks.length];
        for (int i = 0; i < looks.length; i++)
        {
            Program body = looks[i].body;
            behindBits[i] = BehindSets.number(body);
            seen = seen.length < body.size() ? new int[body.size()] : seen;
            if (behindBits[i] != null)
            {
                reachability[i] = new Reachability(body, behindBits[i]);
            }
        }
    }

    /** True when every body can be handled: each bit of a signature stands for one set. */
    boolean areGood()
    {
        for (int[] bits : behindBits)
        {
            if (bits == null)
            {
                return false;
            }
        }
        return true;
    }

    boolean areTooMany()
    {
        return states.size() > MAXIMUM_STATES;
    }

    int look(int state)
    {
        return states.get(state)[0] >> 1;
    }

    /** True for a state of a tracked look-around that has not been asked for. */
    boolean isTracking(int state)
    {
        return (states.get(state)[0] & 1) != 0;
    }

    /** Which sets of a body a byte behind its start is in, as far as that matters. */
    long signature(int look, int behindClass)
    {
        return BehindSets.signature(looks[look].body, behindBits[look], classes, reachability[look].looksBehind[looks[look].body.start],
            behindClass);
    }

    /** @return the state at the start of a look-around's program, {@link #KEPT} or {@link #BROKEN}. */
    int initial(int look, long signature)
    {
        return stateOf(look << 1 | (looks[look].tracked ? 1 : 0), signature, new int[] {looks[look].body.start});
    }

    /** @return the state after a byte of a class (the edge's: at the end of the line), {@link #KEPT} or {@link #BROKEN}. */
    int step(int state, int byteClass)
    {
        int[] row = next.get(state);
        if (row[byteClass] == UNKNOWN)
        {
            row[byteClass] = compute(states.get(state), byteClass);
        }
        return row[byteClass];
    }

    /** @return what a tracked look-around promises at the present position, {@link #KEPT} or {@link #BROKEN}. */
    int ask(int state)
    {
        int[] asked = states.get(state).clone();
        asked[0] &= ~1;
        boolean matched = follow(asked, -1);
        Look look = looks[asked[0] >> 1];
        if (matched)
        {
            return look.negated ? BROKEN : KEPT;
        }
        targets.clear();
        long wanted = 0;
        for (int i = 0; i < consuming.size(); i++)
        {
            insert(targets, consuming.get(i));
            wanted |= reachability[asked[0] >> 1].looksBehind[consuming.get(i)];
        }
        return stateOf(asked[0], signature(asked) & wanted, targets.toArray());
    }

    private static long signature(int[] state)
    {
        return (long)state[1] << 32 | state[2] & 0xFFFFFFFFL;
    }

    private int compute(int[] state, int byteClass)
    {
        int number = state[0] >> 1;
        Look look = looks[number];
        Program body = look.body;
        boolean matched = follow(state, byteClass);
        boolean tracking = (state[0] & 1) != 0;
        if (byteClass == classes.count || matched && !tracking)
        {
            return tracking || matched != look.negated ? KEPT : BROKEN;
        }
        targets.clear();
        long wanted = 0;
        for (int i = 0; i < consuming.size(); i++)
        {
            int at = consuming.get(i);
            if (classes.contains(body.sets[body.y[at]], byteClass))
            {
                insert(targets, body.x[at]);
                wanted |= reachability[number].looksBehind[body.x[at]];
            }
        }
        return stateOf(state[0], BehindSets.signature(body, behindBits[number], classes, wanted, byteClass), targets.toArray());
    }

    /** Puts a value in its place, once. */
    static void insert(IntList sorted, int value)
    {
        int at = sorted.size();
        while (at > 0 && sorted.get(at - 1) >= value)
        {
            at--;
        }
        if (at < sorted.size() && sorted.get(at) == value)
        {
            return;
        }
        sorted.add(value);
        for (int i = sorted.size() - 1; i > at; i--)
        {
            sorted.set(i, sorted.get(i - 1));
        }
        sorted.set(at, value);
    }

    private int stateOf(int look, long signature, int[] instructions)
    {
        int[] key = new int[3 + instructions.length];
        boolean negated = looks[look >> 1].negated;
        key[0] = look;
        key[1] = (int)(signature >>> 32);
        key[2] = (int)signature;
        System.arraycopy(instructions, 0, key, 3, instructions.length);
        if ((look & 1) == 0)
        {
            if (instructions.length == 0)
            {
                return negated ? KEPT : BROKEN;
            }
            if (follow(key, -1))
            {
                return negated ? BROKEN : KEPT;
            }
        }
        int known = states.size();
        int state = states.indexOf(key);
        if (state == known)
        {
            int[] row = new int[classes.count + 1];
            for (int i = 0; i < row.length; i++)
            {
                row[i] = UNKNOWN;
            }
            next.add(row);
        }
        return state;
    }

    /**
     * Collects the consuming instructions that a state leads to: while it is tracked those before the tag, else those behind it.
     *
     * @param ahead class of the next byte, -1 when it is not known: then what depends on it is collected, too.
     * @return true when the body's end is reached.
     */
    private boolean follow(int[] state, int ahead)
    {
        int number = state[0] >> 1;
        boolean tracking = (state[0] & 1) != 0;
        Program body = looks[number].body;
        long behind = signature(state);
        boolean matched = false;
        generation++;
        consuming.clear();
        for (int i = 3; i < state.length; i++)
        {
            stack.add(state[i]);
        }
        while (stack.size() > 0)
        {
            int at = stack.removeLast();
            if (seen[at] == generation)
            {
                continue;
            }
            seen[at] = generation;
            work++;
            switch (body.kind[at])
            {
                case Program.SPLIT:
                    stack.add(body.y[at]);
                    stack.add(body.x[at]);
                    break;
                case Program.BEHIND:
                    if ((behind >>> (behindBits[number][body.y[at]] & 63) & 1) != 0)
                    {
                        stack.add(body.x[at]);
                    }
                    break;
                case Program.AHEAD:
                    if (ahead < 0)
                    {
                        consuming.add(at);
                    }
                    else if (classes.contains(body.sets[body.y[at]], ahead))
                    {
                        stack.add(body.x[at]);
                    }
                    break;
                case Program.TAG:
                    stack.add(body.x[at]);
                    break;
                case Program.MATCH:
                    matched = true;
                    break;
                default:
                    if (reachability[number].setsTag[at] == tracking && reachability[number].canMatch(at))
                    {
                        consuming.add(at);
                    }
                    break;
            }
        }
        return matched;
    }
}
