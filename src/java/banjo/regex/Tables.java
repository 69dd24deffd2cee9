package banjo.regex;

/**
 * An automaton laid out for {@link DfaLoop}. A row holds one entry for each byte class and, behind them, the accept of a line
 * that ends there (or {@link #DEAD}). An entry is the number of the next row, or with the sign bit set the number of a record:
 * the next row together with registers to set and a shortcut to take on arrival.
 */
final class Tables
{
    /** Entry: no match is possible any more. */
    static final short DEAD = -1;
    /** Rows begin at multiples of this many entries, so that 16 bits number them. */
    static final int ROW_UNIT_SHIFT = 3;
    static final int MAXIMUM_UNITS = 0x7FFF;
    static final int MAXIMUM_RECORDS = 0x7FFF;

    /** Ints of a record, and what stands at each. */
    static final int RECORD_INTS = 8;
    static final int ROW = 0;
    /** What to do on arrival in the row, plus {@link #SEVERAL_MOVES}. */
    static final int ACTION = 1;
    static final int A = 2;
    static final int B = 3;
    /** Where the record begins that is next when what the action expects comes true: nothing is looked up then. */
    static final int THEN = 4;
    /** The register that receives the position of the byte; one behind the others when none does. */
    static final int MOVE = 5;
    /** When there are several moves, or one from another register: indices into {@link #moves}. */
    static final int MOVES_FROM = 6;
    static final int MOVES_TO = 7;

    /**
     * Look up the next byte, unless its class is a: the class that was seen here last, whose way leads to the next record. This
     * memory spares the processor two loads that wait for each other; it changes nothing else. b is unused.
     */
    static final int GO_ON = 0;
    /** The verdict is known: a holds the accept. */
    static final int STOP = 1;
    /** Skip to byte a, which leads to the next record. */
    static final int SKIP_TO = 2;
    /** Skip the bytes that lead from the row to itself, then go on; b is their place in {@link #runs}, or negative. */
    static final int LOOP = 3;
    /** Compare b bytes with the literals from a on; the last of them leads to the next record. */
    static final int LITERAL = 4;
    /** Skip the rest of a {@link DottedQuad}, then go on; b is the row behind it when its last number has one digit. */
    static final int DOTTED_QUAD = 5;
    static final int ACTIONS = 6;
    /** Added to an action. */
    static final int SEVERAL_MOVES = 8;
    /** No class was seen yet. */
    static final int NO_CLASS = -1;
    /** Bytes behind the literals, so that words may be read anywhere in them. */
    static final int LITERAL_PADDING = 8;

    final int classCount;
    final int registerCount;
    final byte[] classOf;
    final short[] table;
    final int[] records;
    final int[] moves;
    final byte[] literals;
    /** For each byte of the literals the row where it is expected. */
    final short[] literalRows;
    /** The bytes that lead from a row to itself, for those that loop; see {@link ByteRuns}. */
    final byte[] runs;
    /** Pattern index, then source and distance of each capture's start and end, for one accept after the other. */
    final int[] accepts;
    final int acceptInts;
    /** Entry that leads to the first state. */
    final int start;
    final int[] registers;
    /** Units of a row. */
    final int rowUnits;

    Tables(int classCount, int registerCount, byte[] classOf, short[] table, int[] records, int[] moves, byte[] literals,
        short[] literalRows, byte[] runs, int[] accepts, int acceptInts, int start)
    {
        this.classCount = classCount;
        this.registerCount = registerCount;
        this.classOf = classOf;
        this.table = table;
        this.records = records;
        this.moves = moves;
        this.literals = literals;
        this.literalRows = literalRows;
        this.runs = runs;
        this.accepts = accepts;
        this.acceptInts = acceptInts;
        this.start = start;
        this.registers = new int[registerCount + 1];
        rowUnits = rowUnits(classCount);
    }

    /** @return the units that a row of so many classes and its accept take. */
    static int rowUnits(int classCount)
    {
        return (classCount >> ROW_UNIT_SHIFT) + 1;
    }

    int stateCount()
    {
        return (table.length >> ROW_UNIT_SHIFT) / Math.max(rowUnits, 1);
    }

    int acceptCount()
    {
        return accepts.length / Math.max(acceptInts, 1);
    }

    /** @return what is done on arrival in a record's row. */
    int action(int record)
    {
        return records[record + ACTION] & SEVERAL_MOVES - 1;
    }

    int bytes()
    {
        return 4 * (records.length + moves.length + accepts.length + registers.length) + 2 * (table.length + literalRows.length)
            + literals.length + runs.length + classOf.length;
    }

    /** @return the entry of a state's row at a class; at {@link #classCount} the state's accept. */
    int entry(int state, int byteClass)
    {
        return table[(state * rowUnits << ROW_UNIT_SHIFT) + byteClass];
    }

    /** True when a text that matches may begin with a byte. */
    boolean mayBegin(int value)
    {
        int row = start >= 0 ? start : start == DEAD ? -1 : records[(start & MAXIMUM_RECORDS) * RECORD_INTS + ROW];
        return row >= 0 && table[(row << ROW_UNIT_SHIFT) + (classOf[value] & 0xFF)] != DEAD;
    }

    /** @return the state that an entry leads to, or -1 for none. */
    int target(int entry)
    {
        int row = entry >= 0 ? entry : entry == DEAD ? -1 : records[(entry & MAXIMUM_RECORDS) * RECORD_INTS + ROW];
        return row < 0 ? -1 : row / Math.max(rowUnits, 1);
    }

    /** @return where the moves of an entry begin, or -1 when it has none. */
    int movesFrom(int entry)
    {
        int record = (entry & MAXIMUM_RECORDS) * RECORD_INTS;
        return entry >= 0 || entry == DEAD || records[record + MOVES_FROM] == records[record + MOVES_TO] ? -1 : records[record + MOVES_FROM];
    }
}
