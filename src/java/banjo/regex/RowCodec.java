package banjo.regex;

import banjo.coding.BitCoder;
import java.util.Arrays;

/**
 * Writes or reads rows: how a row is told, and then where it differs from that. The same code does both; what it passes to
 * the coder matters to the writer only.
 */
final class RowCodec
{
    /** How a row is told: all leads nowhere, all leads to one place, as an earlier row, as its twin's, as its parent's. */
    static final int NOWHERE = 0;
    static final int USUAL = 1;
    static final int BACK = 2;
    static final int TWIN = 3;
    static final int PARENT = 4;
    static final int MAXIMUM_BACK = 64;

    private static final int ACTIONS = Tables.LITERAL + 1;
    private static final int KINDS = PARENT + 1;
    private static final int NONE = -2;
    /** Where a transition leads, the first that holds: as its twin's, to a new state, as the one before, nowhere, to itself... */
    private static final int AS_TWIN = 0;
    private static final int NEW = 1;
    private static final int AS_BEFORE = 2;
    private static final int DEAD = 3;
    private static final int ITSELF = 4;
    private static final int NEWEST = 5;
    private static final int OTHER = 6;
    private static final int SYMBOLS = OTHER + 1;

    private static final int BACK_ROWS = DfaCodec.CONTEXTS;
    private static final int STEP = BACK_ROWS + BitCoder.NUMBER_CONTEXTS;
    private static final int BELOW_NEWEST = STEP + 4 * BitCoder.NUMBER_CONTEXTS;
    private static final int BELOW_STATE = BELOW_NEWEST + BitCoder.NUMBER_CONTEXTS;
    private static final int SEEN_PLACE = BELOW_STATE + BitCoder.NUMBER_CONTEXTS;
    private static final int OPERATION = SEEN_PLACE + BitCoder.NUMBER_CONTEXTS;
    private static final int ACCEPT = OPERATION + BitCoder.NUMBER_CONTEXTS;
    private static final int ACTION = ACCEPT + BitCoder.NUMBER_CONTEXTS;
    private static final int KIND = ACTION + (ACTIONS + 1) * 8;
    private static final int MORE = KIND + ACTIONS * (KINDS + 1) * 8;
    private static final int SYMBOL = MORE + ACTIONS * KINDS * 8;
    private static final int SEEN = SYMBOL + ACTIONS * (KINDS + 1) * 4 * SYMBOLS;
    private static final int FORWARD = SEEN + 2;
    private static final int OPERATED = FORWARD + ACTIONS;
    private static final int SAME_OPERATION = OPERATED + ACTIONS * SYMBOLS * 3;
    private static final int ACCEPTS = SAME_OPERATION + 1;
    private static final int PLACE = ACCEPTS + ACTIONS;
    /** Contexts of all automata; those for places depend on the classes and follow. */
    static final int CONTEXTS = PLACE;

    private final BitCoder coder;
    private final StoredRows rows;
    private final int acceptCount;
    private final int operationCount;
    private final int placeBits;
    private final byte[] kinds;
    /** Per state the class that most likely leads nearer to a match. */
    final short[] exit;
    /** Where the row's differences lead, the last first. */
    private final int[] seen;
    private int seenCount;
    private int lastOperation;
    /** Of the row being told. */
    private int action;
    private int previous;
    private int previousOperation;

    RowCodec(BitCoder coder, StoredRows rows, int acceptCount, int operationCount)
    {
        this.coder = coder;
        this.rows = rows;
        this.acceptCount = acceptCount;
        this.operationCount = operationCount;
        placeBits = 32 - Integer.numberOfLeadingZeros(rows.classes - 1);
        kinds = new byte[rows.states];
        exit = new short[rows.states];
        seen = new int[rows.classes];
        coder.forget(PLACE, rows.classes + 1 << placeBits);
    }

    /**
     * @param choice the writer's; the reader's is empty.
     * @throws IllegalArgumentException when what is read is no row.
     */
    void row(int state, RowChoice choice)
    {
        int row = state * rows.stride;
        int twin = rows.twin[state];
        action = coder.checked(coder.tree(ACTION + (twin < 0 ? ACTIONS : rows.action[twin]) * 8, rows.action[state], 3), ACTIONS - 1);
        rows.action[state] = (byte)action;
        int kindContext = KIND + (action * (KINDS + 1) + (twin < 0 ? KINDS : kinds[twin])) * 8;
        int kind = coder.checked(coder.tree(kindContext, choice.kind, 3), KINDS - 1);
        kinds[state] = (byte)kind;
        rows.beginRow();
        seenCount = 0;
        previous = NONE;
        previousOperation = 2;
        short usual = 0;
        if (kind == USUAL)
        {
            usual = transition(state, -1, choice.usual, symbolContext(KINDS, 0, false));
            rows.meet(state, -1, rows.target(usual));
            previous = NONE;
            previousOperation = 2;
        }
        int reference = kind == BACK ? state - coder.number(BACK_ROWS, choice.back, 1, MAXIMUM_BACK)
            : kind == TWIN ? twin : kind == PARENT ? rows.parent[state] : 0;
        coder.checked(reference, kind == NOWHERE || kind == USUAL ? 0 : state - 1);
        reference = kind == NOWHERE || kind == USUAL ? -1 : reference;

        int at = -1;
        int newPlace = -1;
        boolean run = false;
        int count = 0;
        while (at < rows.classes - 1)
        {
            int context = MORE + ((action * KINDS + kind) * 4 + Math.min(count, 3)) * 2 + (run ? 1 : 0);
            if (coder.bit(context, count < choice.count ? 1 : 0) == 0)
            {
                break;
            }
            int place;
            if (count == 0)
            {
                place = coder.checked(coder.tree(PLACE + (rows.enteredBy[state] + 1 << placeBits), choice.places[0], placeBits), rows.classes - 1);
            }
            else
            {
                int step = STEP + ((action == Tables.LITERAL ? 2 : 0) + (run ? 1 : 0)) * BitCoder.NUMBER_CONTEXTS;
                place = at + coder.number(step, choice.places[count] - at, 1, rows.classes - 1 - at);
            }
            follow(state, kind, reference, usual, at + 1, place);
            run = count > 0 && place == at + 1;
            short found = transition(state, place, rows.rows[row + place], symbolContext(kind, count, run));
            newPlace = rows.target(found) == rows.newest + 1 ? place : newPlace;
            see(previous);
            settle(state, reference, place, found);
            at = place;
            count++;
        }
        follow(state, kind, reference, usual, at + 1, rows.classes);
        exit[state] = (short)(newPlace >= 0 ? newPlace : reference >= 0 ? exit[reference] : Math.max(at, 0));
        int accept = rows.rows[row + rows.classes];
        rows.rows[row + rows.classes] =
            (short)(coder.bit(ACCEPTS + action, accept >= 0 ? 1 : 0) == 1 ? coder.number(ACCEPT, accept, 0, acceptCount - 1) : Tables.DEAD);
    }

