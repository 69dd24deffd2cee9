package banjo.time;

import java.util.List;

/**
 * Finds the date anywhere in a log line as fail2ban's detector does: a list of templates is tried in order; the one that
 * matched before is tried first and moves to the front; a match in a place farther from the beginning than those before is used
 * only when no other template finds a nearer one. Its memory decides how {@code 01-02-2026} is read behind {@code 01-27-2026}.
 * So results depend on the lines before: use one finder for each log. Nothing is allocated after construction.
 *
 * <p>Patterns are fail2ban's {@code datepattern}: regular expressions with {@code %} fields, {@code {^LN-BEG}}, {@code {DEFAULT}},
 * {@code {DATE}}, {@code {EPOCH}}, {@code {LEPOCH}}, {@code {UNB}}, {@code {NONE}}, and {@code EPOCH}, {@code LEPOCH}, {@code TAI64N} alone.
 */
public final class DateFinder
{
    /** {@link #find}: no template matches; the line stays whole and has no date. */
    public static final int NOT_FOUND = 0;
    /** {@link #find}: a date. */
    public static final int FOUND = 1;
    /** {@link #find}: a template matched without taking anything, such as <code>{NONE}</code>: the time of arrival counts. */
    public static final int EMPTY = 2;
    /** {@link #find}: a template matched, but there is no such date (February 30); its place is known, the instant is not. */
    public static final int IMPOSSIBLE = -1;

    private static final int UNUSED_SECONDS = 300;
    private static final int NOWHERE = Integer.MAX_VALUE;

    private final DateTemplate[] templates;
    private final DateMatcher matcher;
    private final DateValue value;
    private final int[] order;

    private int lastIndex;
    private int firstUnused;
    /** A byte outside the line. */
    private static final int OUTSIDE = -1;

    // Of the match before: where it began and ended in its line, and the bytes around and at its ends.
    private int lastFrom;
    private int lastTo;
    private int lastBefore;
    private int lastFirst;
    private int lastFinal;
    private int lastBehind;

    private final DateMemory memory = new DateMemory();
    // Its parts, at hand for the step that every line takes.
    private final byte[] last = memory.last;
    private final byte[] mask = memory.mask;
    private final long[] state = memory.state;
    private long seconds;
    private int dateFrom;
    private int dateTo;
    private int found;
    private int matchFrom;
    private int matchTo;
    /** The groups of a match that is used when no nearer one is found. */
    private final int[] reserved;

    private DateFinder(Zone zone, DateTemplate[] templates)
    {
        this.templates = templates;
        order = new int[templates.length];
        DateProgram[] programs = new DateProgram[templates.length];
        for (int i = 0; i < templates.length; i++)
        {
            programs[i] = templates[i].program;
        }
        matcher = new DateMatcher(programs);
        reserved = new int[matcher.slots.length];
        value = new DateValue(zone);
        clear();
    }

    /** Forgets the lines before, as for a new log. */
    public void clear()
    {
        for (int i = 0; i < templates.length; i++)
        {
            order[i] = i;
            templates[i].forget();
        }
        memory.forget();
        lastIndex = NOWHERE;
        firstUnused = 0;
        lastFrom = 1;
        lastTo = NOWHERE;
    }

    /**
     * The forms that fail2ban detects without a datepattern.
     *
     * @param zone of dates that name none.
     * @param nowSeconds years up to the decade three years from now count as years.
     */
    public static DateFinder forDefaults(Zone zone, long nowSeconds)
    {
        return new DateFinder(zone, DateTemplateList.defaults(nowSeconds));
    }

    /**
     * @param patterns datepatterns in the order of preference, each in the spelling that it has behind interpolation;
     *     {@code %%Y}, as .conf files write it, is understood too.
     * @throws DatePatternException with pattern, position and reason.
     */
    public static DateFinder forPatterns(Zone zone, long nowSeconds, List<String> patterns) throws DatePatternException
    {
        return new DateFinder(zone, DateTemplateList.of(nowSeconds, patterns));
    }

    /** Makes the next line be read anew, with all else as it is. */
    void dropKept()
    {
        memory.forget();
    }

    /** @return epoch seconds of the date, behind {@link #FOUND}. */
    public long seconds()
    {
        return seconds;
    }

    /** @return where the text begins that fail2ban takes out of the line, behind any result but {@link #NOT_FOUND}. */
    public int dateFrom()
    {
        return dateFrom;
    }

    /** @return the index behind the text that fail2ban takes out of the line. */
    public int dateTo()
    {
        return dateTo;
    }

