package banjo.prove;

import banjo.filter.Filter;
import banjo.regex.AutomatonView;
import banjo.regex.WorkAllowance;
import banjo.regex.WorkSpentException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows that no line of a format, of any length, makes a filter ban another address than the one the program wrote (a spoof)
 * or nobody (an escape), or finds a shortest line that does.
 *
 * <p>The format is an automaton that knows where the true host begins and ends, the filter a set of deterministic ones whose
 * registers hold positions. Of a position all that matters is how far it lies behind those two marks, and only as far as a
 * capture may add; so the product of both has finitely many states, and all of them are looked at, breadth first. A position is
 * marked at the very step at which a register may store it, so nothing is lost by that abstraction; every line that is found
 * is real. The automata of a filter run side by side; the first that accepts decides, then ignoreregex.
 *
 * <p>A wrong capture bans somebody only when it is an address. So when one is found the search is repeated with a guess in place
 * of the marks: a span that is an address as {@link banjo.address.Address#parse} reads them and differs in its last bit from the
 * true one.
 *
 * <p>What happens to a line before its filter: white space at the end of a message, and a kernel's or Solaris' mark at its
 * beginning, are cut as {@link banjo.filter.LogLine} does; the header before the message is not the format's. A line that is
 * longer than {@code max_line} is cut and ends in a NUL: such a line may escape, but must not ban another address either.
 */
public final class Prover
{
    /** States that a search may have. */
    public static final int STATE_BUDGET = 200_000;

    /** What a format may cost, for a filter of one pattern; each more adds to it. */
    public static final long WORK = 300_000_000;
    private static final long WORK_PER_PATTERN = 5_000_000;

    /** What {@code max_line} is at least. */
    public static final int SHORTEST_CUT = 256;

    /** The native heap is filled before it is searched for what is of no use any more; but for that it would take more memory. */
    private static final long WORK_BETWEEN_COLLECTIONS = 20_000_000;
    private static final boolean[] BOTH = {true, true, false};
    private static final boolean[] CAPTURED = {false, true, true};
    private static final boolean[] CAPTURED_WRONG = {false, true, false};
    private static final boolean[] CAPTURED_RIGHT = {false, false, true};
    private static final String SKIPPED_MESSAGE = " *(?:kernel:? *\\[ *[0-9.]*\\]:? *)?(?:\\[ID[^\\]]*\\] )?";
    private static final String SKIPPED_LINE = " *";
    private static final int[] BLANK = new int[256];

    private final int stateBudget;
    private final long work;
    private final Map<String, Language> languages = new HashMap<>();
    private Filter prepared;
    /** The same taken apart; null when it is more than automata. */
    private FilterView view;
    private int states;
    private WorkAllowance allowance;
    private long greatestWork;
    private long cleanAt;
    private Counterexample spoof;
    private Counterexample escape;
    /** Why not all was seen, null while it was. */
    private String undecided;
    /** Parts of which a line needs more states than were made. */
    private final List<AutomatonView> lost = new ArrayList<>();
    private boolean skips = true;
    /** Lines are cut in this segment of the format or later; {@link Template#WHOLE}. */
    private int cutFrom = Template.WHOLE;

    static
    {
        BLANK[' '] = 1;
        BLANK['\t'] = 2;
        BLANK['\r'] = 2;
    }

    /**
     * @param stateBudget states that a search may have before it gives up.
     * @param work that a format may cost, as {@link WorkAllowance} counts it.
     */
    public Prover(int stateBudget, long work)
    {
        this.stateBudget = stateBudget;
        this.work = work;
    }

    /**
     * @param mustCount false when the filter may miss the line.
     * @throws FormatException when the format cannot be read.
     */
    public Verdict prove(Filter filter, String formatText, boolean mustCount) throws FormatException
    {
        Format format = Format.parse(formatText);
        long allowed = work + WORK_PER_PATTERN * (filter.automaton().patternCount() - 1);
        allow(allowed);
        states = 0;
        Counterexample firstSpoof = null;
        Counterexample firstEscape = null;
        try
        {
            prove(filter, format, mustCount);
            while (deepen())
            {
                firstSpoof = spoof;
                firstEscape = escape;
                prove(filter, format, mustCount);
            }
        }
        catch (WorkSpentException e)
        {
            prepared = null;
            cutFrom = Template.WHOLE;
            undecided = "it takes too much work";
            spoof = spoof == null ? firstSpoof : spoof;
            escape = escape == null ? firstEscape : escape;
        }
        greatestWork = Math.max(greatestWork, allowed - allowance.left());
        return new Verdict(spoof, escape, undecided, states);
    }

    private void clean()
    {
        if (cleanAt - allowance.left() > WORK_BETWEEN_COLLECTIONS)
        {
            cleanAt = allowance.left();
            System.gc();
        }
    }

    private void need(boolean sure, String reason)
    {
        undecided = sure || undecided != null ? undecided : reason;
    }

    private void allow(long allowed)
    {
        allowance = new WorkAllowance(allowed);
        cleanAt = allowed;
    }

    private void prove(Filter filter, Format format, boolean mustCount) throws FormatException
    {
        spoof = null;
        escape = null;
        undecided = null;
        lost.clear();
        boolean counts = format.host >= 0 && mustCount && !format.peer;
        boolean[] wanted = counts ? BOTH : format.peer && mustCount ? CAPTURED : CAPTURED_WRONG;
        if (!prepare(filter))
        {
            undecided = "a backreference, several lines or a <F-NOFAIL> that may be empty decides as well";
            return;
        }
        Search plain = search(format, language(AddressPatterns.PRINTED), 0, wanted, null, false);
        Search.Line missed = plain.found(Search.MISSED);
        Search.Line wrong = plain.found(Search.WRONG);
        if (format.host >= 0)
        {
            Search mapped = search(format, language(AddressPatterns.MAPPED), AddressPatterns.MAPPED_PREFIX.length(), wanted, null, false);
            missed = shorter(missed, mapped.found(Search.MISSED));
            wrong = shorter(wrong, mapped.found(Search.WRONG));
        }
        Search.Line unjust = plain.found(Search.RIGHT);
        spoof = unjust == null ? null : counterexample(format, unjust);
        escape = missed == null ? null : counterexample(format, missed);
        if (wrong != null && spoof == null)
        {
            Counterexample captured = counterexample(format, wrong);
            int banned = Replay.banned(captured);
            spoof = banned == Replay.ANOTHER ? captured : findSpoof(format);
            if (spoof == null && counts && banned == Replay.NOBODY)
            {
                escape = escape == null || captured.text().length < escape.text().length ? captured : escape;
            }
            // Nothing but the host's own address, found in another place: nothing is shown by that.
            need(spoof != null || banned == Replay.NOBODY, "the address itself is found in another place");
        }
        spoof = spoof == null ? findCutSpoof(format) : spoof;
    }

    /** Looks for a line that bans another address where it is cut. Only what the attacker chooses makes a line that long. */
    private Counterexample findCutSpoof(Format format) throws FormatException
    {
        for (int i = 0; i < format.segments.size() && cutFrom == Template.WHOLE; i++)
        {
            Format.Segment segment = format.segments.get(i);
            cutFrom = segment.chosen() && language(segment.pattern()).hasLength(SHORTEST_CUT) ? i : Template.WHOLE;
        }
        if (cutFrom == Template.WHOLE)
        {
            return null;
        }
        boolean wrong = search(format, language(AddressPatterns.PRINTED), 0, CAPTURED_WRONG, null, false).found(Search.WRONG) != null;
        wrong |= format.host >= 0 && search(format, language(AddressPatterns.MAPPED), AddressPatterns.MAPPED_PREFIX.length(), CAPTURED_WRONG,
            null, false).found(Search.WRONG) != null;
        Counterexample shortest = wrong ? findSpoof(format) : null;
        Counterexample found = shortest == null ? null : lengthen(format, shortest);
        need((shortest == null) == (found == null), "no line that is cut was found for a shorter one that bans another address");
        cutFrom = Template.WHOLE;
        return found;
    }

    /** Fills a line up to the length at which it may be cut. @return null when no way is found that bans the same address. */
    private Counterexample lengthen(Format format, Counterexample found) throws FormatException
    {
        byte[] text = found.text();
        int more = Math.max(0, SHORTEST_CUT - text.length);
        Template template = template(format, language(AddressPatterns.PRINTED + "|" + AddressPatterns.MAPPED));
        for (int at = text.length - 1; at > 0; at--)
        {
            for (int fill : new int[] {text[at - 1], 'x', ' ', '0'})
            {
                byte[] longer = new byte[text.length + more];
                System.arraycopy(text, 0, longer, 0, at);
                Arrays.fill(longer, at, at + more, (byte)fill);
                System.arraycopy(text, at, longer, at + more, text.length - at);
                int from = found.hostFrom() + (found.hostFrom() >= at ? more : 0);
                int to = found.hostTo() + (found.hostTo() >= at ? more : 0);
                int[] span = Replay.captured(view.parts, new Search.Line(longer, from, to, -1, -1));
                Counterexample result = new Counterexample(longer, from, to, span[0], span[1], false, true);
                if (Replay.banned(result) == Replay.ANOTHER && !Replay.isExcused(view.parts, longer) && template.contains(longer, from, to))
                {
                    return result;
                }
            }
        }
        return null;
    }

    /**
     * Can the address be captured behind another one, so that text before it might hold that? Says nothing about which of both
     * the filter takes; only formats tell which it should.
     */
    public boolean capturesBehindAnAddress(Filter filter) throws FormatException
    {
        allow(work);
        // What is cut from the beginning is a mark of the logger's, where nobody puts an address.
        skips = false;
        try
        {
            boolean found;
            do
            {
                lost.clear();
                found = prepare(filter) && search(Format.parse("<TEXT>192.0.2.1<TEXT><HOST><TEXT>"),
                    language("198\\.51\\.100\\.7"), 0, CAPTURED_RIGHT, null, false).found(Search.RIGHT) != null;
            }
            while (!found && deepen());
            return found;
        }
        catch (WorkSpentException e)
        {
            prepared = null;
            return false;
        }
        finally
        {
            skips = true;
        }
    }

    /** @return what the format that took most has taken of the work allowed for each. */
    long greatestWork()
    {
        return greatestWork;
    }

    /** @throws FormatException when a format cannot be read. */
    public void check(String format) throws FormatException
    {
        allow(work);
        try
        {
            template(Format.parse(format), language(AddressPatterns.PRINTED));
        }
        catch (WorkSpentException e)
        {
            throw new FormatException("its fields take too much work");
        }
    }

    /** Among wrong captures, looks for one that is another address. */
    private Counterexample findSpoof(Format format) throws FormatException
    {
        Language read = language(AddressPatterns.READ);
        if (format.host < 0)
        {
            Search.Line found = search(format, null, 0, CAPTURED_RIGHT, read, false).found(Search.RIGHT);
            return found == null ? null : counterexample(format, found);
        }
        Language any = language(AddressPatterns.PRINTED + "|" + AddressPatterns.MAPPED);
        Search.Line found = null;
        for (int bit = 0; bit < 2; bit++)
        {
            found = shorter(found, search(format, any.withLastBit(bit), 0, CAPTURED_RIGHT, read.withLastBit(1 - bit), false).found(Search.RIGHT));
        }
        // Where one ends as the other, the last bits are the same; of texts without zeros no two are the same address.
        Language unique = language(AddressPatterns.UNIQUE);
        found = shorter(found, search(format, unique, 0, CAPTURED_RIGHT, unique, true).found(Search.RIGHT));
        return found == null ? null : counterexample(format, found);
    }

    /**
     * @param host what may stand for the host.
     * @param alternative bytes behind its start where it may begin as well, 0 for none.
     * @param guess what is guessed as captured; null: the marks are the template's.
     * @param sameEnd the guess ends where the host does, and begins elsewhere.
     */
    private Search search(Format format, Language host, int alternative, boolean[] wanted, Language guess, boolean sameEnd)
        throws FormatException
    {
        clean();
        Template template = template(format, host);
        Language skipped = language(!skips || view.parts.indented() ? "" : view.parts.message() ? SKIPPED_MESSAGE : SKIPPED_LINE);
        Alphabet alphabet = new Alphabet();
        alphabet.refine(BLANK);
        template.refine(alphabet);
        skipped.refine(alphabet);
        view.refine(alphabet);
        if (guess != null)
        {
            guess.refine(alphabet);
        }
        template.use(alphabet, skipped, view.parts.message());
        Marks marks = new Marks(alternative);
        Marks contentMarks = new Marks(0);
        Search.Parts tracked = view.track(template, marks, contentMarks, allowance);
        Search search = new Search(template, tracked, guess, sameEnd, marks, contentMarks, stateBudget, allowance, wanted);
        boolean possible = marks.possible() && contentMarks.possible();
        if (possible)
        {
            search.run();
        }
        states += search.stateCount();
        need(search.complete(), possible ? "it needs too many states" : "what is captured begins or ends too far from a known place");
        for (TrackedPart[] list : tracked.all())
        {
            for (TrackedPart part : list)
            {
                if (part.lost && !lost.contains(part.view))
                {
                    lost.add(part.view);
                }
            }
        }
        return search;
    }

    /** Takes the filter apart. @return false when it is more than automata. */
    private boolean prepare(Filter filter)
    {
        if (filter != prepared)
        {
            // Compiling it has left much behind.
            cleanAt += WORK_BETWEEN_COLLECTIONS;
            view = FilterView.of(filter, allowance);
            prepared = filter;
        }
        return view != null;
    }

    /** Makes more states of the parts in which lines were lost. @return false when there are none of which more can be made. */
    private boolean deepen()
    {
        boolean deeper = false;
        for (AutomatonView each : lost)
        {
            clean();
            deeper |= view.deepen(each, allowance);
        }
        return deeper;
    }

    private Template template(Format format, Language host) throws FormatException
    {
        List<Language> segments = new ArrayList<>();
        for (int i = 0; i < format.segments.size(); i++)
        {
            Format.Segment segment = format.segments.get(i);
            if (segment.pattern() == null)
            {
                segments.add(Language.literal(segment.literal()));
            }
            else
            {
                segments.add(i == format.host ? host : language(segment.pattern()));
            }
        }
        return new Template(segments, format.host, cutFrom, allowance);
    }

    private Language language(String pattern) throws FormatException
    {
        Language language = languages.get(pattern);
        if (language == null)
        {
            language = Language.of(pattern, allowance);
            languages.put(pattern, language);
        }
        return language;
    }

    private static Search.Line shorter(Search.Line first, Search.Line second)
    {
        return first == null || second != null && second.text().length < first.text().length ? second : first;
    }

    private Counterexample counterexample(Format format, Search.Line line) throws FormatException
    {
        int[] span = Replay.captured(view.parts, line);
        int from = span[0];
        int to = span[1];
        boolean ambiguous = from >= 0 && format.host >= 0
            && template(format, language(AddressPatterns.PRINTED + "|" + AddressPatterns.MAPPED)).contains(line.text(), from, to);
        return new Counterexample(line.text(), line.hostFrom(), line.hostTo(), from, to, ambiguous,
            cutFrom != Template.WHOLE);
    }
}
