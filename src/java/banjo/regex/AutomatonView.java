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
    /** A state beyond the budget: what comes of it is not known. */
    public static final int UNKNOWN = -2;
    /** The source of a move that stores the position of the byte of its transition. */
    public static final int HERE = Dfa.HERE;
    /** Sources of a capture's edge that are no register: not captured, the beginning and the end of the text. */
    public static final int UNSET = Dfa.UNSET;
    public static final int FROM = Dfa.FROM;
    public static final int TO = Dfa.TO;

    private static final int[] NO_MOVES = {};

    private final Tables tables;
    /** In place of tables, for a pattern that makes its states while it runs. */
    private final OnDemand onDemand;
    private final Dfa dfa;
    private final int firstPattern;

    private AutomatonView(Tables tables, OnDemand onDemand, Dfa dfa, int firstPattern)
    {
        this.tables = tables;
        this.onDemand = onDemand;
        this.dfa = dfa;
        this.firstPattern = firstPattern;
    }

    /**
     * @param stateBudget states that are made of a pattern without tables, at the cost of half of what is allowed.
     * @return the parts in the order in which they are tried; null when one has a backreference.
     */
    public static List<AutomatonView> of(Automaton automaton, int stateBudget, WorkAllowance allowance)
    {
        List<AutomatonView> views = new ArrayList<>();
        for (int i = 0; i < automaton.partCount(); i++)
        {
            OnDemand onDemand = automaton.onDemand(i);
            Dfa dfa = automaton.part(i) != null ? null : onDemand.determinise(stateBudget, allowance);
            if (automaton.part(i) == null && dfa == null)
            {
                return null;
            }
            views.add(new AutomatonView(automaton.part(i), onDemand, dfa, automaton.firstPattern(i)));
        }
        return views;
    }

    /** @return the same part with more states, where it does not have all. */
    public AutomatonView with(int stateBudget, WorkAllowance allowance)
    {
        return new AutomatonView(null, onDemand, onDemand.determinise(stateBudget, allowance), firstPattern);
    }

    public int stateCount()
    {
        return dfa != null ? dfa.stateCount : tables.stateCount();
    }

    public int classCount()
    {
        return dfa != null ? dfa.classCount : tables.classCount;
    }

    public int registerCount()
    {
        return dfa != null ? dfa.registerCount : tables.registerCount;
    }

    /** @param value of a byte, 0 to 255. */
    public int byteClass(int value)
    {
        return (dfa != null ? dfa.classOf : tables.classOf)[value] & 0xFF;
    }

    /** @return the state behind a byte of the class, {@link #DEAD} or {@link #UNKNOWN}. */
    public int next(int state, int byteClass)
    {
        if (dfa == null)
        {
            return tables.target(tables.entry(state, byteClass));
        }
        int target = dfa.next[state * dfa.classCount + byteClass];
        return target < dfa.stateCount ? target : UNKNOWN;
    }

    /** @return what the transition does to the registers, in order: {@code register << 16 | source}. */
    public int[] moves(int state, int byteClass)
    {
        if (dfa != null)
        {
            return dfa.operations[dfa.operation[state * dfa.classCount + byteClass]];
        }
        int entry = tables.entry(state, byteClass);
        int from = tables.movesFrom(entry);
        int record = (entry & Tables.MAXIMUM_RECORDS) * Tables.RECORD_INTS;
        return from < 0 ? NO_MOVES : Arrays.copyOfRange(tables.moves, from, tables.records[record + Tables.MOVES_TO]);
    }

    /** @return the accept when the line ends in the state, or -1. */
    public int accept(int state)
    {
        return dfa != null ? dfa.accept[state] : tables.entry(state, tables.classCount);
    }

    public int acceptCount()
    {
        return dfa != null ? dfa.accepts.length : tables.acceptCount();
    }

    /** @return the index of the pattern that an accept stands for. */
    public int pattern(int accept)
    {
        return firstPattern + (dfa != null ? dfa.accepts[accept][0] : tables.accepts[accept * tables.acceptInts]);
    }

    /** @param edge twice the capture's index, one more for its end. @return a register, {@link #UNSET}, {@link #FROM} or {@link #TO}. */
    public int source(int accept, int edge)
    {
        return dfa != null ? dfa.accepts[accept][1 + 2 * edge] : tables.accepts[accept * tables.acceptInts + 1 + 2 * edge];
    }

    /** @return the bytes from the {@link #source} to the edge. */
    public int distance(int accept, int edge)
    {
        return dfa != null ? dfa.accepts[accept][2 + 2 * edge] : tables.accepts[accept * tables.acceptInts + 2 + 2 * edge];
    }
}
