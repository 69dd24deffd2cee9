package banjo.cli;

import java.util.ArrayList;
import java.util.List;

/** Every command there is, in the order of the help. */
final class Commands
{
    private static final String[] NONE = {};
    private static final String[] JSON = {"--json"};
    private static final String[] CONFIG = {"--config"};
    private static final String[] DAEMON = {"--socket", "--config"};

    static final Command[] ALL = {
        new Command("run", Command.Kind.LOCAL, "[--config F] [--backend B] [--dry-run] [--once]",
            "watch the logs and ban, in the foreground", new String[] {"--dry-run", "--once"}, new String[] {"--config", "--backend"}),
        new Command("check", Command.Kind.LOCAL, "[--config F]", "validate the configuration", NONE, CONFIG),
        new Command("match", Command.Kind.LOCAL,
            "--filter NAME|FILE|PATTERN [--option k=v]... [--tz ZONE] [--now EPOCH] [--max-line N] [--alone] [--missed] [--json] [LOG|-]",
            "run one filter over a log", new String[] {"--alone", "--missed", "--json"},
            new String[] {"--filter", "--option", "--tz", "--now", "--max-line"}),
        new Command("prove", Command.Kind.LOCAL, "[FILTER|FILE.toml]", "prove that no line of its formats can fool a filter", NONE, NONE),
        new Command("filters", Command.Kind.LOCAL, "[--json]", "list the built-in filters", JSON, NONE),
        client("status", "[JAIL|IP] [--json]", "show what the daemon does, or knows of an address", JSON),
        client("list", "[--json]", "list the banned addresses", JSON),
        client("jails", "[--json]", "list the jails", JSON),
        client("stats", "[--json]", "show every counter", JSON),
        new Command("ban", Command.Kind.CLIENT, "JAIL IP[/N] [--for 1h] [--json]", "ban an address",
            JSON, new String[] {"--for", "--socket", "--config"}),
        new Command("unban", Command.Kind.CLIENT, "IP|--all [--jail J] [--json]", "lift bans",
            new String[] {"--all", "--json"}, new String[] {"--jail", "--socket", "--config"}),
        client("reload", "[--json]", "have the daemon read its configuration again", JSON),
        client("ping", "[--json]", "tell whether the daemon answers", JSON),
        new Command("completions", Command.Kind.LOCAL, "bash|zsh|fish", "print a script that completes commands for a shell", NONE, NONE),
        new Command("version", Command.Kind.ABOUT, "[--json]", "print the version", JSON, NONE),
        new Command("help", Command.Kind.ABOUT, "[COMMAND]", "explain a command", NONE, NONE),
        later("import"),
        later("--import-config"),
    };

    private Commands()
    {
    }

    private static Command client(String name, String usage, String summary, String[] switches)
    {
        return new Command(name, Command.Kind.CLIENT, usage, summary, switches, DAEMON);
    }

    private static Command later(String name)
    {
        return new Command(name, Command.Kind.LATER, "", "", NONE, NONE);
    }

    /** @return null when there is none of that name. */
    static Command find(String name)
    {
        for (Command command : ALL)
        {
            if (command.name().equals(name))
            {
                return command;
            }
        }
        return null;
    }

    static List<String> names()
    {
        List<String> names = new ArrayList<>();
        for (Command command : ALL)
        {
            if (command.kind() != Command.Kind.LATER)
            {
                names.add(command.name());
            }
        }
        return names;
    }
}
