package banjo.time;

/** A datepattern that cannot be used; the message names the construct. */
public final class DatePatternException extends Exception
{
    private static final long serialVersionUID = 1L;

    private final int patternIndex;
    private final int position;

    /**
     * @param patternIndex of the pattern in the list that was given, from 0.
     * @param position in characters of the pattern, from 0.
     */
    DatePatternException(int patternIndex, int position, String reason)
    {
        super(reason);
        this.patternIndex = patternIndex;
        this.position = position;
    }

    /** The index of the pattern in the list that was given, from 0. */
    public int patternIndex()
    {
        return patternIndex;
    }

    /** The position in the pattern, in characters from 0. */
    public int position()
    {
        return position;
    }
}
