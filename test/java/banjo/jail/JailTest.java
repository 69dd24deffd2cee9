package banjo.jail;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.address.PrefixList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

public class JailTest
{
    private static final long NOW = 1_700_000_000L;

    private static Jail jail(int maxRetry, long findTime, long banTime, int capacity)
    {
        PrefixList ignored = new PrefixList(2);
        ignored.add(0, Address.IPV4_MARK | 0x0A000000L, 96 + 8);
        return new Jail("sshd", maxRetry, findTime, banTime, ignored, capacity, 42, 1000);
    }

    private static int attempt(Jail jail, int ip, long time)
    {
        return attempt(jail, 0, Address.IPV4_MARK | ip & 0xFFFFFFFFL, time, Math.max(time, NOW), 1000 + Math.max(0, time - NOW));
    }

    /** Both halves of an attempt. */
    private static int attempt(Jail jail, long high, long low, long timeSeconds, long nowSeconds, long monotonicSeconds)
    {
        int result = jail.expect(high, low, timeSeconds, nowSeconds);
        return result == Jail.NOTHING ? jail.attempt(high, low, timeSeconds, nowSeconds, monotonicSeconds) : result;
    }

    @Test
    public void bansAtMaxRetryWithinFindTime()
    {
        Jail jail = jail(3, 60, 600, 100);
        assertEquals(Jail.NOTHING, attempt(jail, 1, NOW));
        assertEquals(Jail.NOTHING, attempt(jail, 1, NOW + 61));
        assertEquals(Jail.NOTHING, attempt(jail, 1, NOW + 62));
        assertEquals(Jail.BAN, attempt(jail, 1, NOW + 121));
        assertEquals(Jail.ALREADY_BANNED, attempt(jail, 1, NOW + 122));
        assertEquals(Jail.TOO_OLD, attempt(jail, 0, 5, NOW - 61, NOW, 1000));
        assertEquals(Jail.IGNORED, attempt(jail, 0x0A010203, NOW));
        assertEquals(1, jail.bannedCount());
    }

    @Test
    public void bansEndByTheMonotonicClock()
    {
        Jail jail = jail(1, 60, 600, 100);
        long[] address = new long[2];
        assertEquals(Jail.BAN, attempt(jail, 7, NOW));
        assertEquals(Jail.BAN, jail.ban(1, 2, Jail.PERMANENT, 1000));
        assertFalse(jail.nextExpired(address, 1599));
        assertTrue(jail.nextExpired(address, 1600));
        assertEquals(Address.IPV4_MARK | 7, address[1]);
        assertFalse(jail.nextExpired(address, 1_000_000));
        assertTrue(jail.banned(1, 2));
        assertEquals(Jail.PERMANENT, jail.remainingSeconds(1, 2, 5000));
        assertTrue(jail.unban(1, 2));
        assertFalse(jail.unban(1, 2));
        assertEquals(0, jail.tracked());
    }

    @Test
    public void aFullTableForgetsTheOldestAttemptThenTheBanThatEndsFirst()
    {
        Jail jail = jail(2, 600, 600, 16);
        for (int i = 0; i < 16; i++)
        {
            assertEquals(Jail.NOTHING, attempt(jail, i, NOW));
        }
        assertEquals(Jail.NOTHING, attempt(jail, 99, NOW));
        assertEquals("0 was forgotten", Jail.NOTHING, attempt(jail, 0, NOW));
        assertEquals(Jail.BAN, attempt(jail, 2, NOW));
        for (int i = 100; i < 150; i++)
        {
            jail.ban(0, Address.IPV4_MARK | i, 1000 + i, 1000);
        }
        long[] address = new long[2];
        assertTrue(jail.takeEvicted(address));
        assertFalse(jail.takeEvicted(address));
        assertEquals(16, jail.tracked());
        assertTrue(jail.banned(0, Address.IPV4_MARK | 149));
    }

