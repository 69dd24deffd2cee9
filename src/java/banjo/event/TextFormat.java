package banjo.event;

import banjo.address.Address;
import banjo.config.Durations;
import banjo.text.TextBuffer;
import banjo.time.DateWriter;
import banjo.time.Zone;

/** Lines for people: {@code 2026-11-24 00:10:19 [sshd] ban 192.0.2.7 for 10m (5 failures)}. */
final class TextFormat implements EventFormat
{
    private final Zone zone;
    private final boolean datesMessages;

    /**
     * @param zone of the dates; null leaves them out, where the reader adds his own.
     * @param datesMessages messages have dates too: not on a terminal.
     */
    TextFormat(Zone zone, boolean datesMessages)
    {
        this.zone = zone;
        this.datesMessages = datesMessages;
    }

    private void date(TextBuffer out, long nowSeconds)
    {
        if (zone != null)
        {
            DateWriter.append(out, nowSeconds, zone);
            out.put(' ');
        }
    }

    private void begin(TextBuffer out, long nowSeconds, byte[] jail, boolean pretend, String verb)
    {
        date(out, nowSeconds);
        out.put('[').put(jail, 0, jail.length).put("] ").put(pretend ? "would " : "").put(verb);
    }

    @Override
    public void ban(TextBuffer out, long nowSeconds, byte[] jail, boolean pretend, long high, long low, int prefix, long banTimeSeconds, int failures)
    {
        begin(out, nowSeconds, jail, pretend, "ban ");
        Address.append(out, high, low, prefix);
        out.put(banTimeSeconds < 0 ? " " : " for ");
        Durations.append(out, banTimeSeconds);
        if (failures > 0)
        {
            out.put(" (").putCount(failures, "failure").put(')');
        }
    }

    @Override
    public void unban(TextBuffer out, long nowSeconds, String event, byte[] jail, boolean pretend, long high, long low, int prefix, String reason)
    {
        begin(out, nowSeconds, jail, pretend, event);
        out.put(' ');
        Address.append(out, high, low, prefix);
        out.put(" (").put(reason).put(')');
    }

    @Override
    public void attempt(TextBuffer out, long nowSeconds, byte[] jail, long high, long low, int prefix)
    {
        date(out, nowSeconds);
        out.put('[').put(jail, 0, jail.length).put("] failure of ");
        Address.append(out, high, low, prefix);
    }

    @Override
    public void message(TextBuffer out, long nowSeconds, int severity, String event, String message)
    {
        if (datesMessages)
        {
            date(out, nowSeconds);
        }
        out.put(severity == EventLog.ERROR ? "banjo: error: " : severity == EventLog.WARNING ? "banjo: warning: " : "").put(message);
    }
}
