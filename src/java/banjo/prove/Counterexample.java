package banjo.prove;

/**
 * A line of a format on which the filter errs. Spans are indices into the text, -1 for none.
 *
 * @param text the message as the filter sees it.
 * @param hostFrom where the program put the address.
 * @param capturedFrom what the filter took for it.
 * @param ambiguous the format itself has what was captured as its host too: the program's message leaves it open.
 * @param cut the line is longer than {@code max_line}, and this is what is left of it: {@link Prover#SHORTEST_CUT} bytes, the last one NUL.
 *     A host that was cut off, or in two, has no end.
 */
public record Counterexample(byte[] text, int hostFrom, int hostTo, int capturedFrom, int capturedTo, boolean ambiguous, boolean cut)
{
}
