package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * What the matches of a part of a pattern contain. The analysis follows the tree from below: it looks only at the bytes that
 * must be consumed, so look-arounds and edges, which can but forbid matches, are passed over.
 */
final class LiteralSets
{
    /** Texts that a part can stand for, at most. */
    private static final int EXACT_COUNT = 16;
    private static final int EXACT_LENGTH = 64;
    private static final LiteralSets UNKNOWN = new LiteralSets(null, null);

    /** All texts that the part can match, folded; null when they are too many to list. */
    final List<byte[]> exact;
    /** Every match contains one of these; null for nothing known. */
    final List<byte[]> best;

    private LiteralSets(List<byte[]> exact, List<byte[]> best)
    {
        this.exact = exact;
        this.best = exact == null ? best : rarer(exact, best);
    }

    static LiteralSets of(Node node)
    {
        switch (node.kind)
        {
            case Node.BYTES:
                return ofBytes(node.set);
            case Node.CONCATENATION:
                return inSequence(node.children);
            case Node.ALTERNATION:
            case Node.CONDITION:
                return either(node.children);
            case Node.REPEAT:
                return repeated(of(node.children.get(0)), node.minimum, node.maximum);
            default:
                return nothing();
        }
    }

    /** A part that consumes no byte. */
    private static LiteralSets nothing()
    {
        return new LiteralSets(List.of(new byte[0]), null);
    }

    private static LiteralSets ofBytes(ByteSet set)
    {
        List<byte[]> texts = new ArrayList<>();
        for (int b = 0; b < 256; b++)
        {
            byte folded = (byte)(b | RequiredLiterals.FOLD);
            boolean known = !set.contains(b);
            for (int i = 0; i < texts.size() && !known; i++)
            {
                known = texts.get(i)[0] == folded;
            }
            if (!known)
            {
                texts.add(new byte[] {folded});
            }
        }
        return texts.size() > EXACT_COUNT ? UNKNOWN : new LiteralSets(texts, null);
    }

    /** Neighbours whose texts can be listed are put together; the rarest of such stretches and of what the others need is kept. */
    private static LiteralSets inSequence(List<Node> parts)
    {
        List<byte[]> best = null;
        List<byte[]> stretch = nothing().exact;
        boolean listed = true;
        for (Node part : parts)
        {
            LiteralSets sets = of(part);
            best = rarer(best, stretch);
            List<byte[]> longer = sets.exact == null ? null : product(stretch, sets.exact);
            if (longer == null)
            {
                best = rarer(best, sets.best);
                longer = sets.exact == null ? nothing().exact : sets.exact;
                listed = false;
            }
            stretch = longer;
        }
        return new LiteralSets(listed ? stretch : null, rarer(best, stretch));
    }

    /** @return every text of the first followed by every one of the second, null for too many. */
    private static List<byte[]> product(List<byte[]> first, List<byte[]> second)
    {
        if (first.size() * second.size() > EXACT_COUNT)
        {
            return null;
        }
        List<byte[]> texts = new ArrayList<>();
        for (byte[] head : first)
        {
            for (byte[] tail : second)
            {
                byte[] text = new byte[head.length + tail.length];
                System.arraycopy(head, 0, text, 0, head.length);
                System.arraycopy(tail, 0, text, head.length, tail.length);
                if (text.length > EXACT_LENGTH)
                {
                    return null;
                }
                texts.add(text);
            }
        }
        return texts;
    }

    private static LiteralSets either(List<Node> alternatives)
    {
        List<byte[]> exact = new ArrayList<>();
        List<byte[]> best = new ArrayList<>();
        for (Node alternative : alternatives)
        {
            LiteralSets sets = of(alternative);
            if (exact != null && sets.exact != null && exact.size() + sets.exact.size() <= EXACT_COUNT)
            {
                exact.addAll(sets.exact);
            }
            else
            {
                exact = null;
            }
            best = best == null || sets.best == null ? null : RequiredLiterals.union(best, sets.best);
            best = best == null || best.size() > RequiredLiterals.MAXIMUM_COUNT ? null : best;
        }
        return new LiteralSets(exact, best);
    }

    private static LiteralSets repeated(LiteralSets body, int minimum, int maximum)
    {
        if (maximum == 0)
        {
            return nothing();
        }
        if (minimum == 0)
        {
            boolean listed = maximum == 1 && body.exact != null && body.exact.size() < EXACT_COUNT;
            if (!listed)
            {
                return UNKNOWN;
            }
            List<byte[]> perhaps = new ArrayList<>(body.exact);
            perhaps.addAll(nothing().exact);
            return new LiteralSets(perhaps, null);
        }
        List<byte[]> texts = body.exact;
        for (int i = 1; i < minimum && texts != null; i++)
        {
            texts = product(texts, body.exact);
        }
        List<byte[]> best = texts == null ? body.best : rarer(texts, body.best);
        return new LiteralSets(minimum == maximum ? texts : null, best);
    }

    private static List<byte[]> rarer(List<byte[]> first, List<byte[]> second)
    {
        int ofFirst = first == null ? 0 : RequiredLiterals.rarity(first);
        int ofSecond = second == null ? 0 : RequiredLiterals.rarity(second);
        return ofFirst == 0 && ofSecond == 0 ? null : ofSecond > ofFirst ? second : first;
    }
}
