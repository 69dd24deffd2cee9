package banjo.filter;

/** A filter that cannot be used; the message says why. */
public final class FilterException extends Exception
{
    private static final long serialVersionUID = 1L;

    public FilterException(String message)
    {
        super(message);
    }
}
