package banjo.regex;

/** How one pattern was compiled. */
public final class PatternReport
{
    /** Minimised tables, made before the first line. */
    public static final String TABLES = "tables";
    /** States made as lines ask for them, in a cache of a fixed size. */
    public static final String ON_DEMAND = "on demand";

    static final PatternReport STORED = new PatternReport(TABLES, 0, 0, 0, "");

    private final String engine;
    private final int states;
    private final int tableBytes;
    private final long compileMicroseconds;
    private final String reason;

    PatternReport(String engine, int states, int tableBytes, long compileMicroseconds, String reason)
    {
        this.engine = engine;
        this.states = states;
        this.tableBytes = tableBytes;
        this.compileMicroseconds = compileMicroseconds;
        this.reason = reason;
    }

    PatternReport withTableBytes(int bytes)
    {
        return new PatternReport(engine, states, bytes, compileMicroseconds, reason);
    }

    /** {@link #TABLES} or {@link #ON_DEMAND}. */
    public String engine()
    {
        return engine;
    }

    /** Minimised states, 0 for a pattern without tables and for one that was read from its stored form. */
    public int states()
    {
        return states;
    }

    /** Bytes that its tables take, or its cache and lists; a share where patterns are in one table. */
    public int tableBytes()
    {
        return tableBytes;
    }

    /** Microseconds that compiling took, 0 when no clock was given. */
    public long compileMicroseconds()
    {
        return compileMicroseconds;
    }

    /** Why it has no tables; empty when it has. */
    public String reason()
    {
        return reason;
    }
}
