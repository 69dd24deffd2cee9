package banjo.daemon;

import banjo.filter.Filter;
import banjo.filter.Prefilter;
import banjo.filter.PrefilterBuilder;
import java.util.ArrayList;
import java.util.List;

/** The filters of one source and the jails that each judges for. Those that judge alike are one, with one memory. */
final class SourceFilters
{
    final Filter[] filters;
    /** Of each filter. */
    final JailRuntime[][] jails;
    /** Null for one filter. */
    final Prefilter prefilter;

    /**
     * Has the jails share filters from now on.
     *
     * @param former what ran before, whose filters remember their lines.
     */
    SourceFilters(JailRuntime[] readers, SourceFilters[] former)
    {
        List<Filter> found = new ArrayList<>();
        List<List<JailRuntime>> judged = new ArrayList<>();
        for (JailRuntime jail : readers)
        {
            for (Filter filter : jail.filters)
            {
                int alike = indexOf(found, filter);
                if (alike < 0)
                {
                    alike = found.size();
                    found.add(filter);
                    judged.add(new ArrayList<>());
                }
                else if (runs(former, filter))
                {
                    found.set(alike, filter);
                }
                judged.get(alike).add(jail);
            }
        }
        filters = found.toArray(new Filter[0]);
        jails = new JailRuntime[filters.length][];
        for (int i = 0; i < filters.length; i++)
        {
            jails[i] = judged.get(i).toArray(new JailRuntime[0]);
            for (JailRuntime jail : jails[i])
            {
                jail.filters.set(indexOf(jail.filters, filters[i]), filters[i]);
            }
        }
        prefilter = filters.length < 2 ? null : PrefilterBuilder.build(filters);
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

    private static boolean runs(SourceFilters[] sources, Filter filter)
    {
        boolean found = false;
        for (SourceFilters source : sources)
        {
            for (Filter each : source.filters)
            {
                found |= each == filter;
            }
        }
        return found;
    }
}
