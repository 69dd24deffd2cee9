package banjo.cli;

import static org.junit.Assert.assertEquals;

import banjo.control.Wrapped;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code banjo match} with filters of fail2ban, of the operator and of the command line: records, reports and errors. */
public final class MatchCommandTest
{
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ByteArrayOutputStream[] written = new ByteArrayOutputStream[3];
    private Sys sys;
    private String log;

    @Before
    public void start() throws IOException
    {
        sys = Wrapped.sys(Platform.sys(), (name, arguments) ->
        {
            if (name.equals("write"))
            {
                written[(Integer)arguments[0]].write((byte[])arguments[1], (Integer)arguments[2], (Integer)arguments[3]);
                return arguments[3];
            }
            return name.equals("environment") ? "UTC0" : null;
        });
        log = file("door.log", "2023-11-24 00:10:19 door: wrong code by joe from 192.0.2.1\n2023-11-24 00:10:20 door: wrong code by ann frm 192.0.2.2\n"
            + "2023-11-24 00:10:21 door: wrong code by a\u00e9 from a.example\nno date: wrong code\n");
    }

    private String file(String name, String text) throws IOException
    {
        Path path = folder.getRoot().toPath().resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return path.toString();
    }

    private int match(String... arguments)
    {
        written[1] = new ByteArrayOutputStream();
        written[2] = new ByteArrayOutputStream();
        String[] all = new String[arguments.length + 3];
        all[0] = "match";
        all[1] = "--now";
        all[2] = "1700000000";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Main.run(sys, all, new Output(sys, 1), new Output(sys, 2));
    }

    private String out(int descriptor)
    {
        return written[descriptor].toString(StandardCharsets.UTF_8).replace(folder.getRoot() + "/", "");
    }

    @Test
    public void aFilterOfFail2banNamesItsReplacement() throws IOException
    {
        String conf = file("dropbear.conf", "[Definition]\nfailregex = ^ wrong code by .* from <HOST>$\n");
        assertEquals(0, match("--filter", conf, log));
        String note = "--filter dropbear is banjo's own";
        assertEquals(true, written[1].toString(StandardCharsets.UTF_8).contains(note));
        assertEquals(0, match("--filter", conf, "--json", log));
        assertEquals(false, written[1].toString(StandardCharsets.UTF_8).contains(note));
        assertEquals(0, match("--filter", file("door.conf", Files.readString(Path.of(conf))), log));
        assertEquals(false, written[1].toString(StandardCharsets.UTF_8).contains(note));
    }

    private void assertRefused(String message, String... arguments)
    {
        assertEquals(1, match(arguments));
        assertEquals(message + "\n", out(2));
    }

    @Test
    public void recordsAreOneALine() throws IOException
    {
        String conf = file("door.conf", "[INCLUDES]\nbefore = more/common.conf\n[Definition]\nfailregex = ^<_pre>wrong code by <F-USER>\\S+</F-USER> from <HOST>$\n");
        file("more/common.conf", "[DEFAULT]\n_pre = %(_space)s<_word>:\\s\n_word = door\n");
        file("more/common.local", "[DEFAULT]\n_space = \\s\n");
        assertEquals("", 0, match("--filter", conf, "--json", log));
        assertEquals("""
            {"line":1,"match":true,"host":"192.0.2.1","kind":"ip4","time":1700784619,"user":"joe","regex":0}
            {"line":2,"match":false,"host":null,"kind":null,"time":1700784620,"user":null,"regex":null}
            {"line":3,"match":true,"host":"a.example","kind":"dns","time":1700784621,"user":"a\u00e9","regex":0}
            {"line":4,"match":false,"host":null,"kind":null,"time":null,"user":null,"regex":null}
            """, out(1));
        assertEquals(0, match("--filter", conf + "[_word=gate]", "--json", log));
        assertEquals(-1, out(1).indexOf("true"));
    }

    @Test
    public void theReportTellsWhyLinesAreMissed()
    {
        assertEquals(0, match("--filter", "^ door: wrong code by <F-USER>\\S+</F-USER> from <ADDR>$", log));
        assertEquals("""
            filter of the command line
            4 lines, 1 matched, 3 missed, 1 without a date, 0 cut
            pattern 1 (--filter:1): 1 hit
            date {^LN-BEG}ISO 8601: 3 hits
            missed, no failregex matches: 3
            missed lines, the first 10 at most (--missed shows all):
              line 2: 2023-11-24 00:10:20 door: wrong code by ann frm 192.0.2.2
                no failregex matches; the closest, pattern 1 (--filter:1), fails at column 47: m 192.0.2.2
              line 3: 2023-11-24 00:10:21 door: wrong code by a\u00e9 from a.example
                no failregex matches; the closest, pattern 1 (--filter:1), fails at column 50: .example
              line 4: no date: wrong code
                no failregex matches; the closest, pattern 1 (--filter:1), fails at column 1: no date: wrong code
            """, out(1));
        assertEquals(0, match("--filter", "^ door: wrong code by joe from <ADDR>$", "--missed", log));
        assertEquals(0, out(1).indexOf("  line 2: 2023"));
    }

