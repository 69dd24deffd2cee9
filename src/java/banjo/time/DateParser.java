package banjo.time;

/**
 * Turns a regular expression with {@code %} fields into the instructions of a {@link DateProgram}. It knows Python's syntax
 * but possessive and atomic groups, which no date needs; groups cannot be repeated without bound.
 */
final class DateParser
{
    private static final int MAXIMUM_REPEAT = 255;
    private static final int MAXIMUM_DEPTH = 50;

    private static final char EPOCH_MARK = '\uE000';
    private static final char LONG_EPOCH_MARK = '\uE001';

    private final DateCode code;
    private final int[] groups;
    private final char lastDecade;
    private String text;
    private int at;
    private boolean ignoresCase;
    private int groupCount;
    private int depth;
    /** Names of groups that are no fields, by number. */
    private final String[] names = new String[64];
    /** Where the field that is being replaced stands, -1 in the pattern itself. */
    private int fieldAt = -1;

    /** A mistake at a position of the text that is parsed. */
    static final class Mistake extends Exception
    {
        private static final long serialVersionUID = 1L;

        final int position;

        Mistake(int position, String reason)
        {
            super(reason);
            this.position = position;
        }
    }

    DateParser(DateCode code, int[] groups, boolean ignoresCase, char lastDecade)
    {
        this.code = code;
        this.groups = groups;
        this.ignoresCase = ignoresCase;
        this.lastDecade = lastDecade;
    }

    /** @return the number of groups, the first of them being what is taken out of the line. */
    int groupCount()
    {
        return groupCount;
    }

    /** Parses a part of the pattern that stands by itself; positions in mistakes count from the beginning of the pattern. */
    void parse(String pattern, int from, int to, boolean asGroup) throws Mistake
    {
        text = pattern.substring(0, to);
        at = from;
        int group = asGroup ? openGroup() : 0;
        alternation();
        if (at < text.length())
        {
            throw mistake("unbalanced )");
        }
        if (asGroup)
        {
            code.put(DateProgram.SAVE, group * 2 + 1);
        }
    }

    /** Parses a pattern whose {@code {EPOCH}} or {@code {LEPOCH}} stands at an index; all of it is the first group. */
    void parseAround(String pattern, int from, int to, int epochAt, boolean longForm) throws Mistake
    {
        // A private character stands for the field.
        text = pattern.substring(0, epochAt) + (longForm ? LONG_EPOCH_MARK : EPOCH_MARK) + pattern.substring(epochAt + (longForm ? 8 : 7), to);
        at = from;
        int group = openGroup();
        alternation();
        if (at < text.length())
        {
            throw mistake("unbalanced )");
        }
        code.put(DateProgram.SAVE, group * 2 + 1);
    }

    private Mistake mistake(String reason)
    {
        return new Mistake(fieldAt >= 0 ? fieldAt : at, reason);
    }

    private int openGroup() throws Mistake
    {
        if (groupCount == names.length)
        {
            throw mistake("more than " + names.length + " groups");
        }
        int group = groupCount++;
        code.put(DateProgram.SAVE, group * 2);
        return group;
    }

    private boolean take(char c)
    {
        if (at < text.length() && text.charAt(at) == c)
        {
            at++;
            return true;
        }
        return false;
    }

    private boolean take(String expected)
    {
        if (text.startsWith(expected, at))
        {
            at += expected.length();
            return true;
        }
        return false;
    }

