package banjo.regex;

/**
 * What compiling a list of patterns, or reasoning about them, may cost, as {@link Determiniser} counts work: the same on every
 * machine, unlike a time.
 */
public final class WorkAllowance
{
    long left;
    boolean exceeded;

    public WorkAllowance(long left)
    {
        this.left = left;
    }

    /** Takes off what is going to be done. @throws WorkSpentException when that is more than is left. */
    public void spend(long work)
    {
        left -= work;
        if (left < 0)
        {
            throw new WorkSpentException();
        }
    }

    /** @return what may still be spent, negative when more was. */
    public long left()
    {
        return left;
    }

    /** True when the last pattern was given up for its work. */
    public boolean exceeded()
    {
        return exceeded;
    }
}
