package banjo.cli;

/** How banjo ends (DESIGN section 7). */
final class ExitCode
{
    static final int DONE = 0;
    /** The answer is no: the daemon refused, a file is invalid, the output cannot be written. */
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    private ExitCode()
    {
    }
}
