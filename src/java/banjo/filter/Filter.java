package banjo.filter;

import banjo.address.Address;
import banjo.regex.Automaton;
import org.teavm.interop.Unmanaged;

/** A compiled filter. Matching allocates nothing. */
public final class Filter
{
    private final String name;
    private final byte[][] programs;
    private final Automaton failures;
    private final Automaton ignored;
    private final int[] found = new int[4];

    /**
     * @param programs syslog identifiers; none: the filter judges the whole line less its date.
     * @param failures captures host and user.
     * @param ignored lines that do not count all the same; null for none.
     */
    Filter(String name, byte[][] programs, Automaton failures, Automaton ignored)
    {
        this.name = name;
        this.programs = programs;
        this.failures = failures;
        this.ignored = ignored;
    }

    public String name()
    {
        return name;
    }

    /** What it consists of. */
    public FilterParts parts()
    {
        return new FilterParts(programs.length > 0, null, -1, failures, new int[] {0}, new int[0], ignored);
    }

    /** The tables, for reports. */
    public Automaton automaton()
    {
        return failures;
    }

    /** The lines that do not count, or null. */
    public Automaton ignored()
    {
        return ignored;
    }

    /**
     * Judges a line.
     *
     * @param out is filled when the line is a failure.
     * @return true when it is: a pattern matched and what it captured is an address, or a host name of kind {@link Failure#DNS}.
     */
    @Unmanaged
    public boolean match(LogLine line, Failure out)
    {
        int from = line.from;
        int to = line.to;
        if (programs.length > 0)
        {
            if (!isMine(line))
            {
                return false;
            }
            from = line.messageFrom;
            to = line.messageTo;
            if (from > to)
            {
                return false;
            }
        }
        byte[] text = line.text;
        int regex = failures.match(text, from, to, found);
        if (regex < 0 || found[0] < 0 || found[1] < found[0])
        {
            return false;
        }
        int hostFrom = found[0];
        int hostTo = found[1];
        if (Address.parse(text, hostFrom, hostTo, out.address))
        {
            out.kind = Address.isIpv4(out.address[0], out.address[1]) ? Failure.IP4 : Failure.IP6;
        }
        else if (looksLikeAddress(text, hostFrom, hostTo))
        {
            return false;
        }
        else
        {
            out.kind = Failure.DNS;
        }
        out.hostFrom = hostFrom;
        out.hostTo = hostTo;
        out.userFrom = found[2];
        out.userTo = found[3];
        out.regex = regex;
        return ignored == null || ignored.match(text, from, to, found) < 0;
    }

    @Unmanaged
    private boolean isMine(LogLine line)
    {
        for (byte[] program : programs)
        {
            if (line.isProgram(program))
            {
                return true;
            }
        }
        return false;
    }

    /** Digits and dots alone, or a colon: an address that is none, such as 999.1.1.1, and no host name either. */
    @Unmanaged
    private static boolean looksLikeAddress(byte[] text, int from, int to)
    {
        boolean numeric = true;
        for (int i = from; i < to; i++)
        {
            if (text[i] == ':')
            {
                return true;
            }
            numeric &= text[i] >= '0' && text[i] <= '9' || text[i] == '.';
        }
        return numeric;
    }
}
