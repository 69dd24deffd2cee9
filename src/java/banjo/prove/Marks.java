package banjo.prove;

import banjo.regex.AutomatonView;

/**
 * How far back the marks of a line lie, as far as captures depend on it: the start and the end of the true (or guessed) host,
 * and the beginning of the line. Distances beyond what any capture adds are one and the same.
 */
final class Marks
{
    /** Distances that fit; a capture that adds more cannot be followed. */
    static final int MAXIMUM = 1000;

    private static final int UNSET = -1;
    private static final int BITS = 10;
    private static final int FIELD = (1 << BITS) - 1;

    private int startCap;
    private int endCap;
    private int lineCap;
    /** Bytes since the mark, {@link #UNSET} before it. */
    private int sinceStart;
    private int sinceEnd;
    /** Bytes since the beginning of the line; where the marks were. */
    private int sinceLine;
    private int startAt;
    private int endAt;
    /** A second start that is as good, this many bytes behind the first; 0 for none. */
    private final int alternative;
    private boolean possible = true;
    private boolean startInRegister = true;
    private boolean endIsLineEnd = true;

    Marks(int alternative)
    {
        this.alternative = alternative;
    }

    /**
     * Learns what a capture's edge depends on.
     *
     * @param source as of {@link AutomatonView#source}.
     * @param distance from the source.
     * @param end it is the capture's end, not its start.
     */
    void need(int source, int distance, boolean end)
    {
        boolean fromLine = source == AutomatonView.FROM;
        int reach = (fromLine ? distance : -distance) + (end || fromLine ? 0 : alternative);
        startInRegister &= end || source >= 0 && distance == 0;
        endIsLineEnd &= !end || source == AutomatonView.TO && distance == 0;
        if (reach < 0 || reach >= MAXIMUM)
        {
            possible = false;
        }
        else if (fromLine)
        {
            lineCap = Math.max(lineCap, reach);
        }
        else if (end)
        {
            endCap = Math.max(endCap, reach);
        }
        else
        {
            startCap = Math.max(startCap, reach);
        }
    }

    /** True when every start is stored in a register at the very position. */
    boolean startInRegister()
    {
        return startInRegister;
    }

    /** True when every end is the end of the line. */
    boolean endIsLineEnd()
    {
        return endIsLineEnd;
    }

    /** True when a register that remembers this was set at the start. */
    static boolean isStart(int remembered)
    {
        return (remembered & FIELD) == 1;
    }

    /** False when a capture depends on more than can be followed. */
    boolean possible()
    {
        return possible;
    }

    void begin()
    {
        sinceStart = UNSET;
        sinceEnd = UNSET;
        sinceLine = 0;
        startAt = UNSET;
        endAt = UNSET;
    }

    void load(int near, int far)
    {
        sinceStart = (near & FIELD) - 1;
        sinceEnd = (near >> BITS & FIELD) - 1;
        sinceLine = far & FIELD;
        startAt = (far >> BITS & FIELD) - 1;
        endAt = (far >> 2 * BITS & FIELD) - 1;
    }

    int near()
    {
        return sinceStart + 1 | sinceEnd + 1 << BITS;
    }

    int far()
    {
        return sinceLine | startAt + 1 << BITS | endAt + 1 << 2 * BITS;
    }

    /**
     * The position before the next byte is the start or the end of the host, or neither.
     *
     * @param marks {@link Template#START} and others.
     * @param begun whether the text that captures are counted from has begun.
     */
    void mark(int marks, boolean begun)
    {
        if ((marks & Template.START) != 0)
        {
            sinceStart = 0;
            startAt = begun ? sinceLine : UNSET;
        }
        if ((marks & Template.END) != 0)
        {
            sinceEnd = 0;
            endAt = begun ? sinceLine : UNSET;
        }
    }

    /** Goes behind a byte. @param begun as above. */
    void advance(boolean begun)
    {
        sinceStart = sinceStart < 0 ? UNSET : Math.min(sinceStart, startCap) + 1;
        sinceEnd = sinceEnd < 0 ? UNSET : Math.min(sinceEnd, endCap) + 1;
        // Behind the host its place in the line is known.
        sinceLine = !begun ? 0 : sinceEnd >= 0 || lineCap == 0 ? 1 : Math.min(sinceLine, lineCap) + 1;
    }

    /** What a register that stores the position remembers of it. */
    int here()
    {
        return (sinceStart > startCap ? 0 : sinceStart + 1) | (sinceEnd > endCap ? 0 : sinceEnd + 1) << BITS;
    }

    /** Is the edge of a capture, a distance from what a register remembers, the mark? */
    boolean isAt(int remembered, int distance, boolean end)
    {
        int since = (end ? remembered >> BITS : remembered & FIELD) - 1;
        return since >= 0 && isNear(since + distance, end);
    }

    /** The same for an edge at a distance from the end of the line, which is here. */
    boolean isAtLineEnd(int distance, boolean end)
    {
        int since = end ? sinceEnd : sinceStart;
        return since >= 0 && isNear(since + distance, end);
    }

    /** The same for an edge at a distance from the beginning of the line. */
    boolean isAtLineStart(int distance, boolean end)
    {
        int at = end ? endAt : startAt;
        return at >= 0 && isNear(distance - at, end);
    }

    private boolean isNear(int bytesBehind, boolean end)
    {
        return bytesBehind == 0 || !end && alternative > 0 && bytesBehind == alternative;
    }
}
