package banjo.regex;

/**
 * A look-around of more than one byte: the program of its body. One that looks behind, itself or by a look-around in it, is
 * tracked: its program is a search from the start of the line that sets a tag where the look-around stands.
 */
final class Look
{
    final Program body;
    final boolean tracked;
    final boolean negated;

    Look(Program body, boolean tracked, boolean negated)
    {
        this.body = body;
        this.tracked = tracked;
        this.negated = negated;
    }
}
