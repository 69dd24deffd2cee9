package banjo.filter;

import org.teavm.interop.Unmanaged;

/**
 * Chooses, among the filters of one source, those that a line may concern: of the filters of its program and of those without
 * program the ones of which the line contains a required literal, or of which none is known. A line without a program may be
 * any program's own output. The others would not match: they need not be run. One pass over the line serves all; nothing is
 * allocated after construction.
 */
public final class Prefilter
{
    private final Filter[] filters;
    private final int words;
    private final LiteralScan literals;
    /** Filters that find the dates of their lines by those of the lines before: they look at the date of every line. */
    private final int[] dating;
    private final byte[][] programs;
    /** By the hash of a name the number of a program, from 1, and by that number the one with the same hash; 0 for none. */
    private final int[] first;
    private final int[] next;
    /** For each program, then for any other, and last for none, the filters to be tried whatever the line contains. */
    private final int[] tried;
    /** The same for those to be tried when it contains a literal of theirs. */
    private final int[] looking;
    private final boolean wholeLine;
    private final int[] candidates;

    /** See {@link PrefilterBuilder}. @param wholeLine whether a filter looks for literals in the date as well. */
    Prefilter(Filter[] filters, LiteralScan literals, int[] dating, byte[][] programs, int[] first, int[] next, int[] tried,
        int[] looking, boolean wholeLine)
    {
        this.filters = filters;
        words = dating.length;
        this.literals = literals;
        this.dating = dating;
        this.programs = programs;
        this.first = first;
        this.next = next;
        this.tried = tried;
        this.looking = looking;
        this.wholeLine = wholeLine;
        candidates = new int[words];
    }

    /** Looks at a line: {@link #next} tells which filters to run. */
    public void look(LogLine line)
    {
        choose(line);
        for (int word = 0; word < words; word++)
        {
            for (int rest = dating[word] & ~candidates[word]; rest != 0; rest &= rest - 1)
            {
                filters[(word << 5) + Integer.numberOfTrailingZeros(rest)].passOver(line);
            }
        }
    }

    @Unmanaged
    private void choose(LogLine line)
    {
        int row = find(line) * words;
        for (int word = 0; word < words; word++)
        {
            candidates[word] = 0;
        }
        literals.scan(line.text, wholeLine ? line.lineFrom : line.from, line.to, candidates);
        for (int word = 0; word < words; word++)
        {
            candidates[word] = candidates[word] & looking[row + word] | tried[row + word];
        }
    }

    /** @return the number of the line's program; behind the last, one for a program that no filter names and one for none. */
    @Unmanaged
    private int find(LogLine line)
    {
        if (line.programFrom == line.programTo)
        {
            return programs.length + 1;
        }
        int program = first[hash(line.text, line.programFrom, line.programTo) & first.length - 1] - 1;
        while (program >= 0 && !line.isProgram(programs[program]))
        {
            program = next[program] - 1;
        }
        return program < 0 ? programs.length : program;
    }

    @Unmanaged
    static int hash(byte[] text, int from, int to)
    {
        int length = to - from;
        return length <= 0 ? 0 : length + text[from] * 3 + text[to - 1] * 7;
    }

    /** @return the index of the first candidate from an index on, -1 for none. */
    @Unmanaged
    public int next(int from)
    {
        int index = from;
        while (index >> 5 < words)
        {
            int rest = candidates[index >> 5] >>> (index & 31);
            if (rest != 0)
            {
                return index + Integer.numberOfTrailingZeros(rest);
            }
            index = (index | 31) + 1;
        }
        return -1;
    }
}
