package banjo.filter;

import banjo.address.Address;
import banjo.text.TextBuffer;
import org.teavm.interop.Unmanaged;

/**
 * Follows connections, as fail2ban does (filter.py: _mergeFailure): a line that is a failure but names no host takes the one that
 * another line of the same connection names, before or after it. Allocates nothing after the first line that belongs to one.
 */
final class Connections
{
    /** {@code <F-NOFAIL>}: the line is no failure by itself. */
    static final int NO_FAILURE = 1;
    /** {@code <F-MLFFORGET>}: the connection's last line. */
    static final int FORGETS = 2;
    /** {@code <F-MLFGAINED>}: a login, which makes good what waits for a host. */
    static final int GAINS = 4;

    private static final int ADDRESS_BYTES = 48;
    private static final int RANK_FIRST = 0;
    private static final int RANK_IP4 = 1;
    private static final int RANK_IP6 = 2;
    private static final int RANK_NAME = 3;

    /** Null until a line belongs to a connection. */
    private ConnectionTable table;
    /** Null where every failure is decided here. */
    private final RecentAddresses recent;
    private final TextBuffer address = new TextBuffer(ADDRESS_BYTES);
    private final long secondsKept;
    private long lastHostless = Long.MIN_VALUE / 2;

    /**
     * @param secondsKept how long a connection is remembered that no line speaks of.
     * @param byProcess connections are processes of the syslog header, and failures that name an address are noted by {@link #note} where
     *     {@link #mayLackHosts} does not ask for them.
     */
    Connections(long secondsKept, boolean byProcess)
    {
        this.secondsKept = secondsKept;
        recent = byProcess ? new RecentAddresses() : null;
    }

    void clear()
    {
        table = null;
        if (recent != null)
        {
            recent.clear();
        }
        lastHostless = Long.MIN_VALUE / 2;
    }

    /** @return how many connections were forgotten to make room for others. */
    long evictions()
    {
        return table == null ? 0 : table.evictions();
    }

    /** True when lines without a host came of late, so that others may be needed that are failures by themselves. */
    boolean mayLackHosts(long seconds)
    {
        return seconds - lastHostless <= secondsKept;
    }

    /** Notes the address of a failure that counted by itself: a later one of its process may name none. */
    @Unmanaged
    void note(byte[] text, int idFrom, int idTo, Failure failure)
    {
        recent.note(text, idFrom, idTo, failure.address, failure.seconds);
    }

    /** @return where the address lies that a process named, for a failure that names none; -1 for nowhere. */
    private int recall(byte[] text, int idFrom, int idTo, boolean lacksHost, boolean forgets, long since)
    {
        int place = recent == null || !lacksHost ? -1 : recent.find(text, idFrom, idTo, since);
        if (place >= 0)
        {
            address.clear();
            Address.append(address, recent.high(place), recent.low(place));
        }
        if (recent != null && forgets)
        {
            recent.remove(text, idFrom, idTo);
        }
        return place;
    }

    /**
     * @param text     holds what follows.
     * @param hostFrom -1 for a line that names no host.
     * @param outranks the host takes the place of any that was named before.
     * @param role     sum of the constants above.
     * @param out      holds time and user; host, and a user named before, are added.
     * @return true when a failure counts.
     */
    boolean decide(byte[] text, int idFrom, int idTo, int hostFrom, int hostTo, boolean outranks, int role, Failure out)
    {
        boolean gained = (role & GAINS) != 0;
        boolean forgets = (role & FORGETS) != 0;
        boolean fails = (role & (GAINS | NO_FAILURE)) == 0;
        lastHostless = fails && hostFrom < 0 ? out.seconds : lastHostless;
        table = table == null ? new ConnectionTable() : table;
        int slot = table.find(text, idFrom, idTo, out.seconds - secondsKept);
        boolean known = slot >= 0;
        boolean recalled = recall(text, idFrom, idTo, fails && hostFrom < 0 && !(known && table.hasHost(slot)), forgets,
            out.seconds - secondsKept) >= 0;
        if (!known && forgets && !recalled)
        {
            return fails && hostFrom >= 0 && isHost(text, hostFrom, hostTo, out);
        }
        slot = known ? slot : table.add(text, idFrom, idTo);
        table.setSeconds(slot, out.seconds);
        if (recalled)
        {
            table.setHost(slot, RANK_FIRST, address.bytes(), 0, address.length());
        }
        boolean namesHost = hostFrom >= 0 && table.setHost(slot, rank(text, hostFrom, hostTo, outranks), text, hostFrom, hostTo);
        if (out.userFrom >= 0)
        {
            table.setUser(slot, text, out.userFrom, out.userTo);
        }
        else if (table.hasUser(slot))
        {
            out.userText = table.users();
            out.userFrom = table.userFrom(slot);
            out.userTo = table.userTo(slot);
        }
        // A failure that waited for its host, or several users, cannot be made good by this line.
        boolean waited = !gained && table.isPending(slot);
        table.setPending(slot, false);
        fails |= waited || table.hasSeveralUsers(slot);
        boolean counts = false;
        if (fails && namesHost)
        {
            counts = isHost(text, hostFrom, hostTo, out);
        }
        else if (fails && table.hasHost(slot))
        {
            counts = isHost(table.hosts(), table.hostFrom(slot), table.hostTo(slot), out);
        }
        else if (fails)
        {
            table.setPending(slot, true);
        }
        if (forgets)
        {
            table.remove(slot);
        }
        return counts;
    }

    static boolean isHost(byte[] text, int from, int to, Failure out)
    {
        out.hostText = text;
        out.hostFrom = from;
        out.hostTo = to;
        out.reason = Failure.NO_ADDRESS;
        return HostKind.read(text, from, to, out);
    }

    private static int rank(byte[] text, int from, int to, boolean outranks)
    {
        if (outranks)
        {
            return RANK_FIRST;
        }
        for (int i = from; i < to; i++)
        {
            if (text[i] == ':')
            {
                return RANK_IP6;
            }
        }
        return HostKind.looksLikeAddress(text, from, to) ? RANK_IP4 : RANK_NAME;
    }
}
