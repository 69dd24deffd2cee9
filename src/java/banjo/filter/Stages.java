package banjo.filter;

import banjo.regex.RequiredLiterals;
import banjo.time.DateFinder;

/**
 * A filter as fail2ban runs it (filter.py: processLine, findFailure): the date is found and taken out of the line,
 * the prefregex chooses what the failregexes see, the first that matches counts, an ignoreregex undoes that, and what other lines of
 * the same connection said is added. {@link #match} allocates nothing.
 */
final class Stages
{
    private static final int[] NO_SKIPS = {};
    private static final int MARK_BYTES = 3;
    private static final int NOTHING = -1;

    private final LineDates dates;
    private final Stage prefix;
    private final Stage failures;
    private final Stage ignored;
    private final LineWindow window;
    private final Connections connections;
    private final int[] skips;
    /** The line without its date, where that stood inside; matched lines for the ignoreregexes. */
    private final byte[] scratch;

    private byte[] text;
    private int from;
    private int to;
    /** What matched last and goes from the window when the next line comes, -1 for nothing: what is told of it lies there until then. */
    private int consumedFrom = NOTHING;
    private int consumedTo;
    /** The line that made a match with the last one, those between them left aside; -1 when all were looked at together. */
    private int pair = NOTHING;

    /**
     * @param dates       null when others find the date, or the lines have none, as journal entries.
     * @param prefix      null for none.
     * @param ignored     null for none.
     * @param window      null when the patterns look at one line.
     * @param connections null when no pattern names a connection.
     * @param lineMaximum bytes of the longest line that {@link #match} is given.
     */
    Stages(LineDates dates, Stage prefix, Stage failures, Stage ignored, LineWindow window, Connections connections, int lineMaximum)
    {
        this.dates = dates;
        this.prefix = prefix;
        this.failures = failures;
        this.ignored = ignored;
        this.window = window;
        this.connections = connections;
        skips = window == null ? NO_SKIPS : new int[2 * failures.skipCount()];
        scratch = new byte[window == null ? lineMaximum : window.text().length];
    }

    /** @return the same for other lines, of which it remembers nothing yet. */
    Stages again(FilterContext context) throws FilterException
    {
        return new Stages(dates == null ? null : dates.again(context), prefix, failures, ignored,
            window == null ? null : window.again(), connections == null ? null : new Connections(Filter.CONNECTION_SECONDS, false), scratch.length);
    }

    DateFinder dates()
    {
        return dates == null ? null : dates.finder;
    }

    Stage failures()
    {
        return failures;
    }

    Stage ignored()
    {
        return ignored;
    }

    Stage prefix()
    {
        return prefix;
    }

    /** @return how many connections were forgotten to make room. */
    long evictions()
    {
        return connections == null ? 0 : connections.evictions();
    }

    /** Forgets the lines, dates and connections of before. */
    void clear()
    {
        if (dates != null)
        {
            dates.clear();
        }
        if (window != null)
        {
            window.clear();
            consumedFrom = NOTHING;
        }
        if (connections != null)
        {
            connections.clear();
        }
    }

    /**
     * @param message whether it sees a program's message.
     * @return what it consists of; null when a prefix names the host or excuses the line, an excuse may be empty, or lines are joined.
     */
    FilterParts parts(boolean message)
    {
        boolean connects = connections != null;
        boolean prefixJudges = prefix != null && (prefix.hostCaptures().length > 0 || prefix.excuses(connects).length > 0);
        if (window != null || prefixJudges || failures.excusesMayBeEmpty())
        {
            return null;
        }
        return new FilterParts(message, !message, prefix == null ? null : prefix.automaton(), prefix == null ? -1 : prefix.contentCapture(),
            failures.automaton(), failures.hostCaptures(), failures.excuses(connects), null, ignored == null ? null : ignored.automaton());
    }

    /** @return texts of which a line contains one if it can match; null for nothing known, or when every line is kept for a later one. */
    RequiredLiterals literals()
    {
        if (window != null)
        {
            return null;
        }
        RequiredLiterals known = failures.automaton().literals();
        known = prefix == null ? known : RequiredLiterals.rarer(known, prefix.automaton().literals());
        return known == null || dates == null ? known : known.halves();
    }

    /** Finds the date of a line that does not match, as {@link #match} does first. */
    void passOver(LogLine line)
    {
        int lineTo = end(line.text, line.lineFrom, line.to);
        dates.find(line, begin(line.text, line.lineFrom, lineTo), lineTo, line.nowSeconds);
    }

    private static int end(byte[] line, int lineFrom, int lineEnd)
    {
        int lineTo = lineEnd;
        while (lineTo > lineFrom && line[lineTo - 1] == '\r')
        {
            lineTo--;
        }
        return lineTo;
    }

    private static int begin(byte[] line, int lineFrom, int lineTo)
    {
        return lineFrom + (startsWithMark(line, lineFrom, lineTo) ? MARK_BYTES : 0);
    }

