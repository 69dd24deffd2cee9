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
    /** Goes on at x when look-around y holds; like the next two taken out by {@link Expander}. */
    static final byte LOOK = 6;
    /** Remembers flag y, goes on at x. */
    static final byte FLAG = 7;
    /** Goes on at x when one of the flags of {@link #flags} entry at this place is set, else at y. */
    static final byte CONDITION = 8;

    /** Flags from here on are cleared by every byte: they tell that a round of a loop has consumed nothing yet. */
    static final int FIRST_ROUND_FLAG = 16;

    final byte[] kind;
    final int[] x;
    final int[] y;
    final ByteSet[] sets;
    final ParsedPattern[] patterns;
    /** Tags that instructions set: those of the patterns less the ones that are derived or never set. */
    final int tagCount;
    /** Per tag of the patterns its number here, -1 when no instruction sets it. */
    final int[] numberOfTag;
    final int start;
    /** Only before {@link Expander}: the look-arounds, and per instruction the flags of a condition. */
    final Look[] looks;
    final int[] flags;

    Program(byte[] kind, int[] x, int[] y, ByteSet[] sets, ParsedPattern[] patterns, int tagCount, int[] numberOfTag, int start)
    {
        this(kind, x, y, sets, patterns, tagCount, numberOfTag, start, new Look[0], null);
    }

    Program(byte[] kind, int[] x, int[] y, ByteSet[] sets, ParsedPattern[] patterns, int tagCount, int[] numberOfTag, int start,
        Look[] looks, int[] flags)
    {
        this.kind = kind;
        this.x = x;
        this.y = y;
        this.sets = sets;
        this.patterns = patterns;
        this.tagCount = tagCount;
        this.numberOfTag = numberOfTag;
        this.start = start;
        this.looks = looks;
        this.flags = flags;
    }

    int size()
    {
        return kind.length;
    }
}
