package banjo.cli;

import banjo.config.Text;
import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.regex.Reach;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import banjo.time.DateFinder;

/** What {@code banjo match} tells people: totals, hits of patterns and date forms, missed lines and why they were missed. */
final class MatchReport
{
    private static final int MISSED_SHOWN = 10;
    private static final int MISSED_BYTES = 200;
    private static final String[] REASONS = {"", "another program's line", "the prefregex does not match", "no failregex matches",
        "an ignoreregex matches", "matched, but by itself no failure", "what stands in the place of the host is no address"};

    private final Filter filter;
    private final MatchFilter source;
    private final boolean all;
    private final Output out;
    private final long[] hits = new long[1024];
    private final long[] reasons = new long[REASONS.length];
    private final TextBuffer name = new TextBuffer(128);
    private final TextBuffer missed = new TextBuffer(64 << 10);
    private final Reach prefix;
    private final Reach failures;
    private long lines;
    private long matched;
    private long truncatedLines;
    private long undated;
    private long shown;

    /** @param all whether every missed line is shown. */
    MatchReport(MatchFilter source, boolean all, Output out)
    {
        this.source = source;
        this.all = all;
        this.out = out;
        filter = source.filter();
        prefix = filter.prefix() == null ? null : new Reach(filter.prefix());
        failures = new Reach(filter.automaton());
    }

    /** Takes note of a line. */
    void add(byte[] buffer, int from, int to, boolean truncated, boolean match, Failure failure)
    {
        lines++;
        truncatedLines += truncated ? 1 : 0;
        // Where it was not looked for one, a line is not said to have none.
        undated += failure.dated || filter.looksInside() && !match ? 0 : 1;
        reasons[failure.reason]++;
        if (match)
        {
            matched++;
            hits[Math.min(failure.regex, hits.length - 1)]++;
        }
        else if (all || shown < MISSED_SHOWN)
        {
            shown++;
            miss(buffer, from, to, failure);
        }
    }

    private void miss(byte[] buffer, int from, int to, Failure failure)
    {
        if (missed.remaining() < 4 * MISSED_BYTES + 1024)
        {
            // Only with every line to be shown: they come before the totals then.
            out.put(missed);
            missed.clear();
        }
        int end = all ? to : Math.min(to, from + MISSED_BYTES);
        missed.put("  line ").putNumber(lines).put(": ");
        if (all)
        {
            out.put(missed).put(Table.printable(Utf8.decode(buffer, from, end)));
            missed.clear();
        }
        else
        {
            missed.put(Table.printable(Utf8.decode(buffer, from, end))).put(end < to ? "..." : "");
        }
        missed.put("\n    ").put(REASONS[failure.reason]);
        if (failure.reason == Failure.NO_PREFIX || failure.reason == Failure.NO_MATCH)
        {
            closest(buffer, from, failure);
        }
        missed.put('\n');
    }

    private void closest(byte[] buffer, int from, Failure failure)
    {
        boolean ofPrefix = failure.reason == Failure.NO_PREFIX;
        Reach reach = ofPrefix ? prefix : failures;
        int at = reach.furthest(failure.seenText, failure.seenFrom, failure.seenTo);
        int index = at < 0 ? -1 : failure.lineIndex(at);
        if (index < 0)
        {
            return;
        }
        missed.put(ofPrefix ? "; it" : "; the closest, ");
        if (!ofPrefix)
        {
            putName(missed, reach.pattern());
        }
        if (at == failure.seenTo)
        {
            missed.put(": the line ended before the pattern was complete");
            return;
        }
        missed.put(ofPrefix ? " fails at column " : ", fails at column ").putNumber(column(buffer, from, index));
        int end = Math.min(failure.seenTo, at + 24);
        missed.put(": ").put(Table.printable(Utf8.decode(failure.seenText, at, end))).put(end < failure.seenTo ? "..." : "");
    }

    /** In characters, from 1. */
    private static int column(byte[] buffer, int from, int index)
    {
        int column = 1;
        for (int i = from; i < index; i++)
        {
            column += (buffer[i] & 0xC0) != 0x80 ? 1 : 0;
        }
        return column;
    }

    private void putName(TextBuffer text, int pattern)
    {
        text.put("pattern ").putNumber(pattern + 1);
        if (pattern < source.patterns().size())
        {
            Text written = source.patterns().get(pattern);
            text.put(" (").put(written.origin().fileName().substring(written.origin().fileName().lastIndexOf('/') + 1));
            text.put(':').putNumber(written.origin().line()).put(')');
        }
    }

    /** Prints the report. */
    void print()
    {
        if (all)
        {
            out.put(missed);
        }
        out.put("filter ").put(filter.name()).line();
        out.putCount(lines, "line").put(", ").putNumber(matched).put(" matched, ").putNumber(lines - matched).put(" missed, ");
        out.putNumber(undated).put(" without a date, ").putNumber(truncatedLines).put(" cut").line();
        for (int i = 0; i < hits.length; i++)
        {
            if (hits[i] > 0)
            {
                name.clear();
                putName(name, i);
                out.put(name).put(": ").putCount(hits[i], "hit").line();
            }
        }
        DateFinder dates = filter.dates();
        for (int i = 0; dates != null && i < dates.templateCount(); i++)
        {
            long count = dates.templateHits(i);
            if (count > 0)
            {
                out.put("date ").put(dates.templateName(i)).put(": ").putCount(count, "hit").line();
            }
        }
        for (int i = 1; i < reasons.length; i++)
        {
            if (reasons[i] > 0)
            {
                out.put("missed, ").put(REASONS[i]).put(": ").putNumber(reasons[i]).line();
            }
        }
        if (!all && missed.length() > 0)
        {
            out.put("missed lines, the first ").putNumber(MISSED_SHOWN).put(" at most (--missed shows all):").line().put(missed);
        }
    }
}
