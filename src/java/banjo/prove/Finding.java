package banjo.prove;

/**
 * What keeps a filter from being proved.
 *
 * @param mode of the filter.
 * @param format of which it is said.
 * @param kind what was found.
 * @param undecided why it is {@link Kind#UNDECIDED}, else null.
 * @param counterexample null when nothing was found, but should have been.
 */
public record Finding(String mode, String format, Kind kind, String undecided, Counterexample counterexample)
{
    /** What can be found. */
    public enum Kind
    {
        /** A line on which another address would be banned. */
        SPOOF("spoof"),
        /** A line that should count and does not. */
        ESCAPE("escape"),
        /** Not all could be looked at. */
        UNDECIDED("not decided"),
        /** A known limit that is none (any more), or that names no format. */
        NO_LIMIT("known limit without a counterexample");

        /** For people. */
        public final String description;

        Kind(String description)
        {
            this.description = description;
        }
    }
}
