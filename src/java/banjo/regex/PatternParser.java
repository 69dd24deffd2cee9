package banjo.regex;

import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/** Reads one pattern in Python's syntax (docs.python.org/3/library/re) into a tree; classes are ASCII, text is UTF-8 bytes. */
final class PatternParser
{
    /** Deeper nesting is no filter; it bounds the stack. */
    private static final int DEPTH_MAXIMUM = 100;
    private static final int REPEAT_MAXIMUM = 1000;

    private final int patternIndex;
    private final byte[] text;
    private final List<String> captureNames;
    private int at;
    private boolean ignoreCase;

    private PatternParser(int patternIndex, String pattern, List<String> captureNames)
    {
        this.patternIndex = patternIndex;
        this.text = Utf8.encode(pattern);
        this.captureNames = captureNames;
    }

    /** @param captureNames the named groups whose edges become tags 2i and 2i+1. */
    static Node parse(int patternIndex, String pattern, List<String> captureNames) throws PatternException
    {
        PatternParser parser = new PatternParser(patternIndex, pattern, captureNames);
        if (parser.lookingAt("(?i)"))
        {
            parser.at += 4;
            parser.ignoreCase = true;
        }
        Node node = parser.alternation(0);
        if (parser.at < parser.text.length)
        {
            throw parser.error("unbalanced )");
        }
        return node;
    }

    private PatternException error(String reason)
    {
        return new PatternException(patternIndex, at, reason);
    }

    private PatternException unsupported(String construct)
    {
        return error(construct + " is not supported in this version");
    }

    private boolean lookingAt(String prefix)
    {
        if (at + prefix.length() > text.length)
        {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++)
        {
            if (text[at + i] != prefix.charAt(i))
            {
                return false;
            }
        }
        return true;
    }

    private int peek()
    {
        return at < text.length ? text[at] & 0xFF : -1;
    }

    private Node alternation(int depth) throws PatternException
    {
        if (depth > DEPTH_MAXIMUM)
        {
            throw error("groups nested too deeply");
        }
        List<Node> alternatives = new ArrayList<>();
        alternatives.add(sequence(depth));
        while (peek() == '|')
        {
            at++;
            alternatives.add(sequence(depth));
        }
        return Node.alternation(alternatives);
    }

    private Node sequence(int depth) throws PatternException
    {
        List<Node> items = new ArrayList<>();
        while (at < text.length && peek() != '|' && peek() != ')')
        {
            Node item = atom(depth);
            items.add(quantified(item));
        }
        return Node.concatenation(items);
    }

    private Node quantified(Node item) throws PatternException
    {
        int minimum;
        int maximum;
        int start = at;
        switch (peek())
        {
            case '*':
                minimum = 0;
                maximum = Node.UNLIMITED;
                at++;
                break;
            case '+':
                minimum = 1;
                maximum = Node.UNLIMITED;
                at++;
                break;
            case '?':
                minimum = 0;
                maximum = 1;
                at++;
                break;
            case '{':
                at++;
                minimum = number();
                maximum = minimum;
                if (peek() == ',')
                {
                    at++;
                    maximum = number();
                    maximum = maximum < 0 ? Node.UNLIMITED : maximum;
                    minimum = minimum < 0 ? 0 : minimum;
                }
                if (peek() != '}' || minimum < 0)
                {
                    // Python takes a brace that begins no repeat literally.
                    at = start + 1;
                    List<Node> both = new ArrayList<>();
                    both.add(item);
                    both.add(quantified(Node.ofSet(Node.BYTES, ByteSet.of('{'))));
                    return Node.concatenation(both);
                }
                at++;
                break;
            default:
                return item;
        }
        if (maximum < minimum)
        {
            throw error("repeat with its maximum below its minimum");
        }
        boolean greedy = true;
        if (peek() == '?')
        {
            greedy = false;
            at++;
        }
        else if (peek() == '+')
        {
            throw unsupported("possessive quantifier");
        }
        int next = peek();
        if (next == '*' || next == '+' || next == '?')
        {
            throw error("multiple repeat");
        }
        return Node.repeat(item, minimum, maximum, greedy);
    }

