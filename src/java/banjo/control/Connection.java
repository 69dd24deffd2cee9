package banjo.control;

import banjo.server.Client;
import banjo.sys.Sys;

/** A client of the control socket: a request is a line, a line end of its own ends the answer. */
final class Connection extends Client
{
    private final PeerCheck peers;
    private final ControlHandler handler;
    private final Request request;
    private long cursor;

    Connection(Sys sys, PeerCheck peers, ControlHandler handler, Request request)
    {
        super(sys, request.bytes(), Integer.MAX_VALUE);
        this.peers = peers;
        this.handler = handler;
        this.request = request;
    }

    @Override
    protected boolean begin(int length)
    {
        cursor = 0;
        if (length == 0)
        {
            return !peers.mayCommand(descriptor()) && refuse("permission denied");
        }
        byte[] bytes = request.bytes();
        int end = 0;
        while (end < length && bytes[end] != '\n')
        {
            end++;
        }
        if (end == length)
        {
            return length == bytes.length && refuse("request too long");
        }
        return end == 0 ? refuse("empty request") : request.split(end) || refuse("too many arguments");
    }

    private boolean refuse(String message)
    {
        last = true;
        ControlServer.refuse(piece, message);
        return true;
    }

    /** A handler that fails gives the client an answer without its end, which it knows for broken. */
    @Override
    protected void answer()
    {
        cursor = cursor == ControlHandler.DONE ? cursor : handler.answer(request, cursor, piece);
        last = cursor == ControlHandler.DONE && piece.remaining() > 0;
        if (last)
        {
            piece.put('\n');
        }
    }
}
