package banjo.daemon;

import banjo.address.Address;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
import banjo.jail.Jail;
import java.util.ArrayList;
import java.util.List;

/** Takes over at the start the bans that the firewall holds, as far as there is room, and has it hold those that were saved. */
final class Adoption
{
    private static final long PERMANENT = Jail.PERMANENT;

    /** A ban that its jail's table has no room for. @param seconds that it was to last. */
    private record Excess(JailRuntime owner, long high, long low, long seconds)
    {
    }

    private final Bans bans;
    private final Firewall firewall;
    private final Clocks clocks;
    private final boolean once;
    private final long[] evicted = new long[2];
    /** Elements that are in a set where their jail would not put them, as set, high, low. */
    private List<long[]> misplaced = new ArrayList<>();
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
        for (long[] each : misplaced)
        {
            bans.orders.release((int)each[0], each[1], each[2], null);
        }
        for (Excess each : excess)
        {
            // One that was found twice may be there after all.
            if (!each.owner.jail.banned(each.high, each.low))
            {
                bans.lift(each.owner, each.high, each.low, Bans.EVICT, "no room", each.seconds);
            }
        }
        // What was saved and is not there any more, as after a reboot, is ordered again.
        if (started == Firewall.REBUILT || started == 0 && (moved || restored > 0))
        {
            bans.orders.restore.orderAll();
        }
        misplaced = null;
        excess = null;
        return started < 0 ? started : 0;
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
                misplaced.add(new long[] {set, high, low});
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
                misplaced.add(new long[] {set, high, low});
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
                excess.add(new Excess(owner, evicted[0], evicted[1], owner.jail.liftedSeconds()));
            }
            else if (!owner.jail.banned(high, low) && !(owner.jail.bansWithoutRoom() && seconds >= 0 && set == owner.set(ipv4)))
            {
                excess.add(new Excess(owner, high, low, seconds));
            }
        }
    }
}
