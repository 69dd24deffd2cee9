package banjo.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of fail2ban's language with its tags replaced by groups, as fail2ban replaces them (failregex.py: R_HOST, RH4TAG,
 * {@code _resolveHostTag}). The groups that mean something to banjo get the names of {@link Capture}.
 */
final class TaggedPattern
{
    private static final String IP4 = "(?:\\d{1,3}\\.){3}\\d{1,3}";
    private static final String IP6 = "(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):)";
    private static final String DNS = "[\\w\\-.^_]*\\w";
    private static final int TAG_MAXIMUM = 40;
    /** What programs print in angle brackets (HAProxy for a request without server, SoftEther VPN), so that it is text without a backslash too. */
    private static final List<String> LITERALS = List.of("NOSRV", "BADREQ", "STATS", "SECURITY_LOG", "unknown", "none", "null");

    /** The pattern as the regex compiler takes it. */
    final String text;
    /** Names of the groups that it has, each a {@link Capture} or another {@code F-} tag's. */
    final List<String> groups = new ArrayList<>();
    /** True when several tags name a host, whose kinds have groups of their own then. */
    final boolean several;
    /** True when lines are skipped inside a match: the pattern looks at several. */
    final boolean skipsLines;

    private final StringBuilder out = new StringBuilder();
    private final List<String> open = new ArrayList<>();
    private final boolean namesHosts;
    private int skips;

    /**
     * @param namesHosts whether {@code <HOST>} stands for host names too.
     * @throws FilterException when it has a tag that is not known.
     */
    TaggedPattern(String pattern, boolean namesHosts) throws FilterException
    {
        this(pattern, namesHosts, hostTags(pattern) > 1);
    }

    /** @param several see there. */
    TaggedPattern(String pattern, boolean namesHosts, boolean several) throws FilterException
    {
        this.namesHosts = namesHosts;
        this.several = several;
        expand(pattern);
        text = withLocalFlags(out.toString());
        skipsLines = skips > 0;
    }

    /** True when it captures what is banned. */
    boolean namesHost()
    {
        return groups.contains(Capture.HOST) || groups.contains(Capture.IP4) || groups.contains(Capture.IP6)
            || groups.contains(Capture.DNS) || groups.contains(Capture.ID);
    }

    /** True when it captures what is banned, or the connection that another line may tell more of. */
    boolean identifies()
    {
        return namesHost() || groups.contains(Capture.CONNECTION);
    }

