package banjo.event;

import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import banjo.time.Zone;

/** Tells events, those that are severe enough. Gathered during a turn of the loop and written at its end; telling allocates nothing. */
public final class EventLog
{
    public static final int ERROR = 0;
    public static final int WARNING = 1;
    public static final int INFO = 2;
    public static final int DEBUG = 3;

    /** Longer lines are cut. */
    static final int LINE_BYTES = 4096;
    private static final int STANDARD_ERROR = 2;
    private static final String SYSLOG_SOCKET = "/dev/log";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Sys sys;
    private EventTarget target;
    private EventFormat format;
    private boolean stderr;
    private int level;
    private long lostBefore;
    private final String problem;
    private final TextBuffer line = new TextBuffer(LINE_BYTES);

    private EventLog(Sys sys, EventTarget target, EventFormat format, boolean stderr, int level, String problem)
    {
        this.sys = sys;
        this.target = target;
        this.format = format;
        this.stderr = stderr;
        this.level = level;
        this.problem = problem;
    }

    /**
     * @param where {@code stderr}, {@code syslog} or a path. A file that cannot be opened is told by {@link #problem}.
     * @param json objects instead of text.
     * @param zone of the dates in text.
     * @param level the least severe events that are told: ERROR to DEBUG.
     */
    public static EventLog open(Sys sys, String where, boolean json, Zone zone, int level)
    {
        boolean stderr = where.equals("stderr");
        boolean syslog = where.equals("syslog");
        FileTarget file = syslog ? null : new FileTarget(sys, stderr ? null : where);
        int opened = syslog || stderr ? 0 : file.open();
        EventFormat format = json ? new JsonFormat() : new TextFormat(syslog ? null : zone, !stderr);
        return new EventLog(sys, syslog ? new SyslogTarget(sys, SYSLOG_SOCKET) : file, format, stderr, level,
            opened < 0 ? where + ": " + Errno.message(opened) : null);
    }

    /** @return why nothing can be told, or null. */
    public String problem()
    {
        return problem;
    }

    /** @return lines that could not be written. */
    public long lost()
    {
        return lostBefore + target.lost();
    }

    /** Ends it, unused. */
    public void close()
    {
        target.close();
    }

    /** Goes on as another one; where it tells if that has a {@link #problem}. */
    public void become(EventLog other)
    {
        flush();
        if (other.problem == null)
        {
            lostBefore += target.lost();
            target.close();
            target = other.target;
        }
        format = other.format;
        stderr = other.stderr;
        level = other.level;
    }

    /** @param pretend it is not carried out, and the log says so. @param prefix of so many of 128 bits. @param failures that led to it, 0 for a ban by order. */
    public void ban(long nowSeconds, byte[] jail, boolean pretend, long high, long low, int prefix, long banTimeSeconds, int failures)
    {
        if (level >= INFO)
        {
            format.ban(line.clear(), nowSeconds, jail, pretend, high, low, prefix, banTimeSeconds, failures);
            put(INFO);
        }
    }

    /** @param event {@code unban}, or {@code evict} when it had to make room. @param reason a few words. */
    public void unban(long nowSeconds, String event, byte[] jail, boolean pretend, long high, long low, int prefix, String reason)
    {
        if (level >= INFO)
        {
            format.unban(line.clear(), nowSeconds, event, jail, pretend, high, low, prefix, reason);
            put(INFO);
        }
    }

    /** A failure that counts; told at level debug alone. */
    public void attempt(long nowSeconds, byte[] jail, long high, long low, int prefix)
    {
        if (level >= DEBUG)
        {
            format.attempt(line.clear(), nowSeconds, jail, high, low, prefix);
            put(DEBUG);
        }
    }

    public void error(String message)
    {
        message(ERROR, "message", message);
    }

    public void warning(String message)
    {
        message(WARNING, "message", message);
    }

    /** Something to know that is no trouble. */
    public void note(String message)
    {
        message(INFO, "message", "banjo: " + message);
    }

    /** Tells something else, at once. @param event one word for programs. */
    public void message(int severity, String event, String message)
    {
        if (level >= severity)
        {
            format.message(line.clear(), sys.realtimeNanos() / NANOS_PER_SECOND, severity, event, message);
            put(severity);
            flush();
        }
    }

    /** Tells that the daemon is ready, whatever the level: on standard error in any case. */
    public void started(String message)
    {
        format.message(line.clear(), sys.realtimeNanos() / NANOS_PER_SECOND, INFO, "start", message);
        put(INFO);
        flush();
        if (!stderr)
        {
            byte[] text = Utf8.encode(message + "\n");
            sys.write(STANDARD_ERROR, text, 0, text.length);
        }
    }

    private void put(int severity)
    {
        target.line(severity, line.bytes(), line.length());
    }

    /** Writes what has been gathered; a full pipe costs lines, counted, never time. */
    public void flush()
    {
        target.flush();
    }
}
