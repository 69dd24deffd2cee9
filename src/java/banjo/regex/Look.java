package banjo.regex;

/** A look-around of more than one byte: the program of its body, a lookbehind's as a search from the start of the line. */
final class Look
{
    final Program body;
    final boolean behind;
    final boolean negated;

    Look(Program body, boolean behind, boolean negated)
    {
        this.body = body;
        this.behind = behind;
        this.negated = negated;
    }
}