    /** @return the number of templates. */
    public int templateCount()
    {
        return templates.length;
    }

    /** @return the index of the template that matched last, from 0 in the order of the beginning. */
    public int template()
    {
        return found;
    }

    /** @return what a template is called in reports: a form's name or the pattern. */
    public String templateName(int template)
    {
        return templates[template].name;
    }

    /** @return how many lines a template matched. */
    public long templateHits(int template)
    {
        return templates[template].hits;
    }

    /** @return how many searches were given up because a pattern tried too many ways: it has too many parts that may be absent. */
    public long abandoned()
    {
        return matcher.abandoned;
    }

    /**
     * @param nowSeconds tells the year or day of dates without.
     * @return {@link #FOUND}, {@link #NOT_FOUND}, {@link #EMPTY} or {@link #IMPOSSIBLE}.
     */
    public int find(byte[] text, int from, int to, long nowSeconds)
    {
        if ((from | to) < 0 || to > text.length)
        {
            return NOT_FOUND;
        }
        if (DateRepeat.next(text, from, to, nowSeconds, last, mask, state) >= 0)
        {
            // The template of the line before is tried first and decides by the same bytes.
            seconds = state[DateRepeat.SECONDS];
            dateFrom = from + (int)state[DateRepeat.DATE_FROM];
            dateTo = from + (int)state[DateRepeat.DATE_TO];
            templates[found].hits++;
            templates[found].lastUsedSeconds = nowSeconds;
            return FOUND;
        }
        memory.forget();
        matcher.inspected = from;
        int position = select(text, from, to);
        if (position < 0)
        {
            return NOT_FOUND;
        }
        boolean steady = position == lastIndex && templates[order[position]].program.anchored;
        found = order[position];
        DateTemplate template = templates[found];
        remember(text, from, to, template, nowSeconds);
        if (firstUnused == position)
        {
            firstUnused++;
        }
        lastIndex = position > 0 && position != lastIndex ? moved(position) : position;
        dateFrom = matcher.slots[0];
        dateTo = matcher.slots[1];
        boolean takes = dateFrom < dateTo;
        boolean reads = takes || dateFrom >= 0 && matchFrom < matchTo && template.program.hasFields();
        if (!takes)
        {
            dateFrom = from;
            dateTo = from;
        }
        if (!reads)
        {
            return EMPTY;
        }
        if (!value.read(template.program, text, matcher.slots, nowSeconds))
        {
            return takes ? IMPOSSIBLE : EMPTY;
        }
        seconds = value.seconds();
        if (steady && matcher.inspected <= to)
        {
            keep(text, from, template);
        }
        return FOUND;
    }

    /** Keeps what decided this date, the last template being tied to its place. */
    private void keep(byte[] text, int from, DateTemplate template)
    {
        state[DateRepeat.DATE_FROM] = dateFrom - from;
        state[DateRepeat.DATE_TO] = dateTo - from;
        state[DateRepeat.BEHIND] = 0;
        state[DateRepeat.ENTIRE] = 1;
        state[DateRepeat.SECONDS] = seconds;
        state[DateRepeat.VALID_FROM] = value.validFrom();
        state[DateRepeat.VALID_UNTIL] = value.validUntil();
        int timeFrom = template.plain && value.movingSecondOfDay() >= 0 ? timeFrom(text, template.program) : -1;
        int fraction = template.plain ? template.program.groups[DateFieldSyntax.FRACTION] : -1;
        boolean hasFraction = fraction >= 0 && matcher.slots[fraction * 2 + 1] >= 0;
        int fractionFrom = hasFraction ? matcher.slots[fraction * 2] : from;
        int fractionTo = hasFraction ? matcher.slots[fraction * 2 + 1] : from;
        memory.keep(text, from, matcher.inspected - from, timeFrom, fractionFrom, fractionTo, value.movingSecondOfDay());
    }

    /** @return where {@code HH:MM:SS} stands with all its digits, -1 when it does not. */
    private int timeFrom(byte[] text, DateProgram program)
    {
        int hour = program.groups[DateFieldSyntax.HOUR];
        int minute = program.groups[DateFieldSyntax.MINUTE];
        int second = program.groups[DateFieldSyntax.SECOND];
        if (hour < 0 || minute < 0 || second < 0 || matcher.slots[hour * 2] < 0)
        {
            return -1;
        }
        int at = matcher.slots[hour * 2];
        boolean inFull = matcher.slots[hour * 2 + 1] == at + 2 && matcher.slots[minute * 2] == at + 3
            && matcher.slots[minute * 2 + 1] == at + 5 && matcher.slots[second * 2] == at + 6 && matcher.slots[second * 2 + 1] == at + 8;
        return inFull && text[at + 2] == ':' && text[at + 5] == ':' ? at : -1;
    }

