package banjo.config;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import banjo.text.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;

public class ConfigurationReaderTest
{
    private static final Path DATA = Path.of("test/data/config");

    private static List<String> errors(byte[] text)
    {
        try
        {
            ConfigurationReader.read("f", text);
            return List.of();
        }
        catch (ConfigurationException e)
        {
            return e.errors().stream().map(error -> error.substring(2)).toList();
        }
    }

    private static String error(String text)
    {
        List<String> errors = errors(Utf8.encode(text));
        return errors.size() == 1 ? errors.get(0) : errors.toString();
    }

    private static Configuration read(String text) throws ConfigurationException
    {
        return ConfigurationReader.read("f", Utf8.encode(text));
    }

    @Test
    public void badFilesGiveTheirGoldenErrors() throws IOException
    {
        List<Path> files;
        try (Stream<Path> list = Files.list(DATA))
        {
            files = list.filter(file -> file.toString().endsWith(".expected")).sorted().toList();
        }
        assertTrue(files.size() >= 5);
        for (Path expected : files)
        {
            Path input = Path.of(expected.toString().replace(".expected", ".toml"));
            assertEquals(input.toString(), Files.readString(expected), String.join("\n", errors(Files.readAllBytes(input))) + "\n");
        }
    }

    private static String increment(String table)
    {
        return error("[jails.x]\nfilter = \"x\"\nlogpath = \"/l\"\nbantime = \"1h\"\nbantime_increment = " + table);
    }

    @Test
    public void everyWrongIncrementHasItsPlace()
    {
        assertEquals("5:21: error: \"bantime_increment\" must be a table such as { factor = 2 }, not a boolean", increment("true"));
        assertEquals("5:23: error: unknown key \"factr\" in [jails.x.bantime_increment]; did you mean `factor`?", increment("{ factr = 2 }"));
        assertEquals("5:33: error: \"enabled\" must be true or false, not a string", increment("{ enabled = \"yes\" }"));
        String factor = "error: \"factor\" must be more than 0, at most 1000, and have three decimals at most";
        for (String bad : List.of("0", "0.0", "-1", "-0.5", "1000.001", "1001", "1.0001", "1.5e3", "inf", "nan"))
        {
            assertEquals(bad, "5:32: " + factor, increment("{ factor = " + bad + " }"));
        }
        assertEquals("5:32: error: \"factor\" must be a number such as 2 or 1.5, not a string", increment("{ factor = \"2\" }"));
        assertEquals("5:33: error: \"formula\" must be \"exponential\" or \"linear\", not \"ban.Time * 2\"",
            increment("{ formula = \"ban.Time * 2\" }"));
        assertEquals("5:37: error: \"multipliers\" must be a list of integers, not a string", increment("{ multipliers = \"1 2 4\" }"));
        assertEquals("5:37: error: \"multipliers\" must hold 1 to 64 integers", increment("{ multipliers = [] }"));
        assertEquals("5:41: error: \"multipliers\" must be from 1 to 1000000, not 0", increment("{ multipliers = [1, 0] }"));
        assertEquals("5:41: error: \"multipliers\" must be a list of integers, not a float", increment("{ multipliers = [1, 1.5] }"));
        assertEquals("5:37: error: \"multipliers\" has no meaning with \"formula\"", increment("{ multipliers = [1], formula = \"linear\" }"));
        assertEquals("5:29: error: \"max\" of \"bantime_increment\" must not be shorter than \"bantime\"", increment("{ max = \"59m\" }"));
        assertEquals("5:29: error: \"max\" must be from 1s to 520w, not -1", increment("{ max = -1 }"));
        assertEquals("5:32: error: \"jitter\" must be from 0s to 520w, not \"521w\"", increment("{ jitter = \"521w\" }"));
        assertEquals("5:33: error: \"overall\" must be true or false, not an integer", increment("{ overall = 1 }"));
        assertEquals("2:10: error: \"factor\" must be a number such as 2 or 1.5, not a boolean",
            error("[defaults.bantime_increment]\nfactor = true\n"
                + "[jails.x]\nfilter = \"x\"\nlogpath = \"/l\"\n[jails.y]\nfilter = \"x\"\nlogpath = \"/l\""));
        assertEquals("3:8: error: \"max\" of \"bantime_increment\" must not be shorter than \"bantime\"",
            error("[defaults.bantime_increment]\nmax = 60\n[jails.x]\nfilter = \"x\"\nlogpath = \"/l\""));
    }

