package banjo.regex;

/** A pattern that is no regular expression, or one that this version cannot compile; the message names the construct. */
public final class PatternException extends Exception
{
    private static final long serialVersionUID = 1L;

    private final int patternIndex;
    private final int position;

    /**
     * @param patternIndex of the pattern in the list that was compiled.
     * @param position     in bytes of the pattern's UTF-8 text, -1 when the pattern as a whole is meant.
     * @param reason       what is wrong, naming the construct.
     */
    PatternException(int patternIndex, int position, String reason)
    {
        super("pattern " + (patternIndex + 1) + (position < 0 ? ": " : ", byte " + position + ": ") + reason);
        this.patternIndex = patternIndex;
        this.position = position;
    }

    /** The index of the pattern in the list that was compiled, from 0. */
    public int patternIndex()
    {
        return patternIndex;
    }

    /** The byte position in the pattern's UTF-8 text, or -1. */
    public int position()
    {
        return position;
    }
}
