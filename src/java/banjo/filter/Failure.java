package banjo.filter;

/** What a filter found in a line; reused. */
public final class Failure
{
    /** {@link #kind} of a host that is no address. */
    public static final int DNS = 0;
    public static final int IP4 = 4;
    public static final int IP6 = 6;

    /** {@link #reason}: the line counts. */
    public static final int COUNTS = 0;
    /** {@link #reason}: a line of another program. */
    public static final int OTHER_PROGRAM = 1;
    /** {@link #reason}: the prefregex does not match. */
    public static final int NO_PREFIX = 2;
    /** {@link #reason}: no failregex matches. */
    public static final int NO_MATCH = 3;
    /** {@link #reason}: an ignoreregex matches too. */
    public static final int IGNORED = 4;
    /** {@link #reason}: a failregex says that the line is no failure, or that the host is still to come. */
    public static final int NO_FAILURE = 5;
    /** {@link #reason}: what stands in the place of the host is no address. */
    public static final int NO_ADDRESS = 6;

    /** The address, see {@link banjo.address.Address}; not set for {@link #DNS}. */
    public final long[] address = new long[2];
    public int kind;
    /** The array that holds the host: the line, or what a line before said. */
    public byte[] hostText;
    public int hostFrom;
    public int hostTo;
    public byte[] userText;
    /** -1 when the pattern names no user. */
    public int userFrom;
    public int userTo;
    /** Index of the pattern that matched. */
    public int regex;
    /** The line's own date in epoch seconds, else the time of arrival; told of every line, failure or not. */
    public long seconds;
    /** True when the line has a date. */
    public boolean dated;
    /** Why the line counts or does not. */
    public int reason;
    /** What the patterns saw, the line or what is left of it without its date. */
    public byte[] seenText;
    public int seenFrom;
    public int seenTo;
    /** Where something was taken out of {@link #seenText}, and where the rest begins in the line. */
    int cutAt;
    int restFrom;
    int lineFrom;

    /** A line whose host, user and patterns' text are all in one array. A reference that stays is not stored again: the collector would have to note it. */
    void in(byte[] text)
    {
        if (seenText != text || hostText != text || userText != text)
        {
            seenText = text;
            hostText = text;
            userText = text;
        }
    }

    /** @return the index in the line of an index in {@link #seenText}; -1 when it may be another line. */
    public int lineIndex(int seenIndex)
    {
        return cutAt < 0 ? -1 : seenIndex < cutAt ? lineFrom + seenIndex : restFrom + seenIndex - cutAt;
    }
}
