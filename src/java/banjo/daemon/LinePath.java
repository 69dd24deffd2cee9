package banjo.daemon;

import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.LogLine;
import banjo.filter.Prefilter;
import banjo.source.LineSink;
import banjo.time.Zone;

/** The way of a log line: date and header, the filters of the source's jails, a jail's attempts. */
final class LinePath implements LineSink
{
    /** By their numbers. */
    private final SourceFilters[] sources;
    private final Clocks clocks;
    private final Bans bans;
    private final boolean once;
    private final LogLine line;
    private final Failure failure = new Failure();
    private long lines;

    /**
     * @param former what ran before, whose filters go on; null for nothing.
     * @param jailsOfSource by the sources' numbers.
     * @param zone of dates that name none.
     * @param once the newest date seen is the present.
     */
    LinePath(LinePath former, JailRuntime[][] jailsOfSource, Zone zone, Clocks clocks, Bans bans, boolean once)
    {
        sources = new SourceFilters[jailsOfSource.length];
        for (int i = 0; i < sources.length; i++)
        {
            sources[i] = new SourceFilters(jailsOfSource[i], former == null ? new SourceFilters[0] : former.sources);
        }
        lines = former == null ? 0 : former.lines;
        this.clocks = clocks;
        this.bans = bans;
        this.once = once;
        line = new LogLine(zone);
    }

    @Override
    public void line(int source, byte[] buffer, int from, int to, boolean truncated)
    {
        line.read(buffer, from, to, clocks.wallSeconds());
        // A line without a date has that of its reading: it would make the rest of an old log older still.
        if (once && line.dated())
        {
            clocks.seen(line.seconds());
        }
        lines++;
        JailRuntime[][] interested = sources[source].jails;
        Filter[] filters = sources[source].filters;
        Prefilter prefilter = sources[source].prefilter;
        if (prefilter == null)
        {
            for (int i = 0; i < filters.length; i++)
            {
                if (filters[i].match(line, failure))
                {
                    fail(interested[i]);
                }
            }
            return;
        }
        prefilter.look(line);
        for (int i = prefilter.next(0); i >= 0; i = prefilter.next(i + 1))
        {
            // A filter that comes too late is asked all the same: it may remember the line.
            if (filters[i].match(line, failure))
            {
                fail(interested[i]);
            }
        }
    }

    private void fail(JailRuntime[] jails)
    {
        // Its date may have been found by the filter.
        if (once && failure.dated)
        {
            clocks.seen(failure.seconds);
        }
        for (JailRuntime jail : jails)
        {
            // Another filter of its may have told it of the line.
            if (jail.lastFailure != lines)
            {
                jail.lastFailure = lines;
                fail(jail);
            }
        }
    }

    private void fail(JailRuntime jail)
    {
        jail.matches++;
        if (failure.kind == Failure.DNS)
        {
            jail.hostNames++;
            if (jail.lookUp != null)
            {
                jail.lookUp.failure(jail.number, failure.hostText, failure.hostFrom, failure.hostTo, failure.seconds);
            }
            return;
        }
        if (bans.attempt(jail, failure.address[0], failure.address[1], failure.seconds))
        {
            bans.lines.note(jail, failure.address[0], failure.address[1], failure.seconds, line.text(), line.lineFrom(), line.to());
        }
    }
}
