package banjo.regex;

import java.util.Arrays;

/**
 * Lays out an automaton row by row. What happens on arrival in a state is told first ({@link #arrive}), since an entry that
 * leads there needs a record for it; then come the rows ({@link #entries}), the literals, and {@link #finish}.
 */
final class TablesBuilder
{
    private final int classCount;
    private final int rowUnits;
    private final int registerCount;
    private final byte[] classOf;
    private final int[][] operations;
    private final int[] moveStart;
    private final short[] table;
    /** Per state: {@link Tables#GO_ON} and so on. */
    private final byte[] action;
    /** Per state with a literal: where it begins in {@link #literals}, and its length. */
    private final int[] literalFrom;
    private final int[] literalLength;
    private final IntList literals = new IntList();
    private final IntList literalRows = new IntList();
    private final IntList records = new IntList();
    /** Open addressing: record number + 1 by target and operation. */
    private int[] slots = new int[256];
    private final boolean[] stays = new boolean[256];

    TablesBuilder(int stateCount, int classCount, byte[] classOf, int registerCount, int[][] operations)
    {
        this.registerCount = registerCount;
        this.classCount = classCount;
        this.classOf = classOf;
        this.operations = operations;
        rowUnits = Tables.rowUnits(classCount);
        table = new short[stateCount * rowUnits << Tables.ROW_UNIT_SHIFT];
        Arrays.fill(table, Tables.DEAD);
        action = new byte[stateCount];
        literalFrom = new int[stateCount];
        literalLength = new int[stateCount];
        moveStart = new int[operations.length + 1];
        for (int i = 0; i < operations.length; i++)
        {
            moveStart[i + 1] = moveStart[i] + operations[i].length;
        }
    }

    /** @return true when so many states and classes can be numbered by 16 bits. */
    static boolean fits(int stateCount, int classCount)
    {
        return (long)stateCount * Tables.rowUnits(classCount) <= Tables.MAXIMUM_UNITS;
    }

    void arrive(int state, int what)
    {
        action[state] = (byte)what;
    }

    /** Where a state's row begins in {@link #entries}. */
    int rowOf(int state)
    {
        return state * rowUnits << Tables.ROW_UNIT_SHIFT;
    }

    /** The rows; each is filled with {@link #entry}'s results and the accept behind them. */
    short[] entries()
    {
        return table;
    }

    /**
     * What leaves a row with a shortcut needs a record as well: the shortcut goes on from record to record.
     *
     * @param target or {@link Dfa#DEAD}.
     * @return the entry that leads there; one that would need too many records has a wrong number, and {@link #finish} returns null.
     */
    short entry(int from, int target, int operation)
    {
        if (target < 0)
        {
            return Tables.DEAD;
        }
        boolean plain = action[target] == Tables.GO_ON && (from < 0 || action[from] == Tables.GO_ON);
        if (operation == 0 && (plain || from == target))
        {
            return (short)(target * rowUnits);
        }
        return (short)(record(target, operation) | Short.MIN_VALUE);
    }

    private int record(int target, int operation)
    {
        int row = target * rowUnits;
        int slot = slotOf(row, operation);
        if (slots[slot] != 0)
        {
            return slots[slot] - 1;
        }
        int number = records.size() / Tables.RECORD_INTS;
        int[] moves = operations[operation];
        boolean one = moves.length == 1 && (moves[0] & 0xFFFF) == Dfa.HERE;
        records.add(row);
        records.add(action[target] + (one || moves.length == 0 ? 0 : Tables.SEVERAL_MOVES));
        records.add(Tables.NO_CLASS);
        records.add(-1);
        records.add(0);
        records.add(one ? moves[0] >>> 16 : registerCount);
        records.add(moveStart[operation]);
        records.add(moveStart[operation + 1]);
        slots[slot] = number + 1;
        if (number * 2 > slots.length)
        {
            slots = new int[slots.length * 2];
            for (int i = 0; i <= number; i++)
            {
                int at = i * Tables.RECORD_INTS;
                slots[slotOf(records.get(at + Tables.ROW), operationOf(i))] = i + 1;
            }
        }
        return number;
    }

