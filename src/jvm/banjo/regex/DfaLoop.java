package banjo.regex;

import java.util.Arrays;

/** The matching loop in the form that the JVM compiles best: arrays in locals, plain steps in a loop of their own. */
final class DfaLoop
{
    private DfaLoop()
    {
    }

    /** See {@link PlainDfaLoop#match}. */
    static int match(Tables tables, byte[] text, int from, int to, int[] captures)
    {
        int accept = run(tables, text, from, to);
        return accept < 0 ? -1 : PlainDfaLoop.capture(tables, accept, from, to, captures);
    }

    private static int run(Tables tables, byte[] text, int from, int to)
    {
        byte[] classOf = tables.classOf;
        short[] table = tables.table;
        int[] records = tables.records;
        int[] registers = tables.registers;
        int at = from - 1;
        int entry = tables.start;
        for (;;)
        {
            while (entry >= 0)
            {
                at++;
                int row = entry << Tables.ROW_UNIT_SHIFT;
                if (at >= to)
                {
                    return table[row + tables.classCount];
                }
                entry = table[row + (classOf[text[at] & 0xFF] & 0xFF)];
            }
            if (entry == Tables.DEAD)
            {
                return -1;
            }
            int record = (entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS;
            for (;;)
            {
                int action = records[record + Tables.ACTION];
                registers[records[record + Tables.MOVE]] = at;
                if (action >= Tables.SEVERAL_MOVES)
                {
                    PlainDfaLoop.move(tables, record, at);
                    action -= Tables.SEVERAL_MOVES;
                }
                at++;
                int row = records[record + Tables.ROW] << Tables.ROW_UNIT_SHIFT;
                if (action == Tables.LITERAL)
                {
                    int literal = records[record + Tables.A];
                    int count = records[record + Tables.B];
                    int available = Math.min(count, to - at);
                    int same = Arrays.mismatch(text, at, at + available, tables.literals, literal, literal + available);
                    same = same < 0 ? available : same;
                    if (same == count)
                    {
                        at += count - 1;
                        record = records[record + Tables.THEN];
                        continue;
                    }
                    at += same;
                    row = tables.literalRows[literal + same] << Tables.ROW_UNIT_SHIFT;
                }
                else if (action == Tables.SKIP_TO)
                {
                    byte wanted = (byte)records[record + Tables.A];
                    while (at < to && text[at] != wanted)
                    {
                        at++;
                    }
                    if (at < to)
                    {
                        record = records[record + Tables.THEN];
                        continue;
                    }
                }
                else if (action == Tables.LOOP)
                {
                    int number = row >> Tables.ROW_UNIT_SHIFT;
                    while (at < to && table[row + (classOf[text[at] & 0xFF] & 0xFF)] == number)
                    {
                        at++;
                    }
                }
                else if (action == Tables.STOP)
                {
                    return records[record + Tables.A];
                }
                if (at >= to)
                {
                    return table[row + tables.classCount];
                }
                entry = table[row + (classOf[text[at] & 0xFF] & 0xFF)];
                break;
            }
        }
    }
}
