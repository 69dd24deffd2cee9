package banjo.network;

import banjo.address.PrefixList;
import banjo.sys.Sys;

/** Everything that is looked up by name: what ignoreip protects and, where a jail wants it, what logs say instead of an address. */
public final class HostNames
{
    /** How many descriptors {@link #addDescriptors} fills in. */
    public static final int DESCRIPTORS = Resolver.LOOKUPS;

    private final NetworkListener listener;
    private final Resolver resolver;
    private final ProtectedNames protectedNames;
    private NamesInLogs inLogs;

    public HostNames(Sys sys, NetworkListener listener)
    {
        this.listener = listener;
        resolver = new Resolver(sys);
        protectedNames = new ProtectedNames(resolver, listener);
    }

    /** @return the addresses of a name of ignoreip; the lists change in place, and are the same for the same name. */
    public PrefixList[] protect(String name)
    {
        return protectedNames.add(name);
    }

    /** Before the jails of another configuration. @param numbers of the jails by their former ones, -1 for none. */
    public void begin(int[] numbers)
    {
        protectedNames.begin();
        if (inLogs != null)
        {
            inLogs.renumber(numbers);
        }
    }

    /** Makes ready for {@link #failure}. @return this. */
    public HostNames forLogs()
    {
        inLogs = inLogs == null ? new NamesInLogs(resolver, listener) : inLogs;
        return this;
    }

    /** A line of a jail that looks names up holds one. */
    public void failure(int jail, byte[] text, int from, int to, long seconds)
    {
        inLogs.failure(jail, text, from, to, seconds);
    }

    /** Fills in what to poll(2) for, -1 for nothing. */
    public void addDescriptors(int[] descriptors, int[] events, int at)
    {
        resolver.addDescriptors(descriptors, events, at);
    }

    /**
     * Once a turn: reads answers, goes on to other servers, begins look-ups.
     *
     * @param ready as poll(2) said for {@link #addDescriptors}; null when nothing came.
     * @return whether the addresses of protected names have changed.
     */
    public boolean tick(int[] ready, int at, long nowMillis)
    {
        if (ready != null)
        {
            resolver.ready(ready, at, nowMillis);
        }
        resolver.tick(nowMillis);
        if (inLogs != null)
        {
            inLogs.tick(nowMillis);
        }
        return protectedNames.tick(nowMillis);
    }

    /** @return whether lines, or names that have never been looked up, wait for answers. */
    public boolean waiting()
    {
        return inLogs != null && inLogs.busy() || !protectedNames.settled();
    }

    /** @return queries sent. */
    public long queries()
    {
        return resolver.queries();
    }

    /** @return datagrams that were no answer to what was asked. */
    public long strange()
    {
        return resolver.strange();
    }

    /** @return lines with a host name that could not be looked up, for want of room or of a valid name. */
    public long dropped()
    {
        return inLogs == null ? 0 : inLogs.dropped();
    }

    public void close()
    {
        resolver.close();
    }
}
