package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/** The syntax tree of a pattern. A capture is two {@link #TAG} nodes around its body; anchors are look-arounds at the edge. */
final class Node
{
    static final int EMPTY = 0;
    /** One byte of {@link #set}. */
    static final int BYTES = 1;
    static final int CONCATENATION = 2;
    /** Alternatives, the preferred one first. */
    static final int ALTERNATION = 3;
    /** The only child, {@link #minimum} to {@link #maximum} times. */
    static final int REPEAT = 4;
    /** Stores the position in {@link #tag}. */
    static final int TAG = 5;
    /** The byte before, or the start of the line, is in {@link #set}. */
    static final int BEHIND = 6;
    /** The byte after, or the end of the line, is in {@link #set}. */
    static final int AHEAD = 7;
    /** What follows, or with {@link #behind} what comes before, matches the only child, or does not ({@link #negated}). */
    static final int LOOK = 8;
    /** Remembers that the group with the number {@link #flag} took part. */
    static final int FLAG = 9;
    /** The first child when one of the groups in {@link #flags} took part, else the second. */
    static final int CONDITION = 10;

    static final int UNLIMITED = Integer.MAX_VALUE;

    final int kind;
    final List<Node> children = new ArrayList<>(0);
    ByteSet set;
    int minimum;
    int maximum;
    boolean greedy;
    int tag;
    boolean behind;
    boolean negated;
    int flag;
    /** A bit for each flag. */
    int flags;
    /** Where a repeat's count, a look-around or a conditional is written, in bytes; -1 for what was not written so. */
    int position = -1;

    /** @return this. */
    Node at(int bytes)
    {
        position = bytes;
        return this;
    }

    Node(int kind)
    {
        this.kind = kind;
    }

    static Node ofSet(int kind, ByteSet set)
    {
        Node node = new Node(kind);
        node.set = set;
        return node;
    }

    static Node ofTag(int tag)
    {
        Node node = new Node(TAG);
        node.tag = tag;
        return node;
    }

    static Node repeat(Node body, int minimum, int maximum, boolean greedy)
    {
        Node node = new Node(REPEAT);
        node.children.add(body);
        node.minimum = minimum;
        node.maximum = maximum;
        node.greedy = greedy;
        return node;
    }

    /** The nodes in sequence; nested sequences are merged into it. */
    static Node concatenation(List<Node> items)
    {
        Node node = new Node(CONCATENATION);
        for (Node item : items)
        {
            if (item.kind == CONCATENATION)
            {
                node.children.addAll(item.children);
            }
            else if (item.kind != EMPTY)
            {
                node.children.add(item);
            }
        }
        if (node.children.isEmpty())
        {
            return new Node(EMPTY);
        }
        return node.children.size() == 1 ? node.children.get(0) : node;
    }

    static Node alternation(List<Node> alternatives)
    {
        if (alternatives.size() == 1)
        {
            return alternatives.get(0);
        }
        Node node = new Node(ALTERNATION);
        node.children.addAll(alternatives);
        return node;
    }

    static Node look(Node body, boolean behind, boolean negated)
    {
        Node node = new Node(LOOK);
        node.children.add(body);
        node.behind = behind;
        node.negated = negated;
        return node;
    }

    static Node ofFlag(int flag)
    {
        Node node = new Node(FLAG);
        node.flag = flag;
        return node;
    }

    static Node condition(int flags, Node yes, Node no)
    {
        Node node = new Node(CONDITION);
        node.flags = flags;
        node.children.add(yes);
        node.children.add(no);
        return node;
    }

    /** A node that never matches. */
    static Node never()
    {
        return ofSet(BYTES, new ByteSet());
    }

    /** @return the same tree without what remembers: tags and flags. */
    Node withoutMemory(boolean foldCase)
    {
        if (kind == TAG || kind == FLAG)
        {
            return new Node(EMPTY);
        }
        Node copy = withoutChildren();
        copy.set = set != null && foldCase && kind == BYTES ? new ByteSet().addAll(set).foldCase() : set;
        for (Node child : children)
        {
            copy.children.add(child.withoutMemory(foldCase));
        }
        return copy;
    }

    /** @return the same node, to be given other children. */
    Node withoutChildren()
    {
        Node copy = new Node(kind);
        copy.set = set;
        copy.minimum = minimum;
        copy.maximum = maximum;
        copy.greedy = greedy;
        copy.tag = tag;
        copy.behind = behind;
        copy.negated = negated;
        copy.flag = flag;
        copy.flags = flags;
        copy.position = position;
        return copy;
    }

    /** True when the node or one below it is of a kind. */
    boolean contains(int wanted)
    {
        if (kind == wanted)
        {
            return true;
        }
        for (Node child : children)
        {
            if (child.contains(wanted))
            {
                return true;
            }
        }
        return false;
    }

    /** True when the node can match without consuming a byte. */
    boolean nullable()
    {
        switch (kind)
        {
            case BYTES:
                return false;
            case CONCATENATION:
                for (Node child : children)
                {
                    if (!child.nullable())
                    {
                        return false;
                    }
                }
                return true;
            case ALTERNATION:
            case CONDITION:
                for (Node child : children)
                {
                    if (child.nullable())
                    {
                        return true;
                    }
                }
                return false;
            case REPEAT:
                return minimum == 0 || children.get(0).nullable();
            default:
                return true;
        }
    }

    /** True when of the ways to match, the one that consumes nothing comes last or is the only one. */
    boolean prefersBytes()
    {
        for (int i = 0; i < children.size(); i++)
        {
            if (!children.get(i).prefersBytes() || kind == ALTERNATION && i < children.size() - 1 && children.get(i).nullable())
            {
                return false;
            }
        }
        return kind != REPEAT || greedy || !nullable();
    }

    /** The number of bytes that every match of the node has, or -1 when matches differ in length. */
    int fixedLength()
    {
        switch (kind)
        {
            case BYTES:
                return 1;
            case CONCATENATION:
                long sum = 0;
                for (Node child : children)
                {
                    int length = child.fixedLength();
                    if (length < 0)
                    {
                        return -1;
                    }
                    sum += length;
                }
                return sum > 0xFFFF ? -1 : (int)sum;
            case ALTERNATION:
            case CONDITION:
                // Each child is asked once: asked twice, nested alternatives would double the work with every level.
                int common = children.get(0).fixedLength();
                for (int i = 1; i < children.size() && common >= 0; i++)
                {
                    common = children.get(i).fixedLength() == common ? common : -1;
                }
                return common;
            case REPEAT:
                int body = children.get(0).fixedLength();
                if (body == 0)
                {
                    return 0;
                }
                long total = minimum == maximum && body > 0 ? (long)body * minimum : -1;
                return total > 0xFFFF ? -1 : (int)total;
            default:
                return 0;
        }
    }

    /** True when every match begins at the start of the line. */
    boolean anchored()
    {
        switch (kind)
        {
            case BEHIND:
                return set.isEdgeOnly();
            case CONCATENATION:
                for (Node child : children)
                {
                    if (child.anchored())
                    {
                        return true;
                    }
                    if (child.fixedLength() != 0)
                    {
                        return false;
                    }
                }
                return false;
            case ALTERNATION:
            case CONDITION:
                for (Node child : children)
                {
                    if (!child.anchored())
                    {
                        return false;
                    }
                }
                return true;
            case REPEAT:
                return minimum > 0 && children.get(0).anchored();
            default:
                return false;
        }
    }
}
