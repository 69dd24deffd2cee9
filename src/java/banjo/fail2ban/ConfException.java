package banjo.fail2ban;

import banjo.config.Origin;

/** A definition that cannot be used; the message is whole: {@code FILE:LINE: error: reason}. */
public final class ConfException extends Exception
{
    private static final long serialVersionUID = 1L;

    /** @param origin null for what has no place in a file. */
    ConfException(Origin origin, String reason)
    {
        super(origin == null ? "banjo: error: " + reason : origin.error(reason));
    }
}
