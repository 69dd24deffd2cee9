package banjo.firewall;

import java.util.ArrayList;
import java.util.List;

/** Back ends side by side, each for the sets that name it. Which ones there are follows from the sets, also while they ban. */
public final class FirewallGroup implements Firewall
{
    /** Makes a back end that is not started. */
    public interface Maker
    {
        Firewall make(String backEnd, List<BanSet> sets);
    }

    /** A back end and its sets. */
    private record Part(String name, Firewall firewall, List<BanSet> sets)
    {
    }

    private final Maker maker;
    private List<Part> parts = new ArrayList<>();
    /** Of each set: who has it, and its number there. */
    private Firewall[] owners;
    private int[] numbers;
    /** Orders that were refused by those that are gone. */
    private long failedBefore;
    private String problem = "";

    public FirewallGroup(Maker maker, List<BanSet> sets)
    {
        this.maker = maker;
        for (Part each : divide(sets))
        {
            parts.add(new Part(each.name, maker.make(each.name, each.sets), each.sets));
        }
        number(sets);
    }

    /** @return a part for each back end of the sets, the first one's first; those that are there already with the firewall. */
    private List<Part> divide(List<BanSet> all)
    {
        List<Part> divided = new ArrayList<>();
        for (BanSet set : all)
        {
            Part part = find(divided, set.backEnd);
            if (part == null)
            {
                Part present = find(parts, set.backEnd);
                part = new Part(set.backEnd, present == null ? null : present.firewall, new ArrayList<>());
                divided.add(part);
            }
            part.sets.add(set);
        }
        return divided;
    }

    private static Part find(List<Part> parts, String name)
    {
        for (Part each : parts)
        {
            if (each.name.equals(name))
            {
                return each;
            }
        }
        return null;
    }

    private void number(List<BanSet> sets)
    {
        owners = new Firewall[sets.size()];
        numbers = new int[sets.size()];
        for (int i = 0; i < numbers.length; i++)
        {
            Part part = find(parts, sets.get(i).backEnd);
            owners[i] = part.firewall;
            numbers[i] = part.sets.indexOf(sets.get(i));
        }
    }

    /** @return the number that a back end's set has here, or -1. */
    private int set(Firewall owner, int number)
    {
        int set = owners.length - 1;
        while (set >= 0 && (owners[set] != owner || numbers[set] != number))
        {
            set--;
        }
        return set;
    }

    /** Has bans of a back end told by the numbers that its sets have here. */
    private Found numbered(Firewall owner, Found found)
    {
        return (set, prefix, high, low, remainingMillis, comment, from, to) ->
            found.ban(set(owner, set), prefix, high, low, remainingMillis, comment, from, to);
    }

    @Override
    public String name()
    {
        String names = "";
        for (Part part : parts)
        {
            names += (names.isEmpty() ? "" : ", ") + part.name;
        }
        return names;
    }

    @Override
    public boolean runsPrograms()
    {
        boolean runs = false;
        for (Part part : parts)
        {
            runs |= part.firewall.runsPrograms();
        }
        return runs;
    }

    @Override
    public boolean isReal()
    {
        boolean real = false;
        for (Part part : parts)
        {
            real |= part.firewall.isReal();
        }
        return real;
    }

    /** Those that are ready when another one fails are left, with the bans that they hold. */
    @Override
    public int start(Found found)
    {
        int result = 0;
        for (int i = 0; i < parts.size(); i++)
        {
            Firewall part = parts.get(i).firewall;
            int started = part.start(numbered(part, found));
            if (started < 0)
            {
                problem = part.problem();
                for (int k = 0; k < i; k++)
                {
                    parts.get(k).firewall.stop(true);
                }
                return started;
            }
            result = Math.max(result, started);
        }
        return result;
    }

    /** A back end that is new is started first, without what it held; where it cannot be, everything stays as it was. */
    @Override
    public int cover(List<BanSet> wanted)
    {
        List<Part> former = parts;
        List<Part> next = divide(wanted);
        for (int i = 0; i < next.size(); i++)
        {
            Part part = next.get(i);
            if (part.firewall == null)
            {
                Firewall made = maker.make(part.name, part.sets);
                next.set(i, new Part(part.name, made, part.sets));
                int started = startEmpty(made, part.sets.size());
                if (started < 0)
                {
                    problem = made.problem();
                    removeOthers(next.subList(0, i), former);
                    return started;
                }
            }
        }
        parts = next;
        number(wanted);
        int result = 0;
        for (Part part : next)
        {
            Part before = find(former, part.name);
            if (before != null && !isLike(before.sets, part.sets))
            {
                result = join(result, part.firewall.cover(part.sets), part.firewall);
            }
        }
        int removed = removeOthers(former, next);
        return removed < 0 && result == 0 ? removed : result;
    }

