package banjo.time;

/**
 * Compiles one datepattern with fail2ban's rules around it: what the date must not touch, what ties it to the beginning of the
 * line, what is taken out of the line.
 *
 * <p>A pattern matches where no word begins before it or goes on behind it, unless it begins with {@code ^} or {@code **}, or
 * ends with {@code $}, {@code \b}, {@code \s} or {@code **}, or {@code {UNB}} stands in front. {@code {^LN-BEG}} in front
 * allows at most two bytes that belong to no word between the beginning of the line and the date. Its first group, or without any
 * the whole pattern, is what is taken out of the line; an empty one, {@code ()}, takes nothing.
 */
final class DatePattern
{
    private static final String LINE_BEGIN = "{^LN-BEG}";
    private static final String UNBOUND = "{UNB}";
    /** At the beginning of the line, also behind a bracket (nsd), and in audit records. */
    private static final String EPOCH_PLACES = "(?:^|(?<=^\\[)|(?<=\\baudit\\())";

    private final DateCode code = new DateCode();
    private final int[] groups = new int[DateFieldSyntax.NAMES.length()];
    private DateProgram program;

    /** @param lastDecade the third digit that a year in the strict form may have at most. */
    DatePattern(String pattern, char lastDecade) throws DateParser.Mistake
    {
        clearGroups();
        boolean unbound = pattern.startsWith(UNBOUND);
        boolean tied = !unbound && pattern.startsWith(LINE_BEGIN);
        int from = unbound ? UNBOUND.length() : tied ? LINE_BEGIN.length() : 0;
        int to = pattern.length();
        int flagsEnd = flagsEnd(pattern, from);
        boolean ignoresCase = hasNames(pattern) || flagsEnd > from && pattern.substring(from, flagsEnd).indexOf('i') >= 0;
        from = flagsEnd;
        boolean boundAtBegin = !unbound && !isTiedAtBegin(pattern, from);
        boolean boundAtEnd = !unbound && !isTiedAtEnd(pattern, to);
        boolean anchored = boundAtBegin && tied || isLineBegin(pattern, from) || isLineEnd(pattern, to);
        String plain = withoutStars(pattern, from);
        to = plain.length();
        if (boundAtBegin && tied)
        {
            putLineBegin();
        }
        else if (boundAtBegin)
        {
            code.put(DateProgram.OUTSIDE);
        }
        boolean group = !hasGroup(plain, from);
        int epoch = epochAt(plain);
        DateParser parser = new DateParser(code, groups, ignoresCase, lastDecade);
        if (epoch >= 0)
        {
            int empty = plain.indexOf("()");
            parser.parseAround(plain, from, to, epoch, (plain.charAt(epoch + 1) | 0x20) == 'l', empty < 0 || isEscaped(plain, empty));
        }
        else
        {
            if (group && from < to && plain.charAt(from) == '^')
            {
                code.put(DateProgram.BEGIN);
                from++;
            }
            boolean end = group && to > from && plain.charAt(to - 1) == '$' && !isEscaped(plain, to - 1);
            parser.parse(plain, from, end ? to - 1 : to, group);
            if (end)
            {
                code.put(DateProgram.END);
            }
        }
        finish(boundAtEnd, parser.groupCount(), anchored);
    }

    /** {@code EPOCH}, {@code LEPOCH} or {@code TAI64N} by their fields' letters. */
    DatePattern(char field, boolean tied, char lastDecade)
    {
        clearGroups();
        try
        {
            DateParser parser = new DateParser(code, groups, false, lastDecade);
            if (tied)
            {
                putLineBegin();
            }
            else if (field != 'T')
            {
                parser.parse(EPOCH_PLACES, 0, EPOCH_PLACES.length(), false);
            }
            parser.field(field, false, 0);
            finish(true, parser.groupCount(), tied);
        }
        catch (DateParser.Mistake mistake)
        {
            throw new IllegalStateException(mistake.getMessage());
        }
    }

    DateProgram program()
    {
        return program;
    }

    /** Of ASCII: the tables for all of Unicode take longer to unpack than the patterns to compile. */
    static String upper(String text)
    {
        char[] upper = text.toCharArray();
        for (int i = 0; i < upper.length; i++)
        {
            upper[i] -= upper[i] >= 'a' && upper[i] <= 'z' ? 'a' - 'A' : 0;
        }
        return new String(upper);
    }

    private void clearGroups()
    {
        for (int i = 0; i < groups.length; i++)
        {
            groups[i] = DateProgram.ABSENT;
        }
    }

