package banjo.daemon;

import banjo.http.HttpHandler;
import banjo.text.TextBuffer;
import banjo.text.Utf8;

/** What is served over HTTP: metrics in Prometheus' text format (version 0.0.4), the status as JSON, and that the daemon lives. */
final class Pages implements HttpHandler
{
    private static final String[] PATHS = {"/metrics", "/api/status", "/healthz"};
    private static final int METRICS = 0;
    private static final int STATUS = 1;
    /** A line is begun only where it surely fits. */
    private static final int LINE_BYTES = 512;
    private static final int SOURCE_METRICS = 2;

    private final Daemon daemon;
    private final Answers answers;
    private final String version;

    Pages(Daemon daemon, Answers answers, String version)
    {
        this.daemon = daemon;
        this.answers = answers;
        this.version = version;
    }

    @Override
    public int find(byte[] bytes, int from, int to)
    {
        for (int i = 0; i < PATHS.length; i++)
        {
            if (PATHS[i].length() == to - from && Utf8.begins(bytes, from, to, PATHS[i]))
            {
                return i;
            }
        }
        return NOWHERE;
    }

    @Override
    public String contentType(int resource)
    {
        return resource == METRICS ? "text/plain; version=0.0.4; charset=utf-8" : resource == STATUS ? "application/json" : "text/plain; charset=utf-8";
    }

    @Override
    public long answer(int resource, long cursor, TextBuffer out)
    {
        if (resource == METRICS)
        {
            return metrics(cursor, out);
        }
        if (resource == STATUS)
        {
            return answers.status(cursor, out);
        }
        out.put("ok\n");
        return DONE;
    }

    /** The cursor is the metric from bit 32 up, and below it the jail or source that comes next. */
    private long metrics(long cursor, TextBuffer out)
    {
        int metric = (int)(cursor >>> 32);
        int index = (int)cursor;
        if (cursor == 0)
        {
            out.put("# HELP banjo_info The version and the firewall's back end.\n# TYPE banjo_info gauge\nbanjo_info{version=\"").put(version);
            out.put("\",backend=\"").put(daemon.firewallName()).put("\"} 1\n");
        }
        for (; metric < Counters.count() + SOURCE_METRICS; metric++, index = 0)
        {
            int size = size(metric);
            for (; index < size; index++)
            {
                if (out.remaining() < 2 * LINE_BYTES + 2 * labelBytes(metric, index))
                {
                    return (long)metric << 32 | index;
                }
                if (index == 0)
                {
                    head(metric, out);
                }
                sample(metric, index, out);
            }
        }
        return DONE;
    }

    private int size(int metric)
    {
        return metric >= Counters.count() ? daemon.files.count() : Counters.isOfJail(metric) ? daemon.jails.size() : 1;
    }

    private int labelBytes(int metric, int index)
    {
        return metric >= Counters.count() ? 3 * daemon.files.path(index).length() : 0;
    }

    private static void head(int metric, TextBuffer out)
    {
        if (metric >= Counters.count())
        {
            boolean lines = metric == Counters.count();
            out.put(lines ? "# HELP banjo_source_lines_total Log lines read from a source.\n# TYPE banjo_source_lines_total counter\n"
                : "# HELP banjo_source_lag_bytes What a source holds and is not read.\n# TYPE banjo_source_lag_bytes gauge\n");
            return;
        }
        out.put("# HELP ");
        Counters.putName(out, metric);
        out.put(' ');
        Counters.putHelp(out, metric);
        out.put("\n# TYPE ");
        Counters.putName(out, metric);
        out.put(' ');
        Counters.putKind(out, metric);
        out.put('\n');
    }

    private void sample(int metric, int index, TextBuffer out)
    {
        if (metric >= Counters.count())
        {
            boolean lines = metric == Counters.count();
            long sum = daemon.files.ofPath(index, !lines);
            if (sum < 0)
            {
                return;
            }
            out.put(lines ? "banjo_source_lines_total{source=\"" : "banjo_source_lag_bytes{source=\"");
            label(daemon.files.path(index), out);
            out.put("\"} ").putNumber(sum).put('\n');
            return;
        }
        Counters.putName(out, metric);
        if (Counters.isOfJail(metric))
        {
            byte[] name = daemon.jails.get(index).name;
            out.put("{jail=\"").put(name, 0, name.length).put("\"}");
        }
        out.put(' ');
        daemon.counters().putValue(out, metric, index);
        out.put('\n');
    }

    /** A label's value: quotes, backslashes and line ends are escaped. */
    private static void label(String text, TextBuffer out)
    {
        byte[] bytes = Utf8.encode(text);
        for (byte each : bytes)
        {
            if (each == '\n')
            {
                out.put("\\n");
                continue;
            }
            if (each == '"' || each == '\\')
            {
                out.put('\\');
            }
            out.put(each);
        }
    }
}
