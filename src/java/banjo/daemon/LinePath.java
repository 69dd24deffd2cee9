package banjo.daemon;

import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.LogLine;
import banjo.filter.Prefilter;
import banjo.filter.PrefilterBuilder;
import banjo.source.LineSink;
import banjo.time.Zone;

/** The way of a log line: date and header, the filters of the source's jails, a jail's attempts. */
final class LinePath implements LineSink
{
    private final JailRuntime[][] jailsOfSource;
    /** By the sources' numbers; null for a source of one jail. */
    private final Prefilter[] prefilters;
    private final Clocks clocks;
    private final Bans bans;
    private final boolean once;
    private final LogLine line;
    private final Failure failure = new Failure();

    /**
     * @param jailsOfSource by the sources' numbers.
     * @param zone of dates that name none.
     * @param once the newest date seen is the present.
     */
    LinePath(JailRuntime[][] jailsOfSource, Zone zone, Clocks clocks, Bans bans, boolean once)
    {
        this.jailsOfSource = jailsOfSource;
        prefilters = new Prefilter[jailsOfSource.length];
        for (int i = 0; i < prefilters.length; i++)
        {
            prefilters[i] = jailsOfSource[i].length < 2 ? null : PrefilterBuilder.build(filters(jailsOfSource[i]));
        }
        this.clocks = clocks;
        this.bans = bans;
        this.once = once;
        line = new LogLine(zone);
    }

    private static Filter[] filters(JailRuntime[] jails)
    {
        Filter[] filters = new Filter[jails.length];
        for (int i = 0; i < filters.length; i++)
        {
            filters[i] = jails[i].filter;
        }
        return filters;
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
        JailRuntime[] interested = jailsOfSource[source];
        Prefilter prefilter = prefilters[source];
        if (prefilter == null)
        {
            for (JailRuntime jail : interested)
            {
                judge(jail);
            }
            return;
        }
        prefilter.look(line);
        for (int i = prefilter.next(0); i >= 0; i = prefilter.next(i + 1))
        {
            judge(interested[i]);
        }
    }

    private void judge(JailRuntime jail)
    {
        if (jail.filter.match(line, failure))
        {
            fail(jail);
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
