package banjo.regex;

/** The matching loop in plain Java: what the image runs, and the twin that the native form is tested against. */
final class PlainDfaLoop
{
    private PlainDfaLoop()
    {
    }

    /**
     * Runs an automaton over a line; the result is left in the registers.
     *
     * @param table transitions: operation list in the bits from 20 up, row offset below; row 0 is the end.
     * @param classOf class of each byte.
     * @param edgeClass class of the end of the line.
     * @param moves operation lists: count, then {@code target << 16 | source} each; an operation is its index in here.
     * @param startRow row offset of the first state.
     */
    static void run(int[] table, byte[] classOf, int edgeClass, int[] moves, int[] registers, int startRow, byte[] text, int from, int to)
    {
        int row = startRow;
        for (int i = from; i < to; i++)
        {
            int entry = table[row + (classOf[text[i] & 0xFF] & 0xFF)];
            if (entry <= Automaton.ROW_MASK)
            {
                row = entry;
                continue;
            }
            apply(moves, entry >>> Automaton.ROW_BITS, registers, i);
            row = entry & Automaton.ROW_MASK;
            if (row == 0)
            {
                return;
            }
        }
        apply(moves, table[row + edgeClass] >>> Automaton.ROW_BITS, registers, to);
    }

    /** @param operation number; the first words of {@code moves} say where each list is. */
    static void apply(int[] moves, int operation, int[] registers, int position)
    {
        int at = moves[operation];
        int end = at + 1 + moves[at];
        for (at++; at < end; at++)
        {
            int source = moves[at] & 0xFFFF;
            int value;
            if (source < Determiniser.SOURCE_PATTERN)
            {
                value = registers[source];
            }
            else if (source >= Determiniser.SOURCE_UNSET)
            {
                value = source == Determiniser.SOURCE_UNSET ? -1 : position + (source == Determiniser.SOURCE_AFTER ? 1 : 0);
            }
            else
            {
                value = source & 0x7FFF;
            }
            registers[moves[at] >>> 16] = value;
        }
    }
}