    /** At most two characters that belong to no word; a byte-order mark is one. */
    private void putLineBegin()
    {
        long letters = 0x7FFFFFEL;
        int noWord = code.setIndex(new long[] {~(0x3FFL << '0'), ~(letters | letters << 32 | 1L << ('_' & 63)), -1, -1});
        code.put(DateProgram.BEGIN);
        int start = code.length();
        code.put(DateProgram.CHAR, (byte)0xEF);
        code.put(DateProgram.CHAR, (byte)0xBB);
        code.put(DateProgram.CHAR, (byte)0xBF);
        code.putLoop(false, noWord, 0, 1);
        code.insertSplit(start, DateProgram.SPLIT, code.length() - start + 4);
        int jump = code.length();
        code.put(DateProgram.JUMP, 0);
        code.putLoop(false, noWord, 0, 2);
        code.patch(jump + 1, code.length() - jump);
    }

    private void finish(boolean boundAtEnd, int groupCount, boolean anchored)
    {
        if (boundAtEnd)
        {
            code.put(DateProgram.OUTSIDE);
        }
        code.put(DateProgram.MATCH);
        program = code.program(groups, groupCount * 2, anchored);
    }

    /** Behind flags such as {@code (?i)} at the beginning. */
    private static int flagsEnd(String pattern, int from)
    {
        int at = from + 2;
        if (!pattern.startsWith("(?", from))
        {
            return from;
        }
        while (at < pattern.length() && "aisu".indexOf(pattern.charAt(at)) >= 0)
        {
            at++;
        }
        return at > from + 2 && at < pattern.length() && pattern.charAt(at) == ')' ? at + 1 : from;
    }

    /** Names of months and the like are read in any case, and with them all of the pattern. */
    private static boolean hasNames(String pattern)
    {
        for (int at = pattern.indexOf('%'); at >= 0; at = pattern.indexOf('%', at + 1))
        {
            if (at + 1 < pattern.length() && "aAbBpc".indexOf(pattern.charAt(at + 1)) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private static boolean isTiedAtBegin(String pattern, int from)
    {
        int at = from;
        while (at < pattern.length() && pattern.charAt(at) == '(')
        {
            if (pattern.startsWith("(?:^", at))
            {
                return true;
            }
            at++;
        }
        return pattern.startsWith("^", at) || pattern.startsWith("**", at);
    }

    private static boolean isTiedAtEnd(String pattern, int to)
    {
        int at = to;
        while (at > 0 && pattern.charAt(at - 1) == ')')
        {
            at--;
        }
        if (endsWith(pattern, at, "**"))
        {
            return true;
        }
        if (at >= to - 1 && endsWith(pattern, at, "$"))
        {
            return true;
        }
        return endsWith(pattern, to, "\\b") || endsWith(pattern, to, "\\s");
    }

    private static boolean endsWith(String pattern, int to, String what)
    {
        int at = to - what.length();
        return at >= 0 && pattern.startsWith(what, at) && (at == 0 || pattern.charAt(at - 1) != '\\');
    }

    private static boolean isLineBegin(String pattern, int from)
    {
        if (pattern.startsWith("^", from))
        {
            return true;
        }
        int at = pattern.startsWith("(?:^", from) ? from + 4 : pattern.startsWith("(^", from) ? from + 2 : -1;
        return at >= 0 && !pattern.startsWith("|", at);
    }

    private static boolean isLineEnd(String pattern, int to)
    {
        int at = to > 0 && pattern.charAt(to - 1) == ')' ? to - 1 : to;
        return endsWith(pattern, at, "$") && (at < 2 || pattern.charAt(at - 2) != '|');
    }

    private static boolean isEscaped(String pattern, int at)
    {
        return at > 0 && pattern.charAt(at - 1) == '\\';
    }

    /** The pattern without {@code **} behind the brackets it begins with, and before those it ends with. */
    private static String withoutStars(String pattern, int from)
    {
        int at = from;
        while (at < pattern.length() && pattern.charAt(at) == '(')
        {
            at++;
        }
        String plain = pattern.startsWith("**", at) ? pattern.substring(0, at) + pattern.substring(at + 2) : pattern;
        int end = plain.length();
        while (end > from && plain.charAt(end - 1) == ')')
        {
            end--;
        }
        return end - 2 >= from && endsWith(plain, end, "**") ? plain.substring(0, end - 2) + plain.substring(end) : plain;
    }

    /** True when the pattern has a group without a name. */
    private static boolean hasGroup(String pattern, int from)
    {
        for (int at = pattern.indexOf('(', from); at >= 0; at = pattern.indexOf('(', at + 1))
        {
            boolean special = pattern.startsWith("(?", at) || isEscaped(pattern, at) || at >= 2 && pattern.startsWith("(?(", at - 2);
            if (!special)
            {
                return true;
            }
        }
        return false;
    }

    /** Where {@code {EPOCH}} or {@code {LEPOCH}} stands, -1 for a pattern without. */
    private static int epochAt(String pattern)
    {
        String upper = upper(pattern);
        int at = upper.indexOf("{EPOCH}");
        return at >= 0 ? at : upper.indexOf("{LEPOCH}");
    }
}
