package banjo.regex;

import banjo.coding.BitCoder;
import java.util.Arrays;

/**
 * The stored form of tables: byte classes, operations, accepts, rows ({@link RowCodec}) and literals, coded with contexts that
 * all parts of an automaton share. The same code writes and reads.
 */
final class DfaCodec
{
    private static final int COUNT = 0;
    private static final int CLASS_AGE = COUNT + BitCoder.NUMBER_CONTEXTS;
    private static final int OPERATION_LENGTH = CLASS_AGE + BitCoder.NUMBER_CONTEXTS;
    private static final int OPERATION_TARGET = OPERATION_LENGTH + BitCoder.NUMBER_CONTEXTS;
    private static final int OPERATION_SOURCE = OPERATION_TARGET + BitCoder.NUMBER_CONTEXTS;
    private static final int ACCEPT_PART = OPERATION_SOURCE + BitCoder.NUMBER_CONTEXTS;
    private static final int ACCEPT_SAME = ACCEPT_PART + 3 * BitCoder.NUMBER_CONTEXTS;
    /** By the group of bytes and by what the byte before was. */
    private static final int CLASS_CHANGE = ACCEPT_SAME + 5;
    private static final int CLASS_NEW = CLASS_CHANGE + 16 * 3;
    private static final int EXPECTED_BYTE = CLASS_NEW + 16;
    private static final int LITERAL_GOES_ON = EXPECTED_BYTE + 1;
    private static final int LITERAL_CLASS = LITERAL_GOES_ON + 25;
    /** Contexts that are not those of rows. */
    static final int CONTEXTS = LITERAL_CLASS + 256;

    private static final int LITERAL_MAXIMUM = 0xFF;
    /** Those that are stored; the others are found again. */
    private static final int ACTIONS = Tables.LITERAL + 1;

    private final BitCoder coder;
    private final byte[] classOf;
    /** Per class its first byte. */
    private final byte[] firstOf = new byte[256];
    private int classes;
    private final byte[] text = new byte[LITERAL_MAXIMUM];

    private DfaCodec(BitCoder coder, byte[] classOf)
    {
        this.coder = coder;
        this.classOf = classOf;
    }

    static void write(Tables tables, BitCoder coder)
    {
        new DfaCodec(coder, tables.classOf.clone()).write(tables);
    }

    private void write(Tables tables)
    {
        classes();
        int states = coder.number(COUNT, tables.stateCount(), 1, Tables.MAXIMUM_UNITS);
        int registers = coder.number(COUNT, tables.registerCount, 1, 0x7FFF);
        int[] moveStarts = moveStarts(tables);
        int[][] operations = new int[coder.number(COUNT, moveStarts.length, 1, 0x7FFF)][];
        for (int i = 0; i < operations.length; i++)
        {
            int to = i == 0 ? 0 : i + 1 < operations.length ? moveStarts[i + 1] : tables.moves.length;
            operations[i] = operation(i == 0 ? new int[0] : Arrays.copyOfRange(tables.moves, moveStarts[i], to), i, registers);
        }
        accepts(tables.accepts, tables.acceptInts, registers);
        StoredRows rows = new StoredRows(states, classes, new short[tables.table.length]);
        for (int at = 0; at < tables.records.length; at += Tables.RECORD_INTS)
        {
            rows.action[tables.records[at + Tables.ROW] / tables.rowUnits] = (byte)(tables.action(at) % ACTIONS);
        }
        for (int state = 0; state < states; state++)
        {
            for (int i = 0; i < classes; i++)
            {
                int entry = tables.entry(state, i);
                int from = tables.movesFrom(entry);
                rows.rows[state * rows.stride + i] = rows.transition(tables.target(entry), from < 0 ? 0 : Arrays.binarySearch(moveStarts, from));
            }
            rows.rows[state * rows.stride + classes] = (short)tables.entry(state, classes);
        }
        RowCodec codec = new RowCodec(coder, rows, tables.acceptCount(), operations.length);
        RowChoice choice = new RowChoice(classes);
        for (int state = 0; state < states; state++)
        {
            choice.choose(rows, state);
            codec.row(state, choice);
        }
        boolean[] covered = new boolean[states];
        int at = 0;
        for (int state = 0; state < states; state++)
        {
            if (rows.action[state] == Tables.LITERAL && !covered[state])
            {
                byte[] text = Arrays.copyOfRange(tables.literals, at, at + literalLength(tables, at));
                if (!Arrays.equals(text, literal(rows, codec, covered, state, text)))
                {
                    throw new IllegalStateException("a literal with a byte that does not stand alone in its class");
                }
                at += text.length;
            }
        }
    }

