package banjo.network;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Sys;

/**
 * Looks up the addresses of host names: in /etc/hosts, then over UDP with the servers of /etc/resolv.conf, one after another, twice. Each
 * try has a new socket, thus a new random port, connected to its server, and a new random number; an answer must fit all of it. Never
 * waits: {@link #ready} and {@link #tick} go on with what has come.
 */
final class Resolver
{
    /** Look-ups under way at most; a client has half of them, lest one whom nobody answers holds up the other. */
    static final int LOOKUPS = 8;

    private static final int PORT = 53;
    private static final int ROUNDS = 2;
    private static final int PATIENCE_MILLIS = 2000;
    /** Whoever sends more than so many wrong answers is guessing: the next try has another port. */
    private static final int STRANGE_MAXIMUM = 16;
    private static final byte[] RANDOM = Paths.of("/dev/urandom");

    private final Sys sys;
    private final NameServers servers;
    private final LineFile hosts;
    private final DnsMessage message = new DnsMessage();
    private final Lookup[] lookups = new Lookup[LOOKUPS];
    private final byte[] in = new byte[DnsMessage.ANSWER_BYTES];
    private final byte[] random = new byte[2];
    private final long[] address = new long[2];
    private long queries;
    private long strange;

    Resolver(Sys sys)
    {
        this.sys = sys;
        servers = new NameServers(sys);
        hosts = new LineFile(sys, "/etc/hosts");
        for (int i = 0; i < LOOKUPS; i++)
        {
            lookups[i] = new Lookup();
        }
    }

    /** @return queries sent. */
    long queries()
    {
        return queries;
    }

    /** @return datagrams that were no answer to what was asked. */
    long strange()
    {
        return strange;
    }

    /** @return servers that are asked. */
    int servers()
    {
        return servers.count();
    }

    /**
     * Begins a look-up; its client may be told before this returns.
     *
     * @param type {@link DnsMessage#A} or {@link DnsMessage#AAAA}.
     * @return false when as many as its client may have are under way.
     */
    boolean begin(LookupClient client, int tag, byte[] name, int length, int type, long nowMillis)
    {
        Lookup free = null;
        int used = 0;
        for (Lookup each : lookups)
        {
            free = each.client == null ? each : free;
            used += each.client == client ? 1 : 0;
        }
        if (free == null || used >= LOOKUPS / 2)
        {
            return false;
        }
        if (inHosts(name, length, type))
        {
            client.ended(tag, DnsMessage.ANSWERED, message);
            return true;
        }
        servers.refresh();
        System.arraycopy(name, 0, free.name, 0, length);
        free.nameLength = length;
        free.type = type;
        free.client = client;
        free.tag = tag;
        free.tries = 0;
        free.extended = true;
        next(free, nowMillis);
        return true;
    }

    /** A name that the file has is not asked for elsewhere, also when the file has no address of that type. */
    private boolean inHosts(byte[] name, int length, int type)
    {
        message.count = 0;
        message.ttlSeconds = -1;
        boolean found = false;
        boolean more = hosts.open() && hosts.nextLine();
        while (more)
        {
            int from = hosts.next();
            if (from >= 0 && Address.parse(hosts.bytes, from, hosts.to, address))
            {
                boolean here = false;
                while (hosts.next() >= 0)
                {
                    here |= hosts.is(name, length);
                }
                found |= here;
                if (here && message.count < DnsMessage.MAXIMUM && Address.isIpv4(address[0], address[1]) == (type == DnsMessage.A))
                {
                    message.addresses[2 * message.count] = address[0];
                    message.addresses[2 * message.count + 1] = address[1];
                    message.count++;
                }
            }
            more = hosts.nextLine();
        }
        return found;
    }

    /** Asks the next server, or gives up. */
    private void next(Lookup lookup, long nowMillis)
    {
        close(lookup);
        while (lookup.tries < ROUNDS * servers.count())
        {
            int server = lookup.tries % Math.max(servers.count(), 1);
            int round = lookup.tries / Math.max(servers.count(), 1);
            lookup.tries++;
            lookup.strange = 0;
            lookup.deadlineMillis = nowMillis + PATIENCE_MILLIS * (round + 1);
            if (ask(lookup, servers.high(server), servers.low(server)))
            {
                return;
            }
            close(lookup);
        }
        end(lookup, DnsMessage.UNUSABLE);
    }

