package banjo.regex;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class WorstCaseTest
{
    private static final List<String> NAMES = List.of("a", "b");

    private static OnDemand onDemand(String pattern, int states) throws PatternException
    {
        ParsedPattern parsed = new ParsedPattern(0, pattern, NAMES);
        Program program = ProgramBuilder.build(List.of(parsed), parsed.tagCount());
        return new OnDemand(parsed, program, BehindSets.number(program), states);
    }

    private static long steps(OnDemand engine, byte[] line)
    {
        long before = engine.work();
        engine.match(line, 0, line.length, new int[4], 2);
        return engine.work() - before;
    }

    private static byte[] line(String alphabet, int length)
    {
        Random random = new Random(5);
        byte[] line = new byte[length];
        for (int i = 0; i < length; i++)
        {
            line[i] = (byte)alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return line;
    }

    @Test
    public void stepsGrowWithTheLineAndNoFaster() throws PatternException
    {
        String[] patterns = {"^(?:(?:a*)*)*(?P<a>b)$", "(?P<a>a+)+$", "(?:a|aa|.)*(?P<a>c)", "(?P<a>.*)(?P<b>.*).*x$", "(?:.*a.{12}){2}b.*c",
            "^(?P<a>(?:(?!ab+c).)*)x", "(?:a?){20}(?:a){20}(?P<b>x)"};
        for (String pattern : patterns)
        {
            for (int states : new int[] {0, 16, 256})
            {
                OnDemand engine = onDemand(pattern, states);
                ParsedPattern parsed = new ParsedPattern(0, pattern, NAMES);
                long size = ProgramBuilder.build(List.of(parsed), parsed.tagCount()).size();
                long small = steps(engine, line("aab", 1 << 12));
                long large = steps(engine, line("aab", 1 << 16));
                String message = pattern + " with " + states + " states: " + small + " steps, then " + large;
                assertTrue(message, large <= 32 * Math.max(small, 1 << 12));
                assertTrue(message + ", " + size + " instructions", large <= 2 * size * (1L << 16) + size * 512);
            }
        }
    }

    @Test
    public void fullCacheIsEmptiedTwiceALineAtMost() throws PatternException
    {
        OnDemand engine = onDemand("(?:.*a.{14}){2}(?P<a>b).*c", 64);
        byte[] line = line("ab", 1 << 14);
        for (int i = 1; i <= 3; i++)
        {
            engine.match(line, 0, line.length, new int[4], 2);
            assertEquals(i, engine.simulated());
            assertTrue(engine.flushes() + " flushes", engine.flushes() <= 3 * i);
        }
    }

    @Test
    public void patternOverTheBudgetRunsOnDemandAndSaysWhy() throws PatternException
    {
        Automaton automaton = PatternCompiler.compile(List.of("^x(?P<a>.)", "a.{14}(?P<b>b)$", "^(?P<a>c)"), NAMES, 1000);
        assertEquals(PatternReport.TABLES, automaton.report(0).engine());
        assertEquals(PatternReport.ON_DEMAND, automaton.report(1).engine());
        assertEquals("it needs more than 1000 states", automaton.report(1).reason());
        assertTrue(automaton.report(1).tableBytes() > 1000);
        assertEquals(PatternReport.TABLES, automaton.report(2).engine());
        assertTrue(!automaton.hasTables());
        int[] found = new int[4];
        byte[] line = "xa01234567890123b".getBytes(StandardCharsets.UTF_8);
        assertEquals(0, automaton.match(line, 0, line.length, found));
        assertEquals(1, automaton.match(line, 1, line.length, found));
        assertEquals(16, found[2]);
        Automaton both = automaton.followedBy(PatternCompiler.compile(List.of("z", "y.*(?P<a>q)"), NAMES, 0));
        byte[] other = "  ypq".getBytes(StandardCharsets.UTF_8);
        assertEquals(4, both.match(other, 0, 5, found));
        assertEquals(4, found[0]);
        assertEquals("asked for", both.report(4).reason());
    }

    @Test
    public void compilingTellsItsTimeByTheClockGiven() throws PatternException
    {
        long[] now = {0};
        Automaton automaton = PatternCompiler.compile(List.of("a", "b"), NAMES, 100, () -> now[0] += 7);
        assertEquals(7, automaton.report(0).compileMicroseconds());
        assertEquals(7, automaton.report(1).compileMicroseconds());
    }

    @Test
    public void sixteenCapturesAreFilled() throws PatternException
    {
        List<String> names = new ArrayList<>();
        StringBuilder pattern = new StringBuilder("^");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++)
        {
            names.add("n" + i);
            pattern.append("(?:(?P<n").append(i).append(">x\\d+)|(?P<n").append(i).append(">y+)) ");
            text.append(i % 2 == 0 ? "x" + i : "yy").append(' ');
        }
        byte[] line = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int budget : new int[] {4096, 0})
        {
            Automaton automaton = PatternCompiler.compile(List.of("zzz", pattern.toString(), "(?P<n3>q)"), names, budget);
            int[] found = new int[32];
            assertEquals(1, automaton.match(line, 0, line.length, found));
            int at = 0;
            for (int i = 0; i < 16; i++)
            {
                int length = i % 2 == 1 ? 2 : i < 10 ? 2 : 3;
                assertEquals(at, found[2 * i]);
                assertEquals(at + length, found[2 * i + 1]);
                at += length + 1;
            }
            assertEquals(automaton.report(1).reason(), budget > 0, automaton.report(1).engine().equals(PatternReport.TABLES));
            assertEquals(2, automaton.match(new byte[] {'q'}, 0, 1, found));
            assertEquals(-1, found[0]);
            assertEquals(0, found[6]);
        }
    }

    /** Each of the outer ones takes as much work as the innermost, which is nearly all that one may take. */
    @Test
    public void nestedLookAroundsHaveOneAllowance() throws PatternException
    {
        String inner = "(?=.*a)(?=.*b)(?=.*c)(?=.*d)(?=.*e)(?=.*f)(?=.*g)(?=.*h)(?=.*i)";
        assertNotNull(onDemand(inner, 0));
        PatternException refused = assertThrows(PatternException.class, () -> onDemand("(?=".repeat(95) + inner + ")".repeat(95), 0));
        assertEquals(Expander.TOO_LARGE, refused.getMessage());
    }

    /** Counts work, not time: whatever a thousand characters say, compiling ends, with an automaton or a reason. */
    @Test
    public void nastyPatternsCompileOrAreRefused()
    {
        List<String> patterns = new ArrayList<>(List.of("(?:.*a.{60}){3}b", "(?:(?:a|b|c)*(?:a|b|d){30}){10}x", "(?:a?){400}(?:a){400}",
            "(?:(?!a.{20}b).)*x", "(?:(?<!abcdefgh)[a-h])*(?!x{30}y)z", "(?P<a>a|(?P<b>b))*".repeat(50), "((((((((((a*)*)*)*)*)*)*)*)*)*)*b",
            "(?=.*a)(?=.*b)(?=.*c)(?=.*d)(?=.*e)(?=.*f)(?=.*g)(?=.*h)x", "(x)?(y)?(z)?(w)?(?(1)a|(?(2)b|(?(3)c|(?(4)d|e))))".repeat(4)));
        patterns.add("(?:.*" + "[a-f].{9}".repeat(80) + ")");
        patterns.add("(?:" + "(?:.*x.*y|.*z)".repeat(60) + ")");
        Random random = new Random(9);
        String[] atoms = {"a", ".", "[^b]", "\\w", "(?:.*a)", "(?!ab)", "(?=.*c)", "(?<=aa)", "\\b", "(?P<a>.*)", "(?:x|y.)"};
        for (int i = 0; i < 12; i++)
        {
            StringBuilder text = new StringBuilder();
            while (text.length() < 900)
            {
                text.append("(?:").append(atoms[random.nextInt(atoms.length)]).append(atoms[random.nextInt(atoms.length)]).append(')');
                text.append(new String[] {"", "*", "+?", "{2,5}", "{9}", "?"}[random.nextInt(6)]);
            }
            patterns.add(text.toString());
        }
        for (String pattern : patterns)
        {
            long start = System.nanoTime();
            String result = "tables";
            try
            {
                Automaton automaton = PatternCompiler.compile(List.of(pattern), NAMES, PatternCompiler.STATE_BUDGET);
                assertNotNull(automaton);
                result = automaton.report(0).engine() + " " + automaton.report(0).tableBytes();
            }
            catch (PatternException e)
            {
                assertEquals(0, e.patternIndex());
                result = e.getMessage();
            }
            if (System.getenv("BANJO_TIMES") != null)
            {
                System.out.println((System.nanoTime() - start) / 1_000_000 + " ms " + result + " " + pattern.substring(0, Math.min(60, pattern.length())));
            }
        }
    }

    /** Each level asked twice would be 2^90 questions. */
    @Test(timeout = 60_000)
    public void deepPatternsCompileOrAreRefused()
    {
        for (String end : new String[] {"|b)*", "|b)+", "|b)?", "|b)", "|bc)*?", "|b){0,2}", "(?:b|))*", "(?:b|c)?)"})
        {
            for (boolean newline : new boolean[] {false, true})
            {
                String pattern = "^" + "(?:".repeat(90) + "a" + end.repeat(90) + "x$";
                try
                {
                    assertNotNull(newline ? PatternCompiler.compileForNewline(List.of(pattern), NAMES, PatternCompiler.STATE_BUDGET, null)
                        : PatternCompiler.compile(List.of(pattern), NAMES, PatternCompiler.STATE_BUDGET));
                }
                catch (PatternException e)
                {
                    assertEquals(pattern + e.getMessage(), true, e.position() >= 0);
                }
            }
        }
    }
}
