package banjo.source;

/** Receives lines. */
public interface LineSink
{
    /**
     * @param source the number that the source was added with.
     * @param buffer valid during the call only; the line is from {@code from} to {@code to}, without its end.
     * @param truncated the line was longer than the limit and has been cut.
     */
    void line(int source, byte[] buffer, int from, int to, boolean truncated);
}
