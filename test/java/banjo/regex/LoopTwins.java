package banjo.regex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Compares this runtime's {@link DfaLoop} with {@link PlainDfaLoop} over random patterns and lines. It runs in both runtimes:
 * {@code LoopTwinsTest} is the image's, {@code NativeLoopTwins} the native binary's.
 */
final class LoopTwins
{
    private static final List<String> NAMES = List.of("a", "b");
    private static final int LINES = 30;

    private final Random random;
    /** How many lines were compared, and how many of them matched. */
    int lines;
    int matched;
    /** Bit n: some record had action n. */
    int actions;

    LoopTwins(long seed)
    {
        random = new Random(seed);
    }

    /** @return null when the twins agree, else where they do not. */
    String compare(int patterns) throws PatternException
    {
        LinePatterns filters = new LinePatterns(random);
        RandomPatterns any = new RandomPatterns(random);
        for (int i = 0; i < patterns; i++)
        {
            boolean filter = i % 3 > 0;
            String pattern = filter ? filters.pattern() : any.next();
            Automaton automaton = PatternCompiler.compile(List.of(pattern), NAMES, 1024);
            if (!automaton.hasTables())
            {
                continue;
            }
            Tables tables = automaton.part(0);
            for (int record = 0; record < tables.records.length; record += Tables.RECORD_INTS)
            {
                actions |= 1 << tables.action(record);
            }
            for (int k = 0; k < LINES; k++)
            {
                String difference = compare(tables, filter ? filters.line() : any.line(), filters);
                if (difference != null)
                {
                    return pattern + difference;
                }
            }
        }
        return null;
    }

    /** The line stands among other bytes, or alone in an array where nothing behind it may be read. */
    private String compare(Tables tables, String line, LinePatterns filters)
    {
        int before = random.nextInt(4) == 0 ? 0 : random.nextInt(20);
        int behind = random.nextInt(4) == 0 ? 0 : random.nextInt(40);
        StringBuilder buffer = new StringBuilder();
        for (int i = 0; i < before; i++)
        {
            buffer.append(filters.character());
        }
        buffer.append(line);
        for (int i = 0; i < behind; i++)
        {
            buffer.append(random.nextInt(3) == 0 ? filters.character() : (char)('0' + i % 10));
        }
        byte[] text = buffer.toString().getBytes(StandardCharsets.ISO_8859_1);
        int[] plain = {-7, -7, -7, -7};
        int[] found = {-7, -7, -7, -7};
        int wanted = PlainDfaLoop.match(tables, text, before, before + line.length(), plain);
        int got = DfaLoop.match(tables, text, before, before + line.length(), found);
        lines++;
        matched += wanted >= 0 ? 1 : 0;
        boolean same = wanted == got && Arrays.equals(plain, found);
        return same ? null : " over '" + buffer + "' from " + before + " to " + (before + line.length()) + ": " + got + " "
            + Arrays.toString(found) + ", but in plain Java " + wanted + " " + Arrays.toString(plain);
    }
}