    /** @return -1 when there is no number. */
    private int number() throws PatternException
    {
        int value = -1;
        while (peek() >= '0' && peek() <= '9')
        {
            value = (value < 0 ? 0 : value) * 10 + (peek() - '0');
            if (value > REPEAT_MAXIMUM)
            {
                throw error("repeat count above " + REPEAT_MAXIMUM);
            }
            at++;
        }
        return value;
    }

    private Node atom(int depth) throws PatternException
    {
        int c = peek();
        switch (c)
        {
            case '(':
                return group(depth);
            case '[':
                return bytes(set());
            case '.':
                at++;
                return Node.ofSet(Node.BYTES, ByteSet.any());
            case '^':
                at++;
                return Node.ofSet(Node.BEHIND, ByteSet.ofEdge());
            case '$':
                at++;
                return Node.ofSet(Node.AHEAD, ByteSet.ofEdge());
            case '\\':
                return escape();
            case '*':
            case '+':
            case '?':
                throw error("nothing to repeat");
            default:
                at++;
                return bytes(ByteSet.of(c));
        }
    }

    private Node bytes(ByteSet set)
    {
        return Node.ofSet(Node.BYTES, ignoreCase ? set.foldCase() : set);
    }

    private Node escape() throws PatternException
    {
        at++;
        int c = peek();
        switch (c)
        {
            case 'b':
                at++;
                return boundary(false);
            case 'B':
                at++;
                return boundary(true);
            case 'A':
                at++;
                return Node.ofSet(Node.BEHIND, ByteSet.ofEdge());
            case 'Z':
                at++;
                return Node.ofSet(Node.AHEAD, ByteSet.ofEdge());
            default:
                if (c >= '1' && c <= '9')
                {
                    throw unsupported("backreference");
                }
                return bytes(escapedSet());
        }
    }

    /** A word boundary: what is behind and what is ahead differ in being word bytes; the edge is none. */
    private static Node boundary(boolean negated)
    {
        ByteSet word = ByteSet.word();
        ByteSet other = word.complement().addEdge();
        List<Node> first = new ArrayList<>();
        first.add(Node.ofSet(Node.BEHIND, word));
        first.add(Node.ofSet(Node.AHEAD, negated ? word : other));
        List<Node> second = new ArrayList<>();
        second.add(Node.ofSet(Node.BEHIND, other));
        second.add(Node.ofSet(Node.AHEAD, negated ? other : word));
        List<Node> alternatives = new ArrayList<>();
        alternatives.add(Node.concatenation(first));
        alternatives.add(Node.concatenation(second));
        return Node.alternation(alternatives);
    }

