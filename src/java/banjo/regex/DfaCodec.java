package banjo.regex;

import java.util.Arrays;

/**
 * The compact form of tables: variable-length numbers; a row says which transitions differ from an earlier row, or from the
 * row's own most frequent transition.
 */
final class DfaCodec
{
    private static final int ROW_WINDOW = 24;
    /** Those that are stored; the others are found again. */
    private static final int ACTIONS = Tables.LITERAL + 1;

    private DfaCodec()
    {
    }

    static void write(Tables tables, ByteSink out)
    {
        out.put(tables.classCount);
        out.put(tables.stateCount());
        out.put(tables.registerCount);
        for (int b = 0; b < 256;)
        {
            int end = b;
            while (end < 256 && tables.classOf[end] == tables.classOf[b])
            {
                end++;
            }
            out.put(end - b);
            out.put(tables.classOf[b] & 0xFF);
            b = end;
        }
        int[] moveStarts = writeOperations(tables, out);
        writeAccepts(tables, out);
        byte[] action = actions(tables);
        int[] reference = new int[tables.stateCount()];
        for (int state = 0; state < reference.length; state++)
        {
            reference[state] = reference(tables, state);
            out.put(reference[state] * ACTIONS + action[state]);
        }
        for (int state = 0; state < reference.length; state++)
        {
            writeRow(tables, state, reference[state], moveStarts, out);
        }
        writeAcceptingStates(tables, out);
        writeLiterals(tables, out);
    }

    /** @return where the moves of each operation begin, in ascending order; operation 0 is empty. */
    private static int[] writeOperations(Tables tables, ByteSink out)
    {
        boolean[] starts = new boolean[tables.moves.length + 1];
        for (int at = 0; at < tables.records.length; at += Tables.RECORD_INTS)
        {
            starts[tables.records[at + Tables.MOVES_FROM]] |= tables.records[at + Tables.MOVES_TO] > tables.records[at + Tables.MOVES_FROM];
        }
        int[] moveStarts = new int[tables.moves.length + 1];
        int count = 0;
        moveStarts[count++] = -1;
        for (int i = 0; i < tables.moves.length; i++)
        {
            if (starts[i])
            {
                moveStarts[count++] = i;
            }
        }
        moveStarts = Arrays.copyOf(moveStarts, count);
        out.put(count);
        for (int i = 0; i < count; i++)
        {
            int from = i == 0 ? 0 : moveStarts[i];
            int to = i == 0 ? 0 : i + 1 < count ? moveStarts[i + 1] : tables.moves.length;
            out.put(to - from);
            for (int k = from; k < to; k++)
            {
                int source = tables.moves[k] & 0xFFFF;
                out.put(tables.moves[k] >>> 16);
                out.put(source == Dfa.HERE ? 0 : source + 1);
            }
        }
        return moveStarts;
    }

    private static void writeAccepts(Tables tables, ByteSink out)
    {
        out.put(tables.acceptCount());
        for (int at = 0; at < tables.accepts.length; at += tables.acceptInts)
        {
            out.put(tables.accepts[at]);
            for (int i = 1; i < tables.acceptInts; i += 2)
            {
                int distance = tables.accepts[at + i + 1];
                out.put(tables.accepts[at + i] - Dfa.TO);
                out.put(distance << 1 ^ distance >> 31);
            }
        }
    }

    private static byte[] actions(Tables tables)
    {
        byte[] action = new byte[tables.stateCount()];
        for (int at = 0; at < tables.records.length; at += Tables.RECORD_INTS)
        {
            action[tables.records[at + Tables.ROW] / tables.rowUnits] = (byte)(tables.action(at) % ACTIONS);
        }
        return action;
    }

    private static void writeAcceptingStates(Tables tables, ByteSink out)
    {
        int last = -1;
        for (int state = 0; state < tables.stateCount(); state++)
        {
            int accept = tables.entry(state, tables.classCount);
            if (accept >= 0)
            {
                out.put(state - last);
                out.put(accept);
                last = state;
            }
        }
        out.put(0);
    }

