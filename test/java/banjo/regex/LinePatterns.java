package banjo.regex;

import java.util.Random;

/**
 * Random patterns of the kind that filters have (words, captures, runs of bytes, addresses, options) and lines that match them,
 * nearly match them or are cut: what makes the matching loop take its shortcuts and leave them half-way.
 */
final class LinePatterns
{
    private static final String QUAD = "(?:\\d{1,3}\\.){3}\\d{1,3}";
    private static final String[] PIECES = {"Failed password for ", "from ", " port ", "error: ", "x", " ", "[aeiou]", "(?:invalid user )?",
        "(?:illegal user |invalid user )?", "(?: ssh\\d*)?", "(?:closed|reset) by ", ".*", ".* ", "\\S+", "\\S+ ", "\\d+", "\\d*", "[\\w./-]*",
        "[0-9a-fA-F.:]+", "[acegikmo]+", "\"[^\"]*\"", "[^:]*:", QUAD, QUAD + " ", "(?:" + QUAD + "|[0-9a-f:]+)", "(?:" + QUAD + "|\\w+)",
        "\\d{1,3}(?:\\.\\d{1,3}){0,4}"};
    /** What stands for a piece in a line; a letter names a kind of run. */
    private static final String[] EXAMPLES = {"Failed password for ", "from ", " port ", "error: ", "x", " ", "e", "invalid user ",
        "illegal user ", " ssh2", "closed by ", "W", "W ", "w", "w ", "d", "d", "w", "q", "a", "\"W\"", "w:", "q", "q ", "q", "q", "q"};
    private static final String[] NAMES = {"a", "b"};

    private final Random random;
    private final int[] chosen = new int[8];
    private int count;

    LinePatterns(Random random)
    {
        this.random = random;
    }

    String pattern()
    {
        StringBuilder pattern = new StringBuilder(random.nextInt(4) > 0 ? "^" : "");
        count = 2 + random.nextInt(chosen.length - 2);
        int name = 0;
        for (int i = 0; i < count; i++)
        {
            chosen[i] = random.nextInt(PIECES.length);
            boolean named = name < NAMES.length && random.nextInt(3) == 0;
            pattern.append(named ? "(?P<" + NAMES[name] + ">" : "").append(PIECES[chosen[i]]).append(named ? ")" : "");
            name += named ? 1 : 0;
        }
        return pattern.append(random.nextInt(3) > 0 ? "$" : "").toString();
    }

    /** A line for the last pattern. */
    String line()
    {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            append(line, random.nextInt(20) == 0 ? EXAMPLES[random.nextInt(EXAMPLES.length)] : EXAMPLES[chosen[i]]);
        }
        for (int changes = random.nextInt(3); changes > 0 && line.length() > 0; changes--)
        {
            int at = random.nextInt(line.length());
            switch (random.nextInt(5))
            {
                case 0:
                    line.setCharAt(at, character());
                    break;
                case 1:
                    line.insert(at, character());
                    break;
                case 2:
                    line.deleteCharAt(at);
                    break;
                case 3:
                    line.setLength(at);
                    break;
                default:
                    append(line.append(' '), EXAMPLES[random.nextInt(EXAMPLES.length)]);
                    break;
            }
        }
        return line.toString();
    }

    char character()
    {
        return "aefx0129.:\" -\u00E9\0".charAt(random.nextInt(15));
    }

    private void append(StringBuilder line, String example)
    {
        for (int i = 0; i < example.length(); i++)
        {
            char kind = example.charAt(i);
            boolean inWord = example.length() > 2 && kind != 'W';
            switch (inWord ? ' ' : kind)
            {
                case 'W':
                    run(line, "abe iou012.");
                    break;
                case 'w':
                    run(line, "aefinvald7");
                    break;
                case 'd':
                    run(line, "0123456789");
                    break;
                case 'a':
                    run(line, "aceg");
                    break;
                case 'q':
                    quad(line);
                    break;
                default:
                    line.append(kind);
                    break;
            }
        }
    }

    private void run(StringBuilder line, String alphabet)
    {
        for (int length = random.nextInt(6) == 0 ? random.nextInt(50) : random.nextInt(9); length > 0; length--)
        {
            line.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
    }

    private void quad(StringBuilder line)
    {
        int numbers = random.nextInt(12) == 0 ? 3 + random.nextInt(3) : 4;
        for (int i = 0; i < numbers; i++)
        {
            line.append(i == 0 ? "" : ".").append(random.nextInt(random.nextInt(3) == 0 ? 10 : 256));
        }
        line.append(random.nextInt(30) == 0 ? "7" : "");
    }
}
