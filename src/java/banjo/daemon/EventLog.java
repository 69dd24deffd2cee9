package banjo.daemon;

import banjo.address.Address;
import banjo.config.Durations;
import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import banjo.time.DateWriter;
import banjo.time.Zone;

/** One line of text for each event, to standard error; gathered during a turn of the loop and written at its end. */
final class EventLog
{
    private static final int STANDARD_ERROR = 2;
    private static final int LINE_BYTES = 512;
    private static final int LEVEL_INFO = 2;

    private final Sys sys;
    private final Zone zone;
    private final int level;
    private final boolean pretend;
    private final TextBuffer text = new TextBuffer(16 << 10);
    private long lost;

    /**
     * @param level 0 errors only, 1 warnings, 2 bans as well.
     * @param pretend bans are not carried out, and the log says so.
     */
    EventLog(Sys sys, Zone zone, int level, boolean pretend)
    {
        this.sys = sys;
        this.zone = zone;
        this.level = level;
        this.pretend = pretend;
    }

    /** @return lines that could not be written. */
    long lost()
    {
        return lost;
    }

    void ban(long nowSeconds, byte[] jail, long high, long low, int prefix, long banTimeSeconds, int failures)
    {
        if (level < LEVEL_INFO)
        {
            return;
        }
        begin(nowSeconds, jail);
        text.put(pretend ? "would ban " : "ban ");
        Address.append(text, high, low, prefix);
        text.put(" for ");
        Durations.append(text, banTimeSeconds);
        if (failures > 0)
        {
            text.put(" (").putNumber(failures).put(failures == 1 ? " failure)" : " failures)");
        }
        text.put('\n');
    }

    void unban(long nowSeconds, byte[] jail, long high, long low, int prefix, String reason)
    {
        if (level < LEVEL_INFO)
        {
            return;
        }
        begin(nowSeconds, jail);
        text.put(pretend ? "would unban " : "unban ");
        Address.append(text, high, low, prefix);
        text.put(" (").put(reason).put(")\n");
    }

    private void begin(long nowSeconds, byte[] jail)
    {
        if (text.remaining() < LINE_BYTES)
        {
            flush();
        }
        DateWriter.append(text, nowSeconds, zone);
        text.put(" [").put(jail, 0, jail.length).put("] ");
    }

    /** An error or a warning, at once. */
    void error(String message)
    {
        say("banjo: error: ", message);
    }

    void warning(String message)
    {
        if (level > 0)
        {
            say("banjo: warning: ", message);
        }
    }

    /** Something to know that is no trouble. */
    void note(String message)
    {
        if (level >= LEVEL_INFO)
        {
            say("banjo: ", message);
        }
    }

    void say(String prefix, String message)
    {
        if (text.remaining() < prefix.length() + message.length() * 3 + 1)
        {
            flush();
        }
        text.put(prefix).put(message).put('\n');
        flush();
    }

    /** Writes what has been gathered; a full pipe costs lines, counted, never time. */
    void flush()
    {
        int from = 0;
        while (from < text.length())
        {
            int written = sys.write(STANDARD_ERROR, text.bytes(), from, text.length() - from);
            if (written == -Errno.EINTR)
            {
                continue;
            }
            if (written <= 0)
            {
                for (int i = from; i < text.length(); i++)
                {
                    lost += text.bytes()[i] == '\n' ? 1 : 0;
                }
                break;
            }
            from += written;
        }
        text.clear();
    }
}