    /** The state where each begins, its length, its bytes; states on its way are found again when it is read. */
    private static void writeLiterals(Tables tables, ByteSink out)
    {
        int at = 0;
        while (at < tables.literalRows.length)
        {
            int length = 0;
            for (int record = 0; record < tables.records.length; record += Tables.RECORD_INTS)
            {
                if (tables.action(record) == Tables.LITERAL && tables.records[record + Tables.A] == at)
                {
                    length = tables.records[record + Tables.B];
                }
            }
            out.put(length);
            out.put(tables.literalRows[at] / tables.rowUnits);
            for (int i = 0; i < length; i++)
            {
                out.put(tables.literals[at++] & 0xFF);
            }
        }
        out.put(0);
    }

    private static int commonClass(Tables tables, int state)
    {
        int common = 0;
        int best = -1;
        for (int i = 0; i < tables.classCount; i++)
        {
            int count = 0;
            for (int k = 0; k < tables.classCount; k++)
            {
                count += same(tables, state, k, state, i) ? 1 : 0;
            }
            if (count > best)
            {
                best = count;
                common = i;
            }
        }
        return common;
    }

    private static int differences(Tables tables, int state, int reference, int common)
    {
        int count = 0;
        for (int i = 0; i < tables.classCount; i++)
        {
            count += same(tables, state, i, state - reference, reference == 0 ? common : i) ? 0 : 1;
        }
        return count;
    }

    /** @return how many rows back the most similar row lies; 0 when the row is best told by itself. */
    private static int reference(Tables tables, int state)
    {
        int reference = 0;
        int fewest = differences(tables, state, 0, commonClass(tables, state)) + 1;
        for (int back = 1; back <= ROW_WINDOW && back <= state; back++)
        {
            int count = differences(tables, state, back, 0);
            if (count < fewest)
            {
                fewest = count;
                reference = back;
            }
        }
        return reference;
    }

    private static void writeRow(Tables tables, int state, int reference, int[] moveStarts, ByteSink out)
    {
        int common = reference == 0 ? commonClass(tables, state) : 0;
        if (reference == 0)
        {
            writeTransition(tables, state, common, moveStarts, out);
        }
        out.put(differences(tables, state, reference, common));
        int previous = -1;
        for (int i = 0; i < tables.classCount; i++)
        {
            if (!same(tables, state, i, state - reference, reference == 0 ? common : i))
            {
                out.put(i - previous - 1);
                writeTransition(tables, state, i, moveStarts, out);
                previous = i;
            }
        }
    }

    private static boolean same(Tables tables, int state, int byteClass, int otherState, int otherClass)
    {
        int entry = tables.entry(state, byteClass);
        int other = tables.entry(otherState, otherClass);
        // A state's own loop is an entry, the way to it from elsewhere may be a record: the same transition.
        return entry == other || tables.target(entry) == tables.target(other) && tables.movesFrom(entry) == tables.movesFrom(other);
    }

    /** The state doubled, plus one when an operation follows. */
    private static void writeTransition(Tables tables, int state, int byteClass, int[] moveStarts, ByteSink out)
    {
        int entry = tables.entry(state, byteClass);
        int from = tables.movesFrom(entry);
        out.put(tables.target(entry) + 1 << 1 | (from < 0 ? 0 : 1));
        if (from >= 0)
        {
            out.put(Arrays.binarySearch(moveStarts, from));
        }
    }

