package banjo.regex;

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
        byte[] literals = tables.literals;
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
                    if (count <= to - at && Words.startsWith(text, at, literals, literal, count))
                    {
                        at += count - 1;
                        record = records[record + Tables.THEN];
                        continue;
                    }
                    int same = 0;
                    while (at + same < to && text[at + same] == literals[literal + same])
                    {
                        same++;
                    }
                    at += same;
                    row = tables.literalRows[literal + same] << Tables.ROW_UNIT_SHIFT;
                }
                else if (action == Tables.SKIP_TO)
                {
                    at = Words.find(text, at, to, (byte)records[record + Tables.A]);
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
                int quad = 0;
                if (action == Tables.DOTTED_QUAD)
                {
                    quad = Words.dottedQuad(text, at, to);
                    at += quad >> 2;
                }
                boolean remembers = quad != 0 || action == Tables.GO_ON || action == Tables.LOOP;
                int byteClass = at < to ? classOf[text[at] & 0xFF] & 0xFF : tables.classCount;
                if (remembers && byteClass == records[record + Tables.A])
                {
                    record = records[record + Tables.THEN];
                    continue;
                }
                row = quad == 0 ? row : rowBehind(tables, records[record + Tables.B], quad & 3);
                entry = table[row + byteClass];
                if (at >= to)
                {
                    return entry;
                }
                if (remembers && entry < Tables.DEAD && (quad == 0 || isSame(tables, records[record + Tables.B], byteClass)))
                {
                    records[record + Tables.A] = byteClass;
                    records[record + Tables.THEN] = (entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS;
                }
                break;
            }
        }
    }

    /** @return whether a class leads the same way behind numbers of one, two and three digits. */
    private static boolean isSame(Tables tables, int number, int byteClass)
    {
        int entry = tables.table[rowBehind(tables, number, 1) + byteClass];
        return entry == tables.table[rowBehind(tables, number, 2) + byteClass] && entry == tables.table[rowBehind(tables, number, 3) + byteClass];
    }

    private static int rowBehind(Tables tables, int number, int digits)
    {
        int digit = tables.classOf['0'] & 0xFF;
        int row = number;
        for (int i = 1; i < digits; i++)
        {
            int entry = tables.table[(row << Tables.ROW_UNIT_SHIFT) + digit];
            row = entry >= 0 ? entry : tables.records[(entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS + Tables.ROW];
        }
        return row << Tables.ROW_UNIT_SHIFT;
    }
}
