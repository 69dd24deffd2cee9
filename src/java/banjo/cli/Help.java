package banjo.cli;

import banjo.config.Suggestion;
import java.util.List;

/** The texts of {@code help}. */
final class Help
{
    private static final String OPTIONS = "\nCommands that ask the daemon find it by --socket PATH, else by `socket` in --config F,\n"
        + "else at " + SocketPath.DEFAULT + ". Durations: 600, 10m, 1h30m, 1w, forever.\n"
        + "Exit codes: 0 done, 1 the answer is no, 2 bad usage, 3 daemon not reachable.\n";

    /** Commands of fail2ban's client that are the service manager's here. */
    private static final List<String> SERVICE = List.of("start", "stop", "restart");

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
        Table table = new Table("ll", "", "");
        for (int pass = 0; pass < 2; pass++)
        {
            if (pass == 1 && command.switches().length + command.valued().length > 0)
            {
                out.line();
            }
            options(out, table, command, command.switches(), pass == 1);
            options(out, table, command, command.valued(), pass == 1);
        }
    }

    private static void options(Output out, Table table, Command command, String[] options, boolean print)
    {
        for (String option : options)
        {
            String meaning = meaning(command, option);
            if (print)
            {
                table.print(out, "  " + option, meaning);
            }
            else
            {
                table.measure("  " + option, meaning);
            }
        }
    }

    /** @return what an option of a command does. */
    static String meaning(Command command, String option)
    {
        switch (option)
        {
            case "--config": return command.kind() == Command.Kind.CLIENT ? "the daemon's configuration, which names its socket"
                : "the configuration; default: " + Setup.DEFAULT_CONFIGURATION;
            case "--backend": return "who bans, whatever the configuration says: nftables, ipset, iptables or log-only";
            case "--dry-run": return "ban nobody, only tell: log-only as back end";
            case "--once": return "read every log from its beginning to its end, print a summary, end";
            case "--json": return command.name().equals("match") ? "one object for each line" : "JSON for programs";
            case "--socket": return "the daemon's socket; default: " + SocketPath.DEFAULT;
            case "--for": return "how long: 600, 10m, 1h30m, 1w, forever; default: the jail's bantime";
            case "--all": return "every address";
            case "--jail": return "in this jail alone";
            case "--filter": return "a built-in filter, a file of fail2ban's (.conf) or banjo's (.toml), or a pattern";
            case "--option": return "a parameter of the filter, for instance mode=aggressive";
            case "--tz": return "zone of dates that name none: a name or a POSIX TZ string";
            case "--now": return "the present for dates without a year, in seconds since 1970";
            case "--max-line": return "where longer lines are cut, in bytes";
            case "--alone": return "judge each line without those before it";
            case "--missed": return "print every missed line, not only the first ones";
            default: return "";
        }
    }

    static UsageException unknown(String name)
    {
        if (SERVICE.contains(name))
        {
            return new UsageException("`" + name + "` is the service manager's: systemctl " + name + " banjo, or /etc/init.d/banjo " + name);
        }
        String what = name.startsWith("-") ? "unknown option" : "unknown command";
        return new UsageException(what + " `" + name + "`" + Suggestion.of(name, Commands.names()));
    }
}