    @Test
    public void controlCharactersReachNoTerminal() throws IOException
    {
        log = file("door.log", "2023-11-24 00:10:21 door: \033[2J from 192.0.2.1\n");
        for (String all : new String[] {"--alone", "--missed"})
        {
            assertEquals(0, match("--filter", "^ door: x <ADDR>$", all, log));
            assertEquals(all, true, out(1).contains("line 1: 2023-11-24 00:10:21 door: \\x1b[2J from"));
            assertEquals(all, -1, out(1).indexOf('\033'));
        }
    }

    @Test
    public void theReportTellsWhereAPrefixFailsThatNamesTheHost() throws IOException
    {
        String conf = file("p.conf", "[Definition]\nprefregex = ^ door of <ADDR>: <F-CONTENT>.+</F-CONTENT>$\nfailregex = ^wrong$\n");
        assertEquals(0, match("--filter", conf, log));
        assertEquals("    the prefregex does not match; it fails at column 25: : wrong code by joe from...", out(1).lines().skip(6).findFirst().orElseThrow());
        assertEquals(0, match("--filter", conf, "--option", "maxlines=3", log));
        assertEquals("    the prefregex does not match", out(1).lines().skip(6).findFirst().orElseThrow());
    }

    @Test
    public void theReportTellsThatALineEndedTooEarly() throws IOException
    {
        String lines = file("short.log", "2023-11-24 00:10:20 door: wrong code\n2023-11-24 00:10:20 door: wrong\n");
        assertEquals(0, match("--filter", "^ door: wrong code by \\S+ from <ADDR>$", lines));
        String ended = "the closest, pattern 1 (--filter:1): the line ended before the pattern was complete";
        assertEquals(2, out(1).lines().filter(each -> each.endsWith("no failregex matches; " + ended)).count());
        String conf = file("p.conf", "[Definition]\nprefregex = ^ door: wrong code by <F-CONTENT>.+</F-CONTENT>$\nfailregex = ^<ADDR>$\n");
        assertEquals(0, match("--filter", conf, lines));
        assertEquals(2, out(1).lines().filter(each -> each.endsWith("; it: the line ended before the pattern was complete")).count());
    }

    /** Columns count characters of the file, whatever tags and references become and wherever they come from. */
    @Test
    public void errorsPointIntoThePatternAsItWasWritten() throws IOException
    {
        assertRefused("--filter:1:24: error: unknown escape \\q", "--filter", "^ \u00e9 <F-USER>x</F-USER> \\q <HOST>", log);
        assertRefused("--filter:1:21: error: unknown escape \\q", "--filter", "^<HOST> (?:(?i)ab)xx\\q", log);
        assertRefused("--filter:1:15: error: unknown escape \\q", "--filter", "^<HOST> <ADDR>\\q", log);
        assertRefused("--filter:1:9: error: unknown escape \\q", "--filter", "^<HOST> \\q", "--option", "maxlines=2", log);
        String toml = "[filters.door]\nprogram = [\"d\"]\nfailregex = ['^a <ADDR>$',\n  %s]\n";
        String two = toml.formatted("'^b <ADDR>$'");
        assertRefused("two.toml: error: must define exactly one filter", "--filter", file("two.toml", two + two.replace("door", "gate")), log);
        assertRefused("a.toml:4:14: error: unknown escape \\q", "--filter", file("a.toml", toml.formatted("'^b <ADDR> \\q'")), log);
        assertRefused("b.toml:4:26: error: unknown escape \\q",
            "--filter", file("b.toml", toml.formatted("\"\\u005eb\\\\.<ADDR>\\\\s\\\\.\\\\q\"")), log);
        assertRefused("c.toml:5:11: error: unknown escape \\q", "--filter", file("c.toml", toml.formatted("'''\n^b <ADDR> \\q'''")), log);
        assertRefused("d.toml:4:7: error: missing ), unterminated group",
            "--filter", file("d.toml", toml.formatted("'^b <F-FOO><ADDR>'")), log);
        file("common.conf", "[DEFAULT]\n__pre = \\s+\\q\n__post = x**\n");
        String conf = "[INCLUDES]\nbefore = common.conf\n[Definition]\nfailregex = ^%%%%ok <HOST>$\n            ^%s\n";
        assertRefused("common.conf:2:12: error: unknown escape \\q", "--filter", file("e.conf", conf.formatted("%(__pre)s <HOST>")), log);
        assertRefused("common.conf:3:12: error: multiple repeat", "--filter", file("f.conf", conf.formatted("a <HOST> <__post>")), log);
        assertRefused("g.conf:5:29: error: unknown escape \\q", "--filter", file("g.conf", conf.formatted("<_y> <HOST> ab \\q") + "_y = x+\n"), log);
        assertRefused("h.conf:5:14: error: unknown tag <FOO>; write \\<FOO> where the log has that text",
            "--filter", file("h.conf", conf.formatted("<FOO> <HOST>")), log);
    }