    /** @throws IllegalArgumentException when the bytes are no automaton. */
    static Tables read(ByteSource in, int captureCount)
    {
        int classes = in.take(1, 256);
        int states = in.take(1, Tables.MAXIMUM_UNITS / Tables.rowUnits(classes));
        int registers = in.take(1, 0x7FFF);
        byte[] classOf = new byte[256];
        for (int b = 0; b < 256;)
        {
            int count = in.take(1, 256 - b);
            Arrays.fill(classOf, b, b + count, (byte)in.take(0, classes - 1));
            b += count;
        }
        int[][] operations = readOperations(in, registers);
        int acceptInts = 1 + 4 * captureCount;
        int[] accepts = readAccepts(in, acceptInts, registers);
        // Every row takes two bytes at least, so a short input cannot ask for a large table.
        if (states > in.remaining())
        {
            throw new IllegalArgumentException("damaged automaton");
        }
        TablesBuilder builder = new TablesBuilder(states, classes, classOf, registers, operations);
        int[] reference = new int[states];
        for (int state = 0; state < states; state++)
        {
            int both = in.take(0, Math.min(state, ROW_WINDOW) * ACTIONS + ACTIONS - 1);
            reference[state] = both / ACTIONS;
            builder.arrive(state, both % ACTIONS);
        }
        int start = builder.entry(-1, 0, 0);
        for (int state = 0; state < states; state++)
        {
            readRow(builder, state, reference[state], classes, states, operations.length, in);
        }
        readAcceptingStates(builder, states, classes, accepts.length / acceptInts, in);
        for (int length = in.take(0, in.remaining()); length > 0; length = in.take(0, in.remaining()))
        {
            int state = in.take(0, states - 1);
            byte[] text = new byte[length];
            for (int i = 0; i < length; i++)
            {
                text[i] = (byte)in.take(0, 255);
            }
            builder.addLiteral(state, text);
        }
        Tables tables = builder.finish(accepts, acceptInts, start);
        if (tables == null)
        {
            throw new IllegalArgumentException("damaged automaton");
        }
        return tables;
    }

    private static void readAcceptingStates(TablesBuilder builder, int states, int classes, int accepts, ByteSource in)
    {
        int state = -1;
        for (int step = in.take(0, states); step > 0; step = in.take(0, states - 1 - state))
        {
            state += step;
            if (state >= states)
            {
                throw new IllegalArgumentException("damaged automaton");
            }
            builder.entries()[builder.rowOf(state) + classes] = (short)in.take(0, accepts - 1);
        }
    }

    private static int[][] readOperations(ByteSource in, int registers)
    {
        int[][] operations = new int[in.take(1, in.remaining())][];
        for (int i = 0; i < operations.length; i++)
        {
            operations[i] = new int[in.take(0, i == 0 ? 0 : in.remaining())];
            for (int k = 0; k < operations[i].length; k++)
            {
                int target = in.take(0, registers - 1);
                int source = in.take(0, registers);
                operations[i][k] = target << 16 | (source == 0 ? Dfa.HERE : source - 1);
            }
        }
        return operations;
    }

    private static int[] readAccepts(ByteSource in, int acceptInts, int registers)
    {
        int[] accepts = new int[in.take(0, in.remaining()) * acceptInts];
        for (int i = 0; i < accepts.length; i += acceptInts)
        {
            accepts[i] = in.take(0, 0xFFFF);
            for (int k = 1; k < acceptInts; k += 2)
            {
                accepts[i + k] = in.take(0, registers - 1 - Dfa.TO) + Dfa.TO;
                int distance = in.take(0, 0x3FFFFFFF);
                accepts[i + k + 1] = distance >>> 1 ^ -(distance & 1);
            }
        }
        return accepts;
    }

    private static void readRow(TablesBuilder builder, int state, int reference, int classes, int states, int operations, ByteSource in)
    {
        short[] entries = builder.entries();
        int row = builder.rowOf(state);
        if (reference == 0)
        {
            Arrays.fill(entries, row, row + classes, readTransition(builder, state, states, operations, in));
        }
        else
        {
            builder.copyRow(state - reference, state);
        }
        int at = -1;
        for (int left = in.take(0, classes); left > 0; left--)
        {
            at += in.take(0, classes - 2 - at) + 1;
            entries[row + at] = readTransition(builder, state, states, operations, in);
        }
    }

    private static short readTransition(TablesBuilder builder, int state, int states, int operations, ByteSource in)
    {
        int target = in.take(0, 2 * states + 1);
        return builder.entry(state, (target >>> 1) - 1, (target & 1) == 0 ? 0 : in.take(1, operations - 1));
    }
}
