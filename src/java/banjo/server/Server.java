package banjo.server;

import banjo.sys.Errno;
import banjo.sys.Sys;

/**
 * Serves the clients of one listening socket, driven by a poll loop. There are places for a few at a time; others wait in the kernel's
 * queue until one is done or idle. After construction nothing is allocated.
 */
public abstract class Server
{
    /** The size of the buffer that a piece of an answer has to fit. */
    public static final int PIECE_BYTES = 16 * 1024;
    /** A request must be there, and each part of an answer be taken, within this time. */
    public static final int PATIENCE_MILLIS = 5000;
    /** While others wait, who made no progress for so long gives its place away. */
    public static final int CROWDED_PATIENCE_MILLIS = 250;
    /** How long the queue is left alone when no descriptor can be had. */
    private static final int PAUSE_MILLIS = 1000;

    protected final Sys sys;
    private final Client[] places;
    private int listener = -1;
    /** Until when those who wait are left alone, since no place or no descriptor is free; Long.MAX_VALUE while they are not. */
    private long pauseEndMillis = Long.MAX_VALUE;

    protected Server(Sys sys, Client[] places)
    {
        this.sys = sys;
        this.places = places;
    }

    /** Takes clients from a listening descriptor, in place of the former one; those that it has stay. @param descriptor -1 for none. */
    protected final void listenAt(int descriptor)
    {
        if (listener >= 0)
        {
            sys.close(listener);
        }
        listener = descriptor;
    }

    /** Adds what to poll(2) for: one for each place at most, and one. @param at the first free index. @return the index after the last used. */
    public final int addDescriptors(int[] descriptors, int[] events, int at)
    {
        int next = at;
        for (Client each : places)
        {
            if (each.isOpen())
            {
                descriptors[next] = each.descriptor();
                events[next++] = each.events();
            }
        }
        if (pauseEndMillis == Long.MAX_VALUE && listener >= 0)
        {
            descriptors[next] = listener;
            events[next++] = Sys.POLL_IN;
        }
        return next;
    }

    /**
     * Once a turn: serves what poll(2) found ready, and drops clients that made no progress for too long.
     *
     * @param ready null when it found nothing.
     * @param from the index given to {@link #addDescriptors}.
     * @param to the index it returned.
     * @param nowMillis of the monotonic clock.
     */
    public final void serve(int[] descriptors, int[] ready, int from, int to, long nowMillis)
    {
        boolean waiting = false;
        for (int i = from; i < to && ready != null; i++)
        {
            waiting |= ready[i] != 0 && descriptors[i] == listener;
            for (int k = 0; k < places.length && ready[i] != 0; k++)
            {
                if (places[k].descriptor() == descriptors[i])
                {
                    places[k].advance(nowMillis);
                }
            }
        }
        for (Client each : places)
        {
            if (nowMillis >= each.deadlineMillis())
            {
                each.close();
            }
        }
        if (nowMillis >= pauseEndMillis)
        {
            pauseEndMillis = Long.MAX_VALUE;
        }
        if (waiting)
        {
            accept(nowMillis);
        }
    }

    /** Gives who waits a free place, else that of the client that has been idle for longest, unless that may be just slow. */
    private void accept(long nowMillis)
    {
        Client place = places[0];
        for (Client each : places)
        {
            place = each.progressMillis() < place.progressMillis() ? each : place;
        }
        long end = place.progressMillis() + CROWDED_PATIENCE_MILLIS;
        if (nowMillis < end)
        {
            pauseEndMillis = end;
            return;
        }
        place.close();
        int descriptor = sys.accept(listener);
        if (descriptor >= 0)
        {
            place.open(descriptor, nowMillis);
        }
        else if (descriptor != -Errno.EAGAIN)
        {
            pauseEndMillis = nowMillis + PAUSE_MILLIS;
        }
    }

    /** @return the time of the monotonic clock at which {@link #serve} has something to do, or Long.MAX_VALUE. */
    public final long nextTickMillis()
    {
        long next = pauseEndMillis;
        for (Client each : places)
        {
            next = Math.min(next, each.deadlineMillis());
        }
        return next;
    }

    /** Closes everything. */
    public void close()
    {
        for (Client each : places)
        {
            each.close();
        }
        listenAt(-1);
    }
}