    private static int startEmpty(Firewall firewall, int sets)
    {
        int started = firewall.start((set, prefix, high, low, remainingMillis, comment, from, to) -> { });
        for (int i = 0; i < sets && started >= 0; i++)
        {
            firewall.empty(i);
        }
        int flushed = started < 0 ? 0 : firewall.flush();
        return flushed < 0 ? flushed : started;
    }

    private static boolean isLike(List<BanSet> some, List<BanSet> others)
    {
        boolean like = some.size() == others.size();
        for (int i = 0; like && i < some.size(); i++)
        {
            like = some.get(i).isLike(others.get(i));
        }
        return like;
    }

    /** Removes the back ends that are not among others, with what they hold. */
    private int removeOthers(List<Part> from, List<Part> others)
    {
        int result = 0;
        for (Part part : from)
        {
            if (find(others, part.name) == null)
            {
                failedBefore += part.firewall.failedOrders();
                result = join(result, part.firewall.stop(false), part.firewall);
            }
        }
        return result;
    }

    @Override
    public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        owners[set].ban(numbers[set], high, low, remainingMillis, comment);
    }

    @Override
    public void restore(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        owners[set].restore(numbers[set], high, low, remainingMillis, comment);
    }

    @Override
    public void unban(int set, long high, long low)
    {
        owners[set].unban(numbers[set], high, low);
    }

    @Override
    public void empty(int set)
    {
        owners[set].empty(numbers[set]);
    }

    @Override
    public int list(Found found)
    {
        int result = 0;
        for (Part part : parts)
        {
            result = join(result, part.firewall.list(numbered(part.firewall, found)), part.firewall);
        }
        return result;
    }

    /** REBUILT has every ban ordered again, refused ones too; what failed is told with it. */
    private int join(int result, int ofPart, Firewall part)
    {
        if (ofPart == 0)
        {
            return result;
        }
        problem = result == 0 ? part.problem() : problem + "; " + part.problem();
        return result <= 0 && (result == 0 || ofPart > 0) || ofPart == REBUILT ? ofPart : result;
    }

    @Override
    public int flush()
    {
        int result = 0;
        for (int i = 0; i < parts.size(); i++)
        {
            Firewall part = parts.get(i).firewall;
            result = join(result, part.flush(), part);
        }
        return result;
    }

    @Override
    public RefusedBans refused()
    {
        RefusedBans all = new RefusedBans(parts.size() * RefusedBans.CAPACITY);
        long[] address = new long[2];
        for (int i = 0; i < parts.size(); i++)
        {
            Firewall part = parts.get(i).firewall;
            for (int k = 0; k < part.refused().count(); k++)
            {
                all.add(set(part, part.refused().get(k, address)), address[0], address[1]);
            }
        }
        return all;
    }

    /** Only one kind of back end has one, and each kind is there once. */
    @Override
    public int descriptor()
    {
        int descriptor = -1;
        for (int i = 0; i < parts.size(); i++)
        {
            descriptor = Math.max(descriptor, parts.get(i).firewall.descriptor());
        }
        return descriptor;
    }

    @Override
    public int tick(boolean ready, long nowMillis)
    {
        int result = 0;
        for (int i = 0; i < parts.size(); i++)
        {
            Firewall part = parts.get(i).firewall;
            result = join(result, part.tick(ready && part.descriptor() >= 0, nowMillis), part);
        }
        return result;
    }

    @Override
    public int patienceMillis()
    {
        int patience = Integer.MAX_VALUE;
        for (int i = 0; i < parts.size(); i++)
        {
            patience = Math.min(patience, parts.get(i).firewall.patienceMillis());
        }
        return patience;
    }

    @Override
    public long waitMillis(long nowMillis)
    {
        long wait = 0;
        for (int i = 0; i < parts.size(); i++)
        {
            wait = Math.max(wait, parts.get(i).firewall.waitMillis(nowMillis));
        }
        return wait;
    }

    @Override
    public int stop(boolean keep)
    {
        int result = 0;
        for (Part part : parts)
        {
            result = join(result, part.firewall.stop(keep), part.firewall);
        }
        return result;
    }

    @Override
    public String problem()
    {
        return problem;
    }

    @Override
    public String warning()
    {
        String warning = null;
        for (Part part : parts)
        {
            String own = part.firewall.warning();
            warning = own == null ? warning : warning == null ? own : warning + "; " + own;
        }
        return warning;
    }

    @Override
    public long failedOrders()
    {
        long sum = failedBefore;
        for (Part part : parts)
        {
            sum += part.firewall.failedOrders();
        }
        return sum;
    }
}
