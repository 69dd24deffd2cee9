package banjo.http;

import banjo.sys.Errno;
import banjo.sys.Sys;

/** Listens at one address; serves at most {@link #CLIENTS} at a time; others wait in the kernel's queue until one is done or idle. */
public final class HttpServer
{
    public static final int CLIENTS = 4;
    /** How many descriptors {@link #addDescriptors} adds at most. */
    public static final int DESCRIPTORS = CLIENTS + 1;
    /** The size of the buffer that an {@link HttpHandler} fills. */
    public static final int PIECE_BYTES = 16 * 1024;
    /** The longest request, all of its headers included. */
    static final int REQUEST_BYTES = 4 * 1024;
    /** A request must be there, and each part of an answer be taken, within this time. */
    static final int PATIENCE_MILLIS = 5000;
    /** The whole must be over by then, however slowly a client reads. */
    static final int LIMIT_MILLIS = 30_000;
    /** While others wait, who made no progress for so long gives its place away. */
    static final int CROWDED_PATIENCE_MILLIS = 250;
    /** How long the queue is left alone when no descriptor can be had. */
    private static final int PAUSE_MILLIS = 1000;
    private static final int BACKLOG = 16;

    private final Sys sys;
    private final HttpConnection[] connections = new HttpConnection[CLIENTS];
    private int listener = -1;
    private long requests;
    private long dropped;
    /** Clients that wait are not looked at before then: no place, or no descriptor, is free. */
    private long pausedUntilMillis = Long.MIN_VALUE;

    public HttpServer(Sys sys, HttpHandler handler)
    {
        this.sys = sys;
        for (int i = 0; i < CLIENTS; i++)
        {
            connections[i] = new HttpConnection(sys, handler);
        }
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
        stopListening();
        listener = descriptor;
        return 0;
    }

    private void stopListening()
    {
        if (listener >= 0)
        {
            sys.close(listener);
            listener = -1;
        }
    }

    /** Adds what to poll(2) for. @param at the first free index. @return the index after the last used. */
    public int addDescriptors(int[] descriptors, int[] events, int at)
    {
        int next = at;
        for (HttpConnection each : connections)
        {
            if (each.isOpen())
            {
                descriptors[next] = each.descriptor();
                events[next++] = each.events();
            }
        }
        if (pausedUntilMillis == Long.MIN_VALUE && listener >= 0)
        {
            descriptors[next] = listener;
            events[next++] = Sys.POLL_IN;
        }
        return next;
    }

    /**
     * Serves what poll(2) found ready, and drops clients that make no progress.
     *
     * @param from the index given to {@link #addDescriptors}.
     * @param to the index it returned.
     * @param nowMillis of the monotonic clock.
     */
    public void ready(int[] descriptors, int[] ready, int from, int to, long nowMillis)
    {
        boolean waiting = false;
        for (int i = from; i < to; i++)
        {
            waiting |= ready[i] != 0 && descriptors[i] == listener;
            for (int k = 0; k < CLIENTS && ready[i] != 0; k++)
            {
                if (connections[k].isOpen() && connections[k].descriptor() == descriptors[i])
                {
                    connections[k].advance(nowMillis);
                }
            }
        }
        for (HttpConnection each : connections)
        {
            if (each.isOpen() && each.isLate(nowMillis))
            {
                drop(each);
            }
        }
        if (nowMillis >= pausedUntilMillis)
        {
            pausedUntilMillis = Long.MIN_VALUE;
        }
        HttpConnection place = waiting ? place(nowMillis) : null;
        if (place != null)
        {
            accept(place, nowMillis);
        }
    }

    /** @return a place for who waits: a free one, else that of the client that has been idle for longest; null while it may be just slow. */
    private HttpConnection place(long nowMillis)
    {
        HttpConnection idlest = connections[0];
        for (HttpConnection each : connections)
        {
            if (!each.isOpen())
            {
                return each;
            }
            idlest = each.progressMillis() < idlest.progressMillis() ? each : idlest;
        }
        long end = idlest.progressMillis() + CROWDED_PATIENCE_MILLIS;
        if (nowMillis < end)
        {
            pausedUntilMillis = end;
            return null;
        }
        drop(idlest);
        return idlest;
    }

    private void drop(HttpConnection client)
    {
        dropped++;
        client.close();
    }

    private void accept(HttpConnection place, long nowMillis)
    {
        int descriptor = sys.accept(listener);
        if (descriptor < 0)
        {
            boolean poor = descriptor == -Errno.EMFILE || descriptor == -Errno.ENFILE;
            pausedUntilMillis = poor ? nowMillis + PAUSE_MILLIS : Long.MIN_VALUE;
            return;
        }
        requests++;
        place.open(descriptor, nowMillis);
        place.advance(nowMillis);
    }

    /** @return the time of the monotonic clock at which {@link #ready} has something to do, or Long.MAX_VALUE; what can wait a second is left out. */
    public long nextTickMillis()
    {
        return pausedUntilMillis == Long.MIN_VALUE ? Long.MAX_VALUE : pausedUntilMillis;
    }

    /** Clients that connected. */
    public long requests()
    {
        return requests;
    }

    /** Clients that were too slow. */
    public long dropped()
    {
        return dropped;
    }

    public void close()
    {
        for (HttpConnection each : connections)
        {
            each.close();
        }
        stopListening();
    }
}
