package banjo.filter;

import banjo.sys.ByteScan;
import banjo.time.DateReader;
import banjo.time.Zone;
import org.teavm.interop.Unmanaged;

/**
 * One log line taken apart: date, syslog header, message. Reused for every line; nothing is allocated. The header is any of
 * {@code HOST PROGRAM[PID]: }, {@code PROGRAM[PID]: }, OpenWrt's {@code FACILITY.LEVEL PROGRAM[PID]: }, also behind
 * {@code logread -t}'s {@code [SECONDS] }, busybox's {@code HOST FACILITY.LEVEL PROGRAM[PID]: } and RFC 5424's
 * {@code HOST PROGRAM PID MSGID DATA }. Only the first that fits counts, so a message cannot pretend to be one. Without any,
 * as a container's output is, the message begins behind the date.
 */
public final class LogLine
{
    private static final byte[] KERNEL = {'k', 'e', 'r', 'n', 'e', 'l', ':'};
    /** Of busybox's and OpenWrt's loggers, between blanks. */
    private static final byte[] LEVELS = {
        ' ', 'i', 'n', 'f', 'o', ' ', 'n', 'o', 't', 'i', 'c', 'e', ' ', 'w', 'a', 'r', 'n', ' ', 'e', 'r', 'r', ' ', 'd', 'e', 'b',
        'u', 'g', ' ', 'c', 'r', 'i', 't', ' ', 'a', 'l', 'e', 'r', 't', ' ', 'e', 'm', 'e', 'r', 'g', ' '};

    /** Bytes that busybox's syslogd has for what a program sends; those that OpenWrt's logd and musl's syslog() have. */
    private static final int BUSYBOX_BUFFER = 256;
    private static final int LOGD_BUFFER = 1024;

    private final DateReader dates;
    private long seconds;
    private boolean dated;
    byte[] text;
    /** Another one for every line that was read. */
    long number;
    /** Where the line begins, its date included. */
    int lineFrom;
    long nowSeconds;
    int from;
    int to;
    int programFrom;
    int programTo;
    /** Behind what stands where the process's number does; -1 where nothing does. */
    int processEnd;
    int messageFrom;
    /** The end of the message, white space at its end left out. */
    int messageTo;

    /** @param zone of dates that name none. */
    public LogLine(Zone zone)
    {
        dates = new DateReader(zone);
    }

    /** @return the line's own date in epoch seconds, or the time of arrival where it has none. */
    public long seconds()
    {
        return seconds;
    }

    /** @return the bytes that hold the line, from {@link #lineFrom} to {@link #to}. */
    public byte[] text()
    {
        return text;
    }

    public int lineFrom()
    {
        return lineFrom;
    }

    public int to()
    {
        return to;
    }

    /** @return true when the line began with a date. */
    public boolean dated()
    {
        return dated;
    }

    /**
     * Takes a line apart.
     *
     * @param nowSeconds time of arrival.
     */
    public void read(byte[] line, int lineFrom, int lineTo, long nowSeconds)
    {
        // A reference that stays is not stored again: the collector would have to note it.
        if (text != line)
        {
            text = line;
        }
        this.lineFrom = lineFrom;
        number++;
        this.nowSeconds = nowSeconds;
        to = lineTo;
        if (!readRepeated())
        {
            int start = skipMargins();
            int behind = dates.readAnew(line, start, lineTo, nowSeconds);
            dated = behind >= 0;
            seconds = dated ? dates.seconds() : nowSeconds;
            readRest(start, dated ? behind : start);
        }
    }

    /** Takes most lines apart: those whose date is the one before or differs in its time of day only. @return false for others. */
    @Unmanaged
    private boolean readRepeated()
    {
        int start = skipMargins();
        int behind = dates.repeat(text, start, to, nowSeconds);
        if (behind < 0)
        {
            return false;
        }
        dated = true;
        seconds = dates.seconds();
        readRest(start, behind);
        return true;
    }

    /** Leaves white space at both ends out. @return where the line begins. */
    @Unmanaged
    private int skipMargins()
    {
        byte[] line = text;
        int end = to;
        while (end > lineFrom && (line[end - 1] == ' ' || line[end - 1] == '\t' || line[end - 1] == '\r'))
        {
            end--;
        }
        messageTo = end;
        int start = lineFrom;
        while (start < to && (line[start] == ' ' || line[start] == '\t'))
        {
            start++;
        }
        return start;
    }

    /** What follows the date. */
    @Unmanaged
    private void readRest(int start, int behind)
    {
        int at = skipBlanks(behind);
        from = at;
        if (dated && to - start > 5 && text[start] == '<' && isVersioned(text, start, to))
        {
            readStructured(at);
        }
        else
        {
            readHeader(at);
        }
    }

