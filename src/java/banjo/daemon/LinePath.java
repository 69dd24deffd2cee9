package banjo.daemon;

import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.LogLine;
import banjo.filter.Prefilter;
import banjo.filter.PrefilterBuilder;
import banjo.source.LineSink;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.List;

/** The way of a log line: date and header, the filters of the source's jails, a jail's attempts. */
final class LinePath implements LineSink
{
    /** By the sources' numbers, each filter with its jail; a jail has as many places in a row as filters. */
    private final JailRuntime[][] jailsOfSource;
    private final Filter[][] filtersOfSource;
    /** By the sources' numbers; null for a source of one filter. */
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
        this.jailsOfSource = new JailRuntime[jailsOfSource.length][];
        filtersOfSource = new Filter[jailsOfSource.length][];
        prefilters = new Prefilter[jailsOfSource.length];
        for (int i = 0; i < prefilters.length; i++)
        {
            List<JailRuntime> jails = new ArrayList<>();
            List<Filter> filters = new ArrayList<>();
            for (JailRuntime jail : jailsOfSource[i])
            {
                for (Filter filter : jail.filters)
                {
                    jails.add(jail);
                    filters.add(filter);
                }
            }
            this.jailsOfSource[i] = jails.toArray(new JailRuntime[0]);
            filtersOfSource[i] = filters.toArray(new Filter[0]);
            prefilters[i] = filters.size() < 2 ? null : PrefilterBuilder.build(filtersOfSource[i]);
        }
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
        JailRuntime[] interested = jailsOfSource[source];
        Filter[] filters = filtersOfSource[source];
        Prefilter prefilter = prefilters[source];
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
        JailRuntime counted = null;
        for (int i = prefilter.next(0); i >= 0; i = prefilter.next(i + 1))
        {
            // A filter that comes too late is asked all the same: it may remember the line.
            if (filters[i].match(line, failure) && interested[i] != counted)
            {
                counted = interested[i];
                fail(counted);
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
