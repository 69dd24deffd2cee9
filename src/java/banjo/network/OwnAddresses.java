package banjo.network;

import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.sys.Errno;
import banjo.sys.Sys;

/**
 * The machine's own addresses, and the private networks that its interfaces are in, read over rtnetlink(7) and kept current. Each change
 * that the kernel tells of, and each one that it could not tell of, is a reason to read them all again.
 */
public final class OwnAddresses
{
    /** How many addresses, and how many networks, are known at most. */
    static final int MAXIMUM = 256;

    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int GROUP_IPV4_ADDRESSES = 5;
    private static final int GROUP_IPV6_ADDRESSES = 9;
    private static final int MESSAGE_ERROR = 2;
    private static final int MESSAGE_DONE = 3;
    private static final int NEW_ADDRESS = 20;
    private static final int DELETE_ADDRESS = 21;
    private static final int GET_ADDRESS = 22;
    private static final int REQUEST_DUMP = 0x301;
    private static final int DUMP_INTERRUPTED = 0x10;
    private static final int HEADER_BYTES = 16;
    private static final int DATAGRAMS = 1000;
    /** Changes that come in a row are read together. */
    private static final int PAUSE_MILLIS = 200;
    private static final int RETRY_MILLIS = 30_000;
    /** An answer that has not come to its end by then is asked for again. */
    private static final int LOST_MILLIS = 5000;
    private static final int START_MILLIS = 1000;
    private static final int NO_HURRY = 1 << 30;
    /** RFC 1918, 3927, 4193 and 4291: the upper and lower half, then the length. */
    private static final long[] PRIVATE = {
        0, Address.IPV4_MARK | 0x0A000000L, 104, 0, Address.IPV4_MARK | 0xAC100000L, 108, 0, Address.IPV4_MARK | 0xC0A80000L, 112,
        0, Address.IPV4_MARK | 0xA9FE0000L, 112, 0xFC00L << 48, 0, 7, 0xFE80L << 48, 0, 10};

    private final Sys sys;
    private final boolean bigEndian;
    private final InterfaceAddress address;
    private final byte[] in = new byte[16 << 10];
    private final byte[] request = new byte[HEADER_BYTES + InterfaceAddress.HEADER_BYTES];
    private final PrefixList own = new PrefixList(MAXIMUM);
    private final PrefixList networks = new PrefixList(MAXIMUM);
    private final PrefixList freshOwn = new PrefixList(MAXIMUM);
    private final PrefixList freshNetworks = new PrefixList(MAXIMUM);
    private final int[] descriptors = {-1};
    private int sequence;
    private boolean dumping;
    private boolean interrupted;
    private boolean stale;
    private boolean crowded;
    private boolean known;
    private long dueMillis;
    private String problem;

    public OwnAddresses(Sys sys, boolean bigEndian)
    {
        this.sys = sys;
        this.bigEndian = bigEndian;
        address = new InterfaceAddress(bigEndian);
    }

    /** The machine's own addresses; changes in place. */
    public PrefixList own()
    {
        return own;
    }

    /** The networks of its interfaces, as far as they lie in private ranges; changes in place. */
    public PrefixList networks()
    {
        return networks;
    }

    /** Reads the addresses for the first time: waits for a second at most. */
    public void start(long nowMillis)
    {
        dueMillis = nowMillis;
        tick(false, nowMillis);
        int[] events = {Sys.POLL_IN};
        int[] ready = {0};
        for (int i = 0; i < 10 && !known && descriptors[0] >= 0; i++)
        {
            sys.poll(descriptors, events, ready, 1, START_MILLIS / 10);
            tick(ready[0] != 0, nowMillis + (i + 1) * (START_MILLIS / 10));
        }
    }

    /** @return what to poll(2) for reading; -1 for nothing. */
    public int descriptor()
    {
        return descriptors[0];
    }

    /** @return how long the loop may sleep. */
    public int patienceMillis(long nowMillis)
    {
        return stale && !dumping ? (int)Math.max(0, Math.min(NO_HURRY, dueMillis - nowMillis)) : NO_HURRY;
    }

    /** @return what went wrong since the last call, or null. */
    public String takeProblem()
    {
        String taken = problem;
        problem = null;
        return taken;
    }

    /** Once a turn. @param ready whether the descriptor can be read. @return whether the addresses have changed. */
    public boolean tick(boolean ready, long nowMillis)
    {
        boolean changed = ready && descriptors[0] >= 0 && receive(nowMillis);
        if (nowMillis >= dueMillis && (descriptors[0] < 0 || stale && (!dumping || nowMillis >= dueMillis + LOST_MILLIS)))
        {
            int result = descriptors[0] < 0 ? open() : 0;
            result = result < 0 ? result : ask();
            dueMillis = nowMillis + PAUSE_MILLIS;
            if (result < 0)
            {
                fail(result, nowMillis);
                return changed;
            }
            changed |= receive(nowMillis);
        }
        return changed;
    }

    public void close()
    {
        if (descriptors[0] >= 0)
        {
            sys.close(descriptors[0]);
            descriptors[0] = -1;
        }
        dumping = false;
    }

