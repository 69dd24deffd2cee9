package banjo.config;

/**
 * A string of the configuration and where it was written, for later checks of its meaning.
 *
 * @param origin of the opening quote, or of the line.
 * @param last the last of the stretches that it consists of; null when they are not known.
 */
public record Text(String value, Origin origin, Piece last)
{
    public Text(String value, Origin origin)
    {
        this(value, origin, null);
    }

    /** @return where the character at an index was written, as far as that is known. */
    public Origin at(int index)
    {
        Piece piece = last;
        while (piece != null && piece.from > index)
        {
            piece = piece.before;
        }
        if (piece == null || piece.origin.column() == 0)
        {
            return piece == null ? origin : piece.origin;
        }
        Origin start = piece.origin;
        return new Origin(start.fileName(), start.line(), start.column() + codePoints(value, piece.from, index));
    }

    /** @return how many code points begin in a stretch of a string. */
    public static int codePoints(String text, int from, int to)
    {
        int count = 0;
        for (int i = from; i < to && i < text.length(); i++)
        {
            count += (text.charAt(i) & 0xFC00) != 0xDC00 ? 1 : 0;
        }
        return count;
    }
}
