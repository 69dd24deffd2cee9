package banjo.time;

/** Collects the instructions of a {@link DateProgram}; jumps are relative, so that whole pieces can be moved. */
final class DateCode
{
    /** Far more than any date needs; it bounds what a pattern from outside may cost. */
    static final int MAXIMUM_LENGTH = 8192;

    private int[] code = new int[256];
    private int length;
    private long[] sets = new long[64];
    private int setCount;

    int length()
    {
        return length;
    }

    void cut(int newLength)
    {
        length = newLength;
    }

    void put(int word)
    {
        if (length == code.length)
        {
            int[] larger = new int[length * 2];
            System.arraycopy(code, 0, larger, 0, length);
            code = larger;
        }
        code[length++] = word;
    }

    void put(int operation, int operand)
    {
        put(operation);
        put(operand);
    }

    void patch(int at, int word)
    {
        code[at] = word;
    }

    /** Puts {@code SPLIT} (or its lazy form) in front of what stands from an index to the end. */
    void insertSplit(int at, int operation, int offset)
    {
        put(0, 0);
        System.arraycopy(code, at, code, at + 2, length - 2 - at);
        code[at] = operation;
        code[at + 1] = offset;
    }

    /** @return the set that the single instruction from an index to the end takes bytes of, or -1 when it is anything else. */
    int singleSet(int at)
    {
        if (length != at + 2)
        {
            return -1;
        }
        if (code[at] == DateProgram.SET)
        {
            return code[at + 1];
        }
        if (code[at] != DateProgram.CHAR)
        {
            return -1;
        }
        long[] one = new long[4];
        one[(code[at + 1] & 0xFF) >> 6] = 1L << (code[at + 1] & 63);
        return setIndex(one);
    }

    /** @return how many bytes the instructions from an index to the end take, -1 when it depends. */
    int width(int from)
    {
        int width = 0;
        for (int at = from; at < length; at += DateProgram.length(code[at]))
        {
            switch (code[at])
            {
                case DateProgram.CHAR:
                case DateProgram.SET:
                    width++;
                    break;
                case DateProgram.LOOP:
                    if (code[at + 2] != code[at + 3])
                    {
                        return -1;
                    }
                    width += code[at + 2];
                    break;
                case DateProgram.BEGIN:
                case DateProgram.END:
                case DateProgram.BOUNDARY:
                case DateProgram.NO_BOUNDARY:
                case DateProgram.SAVE:
                    break;
                default:
                    return -1;
            }
        }
        return width;
    }

    /** Puts the instruction that takes one byte of a set. */
    void putSet(long[] set)
    {
        put(DateProgram.SET, setIndex(set));
    }

    /** Puts a loop over the bytes of a set. */
    void putLoop(boolean lazy, int set, int minimum, int maximum)
    {
        put(lazy ? DateProgram.LAZY : DateProgram.LOOP);
        put(set);
        put(minimum, maximum);
        put(-1);
    }

    /** @return the number of a set of four longs, kept once. */
    int setIndex(long[] set)
    {
        for (int i = 0; i < setCount; i++)
        {
            int base = i * 4;
            if (sets[base] == set[0] && sets[base + 1] == set[1] && sets[base + 2] == set[2] && sets[base + 3] == set[3])
            {
                return i;
            }
        }
        if (setCount * 4 == sets.length)
        {
            long[] larger = new long[sets.length * 2];
            System.arraycopy(sets, 0, larger, 0, sets.length);
            sets = larger;
        }
        System.arraycopy(set, 0, sets, setCount * 4, 4);
        return setCount++;
    }

    DateProgram program(int[] groups, int slots, boolean anchored)
    {
        int[] exactCode = new int[length];
        System.arraycopy(code, 0, exactCode, 0, length);
        long[] exactSets = new long[setCount * 4];
        System.arraycopy(sets, 0, exactSets, 0, exactSets.length);
        return new DateProgram(exactCode, exactSets, groups, slots, anchored);
    }
}
