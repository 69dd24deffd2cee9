package banjo.filter;

import banjo.regex.Automaton;
import banjo.regex.RequiredLiterals;
import banjo.time.DateFinder;
import java.util.Arrays;
import org.teavm.interop.Unmanaged;

/** A compiled filter. Matching allocates nothing. */
public final class Filter
{
    /** How long a connection is remembered that no line speaks of: fail2ban's; more than sshd gives a client for its login. */
    static final long CONNECTION_SECONDS = 300;

    private final String name;
    private final byte[][] programs;
    private final Automaton failures;
    private final Automaton ignored;
    private final int[] found = new int[4];
    private final Stages stages;
    /** What each pattern means to its connection; null when none is followed. */
    private final byte[] roles;
    private final Connections connections;
    /** Finds the date of a line that counts and does not begin with one; null: such a line has none. */
    private final LineDates inside;

    /**
     * @param programs syslog identifiers; none: the filter judges what follows the date.
     * @param failures captures host and user.
     * @param ignored lines that do not count all the same; null for none.
     * @param roles what each pattern means to the connection that a process serves, see {@link Connections}; null for nothing.
     * @param inside finds the date of a line that counts and does not begin with one; null when such a line has none.
     */
    Filter(String name, byte[][] programs, Automaton failures, Automaton ignored, byte[] roles, LineDates inside)
    {
        this.inside = inside;
        this.roles = roles;
        connections = roles == null ? null : new Connections(CONNECTION_SECONDS, true);
        this.name = name;
        this.programs = programs;
        this.failures = failures;
        this.ignored = ignored;
        stages = null;
    }

    /**
     * A filter that works in stages, as fail2ban's do.
     *
     * @param programs syslog identifiers, whose messages it judges; none: it judges the whole line less its date.
     */
    Filter(String name, byte[][] programs, Stages stages)
    {
        roles = null;
        connections = null;
        inside = null;
        this.name = name;
        this.programs = programs;
        this.stages = stages;
        failures = stages.failures().automaton();
        ignored = stages.ignored() == null ? null : stages.ignored().automaton();
    }

    /** @return one that judges alike, with the same tables, and remembers lines of its own. @param context where it works. */
    public Filter again(FilterContext context) throws FilterException
    {
        return stages != null ? new Filter(name, programs, stages.again(context))
            : roles == null && inside == null ? this
            : new Filter(name, programs, failures, ignored, roles, inside == null ? null : inside.again(context));
    }

    /** True when both have the same tables: over the same lines they come to the same verdicts. */
    public boolean judgesLike(Filter other)
    {
        return failures == other.failures;
    }

    /** Forgets the lines of before: what they said of connections, and those that patterns of several lines look at. */
    public void clear()
    {
        if (stages != null)
        {
            stages.clear();
        }
        if (connections != null)
        {
            connections.clear();
        }
    }

    /** @return bytes that its automata take, states made on demand included. */
    public int tableBytes()
    {
        return failures.tableBytes() + (ignored == null ? 0 : ignored.tableBytes()) + (prefix() == null ? 0 : prefix().tableBytes());
    }

    /** @return what finds the dates of this filter, or null when {@link LogLine} does. */
    public DateFinder dates()
    {
        return stages == null ? null : stages.dates();
    }

    /** @return whether it looks for dates inside lines, in those that count alone. */
    public boolean looksInside()
    {
        return inside != null;
    }

    /** @return how many connections were forgotten to make room for others. */
    public long evictedConnections()
    {
        return stages != null ? stages.evictions() : connections == null ? 0 : connections.evictions();
    }

    public String name()
    {
        return name;
    }

    /** @return what it consists of; null when its verdict depends on more than one line, or a prefix names the host. */
    public FilterParts parts()
    {
        if (stages != null)
        {
            return stages.parts(programs.length > 0);
        }
        boolean[] excused = roles == null ? null : new boolean[roles.length];
        for (int i = 0; i < failures.patternCount() && roles != null; i++)
        {
            excused[i] = isExcused(i);
        }
        return new FilterParts(programs.length > 0, false, null, -1, failures, new int[] {0}, new int[0], excused, ignored);
    }

    @Unmanaged
    private boolean isExcused(int pattern)
    {
        return roles != null && (roles[pattern] & Connections.NO_FAILURE + Connections.GAINS) != 0;
    }

    /** The tables, for reports. */
    public Automaton automaton()
    {
        return failures;
    }

    /** What chooses the part of the line that the patterns see, or null. */
    public Automaton prefix()
    {
        return stages == null || stages.prefix() == null ? null : stages.prefix().automaton();
    }

