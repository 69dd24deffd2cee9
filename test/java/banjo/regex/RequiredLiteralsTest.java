package banjo.regex;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.Test;

public class RequiredLiteralsTest
{
    private static RequiredLiterals of(String... patterns) throws PatternException
    {
        return PatternCompiler.compile(List.of(patterns), List.of(), 1024).literals();
    }

    private static String text(RequiredLiterals literals)
    {
        TreeSet<String> texts = new TreeSet<>();
        for (int i = 0; literals != null && i < literals.count(); i++)
        {
            texts.add(new String(literals.text(i), StandardCharsets.ISO_8859_1));
        }
        return literals == null ? "none" : String.join("|", texts);
    }

    @Test
    public void everyAlternativeAddsItsRarestText() throws PatternException
    {
        assertEquals(" connect from | login failed ", text(of("^(?:x .* Login failed y?|\\d+ connect from .*)$")));
        assertEquals(": denied|refused by ", text(of("^\\d+: denied$", "refused by \\d")));
        assertEquals("abcdef", text(of("abcdef", "xxabcdefyy")));
        assertEquals("access denied|access refused", text(of("access (?:denied|refused)")));
    }

    @Test
    public void whatNeedNotBeConsumedIsNoLiteral() throws PatternException
    {
        assertNull(of("(?:mandatory)?x"));
        assertNull(of("(?:mandatory)*x"));
        assertNull(of("(?:mandatory|\\d)x"));
        assertNull(of("x(?!mandatory)"));
        assertNull(of("mandatory", ".*"));
        assertEquals("mandatory", text(of("(?:mandatory)+x*")));
        assertEquals("ababab", text(of("(?:ab){3,5}")));
        assertEquals("mandatory", text(of("(?i)MANDATORY")));
        assertEquals("number 1|number 2", text(of("number [12]")));
        assertNull(of("short"));
    }

    @Test
    public void aCutLeavesOneHalfWhole() throws PatternException
    {
        assertEquals("failed |for root", text(of("failed for root").halves()));
        assertNull(of("denied by").halves());
    }

    @Test
    public void theStoredFormIsReadAgain() throws PatternException
    {
        RequiredLiterals literals = of("access (?:denied|refused)", "login failed");
        byte[] bytes = literals.toBytes();
        assertEquals(text(literals), text(RequiredLiterals.fromBytes(bytes, 0, bytes.length)));
        assertNull(RequiredLiterals.fromBytes(bytes, 3, 3));
    }

    /** A pattern and one of the texts that it matches, both made at random from the same choices. */
    private static final class Maker
    {
        private static final String[] WORDS = {"alpha", "Beta", "gamma: ", "delta[", "eps", "z", " from ", "user=", "ÿé", "\"' "};
        private final Random random;
        private String pattern;
        private String match;
        private int groups;

        Maker(Random random)
        {
            this.random = random;
        }

        private void set(String newPattern, String newMatch)
        {
            pattern = newPattern;
            match = newMatch;
        }

        private void make(int depth)
        {
            switch (depth == 0 ? 9 : random.nextInt(11))
            {
                case 0:
                    make(depth - 1);
                    String chosen = match;
                    String one = pattern;
                    make(depth - 1);
                    set("(?:" + one + "|" + pattern + ")", random.nextBoolean() ? chosen : match);
                    break;
                case 1:
                    make(depth - 1);
                    set("(?:" + pattern + ")?", random.nextBoolean() ? match : "");
                    break;
                case 2:
                    make(depth - 1);
                    int minimum = random.nextInt(3);
                    int times = minimum + random.nextInt(2);
                    set("(?:" + pattern + "){" + minimum + "," + (minimum + 1) + "}", match.repeat(times));
                    break;
                case 3:
                    make(depth - 1);
                    set("(?i:" + pattern + ")", random.nextBoolean() ? match.toUpperCase() : match.toLowerCase());
                    break;
                case 4:
                    make(depth - 1);
                    int group = ++groups;
                    boolean taken = random.nextBoolean();
                    set("(?P<g" + group + ">" + pattern + ")?(?(g" + group + ")yes then|other way)",
                        taken ? match + "yes then" : "other way");
                    break;
                case 5:
                    set("[^x]+", "any");
                    break;
                case 6:
                    make(depth - 1);
                    set("(?!never)" + pattern + "(?<!never)", match);
                    break;
                case 7:
                case 8:
                    make(depth - 1);
                    String left = pattern;
                    String leftMatch = match;
                    make(depth - 1);
                    set(left + pattern, leftMatch + match);
                    break;
                case 9:
                    String word = WORDS[random.nextInt(WORDS.length)];
                    set(word.replace("[", "\\["), word);
                    break;
                default:
                    set("[0-9a]", "7");
                    break;
            }
        }
    }

    private static boolean contains(byte[] text, RequiredLiterals literals)
    {
        byte[] folded = text.clone();
        for (int i = 0; i < folded.length; i++)
        {
            folded[i] |= RequiredLiterals.FOLD;
        }
        String all = new String(folded, StandardCharsets.ISO_8859_1);
        boolean found = false;
        for (int i = 0; i < literals.count(); i++)
        {
            found |= all.contains(new String(literals.text(i), StandardCharsets.ISO_8859_1));
        }
        return found;
    }

    @Test
    public void noMatchOfARandomPatternLacksItsLiterals() throws PatternException
    {
        long seed = 20261126;
        System.out.println("RequiredLiteralsTest seed " + seed);
        Random random = new Random(seed);
        int checked = 0;
        for (int i = 0; i < 9000; i++)
        {
            Maker maker = new Maker(random);
            List<String> matches = new ArrayList<>();
            maker.make(4);
            String pattern = maker.pattern;
            matches.add(maker.match);
            Automaton automaton;
            try
            {
                automaton = PatternCompiler.compile(List.of(pattern), List.of(), 0);
            }
            catch (PatternException e)
            {
                continue;
            }
            matches.add("before" + maker.match + "behind");
            for (String match : matches)
            {
                byte[] bytes = match.getBytes(StandardCharsets.UTF_8);
                if (automaton.literals() != null && automaton.match(bytes, 0, bytes.length, new int[0]) >= 0)
                {
                    checked++;
                    assertTrue(pattern + " matches '" + match + "' without " + text(automaton.literals()),
                        contains(bytes, automaton.literals()));
                    RequiredLiterals halves = automaton.literals().halves();
                    assertTrue(halves == null || contains(bytes, halves));
                }
            }
        }
        assertTrue(checked + " matches", checked > 4000);
    }
}
