package banjo.filter;

/** What a filter found in a line; reused. */
public final class Failure
{
    /** {@link #kind} of a host that is no address. */
    public static final int DNS = 0;
    public static final int IP4 = 4;
    public static final int IP6 = 6;

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
}
