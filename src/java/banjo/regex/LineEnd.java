package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets a pattern see the newline that fail2ban leaves at the end of a line: {@code <HOST>\s} or {@code <HOST>[^0-9]} match there too.
 * The line itself has none, so what may consume it as the last byte of a match also takes the edge of the line; {@code .} does not.
 */
final class LineEnd
{
    private LineEnd()
    {
    }

    /** @return the tree of a pattern for lines without their newline. */
    static Node seen(Node tree)
    {
        return seen(tree, true);
    }

    /** @param last whether what follows the node can match nothing: only then can the node reach the end. */
    private static Node seen(Node node, boolean last)
    {
        if (!last)
        {
            return withLooks(node);
        }
        switch (node.kind)
        {
            case Node.BYTES:
                return node.set.contains('\n') && !node.set.isFull()
                    ? Node.alternation(List.of(node, Node.ofSet(Node.AHEAD, ByteSet.ofEdge()))) : node;
            case Node.CONCATENATION:
                return inSequence(node);
            case Node.REPEAT:
                return repeated(node);
            case Node.ALTERNATION:
            case Node.CONDITION:
                Node copy = node.withoutChildren();
                for (Node child : node.children)
                {
                    copy.children.add(seen(child, true));
                }
                return copy;
            default:
                return withLooks(node);
        }
    }

    private static Node inSequence(Node node)
    {
        boolean last = true;
        Node[] parts = new Node[node.children.size()];
        for (int i = parts.length - 1; i >= 0; i--)
        {
            Node part = node.children.get(i);
            parts[i] = seen(part, last);
            last &= part.nullable();
        }
        Node copy = node.withoutChildren();
        copy.children.addAll(List.of(parts));
        return copy;
    }

    /** Only the last round can take the edge: {@code x{m,n}} becomes {@code x{m-1,n-1}y}. */
    private static Node repeated(Node node)
    {
        Node body = node.children.get(0);
        boolean skips = node.minimum == 0;
        if (node.maximum == 0 || body.nullable() || skips && body.kind == Node.BYTES)
        {
            // Where nothing need be consumed, the end of the line is reached without.
            return withLooks(node);
        }
        List<Node> rounds = new ArrayList<>();
        if (node.maximum > 1)
        {
            int before = node.maximum == Node.UNLIMITED ? Node.UNLIMITED : node.maximum - 1;
            rounds.add(Node.repeat(withLooks(body), Math.max(0, node.minimum - 1), before, node.greedy).at(node.position));
        }
        rounds.add(seen(body, true));
        Node all = Node.concatenation(rounds);
        return skips ? Node.repeat(all, 0, 1, node.greedy) : all;
    }

    /** A lookahead sees the end from wherever it stands; {@code $} stays what it is. */
    private static Node withLooks(Node node)
    {
        if (node.kind == Node.AHEAD && !node.set.isEdgeOnly())
        {
            return Node.ofSet(Node.AHEAD, node.set.withEdge(node.set.contains('\n')));
        }
        if (!node.contains(Node.LOOK) && !node.contains(Node.AHEAD))
        {
            return node;
        }
        Node copy = node.withoutChildren();
        for (Node child : node.children)
        {
            boolean ahead = node.kind == Node.LOOK && !node.behind;
            copy.children.add(ahead ? seen(child, true) : withLooks(child));
        }
        return copy;
    }
}
