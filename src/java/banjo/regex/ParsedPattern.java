package banjo.regex;

import java.util.List;

/**
 * A pattern's tree and where its tags come from. A tag at a fixed distance from another tag, or from an anchored edge
 * of the line, needs no register: it is removed from the tree and derived after the match.
 */
final class ParsedPattern
{
    /** Bases of a tag that is derived from an edge of the line, or not derived; others are tags. */
    static final int FROM = -2;
    static final int TO = -3;
    static final int ITSELF = -1;

    final int index;
    final Node tree;
    final boolean anchored;
    /** Per tag: {@link #ITSELF}, {@link #FROM}, {@link #TO} or the tag that it is derived from. */
    final int[] base;
    /** Per tag: bytes from the base. */
    final int[] distance;
    /** For each backreference: tag at the start of its group, tag at its own start, 1 when case is ignored. */
    final int[] checks;
    private final int[] occurrences;

    ParsedPattern(int index, String pattern, List<String> captureNames) throws PatternException
    {
        this(index, pattern, captureNames, false);
    }

    /** @param newline whether lines have lost a newline that the pattern is to see, see {@link LineEnd}. */
    ParsedPattern(int index, String pattern, List<String> captureNames, boolean newline) throws PatternException
    {
        this.index = index;
        Groups groups = new Groups(captureNames);
        Node parsed = Parser.parse(index, pattern, groups);
        tree = newline ? LineEnd.seen(parsed) : parsed;
        anchored = tree.anchored();
        checks = groups.checks();
        int tags = groups.tagCount();
        base = new int[tags];
        distance = new int[tags];
        occurrences = new int[tags];
        for (int i = 0; i < tags; i++)
        {
            base[i] = ITSELF;
        }
        count(tree);
        for (int i = 0; i < checks.length; i += 3)
        {
            if (isRepeated(tree, checks[i + 1], false))
            {
                throw new PatternException(index, -1, "backreference inside a repeat is not supported");
            }
        }
        derive(tree, true);
    }

    private void count(Node node)
    {
        if (node.kind == Node.TAG)
        {
            occurrences[node.tag]++;
        }
        for (Node child : node.children)
        {
            count(child);
        }
    }

    private static boolean isRepeated(Node node, int tag, boolean inside)
    {
        if (node.kind == Node.TAG && node.tag == tag)
        {
            return inside;
        }
        for (Node child : node.children)
        {
            if (isRepeated(child, tag, inside || node.kind == Node.REPEAT && node.maximum > 1))
            {
                return true;
            }
        }
        return false;
    }

    /** @return where a tag is in {@code text[from, to)}, given those that need no deriving; -1 when it was not set. */
    int position(int tag, int[] tags, int from, int to)
    {
        int origin = base[tag];
        int value = origin == FROM ? from : origin == TO ? to : tags[origin == ITSELF ? tag : origin];
        return value < 0 ? -1 : value + distance[tag];
    }

    int tagCount()
    {
        return base.length;
    }

    private void derive(Node node, boolean whole)
    {
        if (node.kind == Node.CONCATENATION)
        {
            deriveInSequence(node.children, whole);
        }
        for (Node child : node.children)
        {
            derive(child, false);
        }
    }

    private void deriveInSequence(List<Node> items, boolean whole)
    {
        int size = items.size();
        Node first = items.get(0);
        Node last = items.get(size - 1);
        int runBase = whole && first.kind == Node.BEHIND && first.set.isEdgeOnly() ? FROM : ITSELF;
        int runStart = 0;
        int offset = 0;
        int[] offsets = new int[size];
        for (int i = 0; i < size; i++)
        {
            offsets[i] = offset;
            int length = items.get(i).fixedLength();
            if (length < 0)
            {
                closeRun(items, offsets, runStart, i, runBase, 0);
                runBase = ITSELF;
                runStart = i + 1;
                offset = 0;
            }
            else
            {
                offset += length;
            }
        }
        if (whole && runBase == ITSELF && last.kind == Node.AHEAD && last.set.isEdgeOnly())
        {
            runBase = TO;
        }
        closeRun(items, offsets, runStart, size, runBase, runBase == TO ? offset : 0);
    }

    private void closeRun(List<Node> items, int[] offsets, int start, int end, int runBase, int origin)
    {
        int anchor = runBase;
        int anchorOffset = origin;
        for (int i = end - 1; i >= start; i--)
        {
            Node item = items.get(i);
            if (item.kind != Node.TAG || occurrences[item.tag] != 1)
            {
                continue;
            }
            if (anchor == ITSELF)
            {
                anchor = item.tag;
                anchorOffset = offsets[i];
                continue;
            }
            base[item.tag] = anchor;
            distance[item.tag] = offsets[i] - anchorOffset;
            items.set(i, new Node(Node.EMPTY));
        }
    }
}
