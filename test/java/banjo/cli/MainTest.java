package banjo.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.control.ControlException;
import banjo.control.ControlHandler;
import banjo.control.ControlLoop;
import banjo.control.ControlServer;
import banjo.control.Request;
import banjo.control.Wrapped;
import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Whole command lines against a daemon that gives fixed answers; the expected texts are in test/data/cli. */
public class MainTest
{
    private static final Path DATA = Path.of("test/data/cli");

    private final ByteArrayOutputStream[] written = new ByteArrayOutputStream[3];
    private final StringBuilder asked = new StringBuilder();
    private ControlLoop loop;
    private Sys sys;
    private int outputError;

    @Before
    public void start() throws ControlException
    {
        loop = new ControlLoop(-1, this::answer);
        sys = Wrapped.sys(loop.pumping(), (name, arguments) ->
        {
            if (name.equals("environment"))
            {
                return "UTC0";
            }
            if (!name.equals("write"))
            {
                return null;
            }
            if (outputError != 0 && (Integer)arguments[0] == 1)
            {
                return -outputError;
            }
            written[(Integer)arguments[0]].write((byte[])arguments[1], (Integer)arguments[2], (Integer)arguments[3]);
            return arguments[3];
        });
    }

    @After
    public void stop()
    {
        loop.close();
    }

    private long answer(Request request, long cursor, TextBuffer out)
    {
        asked.setLength(0);
        for (int i = 0; i < request.count(); i++)
        {
            asked.append(i == 0 ? "" : "|").append(new String(request.bytes(), request.from(i), request.to(i) - request.from(i),
                StandardCharsets.UTF_8));
        }
        if (request.is(1, "nojail"))
        {
            ControlServer.refuse(out, "no jail is named `nojail`");
            return ControlHandler.DONE;
        }
        String json = "{\"message\":\"done\\u001b[1m\"}";
        if (request.is(0, "list"))
        {
            json = "[{\"ip\":\"1.2.3.4\",\"jail\":\"sshd\",\"since\":1700000000,\"until\":1700000600,\"failures\":5},"
                + "{\"ip\":\"2001:db8::17\",\"jail\":\"brace\\\"}é\",\"since\":1700000001,\"until\":-1,\"failures\":12}]";
        }
        else if (request.is(0, "status") && request.count() == 1)
        {
            json = "{\"version\":\"0.1.0\",\"uptime\":3725,\"backend\":\"nftables\",\"memory\":1234567,\"repairWait\":64,\"jails\":["
                + "{\"name\":\"sshd\",\"filter\":\"sshd\",\"tracked\":3,\"banned\":2,\"attempts\":10,\"bans\":2},"
                + "{\"name\":\"router\",\"filter\":\"dropbear\",\"tracked\":12345,\"banned\":0,\"attempts\":0,\"bans\":0}],\"sources\":["
                + "{\"path\":\"/var/log/auth.log\",\"lines\":10,\"bytes\":900,\"state\":\"following\"}]}";
        }
        else if (request.is(1, "192.0.2.9"))
        {
            json = "{\"ip\":\"192.0.2.9\",\"jails\":[],\"lines\":[]}";
        }
        else if (request.is(1, "192.0.2.7"))
        {
            json = "{\"ip\":\"192.0.2.7\",\"jails\":[{\"jail\":\"sshd\",\"ip\":\"192.0.2.7\",\"banned\":true,\"failures\":5,\"maxretry\":5,"
                + "\"findtime\":600,\"since\":1700000000,\"until\":-1},{\"jail\":\"web\",\"ip\":\"192.0.2.0/24\",\"banned\":false,"
                + "\"failures\":2,\"maxretry\":10,\"findtime\":5400,\"last\":1700000000,\"bans\":12},{\"jail\":\"mail\",\"ip\":\"192.0.2.7\","
                + "\"banned\":false,\"failures\":0,\"maxretry\":5,\"findtime\":600,\"ignored\":\"ignoreip 192.0.2.0/28\"}],\"lines\":["
                + "{\"time\":1700000000,\"jail\":\"sshd\",\"ip\":\"192.0.2.7\",\"line\":\"login of \\u001b[2J\\u202e\\ufffd failed\",\"cut\":true}]}";
        }
        else if (request.is(0, "status"))
        {
            json = "{\"name\":\"sshd\",\"filter\":\"sshd\",\"tracked\":3,\"maxretry\":5,\"bantime\":600,"
                + "\"bannedIps\":[\"1.2.3.4\",\"2001:db8::17\"],\"mode\":null}";
        }
        else if (request.is(0, "jails"))
        {
            json = "[{\"name\":\"sshd\",\"filter\":\"sshd\",\"tracked\":3,\"banned\":2,\"attempts\":10,\"bans\":2}]";
        }
        else if (request.is(0, "stats"))
        {
            json = "{\"lines_total\":1234567890123,\"bans_total\":2}";
        }
        out.put(ControlServer.OK).put(json);
        return ControlHandler.DONE;
    }

