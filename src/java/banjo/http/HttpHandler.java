package banjo.http;

import banjo.text.TextBuffer;

/** Answers requests, piece by piece, without allocating. */
public interface HttpHandler
{
    /** What {@link #find} returns for a path that leads nowhere. */
    int NOWHERE = -1;
    /** What {@link #answer} returns with the last piece. */
    long DONE = -1;

    /** @param from and to: the path of the request, without its query. @return a number for {@link #answer}, or NOWHERE. */
    int find(byte[] bytes, int from, int to);

    /** @return the media type of an answer. */
    String contentType(int resource);

    /**
     * Appends the next piece of an answer.
     *
     * @param cursor 0 at first, later what the last call returned.
     * @param out empty, {@link HttpServer#PIECE_BYTES} long. Whole records go in; a piece that overflows ends the connection.
     * @return the cursor for the next call, or {@link #DONE}.
     */
    long answer(int resource, long cursor, TextBuffer out);
}
