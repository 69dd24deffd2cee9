package banjo.filter;

/**
 * fail2ban's tags in a failregex, replaced by named groups: {@code <ADDR>}, {@code <IP4>}, {@code <IP6>}, {@code <HOST>},
 * {@code <DNS>} become the capture "host", {@code <F-USER>…</F-USER>} the capture "user" (fail2ban's failregex.py, R_HOST).
 */
final class Tags
{
    static final String HOST = "host";
    static final String USER = "user";

    private static final String IP4 = "(?:::f{4,6}:)?(?P<host>(?:\\d{1,3}\\.){3}\\d{1,3})";
    private static final String IP6 = "(?P<host>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))";
    private static final String DNS = "(?P<host>[\\w\\-.^_]*\\w)";
    private static final String BRACKETED_IP6 = "\\[?" + IP6 + "\\]?";
    /** Every address and some texts that are none; which it is, {@link Filter} sees afterwards. */
    private static final String ADDRESS_BYTES = "(?P<host>\\d+\\.[\\d.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)";
    /** A failure whose host another line names. */
    static final int HOSTLESS = 8;
    private static final int ADDR = 0;
    private static final String[][] REPLACEMENTS = {
        {"<ADDR>", "(?:" + IP4 + "|" + BRACKETED_IP6 + ")"},
        {"<HOST>", "(?:" + IP4 + "|" + BRACKETED_IP6 + "|" + DNS + ")"},
        {"<IP4>", IP4},
        {"<IP6>", IP6},
        {"<DNS>", DNS},
        {"<F-USER>", "(?P<user>"},
        {"</F-USER>", ")"},
        {"<F-MLFID/>", ""},
        {"<F-NOFAIL>", "(?:"},
        {"<F-MLFFORGET>", "(?:"},
        {"<F-MLFGAINED>", "(?:"},
        {"</F-NOFAIL>", ")"},
        {"</F-MLFFORGET>", ")"},
        {"</F-MLFGAINED>", ")"}};
    /** The first of four whose place is the beginning of a pattern; the others are {@link Connections}' roles in their order. */
    private static final int PROCESS = 7;

    private Tags()
    {
    }

    /**
     * @param withHost the pattern must name a host.
     * @param builtIn {@code <ADDR>} takes any run of the bytes that addresses are made of, which needs a tenth of the states. It is
     *     for patterns in which another byte, or the line's end, follows the address.
     * @return the pattern with its tags replaced.
     * @throws FilterException when it names no host or a tag that is not known.
     */
    static String expand(String pattern, boolean withHost, boolean builtIn) throws FilterException
    {
        boolean namesHost = false;
        if (role(pattern) < 0)
        {
            throw new FilterException("<F-MLFID/>, <F-NOFAIL>, <F-MLFFORGET> and <F-MLFGAINED> stand behind the ^ of the whole pattern");
        }
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (at < pattern.length())
        {
            int tag = tagAt(pattern, at);
            if (tag >= 0)
            {
                namesHost |= tag < 5;
                expanded.append(tag == ADDR && builtIn ? ADDRESS_BYTES : REPLACEMENTS[tag][1]);
                at += REPLACEMENTS[tag][0].length();
                continue;
            }
            char c = pattern.charAt(at);
            if (c == '<' && isTag(pattern, at))
            {
                throw new FilterException("tag " + pattern.substring(at, pattern.indexOf('>', at) + 1) + " is not supported in this version", at);
            }
            if (c == '\\' && at + 1 < pattern.length())
            {
                expanded.append(c);
                c = pattern.charAt(++at);
            }
            expanded.append(c);
            at++;
        }
        if (withHost && !namesHost && role(pattern) <= 0)
        {
            throw new FilterException("the pattern has no host: it needs <ADDR>, <HOST>, <IP4> or <IP6>");
        }
        return expanded.toString();
    }

    /**
     * Reads the tags of connections behind a pattern's {@code ^}: {@code <F-MLFID/>}, a failure whose host another line of the same
     * process names, and the roles of {@link Connections}.
     *
     * @return the sum of the roles, with {@link #HOSTLESS} where the first stands; -1 when one stands elsewhere, where it may take no part.
     */
    static int role(String pattern)
    {
        int role = 0;
        int at = pattern.startsWith("^") ? 1 : 0;
        for (int tag = at == 0 ? -1 : tagAt(pattern, at); tag >= PROCESS && tag < PROCESS + 4; tag = tagAt(pattern, at))
        {
            role |= tag == PROCESS ? HOSTLESS : 1 << tag - PROCESS - 1;
            at += REPLACEMENTS[tag][0].length();
        }
        boolean elsewhere = role != 0 && pattern.indexOf("|^") >= 0;
        for (at = pattern.indexOf('<', at); at >= 0; at = pattern.indexOf('<', at + 1))
        {
            int tag = tagAt(pattern, at);
            elsewhere |= tag >= PROCESS && tag < PROCESS + 4;
        }
        return elsewhere ? -1 : role;
    }

    /** True when {@link #expand} can replace every tag of a pattern, and what they mean is true of all that it matches. */
    static boolean knowsAll(String pattern)
    {
        if (role(pattern) < 0)
        {
            return false;
        }
        for (int at = pattern.indexOf('<'); at >= 0; at = pattern.indexOf('<', at + 1))
        {
            if (isTag(pattern, at) && tagAt(pattern, at) < 0)
            {
                return false;
            }
        }
        return true;
    }

    private static int tagAt(String pattern, int at)
    {
        for (int i = 0; i < REPLACEMENTS.length; i++)
        {
            if (pattern.startsWith(REPLACEMENTS[i][0], at))
            {
                return i;
            }
        }
        return -1;
    }

    /** Upper-case letters and hyphens in angle brackets, not the {@code <name>} of {@code (?P<name>}. */
    private static boolean isTag(String pattern, int at)
    {
        int i = at + 1;
        if (i < pattern.length() && pattern.charAt(i) == '/')
        {
            i++;
        }
        int start = i;
        while (i < pattern.length() && (pattern.charAt(i) >= 'A' && pattern.charAt(i) <= 'Z' || pattern.charAt(i) == '-' || pattern.charAt(i) == '_'))
        {
            i++;
        }
        return i > start + 1 && i < pattern.length() && pattern.charAt(i) == '>' && !pattern.startsWith("(?P", at - 3 < 0 ? 0 : at - 3);
    }
}