    @Test
    public void aFullTableMakesRoomForOneAtMostBeforeItIsNeeded()
    {
        Jail jail = jail(3, 600, 600, 16);
        for (int i = 0; i < 16; i++)
        {
            attempt(jail, i, NOW);
        }
        assertEquals("0 would give way to itself", Jail.NOTHING, attempt(jail, 0, NOW));
        assertEquals(0, jail.evictions());
        assertEquals("it was not forgotten", Jail.BAN, attempt(jail, 0, NOW));
        assertEquals("1 gave way", 1, jail.evictions());
        for (int i = 0; i < 50; i++)
        {
            assertEquals(Jail.ALREADY_BANNED, attempt(jail, 0, NOW));
        }
        assertEquals(15, jail.tracked());
        assertEquals(1, jail.evictions());
        attempt(jail, 99, NOW);
        assertEquals(16, jail.tracked());
        assertEquals(1, jail.evictions());
    }

    @Test
    public void noBanGivesWayToAnAttemptWhenBansAreKept()
    {
        Jail jail = jail(2, 600, 600, 16);
        jail.evictBy(Jail.KEEP_BANS);
        for (int i = 0; i < 15; i++)
        {
            jail.ban(0, Address.IPV4_MARK | i, 1000 + i, 1000);
        }
        assertEquals(Jail.NOTHING, attempt(jail, 20, NOW));
        assertEquals("20 gives way", Jail.NOTHING, attempt(jail, 21, NOW));
        assertEquals(1, jail.evictions());
        assertEquals(Jail.BAN, attempt(jail, 21, NOW));
        assertEquals(Jail.FULL, attempt(jail, 22, NOW));
        assertEquals(Jail.FULL, attempt(jail, 22, NOW));
        assertEquals("not by order either", Jail.FULL, jail.ban(0, Address.IPV4_MARK | 23, 10, 1000));
        assertFalse(jail.adopt(0, Address.IPV4_MARK | 23, 10, 1000));
        assertFalse(jail.takeEvicted(new long[2]));
        assertEquals(16, jail.bannedCount());
        assertEquals(16, jail.bans());
        assertEquals(2, jail.noRoom());
        assertEquals(1, jail.evictions());
        jail.unban(0, Address.IPV4_MARK | 3);
        assertEquals(Jail.NOTHING, attempt(jail, 22, NOW));
    }

    @Test
    public void whoComesToAFullTableIsBannedAtOnceWhenAllAreBanned()
    {
        Jail jail = jail(3, 600, 600, 16);
        jail.evictBy(Jail.BAN_ALL);
        for (int i = 0; i < 16; i++)
        {
            assertEquals(Jail.NOTHING, attempt(jail, i, NOW + i));
        }
        assertEquals(Jail.BAN_UNTRACKED, attempt(jail, 99, NOW + 16));
        assertEquals(Jail.BAN_UNTRACKED, attempt(jail, 99, NOW + 16));
        assertEquals(Jail.IGNORED, attempt(jail, 0x0A010203, NOW + 16));
        assertEquals("who is known is counted", Jail.NOTHING, attempt(jail, 0, NOW + 17));
        assertEquals(Jail.BAN, attempt(jail, 0, NOW + 18));
        assertEquals(0, jail.evictions());
        assertEquals(2, jail.noRoom());
        assertEquals("1 is past findtime and gives way", Jail.NOTHING, attempt(jail, 99, NOW + 602));
        assertEquals("2 is not", Jail.BAN_UNTRACKED, attempt(jail, 98, NOW + 602));
        assertEquals("an order needs an entry", Jail.BAN, jail.ban(0, Address.IPV4_MARK | 50, 10, 1000));
        assertTrue(jail.banned(0, Address.IPV4_MARK | 0) && jail.banned(0, Address.IPV4_MARK | 50));
        assertEquals(2, jail.evictions());
    }

