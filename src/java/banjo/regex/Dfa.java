package banjo.regex;

/**
 * A deterministic automaton with registers, as the determiniser makes it and the minimiser shrinks it. On a byte it
 * runs the transition's operation (a list of moves, each {@code register << 16 | source}) and goes to the next state.
 */
final class Dfa
{
    static final int DEAD = -1;
    /** The source of a move that stores the position of the byte. */
    static final int HERE = 0xFFFF;
    /** Sources of a capture's edge that are no register. */
    static final int UNSET = -1;
    static final int FROM = ParsedPattern.FROM;
    static final int TO = ParsedPattern.TO;

    final int stateCount;
    final int classCount;
    final byte[] classOf;
    /** Row by row; {@link #DEAD} when no match is possible any more. */
    final int[] next;
    /** Index into {@link #operations}, row by row; operation 0 is empty. */
    final int[] operation;
    /** Index into {@link #accepts} per state, -1 when the line may not end there. */
    final int[] accept;
    final int[][] operations;
    /** Pattern index, then source and distance of each capture's start and end. */
    final int[][] accepts;
    final int registerCount;

    Dfa(int stateCount, int classCount, byte[] classOf, int[] next, int[] operation, int[] accept, int[][] operations,
        int[][] accepts, int registerCount)
    {
        this.stateCount = stateCount;
        this.classCount = classCount;
        this.classOf = classOf;
        this.next = next;
        this.operation = operation;
        this.accept = accept;
        this.operations = operations;
        this.accepts = accepts;
        this.registerCount = registerCount;
    }
}
