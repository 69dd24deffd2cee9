package banjo.regex;

/** A {@link WorkAllowance} does not suffice. */
public final class WorkSpentException extends RuntimeException
{
    private static final long serialVersionUID = 1L;
}