    /** What follows a backslash, inside or outside a class; {@link #at} is on it. */
    private ByteSet escapedSet() throws PatternException
    {
        int c = peek();
        at++;
        switch (c)
        {
            case 'd': return ByteSet.digits();
            case 'D': return ByteSet.digits().complement();
            case 'w': return ByteSet.word();
            case 'W': return ByteSet.word().complement();
            case 's': return ByteSet.space();
            case 'S': return ByteSet.space().complement();
            case 't': return ByteSet.of('\t');
            case 'n': return ByteSet.of('\n');
            case 'r': return ByteSet.of('\r');
            case 'f': return ByteSet.of('\f');
            case 'v': return ByteSet.of(0x0B);
            case 'a': return ByteSet.of(7);
            case '0': return ByteSet.of(0);
            case 'x':
                int high = hexDigit();
                int low = hexDigit();
                return ByteSet.of(high << 4 | low);
            case -1:
                at--;
                throw error("bad escape (end of pattern)");
            default:
                if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '1' && c <= '9')
                {
                    at -= 2;
                    throw error("bad escape \\" + (char)c);
                }
                return ByteSet.of(c);
        }
    }

    private int hexDigit() throws PatternException
    {
        int digit = Character.digit(peek(), 16);
        if (digit < 0)
        {
            throw error("\\x needs two hexadecimal digits");
        }
        at++;
        return digit;
    }

    private ByteSet set() throws PatternException
    {
        int start = at++;
        boolean negated = peek() == '^';
        if (negated)
        {
            at++;
        }
        ByteSet set = new ByteSet();
        boolean first = true;
        while (peek() != ']' || first)
        {
            first = false;
            if (peek() < 0)
            {
                at = start;
                throw error("[ without its ]");
            }
            boolean escaped = peek() == '\\';
            int from = at < text.length ? peek() : 0;
            ByteSet item;
            if (escaped)
            {
                at++;
                if (peek() == 'b')
                {
                    at++;
                    item = ByteSet.of(8);
                    from = 8;
                }
                else
                {
                    item = escapedSet();
                    from = single(item);
                }
            }
            else
            {
                at++;
                item = ByteSet.of(from);
            }
            if (peek() == '-' && at + 1 < text.length && text[at + 1] != ']' && from >= 0)
            {
                at++;
                int to = peek();
                at++;
                if (to == '\\')
                {
                    to = single(escapedSet());
                }
                if (to < from)
                {
                    throw error("bad range in [ ]");
                }
                set.addRange(from, to);
            }
            else
            {
                set.addAll(item);
            }
        }
        at++;
        if (ignoreCase)
        {
            set.foldCase();
        }
        return negated ? set.complement() : set;
    }

    /** @return the only byte of a set, or -1. */
    private static int single(ByteSet set)
    {
        int found = -1;
        for (int i = 0; i < 256; i++)
        {
            if (set.contains(i))
            {
                if (found >= 0)
                {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    private Node group(int depth) throws PatternException
    {
        int start = at++;
        if (peek() != '?')
        {
            return close(start, alternation(depth + 1), -1);
        }
        at++;
        if (lookingAt(":"))
        {
            at++;
            return close(start, alternation(depth + 1), -1);
        }
        if (lookingAt("i:"))
        {
            at += 2;
            boolean outer = ignoreCase;
            ignoreCase = true;
            Node node = close(start, alternation(depth + 1), -1);
            ignoreCase = outer;
            return node;
        }
        if (lookingAt("P<"))
        {
            at += 2;
            int nameStart = at;
            while (peek() != '>' && peek() >= 0)
            {
                at++;
            }
            String name = Utf8.decode(text, nameStart, at);
            at++;
            return close(start, alternation(depth + 1), captureNames.indexOf(name));
        }
        boolean behind = lookingAt("<=") || lookingAt("<!");
        boolean negated = lookingAt("<!") || lookingAt("!");
        if (behind || negated || lookingAt("="))
        {
            at += behind ? 2 : 1;
            return look(start, depth, behind, negated);
        }
        at = start;
        throw unsupported(lookingAt("(?P=") ? "backreference" : lookingAt("(?(") ? "conditional" : "this kind of group");
    }

    /** A look-around over a single byte. */
    private Node look(int start, int depth, boolean behind, boolean negated) throws PatternException
    {
        Node body = alternation(depth + 1);
        ByteSet set = singleByteSet(body);
        if (set == null)
        {
            at = start;
            throw unsupported(behind ? "lookbehind over more than one byte" : "lookahead over more than one byte");
        }
        expectClose(start);
        return Node.ofSet(behind ? Node.BEHIND : Node.AHEAD, negated ? set.complementWithEdge() : set);
    }

    /** @return what a tree over single bytes and edges matches, or null when it is none. */
    private static ByteSet singleByteSet(Node node)
    {
        if (node.kind == Node.BYTES || (node.kind == Node.AHEAD || node.kind == Node.BEHIND) && node.set.isEdgeOnly())
        {
            return new ByteSet().addAll(node.set);
        }
        if (node.kind != Node.ALTERNATION)
        {
            return null;
        }
        ByteSet union = new ByteSet();
        for (Node child : node.children)
        {
            ByteSet set = singleByteSet(child);
            if (set == null)
            {
                return null;
            }
            union.addAll(set);
        }
        return union;
    }

    private void expectClose(int start) throws PatternException
    {
        if (peek() != ')')
        {
            at = start;
            throw error("( without its )");
        }
        at++;
    }

    private Node close(int start, Node body, int capture) throws PatternException
    {
        expectClose(start);
        if (capture < 0)
        {
            return body;
        }
        List<Node> items = new ArrayList<>();
        items.add(Node.ofTag(2 * capture));
        items.add(body);
        items.add(Node.ofTag(2 * capture + 1));
        return Node.concatenation(items);
    }
}
