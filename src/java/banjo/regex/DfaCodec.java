package banjo.regex;

import java.util.Arrays;

/**
 * The compact form of an automaton: variable-length numbers; a row says which transitions differ from an earlier row,
 * or from the row's own most frequent transition.
 */
final class DfaCodec
{
    private static final int ROW_WINDOW = 24;
    private static final int MAXIMUM_STATES = 1 << 16;
    private static final int MAXIMUM_ENTRIES = 1 << 23;

    private DfaCodec()
    {
    }

    static void write(Dfa dfa, ByteSink out)
    {
        out.put(dfa.classCount);
        out.put(dfa.stateCount);
        out.put(dfa.registerCount);
        for (int b = 0; b < 256;)
        {
            int end = b;
            while (end < 256 && dfa.classOf[end] == dfa.classOf[b])
            {
                end++;
            }
            out.put(end - b);
            out.put(dfa.classOf[b] & 0xFF);
            b = end;
        }
        out.put(dfa.operations.length);
        for (int[] moves : dfa.operations)
        {
            out.put(moves.length);
            for (int move : moves)
            {
                out.put(move >>> 16);
                out.put((move & 0xFFFF) == Dfa.HERE ? 0 : (move & 0xFFFF) + 1);
            }
        }
        out.put(dfa.accepts.length);
        for (int[] accept : dfa.accepts)
        {
            out.put(accept[0]);
            for (int i = 1; i < accept.length; i += 2)
            {
                out.put(accept[i] - Dfa.TO);
                out.put(accept[i + 1] << 1 ^ accept[i + 1] >> 31);
            }
        }
        for (int state = 0; state < dfa.stateCount; state++)
        {
            out.put(dfa.accept[state] + 1);
            writeRow(dfa, state, out);
        }
    }

    private static void writeRow(Dfa dfa, int state, ByteSink out)
    {
        int classes = dfa.classCount;
        int row = state * classes;
        int common = 0;
        int best = -1;
        for (int i = 0; i < classes; i++)
        {
            int count = 0;
            for (int k = 0; k < classes; k++)
            {
                count += dfa.next[row + k] == dfa.next[row + i] && dfa.operation[row + k] == dfa.operation[row + i] ? 1 : 0;
            }
            if (count > best)
            {
                best = count;
                common = i;
            }
        }
        int reference = 0;
        int differences = classes - best + 1;
        for (int back = 1; back <= ROW_WINDOW && back <= state; back++)
        {
            int count = 0;
            for (int i = 0; i < classes; i++)
            {
                count += dfa.next[row + i] != dfa.next[row - back * classes + i]
                    || dfa.operation[row + i] != dfa.operation[row - back * classes + i] ? 1 : 0;
            }
            if (count < differences)
            {
                differences = count;
                reference = back;
            }
        }
        out.put(reference);
        if (reference == 0)
        {
            writeTransition(dfa, row + common, out);
            differences = classes - best;
        }
        out.put(differences);
        int previous = -1;
        for (int i = 0; i < classes; i++)
        {
            int other = reference == 0 ? row + common : row - reference * classes + i;
            if (dfa.next[row + i] != dfa.next[other] || dfa.operation[row + i] != dfa.operation[other])
            {
                out.put(i - previous - 1);
                writeTransition(dfa, row + i, out);
                previous = i;
            }
        }
    }

    /** The state doubled, plus one when an operation follows. */
    private static void writeTransition(Dfa dfa, int at, ByteSink out)
    {
        int operation = dfa.operation[at];
        out.put(dfa.next[at] + 1 << 1 | (operation == 0 ? 0 : 1));
        if (operation != 0)
        {
            out.put(operation);
        }
    }

    /** @throws IllegalArgumentException when the bytes are no automaton. */
    static Dfa read(ByteSource in, int captureCount)
    {
        int classes = in.take(1, 256);
        int states = in.take(1, Math.min(MAXIMUM_STATES, MAXIMUM_ENTRIES / classes));
        int registers = in.take(1, 0x7FFF);
        byte[] classOf = new byte[256];
        for (int b = 0; b < 256;)
        {
            int count = in.take(1, 256 - b);
            Arrays.fill(classOf, b, b + count, (byte)in.take(0, classes - 1));
            b += count;
        }
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
        int[][] accepts = new int[in.take(0, in.remaining())][];
        for (int i = 0; i < accepts.length; i++)
        {
            int[] accept = new int[1 + 4 * captureCount];
            accept[0] = in.take(0, 0xFFFF);
            for (int k = 1; k < accept.length; k += 2)
            {
                accept[k] = in.take(0, registers - 1 - Dfa.TO) + Dfa.TO;
                int distance = in.take(0, 0x3FFFFFFF);
                accept[k + 1] = distance >>> 1 ^ -(distance & 1);
            }
            accepts[i] = accept;
        }
        // Every row takes three bytes at least, so a short input cannot ask for a large table.
        if (states > in.remaining())
        {
            throw new IllegalArgumentException("damaged automaton");
        }
        Dfa dfa = new Dfa(states, classes, classOf, new int[states * classes], new int[states * classes], new int[states],
            operations, accepts, registers);
        for (int state = 0; state < states; state++)
        {
            dfa.accept[state] = in.take(0, accepts.length) - 1;
            readRow(dfa, state, in);
        }
        return dfa;
    }

    private static void readRow(Dfa dfa, int state, ByteSource in)
    {
        int classes = dfa.classCount;
        int row = state * classes;
        int reference = in.take(0, Math.min(state, ROW_WINDOW));
        if (reference == 0)
        {
            readTransition(dfa, row, in);
            Arrays.fill(dfa.next, row, row + classes, dfa.next[row]);
            Arrays.fill(dfa.operation, row, row + classes, dfa.operation[row]);
        }
        else
        {
            System.arraycopy(dfa.next, row - reference * classes, dfa.next, row, classes);
            System.arraycopy(dfa.operation, row - reference * classes, dfa.operation, row, classes);
        }
        int at = -1;
        for (int left = in.take(0, classes); left > 0; left--)
        {
            at += in.take(0, classes - 2 - at) + 1;
            readTransition(dfa, row + at, in);
        }
    }

    private static void readTransition(Dfa dfa, int at, ByteSource in)
    {
        int target = in.take(0, 2 * dfa.stateCount + 1);
        dfa.next[at] = (target >>> 1) - 1;
        dfa.operation[at] = (target & 1) == 0 ? 0 : in.take(1, dfa.operations.length - 1);
    }
}