    @Test
    public void fiftyThousandAddressesAreAllBannedWithinTheirBytes()
    {
        int capacity = Jail.capacity(5 << 20, 5);
        assertTrue("capacity " + capacity, capacity >= 50_000);
        Jail jail = jail(5, 600, 600, capacity);
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 50_000; i++)
            {
                assertEquals(round == 4 ? Jail.BAN : Jail.NOTHING, attempt(jail, 0x20000000 + i, NOW + round));
            }
        }
        assertEquals(50_000, jail.bannedCount());
        assertEquals(0, jail.evictions());
        int count = 0;
        for (int ban = jail.nextBan(0); ban >= 0; ban = jail.nextBan(ban + 1))
        {
            count++;
        }
        assertEquals(50_000, count);
    }

    @Test
    public void anAddressTakesAtMost64BytesWithItsShareOfTheIndex()
    {
        for (int addresses : new int[] {1000, 32_768, 32_769, 50_000, 65_537, 1_000_000})
        {
            assertTrue("addresses " + addresses, Jail.capacity(64L * addresses, 5) >= addresses);
        }
    }

    @Test
    public void aBanTellsItsBeginningEndAndFailuresWhateverTheAttemptsWere()
    {
        for (int maxRetry : new int[] {1, 2, 3, 100})
        {
            Jail jail = jail(maxRetry, 600, 700, 100);
            for (int i = 0; i < maxRetry; i++)
            {
                assertEquals(i + 1 == maxRetry ? Jail.BAN : Jail.NOTHING, attempt(jail, 1, NOW + i));
            }
            int ban = jail.nextBan(0);
            assertEquals(maxRetry, jail.failures(ban));
            assertEquals(1000 + maxRetry - 1, jail.beginningSeconds(ban));
            assertEquals(700, jail.remainingSeconds(ban, 1000 + maxRetry - 1));
        }
    }

    @Test
    public void aBanThatIsTakenOverIsNoNewOne()
    {
        Jail jail = jail(2, 600, 600, 16);
        assertEquals(Jail.NOTHING, attempt(jail, 2, NOW));
        for (int i = 1; i <= 3; i++)
        {
            assertFalse(jail.adopt(0, Address.IPV4_MARK | i, 100, 1000));
            assertTrue("its end is known now", jail.adopt(0, Address.IPV4_MARK | i, 200, 1000));
        }
        assertEquals(3, jail.bannedCount());
        assertEquals(0, jail.bans());
        assertEquals(Jail.NOTHING, attempt(jail, 4, NOW));
        assertEquals(Jail.BAN, attempt(jail, 4, NOW));
        assertEquals(1, jail.bans());
    }

    @Test
    public void aBanThatIsLiftedTellsHowLongItWasToLast()
    {
        Jail jail = jail(1, 600, 700, 2);
        long[] address = new long[2];
        assertEquals(Jail.BAN, attempt(jail, 1, NOW));
        jail.adopt(0, Address.IPV4_MARK | 1, 1400, 1000);
        assertTrue(jail.nextExpired(address, 2400));
        assertEquals("made longer", 1400, jail.liftedSeconds());
        assertTrue("older than the daemon", jail.restore(0, 5, 100, 4000, 1, 1010));
        jail.adopt(0, 5, 90, 1020);
        assertEquals(1010 - 4000, jail.beginningSeconds(jail.find(0, 5)));
        assertTrue(jail.unban(0, 5));
        assertEquals(4100, jail.liftedSeconds());
        assertTrue("from the future", jail.restore(0, 6, 100, -4000, 1, 1010));
        assertTrue("as old as nothing is", jail.restore(0, 7, 101, Long.MAX_VALUE, 1, 1010));
        jail.ban(0, 8, 50, 1010);
        assertTrue(jail.takeEvicted(address));
        assertEquals("lifted for room", 100, jail.liftedSeconds());
        jail.ban(0, 8, Jail.PERMANENT, 1011);
        jail.unban(0, 8);
        assertEquals(Jail.PERMANENT, jail.liftedSeconds());
        jail.unban(0, 7);
        assertTrue(jail.liftedSeconds() > 1 << 29);
    }

    @Test
    public void agreesWithASimpleModel()
    {
        Random random = new Random(11);
        Jail jail = jail(3, 50, 100, 4000);
        Map<Integer, Deque<Long>> tried = new HashMap<>();
        Map<Integer, Long> banned = new HashMap<>();
        long[] address = new long[2];
        long time = NOW;
        for (int i = 0; i < 200_000; i++)
        {
            time += random.nextInt(100) == 0 ? random.nextInt(400) : random.nextInt(2);
            long monotonic = 1000 + time - NOW;
            while (jail.nextExpired(address, monotonic))
            {
                Long until = banned.remove((int)address[1]);
                assertTrue("expired when due", until != null && until <= monotonic);
            }
            for (long until : banned.values())
            {
                assertTrue("nobody stays too long", until > monotonic);
            }
            if (random.nextInt(50) == 0)
            {
                jail.forget(time, 1000);
            }
            int ip = random.nextInt(300) + 1;
            if (random.nextInt(40) == 0)
            {
                assertEquals(banned.remove(ip) != null, jail.unban(0, Address.IPV4_MARK | ip));
                continue;
            }
            int result = attempt(jail, 0, Address.IPV4_MARK | ip, time, time, monotonic);
            if (banned.containsKey(ip))
            {
                assertEquals(Jail.ALREADY_BANNED, result);
                continue;
            }
            Deque<Long> times = tried.computeIfAbsent(ip, key -> new ArrayDeque<>());
            times.add(time);
            long bound = time - 50;
            times.removeIf(each -> each < bound);
            if (times.size() >= 3)
            {
                assertEquals(Jail.BAN, result);
                tried.remove(ip);
                banned.put(ip, monotonic + 100);
            }
            else
            {
                assertEquals(Jail.NOTHING, result);
            }
            assertEquals(banned.size(), jail.bannedCount());
        }
    }

    @Test
    public void aLateLineDoesNotPushOutANewerAttempt()
    {
        Jail jail = jail(3, 60, 600, 100);
        assertEquals(Jail.NOTHING, attempt(jail, 0, 9, NOW + 150, NOW + 150, 1000));
        assertEquals(Jail.NOTHING, attempt(jail, 0, 9, NOW + 95, NOW + 155, 1000));
        jail.forget(NOW + 156, 10);
        assertEquals("the attempt at 150 counts still", 1, jail.tracked());
        assertEquals(Jail.NOTHING, attempt(jail, 0, 9, NOW + 160, NOW + 160, 1000));
        assertEquals(Jail.BAN, attempt(jail, 0, 9, NOW + 161, NOW + 161, 1000));
    }

    @Test
    public void aClockSetBackNeitherShieldsAnAddressNorHoldsUpForgetting()
    {
        Jail jail = jail(3, 60, 600, 100);
        long wrong = NOW + 300_000_000L;
        for (int i = 0; i < 2; i++)
        {
            attempt(jail, 0, 8, wrong, wrong, 1000);
            attempt(jail, 0, 9, wrong, wrong, 1000);
        }
        assertEquals(Jail.NOTHING, attempt(jail, 0, 9, NOW, NOW, 1000));
        assertEquals(Jail.NOTHING, attempt(jail, 0, 9, NOW + 1, NOW + 1, 1000));
        assertEquals(Jail.BAN, attempt(jail, 0, 9, NOW + 2, NOW + 2, 1000));
        jail.forget(NOW + 3, 10);
        assertEquals(1, jail.tracked());
    }

    @Test
    public void aTableFindsWhatIsThereHoweverMuchCameAndWent()
    {
        int capacity = 1 << 14;
        AddressTable table = new AddressTable(capacity, 1, 5);
        Random random = new Random(5);
        Map<Long, Integer> model = new HashMap<>();
        for (int i = 0; i < 400_000; i++)
        {
            long id = random.nextInt(capacity * 5 / 4);
            Integer entry = model.remove(id);
            assertEquals(entry == null ? AddressTable.NONE : entry, table.find(id, ~id));
            if (entry != null)
            {
                if (random.nextBoolean())
                {
                    table.expectRemoval(entry);
                }
                table.remove(entry);
            }
            if (!table.full() && (entry == null || random.nextInt(16) > 0))
            {
                model.put(id, table.add(id, ~id));
            }
        }
        assertTrue("size " + table.size(), table.size() > capacity * 9 / 10);
        model.forEach((id, entry) -> assertEquals((int)entry, table.find(id, ~id)));
    }

    /** Whoever owns a /48 may choose the low half of an address to undo a public function of its high half. */

    /** Addresses of which so many belong in one slot that they lie farther from it than the bits of a slot can tell. */
    @Test
    public void aTableFindsWhatLiesFarFromItsPlace()
    {
        AddressTable table = new AddressTable(1 << 10, 1, 5);
        // The index is as large as it gets when half of the addresses are there.
        for (long id = 0; table.size() < 600; id++)
        {
            table.add(1, id);
        }
        List<Long> crowd = new ArrayList<>();
        for (long id = 0; crowd.size() < 300; id++)
        {
            if (table.slot(table.hash(2, id)) < 2)
            {
                crowd.add(id);
                table.add(2, id);
            }
        }
        while (!crowd.isEmpty())
        {
            table.remove(table.find(2, crowd.remove(crowd.size() / 3)));
            for (long id : crowd)
            {
                assertTrue(table.find(2, id) != AddressTable.NONE);
            }
            for (long id = 0; id < 600; id++)
            {
                assertTrue(table.find(1, id) != AddressTable.NONE);
            }
        }
    }

    @Test
    public void chosenAddressesDoNotCollide()
    {
        AddressTable table = new AddressTable(50_000, 1, 42);
        for (int i = 0; i < 20_000; i++)
        {
            table.add(0, i);
        }
        java.util.Set<Integer> slots = new java.util.HashSet<>();
        for (int i = 0; i < 1000; i++)
        {
            long high = 0x20010DB800000000L + i;
            slots.add(table.slot(table.hash(high, high * 0x9E3779B97F4A7C15L)));
        }
        assertTrue("slots " + slots.size(), slots.size() > 900);
    }

    @Test
    public void anEntryTellsItsRecentFailures()
    {
        Jail jail = new Jail("j", 3, 600, 60, new PrefixList(0), 100, 7, 0);
        assertEquals(-1, jail.find(0, 9));
        attempt(jail, 0, 9, 1000, 1000, 0);
        attempt(jail, 0, 9, 1500, 1500, 0);
        int entry = jail.find(0, 9);
        assertEquals(2, jail.recentFailures(entry, 1600));
        assertEquals(1, jail.recentFailures(entry, 1601));
        assertEquals(1500, jail.lastSeconds(entry));
        assertFalse(jail.isBan(entry));
        attempt(jail, 0, 9, 1500, 1500, 0);
        assertTrue(jail.isBan(jail.find(0, 9)));
    }

    @Test
    public void otherTermsKeepBansAndAttempts()
    {
        Jail jail = jail(5, 600, 600, 100);
        for (int i = 0; i < 4; i++)
        {
            attempt(jail, 1, NOW + i);
        }
        attempt(jail, 2, NOW);
        jail.ban(0, 77, 50, 1000);
        jail.ban(0, 78, Jail.PERMANENT, 1000);
        for (int maxRetry : new int[] {3, 9, 4, 5})
        {
            jail.change(maxRetry, 500, 700, new PrefixList(1), 90 + maxRetry, 7, 1010);
            assertEquals(maxRetry, jail.maxRetry());
            assertEquals(90 + maxRetry, jail.capacity());
            assertEquals(4, jail.tracked());
            assertEquals(2, jail.bannedCount());
            assertEquals(40, jail.remainingSeconds(0, 77, 1010));
            assertEquals(Jail.PERMANENT, jail.remainingSeconds(0, 78, 1010));
        }
        assertEquals(5, jail.attempts());
        assertEquals(2, jail.bans());
        long[] address = new long[2];
        assertFalse(jail.nextExpired(address, 1049));
        assertTrue(jail.nextExpired(address, 1050));
        assertEquals(77, address[1]);
        assertEquals("three were kept by the smallest table", Jail.NOTHING, attempt(jail, 1, NOW + 5));
        assertEquals(Jail.BAN, attempt(jail, 1, NOW + 6));
        assertEquals("for the new time", 700, jail.remainingSeconds(0, Address.IPV4_MARK | 1, 1006));
        assertEquals("nobody is ignored any more", Jail.NOTHING, attempt(jail, 0x0A010203, NOW + 7));
    }

    @Test
    public void aTableOfFewerTimesKeepsTheNewest()
    {
        Jail jail = jail(5, 600, 600, 100);
        for (int seconds : new int[] {500, 0, 400, 100})
        {
            attempt(jail, 1, NOW + seconds);
        }
        jail.change(2, 150, 600, new PrefixList(1), 100, 7, 1000);
        assertEquals("400 and 500 lie too far back, but close together", Jail.NOTHING, attempt(jail, 2, NOW + 500));
        assertEquals(Jail.BAN, attempt(jail, 1, NOW + 520));
    }

    @Test
    public void aSmallerTableForgetsTheOldestAttemptsAndNoBan()
    {
        Jail jail = jail(2, 600, 600, 100);
        for (int i = 0; i < 50; i++)
        {
            attempt(jail, i, NOW);
            jail.ban(1, i, 600, 1000);
        }
        jail.change(2, 600, 600, new PrefixList(1), 60, 7, 1000);
        assertEquals(60, jail.tracked());
        assertEquals(50, jail.bannedCount());
        assertEquals(40, jail.evictions());
        assertEquals(Jail.BAN, attempt(jail, 49, NOW));
        assertEquals("39 was forgotten", Jail.NOTHING, attempt(jail, 39, NOW));
    }

    @Test
    public void aBanByOrderHasNoFailures()
    {
        Jail jail = jail(3, 600, 600, 100);
        attempt(jail, 1, NOW);
        attempt(jail, 1, NOW);
        assertEquals(Jail.BAN, jail.ban(0, Address.IPV4_MARK | 1, 60, 1000));
        assertEquals(0, jail.failures(jail.nextBan(0)));
        assertEquals(Jail.ALREADY_BANNED, attempt(jail, 1, NOW));
        assertEquals(1, jail.alreadyBanned());
        assertTrue(jail.unban(0, Address.IPV4_MARK | 1));
        assertEquals(1, jail.unbans());
    }

    @Test
    public void nothingIsRestoredBeyondTheRoom()
    {
        Jail jail = jail(3, 600, 600, 16);
        for (int i = 0; i < 20; i++)
        {
            assertEquals(i < 16, jail.restore(1, i, 60, 0, 3, 1000));
        }
        assertEquals(16, jail.tracked());
        assertTrue(jail.banned(1, 0) && !jail.banned(1, 16));
    }

    @Test
    public void aTableKeepsToItsBytes()
    {
        for (int bytes = 1 << 16; bytes < 1 << 24; bytes = bytes * 3 / 2)
        {
            int capacity = AddressTable.capacity(bytes, 7);
            assertTrue(AddressTable.bytes(capacity, 7) <= bytes && AddressTable.bytes(capacity + 1, 7) > bytes);
        }
    }

    @Test
    public void aGreatCountStaysTheGreatest()
    {
        AddressTable table = new AddressTable(16, 1, 5);
        int entry = table.add(1, 2);
        table.setMark(entry, 7);
        table.setCount(entry, AddressTable.COUNT_MAXIMUM + 1);
        assertEquals(AddressTable.COUNT_MAXIMUM, table.count(entry));
        assertEquals(7, table.mark(entry));
    }

    @Test
    public void theNewestTimesAreKeptInWhateverOrderTheyCame()
    {
        Jail jail = jail(5, 600, 600, 100);
        for (int seconds : new int[] {0, 100, 400, 500})
        {
            attempt(jail, 1, NOW + seconds);
        }
        jail.change(3, 150, 600, new PrefixList(1), 100, 7, 1000);
        assertEquals(Jail.BAN, attempt(jail, 1, NOW + 520));
    }

    @Test
    public void timesThatNobodyNotedDoNotCountBeforeTheClockIsSet()
    {
        Jail jail = jail(3, 600, 600, 100);
        assertEquals(Jail.NOTHING, attempt(jail, 0, 9, 40, 40, 0));
        assertEquals(1, jail.recentFailures(jail.find(0, 9), 50));
    }
}