    @Test
    public void anIncrementChangesWhatItNamesOfTheDefaults() throws Exception
    {
        List<JailConfiguration> jails = read("""
            [defaults]
            bantime_increment = { factor = 1.25, multipliers = [1, 2], max = "1w", jitter = 30 }
            [jails.a]
            [jails.b.bantime_increment]
            overall = true
            factor = 2
            [jails.c]
            bantime_increment.formula = "linear"
            [jails.d]
            bantime_increment = { enabled = false }
            """.replace("[jails.a]\n", "[jails.a]\nenabled = false\n")
            .replace("[jails.b.", "[jails.b]\nenabled = false\n[jails.b.").replace("[jails.c]\n", "[jails.c]\nenabled = false\n")
            .replace("[jails.d]\n", "[jails.d]\nenabled = false\n")).jails();
        IncrementConfiguration a = jails.get(0).increment();
        assertTrue(a.factorThousandths() == 1250 && !a.linear() && !a.overall() && a.maximumSeconds() == 604_800 && a.jitterSeconds() == 30);
        assertArrayEquals(new int[] {1, 2}, a.multipliers());
        IncrementConfiguration b = jails.get(1).increment();
        assertTrue(b.factorThousandths() == 2000 && b.overall() && b.jitterSeconds() == 30 && b.multipliers().length == 2);
        IncrementConfiguration c = jails.get(2).increment();
        assertTrue(c.linear() && c.multipliers().length == 0 && c.maximumSeconds() == 604_800);
        assertNull(jails.get(3).increment());
        assertNull(read("[jails.x]\nenabled = false").jails().get(0).increment());
    }

    @Test
    public void aJailFedByBansNeedsNoLog() throws Exception
    {
        JailConfiguration jail = read("[jails.r]\nfilter = \"recidive\"\nbackend = \"bans\"").jails().get(0);
        assertTrue(jail.fedByBans() && jail.logPaths().isEmpty() && !jail.standardInput());
        assertEquals("2:10: error: \"filter\" must be \"recidive\" with backend = \"bans\"",
            error("[jails.r]\nfilter = \"sshd\"\nbackend = \"bans\""));
        for (String key : List.of("logpath = \"/l\"", "read_from = \"end\"", "usedns = \"no\"", "mode = \"x\""))
        {
            String name = key.substring(0, key.indexOf(' '));
            assertEquals("4:" + (name.length() + 4) + ": error: \"" + name + "\" has no meaning with backend = \"bans\"",
                error("[jails.r]\nfilter = \"recidive\"\nbackend = \"bans\"\n" + key));
        }
    }

