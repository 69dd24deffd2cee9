package banjo.firewall;

import banjo.sys.Errno;

/**
 * The orders of a turn as one batch, written once: each order is a run of messages with numbers that follow each other, so that an error
 * leads to its order and a refused order can be cut out before the rest is sent again.
 */
final class OrderQueue implements NetlinkReplies.Sent
{
    private static final int ORDERS = 1024;
    /** More than the longest order: three messages of an IPv6 address with a comment of 64 bytes. */
    private static final int ORDER_BYTES = 512;
    /** What the end of the batch needs. */
    private static final int END_BYTES = 32;

    final NetlinkBuffer out;
    final NftMessages messages;
    private final int[] starts = new int[ORDERS];
    private final int[] sequences = new int[ORDERS];
    private final boolean[] bans = new boolean[ORDERS];
    private final int[] errors = new int[ORDERS];
    private final int[] sets = new int[ORDERS];
    private final long[] highs = new long[ORDERS];
    private final long[] lows = new long[ORDERS];
    private int count;
    private int sealedFrom;
    private int lastSequence;

    OrderQueue(int capacity, boolean bigEndian)
    {
        out = new NetlinkBuffer(capacity, bigEndian);
        messages = new NftMessages(out);
    }

    int count()
    {
        return count;
    }

    boolean full()
    {
        return count == ORDERS || out.remaining() < ORDER_BYTES + END_BYTES;
    }

    void clear()
    {
        count = 0;
        out.truncate(0);
    }

    /** The caller has seen that the queue is not {@link #full}. @param number of the set. */
    void ban(int number, BanSet set, long high, long low, long timeoutMillis, byte[] comment)
    {
        begin(true, number, high, low);
        messages.addElement(set, high, low, timeoutMillis, comment);
        messages.deleteElement(set, high, low);
        messages.addElement(set, high, low, timeoutMillis, comment);
    }

    /** A ban for a set that does not hold it. */
    void add(int number, BanSet set, long high, long low, long timeoutMillis, byte[] comment)
    {
        begin(true, number, high, low);
        messages.addElement(set, high, low, timeoutMillis, comment);
    }

    void unban(int number, BanSet set, long high, long low, byte[] noComment)
    {
        begin(false, number, high, low);
        messages.addElement(set, high, low, -1, noComment);
        messages.deleteElement(set, high, low);
    }

    void empty(int number, BanSet set)
    {
        begin(false, number, 0, 0);
        messages.deleteElements(set);
    }

    private void begin(boolean ban, int number, long high, long low)
    {
        if (count == 0)
        {
            out.truncate(0);
            messages.batchBegin();
        }
        starts[count] = out.length();
        sequences[count] = messages.sequence() + 1;
        bans[count] = ban;
        errors[count] = 0;
        sets[count] = number;
        highs[count] = high;
        lows[count] = low;
        count++;
    }

    /** Makes the batch whole: asks for one answer, to its last message, and ends it. */
    void seal()
    {
        sealedFrom = out.length();
        for (int i = 0; i < count; i++)
        {
            errors[i] = 0;
        }
        out.addFlags(NftMessages.ACK);
        lastSequence = out.sequenceOfLast();
        messages.batchEnd();
    }

    /** Takes the end off again, so that the rest of the orders can be sent once more. */
    void unseal()
    {
        out.truncate(sealedFrom);
    }

    @Override
    public int lastSequence()
    {
        return lastSequence;
    }

    /** @return whether a message of this number is in the batch, its beginning included. */
    @Override
    public boolean owns(int sequence)
    {
        // Differences, because numbers wrap around.
        return sequence - out.sequenceOfFirst() >= 0 && sequence - lastSequence <= 0;
    }

    /** Notes the first error of each order. */
    @Override
    public void failed(int sequence, int error)
    {
        int low = 0;
        int high = count - 1;
        while (low < high)
        {
            int middle = low + high + 1 >>> 1;
            if (sequence - sequences[middle] >= 0)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        // ENOENT behind the first message: the element ended between its add and its delete, and nothing is wrong with the order.
        if (count > 0 && sequence - sequences[low] >= 0 && errors[low] == 0
            && (error != -Errno.ENOENT || sequence == sequences[low]))
        {
            errors[low] = error;
        }
    }

    /** @return true when an order failed with this error. */
    boolean hasError(int error)
    {
        for (int i = 0; i < count; i++)
        {
            if (errors[i] == error)
            {
                return true;
            }
        }
        return false;
    }

    /** @return true when the kernel found fault with an order itself: a full set, or an order that it does not understand. */
    boolean hasRefused()
    {
        for (int i = 0; i < count; i++)
        {
            if (isRefusal(errors[i]))
            {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefusal(int error)
    {
        return error != 0 && error != -Errno.ENOENT && error != -Errno.ENOMEM && error != -Errno.EPERM && error != -Errno.EAGAIN
            && error != -Errno.EINTR && error != -Errno.ENOBUFS;
    }

    /**
     * Takes out the orders that were refused.
     *
     * @param full receives the bans whose set is full, as far as it has room.
     * @return how many bans were refused and not handed over; an address that cannot be added to a full set is not in it, so that the end of its ban is done.
     */
    int removeRefused(RefusedBans full)
    {
        int end = out.length();
        int kept = 0;
        int bansRefused = 0;
        int to = starts[0];
        for (int i = 0; i < count; i++)
        {
            int from = starts[i];
            int length = (i + 1 < count ? starts[i + 1] : end) - from;
            if (isRefusal(errors[i]))
            {
                boolean noRoom = errors[i] == -Errno.ENFILE || errors[i] == -Errno.ENOSPC;
                bansRefused += bans[i] && !(noRoom && full.add(sets[i], highs[i], lows[i])) ? 1 : 0;
                continue;
            }
            System.arraycopy(out.bytes, from, out.bytes, to, length);
            starts[kept] = to;
            sequences[kept] = sequences[i];
            bans[kept] = bans[i];
            sets[kept] = sets[i];
            highs[kept] = highs[i];
            lows[kept] = lows[i];
            to += length;
            kept++;
        }
        count = kept;
        out.truncate(to);
        if (kept > 0)
        {
            out.rememberLast(starts[kept - 1]);
        }
        return bansRefused;
    }
}
