package banjo.regex;

/** The matching loop of the image: the plain one, which the JIT compiles well. */
final class DfaLoop
{
    private DfaLoop()
    {
    }

    /** As {@link PlainDfaLoop#run}. */
    static void run(int[] table, byte[] classOf, int edgeClass, int[] moves, int[] registers, int startRow, byte[] text, int from, int to)
    {
        PlainDfaLoop.run(table, classOf, edgeClass, moves, registers, startRow, text, from, to);
    }
}
