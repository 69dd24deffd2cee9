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
            // one line per command: case "run": return RunCommand.run(sys, arguments, out, err);
            default:
                throw Main.notSupported(command);
        }
    }
}
