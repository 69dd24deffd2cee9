package banjo.filter;

import banjo.regex.Automaton;
import banjo.regex.PatternCompiler;
import banjo.regex.PatternException;
import java.util.List;

/** One compiled list of patterns and the meaning of its captures. {@link #match} allocates nothing. */
final class Stage
{
    private static final int ABSENT = -1;

    private final Automaton automaton;
    /** Start and end of each capture of the last match; the two behind the last are never set. */
    private final int[] spans;
    private final int none;
    private final int[] hosts;
    private final int user;
    private final int[] otherUsers;
    private final int[] skips;
    private final boolean[] definesHost;
    private final boolean[] definesUser;
    private final List<String> excusePatterns;
    final int connection;
    final int content;
    final int noFailure;
    final int forget;
    final int gained;
    final int whole;
    private int pattern;

    /**
     * @param captures    names in the order of the automaton.
     * @param definesHost by pattern: whether it has a group for the host, matched or not.
     * @param definesUser the same for the user.
     * @param excuses     what the captures match that make a match no failure.
     */
    Stage(Automaton automaton, List<String> captures, boolean[] definesHost, boolean[] definesUser, List<String> excuses)
    {
        excusePatterns = excuses;
        this.automaton = automaton;
        this.definesHost = definesHost;
        this.definesUser = definesUser;
        none = 2 * captures.size();
        spans = new int[none + 2];
        spans[none] = ABSENT;
        spans[none + 1] = ABSENT;
        hosts = new int[] {find(captures, Capture.ID), find(captures, Capture.IP4), find(captures, Capture.IP6),
            find(captures, Capture.HOST), find(captures, Capture.DNS)};
        user = find(captures, Capture.USER);
        connection = find(captures, Capture.CONNECTION);
        content = find(captures, Capture.CONTENT);
        noFailure = find(captures, Capture.NO_FAILURE);
        forget = find(captures, Capture.FORGET);
        gained = find(captures, Capture.GAINED);
        whole = find(captures, Capture.WHOLE);
        otherUsers = select(captures, true);
        skips = select(captures, false);
    }

    /** @param users the users that stand in for an empty one, or else the skipped lines. */
    private static int[] select(List<String> captures, boolean users)
    {
        int[] selected = new int[captures.size()];
        int count = 0;
        for (int i = 0; i < captures.size(); i++)
        {
            if (users ? Capture.isOtherUser(captures.get(i)) : Capture.isNumbered(captures.get(i), Capture.SKIPPED))
            {
                selected[count++] = 2 * i;
            }
        }
        int[] exact = new int[count];
        System.arraycopy(selected, 0, exact, 0, count);
        return exact;
    }

    private int find(List<String> captures, String name)
    {
        int index = captures.indexOf(name);
        return index < 0 ? none : 2 * index;
    }

    /** @return the captures that may be the host, the first that takes part is. */
    int[] hostCaptures()
    {
        return captures(hosts);
    }

    /** @param connects whether lines belong to connections, where alone a login is an excuse. @return the captures that make a match no failure. */
    int[] excuses(boolean connects)
    {
        return captures(connects ? new int[] {noFailure, gained} : new int[] {noFailure});
    }

    /** True when a capture that excuses a line may hold nothing, and then does not; also when that is not known. */
    boolean excusesMayBeEmpty()
    {
        boolean may = false;
        for (String pattern : excusePatterns)
        {
            try
            {
                may |= PatternCompiler.compile(List.of("^(?:" + pattern + ")$"), List.of(), 0)
                    .match(new byte[0], 0, 0, new int[0]) >= 0;
            }
            catch (PatternException e)
            {
                may = true;
            }
        }
        return may;
    }

    /** @return the capture that the next stage sees, or -1. */
    int contentCapture()
    {
        return content == none ? -1 : content >> 1;
    }

    private int[] captures(int[] indices)
    {
        int count = 0;
        int[] found = new int[indices.length];
        for (int index : indices)
        {
            if (index != none)
            {
                found[count++] = index >> 1;
            }
        }
        int[] exact = new int[count];
        System.arraycopy(found, 0, exact, 0, count);
        return exact;
    }

    /** The tables, for reports. */
    Automaton automaton()
    {
        return automaton;
    }

    /** @return the index of the pattern that matches, or -1. */
    int match(byte[] text, int from, int to)
    {
        pattern = automaton.match(text, from, to, spans);
        return pattern;
    }

    /** @return whether something matched the last time but for a backreference. */
    boolean refused()
    {
        return automaton.refused();
    }

    int from(int capture)
    {
        return spans[capture];
    }

    int to(int capture)
    {
        return spans[capture + 1];
    }

    boolean has(int capture)
    {
        return spans[capture] >= 0;
    }

    /** True when a capture took part and is not empty. */
    boolean isFilled(int capture)
    {
        return spans[capture] >= 0 && spans[capture + 1] > spans[capture];
    }

    /** @return whether the pattern that matched decides about the host, so that another stage's counts no more. */
    boolean definesHost()
    {
        return definesHost[pattern];
    }

    boolean definesUser()
    {
        return definesUser[pattern];
    }

    /** @return the capture of the host that counts, one that is not there when there is none. */
    int host()
    {
        for (int host : hosts)
        {
            if (has(host))
            {
                return host;
            }
        }
        return none;
    }

    /** @return the capture of the user, or of what stands in for an empty one. */
    int user()
    {
        if (!isFilled(user))
        {
            for (int other : otherUsers)
            {
                if (isFilled(other))
                {
                    return other;
                }
            }
        }
        return user;
    }

    /** True for the capture of what is no address but is banned all the same. */
    boolean isId(int host)
    {
        return host == hosts[0] && host != none;
    }

    /** How many stretches of skipped lines a match can have. */
    int skipCount()
    {
        return skips.length;
    }

    /** @return start (even) or end (odd) of a stretch, -1 when it took no part. */
    int skip(int index)
    {
        return spans[skips[index >> 1] + (index & 1)];
    }
}
