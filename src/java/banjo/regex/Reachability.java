package banjo.regex;

/** What can still happen from each instruction of a program on: tags that matter, tags that may be set, verdicts. */
final class Reachability
{
    private static final int NO_PATTERN = -1;
    private static final int SEVERAL_PATTERNS = -2;

    /** Per instruction, a bit for each tag whose present value may end up in the result. */
    final long[] liveTags;
    /** Per instruction, true when a tag may be set on the way to a match. */
    final boolean[] setsTag;
    /** Per instruction, a bit for each distinct set that may be looked for behind before a byte is consumed. */
    final long[] looksBehind;
    private final int[] verdict;

    Reachability(Program program, int[] behindBit)
    {
        int size = program.size();
        liveTags = new long[size];
        setsTag = new boolean[size];
        looksBehind = new long[size];
        verdict = new int[size];
        for (int i = 0; i < size; i++)
        {
            verdict[i] = NO_PATTERN;
        }
        boolean changed = true;
        while (changed)
        {
            changed = false;
            for (int i = 0; i < size; i++)
            {
                changed |= update(program, behindBit, i);
            }
        }
    }

    private boolean update(Program program, int[] behindBit, int at)
    {
        int kind = program.kind[at];
        int x = program.x[at];
        int y = program.y[at];
        long live = kind == Program.MATCH ? -1L : liveTags[x];
        boolean sets = kind != Program.MATCH && setsTag[x];
        long behind = kind == Program.MATCH || kind == Program.BYTES ? 0 : looksBehind[x];
        int found = kind == Program.MATCH ? y : verdict[x];
        if (kind == Program.SPLIT)
        {
            live |= liveTags[y];
            sets |= setsTag[y];
            behind |= looksBehind[y];
            found = either(found, verdict[y]);
        }
        else if (kind == Program.TAG)
        {
            live &= ~(1L << (y & 63));
            sets |= verdict[x] != NO_PATTERN;
        }
        else if (kind == Program.BEHIND)
        {
            behind |= 1L << (behindBit[y] & 63);
        }
        if (live == liveTags[at] && sets == setsTag[at] && behind == looksBehind[at] && found == verdict[at])
        {
            return false;
        }
        liveTags[at] = live;
        setsTag[at] = sets;
        looksBehind[at] = behind;
        verdict[at] = found;
        return true;
    }

    private static int either(int first, int second)
    {
        if (first == second || second == NO_PATTERN)
        {
            return first;
        }
        return first == NO_PATTERN ? second : SEVERAL_PATTERNS;
    }

    boolean canMatch(int at)
    {
        return verdict[at] != NO_PATTERN;
    }

    /** True when nothing but this pattern can come of it. */
    boolean onlyPattern(int at, int pattern)
    {
        return verdict[at] == pattern;
    }
}