    private boolean search(int position, byte[] text, int begin, int from, int to)
    {
        matchTo = matcher.search(templates[order[position]].program, text, begin, from, to);
        matchFrom = matcher.matchFrom;
        return matchTo >= 0;
    }

    /** @return the position in the order of the template to use, with the matcher at its match; -1 without any. */
    private int select(byte[] text, int from, int to)
    {
        int best = -1;
        int bestFrom = NOWHERE;
        int bestTo = 0;
        int tried = -1;
        if (lastIndex < templates.length)
        {
            boolean anchored = templates[order[lastIndex]].program.anchored;
            boolean matched;
            if (!anchored && endsAsBefore(text, from, to))
            {
                matched = search(lastIndex, text, from, Math.min(from + lastFrom, to), Math.min(from + lastTo, to));
            }
            else
            {
                matched = search(lastIndex, text, from, from, to);
                tried = lastIndex;
            }
            if (matched)
            {
                if (templates.length == 1 || anchored || matchFrom - from == lastFrom && matchTo - from == lastTo)
                {
                    return lastIndex;
                }
                best = lastIndex;
                bestFrom = matchFrom - from;
                bestTo = reserve();
            }
        }
        for (int position = 0; position < templates.length; position++)
        {
            if (position == tried || !search(position, text, from, from, to))
            {
                continue;
            }
            int distance = matchFrom - from;
            DateTemplate template = templates[order[position]];
            boolean far = distance > template.distance || distance > lastFrom;
            if (position + 1 == templates.length || template.program.anchored || !far)
            {
                return position;
            }
            if (distance < bestFrom)
            {
                best = position;
                bestFrom = distance;
                bestTo = reserve();
            }
        }
        if (best >= 0)
        {
            matchFrom = from + bestFrom;
            matchTo = bestTo;
            System.arraycopy(reserved, 0, matcher.slots, 0, reserved.length);
        }
        return best;
    }

    private int reserve()
    {
        System.arraycopy(matcher.slots, 0, reserved, 0, reserved.length);
        return matchTo;
    }

    private static int byteAt(byte[] text, int from, int to, int offset)
    {
        return offset >= 0 && offset < to - from ? text[from + offset] & 0xFF : OUTSIDE;
    }

    /** True when the bytes on either side of the last place, or signs at its ends, are the same as they were. */
    private boolean endsAsBefore(byte[] text, int from, int to)
    {
        boolean begins = byteAt(text, from, to, lastFrom - 1) == lastBefore
            || byteAt(text, from, to, lastFrom) == lastFirst && !isAlphanumeric(lastFirst);
        return begins && (byteAt(text, from, to, lastTo) == lastBehind
            || byteAt(text, from, to, lastTo - 1) == lastFinal && !isAlphanumeric(lastFinal));
    }

    private static boolean isAlphanumeric(int c)
    {
        return c != '_' && DateFields.isWord(c);
    }

    private void remember(byte[] text, int from, int to, DateTemplate template, long nowSeconds)
    {
        lastFrom = matchFrom - from;
        lastTo = matchTo - from;
        lastBefore = byteAt(text, from, to, lastFrom - 1);
        lastFirst = byteAt(text, from, to, lastFrom);
        lastFinal = byteAt(text, from, to, lastTo - 1);
        lastBehind = byteAt(text, from, to, lastTo);
        template.hits++;
        template.lastUsedSeconds = nowSeconds;
        template.distance = lastFrom;
    }

    private boolean canMove(DateTemplate template, int to)
    {
        DateTemplate other = templates[order[to]];
        return template.weight() > other.weight() || template.lastUsedSeconds - UNUSED_SECONDS > other.lastUsedSeconds;
    }

    /** Moves a template forward when it has earned it: far, or by one place. @return its new position. */
    private int moved(int position)
    {
        DateTemplate template = templates[order[position]];
        int to = firstUnused < position ? firstUnused : position / 2;
        if (!canMove(template, to))
        {
            if (to == position - 1 || !canMove(template, position - 1))
            {
                return position;
            }
            to = position - 1;
        }
        int moving = order[position];
        System.arraycopy(order, to, order, to + 1, position - to);
        order[to] = moving;
        while (firstUnused < templates.length && templates[order[firstUnused]].hits > 0)
        {
            firstUnused++;
        }
        return to;
    }
}
