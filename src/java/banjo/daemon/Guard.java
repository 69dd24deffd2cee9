package banjo.daemon;

import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.config.JailConfiguration;
import banjo.config.Network;
import banjo.config.Text;
import banjo.event.EventLog;
import banjo.network.HostNames;
import banjo.network.NetworkListener;
import banjo.network.OwnAddresses;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import java.util.ArrayList;
import java.util.List;

/** Guards against lock-out: knows what is never banned, keeps that current, and lifts bans that have come to stand against it. */
final class Guard implements NetworkListener
{
    /** How many descriptors {@link #addDescriptors} adds. */
    static final int DESCRIPTORS = 1 + HostNames.DESCRIPTORS;

    private final List<JailRuntime> jails;
    private final Bans bans;
    private final Clocks clocks;
    private final EventLog log;
    private final OwnAddresses addresses;
    private final HostNames names;
    private boolean wanted;
    private boolean started;

    Guard(Sys sys, List<JailRuntime> jails, Bans bans, Clocks clocks, EventLog log)
    {
        this.jails = jails;
        this.bans = bans;
        this.clocks = clocks;
        this.log = log;
        addresses = new OwnAddresses(sys, Platform.bigEndian());
        names = new HostNames(sys, this);
    }

    HostNames names()
    {
        return names;
    }

    /** Before the jails of another configuration. @param numbers of the jails by their former ones, -1 for none. */
    void begin(int[] numbers)
    {
        names.begin(numbers);
    }

    /** @return what a jail never bans; parts of it change in place. */
    PrefixList ignored(JailConfiguration jail)
    {
        List<PrefixList> shared = new ArrayList<>();
        if (jail.ignoreSelf())
        {
            shared.add(addresses.own());
        }
        if (jail.ignoreLan())
        {
            shared.add(addresses.networks());
        }
        wanted |= !shared.isEmpty();
        for (Text name : jail.ignoredNames())
        {
            shared.addAll(List.of(names.protect(name.value())));
        }
        PrefixList ignored = new PrefixList(jail.ignored().size() + 4, shared.toArray(new PrefixList[0]));
        ignored.add(0, Address.IPV4_MARK | 0x7F000000L, 104);
        ignored.add(0, 1, 128);
        // Who has no address yet, and asks for one, sends from these.
        ignored.add(0, Address.IPV4_MARK, 104);
        ignored.add(0, 0, 128);
        for (Network network : jail.ignored())
        {
            ignored.add(network.high(), network.low(), network.prefixLength());
        }
        return ignored;
    }

    /** @param prefix the length of what a jail bans. @return why it never does, or null. */
    String whyIgnored(JailRuntime runtime, long high, long low, int prefix)
    {
        if (!runtime.jail.protects(high, low, prefix))
        {
            return null;
        }
        JailConfiguration jail = runtime.configuration;
        for (Network network : jail.ignored())
        {
            PrefixList one = new PrefixList(1);
            one.add(network.high(), network.low(), network.prefixLength());
            if (one.overlaps(high, low, prefix))
            {
                TextBuffer text = new TextBuffer(64);
                Address.append(text.put("ignoreip "), network.high(), network.low(), network.prefixLength());
                return text.toString();
            }
        }
        if (jail.ignoreSelf() && addresses.own().overlaps(high, low, prefix))
        {
            return "ignoreself: an address of this machine";
        }
        for (Text name : jail.ignoredNames())
        {
            for (PrefixList each : names.protect(name.value()))
            {
                if (each.overlaps(high, low, prefix))
                {
                    return "ignoreip " + name.value();
                }
            }
        }
        return jail.ignoreLan() && addresses.networks().overlaps(high, low, prefix) ? "ignorelan: a network of this machine"
            : "loopback, or no address yet";
    }

    /** Learns the machine's own addresses where they matter, before anything can be banned. */
    void start()
    {
        if (wanted && !started)
        {
            started = true;
            addresses.start(clocks.monotonicMillis());
            tellProblem();
        }
    }

    /** @return the index after the last used. */
    int addDescriptors(int[] descriptors, int[] events, int at)
    {
        descriptors[at] = addresses.descriptor();
        events[at] = Sys.POLL_IN;
        names.addDescriptors(descriptors, events, at + 1);
        return at + DESCRIPTORS;
    }

    /** @return how long the loop may sleep. */
    int patienceMillis()
    {
        return addresses.patienceMillis(clocks.monotonicMillis());
    }

    /** @return whether lines, or names that have never been looked up, wait for answers. */
    boolean waiting()
    {
        return names.waiting();
    }

    /** Once a turn. @param ready as poll(2) said for {@link #addDescriptors}; null when nothing came. */
    void tick(int[] ready, int at)
    {
        long now = clocks.monotonicMillis();
        boolean changed = started && addresses.tick(ready != null && ready[at] != 0, now);
        changed |= names.tick(ready, at + 1, now);
        if (changed)
        {
            bans.liftIgnored();
        }
        tellProblem();
    }

    private void tellProblem()
    {
        String problem = addresses.takeProblem();
        if (problem != null)
        {
            log.warning(problem);
        }
    }

    void close()
    {
        addresses.close();
        names.close();
    }

    @Override
    public void tell(boolean warning, TextBuffer line)
    {
        if (warning)
        {
            log.warning(line.toString());
        }
        else
        {
            log.note(line.toString());
        }
    }

    @Override
    public void failed(int jail, long high, long low, long seconds)
    {
        bans.attempt(jails.get(jail), high, low, seconds);
    }
}
