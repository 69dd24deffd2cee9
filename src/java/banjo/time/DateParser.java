package banjo.time;

/**
 * Turns a regular expression with {@code %} fields into the instructions of a {@link DateProgram}. It knows Python's syntax
 * but possessive and atomic groups, which no date needs; groups cannot be repeated without bound.
 */
final class DateParser extends DateScanner
{
    private static final int MAXIMUM_DEPTH = 50;

    private static final char EPOCH_MARK = '\uE000';
    private static final char LONG_EPOCH_MARK = '\uE001';

    private final int[] groups;
    private final char lastDecade;
    private int groupCount;
    private int depth;
    /** Names of groups that are no fields, by number. */
    private final String[] names = new String[64];

    DateParser(DateCode code, int[] groups, boolean ignoresCase, char lastDecade)
    {
        super(code, ignoresCase);
        this.groups = groups;
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

    /** Parses a pattern whose {@code {EPOCH}} or {@code {LEPOCH}} stands at an index; all of it is the first group if that is wanted. */
    void parseAround(String pattern, int from, int to, int epochAt, boolean longForm, boolean asGroup) throws Mistake
    {
        // A private character stands for the field.
        text = pattern.substring(0, epochAt) + (longForm ? LONG_EPOCH_MARK : EPOCH_MARK) + pattern.substring(epochAt + (longForm ? 8 : 7), to);
        parse(text, from, text.length(), asGroup);
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
