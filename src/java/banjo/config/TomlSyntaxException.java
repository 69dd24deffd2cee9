package banjo.config;

/** Ends the reading of one statement; never leaves the parser. */
final class TomlSyntaxException extends Exception
{
    private static final long serialVersionUID = 1;

    final transient Origin origin;

    TomlSyntaxException(Origin origin, String message)
    {
        super(message);
        this.origin = origin;
    }
}
