package banjo.firewall;

import banjo.sys.Errno;
import java.util.List;

/**
 * Orders to the kernel's ip_set, sent together, each for itself. It is noted what they lead to: which elements each set must hold,
 * and how many bans were missing that are ordered again in doubt.
 */
final class IpsetOrders implements NetlinkReplies.Sent
{
    private static final int SEND_BYTES = 32 << 10;
    private static final int ORDER_BYTES = 512;
    private static final int MESSAGES = 256;
    /** The most that ipset(8) takes; longer bans have no timeout in the kernel and are lifted by the daemon. */
    private static final int LONGEST_SECONDS = 2_147_483;
    /** Bans with less left may have ended in the kernel: nobody has taken them away. */
    private static final long ENDING_MILLIS = 2000;
    /** How many times orders are sent to a kernel that has no memory. */
    private static final int PATIENCE = 3;
    private static final byte[] NO_COMMENT = {};
    /** What a message is: the one that tells whether the set did not have the address, the one that decides about a ban, or both. */
    private static final int FIRST = 1;
    private static final int LAST = 2;
    private static final int DOUBTED = 4;
    private static final int EMPTY = 8;

    final IpsetMessages messages;
    private final NetlinkSocket socket;
    private final NetlinkReplies replies;
    private final RefusedBans refused;
    private final NetlinkBuffer out;
    private final int[] orderSets = new int[MESSAGES];
    private final long[] highs = new long[MESSAGES];
    private final long[] lows = new long[MESSAGES];
    private final int[] kinds = new int[MESSAGES];
    /** By how much each message changes what its set must hold. */
    private final long[] changes = new long[MESSAGES];
    private List<BanSet> sets;
    byte[][] names;
    /** What each set must hold: the sum of its elements' {@link IpsetMessages#mark}. */
    long[] held;
    /** Whether bans are ordered again because some may be missing. */
    boolean doubting;
    /** How many of these were. */
    int lost;
    /** Whether a set was not there. */
    boolean setMissing;
    /** Whether a set of another kind has one of our names. */
    boolean foreign;
    /** Of the last message that failed, or 0. */
    int lastError;
    long failedOrders;
    private int count;
    private int waits;
    private int firstSequence;
    private int refusal;

    /** @param refused receives bans that found their sets full. */
    IpsetOrders(NetlinkSocket socket, NetlinkReplies replies, boolean bigEndian, RefusedBans refused)
    {
        this.socket = socket;
        this.replies = replies;
        this.refused = refused;
        out = new NetlinkBuffer(SEND_BYTES, bigEndian);
        messages = new IpsetMessages(out, 0);
    }

    /** Has orders name these sets by their places from now on. */
    void cover(List<BanSet> wanted)
    {
        sets = wanted;
        names = new byte[wanted.size()][];
        held = new long[names.length];
        doubting = false;
        for (int i = 0; i < names.length; i++)
        {
            names[i] = IpsetSets.name(wanted.get(i));
        }
    }

    /** Makes room for an order of so many messages. @return false when it cannot be carried out. */
    private boolean begin(int more)
    {
        if (count + more > MESSAGES || out.remaining() < ORDER_BYTES)
        {
            send();
            if (count > 0)
            {
                failedOrders++;
                return false;
            }
        }
        if (count == 0)
        {
            out.truncate(0);
            firstSequence = messages.sequence() + 1;
        }
        return true;
    }

    private void note(int kind, int set, long high, long low, long change)
    {
        held[set] += change;
        changes[count] = change;
        kinds[count] = kind;
        orderSets[count] = set;
        highs[count] = high;
        lows[count++] = low;
    }

    private void add(int kind, int set, long high, long low, long remainingMillis, byte[] comment)
    {
        long seconds = remainingMillis < 0 || remainingMillis > LONGEST_SECONDS * 1000L ? 0 : Math.max(1, (remainingMillis + 999) / 1000);
        messages.add(sets.get(set), names[set], high, low, (int)seconds, comment.length > 64 ? NO_COMMENT : comment, (kind & FIRST) != 0);
        note(kind, set, high, low, (kind & FIRST) != 0 ? IpsetMessages.mark(high, low) : 0);
        lost += (kind & DOUBTED) != 0 ? 1 : 0;
    }

    void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (begin(2))
        {
            add(FIRST, set, high, low, remainingMillis, comment);
            add(LAST, set, high, low, remainingMillis, comment);
        }
    }

    /** A ban that keeps its end where it is there. */
    void restore(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        if (begin(1))
        {
            boolean ends = remainingMillis >= 0 && remainingMillis < ENDING_MILLIS;
            add(FIRST | LAST | (doubting && !ends ? DOUBTED : 0), set, high, low, remainingMillis, comment);
        }
    }

    void unban(int set, long high, long low)
    {
        if (begin(1))
        {
            messages.delete(sets.get(set), names[set], high, low);
            note(0, set, high, low, -IpsetMessages.mark(high, low));
        }
    }

    void empty(int set)
    {
        if (begin(1))
        {
            messages.flush(names[set]);
            note(EMPTY, set, 0, 0, -held[set]);
        }
    }

    /** Sends what is queued; where the kernel cannot take it, it is kept a few times. @return whether nothing is left. */
    boolean send()
    {
        if (count == 0)
        {
            return true;
        }
        out.addFlags(NftMessages.ACK);
        refusal = 0;
        int sent = socket.send(out.bytes, out.length());
        int result = sent < 0 ? sent : replies.readAcknowledgement(this);
        result = refusal != 0 ? refusal : result == IpsetMessages.ERROR_EXISTS ? 0 : result;
        lastError = result < 0 ? result : lastError;
        if (sent < 0 && ++waits < PATIENCE)
        {
            // The kernel has seen nothing of it, and may take it a moment later.
            return false;
        }
        for (int i = 0; i < count && sent < 0; i++)
        {
            failedOrders += (kinds[i] & LAST) != 0 || kinds[i] == 0 ? 1 : 0;
            undo(i);
        }
        waits = 0;
        count = 0;
        return true;
    }

    /** A message has not done what it was counted for. */
    private void undo(int message)
    {
        held[orderSets[message]] -= changes[message];
        lost -= (kinds[message] & DOUBTED) != 0 ? 1 : 0;
    }

    @Override
    public boolean owns(int sequence)
    {
        return sequence - firstSequence >= 0 && sequence - messages.sequence() <= 0;
    }

    @Override
    public int lastSequence()
    {
        return messages.sequence();
    }

    /** Notes what became of a message. */
    @Override
    public void failed(int sequence, int error)
    {
        int message = sequence - firstSequence;
        if (message < 0 || message >= count)
        {
            return;
        }
        int kind = kinds[message];
        undo(message);
        if (error == IpsetMessages.ERROR_EXISTS && (kind & FIRST) != 0)
        {
            return;
        }
        refusal = refusal == 0 ? error : refusal;
        setMissing |= error == -Errno.ENOENT;
        boolean other = error < IpsetMessages.ERROR_PRIVATE && error != IpsetMessages.ERROR_FULL && error != IpsetMessages.ERROR_EXISTS;
        foreign |= other;
        if ((kind & LAST) != 0 && error != -Errno.ENOENT && !other
            && !(error == IpsetMessages.ERROR_FULL && refused.add(orderSets[message], highs[message], lows[message])))
        {
            failedOrders++;
        }
    }
}
