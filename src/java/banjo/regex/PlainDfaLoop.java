package banjo.regex;

import java.util.Arrays;

/** The matching loop in plain Java: the twin that other forms of {@link DfaLoop} are tested against. */
final class PlainDfaLoop
{
    private PlainDfaLoop()
    {
    }

    /**
     * Runs an automaton over {@code text[from, to)}; the tables are those of {@link Tables}.
     *
     * @return the accept of the state in which the line ended or the verdict was known, -1 for no match.
     */
    static int run(byte[] text, int from, int to, byte[] classOf, int[] table, int endColumn, int start, int[] records, int[] moves,
        byte[] literals, int[] literalRows, int[] registers)
    {
        int at = from - 1;
        int entry = start;
        int row = 0;
        for (;;)
        {
            if (entry < 0)
            {
                if (entry == Tables.DEAD)
                {
                    return -1;
                }
                int record = entry & Integer.MAX_VALUE;
                row = records[record];
                int end = records[record + 2];
                for (int i = records[record + 1]; i < end; i++)
                {
                    int source = moves[i] & 0xFFFF;
                    registers[moves[i] >>> 16] = source == Dfa.HERE ? at : registers[source];
                }
                at++;
                int a = records[record + 4];
                int b = records[record + 5];
                switch (records[record + 3])
                {
                    case Tables.STOP:
                        return a;
                    case Tables.LITERAL:
                        int room = to - at;
                        int length = b < room ? b : room;
                        int same = Arrays.mismatch(text, at, at + length, literals, a, a + length);
                        same = same < 0 ? length : same;
                        at += same;
                        row = literalRows[a + same];
                        break;
                    case Tables.SKIP_TO:
                        while (at < to && text[at] != (byte)a)
                        {
                            at++;
                        }
                        break;
                    case Tables.SKIP_RANGE:
                        while (at < to && (text[at] & 0xFF) - a >= 0 && (text[at] & 0xFF) - a <= b)
                        {
                            at++;
                        }
                        break;
                    default:
                        break;
                }
            }
            else
            {
                row = entry;
                at++;
            }
            if (at >= to)
            {
                return table[row + endColumn];
            }
            entry = table[row + (classOf[text[at] & 0xFF] & 0xFF)];
        }
    }
}
