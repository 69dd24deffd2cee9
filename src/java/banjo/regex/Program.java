package banjo.regex;

/** A prioritised NFA: instructions in the manner of Thompson and Pike, the preferred way first at every split. */
final class Program
{
    /** Consumes a byte of set y, goes on at x. */
    static final byte BYTES = 0;
    /** Goes to x, and failing that to y. */
    static final byte SPLIT = 1;
    /** Stores the position in tag y, goes on at x. */
    static final byte TAG = 2;
    /** Goes on at x when the byte behind, or the edge, is in set y. */
    static final byte BEHIND = 3;
    /** Goes on at x when the byte ahead, or the edge, is in set y. */
    static final byte AHEAD = 4;
    /** The pattern at position y in {@link #patterns} has matched. */
    static final byte MATCH = 5;

    final byte[] kind;
    final int[] x;
    final int[] y;
    final ByteSet[] sets;
    final ParsedPattern[] patterns;
    final int tagCount;
    final int start;

    Program(byte[] kind, int[] x, int[] y, ByteSet[] sets, ParsedPattern[] patterns, int tagCount, int start)
    {
        this.kind = kind;
        this.x = x;
        this.y = y;
        this.sets = sets;
        this.patterns = patterns;
        this.tagCount = tagCount;
        this.start = start;
    }

    int size()
    {
        return kind.length;
    }
}