    private int run(String... arguments)
    {
        written[1] = new ByteArrayOutputStream();
        written[2] = new ByteArrayOutputStream();
        return Main.run(sys, arguments, new Output(sys, 1), new Output(sys, 2));
    }

    /** Runs a client command against the test's daemon. */
    private int client(String... arguments)
    {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--socket";
        all[arguments.length + 1] = loop.path;
        return run(all);
    }

    private String out()
    {
        return written[1].toString(StandardCharsets.UTF_8);
    }

    private String err()
    {
        return written[2].toString(StandardCharsets.UTF_8);
    }

    private static void assertGolden(String name, String text) throws IOException
    {
        Path file = DATA.resolve(name);
        if (System.getenv("BANJO_WRITE_GOLDEN") != null)
        {
            Files.writeString(file, text);
        }
        assertEquals(name, Files.readString(file), text);
    }

    @Test
    public void answersAreTablesForPeople() throws IOException
    {
        for (String[] command : new String[][] {{"list"}, {"status"}, {"status", "sshd"}, {"status", "192.0.2.7"}, {"jails"}, {"stats"}, {"ping"}})
        {
            clientOrFail(command);
            assertGolden(String.join("-", command) + ".txt", out());
            assertEquals("", err());
        }
    }

    private void clientOrFail(String... command)
    {
        int code = client(command);
        assertEquals(err(), 0, code);
    }

    @Test
    public void anAddressOfWhichNothingIsKnownEndsWithOne()
    {
        assertEquals(1, client("status", "192.0.2.9"));
        assertEquals("nothing is known of 192.0.2.9\n", out());
        assertEquals(1, client("status", "192.0.2.9", "--json"));
        assertEquals("{\"ip\":\"192.0.2.9\",\"jails\":[],\"lines\":[]}\n", out());
        assertEquals(0, client("status", "::ffff:192.0.2.7", "--json"));
        assertEquals("status|192.0.2.7", asked.toString());
    }

    private void jailsOn(boolean terminal, String noColor)
    {
        Sys on = Wrapped.sys(sys, (name, arguments) -> name.equals("isTerminal") ? (Boolean)terminal : !name.equals("environment") ? null
            : arguments[0].equals("TERM") ? "xterm" : noColor);
        written[1] = new ByteArrayOutputStream();
        assertEquals(0, Main.run(on, new String[] {"jails", "--socket", loop.path}, new Output(on, 1), new Output(on, 2)));
    }

    @Test
    public void coloursAreForTerminalsAlone()
    {
        jailsOn(false, "");
        assertEquals(-1, out().indexOf(27));
        jailsOn(true, "1");
        assertEquals(-1, out().indexOf(27));
        jailsOn(true, "");
        assertTrue(out(), out().startsWith("\u001b[1mJAIL\u001b[0m ") && out().contains(" \u001b[31m2\u001b[0m "));
    }

    @Test
    public void jsonIsTheDaemonsOwn()
    {
        assertEquals(0, client("stats", "--json"));
        assertEquals("{\"lines_total\":1234567890123,\"bans_total\":2}\n", out());
        for (String line : new String[] {"ban sshd 1.2.3.4 --json", "unban --all --json", "ping --json"})
        {
            assertEquals(line, 0, client(line.split(" ")));
            assertEquals(line, "{\"message\":\"done\\u001b[1m\"}\n", out());
        }
        assertEquals(0, run("version", "--json"));
        assertEquals("{\"version\":\"" + Version.NUMBER + "\"}\n", out());
    }

    @Test
    public void bansAndUnbansAskWhatTheUserWrote()
    {
        String[][] table = {
            {"ban sshd 1.2.3.4", "ban|sshd|1.2.3.4|"},
            {"ban sshd 1.2.3.4/32 --for 1h30m", "ban|sshd|1.2.3.4|5400"},
            {"ban --for=600 sshd 2001:DB8:0::17/128", "ban|sshd|2001:db8::17|600"},
            {"ban sshd 1.2.3.4 --for forever", "ban|sshd|1.2.3.4|-1"},
            {"ban sshd 1.2.3.4 --for -1", "ban|sshd|1.2.3.4|-1"},
            {"ban sshd 1.2.3.4/24", "ban|sshd|1.2.3.4/24|"},
            {"ban sshd ::ffff:1.2.3.0/120", "ban|sshd|1.2.3.0/24|"},
            {"ban sshd 2001:DB8::/64", "ban|sshd|2001:db8::/64|"},
            {"unban 2001:db8::/64", "unban|2001:db8::/64|"},
            {"unban 1.2.3.4", "unban|1.2.3.4|"},
            {"unban ::ffff:1.2.3.4 --jail sshd", "unban|1.2.3.4|sshd"},
            {"unban --all", "unban|*|"},
            {"unban --jail sshd --all", "unban|*|sshd"},
        };
        for (String[] row : table)
        {
            assertEquals(row[0], 0, client(row[0].split(" ")));
            assertEquals(row[1], asked.toString());
        }
    }

