package banjo.firewall;

/** Where bans are carried out. Orders are queued and go out together with {@link #flush}. */
public interface Firewall
{
    /** A ban that lasts until it is lifted. */
    long PERMANENT = -1;

    /** What {@link #flush} returns when the kernel objects were gone and have been made anew: every ban must be ordered again. */
    int REBUILT = 1;

    /** Receives the bans that the kernel holds at start. */
    interface Found
    {
        /**
         * @param remainingMillis or PERMANENT.
         * @param comment the jail's name as bytes from {@code from} to {@code to}; empty when there is none.
         */
        void ban(long high, long low, long remainingMillis, byte[] comment, int from, int to);
    }

    /** @return the name for the configuration and reports. */
    String name();

    /**
     * Makes ready and adopts what is there.
     *
     * @return 0, REBUILT when what was there had to be replaced, or a negated errno; then {@link #problem} says what is wrong.
     */
    int start(Found found);

    /** Queues a ban; one that is there gets the new end. @param comment the jail's name, at most 64 bytes. */
    void ban(long high, long low, long remainingMillis, byte[] comment);

    /** Queues the end of a ban; one that is not there is no error. */
    void unban(long high, long low);

    /** Carries out what is queued. @return 0, REBUILT, or the negated errno of the last order that failed. */
    int flush();

    /** @param keep leaves the bans in the kernel, else everything goes. @return 0 or a negated errno. */
    int stop(boolean keep);

    /** @return what went wrong last and what to do about it. */
    String problem();

    /** @return orders that the kernel refused. */
    long failedOrders();
}
