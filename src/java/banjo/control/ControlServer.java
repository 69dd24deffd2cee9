package banjo.control;

import banjo.server.Client;
import banjo.server.Server;
import banjo.sys.Sys;
import banjo.text.TextBuffer;

/** The daemon's end of the control socket, for {@link #CLIENTS} clients at a time. */
public final class ControlServer extends Server
{
    /** The status line of an answer that holds what was asked for. */
    public static final String OK = "ok\n";
    public static final int CLIENTS = 8;

    /** How often the socket's file is looked for, and how often one that cannot be made is tried again. */
    private static final int LOOK_MILLIS = 2000;
    private static final int RETRY_MILLIS = 30_000;

    private final SocketFile file;
    private final int group;
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
        super(sys, places(sys, new PeerCheck(sys, groupId), handler));
        group = groupId;
        file = new SocketFile(sys, path);
        listenAt(file.listen(groupId));
    }

    private static Client[] places(Sys sys, PeerCheck peers, ControlHandler handler)
    {
        Client[] places = new Client[CLIENTS];
        for (int i = 0; i < CLIENTS; i++)
        {
            places[i] = new Connection(sys, peers, handler, new Request());
        }
        return places;
    }

    /** Begins the answer of a request that is refused and needs no more pieces: {@code no MESSAGE}. @param message one line. */
    public static void refuse(TextBuffer out, String message)
    {
        out.put("no ").put(message).put('\n');
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
            listenAt(file.listen(group));
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

    /** Closes everything and removes the socket. */
    @Override
    public void close()
    {
        file.remove();
        super.close();
    }
}
