package banjo.prove;

import banjo.regex.WorkAllowance;

/**
 * The product of a template and a filter, breadth first, so that the first line found is a shortest one. A state is a node of
 * the template, the marks, the configurations of the filter's automata and, where one is guessed, a state of the language of
 * the captured text: then the marks are those of the guess. Where a prefix chooses what the failure patterns see, its place is
 * guessed as well, and only lines on which the guess is what the prefix captures are judged.
 */
final class Search
{
    /** Outcomes of a line. */
    static final int MISSED = 0;
    static final int WRONG = 1;
    static final int RIGHT = 2;

    private static final int OUTCOMES = 3;
    private static final int NODE = 0;
    private static final int NEAR = 1;
    private static final int FAR = 2;
    private static final int GUESS = 3;
    private static final int PHASE = 4;
    private static final int CONTENT_NEAR = 5;
    private static final int CONTENT_FAR = 6;
    private static final int PARTS = 7;
    private static final int NOT_BEGUN = 0;
    private static final int NO_PARENT = -1;
    private static final int NO_STEP = -1;
    private static final int NO_OUTCOME = -1;
    /**
     * What the failure patterns see has not begun, goes on, is the whole line, is that because the prefix captures nothing at a
     * place that lies behind, or has ended with an outcome.
     */
    private static final int BEFORE = 0;
    private static final int INSIDE = 1;
    private static final int WHOLE = 2;
    private static final int EMPTY = 3;
    private static final int AFTER = 4;

    /** Storing a number, with the copies that a growing table makes. */
    static final int WORK_PER_INT = 16;
    private static final int WORK_PER_STEP = 16;
    /** Of all states together: 8 MB, and as much again while their table grows. */
    private static final int MAXIMUM_INTS = 2 << 20;

    private final Template template;
    private final Parts parts;
    private final Language guessed;
    private final boolean sameEnd;
    private final Marks marks;
    private final Marks contentMarks;
    private final int budget;
    private final WorkAllowance allowance;
    private final long workPerStep;
    private final int failuresAt;
    private final int ignoredAt;
    private final RowTable states;
    private final int[] row;
    private final int[] before;
    private int[] parents = new int[256];
    /** The letter, the template's marks and the guess's, of the step to each state. */
    private int[] steps = new int[256];
    private boolean[] judged = new boolean[256];
    private final boolean[] wanted;
    private final Line[] found = new Line[OUTCOMES];
    private boolean complete;
    private boolean lost;

    /** A line that was found: its bytes, the true host and what was guessed, -1 for none. */
    record Line(byte[] text, int hostFrom, int hostTo, int guessFrom, int guessTo)
    {
    }

    /**
     * The automata of a filter that lines of the template can match.
     *
     * @param hasPrefix whether there is a prefix; one that cannot match is not in the list.
     * @param excuses captures that make a match no failure.
     * @param excused by pattern: whether its matches are no failures by themselves; null for none.
     * @param trimmed no line ends in white space.
     */
    record Parts(boolean hasPrefix, TrackedPart[] prefix, TrackedPart[] failures, int[] excuses, boolean[] excused, TrackedPart[] ignored, boolean trimmed)
    {
        TrackedPart[][] all()
        {
            return new TrackedPart[][] {prefix, failures, ignored};
        }
    }

    /**
     * @param guessed the language of what is captured; null: the marks are the template's.
     * @param sameEnd what is guessed ends where the template's host does, and begins elsewhere.
     * @param contentMarks of what the prefix captures.
     * @param wanted the outcomes that are looked for.
     */
    Search(Template template, Parts parts, Language guessed, boolean sameEnd, Marks marks, Marks contentMarks, int budget,
        WorkAllowance allowance, boolean[] wanted)
    {
        this.template = template;
        this.parts = parts;
        this.guessed = guessed;
        this.sameEnd = sameEnd;
        this.marks = marks;
        this.contentMarks = contentMarks;
        this.allowance = allowance;
        this.wanted = wanted;
        failuresAt = PARTS + parts.prefix.length;
        ignoredAt = failuresAt + parts.failures.length;
        row = new int[ignoredAt + parts.ignored.length];
        before = new int[row.length];
        int registers = 0;
        for (TrackedPart[] list : parts.all())
        {
            for (TrackedPart part : list)
            {
                registers += part.width();
            }
        }
        workPerStep = WORK_PER_STEP + 4L * row.length + registers;
        states = new RowTable(row.length);
        this.budget = Math.min(budget, MAXIMUM_INTS / Math.max(1, row.length));
    }

