package banjo.event;

/** Where lines go. What cannot be written without waiting is lost and counted. */
interface EventTarget
{
    /** Takes a line without its end. @param severity a constant of {@link EventLog}. */
    void line(int severity, byte[] bytes, int length);

    /** Writes what {@link #line} gathered. */
    void flush();

    /** Lets go of what is open. */
    void close();

    /** @return lines that could not be written. */
    long lost();
}
