package banjo.regex;

import java.util.Arrays;
import java.util.List;

/**
 * Compiled patterns: one deterministic automaton with registers, or several that are tried in order. Immutable but for the
 * registers it matches with, so one thread at a time.
 */
public final class Automaton
{
    /**
     * A transition is an operation number above these bits and a row offset in them. Row 0 is the end; a way there always
     * has an operation, be it an empty one, so that the loop asks one question a byte.
     */
    static final int ROW_BITS = 20;
    static final int ROW_MASK = (1 << ROW_BITS) - 1;
    static final int OPERATIONS_MAXIMUM = 2046;

    private static final int MAGIC = 'B' << 8 | 'A';

    private final int captures;
    private final Part[] parts;

    /** One automaton. */
    private static final class Part
    {
        final byte[] classOf = new byte[256];
        int edgeClass;
        int states;
        int startRow;
        int startOperation;
        int[] table;
        /** For each operation where its list is, then the lists: count and moves. */
        int[] moves;
        int[] registers;
    }

    private Automaton(int captures, Part[] parts)
    {
        this.captures = captures;
        this.parts = parts;
    }

    /** @return how many captures {@link #match} fills. */
    public int captureCount()
    {
        return captures;
    }

    /** @return states of all parts together. */
    public int stateCount()
    {
        int sum = 0;
        for (Part part : parts)
        {
            sum += part.states;
        }
        return sum;
    }

    /** @return bytes of all tables in memory. */
    public int tableBytes()
    {
        int sum = 0;
        for (Part part : parts)
        {
            sum += 4 * (part.table.length + part.moves.length + part.registers.length) + 256;
        }
        return sum;
    }

    /**
     * Matches a line, without allocating.
     *
     * @param found receives start and end of each capture as indices into {@code text}, -1 where it did not take part.
     * @return the index of the pattern that matched, or -1.
     */
    public int match(byte[] text, int from, int to, int[] found)
    {
        for (Part part : parts)
        {
            int[] registers = part.registers;
            registers[Determiniser.PATTERN_REGISTER] = -1;
            if (part.startOperation != 0)
            {
                PlainDfaLoop.apply(part.moves, part.startOperation, registers, from);
            }
            if (part.startRow != 0)
            {
                DfaLoop.run(part.table, part.classOf, part.edgeClass, part.moves, registers, part.startRow, text, from, to);
            }
            if (registers[Determiniser.PATTERN_REGISTER] >= 0)
            {
                System.arraycopy(registers, 1, found, 0, 2 * captures);
                return registers[Determiniser.PATTERN_REGISTER];
            }
        }
        return -1;
    }

    /** Several automata into one that tries them in order. */
    static Automaton join(List<Automaton> automata)
    {
        Part[] parts = new Part[automata.size()];
        for (int i = 0; i < parts.length; i++)
        {
            parts[i] = automata.get(i).parts[0];
        }
        return new Automaton(automata.get(0).captures, parts);
    }

    /** @return null when the tables do not fit their index bits. */
    static Automaton of(Determiniser source, ByteClasses classes, int tags)
    {
        int[] block = Minimiser.blocks(source.rows);
        Part part = new Part();
        System.arraycopy(classes.of, 0, part.classOf, 0, 256);
        part.edgeClass = classes.edge;
        for (int number : block)
        {
            part.states = Math.max(part.states, number + 1);
        }
        long cells = (long)part.states * classes.count;
        if (cells > ROW_MASK)
        {
            return null;
        }
        part.table = new int[(int)cells];
        source.operations.add(new int[0]);
        int end = source.operations.size() - 1 << ROW_BITS;
        for (int state = 0; state < block.length; state++)
        {
            long[] row = source.rows.get(state);
            for (int i = 0; i < row.length; i++)
            {
                int entry = (int)(row[i] >>> 32) << ROW_BITS | block[(int)row[i]] * classes.count;
                part.table[block[state] * classes.count + i] = entry != 0 ? entry : end;
            }
        }
        part.startRow = block[source.startState] * classes.count;
        part.startOperation = source.startOperation;
        part.moves = flatten(source.operations);
        part.registers = new int[source.registers];
        return new Automaton(tags / 2, new Part[] {part});
    }

    private static int[] flatten(List<int[]> lists)
    {
        int size = lists.size();
        for (int[] list : lists)
        {
            size += 1 + list.length;
        }
        int[] flat = new int[size];
        int at = lists.size();
        for (int i = 0; i < lists.size(); i++)
        {
            flat[i] = at;
            flat[at++] = lists.get(i).length;
            System.arraycopy(lists.get(i), 0, flat, at, lists.get(i).length);
            at += lists.get(i).length;
        }
        return flat;
    }

