package banjo.regex;

/** An automaton laid out for {@link DfaLoop}. */
final class Tables
{
    /** Entry of the table: no match is possible. */
    static final int DEAD = -1;
    static final int RECORD_INTS = 6;
    /** What the loop does on arrival in a record's state. */
    static final int GO_ON = 0;
    /** The verdict is known: a holds the accept. */
    static final int STOP = 1;
    /** Compare bytes: a = where they begin in the literals, b = their count, and there c in the chain. */
    static final int LITERAL = 2;
    /** Skip to byte a. */
    static final int SKIP_TO = 3;
    /** Skip bytes from a to a + b. */
    static final int SKIP_RANGE = 4;

    /** Bytes of a literal below this are not worth the call. */
    private static final int LITERAL_MINIMUM = 3;

    final Dfa dfa;
    final byte[] classOf;
    /** Rows of one entry a class, then the accept of the state or -1. An entry is a row, or with the sign bit a record. */
    final int[] table;
    /** Row, start and end of the moves, what to do, a, b; the chain's start follows from a, see {@link #literalRows}. */
    final int[] records;
    final int[] moves;
    final byte[] literals;
    /** For each byte of the literals the row where it is expected; one row more at the end of each literal. */
    final int[] literalRows;
    final int[] registers;
    /** Entry that leads to the first state. */
    final int start;

    private final int stride;
    private final IntList recordList = new IntList();
    private final IntList literalBytes = new IntList();
    private final IntList rowList = new IntList();
    /** Per state what to do on arrival, a and b. */
    private final int[] arrival;
    private final int[] bestExit;

    Tables(Dfa dfa)
    {
        this.dfa = dfa;
        classOf = dfa.classOf;
        stride = dfa.classCount + 1;
        registers = new int[dfa.registerCount];
        arrival = new int[3 * dfa.stateCount];
        bestExit = new int[dfa.stateCount];
        findExits();
        for (int state = 0; state < dfa.stateCount; state++)
        {
            classify(state);
        }
        IntList moveList = new IntList();
        int[] moveStart = new int[dfa.operations.length + 1];
        for (int i = 0; i < dfa.operations.length; i++)
        {
            for (int move : dfa.operations[i])
            {
                moveList.add(move);
            }
            moveStart[i + 1] = moveList.size();
        }
        moves = moveList.toArray();
        table = new int[dfa.stateCount * stride];
        IntArrayTable known = new IntArrayTable();
        start = entry(0, 0, moveStart, known);
        for (int state = 0; state < dfa.stateCount; state++)
        {
            for (int i = 0; i < dfa.classCount; i++)
            {
                int at = state * dfa.classCount + i;
                int target = dfa.next[at];
                boolean selfLoop = target == state && dfa.operation[at] == 0;
                table[state * stride + i] = target == Dfa.DEAD ? DEAD
                    : selfLoop ? state * stride : entry(target, dfa.operation[at], moveStart, known);
            }
            table[state * stride + dfa.classCount] = dfa.accept[state];
        }
        records = recordList.toArray();
        literalRows = rowList.toArray();
        literals = new byte[literalBytes.size()];
        for (int i = 0; i < literals.length; i++)
        {
            literals[i] = (byte)literalBytes.get(i);
        }
    }

    int bytes()
    {
        return 4 * (table.length + records.length + moves.length + literalRows.length + registers.length) + literals.length + 256;
    }

    private int entry(int target, int operation, int[] moveStart, IntArrayTable known)
    {
        if (operation == 0 && arrival[3 * target] == GO_ON)
        {
            return target * stride;
        }
        int fresh = known.size();
        int number = known.indexOf(new int[] {target, operation});
        if (number == fresh)
        {
            recordList.add(target * stride);
            recordList.add(moveStart[operation]);
            recordList.add(moveStart[operation + 1]);
            recordList.add(arrival[3 * target]);
            recordList.add(arrival[3 * target + 1]);
            recordList.add(arrival[3 * target + 2]);
        }
        return number * RECORD_INTS | Integer.MIN_VALUE;
    }

