package banjo.filter;

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
 */
public record FilterContext(Zone zone, long nowSeconds, int lineMaximum, int stateBudget)
{
    /** States are made as lines ask for them. */
    public static FilterContext of(Zone zone, long nowSeconds, int lineMaximum)
    {
        return new FilterContext(zone, nowSeconds, lineMaximum, 0);
    }

    /** The same with tables, for those who reason about them. */
    public FilterContext withTables()
    {
        return new FilterContext(zone, nowSeconds, lineMaximum, PatternCompiler.STATE_BUDGET);
    }
}
