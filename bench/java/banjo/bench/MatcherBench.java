package banjo.bench;

import banjo.regex.Automaton;
import banjo.regex.PatternCompiler;
import banjo.regex.PatternException;
import banjo.text.TextBuffer;
import java.util.Arrays;
import java.util.List;

/** The matcher alone: one pattern over failed log-ins in memory; prints million lines a second. */
public final class MatcherBench
{
    private static final int LINES = 100_000;
    private static final int ROUNDS = 200;
    private static final int REPEATS = 1;
    private static final int LINE_CAPACITY = 80;
    private static final String ADDRESS = "(?:(?:::f{4,6}:)?(?:\\d{1,3}\\.){3}\\d{1,3}"
        + "|(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))";

    private MatcherBench()
    {
    }

    public static void main(String[] args) throws PatternException
    {
        Automaton automaton = PatternCompiler.compile(
            List.of("^Failed password for (?P<user>.*) from (?P<host>" + ADDRESS + ") port \\d+ ssh2$"),
            List.of("user", "host"), PatternCompiler.STATE_BUDGET);
        TextBuffer text = new TextBuffer(LINES * LINE_CAPACITY);
        int[] ends = new int[LINES];
        int seed = 1;
        for (int i = 0; i < LINES; i++)
        {
            seed = seed * 1_103_515_245 + 12_345;
            text.put("Failed password for root from ").putNumber(seed >>> 24 & 255).put('.').putNumber(seed >>> 16 & 255).put('.');
            text.putNumber(seed >>> 8 & 255).put('.').putNumber(seed >>> 3 & 255).put(" port ");
            text.putNumber(1024 + (seed >>> 7 & 0xFFFF) % 64_000).put(" ssh2\n");
            ends[i] = text.length() - 1;
        }
        System.out.println(automaton.stateCount() + " states, " + automaton.byteClassCount() + " classes, "
            + automaton.tableBytes() + " bytes, " + automaton.toBytes().length + " stored");
        int[] captures = new int[4];
        byte[] bytes = text.bytes();
        long[] nanoseconds = new long[ROUNDS];
        int matched = 0;
        for (int round = 0; round < ROUNDS; round++)
        {
            long start = System.nanoTime();
            for (int repeat = 0; repeat < REPEATS; repeat++)
            {
                int from = 0;
                for (int i = 0; i < LINES; i++)
                {
                    matched += automaton.match(bytes, from, ends[i], captures) + 1;
                    from = ends[i] + 1;
                }
            }
            nanoseconds[round] = System.nanoTime() - start;
        }
        // The second half is warm; other programs on the machine make rounds longer, never shorter.
        Arrays.sort(nanoseconds, ROUNDS / 2, ROUNDS);
        System.out.println(millions(nanoseconds[ROUNDS / 2]) + " M lines/s in the best round, " + millions(nanoseconds[ROUNDS * 3 / 4])
            + " in the median, " + matched + " of " + LINES * REPEATS * ROUNDS + " matched");
    }

    private static String millions(long nanoseconds)
    {
        long tenths = LINES * REPEATS * 10_000L / Math.max(1, nanoseconds);
        return tenths / 10 + "." + tenths % 10;
    }
}
