package banjo.regex;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

public class PatternCompilerTest
{
    private static final List<String> NAMES = List.of("a", "b");

    private static int[] run(Automaton automaton, String line)
    {
        byte[] text = ("\n\0" + line + "(1").getBytes(StandardCharsets.ISO_8859_1);
        int[] found = new int[4];
        int pattern = automaton.match(text, 2, text.length - 2, found);
        if (pattern < 0)
        {
            return new int[] {-1};
        }
        return new int[] {pattern, back(found[0]), back(found[1]), back(found[2]), back(found[3])};
    }

    private static int back(int position)
    {
        return position < 0 ? -1 : position - 2;
    }

    private static int[] expected(String pattern, String line)
    {
        Pattern compiled = Pattern.compile(pattern.replace("(?P<", "(?<"), Pattern.DOTALL);
        Matcher matcher = compiled.matcher(line);
        if (!matcher.find())
        {
            return new int[] {-1};
        }
        int[] result = {0, -1, -1, -1, -1};
        for (int i = 0; i < 2; i++)
        {
            if (pattern.contains("(?P<" + NAMES.get(i) + ">"))
            {
                result[1 + 2 * i] = matcher.start(NAMES.get(i));
                result[2 + 2 * i] = matcher.end(NAMES.get(i));
            }
        }
        return result;
    }

    private static String random(Random random, int depth, boolean[] used)
    {
        String[] leaves = {"a", "b", "c", "[ab]", "[^a]", ".", "\\d", "\\w", "\\b", "(?=a)", "(?!b)", "(?<=a)", "(?<!c)", "ab", "1"};
        switch (depth <= 0 ? 0 : random.nextInt(8))
        {
            case 1:
            case 2:
                return random(random, depth - 1, used) + random(random, depth - 1, used);
            case 3:
                return "(?:" + random(random, depth - 1, used) + "|" + random(random, depth - 1, used) + ")";
            case 4:
                String[] repeats = {"*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?"};
                return "(?:" + leaves[random.nextInt(8)] + leaves[random.nextInt(3)] + ")" + repeats[random.nextInt(repeats.length)];
            case 5:
                return leaves[random.nextInt(8)] + (random.nextBoolean() ? "*" : "*?");
            case 6:
                int name = random.nextInt(2);
                if (used[name])
                {
                    return leaves[random.nextInt(leaves.length)];
                }
                used[name] = true;
                return "(?P<" + NAMES.get(name) + ">" + random(random, depth - 1, used) + ")";
            default:
                return leaves[random.nextInt(leaves.length)];
        }
    }

    @Test
    public void agreesWithJavaOnRandomPatternsAndTexts() throws PatternException
    {
        long seed = 20261124;
        Random random = new Random(seed);
        int pairs = 0;
        for (int i = 0; i < 3000; i++)
        {
            String pattern = (random.nextInt(3) == 0 ? "^" : "") + random(random, 4, new boolean[2]) + (random.nextInt(3) == 0 ? "$" : "");
            Automaton automaton = PatternCompiler.compile(List.of(pattern), NAMES, 4096);
            Automaton loaded = Automaton.fromBytes(automaton.toBytes(), 0, automaton.toBytes().length);
            for (int k = 0; k < 12; k++)
            {
                StringBuilder line = new StringBuilder();
                for (int length = random.nextInt(9); length > 0; length--)
                {
                    line.append("abc1 ".charAt(random.nextInt(5)));
                }
                int[] wanted = expected(pattern, line.toString());
                String message = "seed " + seed + " pattern " + pattern + " text '" + line + "'";
                assertArrayEquals(message, wanted, run(automaton, line.toString()));
                assertArrayEquals(message, wanted, run(loaded, line.toString()));
                pairs++;
            }
        }
        assertTrue(pairs >= 30_000);
    }

    @Test
    public void firstPatternOfTheListWins() throws PatternException
    {
        Automaton automaton = PatternCompiler.compile(List.of("^x(?P<a>.)", "(?P<a>a)", "^b(?P<b>.*)$"), NAMES, 4096);
        assertArrayEquals(new int[] {1, 2, 3, -1, -1}, run(automaton, "bba"));
        assertArrayEquals(new int[] {2, -1, -1, 1, 3}, run(automaton, "bbb"));
        assertArrayEquals(new int[] {0, 1, 2, -1, -1}, run(automaton, "xa"));
        assertArrayEquals(new int[] {-1}, run(automaton, "cc"));
    }

    @Test
    public void greedyUserLeavesTheLastAddress() throws PatternException
    {
        Automaton automaton = PatternCompiler.compile(
            List.of("^Failed password for (?P<a>.*) from (?P<b>[\\d.]+) port \\d+(?: ssh2)?$"), NAMES, 4096);
        String line = "Failed password for x from 1.2.3.4 port 1 ssh2 from 5.6.7.8 port 22 ssh2";
        int[] found = run(automaton, line);
        assertEquals("5.6.7.8", line.substring(found[3], found[4]));
        assertEquals("x from 1.2.3.4 port 1 ssh2", line.substring(found[1], found[2]));
    }

    @Test
    public void namesWhatItRefuses()
    {
        String[][] cases = {
            {"(?:\\1a)", "unknown group"}, {"(?=(?P<a>ab))c", "lookahead (?=...) with a group"}, {"(a", "missing )"},
            {"a)", "unbalanced )"}, {"[a", "unterminated class ["}, {"*a", "nothing to repeat"}, {"a**", "multiple repeat"},
            {"a++", "possessive quantifier"}, {"(?(a)b|c)", "conditional on an unknown group a"}, {"\\q", "unknown escape \\q"}, {"a{99999}", "counted repeat above"},
            {"(?:(?:(?:a{500}){500}){500})", "larger than"}, {"(?:.*a.{9000}){2}b.*c", "larger than"}};
        for (String[] each : cases)
        {
            try
            {
                PatternCompiler.compile(List.of("x", each[0]), NAMES, 1024);
                fail(each[0] + " compiled");
            }
            catch (PatternException e)
            {
                assertTrue(each[0] + ": " + e.getMessage(), e.getMessage().contains(each[1]));
                assertEquals(each[0], 1, e.patternIndex());
            }
        }
    }

    @Test
    public void damagedTablesAreRefusedOrHarmless() throws PatternException
    {
        byte[] good = PatternCompiler.compile(List.of("^a(?P<a>.*)b(?P<b>c+)$"), NAMES, 4096).toBytes();
        Random random = new Random(7);
        int[] found = new int[4];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bad = good.clone();
            for (int k = random.nextInt(3); k >= 0; k--)
            {
                bad[random.nextInt(bad.length)] = (byte)random.nextInt(256);
            }
            try
            {
                Automaton loaded = Automaton.fromBytes(bad, 0, random.nextBoolean() ? bad.length : random.nextInt(bad.length));
                if (loaded.captureCount() == 2)
                {
                    loaded.match("axxbccabc".getBytes(StandardCharsets.UTF_8), 0, 9, found);
                }
            }
            catch (IllegalArgumentException e)
            {
                assertEquals("damaged automaton", e.getMessage());
            }
        }
    }

    @Test
    public void longLinesAreLinear() throws PatternException
    {
        Automaton automaton = PatternCompiler.compile(List.of("^(?:(?:a*)*)*(?P<a>b)$"), NAMES, 4096);
        assertArrayEquals(new int[] {-1}, run(automaton, "a".repeat(1 << 16)));
        assertArrayEquals(new int[] {0, 1 << 16, (1 << 16) + 1, -1, -1}, run(automaton, "a".repeat(1 << 16) + "b"));
    }
}
