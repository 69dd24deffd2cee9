package banjo.control;

import banjo.text.TextBuffer;

/** Answers requests, piece by piece, without allocating. */
public interface ControlHandler
{
    /** What {@link #answer} returns with the last piece. */
    long DONE = -1;

    /**
     * Appends the next piece of an answer. The first piece starts with the status line, {@link ControlServer#OK} or
     * {@link ControlServer#refuse}. The server ends the answer with a line end of its own.
     *
     * @param request valid during this call; the same at every call for an answer.
     * @param cursor 0 at first, later what the last call returned; other clients are answered in between.
     * @param out empty, {@link ControlServer#PIECE_BYTES} long. Whole records go in: when one overflows, {@link TextBuffer#truncate} to
     *     where it began and return the cursor that asks for it again. A piece that still overflows ends the connection.
     * @return the cursor for the next call, or {@link #DONE}.
     */
    long answer(Request request, long cursor, TextBuffer out);
}
