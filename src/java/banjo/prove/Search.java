package banjo.prove;

/**
 * The product of a template and a filter, breadth first, so that the first line found is a shortest one. A state is a node of
 * the template, the marks, the configurations of the filter's automata and, where one is guessed, a state of the language of
 * the captured text: then the marks are those of the guess.
 */
final class Search
{
    /** Outcomes of a line. */
    static final int MISSED = 0;
    static final int WRONG = 1;
    static final int RIGHT = 2;

    private static final int NODE = 0;
    private static final int NEAR = 1;
    private static final int FAR = 2;
    private static final int GUESS = 3;
    private static final int PARTS = 4;
    private static final int NOT_BEGUN = 0;
    private static final int NO_PARENT = -1;
    private static final int OUTCOMES = 3;

    private final Template template;
    private final TrackedPart[] failures;
    private final TrackedPart[] ignored;
    private final Language guessed;
    private final Marks marks;
    private final boolean trimmed;
    private final int budget;
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

    /** A line that was found: its bytes, the true host and what was guessed, -1 for none. */
    record Line(byte[] text, int hostFrom, int hostTo, int guessFrom, int guessTo)
    {
    }

    /**
     * @param guessed the language of what is captured; null: the marks are the template's.
     * @param trimmed no line ends in white space.
     * @param wanted the outcomes that are looked for.
     */
    Search(Template template, TrackedPart[] failures, TrackedPart[] ignored, Language guessed, Marks marks, boolean trimmed, int budget,
        boolean[] wanted)
    {
        this.template = template;
        this.failures = failures;
        this.ignored = ignored;
        this.guessed = guessed;
        this.marks = marks;
        this.trimmed = trimmed;
        this.budget = budget;
        this.wanted = wanted;
        row = new int[PARTS + failures.length + ignored.length];
        before = new int[row.length];
        states = new RowTable(row.length);
    }

    /** Looks for a shortest line of each wanted outcome. */
    void run()
    {
        for (int node : template.beginnings())
        {
            marks.begin();
            before[NODE] = node;
            before[NEAR] = marks.near();
            before[FAR] = marks.far();
            before[GUESS] = NOT_BEGUN;
            for (int i = 0; i < failures.length; i++)
            {
                before[PARTS + i] = failures[i].start();
            }
            for (int i = 0; i < ignored.length; i++)
            {
                before[PARTS + failures.length + i] = ignored[i].start();
            }
            System.arraycopy(before, 0, row, 0, row.length);
            judge(NO_PARENT);
            expand(NO_PARENT);
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

    /** False when the budget was spent before all was seen. */
    boolean complete()
    {
        return complete;
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
            int value = template.value(letter);
            for (int step : template.steps(before[NODE], letter))
            {
                if (guessed == null)
                {
                    take(state, letter, step, NOT_BEGUN, step & Template.MARKS);
                    continue;
                }
                int guess = before[GUESS];
                int over = 1 + guessed.stateCount;
                if (guess == NOT_BEGUN || guess == over)
                {
                    take(state, letter, step, guess, Template.NO_MARK);
                }
                int on = guess == over ? -1 : guessed.next(guess == NOT_BEGUN ? 0 : guess - 1, value);
                if (on >= 0)
                {
                    take(state, letter, step, 1 + on, guess == NOT_BEGUN ? Template.START : Template.NO_MARK);
                }
                if (guess != NOT_BEGUN && guess != over && guessed.ends(guess - 1))
                {
                    take(state, letter, step, over, Template.END);
                }
            }
        }
    }

    /** Goes from {@link #before} to a next state over a letter. */
    private void take(int state, int letter, int step, int guess, int mark)
    {
        marks.load(before[NEAR], before[FAR]);
        marks.mark(mark);
        int here = marks.here();
        boolean alive = false;
        boolean certain = false;
        for (int i = 0; i < failures.length; i++)
        {
            int part = before[PARTS + i];
            int after = part < 0 || certain ? TrackedPart.DEAD : failures[i].step(part, letter, here);
            row[PARTS + i] = after;
            alive |= after >= 0;
            // What comes later in the list cannot win any more.
            certain |= after >= 0 && failures[i].isCertain(after);
        }
        if (!alive && (!wanted[MISSED] || found[MISSED] != null))
        {
            return;
        }
        for (int i = 0; i < ignored.length; i++)
        {
            int at = PARTS + failures.length + i;
            row[at] = before[at] < 0 || !alive ? TrackedPart.DEAD : ignored[i].step(before[at], letter, 0);
        }
        marks.advance();
        row[NODE] = step >> Template.MARK_BITS;
        row[NEAR] = marks.near();
        row[FAR] = marks.far();
        row[GUESS] = guess;
        int known = states.count();
        int target = states.add(row);
        if (target == known)
        {
            remember(target, state, letter << 2 * Template.MARK_BITS | (step & Template.MARKS) << Template.MARK_BITS | mark);
        }
        if (!judged[target] && (!trimmed || !template.isBlank(letter)))
        {
            judged[target] = true;
            judge(target);
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

    /** The line may end in the state that is in {@link #row}: what comes of it? */
    private void judge(int state)
    {
        for (int ending : template.endings(row[NODE]))
        {
            marks.load(row[NEAR], row[FAR]);
            int mark = ending;
            if (guessed != null)
            {
                int guess = row[GUESS];
                boolean inside = guess != NOT_BEGUN && guess <= guessed.stateCount;
                if (guess == NOT_BEGUN || inside && !guessed.ends(guess - 1))
                {
                    continue;
                }
                mark = inside ? Template.END : Template.NO_MARK;
            }
            marks.mark(mark);
            int outcome = outcome();
            if (wanted[outcome] && found[outcome] == null)
            {
                found[outcome] = line(state, ending, mark);
            }
        }
    }

    private int outcome()
    {
        for (int i = 0; i < failures.length; i++)
        {
            int configuration = row[PARTS + i];
            int accept = configuration < 0 ? -1 : failures[i].accept(configuration);
            if (accept >= 0)
            {
                if (!failures[i].captures(accept) || isIgnored())
                {
                    return MISSED;
                }
                return failures[i].isRight(configuration, accept, marks) ? RIGHT : WRONG;
            }
        }
        return MISSED;
    }

    private boolean isIgnored()
    {
        for (int i = 0; i < ignored.length; i++)
        {
            int configuration = row[PARTS + failures.length + i];
            if (configuration >= 0 && ignored[i].accept(configuration) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private Line line(int state, int ending, int mark)
    {
        int length = 0;
        for (int i = state; i != NO_PARENT; i = parents[i])
        {
            length++;
        }
        byte[] text = new byte[length];
        // The start and the end of the host, of the guess.
        int[] edges = {-1, -1, -1, -1};
        place(edges, ending << Template.MARK_BITS | mark, length);
        int at = length;
        for (int i = state; i != NO_PARENT; i = parents[i])
        {
            text[--at] = (byte)template.value(steps[i] >> 2 * Template.MARK_BITS);
            place(edges, steps[i], at);
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
