package banjo.firewall;

import java.util.List;

/** Where bans are carried out. Orders are queued and go out together with {@link #flush}. A set is known by its place in the list of sets. */
public interface Firewall
{
    /** A ban that lasts until it is lifted. */
    long PERMANENT = -1;

    /** The kernel does not know how long a ban lasts. */
    long UNKNOWN = -2;

    /** What was in the kernel is gone or was damaged and has been made anew: every ban must be ordered again. */
    int REBUILT = 1;

    /** Bans were refused, because their sets are full: see {@link #refused}. */
    int FULL = 2;

    /** Bans may be missing: every ban must be ordered again, and {@link #flush} says REBUILT where some were. */
    int DOUBT = 3;

    /** Receives the bans that the kernel holds at start. */
    interface Found
    {
        /**
         * @param set its number, or -1 when there is no such set any more.
         * @param prefix length of what is banned, over 128 bits.
         * @param remainingMillis or PERMANENT, or UNKNOWN.
         * @param comment the jail's name as bytes from {@code from} to {@code to}; empty when there is none.
         */
        void ban(int set, int prefix, long high, long low, long remainingMillis, byte[] comment, int from, int to);
    }

    /** @return the name for the configuration and reports. */
    String name();

    /** @return whether it runs programs, which need all of root's rights. */
    default boolean runsPrograms()
    {
        return false;
    }

    /** @return whether it changes anything. */
    default boolean isReal()
    {
        return true;
    }

    /**
     * Makes ready and adopts what is there; what belongs to sets that are not wanted any more is removed.
     *
     * @return 0, REBUILT when what was there had to be replaced, or a negated errno; then {@link #problem} says what is wrong.
     */
    int start(Found found);

    /** Queues a ban; one that is there gets the new end. @param comment the jail's name, at most 64 bytes. */
    void ban(int set, long high, long low, long remainingMillis, byte[] comment);

    /** Queues a ban again after REBUILT, as {@link #ban}, but cheaper where sets were just made; one that is there may keep its end. */
    default void restore(int set, long high, long low, long remainingMillis, byte[] comment)
    {
        ban(set, high, low, remainingMillis, comment);
    }

    /** Queues the end of a ban; one that is not there is no error. */
    void unban(int set, long high, long low);

    /** Queues the end of every ban in a set, whoever ordered it. */
    void empty(int set);

    /**
     * Shows every ban that the kernel holds now, where it may hold some that nobody ordered. What was ordered must have been sent, and
     * nothing is ordered meanwhile.
     *
     * @return 0 or a negated errno.
     */
    default int list(Found found)
    {
        return 0;
    }

    /** Carries out what is queued. @return 0, REBUILT, FULL, or the negated errno of the last order that failed. */
    int flush();

    /** @return the bans that the last {@link #flush} gave back for want of room; forgotten at the next order or flush. */
    default RefusedBans refused()
    {
        return RefusedBans.NONE;
    }

    /** @return what to poll for reading, or -1. */
    default int descriptor()
    {
        return -1;
    }

    /**
     * Once a turn, before {@link #flush}: looks after the kernel's state.
     *
     * @param ready whether {@link #descriptor} can be read.
     * @param nowMillis the monotonic clock.
     * @return 0, REBUILT, DOUBT, or a negated errno; for REBUILT and errors {@link #problem} says what happened.
     */
    default int tick(boolean ready, long nowMillis)
    {
        return 0;
    }

    /** @return milliseconds after which {@link #tick} wants to be called although nothing has come. */
    default int patienceMillis()
    {
        return Integer.MAX_VALUE;
    }

    /** @return milliseconds until damage is repaired that somebody does again and again, so that bans may not hold; else 0. @param nowMillis as for {@link #tick}. */
    default long waitMillis(long nowMillis)
    {
        return 0;
    }

    /**
     * Has other sets than before, which orders name by their places from now on: those that are missing are made, those that are not
     * wanted go with what is in them, and the others keep theirs. What was ordered must have been sent.
     *
     * @return 0, REBUILT when every ban must be ordered again, or a negated errno.
     */
    default int cover(List<BanSet> wanted)
    {
        return 0;
    }

    /** @param keep leaves the bans in the kernel, else everything goes. @return 0 or a negated errno. */
    int stop(boolean keep);

    /** @return what went wrong last and what to do about it. */
    String problem();

    /** @return what does not work although {@link #start} succeeded, or null. */
    default String warning()
    {
        return null;
    }

    /** @return orders that the kernel refused. */
    long failedOrders();
}