    /** @return what stands between the tags of the excuses, which count where they hold something. */
    List<String> excuses()
    {
        List<String> bodies = new ArrayList<>();
        for (String name : List.of(Capture.NO_FAILURE, Capture.GAINED))
        {
            String opening = "(?P<" + name + ">";
            for (int at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1))
            {
                bodies.add(text.substring(at + opening.length(), groupEnd(at)));
            }
        }
        return bodies;
    }

    /** @return the index of the parenthesis that closes the one at an index. */
    private int groupEnd(int at)
    {
        int depth = 0;
        int classFrom = -1;
        int i = at;
        for (; i < text.length() && (i == at || depth > 0); i++)
        {
            char c = text.charAt(i);
            boolean first = i == classFrom + 1 || i == classFrom + 2 && text.charAt(classFrom + 1) == '^';
            if (c == '\\')
            {
                i++;
            }
            else if (classFrom >= 0)
            {
                classFrom = c == ']' && !first ? -1 : classFrom;
            }
            else if (c == '[')
            {
                classFrom = i;
            }
            else
            {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        }
        return Math.min(i, text.length()) - 1;
    }

    private static int hostTags(String pattern)
    {
        int count = 0;
        for (int at = pattern.indexOf('<'); at >= 0; at = pattern.indexOf('<', at + 1))
        {
            String name = tagAt(pattern, at);
            count += name != null && replacement(name, true) != null && !name.endsWith("CIDR") && !name.endsWith("CIDR/") ? 1 : 0;
        }
        return count;
    }

    private void expand(String pattern) throws FilterException
    {
        int at = 0;
        while (at < pattern.length())
        {
            String name = pattern.charAt(at) == '<' ? tagAt(pattern, at) : null;
            if (name == null)
            {
                out.append(pattern.charAt(at++));
                continue;
            }
            String tag = "<" + name + ">";
            boolean ofGroup = at >= 3 && pattern.startsWith("(?P", at - 3);
            if (ofGroup && !name.equals(Capture.HOST) && (at == 3 || pattern.charAt(at - 4) != '\\'))
            {
                // Python's spelling of <F-USER> and the like.
                groups.add(name);
            }
            out.append(ofGroup ? tag : expandTag(name, tag, at, at > 0 && pattern.charAt(at - 1) == '\\'));
            at += tag.length();
        }
    }

    /** @return the name between the brackets at an index, or null when no tag begins there. */
    static String tagAt(String pattern, int at)
    {
        int end = at + 1;
        while (end < pattern.length() && end - at < TAG_MAXIMUM && isTagCharacter(pattern.charAt(end)))
        {
            end++;
        }
        return end > at + 1 && end < pattern.length() && pattern.charAt(end) == '>' ? pattern.substring(at + 1, end) : null;
    }

    private static boolean isTagCharacter(char c)
    {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '-' || c == '/';
    }

    /** @param escaped a backslash stands before it: text that looks like a tag. */
    private String expandTag(String name, String tag, int at, boolean escaped) throws FilterException
    {
        if (name.equals("SKIPLINES"))
        {
            String group = Capture.SKIPPED + skips++;
            groups.add(group);
            return "\\n(?P<" + group + ">(?:(?:.*\\n)*?))";
        }
        String replaced = replacement(name.equals("HOST") && !namesHosts ? "ADDR" : name, several);
        if (replaced != null)
        {
            collect(replaced);
            return replaced;
        }
        boolean closing = name.startsWith("/");
        String custom = closing ? name.substring(1) : name;
        if (!isCustom(custom))
        {
            if (escaped || LITERALS.contains(name))
            {
                return tag;
            }
            throw new FilterException("unknown tag " + tag + "; write \\" + tag + " where the log has that text", at);
        }
        if (closing)
        {
            return open.remove(custom) ? ")" : tag;
        }
        open.add(custom);
        String group = groupOf(custom.substring(2).toLowerCase());
        groups.add(group);
        return "(?P<" + group + ">";
    }

    private void collect(String replaced)
    {
        for (int at = replaced.indexOf("(?P<"); at >= 0; at = replaced.indexOf("(?P<", at + 4))
        {
            groups.add(replaced.substring(at + 4, replaced.indexOf('>', at)));
        }
    }

    /** {@code F-} and a name of upper-case letters. */
    private static boolean isCustom(String name)
    {
        boolean custom = name.length() > 2 && name.startsWith("F-");
        for (int i = 2; i < name.length(); i++)
        {
            char c = name.charAt(i);
            custom &= c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
        }
        return custom;
    }

    private static String groupOf(String name)
    {
        return name.equals("id") ? Capture.ID : name.equals("port") ? Capture.PORT : name;
    }

    /**
     * The tags that stand for a pattern of their own.
     *
     * @param separate kinds of hosts get a group each: fail2ban prefers an IPv4 address, then IPv6, then a name.
     * @return null when it is none.
     */
    private static String replacement(String name, boolean separate)
    {
        String ip4 = "(?:::f{4,6}:)?(?P<" + (separate ? Capture.IP4 : Capture.HOST) + ">" + IP4 + ")";
        String ip6 = "(?P<" + (separate ? Capture.IP6 : Capture.HOST) + ">" + IP6 + ")";
        String dns = "(?P<" + (separate ? Capture.DNS : Capture.HOST) + ">" + DNS + ")";
        String address = "\\[?(?:" + ip4 + "|" + ip6 + ")\\]?";
        switch (name.startsWith("F-") && name.endsWith("/") ? name.substring(2, name.length() - 1) : name)
        {
            case "HOST":
                return name.equals("HOST") ? "(?:" + address + "|" + dns + ")" : null;
            case "ADDR":
                return address;
            case "IP4":
                return ip4;
            case "IP6":
                return ip6;
            case "DNS":
                return dns;
            case "CIDR":
                return "(?P<" + Capture.CIDR + ">\\d+)";
            case "SUBNET":
                return "\\[?(?:" + ip4 + "|" + ip6 + ")(?:/(?P<" + Capture.CIDR + ">\\d+))?\\]?";
            case "ID":
                return name.equals("ID") ? null : "(?P<" + Capture.ID + ">\\S+)";
            case "PORT":
                return name.equals("PORT") ? null : "(?P<" + Capture.PORT + ">\\w+)";
            default:
                return null;
        }
    }

    /** Turns {@code (?:(?i)x)} and {@code ((?i)x)} into {@code (?i:x)}, as fail2ban does: Python allows flags for all at the start alone. */
    private static String withLocalFlags(String pattern)
    {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < pattern.length())
        {
            int inner = pattern.startsWith("(?:(?", at) ? at + 3 : pattern.startsWith("((?", at) ? at + 1 : -1;
            int end = inner < 0 ? -1 : inner + 2;
            while (end >= 0 && end < pattern.length() && pattern.charAt(end) >= 'a' && pattern.charAt(end) <= 'z')
            {
                end++;
            }
            boolean escaped = at > 0 && pattern.charAt(at - 1) == '\\';
            if (inner >= 0 && !escaped && end > inner + 2 && end < pattern.length() && pattern.charAt(end) == ')')
            {
                result.append(pattern, inner, end).append(':');
                at = end + 1;
                continue;
            }
            result.append(pattern.charAt(at++));
        }
        return result.toString();
    }
}
