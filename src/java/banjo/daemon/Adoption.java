package banjo.daemon;

import banjo.address.Address;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
import banjo.jail.Jail;
import banjo.sys.Platform;
import java.util.ArrayList;
import java.util.List;

/** Takes over at the start the bans that the firewall holds, as far as there is room, and has it hold those that were saved. */
final class Adoption
{
    private static final long PERMANENT = Jail.PERMANENT;

    /** Bans that are taken out of the kernel at once at most, so that memory holds them: as many as iptables has. */
    private static final int BATCH = 10_000;

    /** A ban that is in a set where its jail would not put it, or for which the jail's table has no room. @param owner null for the first. */
    private record Excess(JailRuntime owner, int set, long high, long low, long seconds)
    {
    }

    private final Bans bans;
    private final Firewall firewall;
    private final Clocks clocks;
    private final boolean once;
    private final long[] evicted = new long[2];
    private List<Excess> excess = new ArrayList<>();
    private boolean moved;
    private int restored;
    /** Bans that the kernel held at start and no jail claims. */
    long foreign;

    /** @param once logs are read once: what the kernel holds is no business of theirs. */
    Adoption(Bans bans, Firewall firewall, Clocks clocks, boolean once)
    {
        this.bans = bans;
        this.firewall = firewall;
        this.clocks = clocks;
        this.once = once;
    }

    /** Tells before the start that so many bans have been put back from the saved state. */
    void restored(int count)
    {
        restored = count;
    }

    /** Starts the firewall and takes over what it holds. @return 0 or a negated errno. */
    int start()
    {
        int started = firewall.start(this::adopt);
        int missing = restored;
        while (liftExcess() && firewall.flush() == 0 && firewall.list(this::adopt) == 0)
        {
            // What is left was found again; what was lifted must not fill the heap.
            Platform.collect();
        }
        // What was saved and is not there any more, as after a reboot, is ordered again.
        if (started == Firewall.REBUILT || started == 0 && (moved || missing > 0))
        {
            bans.orders.restore.orderAll();
        }
        excess = null;
        return started < 0 ? started : 0;
    }

    /** @return whether there may be more. */
    private boolean liftExcess()
    {
        boolean full = excess.size() == BATCH;
        for (Excess each : excess)
        {
            if (each.owner == null)
            {
                bans.orders.release(each.set, each.high, each.low, null);
            }
            // One that was found twice may be there after all.
            else if (!each.owner.jail.banned(each.high, each.low))
            {
                bans.lift(each.owner, each.high, each.low, Bans.EVICT, "no room", each.seconds);
            }
        }
        excess.clear();
        return full;
    }

    private void add(JailRuntime owner, int set, long high, long low, long seconds)
    {
        if (excess.size() < BATCH)
        {
            excess.add(new Excess(owner, set, high, low, seconds));
        }
    }

    /** Takes over a ban that the kernel held at start; one that its jail would not make like this is moved or dropped. */
    void adopt(int set, int prefix, long high, long low, long remainingMillis, byte[] comment, int from, int to)
    {
        JailRuntime owner = bans.find(comment, from, to);
        if (owner == null || once)
        {
            foreign++;
            return;
        }
        if (owner.logOnly)
        {
            // Another back end was its own before: what is left of that time is lifted.
            if (set >= 0)
            {
                add(null, set, high, low, 0);
            }
            return;
        }
        boolean ipv4 = Address.isIpv4(high, low);
        if (owner.wide() != null && prefix != BanSet.ONE_ADDRESS)
        {
            owner = owner.wide();
        }
        if (set != owner.set(ipv4))
        {
            moved = true;
            if (set >= 0)
            {
                add(null, set, high, low, 0);
            }
        }
        if (prefix == owner.prefix(ipv4))
        {
            long known = owner.jail.remainingSeconds(high, low, clocks.banSeconds());
            long seconds = remainingMillis == Firewall.UNKNOWN ? known != 0 ? known : owner.jail.banTimeSeconds()
                : remainingMillis < 0 ? PERMANENT : (remainingMillis + 999) / 1000;
            restored -= owner.jail.adopt(high, low, seconds, clocks.banSeconds()) ? 1 : 0;
            if (owner.jail.takeEvicted(evicted))
            {
                add(owner, set, evicted[0], evicted[1], owner.jail.liftedSeconds());
            }
            else if (!owner.jail.banned(high, low) && !(owner.jail.bansWithoutRoom() && seconds >= 0 && set == owner.set(ipv4)))
            {
                add(owner, set, high, low, seconds);
            }
        }
    }
}
