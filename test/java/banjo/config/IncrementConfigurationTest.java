package banjo.config;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class IncrementConfigurationTest
{
    private static final long LONGEST = 520L * 7 * 24 * 3600;

    private static IncrementConfiguration with(int factorThousandths, boolean linear, long maximum, int... multipliers)
    {
        return new IncrementConfiguration(factorThousandths, linear, multipliers, maximum, 0, false);
    }

    private static void check(IncrementConfiguration increment, long banTime, long... expected)
    {
        for (int i = 0; i < expected.length; i++)
        {
            assertEquals("after " + i + " bans", expected[i], increment.seconds(banTime, i));
        }
    }

    @Test
    public void theExponentialFormulaIsFail2bans()
    {
        check(with(1000, false, LONGEST), 600, 600, 1200, 2400, 4800, 9600);
        check(with(1500, false, LONGEST), 600, 600, 1800, 3600);
        check(with(500, false, LONGEST), 600, 600, 600, 1200);
        IncrementConfiguration increment = with(1000, false, LONGEST);
        assertEquals(2 << 20, increment.seconds(2, 20));
        assertEquals("no power above 20", 2 << 20, increment.seconds(2, 1_000_000));
    }

    @Test
    public void theLinearFormulaAddsTheSameEachTime()
    {
        check(with(1000, true, LONGEST), 600, 600, 1200, 1800, 2400);
        check(with(250, true, LONGEST), 600, 600, 750, 900);
    }

    @Test
    public void multipliersAreTakenInTurnAndTheLastOneAgainAndAgain()
    {
        check(with(1000, false, LONGEST, 1, 5, 30), 60, 60, 300, 1800, 1800, 1800);
        check(with(2000, false, LONGEST, 3, 5), 60, 180, 600, 600);
    }

    @Test
    public void nothingExceedsTheMaximumOrOverflows()
    {
        check(with(1000, false, 1000), 600, 600, 1000, 1000);
        int[] counts = {1, 2, 19, 20, 21, 1 << 20};
        for (int count : counts)
        {
            assertEquals(LONGEST, with(1_000_000, false, LONGEST).seconds(LONGEST, count));
            assertEquals(LONGEST, with(1_000_000, true, LONGEST).seconds(LONGEST, count));
            assertEquals(LONGEST, with(1_000_000, false, LONGEST, 1_000_000).seconds(LONGEST, count));
        }
        assertEquals("a tiny factor leaves a second", 1, with(1, false, LONGEST).seconds(1, 1));
    }

    @Test
    public void aPermanentBanStaysSo()
    {
        check(with(1000, false, 1000), -1, -1, -1, -1);
    }
}
