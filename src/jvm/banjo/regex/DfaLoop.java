package banjo.regex;

/** The matching loop as the JVM runs it. */
final class DfaLoop
{
    private DfaLoop()
    {
    }

    /** See {@link PlainDfaLoop#run}. */
    static int run(byte[] text, int from, int to, byte[] classOf, int[] table, int endColumn, int start, int[] records, int[] moves,
        byte[] literals, int[] literalRows, int[] registers)
    {
        return PlainDfaLoop.run(text, from, to, classOf, table, endColumn, start, records, moves, literals, literalRows, registers);
    }
}