    @Test
    public void everyKeyComesOut() throws Exception
    {
        Configuration read = ConfigurationReader.read("good", Files.readAllBytes(DATA.resolve("good-full.toml")));
        GlobalConfiguration global = read.global();
        assertEquals(8 << 20, global.memoryCeilingBytes());
        assertTrue(global.removeOnStop());
        assertEquals("/tmp/b.sock", global.socketPath());
        assertEquals("adm", global.socketGroup().value());
        assertEquals(3, global.logLevel());
        assertEquals("CET-1CEST,M3.5.0,M10.5.0/3", global.timezone().value());
        assertEquals(8192, global.maxLineBytes());
        assertEquals("/var/log/banjo.log", global.logTarget());
        assertTrue(global.logJson());
        assertEquals("/var/lib/banjo", global.stateDirectory(global));
        assertEquals(300, global.stateIntervalSeconds());
        assertEquals("0.0.0.0", global.metricsBind());
        assertEquals(9100, global.metricsPort());
        assertEquals("nobody", global.user().value());

        assertEquals(2, read.jails().size());
        JailConfiguration sshd = read.jails().get(0);
        assertEquals("sshd", sshd.name());
        assertEquals(new Origin("good", 35, 8), sshd.origin());
        assertTrue(sshd.enabled() && sshd.readFromStart());
        assertFalse(sshd.standardInput());
        assertEquals(5400, sshd.banTimeSeconds());
        assertEquals(600, sshd.findTimeSeconds());
        assertEquals(3, sshd.maxRetry());
        assertEquals("sshd", sshd.filters().get(0).value());
        assertEquals(new Origin("good", 36, 10), sshd.filters().get(0).origin());
        assertEquals("aggressive", sshd.mode().value());
        assertEquals(2, sshd.logPaths().size());
        assertEquals(3, sshd.ignored().size());
        assertEquals(Network.parse("127.0.0.0/8"), sshd.ignored().get(0));
        assertEquals(Network.parse("2001:db8::/32"), sshd.ignored().get(2));

        JailConfiguration stdin = read.jails().get(1);
        assertFalse(stdin.enabled());
        assertTrue(stdin.standardInput());
        assertEquals(Durations.FOREVER, stdin.banTimeSeconds());
        assertEquals("mine", stdin.filters().get(0).value());
        assertNull(stdin.mode());
        assertEquals(List.of(sshd), read.enabledJails());

        FilterConfiguration mine = read.findFilter("mine");
        assertEquals("\u00fcn\u00efcode", mine.description());
        assertEquals("prog", mine.programs().get(0).value());
        assertEquals("^it's <HOST>$", mine.failRegexes().get(1).value());
        assertEquals("^tab\\t\"<HOST>\"!$", mine.failRegexes().get(2).value());
        assertTrue(mine.ignoreRegexes().isEmpty());
        assertEquals("soft", mine.modes().get(0).name());
        assertEquals("^soft <HOST>$", mine.modes().get(0).failRegexes().get(0).value());
    }

    @Test
    public void hostNamesOfIgnoreipAddToThoseOfTheDefaults() throws ConfigurationException
    {
        String text = "[defaults]\nignoreip=['home.example','10.0.0.1']\nignorelan=false\n[jails.a]\nfilter='sshd'\nlogpath='/l'\n"
            + "ignoreip=['10.0.0.2','_x-1.y2','home.example']\nignoreself=false\nusedns='yes'\n[jails.b]\nfilter='sshd'\nlogpath='/l'\n";
        JailConfiguration first = read(text).jails().get(0);
        assertEquals(List.of(Network.parse("10.0.0.1"), Network.parse("10.0.0.2")), first.ignored());
        assertEquals(List.of("home.example", "_x-1.y2", "home.example"), first.ignoredNames().stream().map(Text::value).toList());
        assertEquals(new Origin("f", 7, 22), first.ignoredNames().get(1).origin());
        assertTrue(first.useDns() && !first.ignoreSelf() && !first.ignoreLan());
        JailConfiguration second = read(text).jails().get(1);
        assertEquals(List.of("home.example"), second.ignoredNames().stream().map(Text::value).toList());
        assertTrue(!second.useDns() && second.ignoreSelf() && !second.ignoreLan());
        for (String wrong : new String[] {"a b", "-1", "1.2.3", "host.5", "a..b", ".a", "a.", "x".repeat(64), "h\u00f6st", "a/24", "*.a"})
        {
            assertEquals(wrong, 1, errors(Utf8.encode("[defaults]\nignoreip=['" + wrong + "']\n")).size());
        }
        StringBuilder many = new StringBuilder("[jails.a]\nfilter='sshd'\nlogpath='/l'\nignoreip=[");
        for (int i = 0; i < 65; i++)
        {
            many.append("\n'n").append(i).append("',");
        }
        assertEquals("[69:1: error: \"ignoreip\" must not hold more than 64 host names in all]", errors(Utf8.encode(many + "]\n")).toString());
    }

    @Test
    public void theStateIsWhereTheDaemonOfTheStartMayWrite() throws ConfigurationException
    {
        GlobalConfiguration plain = read("").global();
        GlobalConfiguration other = read("[global]\nsocket = '/s'\nuser = 'nobody'\n").global();
        assertEquals("/run/banjo", plain.stateDirectory(plain));
        assertEquals("/nobody", other.stateDirectory(other));
        assertEquals("socket and user hold until a restart", "/run/banjo", other.stateDirectory(plain));
        assertEquals("/", read("[global]\nsocket = '/s'\n").global().stateDirectory(read("[global]\nsocket = '/s'\n").global()));
        assertEquals("/a", read("[global]\nstate_dir = '/a'\n").global().stateDirectory(other));
        assertEquals(null, read("[global]\nstate_dir = 'none'\n").global().stateDirectory(other));
    }

