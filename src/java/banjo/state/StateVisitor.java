package banjo.state;

/** Receives what a {@link StateFile} holds, in the order in which it was written. Arrays are valid during the call only. */
public interface StateVisitor
{
    /** @param savedSeconds wall clock at which the file was written; epoch seconds. */
    void begin(long savedSeconds);

    /** The bans that follow belong to this jail. */
    void jail(byte[] name, int from, int to);

    /**
     * A ban.
     *
     * @param prefixLength of the 128-bit address.
     * @param sinceSeconds wall clock at which it began.
     * @param remainingSeconds from the time of saving; -1 for ever.
     * @param failures that led to it; 0 for one by order.
     */
    void ban(long high, long low, int prefixLength, long sinceSeconds, long remainingSeconds, int failures);

    /**
     * How often an address was banned; the first is the one whose last ban is oldest.
     *
     * @param keyHigh and keyLow: which address, and where its bans count (jail.BanHistory).
     * @param keptSeconds how long that is remembered, from the time of saving.
     */
    void history(long keyHigh, long keyLow, int count, long keptSeconds);

    /** How far a file has been read. */
    void place(Place place);
}
