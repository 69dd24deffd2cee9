package banjo.regex;

/** The time that compiling takes is measured with a clock of the caller. */
public interface MicrosecondClock
{
    /** @return microseconds since any fixed moment; never less than before. */
    long microseconds();
}
