package banjo.firewall;

import java.util.List;

/** Several back ends side by side: the sets of the first come first, then those of the second. */
public final class FirewallGroup implements Firewall
{
    private final Firewall[] parts;
    /** The number of each part's first set. */
    private final int[] first;
    private String problem = "";

    /** @param counts how many sets each part has. */
    public FirewallGroup(List<Firewall> parts, List<Integer> counts)
    {
        this.parts = parts.toArray(new Firewall[0]);
        first = new int[this.parts.length];
        for (int i = 1; i < first.length; i++)
        {
            first[i] = first[i - 1] + counts.get(i - 1);
        }
    }

    private int partOf(int set)
    {
        int part = parts.length - 1;
        while (set < first[part])
        {
            part--;
        }
        return part;
    }

    @Override
    public String name()
    {
        String names = "";
        for (Firewall part : parts)
        {
            names += (names.isEmpty() ? "" : ", ") + part.name();
        }
        return names;
    }

    @Override
    public boolean runsPrograms()
    {
        boolean runs = false;
        for (Firewall part : parts)
        {
            runs |= part.runsPrograms();
        }
        return runs;
    }

    /** Those that are ready when another one fails are left, with the bans that they hold. */
    @Override
    public int start(Found found)
    {
        int result = 0;
        for (int i = 0; i < parts.length; i++)
        {
            int from = first[i];
            int started = parts[i].start((set, prefix, high, low, remainingMillis, comment, commentFrom, commentTo) ->
                found.ban(set < 0 ? set : set + from, prefix, high, low, remainingMillis, comment, commentFrom, commentTo));
            if (started < 0)
            {
                problem = parts[i].problem();
                for (int k = 0; k < i; k++)
                {
                    parts[k].stop(true);
                }
                return started;
            }
            result = Math.max(result, started);
        }
        return result;
    }

    @Override
    public void ban(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        int part = partOf(set);
        parts[part].ban(set - first[part], high, low, remainingMillis, comment);
    }

    @Override
    public void restore(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        int part = partOf(set);
        parts[part].restore(set - first[part], high, low, remainingMillis, comment);
    }

    @Override
    public void unban(int set, long high, long low)
    {
        int part = partOf(set);
        parts[part].unban(set - first[part], high, low);
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
        for (Firewall part : parts)
        {
            result = join(result, part.flush(), part);
        }
        return result;
    }

    @Override
    public int refused()
    {
        int count = 0;
        for (Firewall part : parts)
        {
            count += part.refused();
        }
        return count;
    }

    @Override
    public int refused(int index, long[] address)
    {
        int rest = index;
        for (int i = 0; i < parts.length; i++)
        {
            int count = parts[i].refused();
            if (rest < count)
            {
                return first[i] + parts[i].refused(rest, address);
            }
            rest -= count;
        }
        return -1;
    }

    /** Only one kind of back end has one, and each kind is there once. */
    @Override
    public int descriptor()
    {
        int descriptor = -1;
        for (Firewall part : parts)
        {
            descriptor = Math.max(descriptor, part.descriptor());
        }
        return descriptor;
    }

    @Override
    public int tick(boolean ready, long nowMillis)
    {
        int result = 0;
        for (Firewall part : parts)
        {
            result = join(result, part.tick(ready && part.descriptor() >= 0, nowMillis), part);
        }
        return result;
    }

    @Override
    public int patienceMillis()
    {
        int patience = Integer.MAX_VALUE;
        for (Firewall part : parts)
        {
            patience = Math.min(patience, part.patienceMillis());
        }
        return patience;
    }

    @Override
    public int stop(boolean keep)
    {
        int result = 0;
        for (Firewall part : parts)
        {
            result = join(result, part.stop(keep), part);
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
        for (Firewall part : parts)
        {
            if (part.warning() != null)
            {
                warning = warning == null ? part.warning() : warning + "; " + part.warning();
            }
        }
        return warning;
    }

    @Override
    public long failedOrders()
    {
        long sum = 0;
        for (Firewall part : parts)
        {
            sum += part.failedOrders();
        }
        return sum;
    }
}
