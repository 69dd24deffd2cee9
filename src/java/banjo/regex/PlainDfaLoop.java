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
        if (accept < 0)
        {
            return -1;
        }
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

    /** @return the accept of the state in which the line ended or the verdict was known, -1 for no match. */
    private static int run(Tables tables, byte[] text, int from, int to)
    {
        byte[] classOf = tables.classOf;
        short[] table = tables.table;
        int[] records = tables.records;
        int at = from - 1;
        int entry = tables.start;
        int row = 0;
        for (;;)
        {
            boolean known = entry < 0 && entry != Tables.DEAD;
            int record = (entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS;
            while (known)
            {
                int action = records[record + Tables.ACTION];
                tables.registers[records[record + Tables.MOVE]] = at;
                if (action >= Tables.SEVERAL_MOVES)
                {
                    move(tables, record, at);
                    action -= Tables.SEVERAL_MOVES;
                }
                at++;
                row = records[record + Tables.ROW];
                int a = records[record + Tables.A];
                switch (action)
                {
                    case Tables.STOP:
                        return a;
                    case Tables.LITERAL:
                        int wanted = records[record + Tables.B];
                        int same = same(text, at, to, tables.literals, a, wanted);
                        known = same == wanted;
                        at += known ? wanted - 1 : same;
                        row = known ? row : tables.literalRows[a + same];
                        break;
                    case Tables.SKIP_TO:
                        while (at < to && text[at] != (byte)a)
                        {
                            at++;
                        }
                        known = at < to;
                        break;
                    case Tables.LOOP:
                        int base = row << Tables.ROW_UNIT_SHIFT;
                        while (at < to && table[base + (classOf[text[at] & 0xFF] & 0xFF)] == row)
                        {
                            at++;
                        }
                        known = at < to && isKnown(tables, record, classOf[text[at] & 0xFF] & 0xFF);
                        break;
                    case Tables.GO_ON:
                        known = at < to && isKnown(tables, record, classOf[text[at] & 0xFF] & 0xFF);
                        break;
                    default:
                        known = false;
                        break;
                }
                record = known ? records[record + Tables.THEN] : 0;
            }
            if (entry >= 0)
            {
                row = entry;
                at++;
            }
            else if (entry == Tables.DEAD)
            {
                return -1;
            }
            if (at >= to)
            {
                return table[(row << Tables.ROW_UNIT_SHIFT) + tables.classCount];
            }
            entry = table[(row << Tables.ROW_UNIT_SHIFT) + (classOf[text[at] & 0xFF] & 0xFF)];
        }
    }

    /** @return true when the way on at a class leads to another record; the record remembers it. */
    private static boolean isKnown(Tables tables, int record, int byteClass)
    {
        int[] records = tables.records;
        if (records[record + Tables.A] == byteClass)
        {
            return true;
        }
        int entry = tables.table[(records[record + Tables.ROW] << Tables.ROW_UNIT_SHIFT) + byteClass];
        if (entry >= 0 || entry == Tables.DEAD)
        {
            return false;
        }
        records[record + Tables.A] = byteClass;
        records[record + Tables.THEN] = (entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS;
        return true;
    }

    private static int same(byte[] text, int at, int to, byte[] literals, int literal, int length)
    {
        int count = Math.min(length, to - at);
        int same = 0;
        while (same < count && text[at + same] == literals[literal + same])
        {
            same++;
        }
        return same;
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