    @Test
    public void defaultsAreThoseOfFail2ban() throws ConfigurationException
    {
        Configuration read = read("[jails.a]\nfilter='sshd'\nlogpath='/l'\n");
        JailConfiguration jail = read.jails().get(0);
        assertTrue(jail.enabled());
        assertEquals(600, jail.banTimeSeconds());
        assertEquals(600, jail.findTimeSeconds());
        assertEquals(5, jail.maxRetry());
        assertEquals(new GlobalConfiguration(16 << 20, 0, false, "/run/banjo/banjo.sock", null, 2, null, 16384, "stderr", false,
            null, 60, "127.0.0.1", 0, null), read.global());
        assertEquals(read.global(), read("").global());
    }

    @Test
    public void theSampleIsValid() throws Exception
    {
        Configuration read = ConfigurationReader.read("banjo.toml", Files.readAllBytes(Path.of("init/banjo.toml")));
        assertEquals("sshd", read.enabledJails().get(0).name());
        String uncommented = Files.readString(Path.of("init/banjo.toml")).replaceAll("(?m)^# (\\w+ = |\\[)", "$1");
        Configuration all = read(uncommented);
        assertEquals("door", all.jails().get(3).filters().get(0).value());
        assertEquals(1, all.filters().size());
    }

    @Test
    public void theGuideNamesEveryKey() throws IOException
    {
        String guide = Files.readString(Path.of("docs/configuration.md"));
        for (Section section : new Section[] {Schema.GLOBAL, Schema.DEFAULTS, Schema.JAIL, Schema.FILTER, Schema.MODE})
        {
            for (Key key : section.keys)
            {
                String sought = key.type == Key.Type.UNSUPPORTED ? "`" + key.name + "`" : "| `" + key.name + "` |";
                assertTrue(section.title + " " + key.name, guide.contains(sought));
                assertEquals(key.name, key.type == Key.Type.UNSUPPORTED, key.description == null);
            }
        }
    }

    @Test
    public void formatsAndKnownLimitsComeOut() throws Exception
    {
        FilterConfiguration filter = read("""
            [filters.f]
            failregex = '^a <ADDR>$'
            formats = ['a <HOST>', 'b <HOST> <TEXT>']
            known_limits = { 'b <HOST> <TEXT>' = 'spoof: free text' }
            modes = { m = { failregex = 'c <ADDR>', formats = 'c <HOST>' } }
            """).filters().get(0);
        assertEquals("b <HOST> <TEXT>", filter.formats().get(1).value());
        assertEquals("c <HOST>", filter.modes().get(0).formats().get(0).value());
        assertTrue(filter.knownLimits().get(0).spoof());
        assertEquals("free text", filter.knownLimits().get(0).reason());
        assertEquals("3:25: error: a known limit is \"spoof: REASON\" or \"escape: REASON\"",
            error("[filters.f]\nfailregex = 'a'\nknown_limits = { 'b' =  'other' }"));
    }

    /** Wrong type, out of range and duplicate for each key of the schema. */
    @Test
    public void everyKeyRefusesWhatIsWrong()
    {
        Section[] sections = {Schema.GLOBAL, Schema.DEFAULTS, Schema.JAIL, Schema.FILTER, Schema.MODE};
        String[] headers = {"[global]\n", "[defaults]\n", "[jails.j]\n", "[filters.f]\n", "[filters.f.modes.m]\n"};
        String[] wrongTypes = {"1.5", "inf", "1979-05-27", "07:32:00.5", "1979-05-27 07:32:00Z", "[[]]", "[true]", "[1.5]"};
        for (int i = 0; i < sections.length; i++)
        {
            for (Key key : sections[i].keys)
            {
                for (String wrong : wrongTypes)
                {
                    String text = headers[i] + key.name + " = " + wrong;
                    String reason = errors(Utf8.encode(text)).toString();
                    String sought = key.type == Key.Type.UNSUPPORTED ? "is not supported in this version" : "\"" + key.name + "\" must be ";
                    assertTrue(text + " -> " + reason, reason.contains(sought));
                }
                String twice = headers[i] + key.name + " = 1\n" + key.name + " = 2\n";
                String reason = errors(Utf8.encode(twice)).toString();
                assertTrue(reason, reason.contains("duplicate key \"" + key.name + "\", first at line"));
                for (String outside : outside(key))
                {
                    String text = headers[i] + key.name + " = " + outside;
                    assertTrue(text, errors(Utf8.encode(text)).toString().contains("\"" + key.name + "\" "));
                }
            }
        }
    }

