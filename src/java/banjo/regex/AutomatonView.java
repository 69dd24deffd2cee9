package banjo.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at one of the automata that an {@link Automaton} tries in order, without changing or running it: states from 0, the
 * first being the start; byte classes; moves of registers on transitions; captures of accepts.
 */
public final class AutomatonView
{
    /** A state from which no match is possible. */
    public static final int DEAD = Dfa.DEAD;
    /** The source of a move that stores the position of the byte of its transition. */
    public static final int HERE = Dfa.HERE;
    /** Sources of a capture's edge that are no register: not captured, the beginning and the end of the text. */
    public static final int UNSET = Dfa.UNSET;
    public static final int FROM = Dfa.FROM;
    public static final int TO = Dfa.TO;

    private final Tables tables;

    private AutomatonView(Tables tables)
    {
        this.tables = tables;
    }

    /**
     * @return the parts in the order in which they are tried.
     * @throws IllegalStateException when a pattern has no tables, see {@link Automaton#hasTables}.
     */
    public static List<AutomatonView> of(Automaton automaton)
    {
        if (!automaton.hasTables())
        {
            throw new IllegalStateException("a pattern has no tables");
        }
        List<AutomatonView> views = new ArrayList<>();
        for (int i = 0; i < automaton.partCount(); i++)
        {
            views.add(new AutomatonView(automaton.part(i)));
        }
        return views;
    }

    public int stateCount()
    {
        return tables.stateCount();
    }

    public int classCount()
    {
        return tables.classCount;
    }

    public int registerCount()
    {
        return tables.registerCount;
    }

    /** @param value of a byte, 0 to 255. */
    public int byteClass(int value)
    {
        return tables.classOf[value] & 0xFF;
    }

    /** @return the state behind a byte of the class, or {@link #DEAD}. */
    public int next(int state, int byteClass)
    {
        return tables.target(tables.entry(state, byteClass));
    }

    /** @return what the transition does to the registers, in order: {@code register << 16 | source}. */
    public int[] moves(int state, int byteClass)
    {
        int entry = tables.entry(state, byteClass);
        int from = tables.movesFrom(entry);
        int record = (entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS;
        return from < 0 ? new int[0] : Arrays.copyOfRange(tables.moves, from, tables.records[record + Tables.MOVES_TO]);
    }

    /** @return the accept when the line ends in the state, or -1. */
    public int accept(int state)
    {
        return tables.entry(state, tables.classCount);
    }

    public int acceptCount()
    {
        return tables.acceptCount();
    }

    /** @return the index of the pattern that an accept stands for. */
    public int pattern(int accept)
    {
        return tables.accepts[accept * tables.acceptInts];
    }

    /** @param edge twice the capture's index, one more for its end. @return a register, {@link #UNSET}, {@link #FROM} or {@link #TO}. */
    public int source(int accept, int edge)
    {
        return tables.accepts[accept * tables.acceptInts + 1 + 2 * edge];
    }

    /** @return the bytes from the {@link #source} to the edge. */
    public int distance(int accept, int edge)
    {
        return tables.accepts[accept * tables.acceptInts + 2 + 2 * edge];
    }
}
