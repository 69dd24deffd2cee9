package banjo.cli;

import banjo.sys.Diagnostics;
import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.IOException;

/** The program: finds the command, runs it, ends with its exit code. */
public final class Main
{
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;

    private Main()
    {
    }

    public static void main(String[] arguments)
    {
        try
        {
            Sys sys = Platform.sys();
            fillStandardDescriptors(sys);
            sys.exit(run(sys, arguments, new Output(sys, STANDARD_OUTPUT), new Output(sys, STANDARD_ERROR)));
        }
        catch (Throwable failure)
        {
            Diagnostics.fatal(failure);
        }
    }

    /** A standard descriptor that came closed would become the next log or socket, and messages would be written into it. */
    private static void fillStandardDescriptors(Sys sys)
    {
        int descriptor = 0;
        while (descriptor >= 0 && descriptor <= STANDARD_ERROR)
        {
            descriptor = sys.open(Paths.of("/dev/null"), Sys.OPEN_READ, 0);
        }
        sys.close(descriptor);
    }

    /** @return the exit code of DESIGN section 7; both outputs are flushed. */
    static int run(Sys sys, String[] arguments, Output out, Output err)
    {
        int code;
        try
        {
            code = dispatch(sys, arguments, out, err);
        }
        catch (UsageException e)
        {
            complain(err, e.getMessage());
            Command command = arguments.length > 0 ? Commands.find(arguments[0]) : null;
            boolean known = command != null && command.kind() != Command.Kind.LATER;
            err.put("try: banjo help").put(known ? " " + command.name() : "").line();
            code = ExitCode.USAGE;
        }
        int error = out.flush();
        if (error < 0)
        {
            if (error != -Errno.EPIPE)
            {
                // A reader that has seen enough, such as head(1), is no error.
                complain(err, "cannot write the output: " + Errno.message(error));
            }
            code = code == ExitCode.DONE ? ExitCode.REFUSED : code;
        }
        err.flush();
        return code;
    }

    private static int dispatch(Sys sys, String[] arguments, Output out, Output err) throws UsageException
    {
        if (arguments.length == 0)
        {
            Help.print(err);
            return ExitCode.USAGE;
        }
        String name = arguments[0];
        if (name.equals("-h") || name.equals("--help"))
        {
            name = "help";
        }
        else if (name.equals("-V") || name.equals("--version"))
        {
            name = "version";
        }
        Command command = Commands.find(name.startsWith("--import-config=") ? "--import-config" : name);
        if (command == null)
        {
            throw Help.unknown(name);
        }
        String[] rest = new String[arguments.length - 1];
        System.arraycopy(arguments, 1, rest, 0, rest.length);
        if (command.kind() == Command.Kind.LATER)
        {
            throw notSupported(command);
        }
        if (wantsHelp(rest))
        {
            Help.print(out, command);
            return ExitCode.DONE;
        }
        switch (command.kind())
        {
            case LOCAL:
                return LocalCommands.run(command, sys, rest, out, err);
            case CLIENT:
                return ClientCommands.run(command, sys, rest, out, err);
            default:
                return about(command, rest, out);
        }
    }

    private static int about(Command command, String[] rest, Output out) throws UsageException
    {
        Arguments arguments = Arguments.parse(command, rest);
        if (command.name().equals("version"))
        {
            arguments.expect(0, 0, "");
            boolean json = arguments.has("--json");
            out.put(json ? "{\"version\":\"" : "").put(Version.NUMBER).put(json ? "\"}" : "").line();
            return ExitCode.DONE;
        }
        arguments.expect(0, 1, "");
        if (arguments.count() == 0)
        {
            Help.print(out);
            return ExitCode.DONE;
        }
        Command topic = Commands.find(arguments.operand(0));
        if (topic == null)
        {
            throw Help.unknown(arguments.operand(0));
        }
        if (topic.kind() == Command.Kind.LATER)
        {
            throw notSupported(topic);
        }
        Help.print(out, topic);
        return ExitCode.DONE;
    }

    private static boolean wantsHelp(String[] arguments)
    {
        for (String argument : arguments)
        {
            if (argument.equals("--"))
            {
                return false;
            }
            if (argument.equals("-h") || argument.equals("--help"))
            {
                return true;
            }
        }
        return false;
    }

    static UsageException notSupported(Command command)
    {
        return new UsageException("`" + command.name() + "` is not supported in this version");
    }

    /** Writes what is wrong with a filter or a file: all but the reading itself says where. @return REFUSED. */
    static int refuse(Output err, Exception error)
    {
        err.put(error instanceof IOException ? "banjo: error: " : "").put(error.getMessage()).line();
        return ExitCode.REFUSED;
    }

    /** Writes one of the errors of a configuration. */
    static void printError(Output err, String error)
    {
        int at = error.indexOf("error: ");
        if (at >= 0)
        {
            err.put(error.substring(0, at)).style(Output.RED).put("error:").style(Output.PLAIN);
        }
        err.put(at < 0 ? error : error.substring(at + 6)).line();
    }

    /** Writes one line with the program's name in front. */
    static void complain(Output err, String message)
    {
        err.put("banjo: ");
        // A refused reload has a line for each error.
        for (int from = 0, to = 0; to < message.length(); from = to + 1)
        {
            to = message.indexOf('\n', from);
            to = to < 0 ? message.length() : to;
            Table.putPrintable(err, message.substring(from, to));
            err.line();
        }
    }
}
