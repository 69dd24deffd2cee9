package banjo.filter;

import banjo.regex.RequiredLiterals;
import org.teavm.interop.Unmanaged;

/**
 * Chooses, among the filters of one source, those that a line may concern: the filters of its program, the filters without
 * program of which the line contains a required literal, and those of which nothing is known. The others would not match: they
 * need not be run. One pass over the line serves all; nothing is allocated after construction.
 */
public final class Prefilter
{
    private final Filter[] filters;
    private final int words;
    private final LiteralScan literals;
    /** Filters that find the dates of their lines by those of the lines before: they look at the date of every line. */
    private final int[] dating;
    /** The names of programs, and by {@link #hash} the number of the first; those of one hash follow each other in {@link #next}. */
    private final byte[][] programs;
    private final int[] first;
    private final int[] next;
    /** For each program, and last for any other, the filters to be tried whatever the line contains. */
    private final int[] tried;
    private final int[] candidates;
    /** Whether a filter looks for literals in the date as well. */
    private boolean wholeLine;

    /** @param filters of the jails that watch the source; one may be there more than once. */
    public Prefilter(Filter[] filters)
    {
        this.filters = filters;
        words = (filters.length + 31) >> 5;
        candidates = new int[words];
        dating = new int[words];
        literals = new LiteralScan(words);
        programs = programs(filters);
        int slots = 16;
        while (slots < 2 * programs.length)
        {
            slots <<= 1;
        }
        first = new int[slots];
        next = new int[programs.length];
        tried = new int[(programs.length + 1) * words];
        for (int i = 0; i < programs.length; i++)
        {
            int slot = hash(programs[i], 0, programs[i].length);
            next[i] = first[slot];
            first[slot] = i + 1;
        }
        for (int i = 0; i < filters.length; i++)
        {
            add(filters[i], i);
        }
        literals.close();
    }

    private static byte[][] programs(Filter[] filters)
    {
        int count = 0;
        for (Filter filter : filters)
        {
            count += filter.programs().length;
        }
        byte[][] all = new byte[count][];
        for (Filter filter : filters)
        {
            for (byte[] program : filter.programs())
            {
                all[--count] = program;
            }
        }
        return all;
    }

    private void add(Filter filter, int index)
    {
        RequiredLiterals required = filter.literals();
        for (int i = 0; i <= programs.length; i++)
        {
            boolean isTried = filter.programs().length == 0 ? required == null : i < programs.length && filter.isOf(programs[i]);
            tried[i * words + (index >> 5)] |= isTried ? 1 << (index & 31) : 0;
        }
        if (filter.programs().length == 0 && required != null)
        {
            literals.add(required, index);
            wholeLine |= filter.dates() != null;
            dating[index >> 5] |= filter.dates() != null ? 1 << (index & 31) : 0;
        }
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
            candidates[word] = tried[row + word];
        }
        literals.scan(line.text, wholeLine ? line.lineFrom : line.from, line.to, candidates);
    }

    /** @return the number of the line's program, that behind the last for one that no filter names. */
    @Unmanaged
    private int find(LogLine line)
    {
        int program = first[hash(line.text, line.programFrom, line.programTo)] - 1;
        while (program >= 0 && !line.isProgram(programs[program]))
        {
            program = next[program] - 1;
        }
        return program < 0 ? programs.length : program;
    }

    @Unmanaged
    private int hash(byte[] text, int from, int to)
    {
        int length = to - from;
        return length <= 0 ? 0 : length + text[from] * 3 + text[to - 1] * 7 & first.length - 1;
    }

    /** @return the index of the first candidate from an index on, -1 for none. */
    public int next(int from)
    {
        int index = from;
        while (index < filters.length)
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
