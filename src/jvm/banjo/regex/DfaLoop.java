package banjo.regex;

/** The matching loop as the JVM runs it. */
final class DfaLoop
{
    private DfaLoop()
    {
    }

    /** See {@link PlainDfaLoop#run}. */
    static int run(Tables tables, byte[] text, int from, int to)
    {
        return PlainDfaLoop.run(tables, text, from, to);
    }
}
