package banjo.regex;

import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/** Compiles patterns in fail2ban's (Python's) syntax: parser, prioritised NFA, tagged DFA, minimised tables. */
public final class PatternCompiler
{
    /** States before minimisation that a pattern may need to be given tables. */
    public static final int STATE_BUDGET = 4096;

    /** Instructions that a pattern without tables may have: so many steps a byte at worst. */
    static final int MAXIMUM_SIMULATED = 8192;

    /** For the tables of a list of patterns that is compiled at start, as {@link Determiniser} counts it: about 0.05 s, on a small router 2 s. */
    private static final long WORK_AT_START = 4_000_000;

    /** For tables that are reasoned about, of a list of patterns. */
    private static final long WORK_TO_PROVE = 20_000_000;

    /** Captures wanted at most: two tags each, one bit a tag. */
    public static final int MAXIMUM_CAPTURES = 31;

    private static final String ASKED_FOR = "asked for";

    private final List<String> captureNames;
    private final int stateBudget;
    private final MicrosecondClock clock;
    private final boolean newline;
    private final WorkAllowance allowance;
    private final List<ParsedPattern> parsed = new ArrayList<>();
    /** Null for a pattern without tables. */
    private final List<Dfa> singles = new ArrayList<>();
    private final List<OnDemand> onDemand = new ArrayList<>();
    private final List<Tables> parts = new ArrayList<>();
    private final List<OnDemand> partsOnDemand = new ArrayList<>();
    private final PatternReport[] reports;

    private PatternCompiler(List<String> patterns, List<String> captureNames, int stateBudget, MicrosecondClock clock, boolean newline,
        WorkAllowance allowance) throws PatternException
    {
        this.newline = newline;
        this.allowance = allowance;
        this.captureNames = captureNames;
        this.stateBudget = stateBudget;
        this.clock = clock;
        reports = new PatternReport[patterns.size()];
        for (int i = 0; i < patterns.size(); i++)
        {
            long start = now();
            add(i, patterns.get(i), start);
        }
    }

    /** Like the other, whatever the tables cost, without measuring the time. */
    public static Automaton compile(List<String> patterns, List<String> captureNames, int stateBudget) throws PatternException
    {
        return compile(patterns, captureNames, stateBudget, null, false, new WorkAllowance(Long.MAX_VALUE));
    }

    /**
     * Compiles a list of patterns. Each is searched as Python's re.search does; the first in the list that matches wins,
     * also when a later one would match further left.
     *
     * @param captureNames named groups whose span is wanted; a name may occur in several groups and patterns.
     * @param stateBudget  states before minimisation that each pattern may need to be given tables; a pattern that needs more
     *                     makes its states while it runs. With 0 all do so: it compiles at once and runs slower.
     * @param clock        for the report, null to measure nothing.
     */
    public static Automaton compile(List<String> patterns, List<String> captureNames, int stateBudget, MicrosecondClock clock)
        throws PatternException
    {
        return compile(patterns, captureNames, stateBudget, clock, false, new WorkAllowance(WORK_TO_PROVE));
    }

    /** The same without a clock, for what is left of the work that is allowed. */
    public static Automaton compile(List<String> patterns, List<String> captureNames, int stateBudget, WorkAllowance allowance)
        throws PatternException
    {
        return compile(patterns, captureNames, stateBudget, null, false, allowance);
    }

    /** The same in little time, as a start allows. */
    public static Automaton compileAtStart(List<String> patterns, List<String> captureNames, MicrosecondClock clock) throws PatternException
    {
        return compile(patterns, captureNames, STATE_BUDGET, clock, false, new WorkAllowance(WORK_AT_START));
    }

    /** Like the first for lines that have lost their newline where a pattern may ask for it, as {@code \s} and {@code [^x]} at its end do. */
    public static Automaton compileForNewline(List<String> patterns, List<String> captureNames, int stateBudget, MicrosecondClock clock)
        throws PatternException
    {
        return compile(patterns, captureNames, stateBudget, clock, true, new WorkAllowance(WORK_TO_PROVE));
    }

    private static Automaton compile(List<String> patterns, List<String> captureNames, int stateBudget, MicrosecondClock clock,
        boolean newline, WorkAllowance allowance) throws PatternException
    {
        if (patterns.isEmpty() || captureNames.size() > MAXIMUM_CAPTURES)
        {
            throw new PatternException(0, -1, patterns.isEmpty() ? "there is no pattern" : "more than 31 captures");
        }
        PatternCompiler compiler = new PatternCompiler(patterns, captureNames, stateBudget, clock, newline, allowance);
        compiler.unite(0, patterns.size());
        return new Automaton(captureNames.size(), compiler.parts.toArray(new Tables[0]),
            compiler.partsOnDemand.toArray(new OnDemand[0]), compiler.reports).requiring(RequiredLiterals.ofAll(compiler.parsed));
    }

