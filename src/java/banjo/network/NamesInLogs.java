package banjo.network;

import banjo.address.HostName;
import java.util.Arrays;

/**
 * Host names that log lines hold where addresses are wanted: looked up, then each of their addresses has failed as often as the name.
 * Names are remembered for a while, lines wait for theirs; of both there is a fixed number, and what does not fit is counted.
 */
final class NamesInLogs implements LookupClient
{
    static final int NAMES = 64;
    static final int LINES = 256;

    private static final int ADDRESSES = 8;
    private static final int TTL_MINIMUM_SECONDS = 60;
    private static final int TTL_MAXIMUM_SECONDS = 3600;
    private static final int UNUSED = 0;
    private static final int WANTS_IPV4 = 1;
    private static final int ASKS_IPV4 = 2;
    private static final int WANTS_IPV6 = 3;
    private static final int ASKS_IPV6 = 4;
    private static final int KNOWN = 5;

    private final Resolver resolver;
    private final NetworkListener listener;
    private final byte[][] names = new byte[NAMES][HostName.MAXIMUM_BYTES];
    private final int[] lengths = new int[NAMES];
    private final int[] states = new int[NAMES];
    private final long[] addresses = new long[NAMES * ADDRESSES * 2];
    private final int[] counts = new int[NAMES];
    private final long[] ttls = new long[NAMES];
    private final long[] untilMillis = new long[NAMES];
    private final int[] lineNames = new int[LINES];
    private final int[] lineJails = new int[LINES];
    private final long[] lineSeconds = new long[LINES];
    private int lines;
    private long nowMillis;
    private long dropped;

    NamesInLogs(Resolver resolver, NetworkListener listener)
    {
        this.resolver = resolver;
        this.listener = listener;
    }

    /** @return lines that did not count, because their host is no name or there was no room for it. */
    long dropped()
    {
        return dropped;
    }

    /** Lines that wait are other jails' now. @param numbers by former ones, -1 for none. */
    void renumber(int[] numbers)
    {
        for (int i = 0; i < lines; i++)
        {
            lineJails[i] = lineJails[i] < 0 ? -1 : numbers[lineJails[i]];
        }
    }

    /** @return whether lines wait. */
    boolean busy()
    {
        return lines > 0;
    }

    void failure(int jail, byte[] text, int from, int to, long seconds)
    {
        int name = lines < LINES && HostName.isValid(text, from, to) ? find(text, from, to) : -1;
        if (name < 0)
        {
            dropped++;
            return;
        }
        if (states[name] == KNOWN)
        {
            tell(name, jail, seconds);
            return;
        }
        lineNames[lines] = name;
        lineJails[lines] = jail;
        lineSeconds[lines++] = seconds;
    }

    /** @return where a name is, or is now; -1 when all places wait for answers. */
    private int find(byte[] text, int from, int to)
    {
        int place = -1;
        for (int i = 0; i < NAMES; i++)
        {
            boolean over = states[i] == UNUSED || states[i] == KNOWN && untilMillis[i] <= nowMillis;
            if (!over && is(i, text, from, to))
            {
                return i;
            }
            if ((over || states[i] == KNOWN) && (place < 0 || untilMillis[i] < untilMillis[place]))
            {
                place = i;
            }
        }
        if (place >= 0)
        {
            lengths[place] = to - from;
            System.arraycopy(text, from, names[place], 0, to - from);
            states[place] = WANTS_IPV4;
            counts[place] = 0;
            ttls[place] = TTL_MAXIMUM_SECONDS;
        }
        return place;
    }

    private boolean is(int name, byte[] text, int from, int to)
    {
        return Arrays.equals(names[name], 0, lengths[name], text, from, to);
    }

    /** Once a turn: begins look-ups. */
    void tick(long now)
    {
        nowMillis = now;
        boolean free = true;
        for (int i = 0; i < NAMES && free; i++)
        {
            while (free && (states[i] == WANTS_IPV4 || states[i] == WANTS_IPV6))
            {
                int type = states[i] == WANTS_IPV4 ? DnsMessage.A : DnsMessage.AAAA;
                states[i]++;
                free = resolver.begin(this, i, names[i], lengths[i], type, now);
                states[i] -= free ? 0 : 1;
            }
        }
    }

    @Override
    public void ended(int tag, int result, DnsMessage answer)
    {
        int found = result == DnsMessage.ANSWERED ? answer.count : 0;
        for (int i = 0; i < found && counts[tag] < ADDRESSES; i++)
        {
            int at = (tag * ADDRESSES + counts[tag]++) * 2;
            addresses[at] = answer.addresses[2 * i];
            addresses[at + 1] = answer.addresses[2 * i + 1];
        }
        ttls[tag] = Math.min(ttls[tag], found == 0 ? 0 : answer.ttlSeconds);
        states[tag]++;
        if (states[tag] == KNOWN)
        {
            untilMillis[tag] = nowMillis + Math.max(TTL_MINIMUM_SECONDS, ttls[tag]) * 1000;
            deliver(tag);
        }
    }

    private void deliver(int name)
    {
        int left = 0;
        for (int i = 0; i < lines; i++)
        {
            if (lineNames[i] == name)
            {
                tell(name, lineJails[i], lineSeconds[i]);
                continue;
            }
            lineNames[left] = lineNames[i];
            lineJails[left] = lineJails[i];
            lineSeconds[left++] = lineSeconds[i];
        }
        lines = left;
    }

    private void tell(int name, int jail, long seconds)
    {
        for (int i = 0; i < counts[name] && jail >= 0; i++)
        {
            int at = (name * ADDRESSES + i) * 2;
            listener.failed(jail, addresses[at], addresses[at + 1], seconds);
        }
    }
}