    private int symbolContext(int kind, int count, boolean run)
    {
        return SYMBOL + ((action * (KINDS + 1) + kind) * 4 + (count > 0 ? 2 : 0) + (run ? 1 : 0)) * SYMBOLS;
    }

    /** The classes that do not differ from what the row is told by. */
    private void follow(int state, int kind, int reference, short usual, int from, int to)
    {
        int row = state * rows.stride;
        if (kind == TWIN)
        {
            for (int i = from; i < to; i++)
            {
                settle(state, reference, i, rows.predict(state, reference, i));
            }
        }
        else if (reference >= 0)
        {
            // The same states in the same places: nothing to learn.
            System.arraycopy(rows.rows, reference * rows.stride + from, rows.rows, row + from, to - from);
        }
        else
        {
            Arrays.fill(rows.rows, row + from, row + to, usual);
        }
    }

    private void settle(int state, int reference, int place, short transition)
    {
        int target = rows.target(transition);
        rows.rows[state * rows.stride + place] = transition;
        rows.meet(state, place, target);
        if (reference >= 0)
        {
            rows.keepPair(rows.target(rows.at(reference, place)), target);
        }
    }

    private void see(int target)
    {
        int at = 0;
        while (at < seenCount && seen[at] != target)
        {
            at++;
        }
        seenCount = Math.max(seenCount, at + 1);
        System.arraycopy(seen, 0, seen, 1, at);
        seen[0] = target;
    }

    private boolean is(int context, boolean value)
    {
        return coder.bit(context, value ? 1 : 0) == 1;
    }

    /** @param place -1 for the row's usual transition. */
    private short transition(int state, int place, int wanted, int context)
    {
        int target = rows.target(wanted);
        int twin = rows.twin[state];
        int likely = twin >= 0 && place >= 0 ? rows.target(rows.at(twin, place)) : -1;
        int symbol;
        int found;
        if (likely >= 0 && likely != state && is(context, target == likely))
        {
            symbol = AS_TWIN;
            found = likely;
        }
        else if (rows.newest + 1 < rows.states && is(context + NEW, target == rows.newest + 1))
        {
            symbol = NEW;
            found = rows.newest + 1;
        }
        else if (previous != NONE && is(context + AS_BEFORE, target == previous))
        {
            symbol = AS_BEFORE;
            found = previous;
        }
        else if (is(context + DEAD, target < 0))
        {
            symbol = DEAD;
            found = -1;
        }
        else if (is(context + ITSELF, target == state))
        {
            symbol = ITSELF;
            found = state;
        }
        else if (is(context + NEWEST, target == rows.newest))
        {
            symbol = NEWEST;
            found = rows.newest;
        }
        else
        {
            symbol = OTHER;
            found = other(state, target);
        }
        int operation = found < 0 ? 0 : operation(symbol, rows.operation(wanted));
        previous = found;
        previousOperation = operation == 0 ? 0 : 1;
        return rows.transition(found, operation);
    }

    private int other(int state, int target)
    {
        if (seenCount > 1)
        {
            int place = seenCount - 1;
            while (place > 0 && seen[place] != target)
            {
                place--;
            }
            if (is(SEEN + (seenCount > 2 ? 1 : 0), place > 0))
            {
                return seen[coder.number(SEEN_PLACE, place, 1, seenCount - 1)];
            }
        }
        return is(FORWARD + action, target > state) ? rows.newest - coder.number(BELOW_NEWEST, rows.newest - target, 0, rows.newest)
            : state - coder.number(BELOW_STATE, state - target, 0, state);
    }

    private int operation(int symbol, int wanted)
    {
        if (operationCount < 2 || !is(OPERATED + (action * SYMBOLS + symbol) * 3 + previousOperation, wanted != 0))
        {
            return 0;
        }
        if (lastOperation == 0 || !is(SAME_OPERATION, wanted == lastOperation))
        {
            lastOperation = coder.number(OPERATION, wanted, 1, operationCount - 1);
        }
        return lastOperation;
    }
}
