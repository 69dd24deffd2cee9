package banjo.daemon;

import banjo.event.EventLog;
import banjo.firewall.Firewall;
import banjo.network.HostNames;
import banjo.source.FileSources;
import banjo.source.StreamSource;
import banjo.sys.Resident;
import banjo.text.TextBuffer;
import java.util.List;

/** What has been counted: one list of names, for {@code stats}, metrics and the summary. */
final class Counters
{
    /** Name without {@code banjo_}, what it is to Prometheus, help; in the order of {@link #value}. */
    private static final String[] OF_DAEMON = {
        "lines_total|counter|Log lines read.",
        "bytes_total|counter|Bytes of log lines read.",
        "truncated_lines_total|counter|Log lines cut at max_line.",
        "files_not_followed|gauge|Files that match a pattern of logpath and are not followed, because there are too many.",
        "foreign_bans|gauge|Bans that the firewall held at start and no jail claims.",
        "firewall_errors_total|counter|Orders that the firewall refused, and transactions that failed.",
        "firewall_repairs_total|counter|Times that the firewall's table had to be made again.",
        "action_runs_total|counter|Commands of actions that were run.",
        "action_failures_total|counter|Commands of actions that failed or took too long.",
        "actions_dropped_total|counter|Commands of actions that were not run, because too many waited.",
        "host_names_dropped_total|counter|Host names of logs that were not looked up, because too many waited.",
        "dns_queries_total|counter|Questions sent to name servers.",
        "dns_strange_answers_total|counter|Answers of name servers that did not fit a question.",
        "log_lines_lost_total|counter|Lines of banjo's own log that could not be written.",
        "turns_total|counter|Turns of the loop.",
        "busy_seconds_total|counter|Time that turns of the loop took, waiting left out.",
        "longest_turn_seconds|gauge|The longest turn of the loop, waiting left out.",
        "resident_memory_bytes|gauge|Memory of the process that is in RAM.",
        "uptime_seconds|gauge|Time since the start.",
        "remembered_bans|gauge|Addresses whose earlier bans are remembered, once for each scope.",
        "forgotten_bans_total|counter|Addresses whose earlier bans were forgotten early, to make room.",
        "firewall_repair_wait_seconds|gauge|Time until the next repair of what somebody damages again and again; bans may not hold until then.",
    };
    /** The same for each jail; {@code stats} sums them up. */
    private static final String[] OF_JAIL = {
        "matches_total|counter|Log lines that are a failure.",
        "attempts_total|counter|Failures of addresses, ignored ones and late ones included.",
        "bans_total|counter|Bans.",
        "unbans_total|counter|Bans that ended.",
        "evictions_total|counter|Addresses that had to make room.",
        "no_room_total|counter|Failures of addresses that the table had no room for.",
        "too_old_total|counter|Failures older than findtime.",
        "ignored_total|counter|Failures of addresses that are never banned.",
        "host_names_total|counter|Failures of host names, which are not banned.",
        "active_bans|gauge|Addresses banned now.",
        "tracked_addresses|gauge|Addresses with failures or a ban.",
        "table_capacity|gauge|Addresses that the jail's table can hold.",
    };
    private static final int BUSY = 15;
    private static final int LONGEST = 16;
    private static final int MICROSECONDS = 1_000_000;

    private final List<JailRuntime> jails;
    private final FileSources files;
    private final Bans bans;
    private final Firewall firewall;
    private final EventLog log;
    private final Clocks clocks;
    private final long startMillis;
    /** Null when no jail reads it. */
    StreamSource standardInput;
    long turns;
    long busyNanos;
    long longestTurnNanos;
    /** Null where nothing is looked up. */
    HostNames names;

    Counters(List<JailRuntime> jails, FileSources files, Bans bans, Firewall firewall, EventLog log, Clocks clocks)
    {
        this.jails = jails;
        this.files = files;
        this.bans = bans;
        this.firewall = firewall;
        this.log = log;
        this.clocks = clocks;
        startMillis = clocks.monotonicMillis();
    }

    /** Notes a turn of the loop. */
    void turn(long nanos)
    {
        turns++;
        busyNanos += nanos;
        longestTurnNanos = Math.max(longestTurnNanos, nanos);
    }

    long uptimeSeconds()
    {
        return (clocks.monotonicMillis() - startMillis) / 1000;
    }

    private long value(int index)
    {
        switch (index)
        {
            case 0: return lines();
            case 1: return files.bytes() + (standardInput == null ? 0 : standardInput.bytes());
            case 2: return truncatedLines();
            case 3: return files.refused();
            case 4: return bans.adoption.foreign;
            case 5: return bans.orders.errors + firewall.failedOrders();
            case 6: return bans.orders.rebuilds;
            case 7: return bans.actions == null ? 0 : bans.actions.runs();
            case 8: return bans.actions == null ? 0 : bans.actions.failed();
            case 9: return bans.actions == null ? 0 : bans.actions.dropped();
            case 10: return names == null ? 0 : names.dropped();
            case 11: return names == null ? 0 : names.queries();
            case 12: return names == null ? 0 : names.strange();
            case 13: return log.lost();
            case 14: return turns;
            case BUSY: return busyNanos / 1000;
            case LONGEST: return longestTurnNanos / 1000;
            case 17: return Resident.bytes();
            case 18: return uptimeSeconds();
            case 19: return bans.earlier.history == null ? 0 : bans.earlier.history.size();
            case 20: return bans.earlier.history == null ? 0 : bans.earlier.history.evictions();
            default: return waitSeconds();
        }
    }

