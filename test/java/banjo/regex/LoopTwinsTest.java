package banjo.regex;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

public class LoopTwinsTest
{
    private static final List<String> NAMES = List.of("a", "b");

    @Test
    public void shortcutsChangeNothing() throws PatternException
    {
        LoopTwins twins = new LoopTwins(20261126);
        assertNull(twins.compare(3000));
        assertTrue(twins.lines + " lines", twins.lines > 80_000);
        assertTrue(twins.matched + " matched", twins.matched > twins.lines / 5 && twins.matched < twins.lines * 4 / 5);
        assertEquals("every action occurs", (1 << Tables.ACTIONS) - 1, twins.actions);
    }

    @Test
    public void filterPatternsAgreeWithJava() throws PatternException
    {
        Random random = new Random(20261127);
        LinePatterns patterns = new LinePatterns(random);
        for (int i = 0; i < 1500; i++)
        {
            String pattern = patterns.pattern();
            Pattern java = Pattern.compile(pattern.replace("(?P<", "(?<").replace("\\w", "[A-Za-z0-9_]"), Pattern.DOTALL);
            Automaton automaton = PatternCompiler.compile(List.of(pattern), NAMES, 1024);
            for (int k = 0; k < 20; k++)
            {
                String line = patterns.line();
                byte[] text = line.getBytes(StandardCharsets.ISO_8859_1);
                int[] found = {-7, -7, -7, -7};
                int[] wanted = {-7, -7, -7, -7};
                Matcher matcher = java.matcher(line);
                boolean matches = matcher.find();
                for (int edge = 0; edge < 4 && matches; edge++)
                {
                    String name = NAMES.get(edge / 2);
                    boolean has = pattern.contains("(?P<" + name + ">");
                    wanted[edge] = !has ? -1 : edge % 2 == 0 ? matcher.start(name) : matcher.end(name);
                }
                assertEquals(pattern + " over '" + line + "'", matches ? 0 : -1, automaton.match(text, 0, text.length, found));
                assertArrayEquals(pattern + " over '" + line + "'", wanted, found);
            }
        }
    }

    @Test
    public void exactAddressIsPassedInOneGo() throws PatternException
    {
        String quad = "(?P<a>(?:\\d{1,3}\\.){3}\\d{1,3})";
        assertEquals(1, records("^(?P<b>.*) from " + quad + " end$", Tables.DOTTED_QUAD));
        assertEquals(0, records("^from (?P<a>.*) end$", Tables.DOTTED_QUAD));
        assertEquals(0, records("^from (?P<a>[\\d.]+) end$", Tables.DOTTED_QUAD));
        assertEquals(0, records("^from (?P<a>(?:\\d{1,3}\\.){2}\\d{1,3}) end$", Tables.DOTTED_QUAD));
    }

    /** @return 1 when the pattern has records with an action, else 0. */
    private static int records(String pattern, int action) throws PatternException
    {
        Tables tables = PatternCompiler.compile(List.of(pattern), NAMES, 1024).part(0);
        for (int record = 0; record < tables.records.length; record += Tables.RECORD_INTS)
        {
            if (tables.action(record) == action)
            {
                return 1;
            }
        }
        return 0;
    }
}
