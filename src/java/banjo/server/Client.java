package banjo.server;

import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;

/** One client's place: closed, reading its request, or sending its answer. All memory is taken at construction. */
public abstract class Client
{
    /** Pieces per turn of the loop: clients must not starve the logs. */
    private static final int PIECES_PER_TURN = 4;
    /** What is asked for more this often without a byte is broken. */
    private static final int EMPTY_PIECES = 1000;

    /** What of the answer goes out next. */
    protected final TextBuffer piece = new TextBuffer(Server.PIECE_BYTES);
    /** Whether nothing follows the piece. */
    protected boolean last;
    private final Sys sys;
    private final byte[] request;
    private final int limitMillis;
    private int descriptor = -1;
    private int received;
    private boolean answering;
    private int sent;
    private long progressMillis;
    private long endMillis;

    /**
     * @param request takes the bytes of a request.
     * @param limitMillis the whole must be over by then, however slowly a client reads.
     */
    protected Client(Sys sys, byte[] request, int limitMillis)
    {
        this.sys = sys;
        this.request = request;
        this.limitMillis = limitMillis;
    }

    /**
     * Looks at what there is of a request: nothing when the client has just come, more after each part. With all bytes taken it has to answer.
     *
     * @return whether the answer begins, with what is in {@link #piece}.
     */
    protected abstract boolean begin(int length);

    /** Appends more of the answer to {@link #piece}, which is empty, and says when it is the {@link #last}. One that overflows ends the connection. */
    protected abstract void answer();

    final boolean isOpen()
    {
        return descriptor >= 0;
    }

    /** @return -1 for a free place. */
    protected final int descriptor()
    {
        return descriptor;
    }

    final int events()
    {
        return answering ? Sys.POLL_OUT : Sys.POLL_IN;
    }

    /** @return when it came or last took a part of its answer; before all others for a free place. */
    final long progressMillis()
    {
        return isOpen() ? progressMillis : Long.MIN_VALUE;
    }

    /** @return when it has been too slow; never for a free place. */
    final long deadlineMillis()
    {
        return isOpen() ? Math.min(progressMillis + Server.PATIENCE_MILLIS, endMillis) : Long.MAX_VALUE;
    }

    final void open(int newDescriptor, long nowMillis)
    {
        descriptor = newDescriptor;
        received = 0;
        sent = 0;
        last = false;
        piece.clear();
        progressMillis = nowMillis;
        endMillis = nowMillis + limitMillis;
        answering = begin(0);
        advance(nowMillis);
    }

    final void close()
    {
        if (isOpen())
        {
            sys.close(descriptor);
            descriptor = -1;
        }
    }

    /** Does what can be done without waiting. */
    final void advance(long nowMillis)
    {
        while (!answering)
        {
            int count = sys.read(descriptor, request, received, request.length - received);
            if (!goesOn(count))
            {
                return;
            }
            received += count;
            answering = begin(received);
        }
        for (int pieces = 0; pieces < PIECES_PER_TURN;)
        {
            if (sent == piece.length())
            {
                if (last || !fill())
                {
                    close();
                    return;
                }
                pieces++;
            }
            int count = sys.send(descriptor, piece.bytes(), sent, piece.length() - sent, 0);
            if (!goesOn(count))
            {
                return;
            }
            sent += count;
            progressMillis = nowMillis;
        }
    }

    /** @return whether bytes went through; else the next turn tries again, unless the connection has ended and is closed here. */
    private boolean goesOn(int count)
    {
        if (count <= 0 && count != -Errno.EAGAIN && count != -Errno.EINTR)
        {
            close();
        }
        return count > 0;
    }

    /** @return false when there is nothing to send: the answer is over, or broken. */
    private boolean fill()
    {
        sent = 0;
        piece.clear();
        for (int i = 0; i < EMPTY_PIECES && piece.length() == 0 && !last; i++)
        {
            answer();
        }
        return piece.length() > 0 && !piece.overflowed();
    }
}
