package banjo.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Emits instructions for trees, from the end to the start: each node is told where to go on. */
final class ProgramBuilder
{
    /** Counted repeats multiply; a program above this is refused. */
    static final int MAXIMUM_INSTRUCTIONS = 16_384;

    private final IntList kind = new IntList();
    private final IntList x = new IntList();
    private final IntList y = new IntList();
    private final IntList flags = new IntList();
    private final List<Look> looks = new ArrayList<>();
    private final List<Node> lookNodes = new ArrayList<>();
    private final List<Node> rounds = new ArrayList<>();
    private final WorkAllowance expanding;
    private boolean plain = true;
    private final List<ByteSet> sets = new ArrayList<>();
    private int patternIndex;
    private int tagCount;
    private int[] numberOfTag = new int[0];

    private ProgramBuilder(WorkAllowance expanding)
    {
        this.expanding = expanding;
    }

    /**
     * A search for the patterns in order: the first that is found anywhere wins, at its leftmost place.
     *
     * @param tagCount tags of the patterns; the program numbers those that it sets anew.
     */
    static Program build(List<ParsedPattern> patterns, int tagCount) throws PatternException
    {
        ProgramBuilder builder = new ProgramBuilder(new WorkAllowance(Expander.MAXIMUM_WORK));
        builder.numberOfTag = new int[tagCount];
        Arrays.fill(builder.numberOfTag, -1);
        int start = -1;
        for (int i = patterns.size() - 1; i >= 0; i--)
        {
            ParsedPattern pattern = patterns.get(i);
            builder.patternIndex = pattern.index;
            int match = builder.add(Program.MATCH, -1, i);
            int search = builder.emit(pattern.tree, match);
            if (!pattern.anchored)
            {
                int loop = builder.add(Program.SPLIT, search, -1);
                builder.y.set(loop, builder.add(Program.BYTES, loop, ByteSet.add(builder.sets, ByteSet.any())));
                search = loop;
            }
            start = start < 0 ? search : builder.add(Program.SPLIT, search, start);
        }
        return builder.finish(patterns, start);
    }

    private int lookOf(Node node) throws PatternException
    {
        for (int i = 0; i < lookNodes.size(); i++)
        {
            if (lookNodes.get(i) == node)
            {
                return i;
            }
        }
        looks.add(look(node));
        lookNodes.add(node);
        return looks.size() - 1;
    }

    private Look look(Node node) throws PatternException
    {
        ProgramBuilder builder = new ProgramBuilder(expanding);
        builder.patternIndex = patternIndex;
        int end = builder.add(Program.MATCH, -1, 0);
        int start = builder.emit(node.children.get(0), node.behind ? builder.add(Program.TAG, end, 0) : end);
        boolean tracked = node.behind;
        for (Look inner : builder.looks)
        {
            tracked |= inner.tracked;
        }
        if (tracked)
        {
            start = node.behind ? start : builder.add(Program.TAG, start, 0);
            int loop = builder.add(Program.SPLIT, start, -1);
            builder.y.set(loop, builder.add(Program.BYTES, loop, ByteSet.add(builder.sets, ByteSet.any())));
            start = loop;
        }
        return new Look(builder.finish(List.of(), start), tracked, node.negated);
    }

    private Program finish(List<ParsedPattern> patterns, int start) throws PatternException
    {
        byte[] kinds = new byte[kind.size()];
        for (int i = 0; i < kinds.length; i++)
        {
            kinds[i] = (byte)kind.get(i);
        }
        Program program = new Program(kinds, x.toArray(), y.toArray(), sets.toArray(new ByteSet[0]),
            patterns.toArray(new ParsedPattern[0]), tagCount, numberOfTag, start, looks.toArray(new Look[0]), flags.toArray());
        return plain ? program : Expander.run(program, patternIndex, expanding);
    }

    private int add(int instruction, int first, int second) throws PatternException
    {
        if (kind.size() >= MAXIMUM_INSTRUCTIONS)
        {
            throw new PatternException(patternIndex, -1,
                "its repeats make it larger than " + MAXIMUM_INSTRUCTIONS + " instructions");
        }
        kind.add(instruction);
        x.add(first);
        y.add(second);
        flags.add(0);
        plain &= instruction <= Program.MATCH;
        return kind.size() - 1;
    }