    /** Looks for a shortest line of each wanted outcome. */
    void run()
    {
        for (int node : template.beginnings())
        {
            begin(node, parts.hasPrefix ? BEFORE : INSIDE);
            if (parts.hasPrefix)
            {
                begin(node, WHOLE);
            }
        }
        for (int state = 0; state < states.count() && !isDone(); state++)
        {
            if (states.count() > budget)
            {
                return;
            }
            for (int i = 0; i < before.length; i++)
            {
                before[i] = states.get(state, i);
            }
            expand(state);
        }
        complete = true;
    }

    private void begin(int node, int phase)
    {
        marks.begin();
        contentMarks.begin();
        before[NODE] = node;
        before[NEAR] = marks.near();
        before[FAR] = marks.far();
        before[GUESS] = NOT_BEGUN;
        before[PHASE] = phase;
        before[CONTENT_NEAR] = contentMarks.near();
        before[CONTENT_FAR] = contentMarks.far();
        for (int i = 0; i < parts.prefix.length; i++)
        {
            before[PARTS + i] = parts.prefix[i].start();
        }
        for (int i = 0; i < parts.failures.length; i++)
        {
            before[failuresAt + i] = parts.failures[i].start();
        }
        for (int i = 0; i < parts.ignored.length; i++)
        {
            before[ignoredAt + i] = parts.ignored[i].start();
        }
        System.arraycopy(before, 0, row, 0, row.length);
        judge(NO_PARENT, NO_STEP);
        expand(NO_PARENT);
    }

    /** False when the budget was spent before all was seen, or a line led beyond what is known of an automaton. */
    boolean complete()
    {
        return complete && !lost;
    }

    int stateCount()
    {
        return states.count();
    }

    /** @return a shortest line of the outcome, or null. */
    Line found(int outcome)
    {
        return found[outcome];
    }

    private boolean isDone()
    {
        for (int outcome = 0; outcome < OUTCOMES; outcome++)
        {
            if (wanted[outcome] && found[outcome] == null)
            {
                return false;
            }
        }
        return true;
    }

    private void expand(int state)
    {
        for (int letter = 0; letter < template.letterCount(); letter++)
        {
            for (int step : template.steps(before[NODE], letter))
            {
                if (guessed == null)
                {
                    choose(state, letter, step, NOT_BEGUN, step & Template.MARKS);
                    continue;
                }
                guess(state, letter, step);
            }
        }
    }

    /** Guesses whether what is captured begins or ends before the letter. */
    private void guess(int state, int letter, int step)
    {
        int guess = before[GUESS];
        int over = 1 + guessed.stateCount;
        boolean begun = guess != NOT_BEGUN && guess != over;
        boolean hostStarts = sameEnd && (step & Template.START) != 0;
        boolean hostEnds = sameEnd && (step & Template.END) != 0;
        if (!begun && !(hostEnds && guess == NOT_BEGUN))
        {
            choose(state, letter, step, guess, Template.NO_MARK);
        }
        int on = guess == over ? -1 : guessed.next(begun ? guess - 1 : 0, template.value(letter));
        if (on >= 0 && !(begun ? hostEnds : hostStarts || hostEnds))
        {
            choose(state, letter, step, 1 + on, begun ? Template.NO_MARK : Template.START);
        }
        if (begun && guessed.ends(guess - 1) && (hostEnds || !sameEnd))
        {
            choose(state, letter, step, over, Template.END);
        }
    }

    /** Guesses whether what the failure patterns see begins or ends before the letter. */
    private void choose(int state, int letter, int step, int guess, int mark)
    {
        int phase = before[PHASE];
        take(state, letter, step, guess, mark, phase, Template.NO_MARK);
        if (phase == BEFORE)
        {
            take(state, letter, step, guess, mark, INSIDE, Template.START);
        }
        else if (phase == WHOLE && parts.hasPrefix)
        {
            take(state, letter, step, guess, mark, EMPTY, Template.START | Template.END);
        }
        else if (phase == INSIDE && parts.hasPrefix && !contentMarks.endIsLineEnd())
        {
            marks.load(before[NEAR], before[FAR]);
            marks.mark(mark, true);
            System.arraycopy(before, failuresAt, row, failuresAt, parts.failures.length);
            take(state, letter, step, guess, mark, AFTER + outcomeOfFailures(), Template.END);
        }
    }

