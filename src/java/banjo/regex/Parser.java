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

    private final int patternIndex;
    private final byte[] text;
    private final List<String> captureNames;
    private int at;
    private boolean ignoreCase;
    private int nesting;

    private Parser(int patternIndex, String pattern, List<String> captureNames)
    {
        this.patternIndex = patternIndex;
        this.text = Utf8.encode(pattern);
        this.captureNames = captureNames;
    }

    /** @param captureNames the groups that get tags: the group with index i has tags 2i and 2i + 1. */
    static Node parse(int patternIndex, String pattern, List<String> captureNames) throws PatternException
    {
        Parser parser = new Parser(patternIndex, pattern, captureNames);
        Node tree = parser.alternation();
        if (parser.at < parser.text.length)
        {
            throw parser.refuse(parser.at, "unbalanced )");
        }
        return tree;
    }

    private PatternException refuse(int position, String reason)
    {
        return new PatternException(patternIndex, position, reason);
    }

    private PatternException unsupported(int position, String construct)
    {
        return refuse(position, construct + " is not supported in this version");
    }

    private int peek()
    {
        return at < text.length ? text[at] & 0xFF : -1;
    }

    private boolean accept(String expected)
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

    private Node alternation() throws PatternException
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
        return Node.alternation(alternatives);
    }

    private Node sequence() throws PatternException
    {
        List<Node> items = new ArrayList<>();
        while (peek() >= 0 && peek() != '|' && peek() != ')')
        {
            int start = at;
            Node atom = atom();
            items.add(quantified(atom, atom.fixedLength() == 0 && text[start] != '('));
        }
        return Node.concatenation(items);
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
            throw unsupported(at, "possessive quantifier");
        }
        boolean greedy = !accept("?");
        c = peek();
        if (c == '*' || c == '+' || c == '?')
        {
            throw refuse(at, "multiple repeat");
        }
        return Node.repeat(atom, minimum, maximum, greedy);
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

    private int number()
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

    private Node atom() throws PatternException
    {
        int start = at;
        int c = text[at++] & 0xFF;
        switch (c)
        {
            case '.':
                return Node.ofSet(Node.BYTES, ByteSet.any());
            case '^':
                return Node.ofSet(Node.BEHIND, ByteSet.ofEdge());
            case '$':
                return Node.ofSet(Node.AHEAD, ByteSet.ofEdge());
            case '(':
                return group(start);
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
            throw unsupported(start, "backreference");
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

    private Node group(int start) throws PatternException
    {
        if (!accept("?"))
        {
            return closed(start, alternation());
        }
        if (accept(":"))
        {
            return closed(start, alternation());
        }
        if (accept("P<"))
        {
            return named(start);
        }
        if (accept("P="))
        {
            throw unsupported(start, "named backreference (?P=...)");
        }
        if (accept("="))
        {
            return look(start, Node.AHEAD, false);
        }
        if (accept("!"))
        {
            return look(start, Node.AHEAD, true);
        }
        if (accept("<="))
        {
            return look(start, Node.BEHIND, false);
        }
        if (accept("<!"))
        {
            return look(start, Node.BEHIND, true);
        }
        if (accept(">"))
        {
            throw unsupported(start, "atomic group (?>...)");
        }
        if (accept("("))
        {
            throw unsupported(start, "conditional (?(...)...)");
        }
        if (accept("#"))
        {
            while (peek() >= 0 && peek() != ')')
            {
                at++;
            }
            return closed(start, new Node(Node.EMPTY));
        }
        return flags(start);
    }

    private Node closed(int start, Node body) throws PatternException
    {
        if (!accept(")"))
        {
            throw refuse(start, "missing ), unterminated group");
        }
        return body;
    }

    private Node named(int start) throws PatternException
    {
        int from = at;
        while (peek() >= 0 && peek() != '>' && peek() != ')')
        {
            at++;
        }
        String name = Utf8.decode(text, from, at);
        if (name.isEmpty() || !accept(">"))
        {
            throw refuse(start, "bad group name");
        }
        int index = captureNames.indexOf(name);
        Node body = closed(start, alternation());
        if (index < 0)
        {
            return body;
        }
        List<Node> items = new ArrayList<>();
        items.add(Node.ofTag(2 * index));
        items.add(body);
        items.add(Node.ofTag(2 * index + 1));
        return Node.concatenation(items);
    }

    private Node look(int start, int kind, boolean negated) throws PatternException
    {
        String construct = (kind == Node.AHEAD ? "lookahead (?" : "lookbehind (?<") + (negated ? "!" : "=")
            + "...) of other than one byte";
        ByteSet set = new ByteSet();
        if (!collect(closed(start, alternation()), kind, set))
        {
            throw unsupported(start, construct);
        }
        return Node.ofSet(kind, negated ? set.complementWithEdge() : set);
    }

    /** Adds what the body of a one-byte assertion stands for; false when it is more than one byte. */
    private static boolean collect(Node body, int kind, ByteSet set)
    {
        if (body.kind == Node.BYTES || body.kind == kind && body.set.isEdgeOnly())
        {
            set.addAll(body.set);
            return true;
        }
        if (body.kind != Node.ALTERNATION)
        {
            return false;
        }
        for (Node child : body.children)
        {
            if (!collect(child, kind, set))
            {
                return false;
            }
        }
        return true;
    }

    /** {@code (?i)} for the whole pattern at its start, {@code (?i:...)} and {@code (?-i:...)} for a group. */
    private Node flags(int start) throws PatternException
    {
        boolean before = ignoreCase;
        boolean on = true;
        for (;; at++)
        {
            int c = peek();
            if (c == ')' || c == ':')
            {
                break;
            }
            else if (c == '-' && on)
            {
                on = false;
            }
            else if (c == 'i')
            {
                ignoreCase = on;
            }
            else if (c == 'x')
            {
                throw unsupported(start, "verbose flag (?x)");
            }
            else if (c < 0 || "msaLu".indexOf(c) < 0)
            {
                throw refuse(start, "unknown extension (?" + (c < 0 ? "" : String.valueOf((char)c)));
            }
        }
        if (accept(")"))
        {
            if (start != 0)
            {
                throw refuse(start, "global flags are not at the start of the pattern");
            }
            return new Node(Node.EMPTY);
        }
        at++;
        Node body = closed(start, alternation());
        ignoreCase = before;
        return body;
    }
}
