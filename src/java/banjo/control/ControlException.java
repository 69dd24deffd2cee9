package banjo.control;

/** The control socket cannot be opened; the message says why and what to do. */
public final class ControlException extends Exception
{
    private static final long serialVersionUID = 1;

    public ControlException(String message)
    {
        super(message);
    }
}