    /** {@code <38>1 } */
    @Unmanaged
    private static boolean isVersioned(byte[] line, int lineFrom, int lineTo)
    {
        for (int i = lineFrom + 2; i < lineTo - 2 && i < lineFrom + 6; i++)
        {
            if (line[i] == '>')
            {
                return line[i + 1] == '1' && line[i + 2] == ' ';
            }
        }
        return false;
    }

    @Unmanaged
    private int wordEnd(int at)
    {
        int end = ByteScan.indexOf(text, at, to, ' ');
        return end < 0 ? to : end;
    }

    /** The program stands in the first word, or in the second behind a host name or a priority, or behind both; it ends in a colon. */
    @Unmanaged
    private void readHeader(int begin)
    {
        int at = begin;
        int end = takeProgramOrNone(at);
        boolean bracketed = messageFrom == at && end - at > 2 && text[at] == '[' && text[end - 1] == ']';
        if (bracketed && dated && isUptime(at + 1, end - 1))
        {
            at = skipBlanks(end);
            from = at;
            end = takeProgramOrNone(at);
            bracketed = false;
        }
        if (bracketed && (text[at + 1] < '0' || text[at + 1] > '9'))
        {
            programFrom = at + 1;
            programTo = end - 1;
            messageFrom = skipBlanks(end);
        }
        else if (messageFrom == at && end < to)
        {
            int second = skipBlanks(end);
            end = takeProgram(second);
            if (messageFrom == at && dated && isPriority(second, end))
            {
                // busybox: as OpenWrt writes it, but for the host before it.
                from = second;
                second = skipBlanks(end);
                takeProgram(second);
                markWhatMayBeCut(from, second, BUSYBOX_BUFFER);
            }
            else if (to - second > LOGD_BUFFER / 2 && isPriority(at, wordEnd(at)))
            {
                markWhatMayBeCut(at, second, LOGD_BUFFER);
            }
        }
        if (messageFrom > at && messageFrom + 10 < to && text[messageFrom] == 'k')
        {
            skipKernelTime();
        }
        if (messageFrom > at && messageFrom + 4 < to && text[messageFrom] == '[' && text[messageFrom + 1] == 'I' && text[messageFrom + 2] == 'D')
        {
            skipSolarisId();
        }
    }

    /**
     * Ends in a NUL, as lines do that are cut at max_line, what filled its logger's buffer: a client that chooses where a message is cut
     * could have it end in an address.
     * Of the buffer's bytes the logger adds a NUL and leaves out the priority ({@code <9>} to {@code <191>}) and mostly a date of 16;
     * busybox writes two for a control character, the first a caret.
     *
     * @param priority where it stands: as many digits as the number had that the program sent; user's may have one or two.
     * @param start of what the program sent, less its date.
     * @param smallest buffer of the logger; the program's may have been logd's, whatever that is.
     */
    @Unmanaged
    private void markWhatMayBeCut(int priority, int start, int smallest)
    {
        int written = to - start;
        int sent = written;
        for (int i = start; i < to && written >= smallest - 22; i++)
        {
            sent -= text[i] == '^' ? 1 : 0;
        }
        boolean local = text[priority] == 'l' && text[priority + 1] == 'o';
        boolean small = text[priority] == 'k' || text[priority] == 'u' && text[priority + 1] == 's';
        for (int buffer = smallest; buffer <= LOGD_BUFFER; buffer *= LOGD_BUFFER / BUSYBOX_BUFFER)
        {
            int dated = buffer - (local ? 22 : 21);
            for (int filled = dated; filled <= dated + 16; filled += 16)
            {
                if (written >= filled && sent <= filled + (small ? 1 : 0))
                {
                    text[to - 1] = 0;
                    messageTo = to;
                }
            }
        }
    }

    /** Without a program the message begins here. @return as {@link #takeProgram}. */
    @Unmanaged
    private int takeProgramOrNone(int at)
    {
        programFrom = at;
        programTo = at;
        processEnd = -1;
        messageFrom = at;
        return takeProgram(at);
    }

    /** {@code 1700000000.123}, which {@code logread -t} adds in brackets. */
    @Unmanaged
    private boolean isUptime(int start, int end)
    {
        int points = 0;
        for (int i = start; i < end; i++)
        {
            points += text[i] == '.' ? 1 : 0;
            if (text[i] != '.' && (text[i] < '0' || text[i] > '9'))
            {
                return false;
            }
        }
        return points == 1;
    }

