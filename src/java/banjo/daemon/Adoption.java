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
    /** Whether something is in a set where its jail would not put it, and whether something is where no jail has it. */
    private boolean moved;
    private boolean tooMany;
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
        boolean more = started >= 0 && tooMany;
        // What is to go is listed anew, when all that stays is known: it could fill the heap, and one that gave way may have come again.
        while (more && firewall.flush() == 0 && firewall.list(this::collect) == 0)
        {
            more = liftExcess();
            Platform.collect();
        }
        // What was saved and is not there any more, as after a reboot, is ordered again.
        if (started == Firewall.REBUILT || started == 0 && (moved || restored > 0))
        {
            bans.orders.restore.orderAll();
        }
        excess = null;
        return started < 0 ? started : 0;
    }

    /** Takes over a ban that the kernel held at start. */
    void adopt(int set, int prefix, long high, long low, long remainingMillis, byte[] comment, int from, int to)
    {
        JailRuntime owner = owner(prefix, comment, from, to);
        if (owner == null)
        {
            foreign++;
            return;
        }
        boolean ipv4 = Address.isIpv4(high, low);
        boolean misplaced = owner.logOnly || set != owner.set(ipv4);
        moved |= misplaced && !owner.logOnly;
        tooMany |= misplaced;
        if (!owner.logOnly && prefix == owner.prefix(ipv4))
        {
            long known = owner.jail.remainingSeconds(high, low, clocks.banSeconds());
            long seconds = remainingMillis == Firewall.UNKNOWN ? known != 0 ? known : owner.jail.banTimeSeconds() : seconds(remainingMillis);
            restored -= owner.jail.adopt(high, low, seconds, clocks.banSeconds()) ? 1 : 0;
            tooMany |= owner.jail.takeEvicted(evicted) || !owner.jail.banned(high, low);
        }
    }

    /** Keeps in mind a ban that is in a set where its jail would not put it, or that its jail does not have. */
    private void collect(int set, int prefix, long high, long low, long remainingMillis, byte[] comment, int from, int to)
    {
        JailRuntime owner = excess.size() == BATCH ? null : owner(prefix, comment, from, to);
        if (owner == null)
        {
            return;
        }
        boolean ipv4 = Address.isIpv4(high, low);
        if (owner.logOnly || set != owner.set(ipv4))
        {
            // Another back end was its own before, or another set: what is left of that time is lifted.
            if (set >= 0)
            {
                excess.add(new Excess(null, set, high, low, 0));
            }
        }
        else if (prefix == owner.prefix(ipv4) && !owner.jail.banned(high, low) && !(owner.jail.bansWithoutRoom() && seconds(remainingMillis) >= 0))
        {
            excess.add(new Excess(owner, set, high, low, remainingMillis == Firewall.UNKNOWN ? owner.jail.banTimeSeconds() : seconds(remainingMillis)));
        }
    }

    /** @return the jail that a ban is of, or null for those of others. */
    private JailRuntime owner(int prefix, byte[] comment, int from, int to)
    {
        JailRuntime owner = once ? null : bans.find(comment, from, to);
        return owner != null && owner.wide() != null && prefix != BanSet.ONE_ADDRESS ? owner.wide() : owner;
    }

    private static long seconds(long remainingMillis)
    {
        return remainingMillis < 0 ? PERMANENT : (remainingMillis + 999) / 1000;
    }

    /** @return whether there may be more. */
    private boolean liftExcess()
    {
        boolean full = excess.size() == BATCH;
        int lifted = 0;
        for (Excess each : excess)
        {
            if (each.owner == null)
            {
                lifted += bans.orders.release(each.set, each.high, each.low, null) ? 1 : 0;
            }
            else
            {
                bans.lift(each.owner, each.high, each.low, Bans.EVICT, "no room", each.seconds);
                lifted++;
            }
        }
        excess.clear();
        return full && lifted > 0;
    }
}
