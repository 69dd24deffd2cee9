package banjo.firewall;

/**
 * When to repair what others have damaged: a moment after the damage, so that one repair answers all of it; ever later when somebody
 * damages it again and again. Times are milliseconds of the monotonic clock.
 */
final class Repairs
{
    static final int DELAY_MILLIS = 200;
    private static final int CALM_MILLIS = 60_000;
    /** Repairs within CALM_MILLIS of each other that are no fight yet. */
    private static final int TOLERATED = 5;
    private static final int LONGEST_SHIFT = 8;

    private boolean damaged;
    private long dueMillis;
    private long lastMillis = -CALM_MILLIS;
    private int strikes;
    private int strikesBefore;
    private long lastMillisBefore;

    /** Notes damage. */
    void damaged(long nowMillis)
    {
        if (!damaged)
        {
            damaged = true;
            dueMillis = Math.max(nowMillis + DELAY_MILLIS, strikes <= TOLERATED ? 0 : lastMillis + backOffMillis());
        }
    }

    boolean due(long nowMillis)
    {
        return damaged && nowMillis >= dueMillis;
    }

    /** @return whether damage has been noted that is not repaired yet. */
    boolean pending()
    {
        return damaged;
    }

    /** @return how long it can wait for the next look at {@link #due}. */
    int patienceMillis()
    {
        return damaged ? DELAY_MILLIS : Integer.MAX_VALUE;
    }

    /** @return whether a repair is being put off because somebody fights. */
    boolean waiting()
    {
        return damaged && fought();
    }

    /** Notes that a repair is made. */
    void repaired(long nowMillis)
    {
        damaged = false;
        strikesBefore = strikes;
        lastMillisBefore = lastMillis;
        strikes = nowMillis - lastMillis < CALM_MILLIS + (fought() ? backOffMillis() : 0) ? strikes + 1 : 1;
        lastMillis = nowMillis;
    }

    /** Takes the last repair back: nothing was wrong. */
    void unfounded()
    {
        strikes = strikesBefore;
        lastMillis = lastMillisBefore;
    }

    /** @param what has been repaired. @param how to see who does it. @return the same, with a word about the next repair where somebody fights. */
    String notice(String what, String how)
    {
        return !fought() ? what : what + "; somebody does it again and again" + how + ": the next repair waits " + backOffMillis() / 1000 + "s";
    }

    boolean fought()
    {
        return strikes > TOLERATED;
    }

    /** @return how long after the last repair the next one may come. */
    long backOffMillis()
    {
        return 1000L << Math.min(strikes - TOLERATED, LONGEST_SHIFT);
    }
}
