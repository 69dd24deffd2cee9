package banjo.daemon;

import banjo.firewall.Firewall;
import banjo.network.HostNames;
import banjo.source.FileSources;
import banjo.source.StreamSource;
import banjo.text.TextBuffer;
import java.util.List;

/** What has been counted, for programs and for people. */
final class Counters
{
    private final List<JailRuntime> jails;
    private final FileSources files;
    private final Bans bans;
    private final Firewall firewall;
    private final EventLog log;
    /** Null when no jail reads it. */
    StreamSource standardInput;
    /** Null where nothing is looked up. */
    HostNames names;

    Counters(List<JailRuntime> jails, FileSources files, Bans bans, Firewall firewall, EventLog log)
    {
        this.jails = jails;
        this.files = files;
        this.bans = bans;
        this.firewall = firewall;
        this.log = log;
    }

    /** Appends every counter as JSON members, named as metrics are. */
    void put(TextBuffer out)
    {
        long[] sums = new long[9];
        for (JailRuntime each : jails)
        {
            sums[0] += each.matches;
            sums[1] += each.jail.attempts();
            sums[2] += each.jail.bans();
            sums[3] += each.jail.unbans();
            sums[4] += each.jail.evictions();
            sums[5] += each.jail.tooOld();
            sums[6] += each.jail.ignoredAttempts();
            sums[7] += each.jail.bannedCount();
            sums[8] += each.hostNames;
            if (each.wide() != null)
            {
                sums[2] += each.wide().jail.bans();
                sums[3] += each.wide().jail.unbans();
                sums[4] += each.wide().jail.evictions();
                sums[7] += each.wide().jail.bannedCount();
            }
        }
        out.put("\"banjo_lines_total\":").putNumber(lines());
        out.put(",\"banjo_bytes_total\":").putNumber(bytes());
        out.put(",\"banjo_truncated_lines_total\":").putNumber(truncatedLines());
        out.put(",\"banjo_files_not_followed\":").putNumber(files.refused());
        out.put(",\"banjo_matches_total\":").putNumber(sums[0]);
        out.put(",\"banjo_attempts_total\":").putNumber(sums[1]);
        out.put(",\"banjo_bans_total\":").putNumber(sums[2]);
        out.put(",\"banjo_unbans_total\":").putNumber(sums[3]);
        out.put(",\"banjo_evictions_total\":").putNumber(sums[4]);
        out.put(",\"banjo_too_old_total\":").putNumber(sums[5]);
        out.put(",\"banjo_ignored_total\":").putNumber(sums[6]);
        out.put(",\"banjo_host_names_total\":").putNumber(sums[8]);
        if (names != null)
        {
            out.put(",\"banjo_host_names_dropped_total\":").putNumber(names.dropped());
            out.put(",\"banjo_dns_queries_total\":").putNumber(names.queries());
            out.put(",\"banjo_dns_strange_answers_total\":").putNumber(names.strange());
        }
        out.put(",\"banjo_active_bans\":").putNumber(sums[7]);
        out.put(",\"banjo_foreign_bans\":").putNumber(bans.foreign);
        out.put(",\"banjo_firewall_errors_total\":").putNumber(bans.errors + firewall.failedOrders());
        out.put(",\"banjo_firewall_repairs_total\":").putNumber(bans.rebuilds);
        out.put(",\"banjo_action_runs_total\":").putNumber(bans.actions == null ? 0 : bans.actions.runs());
        out.put(",\"banjo_action_failures_total\":").putNumber(bans.actions == null ? 0 : bans.actions.failed());
        out.put(",\"banjo_actions_dropped_total\":").putNumber(bans.actions == null ? 0 : bans.actions.dropped());
        out.put(",\"banjo_log_lines_lost_total\":").putNumber(log.lost());
    }

    /** @return lines of all sources. */
    long lines()
    {
        return files.lines() + (standardInput == null ? 0 : standardInput.lines());
    }

    private long bytes()
    {
        return files.bytes() + (standardInput == null ? 0 : standardInput.bytes());
    }

    /** @return lines that were cut. */
    long truncatedLines()
    {
        return files.truncatedLines() + (standardInput == null ? 0 : standardInput.truncatedLines());
    }

    /** Appends a summary for people: a line for the whole, one for each jail. */
    void summary(TextBuffer out)
    {
        out.putNumber(lines()).put(" lines");
        if (truncatedLines() > 0)
        {
            out.put(", ").putNumber(truncatedLines()).put(" cut");
        }
        out.put('\n');
        for (JailRuntime each : jails)
        {
            out.put(each.name, 0, each.name.length).put(": ").putNumber(each.matches).put(" failures, ");
            out.putNumber(each.jail.bans()).put(" bans, ").putNumber(each.jail.bannedCount()).put(" banned at the end\n");
        }
    }
}
