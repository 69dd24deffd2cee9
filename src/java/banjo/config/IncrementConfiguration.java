package banjo.config;

/**
 * A {@code bantime_increment} that is enabled: how long the bans of an address are that was banned before, with fail2ban's formulas: n earlier
 * bans make {@code bantime * factor * 2^n} ({@code bantime * (1 + factor * n)} when linear, {@code bantime * factor * multipliers[n]} with
 * multipliers). The first ban has no factor.
 *
 * @param factorThousandths 1 to 1,000,000.
 * @param linear {@code formula = "linear"}, else exponential.
 * @param multipliers take the formula's place, the last one again and again; empty for none.
 * @param maximumSeconds no ban is longer, jitter left out.
 * @param jitterSeconds up to so much is added at random.
 * @param overall the bans of all jails count.
 */
public record IncrementConfiguration(int factorThousandths, boolean linear, int[] multipliers, long maximumSeconds, long jitterSeconds,
    boolean overall)
{
    private static final long UNIT = 1000;
    private static final int GREATEST_POWER = 20;

    /** @param values null where there is no such table. @return null when it is not enabled. */
    static IncrementConfiguration of(Values values)
    {
        // A formula takes the place of multipliers that come from the defaults.
        return values == null || !values.bool("enabled") ? null : new IncrementConfiguration((int)values.thousandths("factor"),
            values.string("formula").equals("linear"), values.originOf("formula") == null ? values.integers("multipliers") : new int[0],
            values.seconds("max"), values.seconds("jitter"), values.bool("overall"));
    }

    /**
     * @param banTimeSeconds of the jail; a permanent one stays so.
     * @param earlier bans.
     * @return seconds without jitter, at least 1.
     */
    public long seconds(long banTimeSeconds, int earlier)
    {
        if (banTimeSeconds < 0)
        {
            return banTimeSeconds;
        }
        long factor = earlier == 0 ? UNIT : factorThousandths;
        long times = 1L << Math.min(earlier, GREATEST_POWER);
        if (multipliers.length > 0)
        {
            times = multipliers[Math.min(earlier, multipliers.length - 1)];
        }
        else if (linear)
        {
            times = UNIT + factor * earlier;
            factor = 1;
        }
        long unit = Math.max(1, banTimeSeconds * factor);
        long seconds = times > maximumSeconds * UNIT / unit ? maximumSeconds : unit * times / UNIT;
        return Math.max(1, Math.min(seconds, maximumSeconds));
    }
}
