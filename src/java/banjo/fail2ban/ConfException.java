package banjo.fail2ban;

import banjo.config.Origin;

/** A definition that cannot be used; the message is whole: {@code FILE:LINE: error: reason}. */
public final class ConfException extends Exception
{
    private static final long serialVersionUID = 1L;

    ConfException(Origin origin, String reason)
    {
        super(origin.error(reason));
    }

    /** @param message for the user, about something that has no place in a file. */
    ConfException(String message)
    {
        super(message);
    }
}