    /** @return a compact form that {@link #fromBytes} reads: the same bytes for the same patterns, on any CPU. */
    public byte[] toBytes()
    {
        ByteSink out = new ByteSink();
        out.put(MAGIC);
        out.put(captures);
        out.put(parts.length);
        for (Part part : parts)
        {
            int classCount = part.edgeClass + 1;
            out.put(part.states);
            out.put(part.edgeClass);
            out.put(part.registers.length);
            out.put(part.startRow / classCount);
            out.put(part.startOperation);
            for (int b = 0; b < 256;)
            {
                int end = b;
                while (end < 256 && part.classOf[end] == part.classOf[b])
                {
                    end++;
                }
                out.put(end - b);
                out.put(part.classOf[b] & 0xFF);
                b = end;
            }
            int operations = part.moves[0];
            out.put(operations);
            for (int i = 0; i < operations; i++)
            {
                int at = part.moves[i];
                out.put(part.moves[at]);
                for (int k = 1; k <= part.moves[at]; k++)
                {
                    out.put(part.moves[at + k] >>> 16);
                    out.put(part.moves[at + k] & 0xFFFF);
                }
            }
            for (int state = 0; state < part.states; state++)
            {
                putRow(out, part.table, state * classCount, classCount);
            }
        }
        return out.toBytes();
    }

    /** A row as runs of equal transitions: length, operation, state. */
    private static void putRow(ByteSink out, int[] table, int row, int classCount)
    {
        for (int i = 0; i < classCount;)
        {
            int entry = table[row + i];
            int end = i;
            while (end < classCount && table[row + end] == entry)
            {
                end++;
            }
            out.put(end - i);
            out.put(entry >>> ROW_BITS);
            out.put((entry & ROW_MASK) / classCount);
            i = end;
        }
    }

    /**
     * Reads what {@link #toBytes} wrote, checking every number.
     *
     * @throws IllegalArgumentException when the bytes are no automaton.
     */
    public static Automaton fromBytes(byte[] data, int from, int to)
    {
        ByteSource in = new ByteSource(data, from, to);
        in.take(MAGIC, MAGIC);
        int captures = in.take(0, 64);
        Part[] parts = new Part[in.take(1, 256)];
        for (int i = 0; i < parts.length; i++)
        {
            parts[i] = readPart(in, 2 * captures);
        }
        return new Automaton(captures, parts);
    }

    private static Part readPart(ByteSource in, int tags)
    {
        Part part = new Part();
        part.states = in.take(1, ROW_MASK);
        part.edgeClass = in.take(1, 256);
        int classCount = part.edgeClass + 1;
        int registers = in.take(2 + tags, 0x7FFF);
        part.registers = new int[registers];
        part.startRow = in.take(0, part.states - 1) * classCount;
        part.startOperation = in.take(0, OPERATIONS_MAXIMUM);
        for (int b = 0; b < 256;)
        {
            int count = in.take(1, 256 - b);
            Arrays.fill(part.classOf, b, b + count, (byte)in.take(0, part.edgeClass - 1));
            b += count;
        }
        int operations = in.take(1, OPERATIONS_MAXIMUM + 1);
        if (part.startOperation >= operations)
        {
            throw new IllegalArgumentException("damaged automaton");
        }
        part.moves = readMoves(in, operations, registers);
        long cells = (long)part.states * classCount;
        if (cells > ROW_MASK)
        {
            throw new IllegalArgumentException("damaged automaton");
        }
        part.table = new int[(int)cells];
        for (int row = 0; row < part.table.length; row += classCount)
        {
            for (int i = 0; i < classCount;)
            {
                int count = in.take(1, classCount - i);
                int operation = in.take(0, operations - 1);
                int entry = operation << ROW_BITS | in.take(0, part.states - 1) * classCount;
                if (entry == 0)
                {
                    throw new IllegalArgumentException("damaged automaton");
                }
                Arrays.fill(part.table, row + i, row + i + count, entry);
                i += count;
            }
        }
        return part;
    }

    private static int[] readMoves(ByteSource in, int operations, int registers)
    {
        int[] moves = new int[operations * 8 + 64];
        int at = operations;
        for (int i = 0; i < operations; i++)
        {
            int count = in.take(0, 0xFFFF);
            if (at + 1 + count > moves.length)
            {
                moves = Arrays.copyOf(moves, (at + 1 + count) * 2);
            }
            moves[i] = at;
            moves[at++] = count;
            for (int k = 0; k < count; k++)
            {
                int target = in.take(0, registers - 1);
                int source = in.take(0, 0xFFFF);
                if (source < Determiniser.SOURCE_PATTERN && source >= registers)
                {
                    throw new IllegalArgumentException("damaged automaton");
                }
                moves[at++] = target << 16 | source;
            }
        }
        return Arrays.copyOf(moves, at);
    }
}
