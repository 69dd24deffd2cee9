package banjo.regex;

/** Lays out an automaton for {@link DfaLoop}. */
final class Layout
{
    private Layout()
    {
    }

    /** @return null when it has too many states for the layout. */
    static Tables of(Dfa dfa)
    {
        if (!TablesBuilder.fits(dfa.stateCount, dfa.classCount))
        {
            return null;
        }
        Shortcuts shortcuts = new Shortcuts(dfa);
        TablesBuilder builder = new TablesBuilder(dfa.stateCount, dfa.classCount, dfa.classOf, dfa.registerCount, dfa.operations);
        for (int state = 0; state < dfa.stateCount; state++)
        {
            builder.arrive(state, shortcuts.action[state]);
        }
        int start = builder.entry(-1, 0, 0);
        for (int state = 0; state < dfa.stateCount; state++)
        {
            int row = builder.rowOf(state);
            for (int i = 0; i < dfa.classCount; i++)
            {
                int at = state * dfa.classCount + i;
                builder.entries()[row + i] = builder.entry(state, dfa.next[at], dfa.operation[at]);
            }
            builder.entries()[row + dfa.classCount] = (short)dfa.accept[state];
        }
        for (int state = 0; state < dfa.stateCount; state++)
        {
            if (builder.lacksLiteral(state))
            {
                builder.addLiteral(state, shortcuts.literal(state));
            }
        }
        int acceptInts = dfa.accepts.length == 0 ? 1 : dfa.accepts[0].length;
        int[] accepts = new int[dfa.accepts.length * acceptInts];
        for (int i = 0; i < dfa.accepts.length; i++)
        {
            System.arraycopy(dfa.accepts[i], 0, accepts, i * acceptInts, acceptInts);
        }
        return builder.finish(accepts, acceptInts, start);
    }
}