    private boolean ask(Lookup lookup, long high, long low)
    {
        boolean ipv6 = !Address.isIpv4(high, low);
        if (!drawRandom())
        {
            return false;
        }
        lookup.descriptor = sys.socket(ipv6 ? Sys.AF_INET6 : Sys.AF_INET, Sys.SOCKET_DATAGRAM, 0);
        if (lookup.descriptor < 0 || sys.connectInternet(lookup.descriptor, ipv6, high, low, PORT) < 0)
        {
            return false;
        }
        int id = (random[0] & 0xFF) << 8 | random[1] & 0xFF;
        lookup.queryLength = DnsMessage.query(lookup.query, id, lookup.name, lookup.nameLength, lookup.type, lookup.extended);
        queries++;
        return sys.send(lookup.descriptor, lookup.query, 0, lookup.queryLength, Sys.MSG_DONTWAIT) == lookup.queryLength;
    }

    /** Without random numbers nobody is asked. */
    private boolean drawRandom()
    {
        int descriptor = sys.open(RANDOM, Sys.OPEN_READ, 0);
        if (descriptor < 0)
        {
            return false;
        }
        int count = sys.read(descriptor, random, 0, random.length);
        sys.close(descriptor);
        return count == random.length;
    }

    private void close(Lookup lookup)
    {
        if (lookup.descriptor >= 0)
        {
            sys.close(lookup.descriptor);
        }
        lookup.descriptor = -1;
    }

    private void end(Lookup lookup, int result)
    {
        close(lookup);
        LookupClient client = lookup.client;
        lookup.client = null;
        client.ended(lookup.tag, result, message);
    }

    /** Fills in what to poll(2) for: as many entries as there are look-ups, -1 for those that are free. */
    void addDescriptors(int[] descriptors, int[] events, int at)
    {
        for (int i = 0; i < LOOKUPS; i++)
        {
            descriptors[at + i] = lookups[i].descriptor;
            events[at + i] = Sys.POLL_IN;
        }
    }

    /** Reads what came. @param ready as poll(2) said for {@link #addDescriptors}. */
    void ready(int[] ready, int at, long nowMillis)
    {
        for (int i = 0; i < LOOKUPS; i++)
        {
            if (ready[at + i] != 0 && lookups[i].descriptor >= 0)
            {
                receive(lookups[i], nowMillis);
            }
        }
    }

    private void receive(Lookup lookup, long nowMillis)
    {
        while (true)
        {
            int length = sys.receive(lookup.descriptor, in, 0, in.length, Sys.MSG_DONTWAIT);
            if (length == -Errno.EAGAIN)
            {
                return;
            }
            if (length == -Errno.EINTR)
            {
                continue;
            }
            int result = length < 0 || length > in.length ? DnsMessage.UNUSABLE : message.read(in, length, lookup.query, lookup.queryLength);
            if (result == DnsMessage.STRANGE)
            {
                strange++;
                if (++lookup.strange <= STRANGE_MAXIMUM)
                {
                    continue;
                }
            }
            if (result == DnsMessage.ANSWERED || result == DnsMessage.NO_SUCH_NAME)
            {
                end(lookup, result);
                return;
            }
            if (result == DnsMessage.PLAIN_ONLY)
            {
                lookup.extended = false;
                lookup.tries--;
            }
            next(lookup, nowMillis);
            return;
        }
    }

    /** Once a turn: goes to the next server where one has not answered in time. */
    void tick(long nowMillis)
    {
        for (Lookup each : lookups)
        {
            if (each.client != null && nowMillis >= each.deadlineMillis)
            {
                next(each, nowMillis);
            }
        }
    }

    /** @return whether look-ups are under way. */
    boolean busy()
    {
        boolean busy = false;
        for (Lookup each : lookups)
        {
            busy |= each.client != null;
        }
        return busy;
    }

    void close()
    {
        for (Lookup each : lookups)
        {
            close(each);
            each.client = null;
        }
    }
}
