package banjo.prove;

import banjo.filter.Filter;
import banjo.filter.FilterParts;
import banjo.regex.Automaton;
import banjo.regex.AutomatonView;
import banjo.regex.WorkAllowance;
import java.util.ArrayList;
import java.util.List;

/** A filter taken apart: its automata, as far as their states are made, and which of their registers are still read. */
final class FilterView
{
    /** States that are made of a pattern that makes them while it runs: at first, and where lines of the format need more, at most. */
    private static final int FEW_PATTERN_STATES = 1024;
    private static final int MANY_PATTERN_STATES = 30_000;
    private static final int MORE = 8;

    final FilterParts parts;
    private final List<AutomatonView> prefix;
    private final List<AutomatonView> failures;
    private final List<AutomatonView> ignored;
    private final List<LiveRegisters> livePrefix;
    private final List<LiveRegisters> liveFailures;

    private FilterView(FilterParts parts, List<AutomatonView> prefix, List<AutomatonView> failures, List<AutomatonView> ignored,
        WorkAllowance allowance)
    {
        this.parts = parts;
        this.prefix = prefix;
        this.failures = failures;
        this.ignored = ignored;
        livePrefix = live(prefix, contents(), allowance);
        liveFailures = live(failures, parts.hosts(), allowance);
    }

    /** @return null when the filter is more than automata. */
    static FilterView of(Filter filter, WorkAllowance allowance)
    {
        FilterParts parts = filter.parts();
        if (parts == null)
        {
            return null;
        }
        List<AutomatonView> prefix = views(parts.prefix(), allowance);
        List<AutomatonView> failures = views(parts.failures(), allowance);
        List<AutomatonView> ignored = views(parts.ignored(), allowance);
        return prefix == null || failures == null || ignored == null ? null : new FilterView(parts, prefix, failures, ignored, allowance);
    }

    private static List<AutomatonView> views(Automaton automaton, WorkAllowance allowance)
    {
        return automaton == null ? new ArrayList<>() : AutomatonView.of(automaton, FEW_PATTERN_STATES, allowance);
    }

    private static List<LiveRegisters> live(List<AutomatonView> views, int[] captures, WorkAllowance allowance)
    {
        List<LiveRegisters> live = new ArrayList<>();
        for (AutomatonView each : views)
        {
            live.add(new LiveRegisters(each, captures, allowance));
        }
        return live;
    }

    private int[] contents()
    {
        return parts.content() < 0 ? new int[0] : new int[] {parts.content()};
    }

    /** Makes more states of an automaton in which lines were lost. @return false when no more can be made. */
    boolean deepen(AutomatonView lost, WorkAllowance allowance)
    {
        if (lost.stateCount() >= MANY_PATTERN_STATES)
        {
            return false;
        }
        AutomatonView more = lost.with(Math.min(MORE * lost.stateCount(), MANY_PATTERN_STATES), allowance);
        replace(prefix, livePrefix, contents(), lost, more, allowance);
        replace(failures, liveFailures, parts.hosts(), lost, more, allowance);
        replace(ignored, null, null, lost, more, allowance);
        return more.stateCount() > lost.stateCount();
    }

    private static void replace(List<AutomatonView> views, List<LiveRegisters> live, int[] captures, AutomatonView old, AutomatonView more,
        WorkAllowance allowance)
    {
        int at = views.indexOf(old);
        if (at >= 0)
        {
            views.set(at, more);
            if (live != null)
            {
                live.set(at, new LiveRegisters(more, captures, allowance));
            }
        }
    }

    /** Tells bytes apart that an automaton tells apart. */
    void refine(Alphabet alphabet)
    {
        int[] column = new int[256];
        for (List<AutomatonView> views : List.of(prefix, failures, ignored))
        {
            for (AutomatonView each : views)
            {
                for (int value = 0; value < 256; value++)
                {
                    column[value] = each.byteClass(value);
                }
                alphabet.refine(column);
            }
        }
    }

    /** @return the automata that lines of a template can match at all. @param marks of the hosts, and of what the prefix chooses. */
    Search.Parts track(Template template, Marks marks, Marks contentMarks, WorkAllowance allowance)
    {
        boolean hasPrefix = parts.prefix() != null;
        return new Search.Parts(hasPrefix, track(prefix, livePrefix, template, contentMarks, false, allowance),
            track(failures, liveFailures, template, marks, hasPrefix, allowance), parts.excuses(), parts.excused(),
            track(ignored, null, template, null, false, allowance), parts.message());
    }

    /**
     * @param live null: the verdict alone matters.
     * @param within they see a part of the line.
     */
    private static TrackedPart[] track(List<AutomatonView> views, List<LiveRegisters> live, Template template, Marks marks, boolean within,
        WorkAllowance allowance)
    {
        List<TrackedPart> tracked = new ArrayList<>();
        for (int i = 0; i < views.size(); i++)
        {
            boolean[] accepts = TrackedPart.reachable(views.get(i), template, within, allowance);
            if (accepts != null)
            {
                TrackedPart part = new TrackedPart(views.get(i), live == null ? null : live.get(i), template, allowance);
                tracked.add(part);
                if (live != null)
                {
                    part.need(marks, accepts);
                }
            }
        }
        return tracked.toArray(new TrackedPart[0]);
    }
}
