package banjo.jail;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import banjo.text.Utf8;
import org.junit.Test;

public class BanHistoryTest
{
    private static final long SSHD = BanHistory.scope(Utf8.encode("sshd"));
    private static final long WEB = BanHistory.scope(Utf8.encode("web"));

    @Test
    public void bansAreCountedByScopeAddressAndPrefix()
    {
        BanHistory history = new BanHistory(16, 7);
        history.add(SSHD, 128, 5, 6, 100, 1000);
        history.add(SSHD, 128, 5, 6, 100, 1000);
        assertEquals(2, history.count(SSHD, 128, 5, 6, 1000));
        assertEquals(0, history.count(SSHD, 64, 5, 6, 1000));
        assertEquals(0, history.count(WEB, 128, 5, 6, 1000));
        assertEquals(0, history.count(SSHD, 128, 6, 5, 1000));
        history.forget(SSHD, 128, 5, 6);
        assertEquals(0, history.count(SSHD, 128, 5, 6, 1000));
    }

    @Test
    public void bansAreForgottenAfterTheirTime()
    {
        BanHistory history = new BanHistory(16, 7);
        history.add(SSHD, 128, 5, 6, 100, 1000);
        assertEquals(1, history.count(SSHD, 128, 5, 6, 1099));
        assertEquals(0, history.count(SSHD, 128, 5, 6, 1100));
        history.add(SSHD, 128, 5, 6, 100, 1100);
        assertEquals("counting begins anew", 1, history.count(SSHD, 128, 5, 6, 1101));
    }

    @Test
    public void aFullTableForgetsWhoseLastBanIsOldest()
    {
        BanHistory history = new BanHistory(16, 7);
        for (int i = 0; i < 16; i++)
        {
            history.add(SSHD, 128, 0, i, 1000, 1000);
        }
        history.add(SSHD, 128, 0, 0, 1000, 1001);
        history.add(SSHD, 128, 0, 16, 1000, 1002);
        assertEquals(1, history.evictions());
        assertEquals(2, history.count(SSHD, 128, 0, 0, 1002));
        assertEquals(0, history.count(SSHD, 128, 0, 1, 1002));
        for (int i = 0; i < 1_000_000; i++)
        {
            history.add(SSHD, 128, i, -i, 1000, 1003);
        }
        assertEquals(16, history.size());
        assertEquals(1, history.count(SSHD, 128, 999_990, -999_990, 1003));
    }

    @Test
    public void aWalkMeetsEveryEntryFromTheOldestOnAndAnotherTableTakesThem()
    {
        BanHistory history = new BanHistory(100, 7);
        BanHistory other = new BanHistory(100, 8);
        for (int i = 0; i < 50; i++)
        {
            history.add(SSHD, 128, i, 1, 1000 + i, 1000);
        }
        history.add(SSHD, 128, 0, 1, 5000, 1000);
        int seen = 0;
        for (int entry = history.next(-1); entry >= 0; entry = history.next(entry))
        {
            seen++;
            other.put(history.keyHigh(entry), history.keyLow(entry), history.count(entry), history.remainingSeconds(entry, 1000), 90);
        }
        assertEquals(50, seen);
        assertEquals(2, other.count(SSHD, 128, 0, 1, 90 + 4999));
        assertEquals(1, other.count(SSHD, 128, 49, 1, 90));
        assertEquals(0, other.count(SSHD, 128, 49, 1, 90 + 1049));
    }

    @Test
    public void randomNumbersFollowFromTheSeedAndStayBelowTheMaximum()
    {
        BanHistory one = new BanHistory(16, 7);
        BanHistory same = new BanHistory(16, 7);
        long sum = 0;
        long greatest = 0;
        for (int i = 0; i < 10_000; i++)
        {
            long number = one.random(60);
            assertEquals(number, same.random(60));
            assertTrue(number >= 0 && number <= 60);
            sum += number;
            greatest = Math.max(greatest, number);
        }
        assertEquals(30, sum / 10_000.0, 1);
        assertEquals(60, greatest);
        assertEquals(0, one.random(0));
        assertNotEquals(one.random(1L << 40), new BanHistory(16, 8).random(1L << 40));
    }

    @Test
    public void aSmallerTableTakesOverTheNewestBans()
    {
        BanHistory former = new BanHistory(100, 7);
        for (int i = 0; i < 100; i++)
        {
            former.add(1, 128, 0, i, 1000 + i, 50);
        }
        former.add(1, 128, 0, 0, 1000, 60);
        BanHistory history = new BanHistory(10, 8);
        history.take(former, 60);
        assertEquals(10, history.size());
        assertEquals(90, history.evictions());
        assertEquals("banned last", 2, history.count(1, 128, 0, 0, 1059));
        assertEquals(0, history.count(1, 128, 0, 90, 60));
        assertEquals(1, history.count(1, 128, 0, 91, 1140));
        assertEquals("forgotten when it was to be", 0, history.count(1, 128, 0, 91, 1141));
    }
}
