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
    private static final String OTHER_USER = "alt_user";
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

    /** True for {@code start} with a number behind it. */
    static boolean isNumbered(String name, String start)
    {
        int at = start.length();
        boolean numbered = name.startsWith(start) && name.length() > at;
        for (; at < name.length(); at++)
        {
            numbered &= name.charAt(at) >= '0' && name.charAt(at) <= '9';
        }
        return numbered;
    }

    /** True for what stands in for an empty user: {@code alt_user}, {@code alt_user_1}; to fail2ban {@code alt_user1} is something else. */
    static boolean isOtherUser(String name)
    {
        return name.equals(OTHER_USER) || isNumbered(name, OTHER_USER + "_");
    }

    /** True when the place of a group in the line has to be known. */
    static boolean matters(String name)
    {
        return isHost(name) || name.equals(USER) || isOtherUser(name) || name.equals(CONTENT) || name.equals(CONNECTION)
            || name.equals(NO_FAILURE) || name.equals(FORGET) || name.equals(GAINED) || name.equals(WHOLE) || isNumbered(name, SKIPPED);
    }

    static boolean isHost(String name)
    {
        return name.equals(HOST) || name.equals(IP4) || name.equals(IP6) || name.equals(DNS) || name.equals(ID);
    }
}
