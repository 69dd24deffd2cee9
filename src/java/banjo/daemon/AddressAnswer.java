package banjo.daemon;

import banjo.address.Address;
import banjo.control.ControlHandler;
import banjo.control.ControlServer;
import banjo.jail.Jail;
import banjo.text.Json;
import banjo.text.TextBuffer;

/** What is known of one address: the answer of {@code status IP} (docs/control-protocol.md). */
final class AddressAnswer
{
    private static final int JAIL_BYTES = 1024;
    /** A line whose every byte is escaped, and what stands around it. */
    private static final int LINE_BYTES = 6 * CountedLines.LINE_BYTES + JAIL_BYTES;
    /** Marks cursors behind the jails. */
    private static final long LINES = 1L << 62;

    private final Daemon daemon;

    AddressAnswer(Daemon daemon)
    {
        this.daemon = daemon;
    }

    /** The cursor is the jail or, with {@link #LINES}, the line to go on with, from bit 1 up; bit 0 tells whether one is out. */
    long answer(long high, long low, long cursor, TextBuffer out)
    {
        if (cursor == 0)
        {
            out.put(ControlServer.OK).put("{\"ip\":\"");
            Address.append(out, high, low);
            out.put("\",\"jails\":[");
        }
        boolean some = (cursor & 1) != 0;
        long next = (cursor & ~LINES) >>> 1;
        if (cursor < LINES)
        {
            for (; next < daemon.banners.size(); next++)
            {
                if (out.remaining() < JAIL_BYTES)
                {
                    return next << 1 | (some ? 1 : 0);
                }
                some |= jail(daemon.banners.get((int)next), high, low, some, out);
            }
            out.put("],\"lines\":[");
            some = false;
            next = 0;
        }
        CountedLines lines = daemon.bans().lines;
        for (next = Math.max(next, lines.first()); next < lines.end(); next++)
        {
            if (lines.concerns(next, high, low))
            {
                if (out.remaining() < LINE_BYTES)
                {
                    return LINES | next << 1 | (some ? 1 : 0);
                }
                lines.append(out.put(some ? "," : ""), next);
                some = true;
            }
        }
        out.put("]}");
        return ControlHandler.DONE;
    }

    /** @return whether the jail knows the address. */
    private boolean jail(JailRuntime runtime, long addressHigh, long addressLow, boolean some, TextBuffer out)
    {
        Jail jail = runtime.jail;
        int prefix = runtime.prefix(Address.isIpv4(addressHigh, addressLow));
        long high = addressHigh & Address.upperMask(prefix);
        long low = addressLow & Address.upperMask(prefix - 64);
        int entry = jail.find(high, low);
        String ignored = runtime.isWide() ? null : daemon.guard().whyIgnored(runtime, high, low, prefix);
        int bans = daemon.bans().earlier.count(runtime, high, low);
        if (entry < 0 && ignored == null && bans <= 0)
        {
            return false;
        }
        out.put(some ? "," : "").put("{\"jail\":");
        Json.appendString(out, runtime.name, 0, runtime.name.length);
        out.put(",\"ip\":\"");
        Address.append(out, high, low, prefix);
        boolean banned = entry >= 0 && jail.isBan(entry);
        out.put("\",\"banned\":").put(banned ? "true" : "false");
        int failures = entry < 0 ? 0 : banned ? jail.failures(entry) : jail.recentFailures(entry, daemon.clocks.nowSeconds());
        out.put(",\"failures\":").putNumber(failures).put(",\"maxretry\":").putNumber(jail.maxRetry());
        out.put(",\"findtime\":").putNumber(jail.findTimeSeconds());
        if (banned)
        {
            long remaining = jail.remainingSeconds(entry, daemon.clocks.banSeconds());
            out.put(",\"since\":").putNumber(daemon.clocks.wallSecondsAt(jail.beginningSeconds(entry)));
            out.put(",\"until\":").putNumber(remaining < 0 ? -1 : daemon.clocks.wallSecondsAt(daemon.clocks.banSeconds() + remaining));
        }
        else if (entry >= 0)
        {
            out.put(",\"last\":").putNumber(jail.lastSeconds(entry));
        }
        if (bans >= 0)
        {
            out.put(",\"bans\":").putNumber(bans);
        }
        if (ignored != null)
        {
            out.put(",\"ignored\":");
            Json.appendString(out, ignored);
        }
        out.put('}');
        return true;
    }
}
