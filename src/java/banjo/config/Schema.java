package banjo.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Every key of the configuration: the one place that says what may be written and what it means. Written as text rather than as calls,
 * which take 12 KB more of the native binary. A line is {@code name | type | default | limits | description}; limits are a range, or the
 * choices, of which /path is any absolute path, those after the exclamation mark being known but not built yet. A line that begins with an exclamation mark lists keys of the
 * design that this version does not build: they are refused, never ignored.
 */
final class Schema
{
    static final Section GLOBAL = section("[global]", """
        memory_ceiling | SIZE | 16M | 4M..1G | all memory that the daemon may use
        eviction | CHOICE | evict-oldest | evict-oldest drop-oldest-unbanned ban-all-and-alert | what happens when the tables are full
        banaction | CHOICE | nftables | nftables ipset iptables log-only | who bans
        on_stop | CHOICE | keep | keep remove | what becomes of the bans when the daemon stops
        socket | STRING | /run/banjo/banjo.sock | 1..107 | the control socket; unix(7) allows no longer path
        socket_group | STRING | | 1..64 | the group that may use the control socket, besides root
        log_level | CHOICE | info | error warning info debug | how much the daemon tells
        log_target | CHOICE | stderr | stderr syslog /path | where the daemon tells it
        log_format | CHOICE | text | text json | how the daemon tells it
        timezone | STRING | | 1..255 | the zone of times in logs that name none; the machine's when not set
        user | STRING | | 1..64 | who the daemon is after its start; who starts it when not set
        max_line | SIZE | 16K | 256..64K | longer log lines are cut and counted
        state_dir | CHOICE | | none /path | the directory of the file that bans outlive the daemon in
        state_interval | DURATION | 1m | 1s..1w | changed state is saved at most so often
        metrics_bind | ADDRESS | 127.0.0.1 | | the address at which metrics are served
        metrics_port | INTEGER | | 1..65535 | the port at which metrics are served; they are not when it is not set
        metrics_allow_remote | BOOLEAN | false | | whether metrics_bind may be another address than loopback
        """);

    private static final String SHARED = """
        enabled | BOOLEAN | true | | whether the jail works
        bantime | DURATION_OR_FOREVER | 10m | 1s..520w | how long a ban lasts
        findtime | DURATION | 10m | 1s..520w | failures count together when they happen within this time
        maxretry | INTEGER | 5 | 1..100 | this many failures bring a ban
        ignoreip | NETWORKS | | | addresses, networks and host names that are never banned
        ignoreself | BOOLEAN | true | | the machine's own addresses are never banned
        ignorelan | BOOLEAN | true | | the private networks that the machine is in are never banned
        usedns | CHOICE | no | no yes | whether host names in logs are looked up
        blocktype | CHOICE | drop | drop reject | what happens to packets of a banned address
        prefix_v4 | INTEGER | 32 | 16..32 | failures count, and bans hold, for IPv4 prefixes of this length
        prefix_v6 | INTEGER | 128 | 32..128 | failures count, and bans hold, for IPv6 prefixes of this length
        actions | STRINGS | | 1..64 | commands to run at bans and unbans, by their names
        prefix_escalate | INTEGER | 0 | 2..100 | addresses are banned singly; so many bans in one prefix bring a ban of that prefix
        bantime_increment | INCREMENT | | | whether and how bans get longer with each ban of an address
        banaction | CHOICE | | nftables ipset iptables log-only | who bans for the jail; that of [global] when not set
        """;

    static final Section DEFAULTS = section("[defaults]", SHARED);

    static final Section JAIL = section("[jails.NAME]", SHARED + """
        filter | FILTER | | 1..4095 | the filters that find failures in log lines
        mode | STRING | | 1..64 | the mode of those filters that have it
        options | OPTIONS | | | parameters of fail2ban's filters
        backend | CHOICE | file | file stdin bans ! logd journal syslog | where log lines come from
        logpath | STRINGS | | 1..4095 | the files to follow; * and ? are wild cards
        read_from | CHOICE | end | end start | where reading of a file begins
        port | PORTS | | 1..1024 | the ports that a banned address is kept from: numbers, ranges, service names; all when not set
        protocol | CHOICE | all | all tcp udp sctp | the protocol that a banned address is kept from
        """);