    private void alternation() throws Mistake
    {
        if (++depth > MAXIMUM_DEPTH)
        {
            throw mistake("groups nested too deeply");
        }
        int start = code.length();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')')
        {
            repeated();
        }
        if (take('|'))
        {
            code.insertSplit(start, DateProgram.SPLIT, code.length() - start + 4);
            int jump = code.length();
            code.put(DateProgram.JUMP, 0);
            alternation();
            code.patch(jump + 1, code.length() - jump);
        }
        depth--;
    }

    private void repeated() throws Mistake
    {
        int source = at;
        int groupsBefore = groupCount;
        int start = code.length();
        atom();
        int behind = at;
        int minimum = 1;
        int maximum = 1;
        if (take('?'))
        {
            minimum = 0;
        }
        else if (take('*'))
        {
            minimum = 0;
            maximum = DateProgram.UNBOUNDED;
        }
        else if (take('+'))
        {
            maximum = DateProgram.UNBOUNDED;
        }
        else if (at < text.length() && isCount())
        {
            at++;
            minimum = number(0);
            maximum = take(',') ? number(DateProgram.UNBOUNDED) : minimum;
            at++;
        }
        if (at == behind)
        {
            return;
        }
        boolean lazy = take('?');
        if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '*' || text.charAt(at) == '?'))
        {
            throw mistake("a repeat of a repeat");
        }
        if (maximum < minimum)
        {
            throw mistake("a repeat whose maximum is below its minimum");
        }
        int end = at;
        int set = code.singleSet(start);
        code.cut(start);
        if (set >= 0)
        {
            code.putLoop(lazy, set, minimum, maximum);
            return;
        }
        if (maximum == DateProgram.UNBOUNDED)
        {
            at = source;
            throw mistake("a group that repeats without bound is not supported in a datepattern");
        }
        for (int i = 0; i < minimum; i++)
        {
            again(source, groupsBefore);
        }
        optional(source, groupsBefore, maximum - minimum, lazy);
        groupCount = Math.max(groupCount, groupsBefore);
        at = end;
    }

    /** Emits an atom once more; its groups keep their numbers. */
    private void again(int source, int groupsBefore) throws Mistake
    {
        at = source;
        groupCount = groupsBefore;
        atom();
        if (code.length() > DateCode.MAXIMUM_LENGTH)
        {
            throw mistake("the pattern is too large");
        }
    }

    private void optional(int source, int groupsBefore, int count, boolean lazy) throws Mistake
    {
        if (count == 0)
        {
            return;
        }
        int start = code.length();
        again(source, groupsBefore);
        optional(source, groupsBefore, count - 1, lazy);
        code.insertSplit(start, lazy ? DateProgram.SPLIT_LAZY : DateProgram.SPLIT, code.length() - start + 2);
    }

    /** True at {@code {2}}, {@code {2,}}, {@code {,2}}, {@code {2,3}}: any other brace stands for itself. */
    private boolean isCount()
    {
        int index = at + 1;
        int digits = 0;
        int commas = 0;
        if (text.charAt(at) != '{')
        {
            return false;
        }
        while (index < text.length() && (isDigit(text.charAt(index)) || text.charAt(index) == ','))
        {
            commas += text.charAt(index) == ',' ? 1 : 0;
            digits += text.charAt(index) == ',' ? 0 : 1;
            index++;
        }
        return digits > 0 && commas <= 1 && index < text.length() && text.charAt(index) == '}';
    }

    private static boolean isDigit(char c)
    {
        return c >= '0' && c <= '9';
    }

    private int number(int absent) throws Mistake
    {
        int value = 0;
        int from = at;
        while (at < text.length() && isDigit(text.charAt(at)))
        {
            value = value * 10 + text.charAt(at) - '0';
            if (value > MAXIMUM_REPEAT)
            {
                throw mistake("a repeat of more than " + MAXIMUM_REPEAT);
            }
            at++;
        }
        return at == from ? absent : value;
    }

    private void atom() throws Mistake
    {
        char c = text.charAt(at);
        switch (c)
        {
            case '(':
                group();
                break;
            case '%':
                percent();
                break;
            case '^':
                at++;
                code.put(DateProgram.BEGIN);
                break;
            case '$':
                at++;
                code.put(DateProgram.END);
                break;
            case '*':
            case '+':
            case '?':
                throw mistake("nothing to repeat");
            case '\\':
                escape();
                break;
            case '[':
            case '.':
                set();
                break;
            case EPOCH_MARK:
            case LONG_EPOCH_MARK:
                at++;
                field(c == EPOCH_MARK ? 'E' : 'L', false, at - 1);
                break;
            default:
                at++;
                literal(c);
                break;
        }
    }

    private void set() throws Mistake
    {
        DateSetParser parser = new DateSetParser(text, at);
        long[] set = parser.parse();
        if (set == null)
        {
            at = parser.position();
            throw mistake(parser.reason());
        }
        at = parser.position();
        code.putSet(parser.closed(set, ignoresCase));
    }

    private void escape() throws Mistake
    {
        char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        if (c == 'b' || c == 'B')
        {
            at += 2;
            code.put(c == 'b' ? DateProgram.BOUNDARY : DateProgram.NO_BOUNDARY);
            return;
        }
        if (c == 'A' || c == 'Z')
        {
            at += 2;
            code.put(c == 'A' ? DateProgram.BEGIN : DateProgram.END);
            return;
        }
        set();
    }

    private void literal(char c) throws Mistake
    {
        if (c >= 0x80)
        {
            bytes(c);
            return;
        }
        boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (ignoresCase && letter)
        {
            long[] both = new long[4];
            both[1] = 1L << (c & 63) | 1L << ((c ^ 0x20) & 63);
            code.putSet(both);
            return;
        }
        code.put(DateProgram.CHAR, c);
    }

    /** A character beyond ASCII as its UTF-8 bytes; a repeat of it would need a group. */
    private void bytes(char c) throws Mistake
    {
        if (c >= 0xD800 && c <= 0xDFFF)
        {
            throw mistake("characters beyond U+FFFF are not supported in a datepattern");
        }
        if (c < 0x800)
        {
            code.put(DateProgram.CHAR, (byte)(0xC0 | c >> 6));
        }
        else
        {
            code.put(DateProgram.CHAR, (byte)(0xE0 | c >> 12));
            code.put(DateProgram.CHAR, (byte)(0x80 | c >> 6 & 0x3F));
        }
        code.put(DateProgram.CHAR, (byte)(0x80 | c & 0x3F));
    }

    private void group() throws Mistake
    {
        int open = at;
        boolean outerCase = ignoresCase;
        at++;
        if (!take('?'))
        {
            capture(openGroup(), open);
        }
        else if (take('='))
        {
            look(0, false, open);
        }
        else if (take('!'))
        {
            look(1, false, open);
        }
        else if (take("<="))
        {
            look(0, true, open);
        }
        else if (take("<!"))
        {
            look(1, true, open);
        }
        else if (take("P="))
        {
            code.put(DateProgram.BACK, namedGroup(')'));
        }
        else if (take("P<"))
        {
            named(open);
        }
        else if (take('('))
        {
            conditional(open);
        }
        else
        {
            flags();
            if (at > 0 && text.charAt(at - 1) == ':')
            {
                alternation();
                close(open);
                ignoresCase = outerCase;
            }
        }
    }

    private void close(int open) throws Mistake
    {
        if (!take(')'))
        {
            at = open;
            throw mistake("( without )");
        }
    }

    private void capture(int group, int open) throws Mistake
    {
        alternation();
        close(open);
        code.put(DateProgram.SAVE, group * 2 + 1);
    }

    /** Flags up to {@code )} or {@code :}; of those that may be given only {@code i} changes what a date looks like. */
    private void flags() throws Mistake
    {
        boolean off = false;
        while (at < text.length() && text.charAt(at) != ':' && text.charAt(at) != ')')
        {
            char c = text.charAt(at);
            if (c == '-' && !off)
            {
                off = true;
            }
            else if (c == 'i')
            {
                ignoresCase = !off;
            }
            else if (c != 'u' && c != 'a' && c != 's' || off && c != 's')
            {
                throw mistake("(?" + c + " is not supported in a datepattern");
            }
            at++;
        }
        at++;
        if (at > text.length())
        {
            at = text.length();
            throw mistake("( without )");
        }
    }

    private String name(char end) throws Mistake
    {
        int close = text.indexOf(end, at);
        if (close <= at)
        {
            throw mistake("a group without a name");
        }
        String name = text.substring(at, close);
        at = close + 1;
        return name;
    }

    private void named(int open) throws Mistake
    {
        int nameAt = at;
        String name = name('>');
        int field = name.length() == 1 ? DateFieldSyntax.NAMES.indexOf(name.charAt(0)) : -1;
        int group = openGroup();
        if (field >= DateFieldSyntax.EPOCH)
        {
            field = -1;
        }
        for (int i = 0; i < group; i++)
        {
            if (name.equals(names[i]))
            {
                at = nameAt;
                throw mistake("the group name " + name + " is used twice");
            }
        }
        names[group] = name;
        if (field >= 0)
        {
            claim(field, group);
        }
        capture(group, open);
    }

    private void claim(int field, int group) throws Mistake
    {
        if (groups[field] != DateProgram.ABSENT && groups[field] != group)
        {
            throw mistake("the field " + DateFieldSyntax.NAMES.charAt(field) + " stands here a second time");
        }
        groups[field] = group;
    }

    private int namedGroup(char end) throws Mistake
    {
        int nameAt = at;
        String name = name(end);
        for (int i = 0; i < groupCount; i++)
        {
            boolean numbered = name.equals(String.valueOf(i + 1));
            if (name.equals(names[i]) || numbered || isFieldOf(name, i))
            {
                return i;
            }
        }
        at = nameAt;
        throw mistake("no group " + name + " stands before this");
    }

    private boolean isFieldOf(String name, int group)
    {
        int field = name.length() == 1 ? DateFieldSyntax.NAMES.indexOf(name.charAt(0)) : -1;
        return field >= 0 && groups[field] == group;
    }

    /** {@code (?(name)a|b)} */
    private void conditional(int open) throws Mistake
    {
        int group = namedGroup(')');
        int start = code.length();
        code.put(DateProgram.WHEN);
        code.put(group, 0);
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')')
        {
            repeated();
        }
        int jump = code.length();
        code.put(DateProgram.JUMP, 2);
        code.patch(start + 2, code.length() - start);
        if (take('|'))
        {
            alternation();
            code.patch(jump + 1, code.length() - jump);
        }
        close(open);
    }

    private void look(int negated, boolean behind, int open) throws Mistake
    {
        int start = code.length();
        code.put(DateProgram.LOOK, negated);
        code.put(0, 0);
        alternation();
        close(open);
        int width = behind ? code.width(start + 4) : 0;
        if (width < 0)
        {
            at = open;
            throw mistake("a look-behind must have one length");
        }
        code.patch(start + 2, width);
        code.put(DateProgram.MATCH);
        code.patch(start + 3, code.length() - start);
    }

    /** A field; {@code %%} before a field's name is the field too (as .conf files write it), else a percent sign. */
    private void percent() throws Mistake
    {
        int start = at;
        at++;
        boolean doubled = take('%');
        boolean strict = take("Ex");
        char name = at < text.length() ? text.charAt(at) : 0;
        boolean known = name != 0 && !(name == 'E' || name == 'L' || name == 'T')
            && (DateFieldSyntax.pattern(name, strict, lastDecade) != null || !strict && (DateFieldSyntax.names(name) >= 0
            || DateFieldSyntax.composed(name) != null));
        if (!known)
        {
            if (doubled)
            {
                at = start + 2;
                code.put(DateProgram.CHAR, '%');
                return;
            }
            at = start;
            throw mistake("no such field; a percent sign is written %%");
        }
        at++;
        field(name, strict, start);
    }

    /** Emits a field as the group that it is; the text goes on behind it. */
    void field(char name, boolean strict, int position) throws Mistake
    {
        String outerText = text;
        int outerAt = at;
        int outerField = fieldAt;
        fieldAt = fieldAt >= 0 ? fieldAt : position;
        String composed = strict ? null : DateFieldSyntax.composed(name);
        if (composed != null)
        {
            text = composed;
            at = 0;
            alternation();
        }
        else
        {
            // The hour behind a blank instead of its first digit: the blank is no part of it.
            if (name == 'k' || name == 'l')
            {
                code.putLoop(false, code.setIndex(new long[] {1L << ' ', 0, 0, 0}), 0, 1);
            }
            char field = name == 'k' ? 'H' : name == 'l' ? 'I' : name;
            int group = openGroup();
            claim(DateFieldSyntax.NAMES.indexOf(field), group);
            int kind = strict ? -1 : DateFieldSyntax.names(name);
            if (kind >= 0)
            {
                code.put(DateProgram.NAME, kind);
            }
            else
            {
                text = DateFieldSyntax.pattern(name, strict, lastDecade);
                at = 0;
                alternation();
            }
            code.put(DateProgram.SAVE, group * 2 + 1);
        }
        text = outerText;
        at = outerAt;
        fieldAt = outerField;
    }
}
