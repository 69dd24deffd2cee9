package banjo.filter;

import banjo.config.Text;
import banjo.time.DateFinder;
import java.util.List;

/** Finds the date of a line once, however many filters ask for it. */
final class LineDates
{
    final DateFinder finder;
    private final List<Text> patterns;
    private LogLine line;
    private long number;
    private int result;

    /** @param patterns what the finder was made of. */
    LineDates(DateFinder finder, List<Text> patterns)
    {
        this.finder = finder;
        this.patterns = patterns;
    }

    /** @return one for other lines. */
    LineDates again(FilterContext context) throws FilterException
    {
        return StagesCompiler.dates(patterns, context);
    }

    /** @return see {@link DateFinder#find}; asked again about the same line, the same. */
    int find(LogLine asked, int from, int to, long nowSeconds)
    {
        if (asked != line || asked.number != number)
        {
            line = asked;
            number = asked.number;
            result = finder.find(asked.text, from, to, nowSeconds);
        }
        return result;
    }

    void clear()
    {
        finder.clear();
        line = null;
    }
}