    static final Section INCREMENT = section("bantime_increment", """
        enabled | BOOLEAN | true | | whether bans get longer
        formula | CHOICE | exponential | exponential linear | how they do
        factor | DECIMAL | 1 | 0..1000 | what every ban after the first is multiplied by besides
        multipliers | INTEGERS | | 1..1000000 | take the formula's place: one for each ban, the last one for all further ones
        max | DURATION | 520w | 1s..520w | no ban is longer, jitter left out
        jitter | DURATION | 0s | 0s..520w | up to so much is added at random
        overall | BOOLEAN | false | | whether an address's bans of all jails count
        """);

    static final Section FILTER = section("[filters.NAME]", """
        failregex | STRINGS | | 1..16384 | patterns of failures, in fail2ban's language
        ignoreregex | STRINGS | | 1..16384 | patterns of lines that are no failure after all
        program | STRINGS | | 1..64 | the programs whose log lines are looked at
        description | STRING | | 1..1024 | one line about the filter
        modes | MODES | | | other sets of patterns, by name
        formats | STRINGS | | 1..4096 | the program's messages, for banjo prove
        known_limits | LIMITS | | | formats that cannot be proved, and why
        prefregex | STRING | | 1..16384 | a pattern that must match first; <F-CONTENT> in it is what failregex sees
        datepattern | STRINGS | | 1..1024 | where and how dates are written, in fail2ban's language; only without program
        maxlines | INTEGER | 1 | 1..100 | the patterns see so many lines at once; <SKIPLINES> skips some
        journalmatch | STRINGS | | 1..4096 | which entries of the journal belong to the filter
        """);

    static final Section MODE = section("[filters.NAME.modes.NAME]", """
        failregex | STRINGS | | 1..16384 | patterns of failures in this mode
        formats | STRINGS | | 1..4096 | messages that count in this mode alone
        ignoreregex | STRINGS | | 1..16384 | patterns that come on top of the filter's
        prefregex | STRING | | 1..16384 | takes the place of the filter's
        datepattern | STRINGS | | 1..1024 | take the place of the filter's
        maxlines | INTEGER | 0 | 1..100 | takes the place of the filter's
        journalmatch | STRINGS | | 1..4096 | take the place of the filter's
        """);

    static final Section ACTION = section("[actions.NAME]", """
        start | STRINGS | | 0..4096 | the command for each jail when the daemon starts: the program, then its arguments
        stop | STRINGS | | 0..4096 | the command for each jail when the daemon stops
        ban | STRINGS | | 0..4096 | the command at a ban; <ip>, <jail>, <bantime> and <failures> stand for what is known of it
        unban | STRINGS | | 0..4096 | the command when a ban ends
        timeout | DURATION | 30s | 1s..1h | a command that runs longer is ended
        """);

    /** The tables that a file may have at its top. */
    static final List<String> TOP_LEVEL = split("global defaults jails filters actions", " ");

    private static final Section[] ALL = {GLOBAL, DEFAULTS, JAIL, FILTER, ACTION};

    private Schema()
    {
    }

    private static Section section(String title, String text)
    {
        List<Key> keys = new ArrayList<>();
        for (String line : split(text, "\n"))
        {
            if (line.startsWith("!"))
            {
                for (String name : split(line.substring(1), " "))
                {
                    keys.add(new Key(name, Key.Type.UNSUPPORTED, null, "", null));
                }
            }
            else
            {
                List<String> fields = split(line, "|");
                keys.add(new Key(fields.get(0), Key.Type.of(fields.get(1)), fields.get(2), fields.get(3), fields.get(4)));
            }
        }
        return new Section(title, keys);
    }

    /** The trimmed parts between separators; the empty one after the last separator is left out. */
    static List<String> split(String text, String separator)
    {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from < text.length())
        {
            int to = text.indexOf(separator, from);
            to = to < 0 ? text.length() : to;
            if (to > from || !separator.equals(" "))
            {
                parts.add(text.substring(from, to).trim());
            }
            from = to + separator.length();
        }
        return parts;
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
