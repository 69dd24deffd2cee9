package banjo.prove;

import banjo.regex.WorkAllowance;
import java.util.ArrayList;
import java.util.List;

/**
 * A format as a nondeterministic automaton over letters. A node is a state of a segment's language; node 0 lies before all.
 * Steps say whether the position before their byte is the start or the end of the true host.
 */
final class Template
{
    static final int NO_MARK = 0;
    static final int START = 1;
    static final int END = 2;
    /** Steps are {@code node << MARK_BITS | marks}. */
    static final int MARK_BITS = 2;
    static final int MARKS = 3;

    /** The byte in which a line ends that was cut ({@code banjo.source.LineStream}). */
    static final int CUT = 0;
    /** {@code cutFrom} of a template whose lines are whole. */
    static final int WHOLE = -1;

    private static final int[] NONE = {};

    final int nodeCount;
    private final List<Language> segments;
    private final int host;
    private final int cutFrom;
    private final WorkAllowance allowance;
    private final int[] firstNode;
    private int[] letters;
    private int[][] steps;
    private int[][] endings;
    private int[] beginnings;

    /**
     * @param host the segment that is the host, or -1.
     * @param cutFrom every line is cut in this segment or a later one, perhaps inside the host, which then has no end; or {@link #WHOLE}.
     */
    Template(List<Language> segments, int host, int cutFrom, WorkAllowance allowance)
    {
        this.allowance = allowance;
        this.segments = segments;
        this.host = host;
        this.cutFrom = cutFrom;
        firstNode = new int[segments.size() + 1];
        int nodes = 1;
        for (int i = 0; i < segments.size(); i++)
        {
            firstNode[i] = nodes;
            nodes += segments.get(i).stateCount;
        }
        // One more for the end of a line that was cut.
        nodeCount = nodes + (cutFrom == WHOLE ? 0 : 1);
        firstNode[segments.size()] = nodes;
    }

    void refine(Alphabet alphabet)
    {
        for (Language segment : segments)
        {
            segment.refine(alphabet);
        }
        if (cutFrom != WHOLE)
        {
            int[] column = new int[256];
            column[CUT] = 1;
            alphabet.refine(column);
        }
    }

    /**
     * Fixes the letters of {@link #steps}.
     *
     * @param skipped what is cut from the beginning before the filter sees the line.
     * @param trimmed white space at the end is cut as well.
     */
    void use(Alphabet alphabet, Language skipped, boolean trimmed)
    {
        letters = alphabet.letters();
        allowance.spend((long)nodeCount * letters.length * Search.WORK_PER_INT);
        steps = new int[nodeCount * letters.length][];
        endings = new int[nodeCount][];
        int[] owner = owners();
        for (int node = 0; node < nodeCount; node++)
        {
            for (int letter = 0; letter < letters.length; letter++)
            {
                Found found = new Found();
                collect(owner[node], node, letters[letter], NO_MARK, found);
                steps[node * letters.length + letter] = found.toArray();
            }
            endings[node] = endings(owner[node], node);
        }
        if (trimmed)
        {
            endBeforeBlanks();
        }
        skip(skipped);
    }

    /** Finds the nodes where a line may begin: behind what is cut from its beginning. */
    private void skip(Language skipped)
    {
        allowance.spend((long)nodeCount * skipped.stateCount);
        boolean[] seen = new boolean[nodeCount * skipped.stateCount + 1];
        Found pairs = new Found();
        Found nodes = new Found();
        pairs.add(0);
        seen[0] = true;
        for (int i = 0; i < pairs.items.size(); i++)
        {
            allowance.spend(2L * letters.length + nodes.items.size());
            int node = pairs.items.get(i) % nodeCount;
            int state = pairs.items.get(i) / nodeCount;
            if (skipped.ends(state))
            {
                nodes.add(node);
            }
            for (int letter = 0; letter < letters.length; letter++)
            {
                int target = skipped.next(state, letters[letter]);
                int[] targets = target < 0 ? NONE : steps(node, letter);
                for (int step : targets)
                {
                    int pair = target * nodeCount + (step >> MARK_BITS);
                    if (!seen[pair])
                    {
                        seen[pair] = true;
                        pairs.items.add(pair);
                    }
                }
            }
        }
        beginnings = nodes.toArray();
    }

    /** A set of steps. */
    private static final class Found
    {
        private final List<Integer> items = new ArrayList<>();

        boolean add(int item)
        {
            return !items.contains(item) && items.add(item);
        }

        int[] toArray()
        {
            int[] array = items.isEmpty() ? NONE : new int[items.size()];
            for (int i = 0; i < array.length; i++)
            {
                array[i] = items.get(i);
            }
            return array;
        }
    }

    private boolean endsSegment(int segment, int node)
    {
        return segment < 0 || segment < segments.size() && segments.get(segment).ends(node - firstNode[segment]);
    }

    private int marksBetween(int segment)
    {
        return (segment == host && host >= 0 ? END : NO_MARK) | (segment + 1 == host ? START : NO_MARK);
    }

