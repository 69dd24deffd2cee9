package banjo.config;

/** Every key of the configuration: the one place that says what may be written and what it means. */
final class Schema
{
    private static final long LONGEST_SECONDS = 520L * 604_800;
    /** sun_path of unix(7), less its terminating zero. */
    private static final long LONGEST_SOCKET_PATH = 107;

    static final Section GLOBAL = new Section("[global]",
        Key.of("memory_ceiling", Key.Type.SIZE, "16M", "all memory that the daemon may use", 4L << 20, 1L << 30),
        Key.choice("eviction", "what happens when the tables are full", new String[] {"evict-oldest"},
            "drop-oldest-unbanned", "ban-all-and-alert"),
        Key.choice("banaction", "who bans", new String[] {"nftables", "log-only"}, "ipset", "iptables"),
        Key.choice("on_stop", "what becomes of the bans when the daemon stops", new String[] {"keep", "remove"}),
        Key.of("socket", Key.Type.STRING, "/var/run/banjo.sock", "the control socket", 1, LONGEST_SOCKET_PATH),
        Key.of("socket_group", Key.Type.STRING, null, "the group that may use the control socket, besides root"),
        Key.choice("log_level", "how much the daemon tells", new String[] {"info", "error", "warning", "debug"}),
        Key.choice("log_target", "where the daemon tells it", new String[] {"stderr"}, "syslog"),
        Key.choice("log_format", "how the daemon tells it", new String[] {"text"}, "json"),
        Key.of("timezone", Key.Type.STRING, null, "the zone of times in logs that name none; the machine's when not set", 1, 255),
        Key.of("max_line", Key.Type.SIZE, "16K", "longer log lines are cut and counted", 256, 64L << 10),
        Key.unsupported("state_dir"),
        Key.unsupported("metrics_bind"),
        Key.unsupported("metrics_port"),
        Key.unsupported("metrics_allow_remote"),
        Key.unsupported("user"));

    private static final Key[] SHARED = {
        Key.of("enabled", Key.Type.BOOLEAN, "true", "whether the jail works"),
        Key.of("bantime", Key.Type.DURATION_OR_FOREVER, "10m", "how long a ban lasts", 1, LONGEST_SECONDS),
        Key.of("findtime", Key.Type.DURATION, "10m", "failures count together when they happen within this time", 1, LONGEST_SECONDS),
        Key.of("maxretry", Key.Type.INTEGER, "5", "this many failures bring a ban", 1, 100),
        Key.of("ignoreip", Key.Type.NETWORKS, null, "addresses that are never banned"),
        Key.choice("usedns", "whether host names in logs are looked up", new String[] {"no"}, "yes"),
        Key.choice("blocktype", "what happens to packets of a banned address", new String[] {"drop"}, "reject"),
        Key.of("prefix_v4", Key.Type.INTEGER, "32", "how much of an IPv4 address is banned", 32, 32),
        Key.of("prefix_v6", Key.Type.INTEGER, "128", "how much of an IPv6 address is banned", 128, 128),
        Key.unsupported("ignoreself"),
        Key.unsupported("banaction"),
        Key.unsupported("bantime_increment"),
        Key.unsupported("prefix_escalate"),
        Key.unsupported("actions")};

    static final Section DEFAULTS = new Section("[defaults]", SHARED);

    static final Section JAIL = new Section("[jails.NAME]", join(SHARED,
        Key.of("filter", Key.Type.FILTER, null, "the filter that finds failures in log lines"),
        Key.of("mode", Key.Type.STRING, null, "the mode of the filter", 1, 64),
        Key.choice("backend", "where log lines come from", new String[] {"file", "stdin"}, "logd", "journal", "syslog"),
        Key.of("logpath", Key.Type.STRINGS, null, "the files to follow; * and ? are wild cards"),
        Key.choice("read_from", "where reading of a file begins", new String[] {"end", "start"}),
        Key.unsupported("options"),
        Key.unsupported("port"),
        Key.unsupported("protocol")));

    static final Section FILTER = new Section("[filters.NAME]",
        Key.of("failregex", Key.Type.STRINGS, null, "patterns of failures, in fail2ban's language", 1, 16_384),
        Key.of("ignoreregex", Key.Type.STRINGS, null, "patterns of lines that are no failure after all", 1, 16_384),
        Key.of("program", Key.Type.STRINGS, null, "the programs whose log lines are looked at", 1, 64),
        Key.of("description", Key.Type.STRING, null, "one line about the filter", 1, 1024),
        Key.of("modes", Key.Type.MODES, null, "other sets of patterns, by name"),
        Key.unsupported("prefregex"),
        Key.unsupported("datepattern"),
        Key.unsupported("maxlines"),
        Key.unsupported("journalmatch"),
        Key.unsupported("formats"));

    static final Section MODE = new Section("[filters.NAME.modes.NAME]",
        Key.of("failregex", Key.Type.STRINGS, null, "patterns of failures in this mode", 1, 16_384),
        Key.unsupported("ignoreregex"),
        Key.unsupported("prefregex"),
        Key.unsupported("datepattern"),
        Key.unsupported("maxlines"),
        Key.unsupported("journalmatch"));

    /** The tables that a file may have at its top. */
    static final String[] TOP_LEVEL = {"global", "defaults", "jails", "filters", "actions"};

    private static final Section[] ALL = {GLOBAL, DEFAULTS, JAIL, FILTER};

    private Schema()
    {
    }

    private static Key[] join(Key[] left, Key... right)
    {
        Key[] joined = new Key[left.length + right.length];
        System.arraycopy(left, 0, joined, 0, left.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }

    /** @return the titles of the sections that have a key, e.g. {@code [defaults] or [jails.NAME]}; null for none. */
    static String homeOf(String key)
    {
        String home = null;
        for (Section section : ALL)
        {
            if (section.find(key) != null)
            {
                home = home == null ? section.title : home + " or " + section.title;
            }
        }
        return home;
    }
}
