package banjo.cli;

import banjo.config.Suggestion;

/** The texts of {@code help}. */
final class Help
{
    private static final String OPTIONS = "\nCommands that ask the daemon find it by --socket PATH, else by `socket` in --config F,\n"
        + "else at " + SocketPath.DEFAULT + ". Durations: 600, 10m, 1h30m, 1w, forever.\n"
        + "Exit codes: 0 done, 1 the answer is no, 2 bad usage, 3 daemon not reachable.\n";

    private Help()
    {
    }

    /** The whole program in one screen. */
    static void print(Output out)
    {
        out.put("banjo " + Version.NUMBER + " watches logs and bans attackers in the kernel firewall\n\nusage: banjo COMMAND [OPTIONS]\n\n");
        Table table = new Table("ll", "", "");
        for (Command command : Commands.ALL)
        {
            table.measure("  " + (command.kind() == Command.Kind.LATER ? "" : command.name()), "");
        }
        for (Command command : Commands.ALL)
        {
            if (command.kind() != Command.Kind.LATER)
            {
                table.print(out, "  " + command.name(), command.summary());
            }
        }
        out.put(OPTIONS);
    }

    static void print(Output out, Command command)
    {
        out.put("banjo ").put(command.name()).put(": ").put(command.summary()).put("\n\nusage: banjo ").put(command.name());
        if (!command.usage().isEmpty())
        {
            out.put(" ").put(command.usage());
        }
        if (command.kind() == Command.Kind.CLIENT)
        {
            out.put(" [--socket PATH | --config F]");
        }
        out.line();
    }

    static UsageException unknown(String name)
    {
        String what = name.startsWith("-") ? "unknown option" : "unknown command";
        return new UsageException(what + " `" + name + "`" + Suggestion.of(name, Commands.names()));
    }
}
