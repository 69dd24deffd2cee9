package banjo.prove;

/**
 * What is known of a filter and one of its formats. Without a counterexample and complete, it is proved.
 *
 * @param spoof a shortest line on which another address than the program's would be banned, or null.
 * @param escape a shortest line that would ban nobody, or null.
 * @param undecided why not all was seen, for people; null when it was.
 * @param states how many were looked at.
 */
public record Verdict(Counterexample spoof, Counterexample escape, String undecided, int states)
{
    public boolean complete()
    {
        return undecided == null;
    }

    public boolean proved()
    {
        return complete() && spoof == null && escape == null;
    }
}
