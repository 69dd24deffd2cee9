package banjo.regex;

/** What compiling a list of patterns may cost, as {@link Determiniser} counts work: the same on every machine, unlike a time. */
final class WorkAllowance
{
    long left;

    WorkAllowance(long left)
    {
        this.left = left;
    }
}
