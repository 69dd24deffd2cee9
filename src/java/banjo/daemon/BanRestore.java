package banjo.daemon;

import banjo.address.Address;
import java.util.List;

/** Orders every ban again after a repair of the firewall, some in each turn of the loop. */
final class BanRestore
{
    /** Bans that are ordered again in a turn of the loop: some milliseconds of the kernel's work. */
    private static final int BUDGET = 512;

    private final List<JailRuntime> jails;
    private final BanOrders orders;
    /** Which ban comes next: the jail's place, past the last when none is left, and a cursor over its bans. */
    private int jail = Integer.MAX_VALUE;
    private int cursor;

    BanRestore(List<JailRuntime> jails, BanOrders orders)
    {
        this.jails = jails;
        this.orders = orders;
    }

    /** Begins to order every ban again, some in each turn; those that come meanwhile are ordered by themselves. */
    void begin()
    {
        jail = 0;
        cursor = 0;
    }

    /** @return whether a repair has bans left to order, so that the loop shall not sleep. */
    boolean running()
    {
        return jail < jails.size();
    }

    /** Orders the bans that a repair has left, all at once. */
    void finish()
    {
        some(Integer.MAX_VALUE);
        jail = Integer.MAX_VALUE;
    }

    /** Orders some of them, once a turn. */
    void tick()
    {
        some(BUDGET);
    }

    private void some(int budget)
    {
        for (int i = 0; i < budget && running();)
        {
            JailRuntime runtime = jails.get(jail);
            int ban = runtime.jail.nextBan(cursor);
            cursor = ban + 1;
            if (ban < 0)
            {
                jail++;
                continue;
            }
            long high = runtime.jail.addressHigh(ban);
            long low = runtime.jail.addressLow(ban);
            orders.orderIn(runtime.set(Address.isIpv4(high, low)), high, low, true);
            i++;
        }
    }
}
