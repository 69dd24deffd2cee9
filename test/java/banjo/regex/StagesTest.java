package banjo.regex;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

public class StagesTest
{
    private static final Path DATA = Path.of("test/data/regex");
    private static final List<String> NAMES = List.of("a", "b");
    private static final String ADDRESS = "(?:(?:::f{4,6}:)?(?:\\d{1,3}\\.){3}\\d{1,3}"
        + "|(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))";

    private static Program program(String pattern) throws PatternException
    {
        return ProgramBuilder.build(List.of(new ParsedPattern(0, pattern, NAMES)), 4);
    }

    private static Dfa minimal(String pattern) throws PatternException
    {
        return Minimiser.run(Determiniser.run(program(pattern), 4096));
    }

    @Test
    public void agreesWithPythonOnRecordedCases() throws IOException, PatternException
    {
        assertTrue(agreeWithPython("python.tsv") >= 80);
    }

    @Test
    public void agreesWithPythonOnGeneratedCases() throws IOException, PatternException
    {
        assertTrue(agreeWithPython("python-more.tsv") >= 1600);
    }

    /** @return how many cases there are: each is run with tables, where it fits, and without. */
    private static int agreeWithPython(String name) throws IOException, PatternException
    {
        int cases = 0;
        String pattern = "";
        Automaton[] automata = new Automaton[2];
        for (String line : Files.readAllLines(DATA.resolve(name)))
        {
            if (line.startsWith("#"))
            {
                continue;
            }
            String[] fields = line.split("\t", -1);
            if (!pattern.equals(fields[0]))
            {
                pattern = fields[0];
                automata[0] = PatternCompiler.compile(List.of(pattern.replace("<NL>", "\n")), NAMES, 4096);
                automata[1] = PatternCompiler.compile(List.of(pattern.replace("<NL>", "\n")), NAMES, 0);
            }
            byte[] text = fields[1].replace("<TAB>", "\t").replace("<NL>", "\n").getBytes(StandardCharsets.UTF_8);
            for (Automaton automaton : automata)
            {
                int[] found = {-1, -1, -1, -1};
                boolean matched = automaton.match(text, 0, text.length, found) == 0;
                String engine = name + ", " + automaton.report(0).engine() + ": " + line;
                assertEquals(engine, fields[2], matched ? "match" : "none");
                assertEquals(engine, fields[3], span(found, 0));
                assertEquals(engine, fields[4], span(found, 2));
            }
            cases++;
        }
        return cases;
    }

    private static String span(int[] found, int at)
    {
        return found[at] < 0 ? "-" : found[at] + "," + found[at + 1];
    }

    @Test
    public void listingsAreAsRecorded() throws IOException, PatternException
    {
        golden("program.txt", Listing.of(program("^x(?P<a>[ab]*?)\\b(?:c|(?P<b>d+))$")));
        golden("lookahead.txt", Listing.of(program("^(?P<a>(?:(?! to ).)*) to")));
        golden("conditional.txt", Listing.of(program("(?P<x>a)?(?P<a>.)(?(x)b|(?<=cd)e)")));
        golden("automaton.txt", Listing.of(minimal("^user (?P<a>.*) from (?P<b>[0-9.]+)$")));
    }

    private static void golden(String name, String actual) throws IOException
    {
        Path file = DATA.resolve(name);
        if (System.getenv("BANJO_RECORD") != null)
        {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual);
    }

    /** Patterns are matched byte by byte: what docs/patterns.md says of text outside ASCII. */
    @Test
    public void dotsAndNegatedClassesTakeBytes() throws PatternException
    {
        String[][] cases = {
            {"^(?P<a>.*) (?P<b>[^x]+)$", "h\u00e9 \u00e4\u00f6x \u00fc", "0,9,10,12"}, {"^(?P<a>\\S+) ", "\u00e9\u20ac ", "0,5,-1,-1"},
            {"(?P<a>.)$", "\u00e9", "1,2,-1,-1"}, {"^.{2}$", "\u00e9", "-1,-1,-1,-1"}, {"(?P<a>\u00e9+)", "x\u00e9\u00e9", "1,5,-1,-1"},
            {"(?P<a>\\w+)", "\u00e9ab\u00e9", "2,4,-1,-1"}};
        for (String[] each : cases)
        {
            for (int budget : new int[] {4096, 0})
            {
                byte[] text = each[1].getBytes(StandardCharsets.UTF_8);
                int[] found = {-1, -1, -1, -1};
                assertEquals(each[0], 0, PatternCompiler.compile(List.of(each[0]), NAMES, budget).match(text, 0, text.length, found));
                assertEquals(each[0], each[2], found[0] + "," + found[1] + "," + found[2] + "," + found[3]);
            }
        }
        byte[] invalid = {'a', (byte)0xFF, (byte)0xC3, 'b', 0};
        int[] found = {-1, -1, -1, -1};
        Automaton automaton = PatternCompiler.compile(List.of("^a(?P<a>[^b]*)b(?P<b>.)$"), NAMES, 4096);
        assertEquals(0, automaton.match(invalid, 0, 5, found));
        assertArrayEquals(new int[] {1, 3, 4, 5}, found);
    }

