package banjo.regex;

/** The matching loop in plain Java: the twin that other forms of {@link DfaLoop} are tested against. */
final class PlainDfaLoop
{
    private PlainDfaLoop()
    {
    }

    /**
     * Runs an automaton over {@code text[from, to)}.
     *
     * @param captures receives start and end of each capture, -1 when it took no part; untouched without a match.
     * @return the index of the pattern that matched, or -1.
     */
    static int match(Tables tables, byte[] text, int from, int to, int[] captures)
    {
        int accept = run(tables, text, from, to);
        return accept < 0 ? -1 : capture(tables, accept, from, to, captures);
    }

    /** Fills the captures of an accept. @return the index of its pattern. */
    static int capture(Tables tables, int accept, int from, int to, int[] captures)
    {
        int[] accepts = tables.accepts;
        int at = accept * tables.acceptInts;
        int end = at + tables.acceptInts;
        int pattern = accepts[at];
        at++;
        for (int edge = 0; at < end; at += 2, edge++)
        {
            int source = accepts[at];
            int base = source >= 0 ? tables.registers[source] : source == Dfa.FROM ? from : source == Dfa.TO ? to : -1;
            captures[edge] = base + accepts[at + 1];
        }
        return pattern;
    }

    /**
     * Steps byte by byte. No shortcut is taken: they must change nothing.
     *
     * @return the accept of the state in which the line ended, -1 for no match.
     */
    private static int run(Tables tables, byte[] text, int from, int to)
    {
        int entry = tables.start;
        for (int at = from - 1; ; at++)
        {
            if (entry == Tables.DEAD)
            {
                return -1;
            }
            int row = entry;
            if (entry < 0)
            {
                int record = (entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS;
                move(tables, record, at);
                row = tables.records[record + Tables.ROW];
            }
            if (at + 1 >= to)
            {
                return tables.table[(row << Tables.ROW_UNIT_SHIFT) + tables.classCount];
            }
            entry = tables.table[(row << Tables.ROW_UNIT_SHIFT) + (tables.classOf[text[at + 1] & 0xFF] & 0xFF)];
        }
    }

    /** Runs the moves of a record for the byte at a position. */
    static void move(Tables tables, int record, int at)
    {
        int[] registers = tables.registers;
        int end = tables.records[record + Tables.MOVES_TO];
        for (int i = tables.records[record + Tables.MOVES_FROM]; i < end; i++)
        {
            int move = tables.moves[i];
            int source = move & 0xFFFF;
            registers[move >>> 16] = source == Dfa.HERE ? at : registers[source];
        }
    }
}
