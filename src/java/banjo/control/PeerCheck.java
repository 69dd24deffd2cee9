package banjo.control;

import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;

/** Who may command the daemon: root, the daemon's own user, and members of one group. Allocates nothing after construction. */
final class PeerCheck
{
    private static final byte[] USER_LINE = {'\n', 'U', 'i', 'd', ':'};
    private static final byte[] GROUPS_LINE = {'\n', 'G', 'r', 'o', 'u', 'p', 's', ':'};

    private final Sys sys;
    private final int ownUser;
    private final int group;
    private final int[] credentials = new int[3];
    private final TextBuffer path = new TextBuffer(32);
    private final byte[] status;

    /** @param group -1 for none. */
    PeerCheck(Sys sys, int group)
    {
        this.sys = sys;
        this.group = group;
        ownUser = sys.effectiveUserId();
        status = new byte[group < 0 ? 0 : 4096];
    }

    boolean mayCommand(int descriptor)
    {
        if (sys.peerCredentials(descriptor, credentials) < 0)
        {
            return false;
        }
        int user = credentials[1];
        if (user == 0 || user == ownUser)
        {
            return true;
        }
        return group >= 0 && (credentials[2] == group || isMember(credentials[0], user));
    }

    /** Looks for the group among the process's supplementary ones, in /proc/PID/status of proc(5). */
    private boolean isMember(int process, int user)
    {
        path.clear().put("/proc/").putNumber(process).put("/status").put(0);
        int descriptor = sys.open(path.bytes(), Sys.OPEN_READ, 0);
        if (descriptor < 0)
        {
            return false;
        }
        int length = 0;
        while (length < status.length)
        {
            int count = sys.read(descriptor, status, length, status.length - length);
            if (count <= 0 && count != -Errno.EINTR)
            {
                break;
            }
            length += Math.max(0, count);
        }
        sys.close(descriptor);
        // Another process may have taken the number since: it must be the same user's at least.
        return firstNumber(lineAfter(USER_LINE, length), length) == user && lists(lineAfter(GROUPS_LINE, length), length);
    }

    /** @return where the value of a field starts, or {@code length}. */
    private int lineAfter(byte[] field, int length)
    {
        for (int at = 0; at + field.length <= length; at++)
        {
            int same = 0;
            while (same < field.length && status[at + same] == field[same])
            {
                same++;
            }
            if (same == field.length)
            {
                return at + same;
            }
        }
        return length;
    }

    private long firstNumber(int from, int length)
    {
        int at = from;
        while (at < length && (status[at] == ' ' || status[at] == '\t'))
        {
            at++;
        }
        return number(at, length);
    }

    private boolean lists(int from, int length)
    {
        int at = from;
        while (at < length && status[at] != '\n')
        {
            boolean starts = status[at] == ' ' || status[at] == '\t';
            at++;
            if (starts && number(at, length) == group)
            {
                return true;
            }
        }
        return false;
    }

    /** @return -1 where there is no number that white space ends. */
    private long number(int from, int length)
    {
        long value = 0;
        int at = from;
        while (at < length && status[at] >= '0' && status[at] <= '9' && value < 1L << 40)
        {
            value = value * 10 + (status[at] - '0');
            at++;
        }
        return at == from || at == length || status[at] > ' ' ? -1 : value;
    }
}
