package banjo.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * The date finders of the filters that see the same lines: those with the same date patterns share one, since each would learn the
 * same from every line.
 */
final class SharedDates
{
    private final List<List<String>> patterns = new ArrayList<>();
    private final List<LineDates> finders = new ArrayList<>();

    /** @return the one for these patterns, null when there is none yet. */
    LineDates find(List<String> wanted)
    {
        int index = patterns.indexOf(wanted);
        return index < 0 ? null : finders.get(index);
    }

    void add(List<String> itsPatterns, LineDates dates)
    {
        patterns.add(itsPatterns);
        finders.add(dates);
    }
}
