package banjo.http;

import banjo.server.Client;
import banjo.sys.Sys;
import banjo.text.Utf8;

/** A client whose answer is ended by the end of the connection (RFC 9112 6.3). */
final class HttpConnection extends Client
{
    /** The longest request, all of its headers included. */
    static final int REQUEST_BYTES = 4 * 1024;
    static final int LIMIT_MILLIS = 30_000;

    private final HttpHandler handler;
    private final byte[] request;
    private int received;
    private int resource;
    private long cursor;

    HttpConnection(Sys sys, HttpHandler handler, byte[] request)
    {
        super(sys, request, LIMIT_MILLIS);
        this.handler = handler;
        this.request = request;
    }

    @Override
    protected boolean begin(int length)
    {
        received = length;
        if (isComplete())
        {
            take();
        }
        else if (received == request.length)
        {
            refuse("431 Request Header Fields Too Large", "");
        }
        else
        {
            return false;
        }
        cursor = 0;
        return true;
    }

    @Override
    protected void answer()
    {
        cursor = handler.answer(resource, cursor, piece);
        last = cursor == HttpHandler.DONE;
    }

    /** A head ends with an empty line; as RFC 9112 2.2 allows, a line may end without a carriage return. */
    private boolean isComplete()
    {
        int lineLength = 0;
        for (int i = 0; i < received; i++)
        {
            if (request[i] == '\n')
            {
                if (lineLength == 0)
                {
                    return true;
                }
                lineLength = 0;
            }
            else if (request[i] != '\r')
            {
                lineLength++;
            }
        }
        return false;
    }

    private void take()
    {
        int lineEnd = find('\n', 0, received);
        lineEnd -= lineEnd > 0 && request[lineEnd - 1] == '\r' ? 1 : 0;
        int methodEnd = find(' ', 0, lineEnd);
        int targetEnd = find(' ', methodEnd + 1, lineEnd);
        if (methodEnd == 0 || targetEnd >= lineEnd || !is(targetEnd + 1, "HTTP/1.") || lineEnd - targetEnd != 9)
        {
            refuse("400 Bad Request", "");
            return;
        }
        boolean head = methodEnd == 4 && is(0, "HEAD");
        if (!head && !(methodEnd == 3 && is(0, "GET")))
        {
            refuse("405 Method Not Allowed", "Allow: GET, HEAD\r\n");
            return;
        }
        // Proxies' clients write the absolute form (RFC 9112 3.2.2).
        int path = is(methodEnd + 1, "http://") ? find('/', methodEnd + 8, targetEnd) : methodEnd + 1;
        resource = handler.find(request, path, find('?', path, targetEnd));
        if (resource == HttpHandler.NOWHERE)
        {
            refuse("404 Not Found", "");
            return;
        }
        head("200 OK", handler.contentType(resource), "");
        last = head;
    }

    private int find(int value, int from, int to)
    {
        int at = from;
        while (at < to && request[at] != value)
        {
            at++;
        }
        return at;
    }

    private boolean is(int from, String text)
    {
        return Utf8.begins(request, from, received, text);
    }

    private void refuse(String status, String header)
    {
        head(status, "text/plain; charset=utf-8", header);
        piece.put(status).put('\n');
        last = true;
    }

    private void head(String status, String contentType, String header)
    {
        piece.put("HTTP/1.1 ").put(status).put("\r\nContent-Type: ").put(contentType).put("\r\n").put(header);
        piece.put("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n");
    }
}
