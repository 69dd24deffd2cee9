package banjo.regex;

/** A pattern that is no regular expression, or one that this version cannot compile; the message names the construct. */
public final class PatternException extends Exception
{
    private static final long serialVersionUID = 1L;

    private final int patternIndex;
    private final int position;

    /**
     * @param patternIndex of the pattern in the list that was compiled.
     * @param position     in characters of the pattern, -1 when the pattern as a whole is meant.
     * @param reason       what is wrong, naming the construct.
     */
    PatternException(int patternIndex, int position, String reason)
    {
        super(reason);
        this.patternIndex = patternIndex;
        this.position = position;
    }

    /** @return the same with the place that is most to blame, where none was known. */
    PatternException blaming(Node tree, byte[] text)
    {
        int culprit = position >= 0 ? -1 : Culprit.positionIn(tree, getMessage().equals(Expander.TOO_LARGE));
        return culprit < 0 ? this : at(patternIndex, text, culprit, getMessage());
    }

    /** @param at in bytes of the pattern's UTF-8 text. */
    static PatternException at(int patternIndex, byte[] text, int at, String reason)
    {
        int position = 0;
        for (int i = 0; i < at && i < text.length; i++)
        {
            position += (text[i] & 0xC0) != 0x80 ? 1 : 0;
        }
        return new PatternException(patternIndex, position, reason);
    }

    /** The index of the pattern in the list that was compiled, from 0. */
    public int patternIndex()
    {
        return patternIndex;
    }

    /** The position in characters (code points) of the pattern, or -1. */
    public int position()
    {
        return position;
    }
}