    /** @return how long a repair of the firewall waits, because somebody fights; else 0. */
    long waitSeconds()
    {
        return (firewall.waitMillis(clocks.monotonicMillis()) + 999) / 1000;
    }

    private static long value(int index, JailRuntime each)
    {
        switch (index)
        {
            case 0: return each.matches;
            case 1: return each.jail.attempts();
            case 2: return each.jail.bans() + (each.wide() == null ? 0 : each.wide().jail.bans());
            case 3: return each.jail.unbans() + (each.wide() == null ? 0 : each.wide().jail.unbans());
            case 4: return each.jail.evictions() + (each.wide() == null ? 0 : each.wide().jail.evictions());
            case 5: return each.jail.noRoom();
            case 6: return each.jail.tooOld();
            case 7: return each.jail.ignoredAttempts();
            case 8: return each.hostNames;
            case 9: return each.jail.bannedCount() + (each.wide() == null ? 0 : each.wide().jail.bannedCount());
            case 10: return each.jail.tracked();
            default: return each.jail.capacity();
        }
    }

    /** @return how many there are, those of the jails behind those of the daemon. */
    static int count()
    {
        return OF_DAEMON.length + OF_JAIL.length;
    }

    static boolean isOfJail(int counter)
    {
        return counter >= OF_DAEMON.length;
    }

    private static String text(int counter)
    {
        return isOfJail(counter) ? OF_JAIL[counter - OF_DAEMON.length] : OF_DAEMON[counter];
    }

    /** Appends the name. */
    static void putName(TextBuffer out, int counter)
    {
        out.put("banjo_");
        putField(out, text(counter), 0);
    }

    /** Appends what it is to Prometheus. */
    static void putKind(TextBuffer out, int counter)
    {
        putField(out, text(counter), 1);
    }

    static void putHelp(TextBuffer out, int counter)
    {
        putField(out, text(counter), 2);
    }

    private static void putField(TextBuffer out, String text, int field)
    {
        for (int i = 0, at = 0; i < text.length(); i++)
        {
            if (text.charAt(i) == '|')
            {
                at++;
            }
            else if (at == field)
            {
                out.put(text.charAt(i));
            }
        }
    }

    /** Appends the value. @param jail its number, where the counter is of a jail. */
    void putValue(TextBuffer out, int counter, int jail)
    {
        putNumber(out, counter, value(counter, jail));
    }

    /** Times are in seconds, whatever they are counted in. */
    private static void putNumber(TextBuffer out, int counter, long value)
    {
        if (counter == BUSY || counter == LONGEST)
        {
            out.putNumber(value / MICROSECONDS).put('.').putPadded((int)(value % MICROSECONDS), 6, '0');
        }
        else
        {
            out.putNumber(value);
        }
    }

    private long value(int counter, int jail)
    {
        return isOfJail(counter) ? value(counter - OF_DAEMON.length, jails.get(jail)) : value(counter);
    }

    /** Appends every counter as JSON members, named as metrics are. */
    void put(TextBuffer out)
    {
        for (int counter = 0; counter < count(); counter++)
        {
            long sum = isOfJail(counter) ? 0 : value(counter);
            for (int jail = 0; isOfJail(counter) && jail < jails.size(); jail++)
            {
                sum += value(counter, jail);
            }
            out.put(counter == 0 ? "\"" : ",\"");
            putName(out, counter);
            out.put("\":");
            putNumber(out, counter, sum);
        }
    }

    /** @return lines of all sources. */
    long lines()
    {
        return files.lines() + (standardInput == null ? 0 : standardInput.lines());
    }

    /** @return lines that were cut. */
    long truncatedLines()
    {
        return files.truncatedLines() + (standardInput == null ? 0 : standardInput.truncatedLines());
    }

    /** Appends a summary for people: a line for the whole, one for each jail. */
    void summary(TextBuffer out)
    {
        out.putCount(lines(), "line");
        if (truncatedLines() > 0)
        {
            out.put(", ").putNumber(truncatedLines()).put(" cut");
        }
        out.put('\n');
        for (JailRuntime each : jails)
        {
            out.put(each.name, 0, each.name.length).put(": ").putCount(each.configuration.fedByBans() ? each.jail.attempts() : each.matches, "failure")
                .put(", ");
            out.putCount(each.jail.bans(), "ban").put(", ").putNumber(each.jail.bannedCount()).put(" banned at the end\n");
        }
    }
}
