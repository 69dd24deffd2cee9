package banjo.regex;

import java.util.Arrays;

/** The matching loop in plain Java: the twin that other forms of {@link DfaLoop} are tested against. */
final class PlainDfaLoop
{
    private PlainDfaLoop()
    {
    }

    /**
     * Runs an automaton over {@code text[from, to)}.
     *
     * @return the accept of the state in which the line ended or the verdict was known, -1 for no match.
     */
    static int run(Tables tables, byte[] text, int from, int to)
    {
        byte[] classOf = tables.classOf;
        short[] table = tables.table;
        int[] records = tables.records;
        int at = from - 1;
        int entry = tables.start;
        for (;;)
        {
            int row = entry;
            if (entry < 0)
            {
                if (entry == Tables.DEAD)
                {
                    return -1;
                }
                int record = (entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS;
                boolean asExpected = true;
                while (asExpected)
                {
                    move(tables, record, at);
                    at++;
                    row = records[record + Tables.ROW];
                    int a = records[record + Tables.A];
                    switch (records[record + Tables.ACTION])
                    {
                        case Tables.STOP:
                            return a;
                        case Tables.LITERAL:
                            int wanted = records[record + Tables.B];
                            int length = Math.min(wanted, to - at);
                            int same = Arrays.mismatch(text, at, at + length, tables.literals, a, a + length);
                            same = same < 0 ? length : same;
                            asExpected = same == wanted;
                            row = asExpected ? row : tables.literalRows[a + same];
                            at += asExpected ? wanted - 1 : same;
                            break;
                        case Tables.SKIP_TO:
                            while (at < to && text[at] != (byte)a)
                            {
                                at++;
                            }
                            asExpected = at < to;
                            break;
                        case Tables.LOOP:
                            int base = row << Tables.ROW_UNIT_SHIFT;
                            while (at < to && table[base + (classOf[text[at] & 0xFF] & 0xFF)] == row)
                            {
                                at++;
                            }
                            asExpected = at < to && (text[at] & 0xFF) == a;
                            break;
                        default:
                            asExpected = false;
                            break;
                    }
                    record = asExpected ? records[record + Tables.THEN] : record;
                }
            }
            else
            {
                at++;
            }
            if (at >= to)
            {
                return table[(row << Tables.ROW_UNIT_SHIFT) + tables.classCount];
            }
            entry = table[(row << Tables.ROW_UNIT_SHIFT) + (classOf[text[at] & 0xFF] & 0xFF)];
        }
    }

    private static void move(Tables tables, int record, int at)
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
