package banjo.filter;

import banjo.regex.MicrosecondClock;
import banjo.regex.PatternCompiler;
import banjo.time.Zone;

/**
 * What a filter has to know of the place where it works.
 *
 * @param zone        of dates that name none.
 * @param nowSeconds  tells which years are possible.
 * @param lineMaximum bytes of the longest line.
 * @param stateBudget states that a pattern may need to get tables in advance; 0 makes states as lines ask for them, so that the
 *     filter is ready at once, also on a router.
 * @param clock measures compiling; null measures nothing.
 * @param sharedDates of the filters that see the same lines; null when each keeps its own.
 */
public record FilterContext(Zone zone, long nowSeconds, int lineMaximum, int stateBudget, MicrosecondClock clock,
    SharedDates sharedDates)
{
    /** States are made as lines ask for them. */
    public static FilterContext of(Zone zone, long nowSeconds, int lineMaximum)
    {
        return new FilterContext(zone, nowSeconds, lineMaximum, 0, null, null);
    }

    /** The same with tables, for those who reason about them. */
    public FilterContext withTables()
    {
        return new FilterContext(zone, nowSeconds, lineMaximum, PatternCompiler.STATE_BUDGET, clock, null);
    }

    /** The same with reports of how long compiling took. */
    public FilterContext timedBy(MicrosecondClock timer)
    {
        return new FilterContext(zone, nowSeconds, lineMaximum, stateBudget, timer, sharedDates);
    }

    /** The same for filters that see the same lines, all of them and no others: they find a line's date once. */
    public FilterContext sharingDates()
    {
        return new FilterContext(zone, nowSeconds, lineMaximum, stateBudget, clock, new SharedDates());
    }
}
