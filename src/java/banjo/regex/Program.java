package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/** A prioritised NFA: instructions in the manner of Thompson and Pike, the preferred way first at every split. */
final class Program
{
    /** Consume one byte of {@code sets}, go to x. */
    static final int BYTES = 0;
    /** Go to x, failing that to y. */
    static final int SPLIT = 1;
    /** Store the position in tag y, go to x. */
    static final int TAG = 2;
    /** Go to x when the byte behind, or the edge, is in {@code sets}. */
    static final int BEHIND = 3;
    /** Go to x when the byte ahead, or the edge, is in {@code sets}. */
    static final int AHEAD = 4;
    /** Pattern y has matched. */
    static final int MATCH = 5;

    /** Counted repeats multiply: more instructions than this are refused. */
    private static final int INSTRUCTIONS_MAXIMUM = 60_000;

    final IntList kind = new IntList();
    final IntList x = new IntList();
    final IntList y = new IntList();
    final List<ByteSet> sets = new ArrayList<>();
    int start;
    private int patternIndex;

    /** Patterns tried in order at the start of the line; those not anchored there are found anywhere, leftmost first. */
    static Program of(List<Node> trees, List<Integer> patternIndices) throws PatternException
    {
        Program program = new Program();
        int[] starts = new int[trees.size()];
        for (int i = 0; i < starts.length; i++)
        {
            program.patternIndex = patternIndices.get(i);
            int match = program.add(MATCH, -1, program.patternIndex, null);
            starts[i] = program.emit(trees.get(i), match);
            if (!trees.get(i).anchored())
            {
                int split = program.add(SPLIT, starts[i], -1, null);
                program.y.set(split, program.add(BYTES, split, -1, ByteSet.any()));
                starts[i] = split;
            }
        }
        int next = starts[starts.length - 1];
        for (int i = starts.length - 2; i >= 0; i--)
        {
            next = program.add(SPLIT, starts[i], next, null);
        }
        program.start = next;
        return program;
    }

    private int add(int instruction, int first, int second, ByteSet set) throws PatternException
    {
        if (kind.size() >= INSTRUCTIONS_MAXIMUM)
        {
            throw new PatternException(patternIndex, -1, "its repeats make it larger than " + INSTRUCTIONS_MAXIMUM + " steps");
        }
        kind.add(instruction);
        x.add(first);
        y.add(second);
        sets.add(set);
        return kind.size() - 1;
    }

    /** Emits a tree that goes on at {@code next}. @return where it begins. */
    private int emit(Node node, int next) throws PatternException
    {
        switch (node.kind)
        {
            case Node.EMPTY:
                return next;
            case Node.BYTES:
                return add(BYTES, next, -1, node.set);
            case Node.BEHIND:
                return add(BEHIND, next, -1, node.set);
            case Node.AHEAD:
                return add(AHEAD, next, -1, node.set);
            case Node.TAG:
                return add(TAG, next, node.tag, null);
            case Node.CONCATENATION:
                int at = next;
                for (int i = node.children.size() - 1; i >= 0; i--)
                {
                    at = emit(node.children.get(i), at);
                }
                return at;
            case Node.ALTERNATION:
                int rest = emit(node.children.get(node.children.size() - 1), next);
                for (int i = node.children.size() - 2; i >= 0; i--)
                {
                    rest = add(SPLIT, emit(node.children.get(i), next), rest, null);
                }
                return rest;
            default:
                return emitRepeat(node, next);
        }
    }

    private int emitRepeat(Node node, int next) throws PatternException
    {
        Node body = node.children.get(0);
        int at = next;
        if (node.maximum == Node.UNLIMITED)
        {
            int loop = add(SPLIT, -1, -1, null);
            int again = emit(body, loop);
            branch(loop, again, next, node.greedy);
            at = loop;
        }
        else
        {
            for (int i = node.maximum; i > node.minimum; i--)
            {
                int option = add(SPLIT, -1, -1, null);
                branch(option, emit(body, at), next, node.greedy);
                at = option;
            }
        }
        for (int i = 0; i < node.minimum; i++)
        {
            at = emit(body, at);
        }
        return at;
    }

    private void branch(int split, int body, int exit, boolean greedy)
    {
        x.set(split, greedy ? body : exit);
        y.set(split, greedy ? exit : body);
    }
}
