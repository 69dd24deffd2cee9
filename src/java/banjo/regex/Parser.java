package banjo.regex;

import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a pattern in the syntax of Python's {@code re} (documentation of the module, "Regular Expression Syntax") into
 * a tree. Classes are ASCII; text outside ASCII stands for its UTF-8 bytes. Works by recursive descent.
 */
final class Parser
{
    /** Groups deeper than this are refused: the tree is walked by recursion, and the native stack is not checked. */
    static final int MAXIMUM_NESTING = 100;

    /** Counted repeats above this are refused. */
    static final int MAXIMUM_COUNT = 65_535;

    final int patternIndex;
    final byte[] text;
    final Groups groups;
    int at;
    boolean ignoreCase;
    /** (?m): the edges of every line of the text; the dot stops at a newline. */
    boolean multiLine;
    /** (?s): the dot takes a newline in every case. */
    boolean dotAll;
    /** (?x): white space and comments are not part of the pattern. */
    boolean verbose;
    /** True until something other than global flags and comments has been read. */
    private boolean leading = true;
    private final GroupParser groupParser;
    private int nesting;

    private Parser(int patternIndex, byte[] text, Groups groups)
    {
        this.patternIndex = patternIndex;
        this.text = text;
        this.groups = groups;
        groupParser = new GroupParser(this);
    }

    /** @param groups receives what the pattern's groups are, and the tags beyond those of the captures. */
    static Node parse(int patternIndex, String pattern, Groups groups) throws PatternException
    {
        byte[] text = Utf8.encode(pattern);
        Node tree = new Parser(patternIndex, text, groups).all();
        return groups.beginAgain() ? new Parser(patternIndex, text, groups).all() : tree;
    }

    private Node all() throws PatternException
    {
        Node tree = alternation();
        if (at < text.length)
        {
            throw refuse(at, "unbalanced )");
        }
        groups.check(this);
        return tree;
    }

    PatternException refuse(int position, String reason)
    {
        return PatternException.at(patternIndex, text, position, reason);
    }

    int peek()
    {
        return at < text.length ? text[at] & 0xFF : -1;
    }

    boolean accept(String expected)
    {
        if (at + expected.length() > text.length)
        {
            return false;
        }
        for (int i = 0; i < expected.length(); i++)
        {
            if (text[at + i] != expected.charAt(i))
            {
                return false;
            }
        }
        at += expected.length();
        return true;
    }

    Node alternation() throws PatternException
    {
        return Node.alternation(alternatives());
    }

    List<Node> alternatives() throws PatternException
    {
        if (++nesting > MAXIMUM_NESTING)
        {
            throw refuse(at, "groups are nested more than " + MAXIMUM_NESTING + " deep");
        }
        List<Node> alternatives = new ArrayList<>();
        do
        {
            alternatives.add(sequence());
        }
        while (accept("|"));
        nesting--;
        return alternatives;
    }

    private Node sequence() throws PatternException
    {
        List<Node> items = new ArrayList<>();
        while (peek() >= 0 && peek() != '|' && peek() != ')')
        {
            int start = at;
            if (skipBlank())
            {
                continue;
            }
            boolean before = leading;
            leading = false;
            Node atom = atom(before);
            if (atom == null)
            {
                leading = before;
                continue;
            }
            skipBlanks();
            items.add(quantified(atom, atom.fixedLength() == 0 && text[start] != '('));
        }
        return Node.concatenation(items);
    }

    /** Skips one piece of white space or comment of a verbose pattern; false when there is none. */
    private boolean skipBlank()
    {
        int c = verbose ? peek() : -1;
        if (c == '#')
        {
            while (peek() >= 0 && peek() != '\n')
            {
                at++;
            }
            return true;
        }
        boolean blank = c == ' ' || c >= '\t' && c <= '\r';
        at += blank ? 1 : 0;
        return blank;
    }

    void skipBlanks()
    {
        boolean more = true;
        while (more)
        {
            more = skipBlank();
        }
    }

    private Node quantified(Node atom, boolean anchor) throws PatternException
    {
        int start = at;
        int minimum;
        int maximum;
        int c = peek();
        if (c == '*' || c == '+' || c == '?')
        {
            at++;
            minimum = c == '+' ? 1 : 0;
            maximum = c == '?' ? 1 : Node.UNLIMITED;
        }
        else if (c == '{')
        {
            int[] counts = counts();
            if (counts == null)
            {
                return atom;
            }
            minimum = counts[0];
            maximum = counts[1];
        }
        else
        {
            return atom;
        }
        if (anchor)
        {
            throw refuse(start, "nothing to repeat");
        }
        if (peek() == '+')
        {
            throw refuse(at, "possessive quantifier is not regular as it stands: write it greedy");
        }
        boolean greedy = !accept("?");
        c = peek();
        if (c == '*' || c == '+' || c == '?')
        {
            throw refuse(at, "multiple repeat");
        }
        return Node.repeat(atom, minimum, maximum, greedy).at(start);
    }

