package banjo.prove;

import banjo.address.Address;
import banjo.filter.FilterParts;

/** What a filter does with a line that was found: its own automata run over the text, nothing is abstracted. */
final class Replay
{
    static final int NOBODY = 0;
    /** The host of the line. */
    static final int ITSELF = 1;
    static final int ANOTHER = 2;

    private Replay()
    {
    }

    /** True when the line does not count although it is matched. */
    static boolean isExcused(FilterParts parts, byte[] text)
    {
        boolean excused = parts.ignored() != null && parts.ignored().match(text, 0, text.length, new int[2 * parts.ignored().captureCount()]) >= 0;
        int[] content = content(parts, text);
        int[] spans = new int[2 * parts.failures().captureCount()];
        if (content != null && parts.failures().match(text, content[0], content[1], spans) >= 0)
        {
            for (int excuse : parts.excuses())
            {
                excused |= spans[2 * excuse + 1] > spans[2 * excuse];
            }
        }
        return excused;
    }

    /** @return start and end of what the failure patterns see; null when the prefix does not match. */
    private static int[] content(FilterParts parts, byte[] text)
    {
        int[] whole = {0, text.length};
        if (parts.prefix() == null)
        {
            return whole;
        }
        int[] spans = new int[2 * parts.prefix().captureCount()];
        if (parts.prefix().match(text, 0, text.length, spans) < 0)
        {
            return null;
        }
        boolean chosen = parts.content() >= 0 && spans[2 * parts.content() + 1] > spans[2 * parts.content()];
        return chosen ? new int[] {spans[2 * parts.content()], spans[2 * parts.content() + 1]} : whole;
    }

    /** @return start and end of what the filter captures as the host, -1 for nothing: what was guessed, else what the automata say. */
    static int[] captured(FilterParts parts, Search.Line line)
    {
        int[] none = {-1, -1};
        byte[] text = line.text();
        if (line.guessFrom() >= 0)
        {
            return new int[] {line.guessFrom(), line.guessTo()};
        }
        int[] content = content(parts, text);
        int[] spans = new int[2 * parts.failures().captureCount()];
        if (content == null || parts.failures().match(text, content[0], content[1], spans) < 0)
        {
            return none;
        }
        for (int host : parts.hosts())
        {
            if (spans[2 * host] >= 0)
            {
                return new int[] {spans[2 * host], spans[2 * host + 1]};
            }
        }
        return none;
    }

    /** @return whom a line bans. */
    static int banned(Counterexample found)
    {
        long[] captured = new long[2];
        long[] host = new long[2];
        if (found.capturedFrom() < 0 || !Address.parse(found.text(), found.capturedFrom(), found.capturedTo(), captured))
        {
            return NOBODY;
        }
        boolean own = found.hostFrom() >= 0 && found.hostTo() >= 0 && Address.parse(found.text(), found.hostFrom(), found.hostTo(), host)
            && host[0] == captured[0] && host[1] == captured[1];
        return own ? ITSELF : ANOTHER;
    }
}
