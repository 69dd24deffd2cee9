package banjo.config;

/** A stretch of a text that stands in a file as it is, one character behind the other. */
public final class Piece
{
    /** Index of its first character in the text. */
    final int from;
    /** Of that character; without a column when only the line is known. */
    final Origin origin;
    /** The stretch before it, or null. */
    final Piece before;

    public Piece(int from, Origin origin, Piece before)
    {
        this.from = from;
        this.origin = origin;
        this.before = before;
    }

    /** @return the stretches of a text, {@code last} the last, with those of a part of another that follows from an index on. */
    public static Piece append(Piece last, int at, Text source, int from, int to)
    {
        Piece backwards = null;
        for (Piece piece = source.last(); piece != null && piece.from > from; piece = piece.before)
        {
            backwards = piece.from < to ? new Piece(piece.from, piece.origin, backwards) : backwards;
        }
        Piece all = from < to ? new Piece(at, source.at(from), last) : last;
        for (; backwards != null; backwards = backwards.before)
        {
            all = new Piece(at + backwards.from - from, backwards.origin, all);
        }
        return all;
    }
}
