package banjo.filter;

import banjo.regex.RequiredLiterals;

/** Makes the tables of a {@link Prefilter}. */
public final class PrefilterBuilder
{
    private static final int SLOTS_MINIMUM = 16;

    private final Filter[] filters;
    private final int words;
    private final LiteralIndex literals;
    private final int[] dating;
    private final byte[][] programs;
    private final int[] tried;
    private final int[] looking;
    private boolean wholeLine;

    private PrefilterBuilder(Filter[] filters)
    {
        this.filters = filters;
        words = (filters.length + 31) >> 5;
        literals = new LiteralIndex(words);
        dating = new int[words];
        programs = programs(filters);
        tried = new int[(programs.length + 2) * words];
        looking = new int[tried.length];
    }

    /** @param filters of the jails that watch a source; one may be there more than once. */
    public static Prefilter build(Filter[] filters)
    {
        PrefilterBuilder builder = new PrefilterBuilder(filters);
        for (int i = 0; i < filters.length; i++)
        {
            builder.add(filters[i], i);
        }
        return builder.finish();
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
        boolean ofAll = filter.programs().length == 0;
        int bit = 1 << (index & 31);
        for (int i = 0; i <= programs.length + 1; i++)
        {
            boolean concerned = ofAll || i == programs.length + 1 || i < programs.length && filter.isOf(programs[i]);
            tried[i * words + (index >> 5)] |= concerned && required == null ? bit : 0;
            looking[i * words + (index >> 5)] |= concerned ? bit : 0;
        }
        if (required != null)
        {
            literals.add(required, index);
        }
        if (ofAll && required != null)
        {
            wholeLine |= filter.dates() != null;
            dating[index >> 5] |= filter.dates() != null ? bit : 0;
        }
    }

    private Prefilter finish()
    {
        int slots = SLOTS_MINIMUM;
        while (slots < 2 * programs.length)
        {
            slots <<= 1;
        }
        int[] first = new int[slots];
        int[] next = new int[programs.length];
        for (int i = 0; i < programs.length; i++)
        {
            int slot = Prefilter.hash(programs[i], 0, programs[i].length) & slots - 1;
            next[i] = first[slot];
            first[slot] = i + 1;
        }
        return new Prefilter(filters, literals.scan(), dating, programs, first, next, tried, looking, wholeLine);
    }
}
