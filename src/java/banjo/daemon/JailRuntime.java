package banjo.daemon;

import banjo.config.IncrementConfiguration;
import banjo.config.JailConfiguration;
import banjo.filter.Filter;
import banjo.firewall.BanSet;
import banjo.jail.BanHistory;
import banjo.jail.Jail;
import banjo.network.HostNames;
import banjo.text.Utf8;
import java.util.List;

/** One enabled jail at work: its configuration, filters and state. */
final class JailRuntime
{
    /** Bans that were not carried out count apart: they make no real one longer. */
    private static final long PRETENDED = 0xA24BAED4963EE407L;
    final JailConfiguration configuration;
    /** {@link LinePath} has jails that read together share them. */
    final List<Filter> filters;
    /** Its bans are told and not carried out. */
    final boolean logOnly;
    final Jail jail;
    final byte[] name;
    long matches;
    /** The number that {@link LinePath} gave the line that counted last. */
    long lastFailure;
    long hostNames;
    /** When it may next be told that the table has no room. */
    long alertMillis;
    /** Looks up host names; null when they do not count. */
    HostNames lookUp;
    /** Its place among the jails. */
    int number;
    /** Who reads its logs, by the number of {@link Sources}; -1 for nobody yet. */
    int readers = -1;
    /** The numbers of its sets in the firewall. */
    int set4;
    int set6 = 1;
    /** The same for those that its bans are being moved out of; -1 for none. */
    int former4 = -1;
    int former6 = -1;
    private JailRuntime wide;
    private final boolean isWide;
    private final int prefix4;
    private final int prefix6;
    /** Null when its bans last equally long. */
    final IncrementConfiguration increment;
    /** Where its bans are counted: see {@link BanHistory}. */
    final long scope;
    /** The one of all jails. */
    final long overallScope;
    /** The numbers of its actions. */
    int[] actions = {};

    JailRuntime(JailConfiguration configuration, List<Filter> filters, Jail jail)
    {
        this(configuration, filters, jail, false);
    }

    private JailRuntime(JailConfiguration configuration, List<Filter> filters, Jail jail, boolean isWide)
    {
        this.configuration = configuration;
        this.filters = filters;
        logOnly = configuration.logOnly();
        this.jail = jail;
        name = Utf8.encode(configuration.name());
        scope = BanHistory.scope(name) ^ (logOnly ? PRETENDED : 0);
        overallScope = BanHistory.OVERALL ^ (logOnly ? PRETENDED : 0);
        increment = configuration.increment();
        this.isWide = isWide;
        prefix4 = prefix(configuration, isWide, true);
        prefix6 = prefix(configuration, isWide, false);
    }

    /** @return what bans the prefixes in which this one has banned many addresses, or null. */
    JailRuntime wide()
    {
        return wide;
    }

    /** @return whether this is the counterpart of another, for prefixes. */
    boolean isWide()
    {
        return isWide;
    }

    /** Makes the counterpart that bans prefixes: every ban of this one is an attempt there. */
    JailRuntime escalateTo(Jail prefixes)
    {
        wide = new JailRuntime(configuration, List.of(), prefixes, true);
        return wide;
    }

    /** @return the length of what it bans, over 128 bits. */
    int prefix(boolean ipv4)
    {
        return ipv4 ? prefix4 : prefix6;
    }

    /** @return the same for a jail that is not made yet. @param wide the counterpart that bans prefixes; -1 when it has none. */
    static int prefix(JailConfiguration jail, boolean wide, boolean ipv4)
    {
        boolean escalates = jail.prefixEscalate() > 0;
        return wide && !escalates ? -1 : escalates && !wide ? BanSet.ONE_ADDRESS : ipv4 ? jail.prefixV4() + 96 : jail.prefixV6();
    }

    int set(boolean ipv4)
    {
        return ipv4 ? set4 : set6;
    }

    int formerSet(boolean ipv4)
    {
        return ipv4 ? former4 : former6;
    }

    /** Begins to move from the sets of another one, as far as they are not the same; null for the end of that. */
    void moveFrom(JailRuntime former)
    {
        former4 = former == null || former.set4 == set4 ? -1 : former.set4;
        former6 = former == null || former.set6 == set6 ? -1 : former.set6;
    }
}