    private int slotOf(int row, int operation)
    {
        int hash = (row * 31 + operation) * 0x9E3779B1;
        int slot = (hash ^ hash >>> 15) & slots.length - 1;
        while (slots[slot] != 0)
        {
            int at = (slots[slot] - 1) * Tables.RECORD_INTS;
            if (records.get(at + Tables.ROW) == row && operationOf(slots[slot] - 1) == operation)
            {
                break;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private int operationOf(int record)
    {
        int from = records.get(record * Tables.RECORD_INTS + Tables.MOVES_FROM);
        int to = records.get(record * Tables.RECORD_INTS + Tables.MOVES_TO);
        // Operation 0 is empty and begins where the first other one does.
        return from == to ? 0 : Arrays.binarySearch(moveStart, 1, moveStart.length, from);
    }

    private boolean overflows()
    {
        return records.size() / Tables.RECORD_INTS >= Tables.MAXIMUM_RECORDS;
    }

    /** True when a state waits for a literal that no call of {@link #addLiteral} has covered yet. */
    boolean lacksLiteral(int state)
    {
        return action[state] == Tables.LITERAL && literalLength[state] == 0;
    }

    /**
     * Adds a text that is expected from a state on; the states on its way that wait for a literal as well share it.
     *
     * @throws IllegalArgumentException when a byte leads nowhere.
     */
    void addLiteral(int state, byte[] text)
    {
        int row = state * rowUnits;
        for (int i = 0; i < text.length; i++)
        {
            int passed = row / rowUnits;
            if (action[passed] == Tables.LITERAL && literalLength[passed] == 0)
            {
                literalFrom[passed] = literals.size();
                literalLength[passed] = text.length - i;
            }
            literals.add(text[i] & 0xFF);
            literalRows.add(row);
            if (i + 1 < text.length)
            {
                row = step(row, text[i]);
            }
        }
    }

    /**
     * Ends the layout: the records learn what their rows tell.
     *
     * @return null when there are more records than 15 bits can number.
     * @throws IllegalArgumentException when a state waits for a literal that was not added, or for a byte it cannot wait for.
     */
    Tables finish(int[] accepts, int acceptInts, int start)
    {
        byte[] texts = new byte[literals.size() + Tables.LITERAL_PADDING];
        short[] textRows = new short[literals.size()];
        for (int i = 0; i < textRows.length; i++)
        {
            texts[i] = (byte)literals.get(i);
            textRows[i] = (short)literalRows.get(i);
        }
        ByteRuns runs = new ByteRuns();
        if (overflows())
        {
            return null;
        }
        // Per state a completed record, plus one: what is told of one holds for all that arrive there.
        int[] completed = new int[action.length];
        // The way on may need a record that is new: it is completed in its turn.
        for (int at = 0; at < records.size(); at += Tables.RECORD_INTS)
        {
            int state = records.get(at + Tables.ROW) / rowUnits;
            if (completed[state] == 0)
            {
                complete(at, texts, textRows, runs);
                completed[state] = at + 1;
            }
            else
            {
                copy(completed[state] - 1, at);
            }
        }
        if (overflows())
        {
            return null;
        }
        int[] moves = new int[moveStart[operations.length]];
        for (int i = 0; i < operations.length; i++)
        {
            System.arraycopy(operations[i], 0, moves, moveStart[i], operations[i].length);
        }
        return new Tables(classCount, registerCount, classOf, table, records.toArray(), moves, texts, textRows, runs.toBytes(), accepts,
            acceptInts, start);
    }

    private void copy(int from, int to)
    {
        int several = records.get(to + Tables.ACTION) & Tables.SEVERAL_MOVES;
        records.set(to + Tables.ACTION, records.get(from + Tables.ACTION) & Tables.SEVERAL_MOVES - 1 | several);
        records.set(to + Tables.A, records.get(from + Tables.A));
        records.set(to + Tables.B, records.get(from + Tables.B));
        records.set(to + Tables.THEN, records.get(from + Tables.THEN));
    }

    private void complete(int record, byte[] texts, short[] textRows, ByteRuns runs)
    {
        int row = records.get(record + Tables.ROW);
        int state = row / rowUnits;
        switch (action[state])
        {
            case Tables.STOP:
                records.set(record + Tables.A, table[rowOf(state) + classCount]);
                break;
            case Tables.LITERAL:
                if (literalLength[state] == 0)
                {
                    throw damaged();
                }
                int last = literalFrom[state] + literalLength[state] - 1;
                records.set(record + Tables.A, literalFrom[state]);
                records.set(record + Tables.B, literalLength[state]);
                goOn(record, textRows[last], texts[last]);
                break;
            case Tables.SKIP_TO:
                int leaving = leavingByte(row);
                records.set(record + Tables.A, leaving);
                goOn(record, row, (byte)leaving);
                break;
            case Tables.LOOP:
                records.set(record + Tables.B, runs.add(staying(row)));
                break;
            default:
                int behind = action[state] == Tables.GO_ON ? DottedQuad.behind(this, row) : -1;
                if (behind >= 0)
                {
                    records.set(record + Tables.ACTION, records.get(record + Tables.ACTION) + Tables.DOTTED_QUAD);
                    records.set(record + Tables.B, behind);
                }
                break;
        }
    }

    /** @return the row where a byte leads from another, or -1 when it leads nowhere or sets registers. */
    int plainWay(int row, int value)
    {
        int entry = entryAt(row, (byte)value);
        if (entry >= 0 || entry == Tables.DEAD)
        {
            return entry;
        }
        int record = (entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS;
        return records.get(record + Tables.MOVES_FROM) == records.get(record + Tables.MOVES_TO) ? records.get(record + Tables.ROW) : -1;
    }

    /** Tells a record that the next one is where a byte leads from a row. */
    private void goOn(int record, int row, byte value)
    {
        int entry = entryAt(row, value);
        if (entry == Tables.DEAD)
        {
            throw damaged();
        }
        int next = entry < 0 ? entry & Tables.MAXIMUM_RECORDS : record(entry / rowUnits, 0);
        records.set(record + Tables.THEN, next * Tables.RECORD_INTS);
    }

    private static IllegalArgumentException damaged()
    {
        return new IllegalArgumentException("damaged automaton");
    }

    private int entryAt(int row, byte value)
    {
        return table[(row << Tables.ROW_UNIT_SHIFT) + (classOf[value & 0xFF] & 0xFF)];
    }

    /** The row behind a byte; no operation may stand between. */
    private int step(int row, byte value)
    {
        int entry = entryAt(row, value);
        if (entry >= 0)
        {
            return entry;
        }
        if (entry == Tables.DEAD)
        {
            throw damaged();
        }
        return records.get((entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS + Tables.ROW);
    }

    /** @return per byte whether it leads from a row to itself and nothing else happens, until asked again. */
    private boolean[] staying(int row)
    {
        int base = row << Tables.ROW_UNIT_SHIFT;
        for (int b = 0; b < 256; b++)
        {
            stays[b] = table[base + (classOf[b] & 0xFF)] == row;
        }
        return stays;
    }

    private int leavingByte(int row)
    {
        for (int b = 0; b < 256; b++)
        {
            if (entryAt(row, (byte)b) != row)
            {
                return b;
            }
        }
        return 0;
    }
}