    private int numberOf(int tag)
    {
        if (numberOfTag[tag] < 0)
        {
            numberOfTag[tag] = tagCount++;
        }
        return numberOfTag[tag];
    }

    /** @return where the instructions of the node begin; {@code next} itself when it has none. */
    private int emit(Node node, int next) throws PatternException
    {
        int at = next;
        switch (node.kind)
        {
            case Node.EMPTY:
                return next;
            case Node.BYTES:
                return add(Program.BYTES, next, ByteSet.add(sets, node.set));
            case Node.BEHIND:
                return add(Program.BEHIND, next, ByteSet.add(sets, node.set));
            case Node.AHEAD:
                return add(Program.AHEAD, next, ByteSet.add(sets, node.set));
            case Node.TAG:
                return add(Program.TAG, next, numberOf(node.tag));
            case Node.CONCATENATION:
                for (int i = node.children.size() - 1; i >= 0; i--)
                {
                    at = emit(node.children.get(i), at);
                }
                return at;
            case Node.ALTERNATION:
                at = emit(node.children.get(node.children.size() - 1), next);
                for (int i = node.children.size() - 2; i >= 0; i--)
                {
                    at = add(Program.SPLIT, emit(node.children.get(i), next), at);
                }
                return at;
            case Node.LOOK:
                return add(Program.LOOK, next, lookOf(node));
            case Node.FLAG:
                return add(Program.FLAG, next, node.flag);
            case Node.CONDITION:
                at = add(Program.CONDITION, emit(node.children.get(0), next), emit(node.children.get(1), next));
                flags.set(at, node.flags);
                return at;
            default:
                return emitRepeat(node, next);
        }
    }

    private int emitRepeat(Node node, int next) throws PatternException
    {
        Node body = node.children.get(0);
        int at = next;
        int required = node.minimum;
        if (node.maximum == Node.UNLIMITED)
        {
            int loop = add(Program.SPLIT, -1, -1);
            int round = roundOf(node);
            int again = emit(body, round < 0 ? loop : endOfRound(next, loop, round));
            again = round < 0 ? again : add(Program.FLAG, again, round);
            if (again == loop)
            {
                return next;
            }
            branch(loop, again, next, node.greedy);
            if (required > 0)
            {
                at = again;
                required--;
            }
            else if (body.nullable() && round < 0)
            {
                // An empty round is preferred to none, as a backtracking matcher has it: x* becomes (x+)?.
                at = add(Program.SPLIT, -1, -1);
                branch(at, again, next, node.greedy);
            }
            else
            {
                at = loop;
            }
        }
        else
        {
            for (int i = node.maximum; i > node.minimum; i--)
            {
                int inner = emit(body, at);
                if (inner == at)
                {
                    return next;
                }
                int option = add(Program.SPLIT, -1, -1);
                branch(option, inner, next, node.greedy);
                at = option;
            }
        }
        for (int i = 0; i < required; i++)
        {
            int inner = emit(body, at);
            if (inner == at)
            {
                return at;
            }
            at = inner;
        }
        return at;
    }

    /** After a round that consumed nothing there is no other. */
    private int endOfRound(int exit, int loop, int round) throws PatternException
    {
        int end = add(Program.CONDITION, exit, loop);
        flags.set(end, 1 << (round & 31));
        return end;
    }

    /**
     * @return the flag that says that the present round of a loop has consumed nothing, -1 where none is needed: a thread that
     *         comes back to where it was is dropped, which is right when nothing remembers the empty round and none came after it.
     */
    private int roundOf(Node loop)
    {
        Node body = loop.children.get(0);
        boolean remembers = body.contains(Node.FLAG) || body.contains(Node.LOOK) || body.contains(Node.CONDITION)
            || body.contains(Node.TAG);
        if (!body.nullable() || !remembers && body.prefersBytes())
        {
            return -1;
        }
        int index = 0;
        while (index < rounds.size() && rounds.get(index) != loop)
        {
            index++;
        }
        if (index == rounds.size())
        {
            rounds.add(loop);
        }
        return index < 32 - Program.FIRST_ROUND_FLAG ? Program.FIRST_ROUND_FLAG + index : -1;
    }

    private void branch(int split, int body, int exit, boolean greedy)
    {
        x.set(split, greedy ? body : exit);
        y.set(split, greedy ? exit : body);
    }
}