    /** Goes from {@link #before} to a next state over a letter. */
    private void take(int state, int letter, int step, int guess, int mark, int phase, int contentMark)
    {
        allowance.spend(workPerStep);
        boolean inside = phase != BEFORE && phase < AFTER;
        boolean alive = !parts.hasPrefix;
        if (parts.hasPrefix)
        {
            contentMarks.load(before[CONTENT_NEAR], before[CONTENT_FAR]);
            contentMarks.mark(contentMark, true);
            boolean remembered = phase != INSIDE && phase != EMPTY || !contentMarks.startInRegister();
            for (int i = 0; i < parts.prefix.length; i++)
            {
                int part = before[PARTS + i];
                int after = part < 0 ? TrackedPart.DEAD : parts.prefix[i].step(part, letter, contentMarks.here());
                if (after == TrackedPart.LOST)
                {
                    lost = true;
                    return;
                }
                row[PARTS + i] = after;
                alive |= after >= 0;
                remembered |= after >= 0 && parts.prefix[i].remembersStart(after);
            }
            if (alive && !remembered)
            {
                // The prefix captures something else than was guessed.
                return;
            }
            contentMarks.advance(true);
        }
        marks.load(before[NEAR], before[FAR]);
        marks.mark(mark, phase != BEFORE);
        int here = marks.here();
        boolean mayMatch = alive && (phase == BEFORE || phase >= AFTER);
        boolean certain = false;
        boolean remembered = guessed == null || guess == NOT_BEGUN || !marks.startInRegister() || phase != INSIDE;
        for (int i = 0; i < parts.failures.length; i++)
        {
            int part = before[failuresAt + i];
            int after = inside && (part < 0 || certain || !alive) || phase >= AFTER ? TrackedPart.DEAD
                : inside ? parts.failures[i].step(part, letter, here) : part;
            if (after == TrackedPart.LOST)
            {
                lost = true;
                return;
            }
            row[failuresAt + i] = after;
            mayMatch |= inside && after >= 0;
            // What comes later in the list cannot win any more.
            certain |= inside && after >= 0 && parts.failures[i].isCertain(after);
            remembered |= after >= 0 && parts.failures[i].remembersStart(after);
        }
        if (!mayMatch && (!wanted[MISSED] || found[MISSED] != null) || !remembered)
        {
            return;
        }
        for (int i = 0; i < parts.ignored.length; i++)
        {
            int part = before[ignoredAt + i];
            row[ignoredAt + i] = part < 0 || !mayMatch ? TrackedPart.DEAD : parts.ignored[i].step(part, letter, 0);
            if (row[ignoredAt + i] == TrackedPart.LOST)
            {
                lost = true;
                return;
            }
        }
        marks.advance(phase != BEFORE);
        row[NODE] = step >> Template.MARK_BITS;
        row[NEAR] = marks.near();
        row[FAR] = marks.far();
        row[GUESS] = guess;
        row[PHASE] = phase;
        row[CONTENT_NEAR] = contentMarks.near();
        row[CONTENT_FAR] = contentMarks.far();
        int known = states.count();
        int target = states.add(row);
        int taken = letter << 2 * Template.MARK_BITS | (step & Template.MARKS) << Template.MARK_BITS | mark;
        if (target == known)
        {
            allowance.spend((long)WORK_PER_INT * row.length);
            remember(target, state, taken);
        }
        if (!judged[target] && (!parts.trimmed || !template.isBlank(letter)))
        {
            judged[target] = true;
            judge(state, taken);
        }
    }

    private void remember(int target, int parent, int step)
    {
        if (target == parents.length)
        {
            int[] moreParents = new int[target * 2];
            int[] moreSteps = new int[target * 2];
            boolean[] moreJudged = new boolean[target * 2];
            System.arraycopy(parents, 0, moreParents, 0, target);
            System.arraycopy(steps, 0, moreSteps, 0, target);
            System.arraycopy(judged, 0, moreJudged, 0, target);
            parents = moreParents;
            steps = moreSteps;
            judged = moreJudged;
        }
        parents[target] = parent;
        steps[target] = step;
    }