    private static List<String> outside(Key key)
    {
        List<String> outside = new ArrayList<>();
        switch (key.type)
        {
            case INTEGER, DURATION, DURATION_OR_FOREVER, SIZE ->
            {
                outside.add(Long.toString(key.minimum - 1));
                outside.add(Long.toString(key.maximum + 1));
                outside.add("9223372036854775807");
                outside.add("-9223372036854775808");
                outside.add("'nonsense'");
            }
            case CHOICE -> outside.addAll(List.of("'nonsense'", "''", "'" + key.choices.get(0).toUpperCase() + "'"));
            case STRING, STRINGS -> outside.addAll(List.of("''", "\"a\\u0000b\"", "\"a\\nb\"",
                "'" + "x".repeat((int)key.maximum + 1) + "'"));
            default ->
            {
            }
        }
        return outside;
    }

    @Test
    public void messagesSayWhatIsExpected()
    {
        assertEquals("2:12: error: \"maxretry\" must be from 1 to 100, not 0", error("[defaults]\nmaxretry = 0"));
        assertEquals("2:12: error: \"maxretry\" must be an integer from 1 to 100, not a string", error("[defaults]\nmaxretry = '5'"));
        assertEquals("2:12: error: \"findtime\" must be from 1s to 520w, not \"forever\"", error("[defaults]\nfindtime = 'forever'"));
        assertEquals("2:11: error: \"bantime\" must be a duration such as 600, \"10m\" or \"1h30m\", or \"forever\", not \"10 min\"",
            error("[defaults]\nbantime = '10 min'"));
        assertEquals("2:18: error: \"memory_ceiling\" must be from 4M to 1G, not \"1M\"", error("[global]\nmemory_ceiling = '1M'"));
        assertEquals("2:13: error: \"banaction\" must be \"nftables\", \"ipset\", \"iptables\" or \"log-only\", not \"nft\"", error("[global]\nbanaction = 'nft'"));
        assertEquals("3:12: error: \"ban-all-and-alert\" needs a kernel that ends bans by itself: nftables or ipset",
            error("[global]\nbanaction = 'ipset'\neviction = 'ban-all-and-alert'\n[jails.a]\nfilter = 'x'\nlogpath = '/l'\nbanaction = 'iptables'"));
        assertEquals("2:14: error: \"log_target\" must be \"stderr\", \"syslog\" or \"/path\", not \"log/b\"", error("[global]\nlog_target = 'log/b'"));
        assertEquals("2:16: error: \"metrics_bind\" must be an IP address, not \"localhost\"", error("[global]\nmetrics_bind = 'localhost'"));
        assertEquals("2:16: error: \"metrics_bind\" is no loopback address; \"metrics_allow_remote = true\" allows that",
            error("[global]\nmetrics_bind = '::'"));
        assertEquals("2:13: error: \"prefix_v4\" must be from 16 to 32, not 8", error("[defaults]\nprefix_v4 = 8"));
        assertEquals("2:16: error: \"80-\" is no port from 1 to 65535, range of ports or known service; write its number",
            error("[jails.a]\nport = ['ssh', '80-']\nfilter = 'sshd'\nlogpath = '/l'"));
        assertEquals("2:8: error: \"65536\" is no port from 1 to 65535, range of ports or known service; write its number",
            error("[jails.a]\nport = 65536\nfilter = 'sshd'\nlogpath = '/l'"));
    }

