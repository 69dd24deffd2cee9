package banjo.firewall;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class FirewallGroupTest
{
    private final List<String> orders = new ArrayList<>();
    private final Part left = new Part("left");
    private final Part right = new Part("right");
    private final Part third = new Part("third");
    private final FirewallGroup group = new FirewallGroup((name, sets) -> name.equals("left") ? left : name.equals("right") ? right : third,
        sets("left 1", "right 1", "left 2", "right 2", "right 3"));

    /** Each as its back end and a port. */
    private static List<BanSet> sets(String... all)
    {
        List<BanSet> sets = new ArrayList<>();
        for (String each : all)
        {
            int port = Integer.parseInt(each.split(" ")[1]);
            sets.add(new BanSet(each.split(" ")[0], true, 128, BanSet.TCP, new int[] {port, port}, false));
        }
        return sets;
    }

    /** Notes the orders; gives the answers that it is told to. */
    private final class Part implements Firewall
    {
        private final String name;
        private int started;
        private int answer;
        private final RefusedBans refused = new RefusedBans(9);
        private long wait;
        private boolean real = true;
        private boolean runs;
        private int patience = 500;

        Part(String name)
        {
            this.name = name;
        }

        @Override
        public String name()
        {
            return name;
        }

        @Override
        public int start(Found found)
        {
            list(found);
            orders.add(name + " start");
            return started;
        }

        @Override
        public int list(Found found)
        {
            found.ban(1, 128, 1, 2, 3, new byte[0], 0, 0);
            found.ban(-1, 128, 1, 2, 3, new byte[0], 0, 0);
            return answer;
        }

        @Override
        public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
        {
            orders.add(name + " ban " + set);
        }

        @Override
        public void unban(int set, long high, long low)
        {
            orders.add(name + " unban " + set);
        }

        @Override
        public void empty(int set)
        {
            orders.add(name + " empty " + set);
        }

        @Override
        public int cover(List<BanSet> wanted)
        {
            orders.add(name + " cover " + wanted.stream().map(BanSet::name).toList());
            return answer;
        }

        @Override
        public int flush()
        {
            return answer;
        }

        @Override
        public RefusedBans refused()
        {
            return refused;
        }

        @Override
        public boolean isReal()
        {
            return real;
        }

        @Override
        public boolean runsPrograms()
        {
            return runs;
        }

        @Override
        public int patienceMillis()
        {
            return patience;
        }

        @Override
        public long waitMillis(long nowMillis)
        {
            return wait;
        }

        @Override
        public int stop(boolean keep)
        {
            orders.add(name + " stop " + keep);
            return 0;
        }

        @Override
        public String problem()
        {
            return name + " broke";
        }

        @Override
        public long failedOrders()
        {
            return 2;
        }
    }

    @Test
    public void ordersGoToTheBackEndOfTheSet()
    {
        group.ban(2, 0, 0, 0, null);
        group.ban(1, 0, 0, 0, null);
        group.restore(3, 0, 0, 0, null);
        group.unban(4, 0, 0);
        group.empty(4);
        assertEquals(List.of("left ban 1", "right ban 0", "right ban 1", "right unban 2", "right empty 2"), orders);
        assertEquals("left, right", group.name());
        assertEquals(4, group.failedOrders());
    }

    @Test
    public void bansThatAreFoundComeWithTheNumbersOfAllSets()
    {
        List<Integer> sets = new ArrayList<>();
        assertEquals(0, group.start((set, prefix, high, low, remaining, comment, from, to) -> sets.add(set)));
        assertEquals(List.of(2, -1, 3, -1), sets);
        sets.clear();
        right.answer = -5;
        assertEquals(-5, group.list((set, prefix, high, low, remaining, comment, from, to) -> sets.add(set)));
        assertEquals("right broke", group.problem());
        assertEquals(List.of(2, -1, 3, -1), sets);
    }

    @Test
    public void oneThatCannotStartEndsAll()
    {
        right.started = -1;
        assertEquals(-1, group.start((set, prefix, high, low, remaining, comment, from, to) -> { }));
        assertEquals("right broke", group.problem());
        assertEquals(List.of("left start", "right start", "left stop true"), orders);
    }

    @Test
    public void aRebuildComesBeforeAFullSetAndThatBeforeAFailure()
    {
        int[] answers = {-5, Firewall.FULL, Firewall.REBUILT};
        for (int i = 0; i < answers.length; i++)
        {
            for (int k = 0; k < answers.length; k++)
            {
                left.answer = answers[i];
                right.answer = answers[k];
                assertEquals(answers[Math.max(i, k)], group.flush());
                assertEquals("left broke; right broke", group.problem());
            }
        }
        right.answer = 0;
        left.answer = -5;
        assertEquals(-5, group.flush());
        assertEquals("left broke", group.problem());
        right.answer = -7;
        assertEquals("the first failure is told", -5, group.flush());
    }

    @Test
    public void aDoubtIsLessThanARebuildAndMoreThanAFailure()
    {
        left.answer = Firewall.DOUBT;
        right.answer = Firewall.REBUILT;
        assertEquals(Firewall.REBUILT, group.flush());
        right.answer = -5;
        assertEquals(Firewall.DOUBT, group.flush());
    }

    @Test
    public void refusedBansComeFromAll()
    {
        left.refused.add(1, 0, 11);
        right.refused.add(0, 0, 12);
        right.refused.add(2, 13, 14);
        RefusedBans all = group.refused();
        List<String> seen = new ArrayList<>();
        long[] address = new long[2];
        for (int i = 0; i < all.count(); i++)
        {
            seen.add(all.get(i, address) + " " + address[0] + " " + address[1]);
        }
        assertEquals("with the numbers of all sets", List.of("2 0 11", "1 0 12", "4 13 14"), seen);
    }

    @Test
    public void whatOneOfThemIsOrNeedsIsTrueOfAll()
    {
        assertTrue(group.isReal() && !group.runsPrograms());
        left.runs = true;
        right.real = false;
        assertTrue(group.isReal() && group.runsPrograms());
        left.real = false;
        assertFalse(group.isReal());
        left.patience = 20;
        assertEquals(20, group.patienceMillis());
        left.patience = 900;
        assertEquals(500, group.patienceMillis());
    }

    @Test
    public void theLongestWaitIsTold()
    {
        left.wait = 7;
        assertEquals(7, group.waitMillis(0));
        right.wait = 8;
        assertEquals(8, group.waitMillis(0));
    }

    @Test
    public void aNewBackEndIsStartedEmptyBeforeOneThatNobodyNeedsGoes()
    {
        assertEquals(0, group.cover(sets("right 1", "right 2", "right 3", "third 7", "third 8")));
        assertEquals(List.of("third start", "third empty 0", "third empty 1", "left stop false"), orders);
        assertEquals("right, third", group.name());
        assertEquals("what the one that went had refused still counts", 6, group.failedOrders());
        orders.clear();
        group.ban(4, 0, 0, 0, null);
        assertEquals(0, group.cover(sets("third 8", "third 7", "right 1")));
        assertEquals("orders go by the new numbers", List.of("third ban 1", "third cover [banned4-tcp-8, banned4-tcp-7]", "right cover [banned4-tcp-1]"), orders);
    }

    @Test
    public void whereANewBackEndCannotStartEverythingStays()
    {
        third.started = -1;
        assertEquals(-1, group.cover(sets("right 9", "third 7")));
        assertEquals("third broke", group.problem());
        assertEquals(List.of("third start"), orders);
        assertEquals("left, right", group.name());
        third.started = 0;
        third.answer = -5;
        assertEquals("nor where it cannot be emptied", -5, group.cover(sets("right 9", "third 7")));
        assertEquals("left, right", group.name());
        orders.clear();
        group.ban(2, 0, 0, 0, null);
        assertEquals(List.of("left ban 1"), orders);
    }
}
