package banjo.filter;

import banjo.time.DateFinder;

/** Finds the date of a line once, however many filters ask for it. */
final class LineDates
{
    final DateFinder finder;
    private LogLine line;
    private long number;
    private int result;

    LineDates(DateFinder finder)
    {
        this.finder = finder;
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
