package banjo.http;

import banjo.server.Client;
import banjo.server.Server;
import banjo.sys.Sys;

/** Listens at one address, for {@link #CLIENTS} clients at a time. */
public final class HttpServer extends Server
{
    public static final int CLIENTS = 4;
    private static final int BACKLOG = 16;

    public HttpServer(Sys sys, HttpHandler handler)
    {
        super(sys, places(sys, handler));
    }

    private static Client[] places(Sys sys, HttpHandler handler)
    {
        Client[] places = new Client[CLIENTS];
        for (int i = 0; i < CLIENTS; i++)
        {
            places[i] = new HttpConnection(sys, handler, new byte[HttpConnection.REQUEST_BYTES]);
        }
        return places;
    }

    /**
     * Begins to listen, in place of where it did; clients that it has stay.
     *
     * @param ipv6 whether the address is one of IPv6.
     * @param high and low: the address, IPv4 as ::ffff:a.b.c.d.
     * @return 0 or a negated errno, which changes nothing.
     */
    public int listen(boolean ipv6, long high, long low, int port)
    {
        int descriptor = sys.socket(ipv6 ? Sys.AF_INET6 : Sys.AF_INET, Sys.SOCKET_STREAM, 0);
        if (descriptor < 0)
        {
            return descriptor;
        }
        int result = sys.setSocketOption(descriptor, Sys.SOL_SOCKET, Sys.SO_REUSEADDR, 1);
        result = result < 0 ? result : sys.bindInternet(descriptor, ipv6, high, low, port);
        result = result < 0 ? result : sys.listen(descriptor, BACKLOG);
        if (result < 0)
        {
            sys.close(descriptor);
            return result;
        }
        listenAt(descriptor);
        return 0;
    }
}