    private long now()
    {
        return clock == null ? 0 : clock.microseconds();
    }

    private void add(int index, String text, long start) throws PatternException
    {
        ParsedPattern pattern = new ParsedPattern(index, text, captureNames, newline);
        try
        {
            add(index, pattern, start);
        }
        catch (PatternException e)
        {
            throw e.blaming(pattern.tree, Utf8.encode(text));
        }
    }

    private void add(int index, ParsedPattern pattern, long start) throws PatternException
    {
        Program program = ProgramBuilder.build(List.of(pattern), pattern.tagCount());
        String reason = stateBudget <= 0 ? ASKED_FOR : pattern.checks.length > 0 ? "it has a backreference" : "";
        Dfa single = null;
        if (reason.isEmpty() && allowance.left <= WORK_AT_START && program.size() > MAXIMUM_SIMULATED)
        {
            // So many threads at once are not worth the try.
            reason = "its tables take too long to make";
        }
        if (reason.isEmpty())
        {
            Dfa raw = Determiniser.run(program, stateBudget, allowance);
            single = raw == null ? null : Minimiser.run(raw);
            boolean good = single != null && Layout.of(single) != null;
            reason = good ? "" : single != null ? "its table is too large" : allowance.exceeded ? "its tables take too long to make"
                : "it needs more than " + stateBudget + " states";
            single = good ? single : null;
        }
        parsed.add(pattern);
        singles.add(single);
        OnDemand instead = single == null ? onDemand(pattern, program, reason) : null;
        onDemand.add(instead);
        reports[index] = new PatternReport(single == null ? PatternReport.ON_DEMAND : PatternReport.TABLES,
            single == null ? 0 : single.stateCount, single == null ? instead.bytes() : 0, now() - start, reason);
    }

    private static OnDemand onDemand(ParsedPattern pattern, Program program, String reason) throws PatternException
    {
        int[] behindBits = BehindSets.number(program);
        if (program.size() > MAXIMUM_SIMULATED || behindBits == null)
        {
            String tables = reason.equals(ASKED_FOR) ? "" : reason + ", and ";
            throw new PatternException(pattern.index, -1, "too large: " + tables + (behindBits == null
                ? "it looks for too many kinds of bytes behind" : "it has more than " + MAXIMUM_SIMULATED + " instructions"));
        }
        return new OnDemand(pattern, program, behindBits, OnDemand.STATES);
    }

    /** Adds one automaton for a stretch of patterns where it is not larger than its parts, else halves the stretch. */
    private void unite(int from, int to)
    {
        if (to - from == 1)
        {
            add(singles.get(from) == null ? null : Layout.of(singles.get(from)), from, to);
            return;
        }
        int sum = 0;
        int bytes = 0;
        boolean alike = true;
        for (int i = from; i < to && alike; i++)
        {
            alike = singles.get(i) != null && parsed.get(i).anchored == parsed.get(from).anchored;
            sum += alike ? singles.get(i).stateCount : 0;
            bytes += alike ? Layout.of(singles.get(i)).bytes() : 0;
        }
        Tables union = alike ? uniteAll(parsed.subList(from, to), 2 * captureNames.size(), sum) : null;
        // Anchored ones need not be one: the first byte of a text tells which of them may match.
        union = union != null && parsed.get(from).anchored && union.bytes() > bytes ? null : union;
        if (union != null)
        {
            add(union, from, to);
            return;
        }
        int middle = from + to >>> 1;
        unite(from, middle);
        unite(middle, to);
    }

    private void add(Tables part, int from, int to)
    {
        parts.add(part);
        partsOnDemand.add(part == null ? onDemand.get(from) : null);
        for (int i = from; i < to && part != null; i++)
        {
            reports[i] = reports[i].withTableBytes(part.bytes() / Math.max(1, to - from));
        }
    }

    private Tables uniteAll(List<ParsedPattern> patterns, int tags, int sum)
    {
        try
        {
            Dfa raw = Determiniser.run(ProgramBuilder.build(patterns, tags), 64 + 3 * sum, allowance);
            Dfa union = raw == null ? null : Minimiser.run(raw);
            return union != null && union.stateCount <= 16 + sum ? Layout.of(union) : null;
        }
        catch (PatternException e)
        {
            // The program of all is too large: they stay apart.
            return null;
        }
    }
}
