package banjo.regex;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

public class EnginesTest
{
    private static final List<String> NAMES = List.of("a", "b");
    private static final int[] NONE = {-1, -1, -1, -1, -1};

    private static int[] expected(Pattern pattern, boolean[] has, String line)
    {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find())
        {
            return NONE;
        }
        int[] result = {0, -1, -1, -1, -1};
        for (int i = 0; i < 2; i++)
        {
            result[1 + 2 * i] = has[i] ? matcher.start(NAMES.get(i)) : -1;
            result[2 + 2 * i] = has[i] ? matcher.end(NAMES.get(i)) : -1;
        }
        return result;
    }

    private static OnDemand onDemand(String pattern, int states) throws PatternException
    {
        ParsedPattern parsed = new ParsedPattern(0, pattern, NAMES);
        Program program = ProgramBuilder.build(List.of(parsed), parsed.tagCount());
        return new OnDemand(parsed, program, BehindSets.number(program), states);
    }

    private static int[] run(OnDemand engine, String line)
    {
        byte[] text = ("b" + line + "c").getBytes(StandardCharsets.ISO_8859_1);
        int[] found = new int[4];
        return answer(engine.match(text, 1, text.length - 1, found, 2) ? 0 : -1, found);
    }

    private static int[] run(Automaton engine, String line)
    {
        byte[] text = ("b" + line + "c").getBytes(StandardCharsets.ISO_8859_1);
        int[] found = new int[4];
        return answer(engine.match(text, 1, text.length - 1, found), found);
    }

    private static int[] answer(int pattern, int[] found)
    {
        if (pattern < 0)
        {
            return NONE;
        }
        int[] result = {pattern, 0, 0, 0, 0};
        for (int i = 0; i < 4; i++)
        {
            result[1 + i] = found[i] < 0 ? -1 : found[i] - 1;
        }
        return result;
    }

    @Test
    public void everyEngineAgreesWithJavaOnRandomPatterns() throws PatternException
    {
        long seed = 20261125;
        System.out.println("EnginesTest seed " + seed);
        Random random = new Random(seed);
        RandomPatterns patterns = new RandomPatterns(random);
        int pairs = 0;
        int withTables = 0;
        int flushes = 0;
        for (int i = 0; i < 4200; i++)
        {
            String pattern = patterns.next();
            Pattern java = Pattern.compile(pattern.replace("(?P<", "(?<"), Pattern.DOTALL);
            boolean[] has = {pattern.contains("(?P<a>"), pattern.contains("(?P<b>")};
            Automaton automaton = PatternCompiler.compile(List.of(pattern), NAMES, 1024);
            withTables += automaton.hasTables() ? 1 : 0;
            OnDemand cached = onDemand(pattern, 64);
            OnDemand tiny = onDemand(pattern, 3);
            OnDemand simulated = onDemand(pattern, 0);
            for (int k = 0; k < 24; k++)
            {
                String line = patterns.line();
                int[] wanted = expected(java, has, line);
                String message = "seed " + seed + " pattern " + pattern + " line '" + line + "' ";
                assertArrayEquals(message + "simulation", wanted, run(simulated, line));
                assertArrayEquals(message + "on demand", wanted, run(cached, line));
                assertArrayEquals(message + "on demand, three states", wanted, run(tiny, line));
                assertArrayEquals(message + "tables", wanted, run(automaton, line));
                pairs++;
            }
            flushes += tiny.flushes();
        }
        assertTrue(pairs + " pairs", pairs >= 100_000);
        assertTrue(withTables + " with tables", withTables > 4000);
        assertTrue(flushes + " flushes", flushes > 1000);
    }
}