    /** {@code FACILITY.LEVEL} */
    @Unmanaged
    private boolean isPriority(int start, int end)
    {
        int point = start;
        while (point < end && (text[point] >= 'a' && text[point] <= 'z' || text[point] >= '0' && text[point] <= '9'))
        {
            point++;
        }
        if (point == start || point >= end || text[point] != '.')
        {
            return false;
        }
        int length = end - point - 1;
        for (int at = 1; at + length < LEVELS.length; at++)
        {
            int matching = 0;
            while (LEVELS[at - 1] == ' ' && matching < length && text[point + 1 + matching] == LEVELS[at + matching])
            {
                matching++;
            }
            if (matching == length && length > 0 && LEVELS[at + length] == ' ' && LEVELS[at - 1] == ' ')
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes {@code PROGRAM: }, {@code PROGRAM[PID]: } or {@code [PROGRAM]: }, the program perhaps with a path.
     *
     * @return the end of the word, which is a program if messageFrom lies behind it.
     */
    @Unmanaged
    private int takeProgram(int at)
    {
        byte[] line = text;
        int end = wordEnd(at);
        if (end - at < 2 || line[end - 1] != ':')
        {
            return end;
        }
        int start = at;
        int last = end - 1;
        int open = line[last - 1] == ']' && last - 1 > at ? ByteScan.lastIndexOf(line, at, last - 1, '[') : -1;
        if (open >= 0)
        {
            start = open == at ? at + 1 : at;
            processEnd = open == at ? -1 : last - 1;
            last = open == at ? last - 1 : open;
        }
        int slash = ByteScan.lastIndexOf(line, start, last, '/');
        programFrom = slash < 0 ? start : slash + 1;
        programTo = last;
        messageFrom = skipBlanks(end);
        return end;
    }

    @Unmanaged
    private int skipBlanks(int at)
    {
        int end = at;
        while (end < to && text[end] == ' ')
        {
            end++;
        }
        return end;
    }

    /** {@code kernel: [769570.846956]: } behind the header, as some relays write it; the colons are optional. */
    @Unmanaged
    private void skipKernelTime()
    {
        for (int i = 0; i < KERNEL.length; i++)
        {
            if (text[messageFrom + i] != KERNEL[i])
            {
                return;
            }
        }
        int at = skipBlanks(messageFrom + KERNEL.length);
        if (at >= to || text[at] != '[')
        {
            return;
        }
        at = skipBlanks(at + 1);
        while (at < to && (text[at] >= '0' && text[at] <= '9' || text[at] == '.'))
        {
            at++;
        }
        if (at >= to || text[at] != ']')
        {
            return;
        }
        at++;
        if (at < to && text[at] == ':')
        {
            at++;
        }
        messageFrom = skipBlanks(at);
    }

    /** {@code [ID 800047 auth.info] } of Solaris. */
    @Unmanaged
    private void skipSolarisId()
    {
        int at = messageFrom;
        while (at < to && at < messageFrom + 40 && text[at] != ']')
        {
            at++;
        }
        if (at + 1 < to && text[at] == ']' && text[at + 1] == ' ')
        {
            messageFrom = at + 2;
        }
    }

    /** RFC 5424, 6: HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG]. */
    @Unmanaged
    private void readStructured(int at)
    {
        int hostEnd = wordEnd(at);
        programFrom = hostEnd < to ? hostEnd + 1 : to;
        programTo = wordEnd(programFrom);
        processEnd = wordEnd(programTo < to ? programTo + 1 : to);
        int messageIdEnd = wordEnd(processEnd < to ? processEnd + 1 : to);
        int data = messageIdEnd < to ? messageIdEnd + 1 : to;
        while (data < to && text[data] == '[')
        {
            data = elementEnd(data);
        }
        if (data < to && text[data] == '-')
        {
            data++;
        }
        messageFrom = data < to && text[data] == ' ' ? data + 1 : data;
    }

    /** The end of a structured-data element; a quoted value may hold brackets and escaped quotes. */
    @Unmanaged
    private int elementEnd(int at)
    {
        boolean quoted = false;
        for (int i = at + 1; i < to; i++)
        {
            if (text[i] == '\\' && quoted)
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == ']' && !quoted)
            {
                return i + 1;
            }
        }
        return to;
    }

    /** @return the end of the process's number in the header; -1 where it has none. */
    int processTo()
    {
        boolean number = processEnd > programTo + 1 && processEnd < messageFrom;
        for (int i = programTo + 1; number && i < processEnd; i++)
        {
            number = text[i] >= '0' && text[i] <= '9';
        }
        return number ? processEnd : -1;
    }

    /** @return true when the line's program is this one. */
    @Unmanaged
    boolean isProgram(byte[] name)
    {
        if (programTo - programFrom != name.length)
        {
            return false;
        }
        for (int i = 0; i < name.length; i++)
        {
            if (text[programFrom + i] != name[i])
            {
                return false;
            }
        }
        return true;
    }
}