    /** The lines that do not count, or null. */
    public Automaton ignored()
    {
        return ignored;
    }

    /** @return the programs whose messages it judges; none: every line. */
    byte[][] programs()
    {
        return programs;
    }

    /** @return true when it judges the messages of a program. */
    boolean isOf(byte[] program)
    {
        boolean found = false;
        for (byte[] own : programs)
        {
            found |= Arrays.equals(own, program);
        }
        return found;
    }

    /** @return texts of which a line contains one if this filter does anything but miss it, its date included; null for nothing known. */
    RequiredLiterals literals()
    {
        return stages == null ? failures.literals() : stages.literals();
    }

    /** Does what a line changes that this filter misses: dates are found by those of the lines before. */
    void passOver(LogLine line)
    {
        stages.passOver(line);
    }

    /**
     * Judges a line.
     *
     * @param out is filled when the line is a failure; its time is in any case.
     * @return true when it is: a pattern matched and what it captured is an address, or a host name of kind {@link Failure#DNS}.
     */
    public boolean match(LogLine line, Failure out)
    {
        if (stages != null && programs.length == 0)
        {
            return stages.match(line, line.lineFrom, line.to, line.nowSeconds, true, out);
        }
        out.seconds = line.seconds();
        out.dated = line.dated();
        out.cutAt = 0;
        out.restFrom = 0;
        if (stages != null)
        {
            out.seenText = line.text;
            out.reason = Failure.OTHER_PROGRAM;
            return isMine(line) && line.messageFrom <= line.messageTo
                && stages.match(line, line.messageFrom, line.messageTo, out.seconds, out.dated, out);
        }
        // References are stored here: unmanaged code would not tell the collector.
        out.in(line.text);
        boolean counts = matchMessage(line, out);
        if (counts && inside != null && !out.dated && inside.find(line, line.from, line.to, out.seconds) == DateFinder.FOUND)
        {
            out.seconds = inside.finder.seconds();
            out.dated = true;
        }
        if (connections == null || out.reason > Failure.COUNTS && out.reason != Failure.NO_FAILURE)
        {
            return counts;
        }
        if (roles[out.regex] != 0 || connections.mayLackHosts(out.seconds))
        {
            return matchConnection(line, counts, out);
        }
        if (line.processEnd >= 0 && out.kind != Failure.DNS)
        {
            connections.note(line.text, line.from, line.processEnd, out);
        }
        return counts;
    }

    @Unmanaged
    private boolean matchMessage(LogLine line, Failure out)
    {
        if (programs.length > 0 && !isMine(line))
        {
            out.reason = Failure.OTHER_PROGRAM;
            return false;
        }
        int from = programs.length > 0 ? line.messageFrom : line.from;
        int to = programs.length > 0 ? line.messageTo : line.to;
        byte[] text = line.text;
        out.seenFrom = from;
        out.seenTo = to;
        int regex = from > to ? -1 : failures.match(text, from, to, found);
        if (regex < 0)
        {
            out.reason = Failure.NO_MATCH;
            return false;
        }
        out.regex = regex;
        if (found[0] < 0 || found[1] < found[0] || !HostKind.read(text, found[0], found[1], out)
            || out.kind == Failure.DNS && HostKind.isNumeric(text, found[0], found[1]))
        {
            out.reason = Failure.NO_ADDRESS;
            if (roles == null || roles[regex] == 0)
            {
                return false;
            }
            found[0] = -1;
        }
        out.hostFrom = found[0];
        out.hostTo = found[1];
        out.userFrom = found[2];
        out.userTo = found[3];
        if (ignored != null && ignored.match(text, from, to, found) >= 0)
        {
            out.reason = Failure.IGNORED;
            return false;
        }
        boolean counts = out.hostFrom >= 0 && !isExcused(regex);
        out.reason = counts ? Failure.COUNTS : Failure.NO_FAILURE;
        return counts;
    }

    /** Adds what other lines of the same process said. @param alone whether the line counts by itself. */
    private boolean matchConnection(LogLine line, boolean alone, Failure out)
    {
        int idTo = line.processTo();
        boolean counts = idTo < 0 ? alone
            : connections.decide(line.text, line.from, idTo, out.hostFrom, out.hostTo, true, roles[out.regex], out);
        out.reason = counts ? Failure.COUNTS : Failure.NO_FAILURE;
        return counts;
    }

    /** A line without a header is its program's own output. */
    @Unmanaged
    private boolean isMine(LogLine line)
    {
        if (line.programFrom == line.programTo)
        {
            return true;
        }
        for (byte[] program : programs)
        {
            if (line.isProgram(program))
            {
                return true;
            }
        }
        return false;
    }
}
