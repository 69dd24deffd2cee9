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

    TablesBuilder(int stateCount, int classCount, byte[] classOf, int[][] operations)
    {
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
     * @param target or {@link Dfa#DEAD}.
     * @return the entry that leads there; one that would need too many records is {@link Tables#DEAD}, see {@link #overflows}.
     */
    short entry(int from, int target, int operation)
    {
        if (target < 0)
        {
            return Tables.DEAD;
        }
        if (operation == 0 && (action[target] == Tables.GO_ON || from == target))
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
        records.add(row);
        records.add(action[target]);
        records.add(0);
        records.add(0);
        records.add(0);
        records.add(moves.length > 0 ? moves[0] : 0);
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

    /** True when there are more records than 15 bits can number: the automaton cannot be laid out. */
    boolean overflows()
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
            row = step(row, text[i]);
        }
    }

    /**
     * Ends the layout: the records learn what their rows tell.
     *
     * @throws IllegalArgumentException when a state waits for a literal that was not added.
     */
    Tables finish(int registerCount, int[] accepts, int acceptInts, int start)
    {
        byte[] texts = new byte[literals.size()];
        short[] textRows = new short[texts.length];
        for (int i = 0; i < texts.length; i++)
        {
            texts[i] = (byte)literals.get(i);
            textRows[i] = (short)literalRows.get(i);
        }
        int[] all = records.toArray();
        for (int at = 0; at < all.length; at += Tables.RECORD_INTS)
        {
            int state = all[at + Tables.ROW] / rowUnits;
            switch (all[at + Tables.ACTION])
            {
                case Tables.STOP:
                    all[at + Tables.A] = table[rowOf(state) + classCount];
                    break;
                case Tables.LITERAL:
                    if (literalLength[state] == 0)
                    {
                        throw new IllegalArgumentException("damaged automaton");
                    }
                    int end = literalFrom[state] + literalLength[state];
                    all[at + Tables.A] = literalFrom[state];
                    all[at + Tables.B] = literalLength[state];
                    all[at + Tables.C] = step(textRows[end - 1], texts[end - 1]);
                    break;
                case Tables.SKIP_TO:
                    all[at + Tables.A] = leavingByte(state);
                    break;
                default:
                    break;
            }
        }
        int[] moves = new int[moveStart[operations.length]];
        for (int i = 0; i < operations.length; i++)
        {
            System.arraycopy(operations[i], 0, moves, moveStart[i], operations[i].length);
        }
        return new Tables(classCount, registerCount, classOf, table, all, moves, texts, textRows, accepts, acceptInts, start);
    }

    /** The row behind a byte; no operation may stand between. */
    private int step(int row, byte value)
    {
        int entry = table[(row << Tables.ROW_UNIT_SHIFT) + (classOf[value & 0xFF] & 0xFF)];
        if (entry >= 0)
        {
            return entry;
        }
        if (entry == Tables.DEAD)
        {
            throw new IllegalArgumentException("damaged automaton");
        }
        return records.get((entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS + Tables.ROW);
    }

    private int leavingByte(int state)
    {
        for (int b = 0; b < 256; b++)
        {
            if (table[rowOf(state) + (classOf[b] & 0xFF)] != state * rowUnits)
            {
                return b;
            }
        }
        return 0;
    }
}
