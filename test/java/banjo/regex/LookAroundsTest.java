package banjo.regex;

import static org.junit.Assert.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class LookAroundsTest
{
    /** Where each engine finds the letters x that the pattern captures. */
    private static void finds(String pattern, String line, int start) throws PatternException
    {
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        for (int budget : new int[] {4096, 0})
        {
            int[] found = new int[2];
            Automaton automaton = PatternCompiler.compileForNewline(List.of(pattern), List.of("a"), budget, null);
            boolean matched = automaton.match(text, 0, text.length, found) == 0;
            assertEquals(pattern + " budget " + budget, start, matched ? found[0] : -1);
        }
    }

    @Test
    public void lookaheadInLookbehindSeesBeyondIt() throws PatternException
    {
        finds("(?<=a(?=.*z)b)(?P<a>x)", "abx abxz", 2);
        finds("(?<=a(?=..y)b)(?P<a>x)", "abx abxy", 6);
        finds("(?<!a(?=.*z)b)(?P<a>x)", "abx cbxz abx", 6);
        finds("(?<!a(?!b$).)(?P<a>x)", "cax acx", 2);
        finds("(?<=b\\b)(?P<a>x|-)", "bx b-", 4);
        finds("(?<!b(?=-$))(?P<a>-)", "c- b-", 1);
        finds("(?<!b(?=-$))(?P<a>-)$", "c- b-", -1);
    }

    @Test
    public void lookbehindInLookaheadSeesWhatWasBeforeIt() throws PatternException
    {
        finds("(?=(?<=ab)x.*(?<=yz)$)(?P<a>x)", "cbx abx abxyz", 6);
        finds("b(?=x(?<!abx))(?P<a>x)", "abx cbx", 6);
        finds("b(?!(?=(?<=ab)x))(?P<a>x)", "abx cbx", 6);
        finds("(?<=(?<=ab).(?<!abc))(?P<a>x)", "abcx abdx", 8);
        finds("(?<=(?=(?<!ab)...y).c)(?P<a>x)", "abccxy abccx abcxy", 16);
    }

    @Test
    public void endOfTheLineIsSeenFromWithin() throws PatternException
    {
        finds("(?<=a(?=x\\s))(?P<a>x)", "axb ax", 5);
        finds("(?<=a(?!x\\s))(?P<a>x)", "axb ax", 1);
    }
}
