package banjo.config;

import java.util.List;

/**
 * One {@code [jails.NAME]} with {@code [defaults]} applied.
 *
 * @param origin of the name.
 * @param enabled false for a jail that is only checked; then filter and logPaths may be missing.
 * @param banTimeSeconds {@link Durations#FOREVER} for a ban that never ends.
 * @param maxRetry the failures that bring a ban, 1 to 100.
 * @param ignored the addresses and networks of {@code ignoreip}, the defaults' first.
 * @param ignoredNames its host names, the defaults' first.
 * @param ignoreSelf the machine's own addresses are never banned.
 * @param ignoreLan nor are the private networks that it is in.
 * @param useDns {@code usedns = "yes"}: host names in logs are looked up.
 * @param filters names of filters, or paths of fail2ban's, not looked up yet; empty when missing.
 * @param mode of those filters that have it, not looked up yet; null for the filters' own patterns.
 * @param options parameters of the filters besides their mode, not looked up yet.
 * @param banAction the back end: "nftables", "ipset", "iptables" or "log-only", which never touches the kernel.
 * @param standardInput {@code backend = "stdin"}: lines come from there, and logPaths is empty.
 * @param logPaths paths with * and ? as wild cards.
 * @param readFromStart {@code read_from = "start"}.
 * @param actions the names of actions.
 * @param reject {@code blocktype = "reject"}: the sender is told.
 * @param protocol "all", "tcp", "udp" or "sctp".
 * @param ports pairs of first and last port, sorted and disjoint; empty for all.
 * @param prefixV4 length of the IPv4 prefixes that failures count and bans hold for, 16 to 32.
 * @param prefixV6 the same for IPv6, 32 to 128.
 * @param prefixEscalate 0, or how many banned addresses bring a ban of their prefix; then failures count for single addresses.
 * @param fedByBans {@code backend = "bans"}: the bans of other jails are its failures, and logPaths is empty.
 * @param increment null for bans that last equally long.
 */
public record JailConfiguration(String name, Origin origin, boolean enabled, long banTimeSeconds, long findTimeSeconds, int maxRetry,
    List<Network> ignored, List<Text> ignoredNames, boolean ignoreSelf, boolean ignoreLan, boolean useDns, List<Text> filters, Text mode,
    List<FilterOption> options, String banAction, boolean standardInput, List<Text> logPaths, boolean readFromStart, List<Text> actions, boolean reject,
    String protocol, int[] ports, int prefixV4, int prefixV6, int prefixEscalate, boolean fedByBans, IncrementConfiguration increment)
{
    public static final String LOG_ONLY = "log-only";

    /** @return whether its bans are told and not carried out. */
    public boolean logOnly()
    {
        return banAction.equals(LOG_ONLY);
    }

    static JailConfiguration of(String name, Origin origin, Values values, Values increment, Text mode, List<FilterOption> options, String banAction)
    {
        return new JailConfiguration(name, origin, values.bool("enabled"), values.seconds("bantime"), values.seconds("findtime"),
            values.integer("maxretry"), values.networks("ignoreip"), values.hostNames("ignoreip"), values.bool("ignoreself"),
            values.bool("ignorelan"), values.string("usedns").equals("yes"), values.texts("filter"), mode,
            options, banAction, values.string("backend").equals("stdin"), values.texts("logpath"), values.string("read_from").equals("start"),
            values.texts("actions"), values.string("blocktype").equals("reject"), values.string("protocol"), values.ports("port"), values.integer("prefix_v4"),
            values.integer("prefix_v6"), values.integer("prefix_escalate"), values.string("backend").equals("bans"),
            IncrementConfiguration.of(increment));
    }
}
