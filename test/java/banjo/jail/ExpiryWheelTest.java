package banjo.jail;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Random;
import org.junit.Before;
import org.junit.Test;

public class ExpiryWheelTest
{
    private static final int UNTIL = 2;
    private static final int ENTRIES = 300;

    private AddressTable table;
    private ExpiryWheel wheel;

    @Before
    public void start()
    {
        table = new AddressTable(ENTRIES, 3, 1);
        wheel = new ExpiryWheel(table, new EntryLists(table, ExpiryWheel.LISTS), UNTIL);
    }

    private int add(long id, long untilSeconds, long nowSeconds)
    {
        int entry = table.add(0, id);
        wheel.add(entry, untilSeconds, nowSeconds);
        return entry;
    }

    /** Against a search through all entries, to the second where that is near, to 1,024 seconds where it is far. */
    @Test
    public void theSoonestIsFoundWhateverCameAndWentBefore()
    {
        Random random = new Random(3);
        long now = 5;
        long[] until = new long[ENTRIES];
        for (int step = 0; step < 20_000; step++)
        {
            int id = random.nextInt(ENTRIES);
            int known = table.find(0, id);
            if (known == AddressTable.NONE)
            {
                until[id] = now + 1 + random.nextInt(step % 3 == 0 ? 900 : 2_000_000);
                add(id, until[id], now);
            }
            else
            {
                take(known);
                until[id] = 0;
            }
            now += random.nextInt(100) == 0 ? random.nextInt(3000) : 0;
            for (int entry = wheel.due(now); entry != AddressTable.NONE; entry = wheel.due(now))
            {
                until[(int)table.low(entry)] = 0;
                take(entry);
            }
            long least = Long.MAX_VALUE;
            for (long each : until)
            {
                least = each > 0 ? Math.min(least, each) : least;
            }
            int soonest = wheel.soonest();
            assertEquals(least == Long.MAX_VALUE, soonest == AddressTable.NONE);
            assertTrue("to 1,024 seconds", soonest == AddressTable.NONE || wheel.until(soonest) - least < 1024
                || least - now > 1_040_000);
        }
    }

    private void take(int entry)
    {
        wheel.remove(entry);
        table.remove(entry);
    }

    /** Random ends up to weeks ahead, random steps of the clock: every entry is due when its time has come, none before. */
    @Test
    public void entriesAreDueWhenTheirTimeHasComeAndNotBefore()
    {
        for (long seed = 1; seed <= 20; seed++)
        {
            start();
            Random random = new Random(seed);
            long now = seed % 2 == 0 ? 1_790_000_000L : 5;
            long[] until = new long[ENTRIES];
            int waiting = 0;
            int[] spans = {1, 100, 1024, 1025, 5000, 1_048_576, 3_000_000};
            for (int step = 0; step < 2000; step++)
            {
                int id = random.nextInt(ENTRIES);
                int known = table.find(0, id);
                if (known == AddressTable.NONE)
                {
                    until[id] = now + random.nextInt(spans[random.nextInt(spans.length)]);
                    add(id, until[id], now);
                    waiting++;
                }
                else if (random.nextInt(4) == 0)
                {
                    take(known);
                    waiting--;
                }
                now += random.nextInt(3) > 0 ? random.nextInt(3) : random.nextInt(spans[random.nextInt(spans.length)]);
                for (int due = wheel.due(now); due != AddressTable.NONE; due = wheel.due(now))
                {
                    assertTrue("seed " + seed, until[(int)table.low(due)] <= now);
                    take(due);
                    waiting--;
                }
                assertEquals("seed " + seed, waiting, table.size());
                for (int each = 0; each < ENTRIES; each++)
                {
                    assertTrue("seed " + seed, table.find(0, each) == AddressTable.NONE || until[each] > now);
                }
            }
            now += 10_000_000;
            for (int due = wheel.due(now); due != AddressTable.NONE; due = wheel.due(now))
            {
                take(due);
            }
            assertEquals(0, table.size());
        }
    }

    @Test
    public void theSoonestIsTheOneThatEndsFirst()
    {
        add(1, 900_000, 10);
        int soon = add(2, 5000, 10);
        add(3, 20_000, 10);
        assertEquals(soon, wheel.soonest());
        int sooner = add(4, 700, 10);
        assertEquals(sooner, wheel.soonest());
        take(sooner);
        take(soon);
        assertEquals(3, table.low(wheel.soonest()));
    }
}
