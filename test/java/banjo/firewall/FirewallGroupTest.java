package banjo.firewall;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class FirewallGroupTest
{
    private final List<String> orders = new ArrayList<>();
    private final Part left = new Part("left");
    private final Part right = new Part("right");
    private final FirewallGroup group = new FirewallGroup(List.of(left, right), List.of(2, 3));

    /** Notes the orders; gives the answers that it is told to. */
    private final class Part implements Firewall
    {
        private final String name;
        private int started;
        private int answer;
        private int refused;

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
            found.ban(1, 128, 1, 2, 3, new byte[0], 0, 0);
            found.ban(-1, 128, 1, 2, 3, new byte[0], 0, 0);
            return started;
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
        public int flush()
        {
            return answer;
        }

        @Override
        public int refused()
        {
            return refused;
        }

        @Override
        public int refused(int index, long[] address)
        {
            return index;
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
        group.ban(1, 0, 0, 0, null);
        group.ban(2, 0, 0, 0, null);
        group.restore(3, 0, 0, 0, null);
        group.unban(4, 0, 0);
        assertEquals(List.of("left ban 1", "right ban 0", "right ban 1", "right unban 2"), orders);
        assertEquals("left, right", group.name());
        assertEquals(4, group.failedOrders());
    }

    @Test
    public void bansThatAreFoundComeWithTheNumbersOfAllSets()
    {
        List<Integer> sets = new ArrayList<>();
        assertEquals(0, group.start((set, prefix, high, low, remaining, comment, from, to) -> sets.add(set)));
        assertEquals(List.of(1, -1, 3, -1), sets);
    }

    @Test
    public void oneThatCannotStartEndsAll()
    {
        right.started = -1;
        assertEquals(-1, group.start((set, prefix, high, low, remaining, comment, from, to) -> { }));
        assertEquals("right broke", group.problem());
        assertEquals(List.of("left stop true"), orders);
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
    }

    @Test
    public void refusedBansComeFromAll()
    {
        left.refused = 1;
        right.refused = 2;
        assertEquals(3, group.refused());
        assertEquals(0, group.refused(0, null));
        assertEquals(3, group.refused(2, null));
    }
}
