package banjo.regex;

import banjo.text.Utf8;
import java.util.List;

/** Reads groups, the part of a pattern's syntax that begins with a parenthesis, and references to them. */
final class GroupParser
{
    private final Parser parser;

    GroupParser(Parser parser)
    {
        this.parser = parser;
    }

    /**
     * Reads a group whose parenthesis, at {@code start}, has been read.
     *
     * @param leading true where flags for the whole pattern may stand.
     * @return null for a comment and for such flags.
     */
    Node group(int start, boolean leading) throws PatternException
    {
        if (!parser.accept("?"))
        {
            return numbered(start, null);
        }
        if (parser.accept(":"))
        {
            return closed(start, parser.alternation());
        }
        if (parser.accept("P<"))
        {
            return numbered(start, name(start, '>'));
        }
        if (parser.accept("P="))
        {
            return reference(start, name(start, ')'));
        }
        if (parser.accept("="))
        {
            return look(start, Node.AHEAD, false);
        }
        if (parser.accept("!"))
        {
            return look(start, Node.AHEAD, true);
        }
        if (parser.accept("<="))
        {
            return look(start, Node.BEHIND, false);
        }
        if (parser.accept("<!"))
        {
            return look(start, Node.BEHIND, true);
        }
        if (parser.accept(">"))
        {
            throw parser.refuse(start, "atomic group (?>...) is not regular as it stands: write (?:...)");
        }
        if (parser.accept("("))
        {
            return condition(start);
        }
        if (parser.accept("#"))
        {
            while (parser.peek() >= 0 && parser.peek() != ')')
            {
                parser.at++;
            }
            closed(start, null);
            return null;
        }
        return flags(start, leading);
    }

    private Node closed(int start, Node body) throws PatternException
    {
        if (!parser.accept(")"))
        {
            throw parser.refuse(start, "missing ), unterminated group");
        }
        return body;
    }

    private Node numbered(int start, String name) throws PatternException
    {
        int number = parser.groups.open(parser, start, name);
        return parser.groups.close(number, closed(start, parser.alternation()));
    }

    private String name(int start, char end) throws PatternException
    {
        int from = parser.at;
        while (parser.peek() >= 0 && parser.peek() != end && parser.peek() != ')')
        {
            parser.at++;
        }
        String name = Utf8.decode(parser.text, from, parser.at);
        boolean good = !name.isEmpty() && !(name.charAt(0) >= '0' && name.charAt(0) <= '9');
        for (int i = 0; i < name.length(); i++)
        {
            char c = name.charAt(i);
            good &= c == '_' || c >= '0' && c <= '9' || (c | 0x20) >= 'a' && (c | 0x20) <= 'z' || c >= 0x80;
        }
        if (!good || !parser.accept(String.valueOf(end)))
        {
            throw parser.refuse(start, "bad group name");
        }
        return name;
    }

    /** @param group name, or number in digits. */
    Node reference(int start, String group) throws PatternException
    {
        return parser.groups.reference(parser, start, group);
    }

    private Node condition(int start) throws PatternException
    {
        int number = parser.number();
        String group = number < 0 ? name(start, ')') : String.valueOf(number);
        if (number >= 0)
        {
            closed(start, null);
        }
        int flags = parser.groups.condition(parser, start, group);
        List<Node> branches = parser.alternatives();
        if (branches.size() > 2)
        {
            throw parser.refuse(start, "conditional with more than two branches");
        }
        return closed(start, Node.condition(flags, branches.get(0), branches.size() > 1 ? branches.get(1) : new Node(Node.EMPTY)).at(start));
    }

    /** A look-around of one byte is a set; others are carried along as automata of their own. */
    private Node look(int start, int kind, boolean negated) throws PatternException
    {
        Node body = closed(start, parser.alternation());
        ByteSet set = new ByteSet();
        if (collect(body, kind, set))
        {
            return Node.ofSet(kind, negated ? set.complementWithEdge() : set);
        }
        boolean behind = kind == Node.BEHIND;
        String construct = (behind ? "lookbehind (?<" : "lookahead (?") + (negated ? "!...)" : "=...)");
        if (body.contains(Node.CONDITION))
        {
            throw parser.refuse(start, construct + " with a conditional or backreference in it");
        }
        if (!negated && (body.contains(Node.TAG) || body.contains(Node.FLAG)))
        {
            throw parser.refuse(start, construct + " with a group in it whose text is wanted");
        }
        if (behind && body.fixedLength() < 0)
        {
            throw parser.refuse(start, construct + " of no fixed length");
        }
        return Node.look(body.withoutMemory(false), behind, negated).at(start);
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

    /** {@code (?i)} for the whole pattern at its start, {@code (?i:...)} and {@code (?-i:...)} for a group; also m, s, x, a. */
    private Node flags(int start, boolean leading) throws PatternException
    {
        boolean ignoreCase = parser.ignoreCase;
        boolean multiLine = parser.multiLine;
        boolean dotAll = parser.dotAll;
        boolean verbose = parser.verbose;
        boolean on = true;
        for (; parser.peek() != ')' && parser.peek() != ':'; parser.at++)
        {
            int c = parser.peek();
            if (c == '-' && on)
            {
                on = false;
            }
            else
            {
                set(start, c, on);
            }
        }
        if (parser.accept(")"))
        {
            if (!leading || !on)
            {
                throw parser.refuse(start, on ? "global flags are not at the start of the pattern" : "flags without a group");
            }
            return null;
        }
        parser.at++;
        Node body = closed(start, parser.alternation());
        parser.ignoreCase = ignoreCase;
        parser.multiLine = multiLine;
        parser.dotAll = dotAll;
        parser.verbose = verbose;
        return body;
    }

    private void set(int start, int flag, boolean on) throws PatternException
    {
        switch (flag)
        {
            case 'i':
                parser.ignoreCase = on;
                break;
            case 'm':
                parser.multiLine = on;
                break;
            case 's':
                parser.dotAll = on;
                break;
            case 'x':
                parser.verbose = on;
                break;
            case 'a':
            case 'u':
                // Classes are ASCII in every case.
                break;
            case 'L':
                throw parser.refuse(start, "locale flag (?L) is not supported");
            default:
                throw parser.refuse(start, "unknown extension (?" + (flag < 0 ? "" : String.valueOf((char)flag)));
        }
    }
}
