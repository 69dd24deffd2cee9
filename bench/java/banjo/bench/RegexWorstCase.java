package banjo.bench;

import banjo.regex.Automaton;
import banjo.regex.PatternCompiler;
import banjo.regex.PatternException;
import java.util.List;

/**
 * Patterns that make a backtracking matcher explode, over lines of 4 to 64 KB: nanoseconds a byte stay the same whatever
 * the length, with tables and with states made on demand.
 */
public final class RegexWorstCase
{
    private static final String[] PATTERNS = {"^(?:(?:a*)*)*(?P<a>b)$", "(?P<a>a+)+$", "(?:a|aa|.)*(?P<a>c)", "^(?P<a>(?:(?!ab+c).)*)x",
        "(?P<a>.*)(?P<b>.*).*x$", "(?:.*a.{12}){2}b.*c"};
    private static final int BYTES_PER_MEASUREMENT = 1 << 17;
    private static final int MEASUREMENTS = 8;

    private RegexWorstCase()
    {
    }

    public static void main(String[] args) throws PatternException
    {
        for (String pattern : PATTERNS)
        {
            for (int budget : new int[] {PatternCompiler.STATE_BUDGET, 0})
            {
                long start = System.nanoTime();
                Automaton automaton = PatternCompiler.compile(List.of(pattern), List.of("a", "b"), budget, () -> System.nanoTime() / 1000);
                long compiled = (System.nanoTime() - start) / 1000;
                StringBuilder report = new StringBuilder(pattern).append("  ").append(automaton.report(0).engine());
                report.append(", compiled in ").append(compiled).append(" us, ns/byte:");
                boolean mixed = pattern.indexOf('.') >= 0;
                measure(automaton, 1 << 14, mixed);
                for (int length = 1 << 12; length <= 1 << 16; length <<= 1)
                {
                    report.append(' ').append(length >> 10).append("K ").append(measure(automaton, length, mixed));
                }
                System.out.println(report);
            }
        }
    }

    private static String measure(Automaton automaton, int length, boolean mixed)
    {
        byte[] line = new byte[length];
        int seed = 1;
        for (int i = 0; i < length; i++)
        {
            seed = seed * 1_103_515_245 + 12_345;
            line[i] = (byte)(mixed && (seed >>> 16) % 3 == 0 ? 'b' : 'a');
        }
        int[] captures = new int[4];
        // Other programs make a measurement longer, never shorter: the shortest counts.
        long best = Long.MAX_VALUE;
        for (int i = 0; i < MEASUREMENTS; i++)
        {
            long start = System.nanoTime();
            for (int done = 0; done < BYTES_PER_MEASUREMENT; done += length)
            {
                automaton.match(line, 0, length, captures);
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        long tenths = best * 10 / BYTES_PER_MEASUREMENT;
        return tenths / 10 + "." + tenths % 10;
    }
}
