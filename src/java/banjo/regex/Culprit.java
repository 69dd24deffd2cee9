package banjo.regex;

/** Finds what makes a pattern too large: the repeat, look-around or conditional that stands for most of it. */
final class Culprit
{
    private static final long LARGE = 1L << 40;

    private final boolean looks;
    private Node found;
    private long largest;

    private Culprit(boolean looks)
    {
        this.looks = looks;
    }

    /** @param looks whether repeats are to blame only where there is nothing else. @return the index of the byte where it is written, -1 when there is none. */
    static int positionIn(Node tree, boolean looks)
    {
        Culprit culprit = new Culprit(looks);
        culprit.size(tree);
        return culprit.found != null ? culprit.found.position : looks ? positionIn(tree, false) : -1;
    }

    /** @return about how many instructions a node takes. */
    private long size(Node node)
    {
        long sum = 1;
        for (Node child : node.children)
        {
            sum += size(child);
        }
        if (node.kind == Node.REPEAT)
        {
            sum *= node.maximum == Node.UNLIMITED ? node.minimum + 1 : Math.max(1, node.maximum);
        }
        sum = Math.min(sum, LARGE);
        // Of those that are alike the outermost, which comes last.
        if (node.position >= 0 && sum >= largest && !(looks && node.kind == Node.REPEAT))
        {
            largest = sum;
            found = node;
        }
        return sum;
    }
}