    /** The line may end in the state that is in {@link #row}: what comes of it? @param parent the state before the last step. */
    private void judge(int parent, int lastStep)
    {
        for (int ending : template.endings(row[NODE]))
        {
            marks.load(row[NEAR], row[FAR]);
            int mark = ending;
            if (guessed != null)
            {
                int guess = row[GUESS];
                boolean inside = guess != NOT_BEGUN && guess <= guessed.stateCount;
                if (guess == NOT_BEGUN || inside && (!guessed.ends(guess - 1) || sameEnd && (ending & Template.END) == 0))
                {
                    continue;
                }
                mark = inside ? Template.END : Template.NO_MARK;
            }
            marks.mark(mark, row[PHASE] != BEFORE);
            int outcome = outcome();
            if (outcome != NO_OUTCOME && wanted[outcome] && found[outcome] == null)
            {
                found[outcome] = line(parent, lastStep, ending, mark);
            }
        }
    }

    private int outcome()
    {
        if (parts.hasPrefix)
        {
            int prefix = outcomeOfPrefix();
            if (prefix != RIGHT)
            {
                return prefix;
            }
        }
        int outcome = row[PHASE] >= AFTER ? row[PHASE] - AFTER : outcomeOfFailures();
        return outcome != MISSED && isIgnored() ? MISSED : outcome;
    }

    /** @return {@link #RIGHT} when it captures what was guessed, {@link #MISSED} when it does not match. */
    private int outcomeOfPrefix()
    {
        contentMarks.load(row[CONTENT_NEAR], row[CONTENT_FAR]);
        if (row[PHASE] == INSIDE || row[PHASE] == WHOLE)
        {
            contentMarks.mark(row[PHASE] == INSIDE ? Template.END : Template.START | Template.END, true);
        }
        for (int i = 0; i < parts.prefix.length; i++)
        {
            int configuration = row[PARTS + i];
            int accept = configuration < 0 ? -1 : parts.prefix[i].accept(configuration);
            if (accept >= 0)
            {
                boolean captures = parts.prefix[i].captures(accept);
                boolean right = captures ? row[PHASE] != BEFORE && parts.prefix[i].isRight(configuration, accept, contentMarks)
                    : row[PHASE] == WHOLE;
                return right ? RIGHT : NO_OUTCOME;
            }
        }
        return MISSED;
    }

    /** What the failure patterns say when their text ends at the marks' position, with the configurations in {@link #row}. */
    private int outcomeOfFailures()
    {
        for (int i = 0; i < parts.failures.length; i++)
        {
            int configuration = row[failuresAt + i];
            int accept = configuration < 0 ? -1 : parts.failures[i].accept(configuration);
            if (accept >= 0)
            {
                if (!parts.failures[i].captures(accept) || parts.failures[i].hasAny(accept, parts.excuses))
                {
                    return MISSED;
                }
                boolean right = parts.failures[i].isRight(configuration, accept, marks);
                boolean alone = parts.excused == null || !parts.excused[parts.failures[i].pattern(accept)];
                // What a line only says of its connection bans nobody, but what it says must be true.
                return !right ? WRONG : alone || guessed != null ? RIGHT : MISSED;
            }
        }
        return MISSED;
    }

    private boolean isIgnored()
    {
        for (int i = 0; i < parts.ignored.length; i++)
        {
            int configuration = row[ignoredAt + i];
            if (configuration >= 0 && parts.ignored[i].accept(configuration) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private Line line(int parent, int lastStep, int ending, int mark)
    {
        int length = lastStep == NO_STEP ? 0 : 1;
        for (int i = parent; i != NO_PARENT; i = parents[i])
        {
            length++;
        }
        byte[] text = new byte[length];
        // The start and the end of the host, of the guess.
        int[] edges = {-1, -1, -1, -1};
        place(edges, ending << Template.MARK_BITS | mark, length);
        int step = lastStep;
        int before = parent;
        for (int at = length - 1; at >= 0; at--)
        {
            text[at] = (byte)template.value(step >> 2 * Template.MARK_BITS);
            place(edges, step, at);
            step = before == NO_PARENT ? NO_STEP : steps[before];
            before = before == NO_PARENT ? NO_PARENT : parents[before];
        }
        return new Line(text, edges[0], edges[1], guessed == null ? -1 : edges[2], guessed == null ? -1 : edges[3]);
    }

    private static void place(int[] edges, int step, int at)
    {
        int ofTemplate = step >> Template.MARK_BITS & Template.MARKS;
        int ofGuess = step & Template.MARKS;
        edges[0] = (ofTemplate & Template.START) != 0 ? at : edges[0];
        edges[1] = (ofTemplate & Template.END) != 0 ? at : edges[1];
        edges[2] = (ofGuess & Template.START) != 0 ? at : edges[2];
        edges[3] = (ofGuess & Template.END) != 0 ? at : edges[3];
    }
}
