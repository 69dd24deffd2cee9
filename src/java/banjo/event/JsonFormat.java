package banjo.event;

import banjo.address.Address;
import banjo.text.Json;
import banjo.text.TextBuffer;
import banjo.text.Utf8;

/** One JSON object a line; times are seconds since 1970, a ban without end has -1 seconds, a pretended one {@code "dry_run":true}. */
final class JsonFormat implements EventFormat
{
    private static final int STEP_BYTES = 256;

    private static void begin(TextBuffer out, long nowSeconds, String event)
    {
        out.put("{\"time\":").putNumber(nowSeconds).put(",\"event\":\"").put(event).put('"');
    }

    private void begin(TextBuffer out, long nowSeconds, String event, byte[] jail, boolean pretend, long high, long low, int prefix)
    {
        begin(out, nowSeconds, event);
        out.put(",\"jail\":");
        Json.appendString(out, jail, 0, jail.length);
        out.put(",\"ip\":\"");
        Address.append(out, high, low, prefix);
        out.put('"').put(pretend ? ",\"dry_run\":true" : "");
    }

    @Override
    public void ban(TextBuffer out, long nowSeconds, byte[] jail, boolean pretend, long high, long low, int prefix, long banTimeSeconds, int failures)
    {
        begin(out, nowSeconds, "ban", jail, pretend, high, low, prefix);
        out.put(",\"seconds\":").putNumber(banTimeSeconds).put(",\"failures\":").putNumber(failures).put('}');
    }

    @Override
    public void unban(TextBuffer out, long nowSeconds, String event, byte[] jail, boolean pretend, long high, long low, int prefix, String reason)
    {
        begin(out, nowSeconds, event, jail, pretend, high, low, prefix);
        out.put(",\"reason\":\"").put(reason).put("\"}");
    }

    @Override
    public void attempt(TextBuffer out, long nowSeconds, byte[] jail, long high, long low, int prefix)
    {
        begin(out, nowSeconds, "attempt", jail, false, high, low, prefix);
        out.put('}');
    }

    @Override
    public void message(TextBuffer out, long nowSeconds, int severity, String event, String message)
    {
        begin(out, nowSeconds, event);
        out.put(",\"severity\":\"").put(severity == EventLog.ERROR ? "error" : severity == EventLog.WARNING ? "warning" : "info");
        out.put("\",\"message\":");
        byte[] text = Utf8.encode(message);
        int start = out.length();
        // One that is too long loses its end, not the object's.
        for (int length = Math.min(text.length, out.remaining()); ; length -= length < STEP_BYTES ? length : STEP_BYTES)
        {
            Json.appendString(out.truncate(start), text, 0, length);
            if (!out.put('}').overflowed())
            {
                return;
            }
        }
    }
}