    @Test
    public void tagsAtFixedDistancesNeedNoRegister() throws PatternException
    {
        ParsedPattern pattern = new ParsedPattern(0, "^ab(?P<a>.*) (?P<b>\\d)\\d$", NAMES);
        assertArrayEquals(new int[] {ParsedPattern.FROM, ParsedPattern.TO, ParsedPattern.TO, ParsedPattern.TO}, pattern.base);
        assertArrayEquals(new int[] {2, -3, -2, -1}, pattern.distance);
        assertEquals(1, minimal("^ab(?P<a>.*) (?P<b>\\d)\\d$").registerCount);
    }

    @Test
    public void exactAddressStaysSmall() throws PatternException
    {
        Dfa raw = Determiniser.run(program("^(?P<a>" + ADDRESS + ")$"), 4096);
        assertTrue(raw.stateCount + " states", raw.stateCount <= 200);
        Dfa ssh = minimal("^Failed password for (?P<a>.*) from (?P<b>" + ADDRESS + ") port \\d+ ssh2$");
        assertTrue(ssh.stateCount + " states", ssh.stateCount <= 150);
        assertTrue(ssh.registerCount + " registers", ssh.registerCount <= 5);
    }

    @Test
    public void budgetIsKeptByTheDeterminiser() throws PatternException
    {
        assertEquals(null, Determiniser.run(program("a.{14}b"), 1000));
    }

    @Test
    public void unionStaysTogetherWhereLiteralsSeparate() throws PatternException
    {
        Automaton together = PatternCompiler.compile(List.of("^foo (?P<a>.*)$", "^bar (?P<a>.*)$", "^baz (?P<a>\\d+)$"), NAMES, 4096);
        assertEquals(1, together.partCount());
        Automaton apart = PatternCompiler.compile(List.of("^foo (?P<a>.*)$", "bar (?P<a>\\d+)"), NAMES, 4096);
        assertEquals(2, apart.partCount());
    }

    @Test
    public void storedFormIsDeterministicAndSmall() throws PatternException
    {
        List<String> patterns = List.of("^Failed (?P<a>\\S+) from (?P<b>" + ADDRESS + ")$", "(?P<a>x|y) denied");
        byte[] stored = PatternCompiler.compile(patterns, NAMES, 4096).toBytes();
        assertArrayEquals(stored, PatternCompiler.compile(patterns, NAMES, 4096).toBytes());
        assertArrayEquals(stored, Automaton.fromBytes(stored, 0, stored.length).toBytes());
        assertTrue(stored.length + " bytes", stored.length < 3000);
    }

    /** Of nested repeats the outermost count is named, of look-arounds one of them. */
    @Test
    public void refusalsForSizeNameWhatMakesItLarge()
    {
        StringBuilder looks = new StringBuilder("^é(?:ab){3}");
        for (int i = 0; i < 60; i++)
        {
            looks.append("(?=.*w").append(i).append(')');
        }
        String[][] cases = {{"é((a{1,50}){1,50}){1,50}b{3}", "18", "its repeats"}, {"b{9}(?:.a{3}){2500}x", "13", "8192 instructions"},
            {looks.toString(), "11", "look-arounds"}};
        for (String[] each : cases)
        {
            PatternException e = assertThrows(each[0], PatternException.class, () -> PatternCompiler.compile(List.of(each[0]), NAMES, 0));
            int position = e.position();
            assertTrue(e.getMessage(), e.getMessage().contains(each[2]));
            boolean ofLooks = each[2].equals("look-arounds");
            assertTrue(e.getMessage(), ofLooks ? each[0].startsWith("(?=", position) : position == Integer.parseInt(each[1]));
        }
    }

    @Test
    public void refusalsNameTheCharacter()
    {
        String[][] cases = {{"ab(?>c)", "2", "atomic"}, {"é(?P=x)", "1", "backreference"}, {"é|(?<=b+)d", "2", "lookbehind"},
            {"a(?<!(?=b)c*)d", "1", "of no fixed length"}, {"a$*", "2", "nothing to repeat"}, {"[é]", "1", "outside ASCII"},
            {"x(?i)y", "1", "flags"}, {"(?L)a", "0", "locale"}, {"[b-a]", "1", "range"}, {"a{3,2}", "1", "minimum"},
            {"éa++", "3", "possessive"}, {"(x)?(?(1)a|b|c)", "4", "two branches"}, {"(a\\1)", "2", "open group"}, {"(?(3)a)", "0", "unknown group"},
            {"(?<!(?=(?P<a>bc))b)c", "4", "whose text is wanted"}, {"(?:(a)\\1)*", "-1", "inside a repeat"}, {"(?P<x-y>a)", "0", "bad group name"}};
        for (String[] each : cases)
        {
            try
            {
                PatternCompiler.compile(List.of(each[0]), NAMES, 4096);
                fail(each[0]);
            }
            catch (PatternException e)
            {
                assertEquals(e.getMessage(), each[1], String.valueOf(e.position()));
                assertTrue(e.getMessage(), e.getMessage().contains(each[2]));
            }
        }
    }

    @Test
    public void emptyBodiesAndNestedRepeatsEnd() throws PatternException
    {
        Automaton automaton = PatternCompiler.compile(
            List.of("^(?:(?:(?:){60000}){60000}){60000}(?:(?:a*)*b?){2,}(?P<a>c)"), NAMES, 4096);
        int[] found = new int[4];
        assertEquals(0, automaton.match("aabac".getBytes(StandardCharsets.UTF_8), 0, 5, found));
        assertEquals(4, found[0]);
    }
}
