package banjo.prove;

/**
 * A line of a format on which the filter errs. Spans are indices into the text, -1 for none.
 *
 * @param text the message as the filter sees it.
 * @param hostFrom where the program put the address.
 * @param capturedFrom what the filter took for it.
 * @param ambiguous the format itself has what was captured as its host too: the program's message leaves it open.
 */
public record Counterexample(byte[] text, int hostFrom, int hostTo, int capturedFrom, int capturedTo, boolean ambiguous)
{
}
