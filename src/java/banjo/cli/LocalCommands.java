package banjo.cli;

import banjo.sys.Sys;

/** The commands that need no running daemon, each a class of its own. */
final class LocalCommands
{
    private LocalCommands()
    {
    }

    /** @param arguments what follows the command. @return an {@link ExitCode}. */
    static int run(Command command, Sys sys, String[] arguments, Output out, Output err) throws UsageException
    {
        switch (command.name())
        {
            case "run": return RunCommand.run(sys, Arguments.parse(command, arguments), out, err);
            case "check": return CheckCommand.run(sys, Arguments.parse(command, arguments), out, err);
            case "match": return MatchCommand.run(sys, Arguments.parse(command, arguments), out, err);
            case "prove": return ProveCommand.run(sys, Arguments.parse(command, arguments), out, err);
            case "filters": return FiltersCommand.run(Arguments.parse(command, arguments), out);
            case "completions": return CompletionsCommand.run(Arguments.parse(command, arguments), out);
            default:
                throw Main.notSupported(command);
        }
    }
}