    @Test
    public void badUsageIsToldAndEndsWithTwo() throws IOException
    {
        String[] table = {"staus", "--sokcet x", "list --jsn", "list extra", "status a b", "ban sshd", "ban sshd 1.2.3",
            "ban sshd 1.2.3.4/33", "ban sshd 1.2.3.4/", "ban sshd 1.2.3.4 --for soon", "ban sshd 1.2.3.4 --for 0",
            "ban sshd 1.2.3.4 --for", "unban", "unban 1.2.3.4 --all", "unban --all --jail=", "list --json=yes", "list --socket a --socket b",
            "reload now", "import uci", "completions", "completions tcsh", "--import-config /etc/fail2ban", "--import-config=/etc/fail2ban",
            "help nothing", "help import", "version 2", "frobnicate", "restart", "help stop"};
        StringBuilder all = new StringBuilder();
        for (String line : table)
        {
            assertEquals(line, 2, run(line.split(" ")));
            assertEquals(line, "", out());
            all.append("$ banjo ").append(line).append('\n').append(err());
        }
        assertGolden("usage.txt", all.toString());
    }

    @Test
    public void helpExplainsEveryOptionOfEveryCommand() throws IOException
    {
        for (Command command : Commands.ALL)
        {
            if (command.kind() == Command.Kind.LATER)
            {
                continue;
            }
            assertEquals(0, run("help", command.name()));
            String help = out();
            for (String[] options : new String[][] {command.switches(), command.valued()})
            {
                for (String option : options)
                {
                    String meaning = Help.meaning(command, option);
                    assertTrue(command.name() + " " + option, meaning.length() > 5 && help.contains("  " + option + "  ")
                        && help.contains("  " + meaning + "\n"));
                }
            }
        }
    }

    @Test
    public void aReaderThatHasSeenEnoughIsNoErrorToTell() throws IOException
    {
        outputError = Errno.EPIPE;
        assertEquals(1, run("list", "--socket", loop.path));
        assertEquals("", err());
        outputError = Errno.ENOSPC;
        assertEquals(1, run("list", "--socket", loop.path));
        assertEquals("banjo: cannot write the output: no space left on device\n", err());
    }

    @Test
    public void anUnknownBackEndIsBadUsageWhateverTheConfiguration() throws IOException
    {
        assertEquals(2, run("run", "--backend", "pf", "--config", "/nowhere.toml"));
        assertEquals("banjo: unknown back end `pf`: nftables, ipset, iptables or log-only\ntry: banjo help run\n", err());
    }

    @Test
    public void helpAndVersionNeedNothing() throws IOException
    {
        for (String version : new String[] {"--version", "-V", "version"})
        {
            assertEquals(0, run(version));
            assertEquals("0.1.0\n", out());
        }
        for (String help : new String[] {"--help", "-h", "help"})
        {
            assertEquals(0, run(help));
            assertGolden("help.txt", out());
        }
        assertEquals(2, run());
        assertGolden("help.txt", err());
        assertEquals(0, run("help", "ban"));
        assertGolden("help-ban.txt", out());
        assertEquals(0, run("ban", "--help"));
        assertGolden("help-ban.txt", out());
    }

    @Test
    public void aRefusalEndsWithOneAndAMissingDaemonWithThree()
    {
        assertEquals(1, client("status", "nojail"));
        assertEquals("banjo: no jail is named `nojail`\n", err());
        assertEquals(3, run("ping", "--socket", loop.folder + "/none"));
        assertTrue(err(), err().startsWith("banjo: cannot reach the banjo daemon at " + loop.folder + "/none: no such file or directory"));
    }

    @Test
    public void theSocketMayComeFromTheConfiguration() throws IOException
    {
        Path file = loop.folder.resolve("banjo.toml");
        Files.writeString(file, "[global]\nsocket = \"" + loop.path + "\"\n");
        assertEquals(0, run("ping", "--config", file.toString()));
        Files.writeString(file, "[global]\nsokcet = \"x\"\n");
        assertEquals(1, run("ping", "--config", file.toString()));
        assertTrue(err(), err().startsWith(file + ":2:1: error: "));
        Files.delete(file);
        assertEquals(1, run("ping", "--config", file.toString()));
        assertEquals("banjo: cannot read " + file + ": no such file or directory\n", err());
    }

    @Test
    public void aFullDiskEndsWithOne()
    {
        outputError = Errno.ENOSPC;
        assertEquals(1, client("list"));
        assertEquals("banjo: cannot write the output: no space left on device\n", err());
    }

    @Test
    public void theVersionIsTheMakefiles() throws IOException
    {
        assertTrue(Files.readString(Path.of("Makefile")).contains("\nVERSION := " + Version.NUMBER + "\n"));
    }
}
