package banjo.filter;

/** Names of the groups that decide what a match means; fail2ban's, but {@link #HOST} for its three of one tag. */
final class Capture
{
    /** An address or a host name, in a pattern with one tag for it. */
    static final String HOST = "host";
    static final String IP4 = "ip4";
    static final String IP6 = "ip6";
    static final String DNS = "dns";
    static final String ID = "fid";
    static final String PORT = "fport";
    static final String CIDR = "cidr";
    static final String USER = "user";
    /** How names of groups begin that stand in for another where that is empty. */
    static final String ALTERNATIVE = "alt_";
    /** What the failregexes see instead of the line. */
    static final String CONTENT = "content";
    static final String CONNECTION = "mlfid";
    static final String NO_FAILURE = "nofail";
    static final String FORGET = "mlfforget";
    static final String GAINED = "mlfgained";
    static final String SKIPPED = "skiplines";

    /** The match as a whole, where its place matters. */
    static final String WHOLE = "match";

    private Capture()
    {
    }

    /** True for {@code start}, {@code start_1} and {@code start1}. */
    static boolean isNumbered(String name, String start)
    {
        if (!name.startsWith(start))
        {
            return false;
        }
        int at = start.length();
        at += at + 1 < name.length() && name.charAt(at) == '_' ? 1 : 0;
        while (at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9')
        {
            at++;
        }
        return at == name.length();
    }

    /** True when the place of a group in the line has to be known. */
    static boolean matters(String name)
    {
        return isHost(name) || name.equals(USER) || isNumbered(name, ALTERNATIVE + USER) || name.equals(CONTENT) || name.equals(CONNECTION)
            || name.equals(NO_FAILURE) || name.equals(FORGET) || name.equals(GAINED) || name.equals(WHOLE) || isNumbered(name, SKIPPED);
    }

    static boolean isHost(String name)
    {
        return name.equals(HOST) || name.equals(IP4) || name.equals(IP6) || name.equals(DNS) || name.equals(ID);
    }
}