    @Test
    public void actionsAreCheckedToTheirPlaceholders() throws ConfigurationException
    {
        Configuration read = read("[defaults]\nactions=['tell']\n[jails.a]\nfilter='sshd'\nlogpath='/l'\n"
            + "[actions.tell]\nban=['/bin/tell', '--ip=<ip>', '<jail>: <failures>, <bantime>']\nstart='/bin/x'\ntimeout='5s'");
        ActionConfiguration action = read.actions().get(0);
        assertEquals("--ip=<ip>", action.ban().get(1).value());
        assertEquals(5, action.timeoutSeconds());
        assertEquals("tell", read.jails().get(0).actions().get(0).value());
        assertEquals("2:13: error: unknown placeholder <host> in \"ban\"; there are <ip>, <jail>, <bantime> and <failures>",
            error("[actions.a]\nban = ['x', 'a <host> <ip>']"));
        assertEquals("2:14: error: <ip> has no meaning in \"stop\"", error("[actions.a]\nstop = ['x', '<ip>']"));
        assertEquals("2:8: error: <jail> has no meaning in the name of the program; arguments are texts of their own: [\"prog\", \"<ip>\"]", error("[actions.a]\nban = ['<jail>']"));
        assertEquals("an argument may be empty", "", read("[jails.a]\nfilter='sshd'\nlogpath='/l'\n[actions.a]\nban = ['x', '', 'y']").actions().get(0).ban().get(1).value());
        assertEquals("2:8: error: \"ban\" must not be empty", error("[actions.a]\nban = ['', 'y']"));
        assertEquals("2:7: error: \"ban\" must not be empty", error("[actions.a]\nban = ''"));
        assertEquals("1:10: error: action \"a\" needs \"ban\", \"unban\", \"start\" or \"stop\"", error("[actions.a]"));
        assertEquals("2:1: error: unknown key \"bann\" in [actions.a]; did you mean `ban`?", error("[actions.a]\nbann = 'x'"));
        assertEquals("4:12: error: unknown action \"tel\"; did you mean `tell`?",
            error("[jails.a]\nfilter='sshd'\nlogpath='/l'\nactions = ['tel']\n[actions.tell]\nban='x'"));
    }

    @Test
    public void escalationNeedsAPrefix() throws ConfigurationException
    {
        String jail = "[jails.a]\nfilter='sshd'\nlogpath='/l'\nprefix_escalate = ";
        assertEquals(3, read(jail + "3\nprefix_v6 = 64").jails().get(0).prefixEscalate());
        assertEquals(0, read("[jails.a]\nfilter='sshd'\nlogpath='/l'").jails().get(0).prefixEscalate());
        assertEquals("4:19: error: \"prefix_escalate\" has no meaning without \"prefix_v4\" or \"prefix_v6\"", error(jail + "3"));
        assertEquals("4:19: error: \"prefix_escalate\" must be from 2 to 100, not 1", error(jail + "1"));
    }

    @Test
    public void portsAreSortedAndJoined() throws ConfigurationException
    {
        JailConfiguration jail = read("[jails.a]\nfilter='sshd'\nlogpath='/l'\nport=[8080, 'http,https', '8000-8100', '22:23', 24]\n"
            + "protocol='tcp'\nblocktype='reject'\nprefix_v6=64").jails().get(0);
        assertArrayEquals(new int[] {22, 24, 80, 80, 443, 443, 8000, 8100}, jail.ports());
        assertTrue(jail.reject() && jail.protocol().equals("tcp") && jail.prefixV6() == 64 && jail.prefixV4() == 32);
        assertEquals(0, read("[jails.a]\nfilter='sshd'\nlogpath='/l'\nport='1-65535'").jails().get(0).ports().length);
    }

    @Test
    public void unknownFilterNamesAreFoundWhereTheyAreWritten() throws ConfigurationException
    {
        Configuration read = read(
            "[jails.a]\nfilter='sshdd'\nlogpath='l'\n[jails.b]\nfilter='own'\nlogpath='l'\n[filters.own]\nfailregex='x'");
        try
        {
            read.checkFilterNames(List.of("sshd", "dropbear"));
            fail("no error");
        }
        catch (ConfigurationException e)
        {
            assertEquals(List.of("f:2:8: error: unknown filter \"sshdd\"; did you mean `sshd`?"), e.errors());
        }
        try
        {
            read.checkFilterNames(List.of());
            fail("no error");
        }
        catch (ConfigurationException e)
        {
            assertEquals(List.of("f:2:8: error: unknown filter \"sshdd\"; `banjo filters` lists those built in, one of fail2ban's is the path"
                + " of its .conf file"), e.errors());
        }
        read.checkFilterNames(List.of("sshdd"));
    }

