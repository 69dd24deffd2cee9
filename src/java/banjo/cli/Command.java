package banjo.cli;

/**
 * A command of the program.
 *
 * @param name what users type.
 * @param kind who carries it out.
 * @param usage what follows the name.
 * @param summary one line.
 * @param switches options without a value, as typed.
 * @param valued options with a value, as typed.
 */
record Command(String name, Kind kind, String usage, String summary, String[] switches, String[] valued)
{
    enum Kind
    {
        /** Works by itself and reads its own arguments: {@link LocalCommands}. */
        LOCAL,
        /** Asks the daemon: {@link ClientCommands}. */
        CLIENT,
        /** Answered by {@link Main}. */
        ABOUT,
        /** Belongs to a later version. */
        LATER
    }
}