    @Test
    public void typedPatternsTakeOptions()
    {
        assertEquals(0, match("--filter", "^ door: wrong code by \\S+ from <HOST>$", "--option", "ignoreregex=joe", "--option",
            "datepattern=^%Y-%m-%d %H:%M:%S", "--json", log));
        assertEquals("false true false", out(1).lines().skip(1).map(record -> record.replaceAll(".*\"match\":(\\w+).*", "$1"))
            .collect(java.util.stream.Collectors.joining(" ")));
    }

    @Test
    public void stagesWorkInFiltersOfTheOperator() throws IOException
    {
        String toml = file("door.toml", """
            [filters.door]
            program = ["doord"]
            prefregex = '^<F-MLFID>\\d+</F-MLFID>: <F-CONTENT>.+</F-CONTENT>$'
            failregex = ['^<F-NOFAIL>from</F-NOFAIL> <ADDR>$', '^wrong code$']
            """);
        String lines = file("syslog", "Nov 24 00:10:19 host doord[7]: 1: from 192.0.2.1\nNov 24 00:10:19 host other[7]: 1: wrong code\n"
            + "Nov 24 00:10:20 host doord[7]: 1: wrong code\n");
        assertEquals(0, match("--filter", toml, "--json", lines));
        assertEquals("{\"line\":3,\"match\":true,\"host\":\"192.0.2.1\",\"kind\":\"ip4\",\"time\":1669248620,\"user\":null,\"regex\":1}",
            out(1).lines().skip(2).findFirst().orElseThrow());
        assertEquals(0, match("--filter", toml, "--alone", "--json", lines));
        assertEquals(-1, out(1).indexOf("true"));
    }

    @Test
    public void errorsNameFileAndLine() throws IOException
    {
        assertRefused("a.conf:2:13: error: the pattern has no host: it needs <HOST>, <ADDR>, <IP4>, <IP6>, <DNS>, <SUBNET> or <F-ID>",
            "--filter", file("a.conf", "[Definition]\nfailregex = ^x$\n"), log);
        assertRefused("b.conf:3:4: error: unknown tag <FOO>; write \\<FOO> where the log has that text",
            "--filter", file("b.conf", "[Definition]\nfailregex = ^<HOST>\n  ^<FOO> <HOST>\n"), log);
        assertRefused("l.conf:3:8: error: <SKIPLINES> needs maxlines greater than 1",
            "--filter", file("l.conf", "[Definition]\nfailregex = ^<HOST>\n  ^ a b<SKIPLINES>^<HOST>\n"), log);
        assertRefused("c.conf:2: error: recursion: c.conf includes itself",
            "--filter", file("c.conf", "[INCLUDES]\nbefore = c.conf\n[Definition]\nfailregex = ^<HOST>\n"), log);
        assertRefused("d.conf:2: error: cannot include missing.conf: No such file or directory",
            "--filter", file("d.conf", "[INCLUDES]\nbefore = missing.conf\n[Definition]\nfailregex = ^<HOST>\n"), log);
        assertRefused("e.conf:2: error: unknown mode \"hard\": there is no option \"re-hard\"", "--option", "mode=hard",
            "--filter", file("e.conf", "[Definition]\nfailregex = <re-<mode>>\nre-soft = ^<HOST>\nmode = soft\n"), log);
        assertRefused("--option datepattern:1:1: error: no such field; a percent sign is written %%", "--option", "datepattern=%Q",
            "--filter", "^<HOST>", log);
        assertRefused("banjo: error: cannot read nowhere.conf: No such file or directory", "--filter", folder.getRoot() + "/nowhere.conf", log);
        assertRefused("banjo: error: cannot read nowhere.toml: no such file or directory", "--filter", folder.getRoot() + "/nowhere.toml", log);
        assertEquals(2, match("--filter", "^<HOST>", "--option", "mode", log));
    }
}
