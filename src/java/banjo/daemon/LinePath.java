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
    /** By the sources' numbers, no two that judge alike. */
    private final Filter[][] filtersOfSource;
    /** For each of these filters the jails that it judges for. */
    private final JailRuntime[][][] jailsOfSource;
    /** By the sources' numbers; null for a source of one filter. */
    private final Prefilter[] prefilters;
    private final Clocks clocks;
    private final Bans bans;
    private final boolean once;
    private final LogLine line;
    private final Failure failure = new Failure();
    private long lines;

    /**
     * Jails of one source have from now on one filter, with one memory, for those that judge alike.
     *
     * @param former what ran before, whose filters remember its lines; null for nothing.
     * @param jailsOfSource by the sources' numbers.
     * @param zone of dates that name none.
     * @param once the newest date seen is the present.
     */
    LinePath(LinePath former, JailRuntime[][] jailsOfSource, Zone zone, Clocks clocks, Bans bans, boolean once)
    {
        this.jailsOfSource = new JailRuntime[jailsOfSource.length][][];
        filtersOfSource = new Filter[jailsOfSource.length][];
        prefilters = new Prefilter[jailsOfSource.length];
        for (int i = 0; i < prefilters.length; i++)
        {
            List<Filter> filters = new ArrayList<>();
            for (JailRuntime jail : jailsOfSource[i])
            {
                for (Filter filter : jail.filters)
                {
                    int alike = indexOf(filters, filter);
                    if (alike < 0)
                    {
                        filters.add(filter);
                    }
                    else if (former != null && former.runs(filter))
                    {
                        filters.set(alike, filter);
                    }
                }
            }
            filtersOfSource[i] = filters.toArray(new Filter[0]);
            this.jailsOfSource[i] = share(filters, jailsOfSource[i]);
            prefilters[i] = filters.size() < 2 ? null : PrefilterBuilder.build(filtersOfSource[i]);
        }
        lines = former == null ? 0 : former.lines;
        this.clocks = clocks;
        this.bans = bans;
        this.once = once;
        line = new LogLine(zone);
    }

    private static int indexOf(List<Filter> filters, Filter wanted)
    {
        int index = filters.size() - 1;
        while (index >= 0 && !filters.get(index).judgesLike(wanted))
        {
            index--;
        }
        return index;
    }

    private boolean runs(Filter filter)
    {
        boolean found = false;
        for (Filter[] filters : filtersOfSource)
        {
            for (Filter each : filters)
            {
                found |= each == filter;
            }
        }
        return found;
    }

    /** Gives jails the filters that judge like theirs. @return the jails of each. */
    private static JailRuntime[][] share(List<Filter> filters, JailRuntime[] jails)
    {
        List<List<JailRuntime>> sharing = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++)
        {
            sharing.add(new ArrayList<>());
        }
        for (JailRuntime jail : jails)
        {
            for (int i = 0; i < jail.filters.size(); i++)
            {
                int index = indexOf(filters, jail.filters.get(i));
                if (jail.filters.get(i) != filters.get(index))
                {
                    jail.filters.set(i, filters.get(index));
                }
                sharing.get(index).add(jail);
            }
        }
        JailRuntime[][] result = new JailRuntime[filters.size()][];
        for (int i = 0; i < result.length; i++)
        {
            result[i] = sharing.get(i).toArray(new JailRuntime[0]);
        }
        return result;
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
        JailRuntime[][] interested = jailsOfSource[source];
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
