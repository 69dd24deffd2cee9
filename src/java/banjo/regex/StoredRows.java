package banjo.regex;

import java.util.Arrays;

/**
 * The rows of an automaton between its tables and its stored form, and what is known while they are told one after the other.
 * A transition is a number: 0 leads nowhere, a positive one to the state before it, a negative one to a state with an operation.
 * <p>
 * States are numbered as they are met, row by row, so that most transitions lead either to the next new state or where a known
 * row leads. Alternatives of a pattern that go on alike make states that come in twins: what one is to its row, the other is
 * to the row's twin, and a row is told by its twin's.
 */
final class StoredRows
{
    final int states;
    final int classes;
    /** Transitions; a row begins at a multiple of {@link #stride}, the state's accept or -1 stands behind its classes. */
    final short[] rows;
    final int stride;
    /** Per state what to do on arrival, see {@link Tables}. */
    final byte[] action;
    /** The newest state that a row told so far leads to. */
    int newest;
    /** Per state the one whose row led to it first, the class that did (or -1), and its twin (or -1). */
    final short[] parent;
    final short[] enteredBy;
    final short[] twin;
    /** Per state the one that last was in its place in a row told by another one, or -1. */
    private final short[] image;
    /** The same within one row, where the mark is that row's. */
    private final short[] rowImage;
    private final int[] marks;
    private int mark;
    private final IntList targets = new IntList();
    private final IntList operations = new IntList();

    StoredRows(int states, int classes, short[] rows)
    {
        this.states = states;
        this.classes = classes;
        this.rows = rows;
        stride = Tables.rowUnits(classes) << Tables.ROW_UNIT_SHIFT;
        action = new byte[states];
        parent = new short[states];
        enteredBy = new short[states];
        twin = new short[states];
        image = new short[states];
        rowImage = new short[states];
        marks = new int[states];
        Arrays.fill(enteredBy, (short)-1);
        Arrays.fill(twin, (short)-1);
        Arrays.fill(image, (short)-1);
    }

    /** @param target or -1. @throws IllegalArgumentException when there are too many. */
    short transition(int target, int operation)
    {
        if (target < 0)
        {
            return 0;
        }
        if (operation == 0)
        {
            return (short)(target + 1);
        }
        int at = targets.size() - 1;
        while (at >= 0 && (targets.get(at) != target || operations.get(at) != operation))
        {
            at--;
        }
        if (at < 0)
        {
            at = targets.size();
            if (at > Short.MAX_VALUE)
            {
                throw new IllegalArgumentException("damaged automaton");
            }
            targets.add(target);
            operations.add(operation);
        }
        return (short)~at;
    }

    /** @return the state, or -1. */
    int target(int transition)
    {
        return transition >= 0 ? transition - 1 : targets.get(~transition);
    }

    int operation(int transition)
    {
        return transition >= 0 ? 0 : operations.get(~transition);
    }

    int at(int state, int byteClass)
    {
        return rows[state * stride + byteClass];
    }

    /** To be called before a row is told. */
    void beginRow()
    {
        mark++;
    }

    /** @return the transition that a row's twin makes likely, when the row was told up to there. */
    short predict(int state, int twinRow, int byteClass)
    {
        int likely = at(twinRow, byteClass);
        int old = target(likely);
        if (old < 0)
        {
            return 0;
        }
        int target;
        if (marks[old] == mark)
        {
            target = rowImage[old];
        }
        else if (old == twinRow)
        {
            target = state;
        }
        else if (parent[old] == twinRow && old > twinRow)
        {
            // Where the twin's row led to a new state; that this one has no more of them is seen when it is told.
            target = Math.min(newest + 1, states - 1);
        }
        else
        {
            target = image[old] >= 0 ? image[old] : old;
        }
        return target == old ? (short)likely : transition(target, operation(likely));
    }

    /** Takes note of a transition within its row. @param from the state whose row is told, byteClass -1: the row's usual one. */
    void meet(int from, int byteClass, int target)
    {
        if (target == newest + 1)
        {
            newest = target;
            parent[target] = (short)from;
            enteredBy[target] = (short)byteClass;
        }
    }

    /** Takes note that a transition stands where another row leads to another state. */
    void pair(int other, int target)
    {
        if (other >= 0)
        {
            marks[other] = mark;
            rowImage[other] = (short)target;
        }
    }

    /** Replaces the transitions by the entries of tables, the actions being told to the builder. @return the entry to begin with. */
    int toEntries(TablesBuilder builder)
    {
        int start = builder.entry(-1, 0, 0);
        for (int state = 0; state < states; state++)
        {
            short transition = 0;
            short entry = Tables.DEAD;
            for (int i = state * stride; i < state * stride + classes; i++)
            {
                if (rows[i] != transition)
                {
                    transition = rows[i];
                    entry = builder.entry(state, target(transition), operation(transition));
                }
                rows[i] = entry;
            }
        }
        return start;
    }

    /** As {@link #pair}, for the rows that follow. */
    void keepPair(int other, int target)
    {
        pair(other, target);
        if (other >= 0 && target >= 0 && target != other)
        {
            image[other] = (short)target;
            if (twin[target] < 0 && other < target)
            {
                twin[target] = (short)other;
            }
        }
    }
}
