package banjo.prove;

import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of a program as a template: literal text and fields. {@code <HOST>} is the address that is to be banned, printed
 * as inet_ntop(3) does; {@code <PEER>} one that is a connection's, of which a line may
 * tell that is no failure by itself; {@code <ADDRESS>} one that must never be, the server's own say; {@code <NUM>} digits; {@code <WORD>}
 * one or more bytes that are no white space (in the sense of {@code \\s}); {@code <TEXT>} any bytes, possibly none. {@code <TEXT:PATTERN>},
 * {@code <WORD:PATTERN>} and {@code <NUM:PATTERN>} stand for what a regular expression matches, where the program restricts the
 * field. A {@code <} that is no field is written {@code \<} where an upper-case letter follows.
 */
final class Format
{
    /** Indexes into {@link #segments}; -1 for a message without a host. */
    final int host;
    /** True when the host is a connection's, whose line counts not by itself. */
    final boolean peer;
    /** The patterns of fields, the texts of literals between them. */
    final List<Segment> segments;

    /**
     * @param pattern null for a literal.
     * @param chosen whether its text is the attacker's.
     */
    record Segment(String pattern, byte[] literal, boolean chosen)
    {
    }

    private Format(int host, boolean peer, List<Segment> segments)
    {
        this.peer = peer;
        this.host = host;
        this.segments = segments;
    }

    static Format parse(String text) throws FormatException
    {
        List<Segment> segments = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int host = -1;
        boolean peer = false;
        int at = 0;
        while (at < text.length())
        {
            if (text.startsWith("\\<", at))
            {
                literal.append('<');
                at += 2;
                continue;
            }
            int end = fieldEnd(text, at);
            if (end < 0)
            {
                literal.append(text.charAt(at++));
                continue;
            }
            if (literal.length() > 0)
            {
                segments.add(new Segment(null, Utf8.encode(literal.toString()), false));
                literal.setLength(0);
            }
            String field = text.substring(at + 1, end);
            if (field.equals("HOST") || field.equals("PEER"))
            {
                if (host >= 0)
                {
                    throw new FormatException("a format has one <HOST> or <PEER>; other addresses are <ADDRESS>");
                }
                host = segments.size();
                peer = field.equals("PEER");
            }
            segments.add(new Segment(patternOf(field), null, field.startsWith("TEXT") || field.startsWith("WORD")));
            at = end + 1;
        }
        if (literal.length() > 0)
        {
            segments.add(new Segment(null, Utf8.encode(literal.toString()), false));
        }
        return new Format(host, peer, segments);
    }

    /** @return the index of the {@code >} of a field that begins here, or -1: brackets and escapes of its pattern hide others. */
    private static int fieldEnd(String text, int at) throws FormatException
    {
        if (text.charAt(at) != '<' || at + 1 >= text.length() || text.charAt(at + 1) < 'A' || text.charAt(at + 1) > 'Z')
        {
            return -1;
        }
        int end = at + 1;
        while (end < text.length() && text.charAt(end) >= 'A' && text.charAt(end) <= 'Z')
        {
            end++;
        }
        if (end >= text.length() || text.charAt(end) != '>' && text.charAt(end) != ':')
        {
            return -1;
        }
        int classStart = -1;
        for (; end < text.length(); end++)
        {
            char c = text.charAt(end);
            if (c == '\\')
            {
                end++;
            }
            else if (classStart >= 0)
            {
                boolean first = end == classStart + 1 || end == classStart + 2 && text.charAt(classStart + 1) == '^';
                classStart = c == ']' && !first ? -1 : classStart;
            }
            else if (c == '[')
            {
                classStart = end;
            }
            else if (c == '>')
            {
                return end;
            }
        }
        throw new FormatException("the field " + text.substring(at) + " has no end");
    }

    private static String patternOf(String field) throws FormatException
    {
        int colon = field.indexOf(':');
        String name = colon < 0 ? field : field.substring(0, colon);
        switch (name)
        {
            case "HOST", "PEER", "ADDRESS":
                if (colon >= 0)
                {
                    throw new FormatException("<" + name + "> takes no pattern");
                }
                return AddressPatterns.PRINTED + "|" + AddressPatterns.MAPPED;
            case "NUM":
                return colon < 0 ? "[0-9]+" : field.substring(colon + 1);
            case "WORD":
                return colon < 0 ? "\\S+" : field.substring(colon + 1);
            case "TEXT":
                return colon < 0 ? "[^\\n]*" : field.substring(colon + 1);
            default:
                throw new FormatException("unknown field <" + name
                    + ">: there are <HOST>, <PEER>, <ADDRESS>, <NUM>, <WORD>, <TEXT>; text that looks like one begins with \\<");
        }
    }
}
