package banjo.control;

import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;

/**
 * The daemon's end of the control socket, driven by its poll loop. At most {@link #CLIENTS} are served at a time, the others wait in the
 * kernel's queue. After construction nothing is allocated.
 */
public final class ControlServer
{
    /** The status line of an answer that holds what was asked for. */
    public static final String OK = "ok\n";
    public static final int CLIENTS = 8;
    /** How many descriptors {@link #addDescriptors} adds at most. */
    public static final int DESCRIPTORS = CLIENTS + 1;
    /** The size of the buffer a {@link ControlHandler} fills. */
    public static final int PIECE_BYTES = 16 * 1024;
    /** A request must be there, and each part of an answer be taken, within this time. */
    public static final int PATIENCE_MILLIS = 5000;

    /** The same while others wait for a place. */
    public static final int CROWDED_PATIENCE_MILLIS = 250;
    /** How long the queue is left alone when no descriptor can be had. */
    private static final int PAUSE_MILLIS = 1000;
    /** How often the socket's file is looked for, and how often one that cannot be made is tried again. */
    private static final int LOOK_MILLIS = 2000;
    private static final int RETRY_MILLIS = 30_000;

    private final Sys sys;
    private final SocketFile file;
    private final int group;
    private final PeerCheck peers;
    private final Connection[] connections = new Connection[CLIENTS];
    private final TextBuffer refusal = new TextBuffer(64);
    private int listener;
    private long served;
    private long denied;
    private long dropped;
    /** Clients that wait are not looked at before then: no place, or no descriptor, is free. */
    private long pausedUntilMillis = Long.MIN_VALUE;
    private long nextLookMillis;
    private boolean lost;

    /**
     * Opens the socket. A dead daemon's is replaced, a running one's is not touched; a missing directory is created.
     *
     * @param path an absolute path of at most 107 bytes.
     * @param groupId a group whose members may command the daemon besides root and the daemon's own user, or -1.
     * @throws ControlException when the socket cannot be had, with what to do about it.
     */
    public ControlServer(Sys sys, String path, int groupId, ControlHandler handler) throws ControlException
    {
        this.sys = sys;
        group = groupId;
        peers = new PeerCheck(sys, groupId);
        for (int i = 0; i < CLIENTS; i++)
        {
            connections[i] = new Connection(sys, handler);
        }
        file = new SocketFile(sys, path);
        listener = file.listen(groupId);
    }

    /** Begins the answer of a request that is refused and needs no more pieces: {@code no MESSAGE}. @param message one line. */
    public static void refuse(TextBuffer out, String message)
    {
        out.put("no ").put(message).put('\n');
    }

    /** Adds what to poll(2) for. @param at the first free index. @return the index after the last used. */
    public int addDescriptors(int[] descriptors, int[] events, int at)
    {
        int next = at;
        for (int i = 0; i < CLIENTS; i++)
        {
            if (connections[i].isOpen())
            {
                descriptors[next] = connections[i].descriptor();
                events[next++] = connections[i].events();
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
     * Serves what poll(2) found ready.
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
            if (ready[i] != 0 && descriptors[i] == listener)
            {
                waiting = true;
            }
            else if (ready[i] != 0)
            {
                advance(descriptors[i], nowMillis);
            }
        }
        if (waiting)
        {
            accept(nowMillis);
        }
    }

    private void advance(int descriptor, long nowMillis)
    {
        for (int i = 0; i < CLIENTS; i++)
        {
            if (connections[i].descriptor() == descriptor)
            {
                connections[i].advance(nowMillis);
                return;
            }
        }
    }

    private void accept(long nowMillis)
    {
        makePlace(nowMillis);
        for (int i = 0; i < CLIENTS; i++)
        {
            if (connections[i].isOpen())
            {
                continue;
            }
            int descriptor = sys.accept(listener);
            if (descriptor < 0)
            {
                boolean ended = descriptor == -Errno.EAGAIN || descriptor == -Errno.EINTR;
                pausedUntilMillis = ended ? Long.MIN_VALUE : nowMillis + PAUSE_MILLIS;
                return;
            }
            if (peers.mayCommand(descriptor))
            {
                served++;
                connections[i].open(descriptor, nowMillis);
                connections[i].advance(nowMillis);
            }
            else
            {
                denied++;
                refuse(refusal.clear(), "permission denied");
                sys.send(descriptor, refusal.bytes(), 0, refusal.length(), Sys.MSG_DONTWAIT);
                sys.close(descriptor);
            }
        }
    }

    /** Where every place is taken and somebody waits, the client that has been idle for longest goes, or soon will. */
    private void makePlace(long nowMillis)
    {
        Connection idlest = connections[0];
        for (int i = 0; i < CLIENTS; i++)
        {
            if (!connections[i].isOpen())
            {
                return;
            }
            idlest = connections[i].progressMillis() < idlest.progressMillis() ? connections[i] : idlest;
        }
        long end = idlest.progressMillis() + CROWDED_PATIENCE_MILLIS;
        if (nowMillis >= end)
        {
            dropped++;
            idlest.close();
        }
        else
        {
            pausedUntilMillis = end;
        }
    }

    /** Drops clients that made no progress for too long. */
    public void tick(long nowMillis)
    {
        if (nowMillis >= pausedUntilMillis)
        {
            pausedUntilMillis = Long.MIN_VALUE;
        }
        for (int i = 0; i < CLIENTS; i++)
        {
            if (connections[i].isOpen() && nowMillis >= connections[i].deadlineMillis())
            {
                dropped++;
                connections[i].close();
            }
        }
    }

    /** Makes the socket's file anew when somebody has removed it. @return null, or what is to be told: once for each loss. */
    public String restore(long nowMillis)
    {
        if (nowMillis < nextLookMillis)
        {
            return null;
        }
        nextLookMillis = nowMillis + LOOK_MILLIS;
        if (!file.isLost())
        {
            lost = false;
            return null;
        }
        boolean known = lost;
        try
        {
            int descriptor = file.listen(group);
            sys.close(listener);
            listener = descriptor;
            lost = false;
            return "the control socket was gone: made anew";
        }
        catch (ControlException e)
        {
            nextLookMillis = nowMillis + RETRY_MILLIS;
            lost = true;
            return known ? null : "the control socket is gone: " + e.getMessage();
        }
    }

    /** @return the time of the monotonic clock at which {@link #tick} has something to do, or Long.MAX_VALUE. */
    public long nextTickMillis()
    {
        long next = pausedUntilMillis == Long.MIN_VALUE ? Long.MAX_VALUE : pausedUntilMillis;
        for (int i = 0; i < CLIENTS; i++)
        {
            if (connections[i].isOpen())
            {
                next = Math.min(next, connections[i].deadlineMillis());
            }
        }
        return next;
    }

    /** Clients that were let in, since the start. */
    public long served()
    {
        return served;
    }

    /** Clients that were refused because of who they are. */
    public long denied()
    {
        return denied;
    }

    /** Clients that were too slow. */
    public long dropped()
    {
        return dropped;
    }

    /** Closes everything and removes the socket. */
    public void close()
    {
        for (int i = 0; i < CLIENTS; i++)
        {
            connections[i].close();
        }
        if (listener >= 0)
        {
            file.remove();
            sys.close(listener);
            listener = -1;
        }
    }
}