    private static int literalLength(Tables tables, int at)
    {
        for (int record = 0; record < tables.records.length; record += Tables.RECORD_INTS)
        {
            if (tables.action(record) == Tables.LITERAL && tables.records[record + Tables.A] == at)
            {
                return tables.records[record + Tables.B];
            }
        }
        throw new IllegalStateException("no literal at " + at);
    }

    /** @return where the moves of each operation begin, in ascending order; operation 0 is empty. */
    private static int[] moveStarts(Tables tables)
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
        return Arrays.copyOf(moveStarts, count);
    }

    /** @throws IllegalArgumentException when the bytes are no automaton. */
    static Tables read(BitCoder coder, int captureCount)
    {
        return new DfaCodec(coder, new byte[256]).read(captureCount);
    }

    private Tables read(int captureCount)
    {
        classes();
        int states = coder.number(COUNT, 0, 1, Tables.MAXIMUM_UNITS / Tables.rowUnits(classes));
        int registers = coder.number(COUNT, 0, 1, 0x7FFF);
        int[][] operations = new int[coder.number(COUNT, 0, 1, 0x7FFF)][];
        for (int i = 0; i < operations.length; i++)
        {
            operations[i] = operation(null, i, registers);
        }
        int acceptInts = 1 + 4 * captureCount;
        int[] accepts = accepts(null, acceptInts, registers);
        TablesBuilder builder = new TablesBuilder(states, classes, classOf, registers, operations);
        StoredRows rows = new StoredRows(states, classes, builder.entries());
        RowCodec codec = new RowCodec(coder, rows, accepts.length / acceptInts, operations.length);
        RowChoice choice = new RowChoice(classes);
        for (int state = 0; state < states; state++)
        {
            coder.checked(state, rows.newest);
            codec.row(state, choice);
            builder.arrive(state, rows.action[state]);
        }
        boolean[] covered = new boolean[states];
        byte[][] literals = new byte[states][];
        for (int state = 0; state < states; state++)
        {
            if (rows.action[state] == Tables.LITERAL && !covered[state])
            {
                literals[state] = literal(rows, codec, covered, state, null);
            }
        }
        int start = rows.toEntries(builder);
        for (int state = 0; state < states; state++)
        {
            if (literals[state] != null)
            {
                builder.addLiteral(state, literals[state]);
            }
        }
        Tables tables = builder.finish(accepts, acceptInts, start);
        if (tables == null)
        {
            throw coder.damaged();
        }
        return tables;
    }

    /** The class of each byte: the one of the byte before, a new one, or an older one, told by how long it was not used. */
    private void classes()
    {
        int[] recent = new int[256];
        classes = 1;
        int last = 0;
        for (int b = 1; b < 256; b++)
        {
            int group = b >> 4;
            int wanted = classOf[b] & 0xFF;
            int place = 0;
            if (coder.bit(CLASS_CHANGE + group * 3 + last, wanted == recent[0] ? 0 : 1) == 0)
            {
                last = 0;
            }
            else if (coder.bit(CLASS_NEW + group, wanted >= classes ? 1 : 0) == 1)
            {
                last = 1;
                firstOf[classes] = (byte)b;
                recent[classes] = classes;
                place = classes++;
            }
            else
            {
                last = 2;
                while (place < classes && recent[place] != wanted)
                {
                    place++;
                }
                place = coder.number(CLASS_AGE, place, 1, classes - 1);
            }
            int found = recent[place];
            System.arraycopy(recent, 0, recent, 1, place);
            recent[0] = found;
            classOf[b] = (byte)found;
        }
    }

    /** @param moves of the writer. */
    private int[] operation(int[] moves, int index, int registers)
    {
        int length = index == 0 ? 0 : coder.number(OPERATION_LENGTH, moves == null ? 0 : moves.length, 0, 0xFFFF);
        IntList found = new IntList();
        for (int i = 0; i < length; i++)
        {
            int move = moves == null ? 0 : moves[i];
            int source = (move & 0xFFFF) == Dfa.HERE ? 0 : (move & 0xFFFF) + 1;
            int target = coder.number(OPERATION_TARGET, move >>> 16, 0, registers - 1);
            source = coder.number(OPERATION_SOURCE, source, 0, registers);
            found.add(target << 16 | (source == 0 ? Dfa.HERE : source - 1));
        }
        return found.toArray();
    }

    /** @param known the writer's. */
    private int[] accepts(int[] known, int acceptInts, int registers)
    {
        int length = coder.number(COUNT, known == null ? 0 : known.length / acceptInts, 0, 0xFFFF) * acceptInts;
        IntList found = new IntList();
        for (int at = 0; at < length; at++)
        {
            int part = at % acceptInts;
            int before = at < acceptInts ? 0 : found.get(at - acceptInts);
            int likely = part == 0 ? before + 1 : Math.max(before, part % 2 == 1 ? Dfa.TO : before);
            int value = known == null ? 0 : known[at];
            if (coder.bit(ACCEPT_SAME + (part == 0 ? 0 : part & 3), value == likely ? 1 : 0) == 1)
            {
                value = likely;
            }
            else if (part == 0)
            {
                value = coder.number(ACCEPT_PART, value, 0, 0xFFFF);
            }
            else if (part % 2 == 1)
            {
                value = coder.number(ACCEPT_PART + BitCoder.NUMBER_CONTEXTS, value, Dfa.TO, registers - 1);
            }
            else
            {
                int distance = coder.number(ACCEPT_PART + 2 * BitCoder.NUMBER_CONTEXTS, value << 1 ^ value >> 31, 0, 0x3FFFFFFF);
                value = distance >>> 1 ^ -(distance & 1);
            }
            found.add(part == 0 ? coder.checked(value, 0xFFFF) : value);
        }
        return found.toArray();
    }

    /** A text that a state waits for, most of it told by where the rows lead; the states on its way that wait share it. */
    private byte[] literal(StoredRows rows, RowCodec codec, boolean[] covered, int first, byte[] known)
    {
        int length = 0;
        int state = first;
        boolean goesOn = true;
        while (goesOn)
        {
            covered[state] |= rows.action[state] == Tables.LITERAL;
            int wanted = known == null ? 0 : classOf[known[length] & 0xFF] & 0xFF;
            int found = codec.exit[state];
            if (coder.bit(EXPECTED_BYTE, wanted == found ? 1 : 0) == 0)
            {
                found = coder.checked(coder.tree(LITERAL_CLASS, wanted, 8), classes - 1);
            }
            text[length++] = firstOf[found];
            int next = coder.checked(rows.target(rows.at(state, found)), rows.states - 1);
            int context = LITERAL_GOES_ON + rows.action[state] * ACTIONS + rows.action[next];
            goesOn = length < LITERAL_MAXIMUM && coder.bit(context, known != null && length < known.length ? 1 : 0) == 1;
            state = next;
        }
        return Arrays.copyOf(text, length);
    }
}
