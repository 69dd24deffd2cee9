package banjo.regex;

/**
 * Compiled patterns: one deterministic automaton with registers, or several that are tried in order. The tables do not
 * change; the registers do, so one thread at a time.
 */
public final class Automaton
{
    private static final int MAGIC = 'B';
    private static final int VERSION = 2;
    private static final int MAXIMUM_PARTS = 1024;

    private final int captureCount;
    private final Tables[] parts;

    Automaton(int captureCount, Dfa[] automata)
    {
        this.captureCount = captureCount;
        parts = new Tables[automata.length];
        for (int i = 0; i < parts.length; i++)
        {
            parts[i] = new Tables(automata[i]);
        }
    }

    /** How many captures {@link #match} fills. */
    public int captureCount()
    {
        return captureCount;
    }

    /**
     * Searches {@code text[from, to)}, a line without its newline; allocates nothing.
     *
     * @param captures receives start and end of each capture, as indices into {@code text}, -1 when it took no part;
     *                 untouched without a match.
     * @return the index of the pattern that matched, or -1.
     */
    public int match(byte[] text, int from, int to, int[] captures)
    {
        if (from < 0 || to > text.length || from > to)
        {
            throw new IndexOutOfBoundsException();
        }
        for (int i = 0; i < parts.length; i++)
        {
            Tables part = parts[i];
            int accept = DfaLoop.run(text, from, to, part.classOf, part.table, part.dfa.classCount, part.start, part.records,
                part.moves, part.literals, part.literalRows, part.registers);
            if (accept >= 0)
            {
                return capture(part.dfa.accepts[accept], part.registers, from, to, captures);
            }
        }
        return -1;
    }

    private static int capture(int[] accept, int[] registers, int from, int to, int[] captures)
    {
        for (int i = 1, edge = 0; i < accept.length; i += 2, edge++)
        {
            int source = accept[i];
            int base = source >= 0 ? registers[source] : source == Dfa.FROM ? from : source == Dfa.TO ? to : -1;
            captures[edge] = base + accept[i + 1];
        }
        return accept[0];
    }

    /** A compact form for {@link #fromBytes}: the same bytes for the same patterns on every machine. */
    public byte[] toBytes()
    {
        ByteSink out = new ByteSink();
        out.put(MAGIC);
        out.put(VERSION);
        out.put(captureCount);
        out.put(parts.length);
        for (Tables part : parts)
        {
            DfaCodec.write(part.dfa, out);
        }
        return out.toBytes();
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
        in.take(VERSION, VERSION);
        int captureCount = in.take(0, PatternCompiler.MAXIMUM_CAPTURES);
        Dfa[] automata = new Dfa[in.take(1, MAXIMUM_PARTS)];
        for (int i = 0; i < automata.length; i++)
        {
            automata[i] = DfaCodec.read(in, captureCount);
        }
        return new Automaton(captureCount, automata);
    }

    /** States of all parts together. */
    public int stateCount()
    {
        int sum = 0;
        for (Tables part : parts)
        {
            sum += part.dfa.stateCount;
        }
        return sum;
    }

    /** Byte classes of the part that has most. */
    public int byteClassCount()
    {
        int most = 0;
        for (Tables part : parts)
        {
            most = Math.max(most, part.dfa.classCount);
        }
        return most;
    }

    /** Bytes of the tables that matching reads, of all parts together. */
    public int tableBytes()
    {
        int sum = 0;
        for (Tables part : parts)
        {
            sum += part.bytes();
        }
        return sum;
    }

    int partCount()
    {
        return parts.length;
    }

    Tables part(int index)
    {
        return parts[index];
    }
}
