package banjo.time;

/**
 * A date template as a program for {@link DateMatcher}. It has no backward jumps: loops exist over single bytes only, so that
 * a path through it is bounded by its length and its stack is known beforehand.
 */
final class DateProgram
{
    /** {@code CHAR byte}: takes the byte. */
    static final int CHAR = 0;
    /** {@code SET set}: takes a byte of the set. */
    static final int SET = 1;
    /** {@code LOOP set minimum maximum memo}: takes as many bytes of the set as can be, fewer on the way back. */
    static final int LOOP = 2;
    /** {@code LAZY set minimum maximum memo}: takes as few as can be, more on the way back. */
    static final int LAZY = 3;
    /** {@code SPLIT offset}: goes on behind, or at the offset on the way back. */
    static final int SPLIT = 4;
    /** {@code SPLIT_LAZY offset}: goes on at the offset, or behind on the way back. */
    static final int SPLIT_LAZY = 5;
    /** {@code JUMP offset} */
    static final int JUMP = 6;
    /** {@code SAVE slot}: keeps the position. */
    static final int SAVE = 7;
    /** The beginning of the line. */
    static final int BEGIN = 8;
    /** The end of the line. */
    static final int END = 9;
    /** {@code \b} */
    static final int BOUNDARY = 10;
    /** {@code \B} */
    static final int NO_BOUNDARY = 11;
    /** Not between two bytes of a word. */
    static final int OUTSIDE = 12;
    /** {@code BACK group}: takes what the group took. */
    static final int BACK = 13;
    /** {@code WHEN group offset}: goes on behind when the group has taken part, else at the offset. */
    static final int WHEN = 14;
    /** {@code LOOK negated back offset}: the program behind, up to MATCH, must (not) match so many bytes back; goes on at the offset. */
    static final int LOOK = 15;
    /** {@code NAME kind}: takes an English name of a month or weekday, see {@link DateNames}. */
    static final int NAME = 16;
    static final int MATCH = 17;

    /** {@link #groups} of a field that the pattern does not have. */
    static final int ABSENT = -1;
    /** Maximum of a loop without one. */
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final int[] LENGTHS = {2, 2, 5, 5, 2, 2, 2, 2, 1, 1, 1, 1, 1, 2, 3, 4, 2, 1};

    final int[] code;
    /** Four longs for each set of bytes. */
    final long[] sets;
    /** The group that holds a field, by the field's index in {@link DateFieldSyntax#NAMES}. */
    final int[] groups;
    final int slots;
    /** Can match at the beginning of the line only. */
    final boolean onlyAtBegin;
    /** Anchored in fail2ban's sense: such a template ends the search. */
    final boolean anchored;
    /** The bytes that a match may begin with (four longs); null when it may be empty or begin with any. */
    final long[] first;
    /** Entries that the stack may hold at most. */
    final int depth;
    /** The number of loops without bound that remember where they failed. */
    final int memos;

    DateProgram(int[] code, long[] sets, int[] groups, int slots, boolean anchored)
    {
        this.code = code;
        this.sets = sets;
        this.groups = groups;
        this.slots = slots;
        this.anchored = anchored;
        onlyAtBegin = code[0] == BEGIN || code[0] == SAVE && code[2] == BEGIN;
        long[] found = new long[4];
        first = collectFirst(0, found) ? found : null;
        int operations = 0;
        for (int at = 0; at < code.length; at += LENGTHS[code[at]])
        {
            operations++;
        }
        depth = operations;
        memos = numberLoops();
    }

    /** @return false for a pattern that only says where there is no date. */
    boolean hasFields()
    {
        int most = ABSENT;
        for (int group : groups)
        {
            most = Math.max(most, group);
        }
        return most != ABSENT;
    }

    static int length(int operation)
    {
        return LENGTHS[operation];
    }

    /** Loops between a group and a later reference to it may not remember: the outcome depends on what the group took. */
    private int numberLoops()
    {
        int firstGroup = code.length;
        int lastReference = -1;
        for (int at = 0; at < code.length; at += LENGTHS[code[at]])
        {
            if (code[at] == BACK || code[at] == WHEN)
            {
                lastReference = at;
                for (int save = 0; save < at; save += LENGTHS[code[save]])
                {
                    if (code[save] == SAVE && code[save + 1] == code[at + 1] * 2 && save < firstGroup)
                    {
                        firstGroup = save;
                    }
                }
            }
        }
        int count = 0;
        int lookEnd = 0;
        for (int at = 0; at < code.length; at += LENGTHS[code[at]])
        {
            if (code[at] == LOOK)
            {
                lookEnd = Math.max(lookEnd, at + code[at + 3]);
            }
            boolean loop = code[at] == LOOP || code[at] == LAZY;
            if (loop && code[at + 3] == UNBOUNDED && at >= lookEnd && (at < firstGroup || at > lastReference))
            {
                code[at + 4] = count++;
            }
        }
        return count;
    }

    /** @return false when a match from there may be empty or begin with any byte. */
    private boolean collectFirst(int from, long[] found)
    {
        int at = from;
        while (true)
        {
            switch (code[at])
            {
                case CHAR:
                    found[(code[at + 1] & 0xFF) >> 6] |= 1L << (code[at + 1] & 63);
                    return true;
                case NAME:
                    DateNames.addFirst(code[at + 1], found);
                    return true;
                case SET:
                    add(found, code[at + 1]);
                    return true;
                case LOOP:
                case LAZY:
                    add(found, code[at + 1]);
                    if (code[at + 2] > 0)
                    {
                        return true;
                    }
                    at += 5;
                    break;
                case SPLIT:
                case SPLIT_LAZY:
                    if (!collectFirst(at + code[at + 1], found))
                    {
                        return false;
                    }
                    at += 2;
                    break;
                case JUMP:
                    at += code[at + 1];
                    break;
                case WHEN:
                    if (!collectFirst(at + code[at + 2], found))
                    {
                        return false;
                    }
                    at += 3;
                    break;
                case LOOK:
                    at += code[at + 3];
                    break;
                case BACK:
                case MATCH:
                    return false;
                default:
                    at += LENGTHS[code[at]];
                    break;
            }
        }
    }

    private void add(long[] found, int set)
    {
        for (int i = 0; i < 4; i++)
        {
            found[i] |= sets[set * 4 + i];
        }
    }
}
