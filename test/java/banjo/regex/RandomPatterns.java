package banjo.regex;

import java.util.Random;

/** Patterns and lines over a small alphabet, with the named groups a and b at most once each. */
final class RandomPatterns
{
    private static final String[] LEAVES = {"a", "b", "c", "[ab]", "[^a]", ".", "\\d", "\\w", "\\b", "(?=a)", "(?!b)", "(?<=a)", "(?<!c)",
        "ab", "1", "\\B", "(?i:A)", "^", "$"};
    private static final String[] BYTES = {"a", "b", "c", "[ab]", "[^a]", ".", "\\d", "\\w"};
    private static final String[] EDGES = {"\\b", "\\B", "^", "$"};
    private static final String[] REPEATS = {"*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?"};

    private final Random random;
    private final boolean[] used = new boolean[2];

    RandomPatterns(Random random)
    {
        this.random = random;
    }

    String next()
    {
        used[0] = false;
        used[1] = false;
        return (random.nextInt(3) == 0 ? "^" : "") + pattern(4, true) + (random.nextInt(3) == 0 ? "$" : "");
    }

    String line()
    {
        StringBuilder line = new StringBuilder();
        for (int length = random.nextInt(11); length > 0; length--)
        {
            line.append("aabbc1 ".charAt(random.nextInt(7)));
        }
        return line.toString();
    }

    private String one(String[] choices)
    {
        return choices[random.nextInt(choices.length)];
    }

    private String pattern(int depth, boolean named)
    {
        switch (depth <= 0 ? 0 : random.nextInt(10))
        {
            case 1:
            case 2:
                return pattern(depth - 1, named) + pattern(depth - 1, named);
            case 3:
                return "(?:" + pattern(depth - 1, named) + "|" + pattern(depth - 1, named) + ")";
            case 4:
                return "(?:" + one(BYTES) + (random.nextInt(3) == 0 ? look(1) : "") + one(BYTES) + ")" + one(REPEATS);
            case 5:
                return (random.nextBoolean() ? one(BYTES) : "(?:" + pattern(depth - 1, false) + ")") + one(REPEATS);
            case 6:
                int name = random.nextInt(2);
                if (used[name] || !named)
                {
                    return one(LEAVES);
                }
                used[name] = true;
                return "(?P<" + "ab".charAt(name) + ">" + pattern(depth - 1, true) + ")";
            case 7:
                return look(depth);
            case 8:
                return "(?:" + look(1) + one(BYTES) + ")" + one(REPEATS);
            default:
                return one(LEAVES);
        }
    }

    private String look(int depth)
    {
        if (random.nextInt(3) > 0)
        {
            return (random.nextBoolean() ? "(?=" : "(?!") + pattern(depth - 1, false) + one(BYTES) + pattern(depth - 2, false) + ")";
        }
        StringBuilder behind = new StringBuilder(random.nextBoolean() ? "(?<=" : "(?<!");
        for (int i = random.nextInt(3); i >= 0; i--)
        {
            behind.append(random.nextInt(3) == 0 ? depth > 0 ? look(depth - 1) : one(EDGES) : "").append(one(BYTES));
        }
        return behind.append(random.nextInt(4) > 0 ? "" : depth > 0 ? look(depth - 1) : one(EDGES)).append(')').toString();
    }
}
