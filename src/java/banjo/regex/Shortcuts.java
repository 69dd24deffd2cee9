package banjo.regex;

/**
 * Finds where {@link DfaLoop} need not step: states that only wait for a byte or for the end of a run of bytes, texts that
 * must follow, verdicts that are known.
 */
final class Shortcuts
{
    /** Bytes of a literal below this are not worth the call. */
    private static final int LITERAL_MINIMUM = 3;
    private static final int LITERAL_MAXIMUM = 0xFF;
    /** A run of fewer bytes is seldom long. */
    private static final int LOOP_MINIMUM = 3;

    private final Dfa dfa;
    private final int[] exit;
    /** Per state the byte that a literal goes on with, or negative. */
    private final int[] guess;
    /** Per state zero; counts while a state is looked at. */
    private final int[] bytesTo;
    /** Per state how many bytes lead to itself without an operation. */
    private final int[] staying;
    /** Per state whether a byte makes a match impossible. */
    private final boolean[] fatal;
    /** Per state what to do on arrival: {@link Tables#GO_ON} and so on. */
    final byte[] action;

    Shortcuts(Dfa dfa)
    {
        this.dfa = dfa;
        exit = new int[dfa.stateCount];
        bytesTo = new int[dfa.stateCount];
        staying = new int[dfa.stateCount];
        fatal = new boolean[dfa.stateCount];
        action = new byte[dfa.stateCount];
        countStaying();
        findExits();
        guess = new int[dfa.stateCount];
        for (int state = 0; state < dfa.stateCount; state++)
        {
            guess[state] = guess(state);
        }
        for (int state = 0; state < dfa.stateCount; state++)
        {
            classify(state);
        }
    }

    private void countStaying()
    {
        for (int state = 0; state < dfa.stateCount; state++)
        {
            for (int b = 0; b < 256; b++)
            {
                int at = state * dfa.classCount + (dfa.classOf[b] & 0xFF);
                staying[state] += dfa.next[at] == state && dfa.operation[at] == 0 ? 1 : 0;
                fatal[state] |= dfa.next[at] == Dfa.DEAD;
            }
        }
    }

    private void classify(int state)
    {
        if (staying[state] == 256)
        {
            action[state] = (byte)(dfa.accept[state] >= 0 ? Tables.STOP : Tables.GO_ON);
        }
        else if (staying[state] == 255 && !fatal[state])
        {
            action[state] = Tables.SKIP_TO;
        }
        else if (staying[state] >= LOOP_MINIMUM)
        {
            action[state] = Tables.LOOP;
        }
        else if (literalLength(state) >= LITERAL_MINIMUM)
        {
            action[state] = Tables.LITERAL;
        }
    }

    /** For each state the only byte that leads nearer to a match, if there is one and it has no operation; else negative. */
    private void findExits()
    {
        int[] distance = distances();
        int[] bytesOf = new int[dfa.classCount];
        int[] example = new int[dfa.classCount];
        for (int b = 0; b < 256; b++)
        {
            bytesOf[dfa.classOf[b] & 0xFF]++;
            example[dfa.classOf[b] & 0xFF] = b;
        }
        for (int state = 0; state < dfa.stateCount; state++)
        {
            int found = -1;
            for (int i = 0; i < dfa.classCount; i++)
            {
                int at = state * dfa.classCount + i;
                int target = dfa.next[at];
                if (target != Dfa.DEAD && distance[target] < distance[state])
                {
                    boolean usable = found == -1 && bytesOf[i] == 1 && dfa.operation[at] == 0;
                    found = usable ? example[i] : -2;
                }
            }
            exit[state] = found;
        }
    }

    /** Per state the bytes that a match still needs at least. */
    private int[] distances()
    {
        int states = dfa.stateCount;
        int[] distance = new int[states];
        for (int state = 0; state < states; state++)
        {
            distance[state] = dfa.accept[state] >= 0 ? 0 : Integer.MAX_VALUE - 1;
        }
        boolean changed = true;
        while (changed)
        {
            changed = false;
            for (int state = states - 1; state >= 0; state--)
            {
                for (int i = 0; i < dfa.classCount; i++)
                {
                    int target = dfa.next[state * dfa.classCount + i];
                    if (target != Dfa.DEAD && distance[target] + 1 < distance[state])
                    {
                        distance[state] = distance[target] + 1;
                        changed = true;
                    }
                }
            }
        }
        return distance;
    }

    /**
     * For a state the byte that a literal goes on with, or negative. Where most bytes are as good as any other text ({@code .*}
     * waits for something), it is the byte that makes a difference from that text: a keyword's next rather than the text's end.
     */
    private int guess(int state)
    {
        int text = mostBytesLeadTo(state);
        if (text == Dfa.DEAD)
        {
            return exit[state];
        }
        int textEnds = exit[text] < 0 ? text : next(text, exit[text]);
        int found = -1;
        int count = 0;
        boolean exits = false;
        for (int b = 0; b < 256; b++)
        {
            int target = next(state, b);
            if (target != Dfa.DEAD && operation(state, b) == 0 && target != next(text, b) && target != next(textEnds, b))
            {
                found = b;
                count++;
                exits |= b == exit[state];
            }
        }
        boolean atEnd = count == 0 && exit[state] != exit[text];
        return count == 1 ? found : exits || atEnd ? exit[state] : -1;
    }

    private int next(int state, int value)
    {
        return dfa.next[state * dfa.classCount + (dfa.classOf[value] & 0xFF)];
    }

    private int operation(int state, int value)
    {
        return dfa.operation[state * dfa.classCount + (dfa.classOf[value] & 0xFF)];
    }

    /** @return the state that most bytes lead to without an operation, or {@link Dfa#DEAD}. */
    private int mostBytesLeadTo(int state)
    {
        int dead = 0;
        int most = Dfa.DEAD;
        for (int b = 0; b < 256; b++)
        {
            int target = next(state, b);
            if (target == Dfa.DEAD)
            {
                dead++;
            }
            else if (operation(state, b) == 0)
            {
                bytesTo[target]++;
                most = most == Dfa.DEAD || bytesTo[target] > bytesTo[most] ? target : most;
            }
        }
        boolean found = most != Dfa.DEAD && bytesTo[most] >= Math.max(dead, LOOP_MINIMUM);
        for (int b = 0; b < 256; b++)
        {
            bytesTo[Math.max(0, next(state, b))] = 0;
        }
        return found ? most : Dfa.DEAD;
    }

    private int behind(int state)
    {
        return next(state, guess[state]);
    }

    private int literalLength(int first)
    {
        int length = 0;
        int state = first;
        // A run of bytes ends the literal: guessing that the run is empty would be wrong most of the time.
        while (guess[state] >= 0 && (state == first || staying[state] < LOOP_MINIMUM) && length < LITERAL_MAXIMUM)
        {
            state = behind(state);
            length++;
        }
        return length;
    }

    /** @return the text that a state with {@link Tables#LITERAL} waits for. */
    byte[] literal(int first)
    {
        byte[] text = new byte[literalLength(first)];
        int state = first;
        for (int i = 0; i < text.length; i++)
        {
            text[i] = (byte)guess[state];
            state = behind(state);
        }
        return text;
    }
}