    private void classify(int state)
    {
        int row = state * dfa.classCount;
        boolean[] stays = new boolean[dfa.classCount];
        boolean all = true;
        for (int i = 0; i < dfa.classCount; i++)
        {
            stays[i] = dfa.next[row + i] == state && dfa.operation[row + i] == 0;
            all &= stays[i];
        }
        if (all)
        {
            arrive(state, dfa.accept[state] >= 0 ? STOP : GO_ON, dfa.accept[state], 0);
            return;
        }
        int staying = 0;
        int lowest = -1;
        int highest = -1;
        int leaving = -1;
        for (int b = 0; b < 256; b++)
        {
            if (stays[dfa.classOf[b] & 0xFF])
            {
                staying++;
                lowest = lowest < 0 ? b : lowest;
                highest = b;
            }
            else
            {
                leaving = b;
            }
        }
        if (staying == 255)
        {
            arrive(state, SKIP_TO, leaving, 0);
        }
        else if (staying > 1 && highest - lowest + 1 == staying)
        {
            arrive(state, SKIP_RANGE, lowest, highest - lowest);
        }
        else if (staying == 0 || bestExit[state] >= 0)
        {
            findLiteral(state);
        }
    }

    private void arrive(int state, int action, int a, int b)
    {
        arrival[3 * state] = action;
        arrival[3 * state + 1] = a;
        arrival[3 * state + 2] = b;
    }

    /** For each state the only byte that leads nearer to a match, if there is one and it has no operation; else -1. */
    private void findExits()
    {
        int states = dfa.stateCount;
        int[] distance = new int[states];
        for (int state = 0; state < states; state++)
        {
            distance[state] = dfa.accept[state] >= 0 ? 0 : Integer.MAX_VALUE - 1;
        }
        boolean changed = true;
        while (changed)
        {
            changed = false;
            for (int state = states - 1; state >= 0; state--)
            {
                for (int i = 0; i < dfa.classCount; i++)
                {
                    int target = dfa.next[state * dfa.classCount + i];
                    if (target != Dfa.DEAD && distance[target] + 1 < distance[state])
                    {
                        distance[state] = distance[target] + 1;
                        changed = true;
                    }
                }
            }
        }
        int[] bytesOf = new int[dfa.classCount];
        int[] example = new int[dfa.classCount];
        for (int b = 0; b < 256; b++)
        {
            bytesOf[dfa.classOf[b] & 0xFF]++;
            example[dfa.classOf[b] & 0xFF] = b;
        }
        for (int state = 0; state < states; state++)
        {
            int found = -1;
            for (int i = 0; i < dfa.classCount; i++)
            {
                int at = state * dfa.classCount + i;
                int target = dfa.next[at];
                if (target != Dfa.DEAD && distance[target] < distance[state])
                {
                    boolean usable = found == -1 && bytesOf[i] == 1 && dfa.operation[at] == 0;
                    found = usable ? example[i] : -2;
                }
            }
            bestExit[state] = found;
        }
    }

    private void findLiteral(int first)
    {
        int begin = literalBytes.size();
        int length = 0;
        for (int state = first; bestExit[state] >= 0; length++)
        {
            state = dfa.next[state * dfa.classCount + (dfa.classOf[bestExit[state]] & 0xFF)];
        }
        if (length < LITERAL_MINIMUM || length > 0xFF)
        {
            return;
        }
        int state = first;
        for (int i = 0; i < length; i++)
        {
            literalBytes.add(bestExit[state]);
            rowList.add(state * stride);
            state = dfa.next[state * dfa.classCount + (dfa.classOf[bestExit[state]] & 0xFF)];
        }
        // Keeps both lists at the same index.
        literalBytes.add(0);
        rowList.add(state * stride);
        arrive(first, LITERAL, begin, length);
    }
}
