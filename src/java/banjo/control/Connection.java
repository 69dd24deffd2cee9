package banjo.control;

import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;

/** One client's place: closed, reading its request, or sending its answer. All memory is taken at construction. */
final class Connection
{
    /** Pieces per turn of the loop: clients must not starve the logs. */
    private static final int PIECES_PER_TURN = 4;
    /** A handler that asks to be called again this often without a byte is broken. */
    private static final int EMPTY_PIECES = 1000;
    private static final int CLOSED = -1;

    private final Sys sys;
    private final ControlHandler handler;
    private final Request request = new Request();
    private final TextBuffer piece = new TextBuffer(ControlServer.PIECE_BYTES);
    private int descriptor = CLOSED;
    private int received;
    private boolean answering;
    private boolean last;
    private int sent;
    private long cursor;
    private long deadlineMillis;

    Connection(Sys sys, ControlHandler handler)
    {
        this.sys = sys;
        this.handler = handler;
    }

    boolean isOpen()
    {
        return descriptor >= 0;
    }

    int descriptor()
    {
        return descriptor;
    }

    int events()
    {
        return answering ? Sys.POLL_OUT : Sys.POLL_IN;
    }

    long deadlineMillis()
    {
        return deadlineMillis;
    }

    /** When it last made progress. */
    long progressMillis()
    {
        return deadlineMillis - ControlServer.PATIENCE_MILLIS;
    }

    void open(int newDescriptor, long nowMillis)
    {
        descriptor = newDescriptor;
        received = 0;
        answering = false;
        last = false;
        sent = 0;
        cursor = 0;
        piece.clear();
        deadlineMillis = nowMillis + ControlServer.PATIENCE_MILLIS;
    }

    void close()
    {
        if (isOpen())
        {
            sys.close(descriptor);
            descriptor = CLOSED;
        }
    }

    /** Does what can be done without waiting. */
    void advance(long nowMillis)
    {
        if (!answering)
        {
            read();
        }
        if (isOpen() && answering)
        {
            send(nowMillis);
        }
    }

    private void read()
    {
        byte[] bytes = request.bytes();
        while (isOpen() && !answering)
        {
            int count = sys.read(descriptor, bytes, received, bytes.length - received);
            if (count == -Errno.EAGAIN)
            {
                return;
            }
            if (count <= 0 && count != -Errno.EINTR)
            {
                close();
                return;
            }
            int from = received;
            received += Math.max(0, count);
            int end = from;
            while (end < received && bytes[end] != '\n')
            {
                end++;
            }
            if (end < received)
            {
                take(end);
            }
            else if (received == bytes.length)
            {
                refuse("request too long");
            }
        }
    }

    private void take(int end)
    {
        answering = true;
        if (end == 0)
        {
            refuse("empty request");
        }
        else if (!request.split(end))
        {
            refuse("too many arguments");
        }
    }

    private void refuse(String message)
    {
        answering = true;
        last = true;
        ControlServer.refuse(piece, message);
    }

    private void send(long nowMillis)
    {
        int pieces = 0;
        while (pieces < PIECES_PER_TURN)
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
            if (count == -Errno.EAGAIN)
            {
                return;
            }
            if (count <= 0 && count != -Errno.EINTR)
            {
                close();
                return;
            }
            if (count > 0)
            {
                sent += count;
                deadlineMillis = nowMillis + ControlServer.PATIENCE_MILLIS;
            }
        }
    }

    /** @return false when the handler fails: the client then gets an answer without its end, which it knows for broken. */
    private boolean fill()
    {
        sent = 0;
        piece.clear();
        for (int i = 0; i < EMPTY_PIECES && piece.length() == 0 && cursor != ControlHandler.DONE; i++)
        {
            cursor = handler.answer(request, cursor, piece);
        }
        if (piece.overflowed())
        {
            return false;
        }
        if (cursor == ControlHandler.DONE && piece.remaining() > 0)
        {
            last = true;
            piece.put('\n');
        }
        return piece.length() > 0;
    }
}
