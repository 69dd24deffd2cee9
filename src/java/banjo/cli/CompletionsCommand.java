package banjo.cli;

/** {@code banjo completions SHELL}: a script that completes commands, options, filters and jails, made from {@link Commands}. */
final class CompletionsCommand
{
    private static final String FILTERS = "banjo filters 2>/dev/null | sed 's/ .*//'";
    private static final String JAILS = "banjo jails 2>/dev/null | sed '1d;s/ .*//'";
    private static final String SHELLS = "bash zsh fish";
    private static final String BACK_ENDS = String.join(" ", RunCommand.BACK_ENDS);

    private CompletionsCommand()
    {
    }

    static int run(Arguments arguments, Output out) throws UsageException
    {
        arguments.expect(1, 1, "the shell: bash, zsh or fish");
        switch (arguments.operand(0))
        {
            case "bash":
                bash(out);
                break;
            case "zsh":
                // zsh runs bash's completions; its own description of the commands would say no more.
                out.put("#compdef banjo\nautoload -Uz +X bashcompinit && bashcompinit\n");
                bash(out);
                // Found in fpath, the file is read at the first completion, which is still to be done.
                out.put("[ \"${funcstack[1]}\" != _banjo ] || _bash_complete -o filenames -F _banjo\n");
                break;
            case "fish":
                fish(out);
                break;
            default:
                throw new UsageException("unknown shell `" + arguments.operand(0) + "`: bash, zsh or fish");
        }
        return ExitCode.DONE;
    }

    private static void bash(Output out)
    {
        out.put("_banjo() {\n  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n  COMPREPLY=()\n"
            + "  if [ \"$COMP_CWORD\" = 1 ] || [ \"$prev\" = help ]; then words=\"");
        for (String name : Commands.names())
        {
            out.put(name).put(' ');
        }
        out.put("\"\n  else case $prev in\n    --config|--socket|--output|--import-output) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n"
            + "    --filter|prove) words=$(" + FILTERS + ") ;;\n    --jail) words=$(" + JAILS + ") ;;\n"
            + "    --backend) words=\"" + BACK_ENDS + "\" ;;\n    --for|--option|--tz|--now|--max-line) return ;;\n"
            + "    completions) words=\"" + SHELLS + "\" ;;\n"
            + "    *) case ${COMP_WORDS[1]} in\n");
        for (Command command : Commands.ALL)
        {
            if (command.kind() != Command.Kind.LATER)
            {
                out.put("      ").put(command.name()).put(") words=\"");
                options(command, out, "", " ");
                out.put(namesJail(command) ? "$(" + JAILS + ")" : "").put("\" ;;\n");
            }
        }
        out.put("    esac ;;\n  esac; fi\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
            + "  case ${COMP_WORDS[1]},$cur in match,-*) ;; match,*) COMPREPLY+=($(compgen -f -- \"$cur\")) ;; esac\n}\n"
            + "complete -o filenames -F _banjo banjo\n");
    }

    private static void options(Command command, Output out, String before, String after)
    {
        for (String option : command.switches())
        {
            out.put(before).put(option).put(after);
        }
        for (String option : command.valued())
        {
            out.put(before).put(option).put(after);
        }
    }

    /** Whether the first operand is a jail. */
    private static boolean namesJail(Command command)
    {
        return command.name().equals("status") || command.name().equals("ban");
    }

    private static void fish(Output out)
    {
        out.put("complete -c banjo -f\n");
        for (Command command : Commands.ALL)
        {
            if (command.kind() == Command.Kind.LATER)
            {
                continue;
            }
            String name = command.name();
            out.put("complete -c banjo -n __fish_use_subcommand -a ").put(name).put(" -d '").put(command.summary()).put("'\n");
            String seen = "complete -c banjo -n '__fish_seen_subcommand_from " + name + "' ";
            for (String option : command.switches())
            {
                out.put(seen).put("-l ").put(option.substring(2)).line();
            }
            for (String option : command.valued())
            {
                boolean file = option.equals("--config") || option.equals("--socket");
                out.put(seen).put("-l ").put(option.substring(2)).put(file ? " -r -F" : " -x");
                out.put(option.equals("--filter") ? " -a \"(" + FILTERS + ")\"" : option.equals("--jail") ? " -a \"(" + JAILS + ")\""
                    : option.equals("--backend") ? " -a '" + BACK_ENDS + "'" : "").line();
            }
            if (namesJail(command))
            {
                out.put(seen).put("-a \"(" + JAILS + ")\"\n");
            }
        }
        out.put("complete -c banjo -n '__fish_seen_subcommand_from completions' -a '" + SHELLS + "'\n"
            + "complete -c banjo -n '__fish_seen_subcommand_from prove' -a \"(" + FILTERS + ")\"\n"
            + "complete -c banjo -n '__fish_seen_subcommand_from match' -F\n");
    }
}
