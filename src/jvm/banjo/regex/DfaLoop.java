package banjo.regex;

/** The matching loop as the JVM runs it. */
final class DfaLoop
{
    private DfaLoop()
    {
    }

    /** See {@link PlainDfaLoop#match}. */
    static int match(Tables tables, byte[] text, int from, int to, int[] captures)
    {
        return PlainDfaLoop.match(tables, text, from, to, captures);
    }
}
