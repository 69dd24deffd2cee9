package banjo.firewall;

/**
 * When to repair what others have damaged: a moment after the damage, so that one repair answers all of it; ever later when somebody
 * damages it again and again, until a repair has held for a while. Times are milliseconds of the monotonic clock.
 */
final class Repairs
{
    static final int DELAY_MILLIS = 200;
    static final int CALM_MILLIS = 60_000;
    /** Repairs, none of which held for CALM_MILLIS, that are no fight yet. */
    private static final int TOLERATED = 5;
    private static final int LONGEST_SHIFT = 6;

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
            forgive(nowMillis);
            damaged = true;
            dueMillis = Math.max(nowMillis + DELAY_MILLIS, fought() ? lastMillis + backOffMillis() : 0);
        }
    }

    /** Nothing was damaged until now: where the last repair has held long enough, what was before it does not count. */
    private void forgive(long nowMillis)
    {
        if (nowMillis - lastMillis >= CALM_MILLIS)
        {
            strikes = 0;
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

    /** @return for how long a repair is still being put off because somebody fights, else 0. */
    long waitMillis(long nowMillis)
    {
        return waiting() ? Math.max(0, dueMillis - nowMillis) : 0;
    }

    /** Notes that a repair is made. */
    void repaired(long nowMillis)
    {
        if (!damaged)
        {
            forgive(nowMillis);
        }
        damaged = false;
        strikesBefore = strikes;
        lastMillisBefore = lastMillis;
        strikes++;
        lastMillis = nowMillis;
    }

    /** Nothing was damaged after all. */
    void dismissed()
    {
        damaged = false;
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
        return !fought() ? what : what + "; somebody does it again and again" + how
            + ": if it happens once more, bans may not hold until the next repair, which waits " + backOffMillis() / 1000 + "s";
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