    @Test
    public void filterFilesHoldFiltersAlone() throws ConfigurationException
    {
        List<FilterConfiguration> filters = ConfigurationReader.readFilters("f",
            Utf8.encode("[filters.a]\nfailregex='x'\n[filters.b]\nfailregex='y'"));
        assertEquals("b", filters.get(1).name());
        for (String bad : new String[] {"", "[jails.a]\nenabled=false", "[filters]", "x=1", "[filters.a]\nfailregex=1"})
        {
            try
            {
                ConfigurationReader.readFilters("f", Utf8.encode(bad));
                fail(bad);
            }
            catch (ConfigurationException e)
            {
                assertEquals(bad, 1, e.errors().size());
            }
        }
    }

    @Test
    public void randomMutationsNeverCrash() throws IOException
    {
        byte[] good = Files.readAllBytes(DATA.resolve("good-full.toml"));
        String interesting = "\"'[]{}=.,#\n\r\t\\ 0x_-+\u00fc";
        byte[] pieces = Utf8.encode(interesting);
        long seed = 20260124;
        Random random = new Random(seed);
        int valid = 0;
        for (int round = 0; round < 5000; round++)
        {
            byte[] text = good.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++)
            {
                int at = random.nextInt(text.length);
                switch (random.nextInt(3))
                {
                    case 0 -> text[at] = (byte)random.nextInt(256);
                    case 1 -> text[at] = pieces[random.nextInt(pieces.length)];
                    default -> System.arraycopy(good, random.nextInt(good.length - 20), text, Math.min(at, text.length - 20), 20);
                }
            }
            List<String> errors = errors(text);
            valid += errors.isEmpty() ? 1 : 0;
            assertTrue("seed " + seed + " round " + round, errors.size() <= Problems.LIMIT + 1);
        }
        assertTrue("some mutations are harmless: " + valid, valid > 0 && valid < 5000);
    }

    @Test
    public void tellsWhichValuesHaveChanged() throws ConfigurationException
    {
        String jail = "[jails.a]\nfilter = \"x\"\nlogpath = \"/l\"\n";
        String filter = "[filters.x]\nfailregex = [\"<HOST>\"]\n";
        Configuration former = read(jail + filter);
        assertEquals(List.of(), read("\n\n[defaults]\nmaxretry = 5\nbantime = \"10m\"\n" + filter + jail).changedKeys(former, "[jails.a]"));
        assertEquals(List.of("findtime", "ignoreip", "maxretry", "port"), read("[defaults]\nfindtime = 7\nignoreip = [\"::1\"]\n" + jail
            + "port = 22\nmaxretry = 6\n" + filter).changedKeys(former, "[jails.a]").stream().sorted().toList());
        assertEquals(List.of("failregex"), read(jail + "[filters.x]\nfailregex = [\"<HOST>\", \"y <HOST>\"]\n").changedKeys(former, "[filters.x]"));
        String modes = "modes = {m = {failregex = \"%s <HOST>\"}}\n";
        assertEquals(List.of("modes"), read(jail + filter + modes.replace("%s", "b")).changedKeys(read(jail + filter + modes.replace("%s", "a")), "[filters.x]"));
        assertEquals(List.of("ignoreself"), read(jail + "ignoreself = false\n" + filter).changedKeys(former, "[jails.a]"));
        assertEquals(List.of("log_level"), read("[global]\nlog_level = \"debug\"\n" + jail + filter).changedKeys(former, "[global]"));
        assertEquals("there is none", List.of(), former.changedKeys(former, "[jails.b]"));
    }

    @Test
    public void theBackEndIsTheJailsThenTheDefaultsThenTheGlobalOne() throws ConfigurationException
    {
        String text = """
            [global]
            banaction = "ipset"
            [jails.a]
            filter = ["sshd", "/f/x.conf"]
            logpath = "/l"
            options = { mode = "ddos", k = "v" }
            [jails.b]
            filter = "sshd"
            logpath = "/l"
            banaction = "log-only"
            """;
        List<JailConfiguration> jails = read(text).jails();
        assertEquals("ipset", jails.get(0).banAction());
        assertTrue(jails.get(1).logOnly());
        assertEquals("nftables", read(text + "[defaults]\nbanaction = \"nftables\"\n").jails().get(0).banAction());
        assertEquals("iptables", ConfigurationReader.read("x", Utf8.encode(text), "iptables").jails().get(1).banAction());
        assertEquals("/f/x.conf", jails.get(0).filters().get(1).value());
        assertEquals("ddos", jails.get(0).mode().value());
        assertEquals("v", jails.get(0).options().get(0).value().value());
        assertEquals(new Origin("test.toml", 6, 28), new Origin("test.toml", jails.get(0).options().get(0).key().origin().line(),
            jails.get(0).options().get(0).key().origin().column()));
    }

    @Test
    public void aModeAddsToPatternsAndReplacesTheRest() throws ConfigurationException
    {
        FilterConfiguration filter = read("""
            [filters.f]
            failregex = 'a'
            ignoreregex = 'b'
            prefregex = 'c'
            maxlines = 2
            [filters.f.modes.m]
            ignoreregex = 'd'
            prefregex = 'e'
            datepattern = 'g'
            journalmatch = 'h'
            [filters.f.modes.n]
            maxlines = 3
            """).filters().get(0);
        FilterConfiguration m = filter.in(filter.modes().get(0));
        assertEquals("a", m.failRegexes().get(0).value());
        assertEquals(List.of("b", "d"), List.of(m.ignoreRegexes().get(0).value(), m.ignoreRegexes().get(1).value()));
        assertEquals("e", m.prefRegex().value());
        assertEquals("g", m.datePatterns().get(0).value());
        assertEquals("h", m.journalMatches().get(0).value());
        assertEquals(2, m.maxLines());
        FilterConfiguration n = filter.in(filter.modes().get(1));
        assertEquals(3, n.maxLines());
        assertEquals("c", n.prefRegex().value());
    }

    @Test
    public void onlyAJailThatWorksWithIptablesForbidsBansWithoutRoom() throws ConfigurationException
    {
        String jail = "[jails.a]\nfilter = 'x'\nlogpath = '/l'\n";
        read("[global]\neviction = 'ban-all-and-alert'\n" + jail);
        read("[global]\neviction = 'ban-all-and-alert'\n" + jail + "banaction = 'iptables'\nenabled = false\n");
    }

    @Test
    public void theLongestBanMayBeTheFirst() throws ConfigurationException
    {
        read("[jails.a]\nfilter = 'x'\nlogpath = '/l'\nbantime = '1h'\nbantime_increment = { max = '1h' }\n");
    }

    @Test
    public void aNameThatSeveralJailsIgnoreIsOneName() throws ConfigurationException
    {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 64; i++)
        {
            names.append(i == 0 ? "'" : ", '").append("n").append(i).append(".test'");
        }
        String jails = "[jails.a]\nfilter = 'x'\nlogpath = '/l'\n[jails.b]\nfilter = 'x'\nlogpath = '/l'\n";
        assertEquals(64, read("[defaults]\nignoreip = [" + names + "]\n" + jails).jails().get(1).ignoredNames().size());
    }

    @Test
    public void anUnknownActionOfTheDefaultsIsToldOnce()
    {
        assertEquals("2:12: error: unknown action \"none\"", error("[defaults]\nactions = ['none']\n[jails.a]\nfilter = 'x'\nlogpath = '/l'\n"
            + "[jails.b]\nfilter = 'x'\nlogpath = '/l'\n"));
    }

    @Test
    public void aModeWithoutAnyKeyIsRefused()
    {
        assertEquals("3:18: error: mode \"m\" needs \"failregex\"", error("[filters.x]\nfailregex = '^<HOST>$'\n[filters.x.modes.m]\n"));
    }
}
