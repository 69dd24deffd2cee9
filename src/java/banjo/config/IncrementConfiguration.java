package banjo.config;

/**
 * A {@code bantime_increment} that is enabled: see {@link Schema}.
 *
 * @param factorThousandths 1 to 1,000,000.
 * @param linear {@code formula = "linear"}.
 * @param multipliers in place of the formula; empty for none.
 */
public record IncrementConfiguration(int factorThousandths, boolean linear, int[] multipliers, long maximumSeconds, long jitterSeconds,
    boolean overall)
{
    /** @param values null where there is no such table. @return null when it is not enabled. */
    static IncrementConfiguration of(Values values)
    {
        // A formula takes the place of multipliers that come from the defaults.
        return values == null || !values.bool("enabled") ? null : new IncrementConfiguration((int)values.thousandths("factor"),
            values.string("formula").equals("linear"), values.originOf("formula") == null ? values.integers("multipliers") : new int[0],
            values.seconds("max"), values.seconds("jitter"), values.bool("overall"));
    }
}