    /**
     * Judges a line.
     *
     * @param seconds the time of arrival, or the line's where the date is found by others.
     * @param dated   whether the time is the line's own, where the date is found by others.
     * @return true when the line counts as a failure; the time is told in any case.
     */
    boolean match(LogLine line, int lineFrom, int lineTo, long seconds, boolean dated, Failure out)
    {
        takeDateOut(line, lineFrom, lineTo, seconds, dated, out);
        out.seenText = text;
        out.seenFrom = from;
        out.seenTo = to;
        int contentFrom = from;
        int contentTo = to;
        if (prefix != null)
        {
            if (prefix.match(text, from, to) < 0)
            {
                out.reason = Failure.NO_PREFIX;
                return false;
            }
            if (prefix.isFilled(prefix.content))
            {
                contentFrom = prefix.from(prefix.content);
                contentTo = prefix.to(prefix.content);
            }
        }
        out.seenFrom = contentFrom;
        out.seenTo = contentTo;
        out.regex = failures.match(text, contentFrom, contentTo);
        pair = NOTHING;
        if (out.regex < 0 && window != null && prefix == null && failures.refused())
        {
            out.regex = matchPair();
        }
        if (out.regex < 0)
        {
            out.reason = Failure.NO_MATCH;
            return false;
        }
        out.reason = isIgnored() ? Failure.IGNORED : Failure.NO_FAILURE;
        boolean counts = out.reason != Failure.IGNORED && decide(out);
        out.reason = counts ? Failure.COUNTS : out.reason;
        consumedFrom = failures.from(failures.whole);
        consumedTo = failures.to(failures.whole);
        return counts;
    }

    /**
     * Looks for a line to which the last one belongs, where what the lines between say of others stood in the way: a backreference is
     * compared after the match alone. @return the index of the pattern that matches, or -1.
     */
    private int matchPair()
    {
        int found = NOTHING;
        for (int first = 0; found < 0 && first < window.lines() - 1; first++)
        {
            int length = window.copyPair(first, scratch);
            found = failures.match(scratch, 0, length);
            if (found >= 0)
            {
                pair = first;
                text = scratch;
                to = length;
            }
        }
        return found;
    }

    private void consume()
    {
        if (consumedFrom == NOTHING)
        {
            return;
        }
        if (pair != NOTHING)
        {
            window.consumePair(pair);
        }
        else
        {
            window.consume(consumedFrom, consumedTo, skips);
        }
        consumedFrom = NOTHING;
    }

    private void takeDateOut(LogLine logLine, int lineFrom, int lineEnd, long seconds, boolean dated, Failure out)
    {
        byte[] line = logLine.text;
        int lineTo = end(line, lineFrom, lineEnd);
        int begin = begin(line, lineFrom, lineTo);
        int found = dates == null ? DateFinder.NOT_FOUND : dates.find(logLine, begin, lineTo, seconds);
        out.dated = dates == null ? dated : found == DateFinder.FOUND;
        out.seconds = found == DateFinder.FOUND ? dates.finder.seconds() : seconds;
        int dateFrom = found == DateFinder.NOT_FOUND ? lineTo : dates.finder.dateFrom();
        int dateTo = found == DateFinder.NOT_FOUND ? lineTo : dates.finder.dateTo();
        out.lineFrom = lineFrom;
        out.cutAt = window != null ? -1 : 0;
        out.restFrom = 0;
        if (window != null)
        {
            consume();
            window.add(line, lineFrom, dateFrom, dateTo, lineTo);
            text = window.text();
            from = 0;
            to = window.length();
            return;
        }
        text = line;
        from = dateFrom == lineFrom ? dateTo : lineFrom;
        to = dateTo == lineTo && dateFrom > lineFrom ? dateFrom : lineTo;
        if (dateFrom > lineFrom && dateTo < lineTo)
        {
            int before = dateFrom - lineFrom;
            text = scratch;
            out.cutAt = before;
            out.restFrom = dateTo;
            from = 0;
            to = before + lineTo - dateTo;
            System.arraycopy(line, lineFrom, scratch, 0, before);
            System.arraycopy(line, dateTo, scratch, before, lineTo - dateTo);
        }
    }

    /** A byte-order mark, which fail2ban takes for one character that belongs to no word. */
    private static boolean startsWithMark(byte[] line, int from, int to)
    {
        return to - from > MARK_BYTES && line[from] == (byte)0xEF && line[from + 1] == (byte)0xBB && line[from + 2] == (byte)0xBF;
    }

    private boolean isIgnored()
    {
        for (int i = 0; i < skips.length; i++)
        {
            skips[i] = failures.skip(i);
        }
        if (ignored == null)
        {
            return false;
        }
        if (window == null || pair != NOTHING)
        {
            return ignored.match(text, from, to) >= 0;
        }
        int length = window.copyMatched(failures.from(failures.whole), failures.to(failures.whole), skips, scratch);
        return ignored.match(scratch, 0, length) >= 0;
    }

    private boolean decide(Failure out)
    {
        Stage hostStage = prefix == null || failures.definesHost() ? failures : prefix;
        int host = hostStage.host();
        Stage userStage = prefix == null || failures.definesUser() ? failures : prefix;
        int user = userStage.user();
        out.userText = text;
        out.userFrom = userStage.from(user);
        out.userTo = userStage.to(user);
        Stage stage = connections == null ? null : failures.has(failures.connection) || prefix == null ? failures : prefix;
        boolean excused = isFilled(failures.noFailure, prefix == null ? 0 : prefix.noFailure);
        if (stage != null && stage.has(stage.connection))
        {
            int role = excused ? Connections.NO_FAILURE : 0;
            role |= isFilled(failures.forget, prefix == null ? 0 : prefix.forget) ? Connections.FORGETS : 0;
            role |= isFilled(failures.gained, prefix == null ? 0 : prefix.gained) ? Connections.GAINS : 0;
            return connections.decide(text, stage.from(stage.connection), stage.to(stage.connection), hostStage.from(host),
                hostStage.to(host), hostStage.isId(host), role, out);
        }
        return !excused && hostStage.has(host) && Connections.isHost(text, hostStage.from(host), hostStage.to(host), out);
    }

    private boolean isFilled(int ofFailures, int ofPrefix)
    {
        return failures.isFilled(ofFailures) || prefix != null && prefix.isFilled(ofPrefix);
    }
}
