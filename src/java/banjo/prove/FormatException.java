package banjo.prove;

/** A format that cannot be read; the message says why. */
public final class FormatException extends Exception
{
    private static final long serialVersionUID = 1L;

    FormatException(String message)
    {
        super(message);
    }
}