    private void fail(int error, long nowMillis)
    {
        close();
        dueMillis = nowMillis + RETRY_MILLIS;
        problem = "cannot read the machine's own addresses (" + Errno.message(error) + "): "
            + (known ? "those known so far are protected" : "they are not protected") + "; trying again in 30 s";
    }

    private int open()
    {
        int socket = sys.socket(Sys.AF_NETLINK, Sys.SOCKET_RAW, NETLINK_ROUTE);
        if (socket < 0)
        {
            return socket;
        }
        descriptors[0] = socket;
        int result = sys.bindNetlink(socket);
        result = result < 0 ? result : sys.setSocketOption(socket, Sys.SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, GROUP_IPV4_ADDRESSES);
        if (result >= 0)
        {
            // A kernel without IPv6 may refuse this one.
            sys.setSocketOption(socket, Sys.SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, GROUP_IPV6_ADDRESSES);
        }
        return result;
    }

    /** Asks for all addresses. The kernel writes the first part of the answer before send(2) returns. */
    private int ask()
    {
        sequence++;
        put32(0, request.length);
        put16(4, GET_ADDRESS);
        put16(6, REQUEST_DUMP);
        put32(8, sequence);
        int result = sys.send(descriptors[0], request, 0, request.length, Sys.MSG_DONTWAIT);
        if (result == -Errno.EINTR || result == -Errno.EAGAIN)
        {
            stale = true;
            return 0;
        }
        dumping = true;
        stale = false;
        interrupted = false;
        crowded = false;
        freshOwn.clear();
        freshNetworks.clear();
        return result;
    }

    private void put16(int at, int value)
    {
        request[bigEndian ? at : at + 1] = (byte)(value >> 8);
        request[bigEndian ? at + 1 : at] = (byte)value;
    }

    private void put32(int at, int value)
    {
        put16(bigEndian ? at : at + 2, value >>> 16);
        put16(bigEndian ? at + 2 : at, value);
    }

    /** Reads what is there. @return whether the addresses have changed. */
    private boolean receive(long nowMillis)
    {
        boolean changed = false;
        for (int datagram = 0; datagram < DATAGRAMS && descriptors[0] >= 0; datagram++)
        {
            int length = sys.receive(descriptors[0], in, 0, in.length, Sys.MSG_DONTWAIT);
            if (length == -Errno.EINTR)
            {
                continue;
            }
            if (length == -Errno.EAGAIN)
            {
                break;
            }
            if (length == -Errno.ENOBUFS)
            {
                // The kernel had more to tell than there was room for.
                stale = true;
                continue;
            }
            if (length <= 0)
            {
                fail(length == 0 ? -Errno.EIO : length, nowMillis);
                break;
            }
            if (length > in.length)
            {
                stale = true;
                dumping = false;
                continue;
            }
            changed |= messages(length, nowMillis);
        }
        return changed;
    }

    private boolean messages(int length, long nowMillis)
    {
        boolean changed = false;
        int size;
        for (int at = 0; length - at >= HEADER_BYTES; at += size + 3 & ~3)
        {
            size = InterfaceAddress.get32(in, at, bigEndian);
            if (size < HEADER_BYTES || size > length - at)
            {
                stale = true;
                break;
            }
            int type = InterfaceAddress.get16(in, at + 4, bigEndian);
            boolean ours = dumping && InterfaceAddress.get32(in, at + 8, bigEndian) == sequence;
            if (!ours)
            {
                stale |= type == NEW_ADDRESS || type == DELETE_ADDRESS;
                continue;
            }
            interrupted |= (InterfaceAddress.get16(in, at + 6, bigEndian) & DUMP_INTERRUPTED) != 0;
            if (type == NEW_ADDRESS && address.read(in, at + HEADER_BYTES, at + size))
            {
                note();
            }
            else if (type == MESSAGE_DONE || type == MESSAGE_ERROR)
            {
                dumping = false;
                int error = size < HEADER_BYTES + 4 ? 0 : sys.translateError(InterfaceAddress.get32(in, at + HEADER_BYTES, bigEndian));
                if (error < 0)
                {
                    fail(error, nowMillis);
                    break;
                }
                stale |= interrupted;
                changed |= !interrupted && take();
            }
        }
        return changed;
    }

    private void note()
    {
        crowded |= !freshOwn.offer(address.high, address.low, 128);
        for (int i = 0; i < PRIVATE.length; i += 3)
        {
            int bits = (int)PRIVATE[i + 2];
            if (((address.networkHigh ^ PRIVATE[i]) & Address.upperMask(bits)) == 0
                && ((address.networkLow ^ PRIVATE[i + 1]) & Address.upperMask(bits - 64)) == 0)
            {
                crowded |= !freshNetworks.offer(address.networkHigh, address.networkLow, Math.max(bits, address.prefix));
            }
        }
    }

    private boolean take()
    {
        boolean changed = own.set(freshOwn) | networks.set(freshNetworks);
        if (crowded && changed)
        {
            problem = "the machine has more than " + MAXIMUM + " addresses: those beyond are not protected";
        }
        known = true;
        return changed;
    }
}