    /** Reads {m}, {m,}, {,n} or {m,n}; null, and nothing read, when the brace is a literal. */
    private int[] counts() throws PatternException
    {
        int start = at;
        at++;
        int minimum = number();
        int maximum = minimum;
        boolean comma = accept(",");
        if (comma)
        {
            maximum = number();
        }
        if (!accept("}") || !comma && minimum < 0)
        {
            at = start;
            return null;
        }
        if (minimum < 0)
        {
            minimum = 0;
        }
        if (comma && maximum < 0)
        {
            maximum = Node.UNLIMITED;
        }
        if (minimum > MAXIMUM_COUNT || maximum > MAXIMUM_COUNT && maximum != Node.UNLIMITED)
        {
            throw refuse(start, "counted repeat above " + MAXIMUM_COUNT);
        }
        if (maximum < minimum)
        {
            throw refuse(start, "counted repeat whose minimum is above its maximum");
        }
        return new int[] {minimum, maximum};
    }

    int number()
    {
        if (peek() < '0' || peek() > '9')
        {
            return -1;
        }
        int value = 0;
        while (peek() >= '0' && peek() <= '9')
        {
            value = Math.min(value * 10 + peek() - '0', MAXIMUM_COUNT + 1);
            at++;
        }
        return value;
    }

    /** @return null for what stands for nothing and takes no quantifier: a comment, flags for the whole pattern. */
    private Node atom(boolean first) throws PatternException
    {
        int start = at;
        int c = text[at++] & 0xFF;
        switch (c)
        {
            case '.':
                return Node.ofSet(Node.BYTES, multiLine && !dotAll ? ByteSet.of('\n').complement() : ByteSet.any());
            case '^':
                return Node.ofSet(Node.BEHIND, multiLine ? ByteSet.ofEdge().add('\n') : ByteSet.ofEdge());
            case '$':
                return Node.ofSet(Node.AHEAD, multiLine ? ByteSet.ofEdge().add('\n') : ByteSet.ofEdge());
            case '(':
                return groupParser.group(start, first && nesting == 1);
            case '[':
                return bytes(new ClassParser(patternIndex, text, at, ignoreCase), start, true);
            case '\\':
                return escape(start);
            case '*':
            case '+':
            case '?':
                throw refuse(start, "nothing to repeat");
            default:
                return c < 0x80 ? literal(c) : multiByte(start);
        }
    }

    private Node literal(int c)
    {
        ByteSet set = ByteSet.of(c);
        return Node.ofSet(Node.BYTES, ignoreCase ? set.foldCase() : set);
    }

    /** A character outside ASCII is one atom of several bytes. */
    private Node multiByte(int start)
    {
        int count = Math.max(1, Utf8.next(text, start, text.length) >>> 24);
        at = start + count;
        List<Node> bytes = new ArrayList<>();
        for (int i = start; i < at; i++)
        {
            bytes.add(Node.ofSet(Node.BYTES, ByteSet.of(text[i] & 0xFF)));
        }
        return Node.concatenation(bytes);
    }

    private Node escape(int start) throws PatternException
    {
        int c = peek();
        switch (c)
        {
            case 'b':
            case 'B':
                at++;
                return boundary(c == 'b');
            case 'A':
                at++;
                return Node.ofSet(Node.BEHIND, ByteSet.ofEdge());
            case 'Z':
            case 'z':
                at++;
                return Node.ofSet(Node.AHEAD, ByteSet.ofEdge());
            default:
                break;
        }
        if (c >= '1' && c <= '9')
        {
            return groupParser.reference(start, String.valueOf(number()));
        }
        return bytes(new ClassParser(patternIndex, text, at, ignoreCase), start, false);
    }

    private Node bytes(ClassParser parser, int start, boolean bracketed) throws PatternException
    {
        ByteSet set = bracketed ? parser.bracketed(start) : parser.escaped(start);
        at = parser.at();
        return Node.ofSet(Node.BYTES, set);
    }

    /** A word boundary, or with {@code false} the absence of one, as two pairs of one-byte assertions. */
    private static Node boundary(boolean wanted)
    {
        ByteSet word = ByteSet.word();
        ByteSet other = word.complementWithEdge();
        List<Node> first = new ArrayList<>();
        first.add(Node.ofSet(Node.BEHIND, word));
        first.add(Node.ofSet(Node.AHEAD, wanted ? other : word));
        List<Node> second = new ArrayList<>();
        second.add(Node.ofSet(Node.BEHIND, other));
        second.add(Node.ofSet(Node.AHEAD, wanted ? word : other));
        List<Node> either = new ArrayList<>();
        either.add(Node.concatenation(first));
        either.add(Node.concatenation(second));
        return Node.alternation(either);
    }
}
