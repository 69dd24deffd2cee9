package banjo.cli;

import banjo.address.Address;
import banjo.config.ConfigurationException;
import banjo.config.Durations;
import banjo.control.ControlClient;
import banjo.sys.Sys;
import banjo.text.Utf8;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import java.io.IOException;

/** The commands that ask the daemon. */
final class ClientCommands
{
    private ClientCommands()
    {
    }

    /** @param words what follows the command. @return an {@link ExitCode}. */
    static int run(Command command, Sys sys, String[] words, Output out, Output err) throws UsageException
    {
        Arguments arguments = Arguments.parse(command, words);
        String[] request = request(command.name(), arguments);
        String path;
        try
        {
            path = SocketPath.of(sys, arguments);
        }
        catch (ConfigurationException e)
        {
            for (String error : e.errors())
            {
                Main.printError(err, error);
            }
            return ExitCode.REFUSED;
        }
        catch (IOException e)
        {
            Main.complain(err, e.getMessage());
            return ExitCode.REFUSED;
        }
        ControlClient client = new ControlClient(sys, path);
        int result = client.ask(request);
        if (result != ControlClient.ANSWERED)
        {
            Main.complain(err, client.message());
            return result == ControlClient.REFUSED ? ExitCode.REFUSED : ExitCode.UNREACHABLE;
        }
        boolean json = arguments.has("--json");
        if (json)
        {
            out.put(client.bytes(), client.from(), client.to()).line();
        }
        try
        {
            if (command.name().equals("status") && request.length > 1 && isAddress(request[1]))
            {
                JsonObject answer = AnswerTables.parse(client.bytes(), client.from(), client.to()).asObject();
                return AddressTable.print(json ? null : out, answer, sys) ? ExitCode.DONE : ExitCode.REFUSED;
            }
            if (!json)
            {
                print(command.name(), request, client, sys, out);
            }
            return ExitCode.DONE;
        }
        catch (ParseException | UnsupportedOperationException | NumberFormatException e)
        {
            Main.complain(err, "the daemon at " + path + " gave an answer that makes no sense; is it another version of banjo?");
            return ExitCode.REFUSED;
        }
    }

    private static String[] request(String name, Arguments arguments) throws UsageException
    {
        switch (name)
        {
            case "status":
                arguments.expect(0, 1, "");
                return arguments.count() == 0 ? new String[] {name} : new String[] {name, jailOrAddress(arguments.operand(0))};
            case "ban":
                arguments.expect(2, 2, "the jail and the address");
                return new String[] {name, arguments.operand(0), address(arguments.operand(1)), banTime(arguments.value("--for"))};
            case "unban":
                return new String[] {name, addressOrAll(arguments), jail(arguments)};
            default:
                arguments.expect(0, 0, "");
                return new String[] {name};
        }
    }

    /** @return an address in its canonical form, another word as it is. */
    private static String jailOrAddress(String written) throws UsageException
    {
        return isAddress(written) || written.indexOf('/') > 0 ? address(written) : written;
    }

    private static boolean isAddress(String written)
    {
        byte[] text = Utf8.encode(written);
        return Address.parse(text, 0, text.length, new long[2]);
    }

    /** @return a star for every address. */
    private static String addressOrAll(Arguments arguments) throws UsageException
    {
        if (!arguments.has("--all"))
        {
            arguments.expect(1, 1, "the address, or `--all`");
            return address(arguments.operand(0));
        }
        if (arguments.count() > 0)
        {
            throw new UsageException("give an address or `--all`, not both");
        }
        return "*";
    }

    /** @return an empty string for every jail. */
    private static String jail(Arguments arguments) throws UsageException
    {
        String jail = arguments.value("--jail");
        if (jail != null && jail.isEmpty())
        {
            throw new UsageException("`--jail` needs the name of a jail");
        }
        return jail == null ? "" : jail;
    }

    /** @return the address in its canonical form, with the length of its prefix unless it is a single one. */
    private static String address(String written) throws UsageException
    {
        int slash = written.indexOf('/');
        byte[] text = Utf8.encode(slash < 0 ? written : written.substring(0, slash));
        long[] address = new long[2];
        if (!Address.parse(text, 0, text.length, address))
        {
            throw new UsageException("`" + written + "` is no IP address");
        }
        if (slash >= 0)
        {
            String prefix = written.substring(slash + 1);
            int bits = Address.isIpv4(address[0], address[1]) && written.indexOf(':') < 0 ? 32 : 128;
            int length = prefixLength(prefix);
            if (length < 0 || length > bits)
            {
                throw new UsageException("`" + written + "` is no network: the prefix length must be 0 to " + bits);
            }
            if (length < bits)
            {
                return Address.toString(address[0], address[1]) + "/"
                    + (bits == 128 && Address.isIpv4(address[0], address[1]) ? length - 96 : length);
            }
        }
        return Address.toString(address[0], address[1]);
    }

    private static int prefixLength(String text)
    {
        int length = text.isEmpty() || text.length() > 3 ? -1 : 0;
        for (int i = 0; i < text.length() && length >= 0; i++)
        {
            int digit = text.charAt(i) - '0';
            length = digit < 0 || digit > 9 ? -1 : length * 10 + digit;
        }
        return length;
    }

    /** @return seconds, -1 for ever, or an empty string for the jail's own ban time. */
    private static String banTime(String written) throws UsageException
    {
        if (written == null)
        {
            return "";
        }
        long seconds = Durations.parse(written);
        if (seconds == Durations.INVALID || seconds == 0)
        {
            throw new UsageException("`--for " + written + "` is no duration; write it as 600, 10m, 1h30m, 1w or forever");
        }
        return Long.toString(seconds);
    }

    private static void print(String name, String[] request, ControlClient client, Sys sys, Output out)
    {
        if (name.equals("list"))
        {
            AnswerTables.printBans(out, client.bytes(), client.from(), client.to(), LocalZone.find(sys));
            return;
        }
        var answer = AnswerTables.parse(client.bytes(), client.from(), client.to());
        switch (name)
        {
            case "status":
                if (request.length == 1)
                {
                    AnswerTables.printStatus(out, answer.asObject());
                }
                else
                {
                    AnswerTables.printPairs(out, answer.asObject(), 'l');
                }
                break;
            case "jails":
                AnswerTables.printJails(out, answer.asArray());
                break;
            case "stats":
                AnswerTables.printPairs(out, answer.asObject(), 'r');
                break;
            case "reload":
                for (JsonValue change : answer.asObject().get("changes").asArray())
                {
                    Table.putPrintable(out, change.asString());
                    out.line();
                }
                break;
            default:
                JsonObject object = answer.asObject();
                Table.putPrintable(out, object.getString("message", "done"));
                out.line();
        }
    }
}