    private void collect(int segment, int node, int value, int marks, Found found)
    {
        allowance.spend(4L + found.items.size());
        if (segment >= 0 && segment < segments.size())
        {
            int state = segments.get(segment).next(node - firstNode[segment], value);
            if (state >= 0)
            {
                found.add(firstNode[segment] + state << MARK_BITS | marks);
            }
            if (cutFrom != WHOLE && segment >= cutFrom && value == CUT)
            {
                found.add(nodeCount - 1 << MARK_BITS | marks);
                boolean hostEnds = segment == host && segment + 1 == segments.size() && endsSegment(segment, node);
                found.add(nodeCount - 1 << MARK_BITS | marks | (hostEnds ? END : NO_MARK));
            }
        }
        if (endsSegment(segment, node) && segment + 1 < segments.size())
        {
            collect(segment + 1, firstNode[segment + 1], value, marks | marksBetween(segment), found);
        }
    }

    private int[] endings(int segment, int node)
    {
        Found found = new Found();
        if (cutFrom == WHOLE)
        {
            collectEndings(segment, node, NO_MARK, found);
        }
        else if (node == nodeCount - 1)
        {
            found.add(NO_MARK);
        }
        return found.toArray();
    }

    private void collectEndings(int segment, int node, int marks, Found found)
    {
        if (!endsSegment(segment, node))
        {
            return;
        }
        if (segment + 1 == segments.size())
        {
            found.add(marks | (segment == host && host >= 0 ? END : NO_MARK));
            return;
        }
        collectEndings(segment + 1, firstNode[segment + 1], marks | marksBetween(segment), found);
    }

    /** Lets a line end where only white space follows. No address begins or ends within it, so the first marks are all. */
    private void endBeforeBlanks()
    {
        boolean changed = true;
        while (changed)
        {
            changed = false;
            allowance.spend((long)nodeCount * letters.length);
            for (int node = 0; node < nodeCount; node++)
            {
                for (int letter = 0; letter < letters.length; letter++)
                {
                    if (!isBlank(letter))
                    {
                        continue;
                    }
                    for (int step : steps(node, letter))
                    {
                        if (endings[step >> MARK_BITS].length > 0)
                        {
                            changed |= addEnding(node, step & MARKS);
                        }
                    }
                }
            }
        }
    }

    private boolean addEnding(int node, int marks)
    {
        for (int ending : endings[node])
        {
            if (ending == marks)
            {
                return false;
            }
        }
        int[] longer = new int[endings[node].length + 1];
        System.arraycopy(endings[node], 0, longer, 0, longer.length - 1);
        longer[longer.length - 1] = marks;
        endings[node] = longer;
        return true;
    }

    /** @return the nodes where a line may begin. */
    int[] beginnings()
    {
        return beginnings;
    }

    /** @return every node. */
    int[] nodes()
    {
        int[] all = new int[nodeCount];
        for (int node = 0; node < nodeCount; node++)
        {
            all[node] = node;
        }
        return all;
    }

    int letterCount()
    {
        return letters.length;
    }

    /** @return the byte that stands for a letter. */
    int value(int letter)
    {
        return letters[letter];
    }

    /** White space that is cut from the end of a message. */
    boolean isBlank(int letter)
    {
        return letters[letter] == ' ' || letters[letter] == '\t' || letters[letter] == '\r';
    }

    /** @return where a letter leads from a node. */
    int[] steps(int node, int letter)
    {
        return steps[node * letters.length + letter];
    }

    /** @return for each way in which a line may end at the node, the marks of its end; none when it may not. */
    int[] endings(int node)
    {
        return endings[node];
    }

    /** True when the line is one of the template with this host in it; both -1: with any. */
    boolean contains(byte[] line, int hostFrom, int hostTo)
    {
        boolean[] now = new boolean[nodeCount];
        now[0] = true;
        int[] owner = owners();
        for (int i = 0; i <= line.length; i++)
        {
            allowance.spend(nodeCount);
            boolean[] then = new boolean[nodeCount];
            boolean end = false;
            for (int node = 0; node < nodeCount; node++)
            {
                if (!now[node])
                {
                    continue;
                }
                Found found = new Found();
                if (i == line.length)
                {
                    for (int ending : endings(owner[node], node))
                    {
                        found.add(ending);
                    }
                }
                else
                {
                    collect(owner[node], node, line[i] & 0xFF, NO_MARK, found);
                }
                for (int step : found.toArray())
                {
                    boolean start = (step & START) != 0;
                    boolean stop = (step & END) != 0;
                    if (hostFrom < 0 || start == (i == hostFrom) && stop == (i == hostTo))
                    {
                        end |= i == line.length;
                        then[i == line.length ? 0 : step >> MARK_BITS] = true;
                    }
                }
            }
            if (i == line.length)
            {
                return end;
            }
            now = then;
        }
        return false;
    }

    private int[] owners()
    {
        int[] owner = new int[nodeCount];
        owner[0] = -1;
        for (int i = 0; i < segments.size(); i++)
        {
            for (int node = firstNode[i]; node < firstNode[i + 1]; node++)
            {
                owner[node] = i;
            }
        }
        if (cutFrom != WHOLE)
        {
            owner[nodeCount - 1] = segments.size();
        }
        return owner;
    }
}
