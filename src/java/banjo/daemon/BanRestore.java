package banjo.daemon;

import banjo.address.Address;
import banjo.firewall.BanSet;
import java.util.List;

/**
 * Orders bans again, some in each turn of the loop: every one after a repair of the firewall, and those whose jails have other sets after
 * a reload. These leave their former sets, or those go, when all are where they belong.
 */
final class BanRestore
{
    /** Bans that are ordered in a turn of the loop: some milliseconds of the kernel's work. */
    private static final int BUDGET = 512;

    private final List<JailRuntime> jails;
    private final BanOrders orders;
    /** Which ban comes next: the jail's place, past the last when none is left, and a cursor over its bans. */
    private int jail = Integer.MAX_VALUE;
    private int cursor;
    /** Whether all bans are ordered, else only those that move. */
    private boolean all;
    private boolean moving;
    /** Whether all that move are in their new sets. */
    private boolean leaving;
    /** What is left when the move is over; null when no set goes. */
    private List<BanSet> last;

    BanRestore(List<JailRuntime> jails, BanOrders orders)
    {
        this.jails = jails;
        this.orders = orders;
    }

    /** Begins to order every ban again; those that come meanwhile are ordered by themselves. */
    void begin()
    {
        pass(true, false);
    }

    /** Orders every ban again, at once. */
    void orderAll()
    {
        begin();
        finish();
    }

    /** Begins to move the bans of jails that have former sets. @param remaining what the firewall covers afterwards; null when no set goes. */
    void move(List<BanSet> remaining)
    {
        moving = true;
        last = remaining;
        pass(false, false);
    }

    private void pass(boolean ofAll, boolean toLeave)
    {
        all = ofAll;
        leaving = toLeave;
        jail = 0;
        cursor = 0;
    }

    /** @return whether bans are left to order, so that the loop shall not sleep. */
    boolean running()
    {
        return jail < jails.size();
    }

    /** @return whether bans of a jail that moves are in its former set still. */
    boolean needsFormer()
    {
        return moving && !leaving;
    }

    /** Orders some of what is left, once a turn. */
    void tick()
    {
        some(BUDGET);
    }

    /** Orders what is left, at once. */
    void finish()
    {
        some(Integer.MAX_VALUE);
    }

    private void some(int budget)
    {
        for (int i = 0; i < budget && running(); i++)
        {
            JailRuntime runtime = jails.get(jail);
            int ban = all || runtime.former4 >= 0 || runtime.former6 >= 0 ? runtime.jail.nextBan(cursor) : -1;
            cursor = ban + 1;
            if (ban >= 0)
            {
                order(runtime, runtime.jail.addressHigh(ban), runtime.jail.addressLow(ban));
                continue;
            }
            jail++;
            if (!running())
            {
                endPass();
            }
        }
    }

    private void order(JailRuntime runtime, long high, long low)
    {
        int former = runtime.formerSet(Address.isIpv4(high, low));
        if (!leaving && (all || former >= 0))
        {
            orders.orderIn(runtime.set(Address.isIpv4(high, low)), high, low, true);
        }
        // A set that goes takes everything along.
        if (leaving && former >= 0 && (last == null || former < last.size()))
        {
            orders.leave(former, high, low);
        }
    }

    private void endPass()
    {
        if (moving && !leaving)
        {
            pass(false, true);
            return;
        }
        jail = Integer.MAX_VALUE;
        if (moving)
        {
            moving = false;
            leaving = false;
            for (JailRuntime each : jails)
            {
                each.moveFrom(null);
            }
            if (last != null)
            {
                orders.coverAnyhow(last);
                last = null;
            }
        }
    }
}
