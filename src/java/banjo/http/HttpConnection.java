package banjo.http;

import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;

/** One client's place: closed, reading its request, or sending its answer, which the end of the connection ends (RFC 9112 6.3). */
final class HttpConnection
{
    private static final int PIECES_PER_TURN = 4;

    private final Sys sys;
    private final HttpHandler handler;
    private final byte[] request = new byte[HttpServer.REQUEST_BYTES];
    private final TextBuffer piece = new TextBuffer(HttpServer.PIECE_BYTES);
    private int descriptor = -1;
    private int received;
    private boolean answering;
    private boolean last;
    private int sent;
    private int resource;
    private long cursor;
    private long deadlineMillis;
    private long limitMillis;

    HttpConnection(Sys sys, HttpHandler handler)
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

    /** When it last made progress: came, or took a part of its answer. */
    long progressMillis()
    {
        return deadlineMillis - HttpServer.PATIENCE_MILLIS;
    }

    boolean isLate(long nowMillis)
    {
        return nowMillis >= deadlineMillis || nowMillis >= limitMillis;
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
        deadlineMillis = nowMillis + HttpServer.PATIENCE_MILLIS;
        limitMillis = nowMillis + HttpServer.LIMIT_MILLIS;
    }

    void close()
    {
        if (descriptor >= 0)
        {
            sys.close(descriptor);
            descriptor = -1;
        }
    }

    /** Does what can be done without waiting. */
    void advance(long nowMillis)
    {
        while (isOpen() && !answering)
        {
            int count = sys.read(descriptor, request, received, request.length - received);
            if (count == -Errno.EAGAIN)
            {
                return;
            }
            if (count <= 0 && count != -Errno.EINTR)
            {
                close();
                return;
            }
            received += Math.max(count, 0);
            if (isComplete())
            {
                begin();
            }
            else if (received == request.length)
            {
                refuse("431 Request Header Fields Too Large", "");
            }
        }
        if (isOpen())
        {
            send(nowMillis);
        }
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

    private void begin()
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
        for (int i = 0; i < text.length(); i++)
        {
            if (from + i >= received || request[from + i] != text.charAt(i))
            {
                return false;
            }
        }
        return true;
    }

    private void refuse(String status, String header)
    {
        head(status, "text/plain; charset=utf-8", header);
        piece.put(status).put('\n');
        last = true;
    }

    private void head(String status, String contentType, String header)
    {
        answering = true;
        piece.put("HTTP/1.1 ").put(status).put("\r\nContent-Type: ").put(contentType).put("\r\n").put(header);
        piece.put("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n");
    }

    private void send(long nowMillis)
    {
        for (int pieces = 0; pieces < PIECES_PER_TURN;)
        {
            if (sent == piece.length())
            {
                if (last)
                {
                    close();
                    return;
                }
                piece.clear();
                sent = 0;
                cursor = handler.answer(resource, cursor, piece);
                last = cursor == HttpHandler.DONE;
                pieces++;
                if (piece.overflowed())
                {
                    close();
                    return;
                }
                continue;
            }
            int count = sys.send(descriptor, piece.bytes(), sent, piece.length() - sent, Sys.MSG_DONTWAIT);
            if (count == -Errno.EAGAIN)
            {
                return;
            }
            if (count <= 0 && count != -Errno.EINTR)
            {
                close();
                return;
            }
            sent += Math.max(count, 0);
            deadlineMillis = count > 0 ? nowMillis + HttpServer.PATIENCE_MILLIS : deadlineMillis;
        }
    }
}
