package banjo.regex;

/** What compiling a list of patterns may cost, as {@link Determiniser} counts work: the same on every machine, unlike a time. */
final class WorkAllowance
{
    long left;
    /** Whether the last pattern was given up for its work. */
    boolean exceeded;

    WorkAllowance(long left)
    {
        this.left = left;
    }
}
