package banjo.daemon;

import banjo.address.Address;
import banjo.config.Durations;
import banjo.control.ControlHandler;
import banjo.control.ControlServer;
import banjo.control.Request;
import banjo.firewall.BanSet;
import banjo.jail.Jail;
import banjo.sys.Resident;
import banjo.text.Json;
import banjo.text.TextBuffer;
import banjo.text.Utf8;

/** What the daemon answers on its control socket (docs/control-protocol.md). */
final class Answers implements ControlHandler
{
    /** A record is begun only where it surely fits. */
    private static final int RECORD_BYTES = 512;
    private static final int SHOWN_BANS = 100;
    /** Characters; the longest path with all of them escaped would not fit a piece. */
    private static final int SHOWN_PATH = 1000;
    private static final long SOURCES = 1L << 32;

    private final Daemon daemon;
    private final AddressAnswer ofAddress;
    private final String version;
    private final long[] address = new long[2];
    private int prefix;

    Answers(Daemon daemon, String version)
    {
        this.daemon = daemon;
        ofAddress = new AddressAnswer(daemon);
        this.version = version;
    }

    @Override
    public long answer(Request request, long cursor, TextBuffer out)
    {
        if (request.is(0, "list"))
        {
            return list(cursor, out);
        }
        if (request.is(0, "jails"))
        {
            return jails(cursor, out);
        }
        if (request.is(0, "status") && request.isEmpty(1))
        {
            if (cursor == 0)
            {
                out.put(ControlServer.OK);
            }
            return status(cursor, out);
        }
        if (request.is(0, "status") && parse(request, 1))
        {
            if (prefix < 0 || prefix == BanSet.ONE_ADDRESS)
            {
                return ofAddress.answer(address[0], address[1], cursor, out);
            }
            ControlServer.refuse(out, "status takes a single address");
        }
        else if (request.is(0, "status"))
        {
            jail(request, out);
        }
        else if (request.is(0, "stats"))
        {
            out.put(ControlServer.OK).put('{');
            daemon.counters().put(out);
            out.put('}');
        }
        else if (request.is(0, "ping"))
        {
            message(out, "pong");
        }
        else if (request.is(0, "ban"))
        {
            ban(request, out);
        }
        else if (request.is(0, "reload"))
        {
            reload(out);
        }
        else if (request.is(0, "unban"))
        {
            unban(request, out);
        }
        else
        {
            ControlServer.refuse(out, "unknown request");
        }
        return DONE;
    }

    /** More lines than fit are left out: they are in the log. */
    private void reload(TextBuffer out)
    {
        Reloader.Outcome outcome = daemon.reload();
        if (outcome.done())
        {
            out.put(ControlServer.OK).put("{\"message\":\"reloaded\",\"changes\":[");
        }
        else
        {
            out.put("no the configuration is refused, the former one stays in force");
        }
        for (int i = 0; i < outcome.lines().size(); i++)
        {
            int start = out.length();
            if (outcome.done())
            {
                out.put(i == 0 ? "" : ",");
                Json.appendString(out, outcome.lines().get(i));
            }
            else
            {
                out.put('\n').put(outcome.lines().get(i));
            }
            if (out.remaining() < RECORD_BYTES)
            {
                out.truncate(start);
                break;
            }
        }
        out.put(outcome.done() ? "]}" : "\n");
    }

    private static void message(TextBuffer out, String text)
    {
        out.put(ControlServer.OK).put("{\"message\":");
        Json.appendString(out, text);
        out.put('}');
    }

    /** The cursor is the jail from bit 33 up, the entry to look at next from bit 1 up, and in bit 0 whether no record is out yet. */
    private long list(long cursor, TextBuffer out)
    {
        int jailIndex = 0;
        int entry = 0;
        boolean first = cursor == 0;
        if (first)
        {
            out.put(ControlServer.OK).put('[');
        }
        else
        {
            jailIndex = (int)(cursor >>> 33);
            entry = (int)(cursor >>> 1);
            first = (cursor & 1) != 0;
        }
        for (; jailIndex < daemon.banners.size(); jailIndex++)
        {
            JailRuntime runtime = daemon.banners.get(jailIndex);
            for (int ban = runtime.jail.nextBan(entry); ban >= 0; ban = runtime.jail.nextBan(ban + 1))
            {
                if (out.remaining() < RECORD_BYTES)
                {
                    return (long)jailIndex << 33 | (long)ban << 1 | (first ? 1 : 0);
                }
                if (!first)
                {
                    out.put(',');
                }
                first = false;
                record(runtime, ban, out);
            }
            entry = 0;
        }
        out.put(']');
        return DONE;
    }

    private void record(JailRuntime runtime, int ban, TextBuffer out)
    {
        Jail jail = runtime.jail;
        long remaining = jail.remainingSeconds(ban, daemon.clocks.banSeconds());
        out.put("{\"ip\":\"");
        append(out, runtime, jail.addressHigh(ban), jail.addressLow(ban));
        out.put("\",\"jail\":");
        Json.appendString(out, runtime.name, 0, runtime.name.length);
        out.put(",\"since\":").putNumber(daemon.clocks.wallSecondsAt(jail.beginningSeconds(ban)));
        out.put(",\"until\":").putNumber(remaining < 0 ? -1 : daemon.clocks.wallSecondsAt(daemon.clocks.banSeconds() + remaining));
        out.put(",\"failures\":").putNumber(jail.failures(ban)).put('}');
    }

    /** Appends what a jail's ban of an address holds for: it, or its prefix. */
    private static void append(TextBuffer out, JailRuntime runtime, long high, long low)
    {
        int prefix = runtime.prefix(Address.isIpv4(high, low));
        Address.append(out, high & Address.upperMask(prefix), low & Address.upperMask(prefix - 64), prefix);
    }

    private void jail(Request request, TextBuffer out)
    {
        JailRuntime runtime = daemon.bans().find(request.bytes(), request.from(1), request.to(1));
        if (runtime == null)
        {
            ControlServer.refuse(out, "there is no jail of that name; `banjo jails` lists them");
            return;
        }
        out.put(ControlServer.OK);
        jail(runtime, out, true);
    }

    /** The cursor is the jail to go on with, or behind the jails {@link #SOURCES} and the source. */
    long status(long cursor, TextBuffer out)
    {
        if (cursor == 0)
        {
            out.put("{\"version\":");
            Json.appendString(out, version);
            out.put(",\"uptime\":").putNumber(daemon.counters().uptimeSeconds()).put(",\"backend\":");
            Json.appendString(out, daemon.firewallName());
            out.put(",\"memory\":").putNumber(Resident.bytes())
                .put(",\"repairWait\":").putNumber(daemon.counters().waitSeconds()).put(",\"jails\":[");
        }
        int source = (int)cursor;
        if (cursor < SOURCES)
        {
            long next = jailRecords(cursor, out);
            if (next != DONE)
            {
                return next;
            }
            out.put(",\"sources\":[");
            source = 0;
        }
        for (; source < daemon.files.count(); source++)
        {
            int start = out.length();
            source(source, out);
            if (out.overflowed() && start > 0)
            {
                out.truncate(start);
                return SOURCES + source;
            }
        }
        out.put("]}");
        return DONE;
    }

    private void source(int index, TextBuffer out)
    {
        String path = daemon.files.path(index);
        out.put(index == 0 ? "" : ",").put("{\"path\":");
        Json.appendString(out, path.length() > SHOWN_PATH ? path.substring(0, SHOWN_PATH) + "..." : path);
        out.put(",\"lines\":").putNumber(daemon.files.lines(index)).put(",\"bytes\":").putNumber(daemon.files.bytes(index));
        out.put(",\"state\":\"").put(daemon.files.state(index)).put("\"}");
    }

    /** The cursor is the jail to go on with. */
    private long jails(long cursor, TextBuffer out)
    {
        if (cursor == 0)
        {
            out.put(ControlServer.OK).put('[');
        }
        return jailRecords(cursor, out);
    }

    /** Appends jails and the end of their array. @return DONE, or the jail to go on with. */
    private long jailRecords(long cursor, TextBuffer out)
    {
        for (int i = (int)cursor; i < daemon.jails.size(); i++)
        {
            if (out.remaining() < 2 * RECORD_BYTES)
            {
                return i;
            }
            out.put(i == 0 ? "" : ",");
            jail(daemon.jails.get(i), out, false);
        }
        out.put(']');
        return DONE;
    }

    private void jail(JailRuntime runtime, TextBuffer out, boolean whole)
    {
        Jail jail = runtime.jail;
        out.put("{\"name\":");
        Json.appendString(out, runtime.name, 0, runtime.name.length);
        out.put(",\"filter\":\"");
        for (int i = 0; i < runtime.filters.size(); i++)
        {
            out.put(i == 0 ? "" : ", ").put(runtime.filters.get(i).name());
        }
        out.put("\",\"banaction\":\"").put(runtime.configuration.banAction()).put('"');
        Jail prefixes = runtime.wide() == null ? null : runtime.wide().jail;
        out.put(",\"tracked\":").putNumber(jail.tracked());
        out.put(",\"banned\":").putNumber(jail.bannedCount() + (prefixes == null ? 0 : prefixes.bannedCount()));
        out.put(",\"attempts\":").putNumber(jail.attempts());
        out.put(",\"bans\":").putNumber(jail.bans() + (prefixes == null ? 0 : prefixes.bans()));
        if (whole)
        {
            out.put(",\"maxretry\":").putNumber(jail.maxRetry()).put(",\"findtime\":").putNumber(jail.findTimeSeconds());
            out.put(",\"bantime\":").putNumber(jail.banTimeSeconds()).put(",\"bannedIps\":[");
            int shown = 0;
            for (JailRuntime each = runtime; each != null; each = each.wide())
            {
                for (int ban = each.jail.nextBan(0); ban >= 0 && shown < SHOWN_BANS; ban = each.jail.nextBan(ban + 1))
                {
                    out.put(shown++ == 0 ? "\"" : ",\"");
                    append(out, each, each.jail.addressHigh(ban), each.jail.addressLow(ban));
                    out.put('"');
                }
            }
            out.put(']');
        }
        out.put('}');
    }

    private void ban(Request request, TextBuffer out)
    {
        if (request.count() < 3)
        {
            ControlServer.refuse(out, "ban needs a jail and an address");
            return;
        }
        JailRuntime runtime = daemon.bans().find(request.bytes(), request.from(1), request.to(1));
        if (runtime == null)
        {
            ControlServer.refuse(out, "there is no jail of that name; `banjo jails` lists them");
            return;
        }
        if (!parse(request, 2))
        {
            ControlServer.refuse(out, "that is no IP address");
            return;
        }
        if (runtime.wide() != null && prefix >= 0 && prefix < BanSet.ONE_ADDRESS)
        {
            runtime = runtime.wide();
        }
        int length = runtime.prefix(Address.isIpv4(address[0], address[1]));
        if (prefix >= 0 && prefix != length)
        {
            ControlServer.refuse(out, length == BanSet.ONE_ADDRESS ? "the jail bans single addresses: see prefix_v4 and prefix_v6"
                : "the jail bans prefixes of another length: see prefix_v4 and prefix_v6");
            return;
        }
        if (daemon.bans().isIgnored(runtime, address[0], address[1]))
        {
            ControlServer.refuse(out, "that address is never banned; `banjo status ADDRESS` tells why");
            return;
        }
        long seconds = runtime.jail.banTimeSeconds();
        if (!request.isEmpty(3))
        {
            seconds = Durations.parse(Utf8.decode(request.bytes(), request.from(3), request.to(3)));
            if (seconds < -1 || seconds == 0)
            {
                ControlServer.refuse(out, "that is no duration");
                return;
            }
        }
        if (!daemon.bans().byHand.ban(runtime, address[0], address[1], seconds))
        {
            ControlServer.refuse(out, "the jail is full of bans");
            return;
        }
        out.put(ControlServer.OK).put("{\"message\":\"banned ");
        append(out, runtime, address[0], address[1]);
        out.put(" in ").put(runtime.name, 0, runtime.name.length).put(" for ");
        Durations.append(out, seconds);
        out.put("\"}");
    }

    /** Reads an argument that is an address, with or without the length of its prefix. */
    private boolean parse(Request request, int argument)
    {
        byte[] bytes = request.bytes();
        int slash = request.from(argument);
        while (slash < request.to(argument) && bytes[slash] != '/')
        {
            slash++;
        }
        prefix = slash == request.to(argument) ? -1 : 0;
        if (!Address.parse(bytes, request.from(argument), slash, address) || slash + 1 == request.to(argument) || request.to(argument) - slash > 4)
        {
            return false;
        }
        for (int i = slash + 1; i < request.to(argument); i++)
        {
            if (bytes[i] < '0' || bytes[i] > '9')
            {
                return false;
            }
            prefix = prefix * 10 + bytes[i] - '0';
        }
        prefix += prefix >= 0 && Address.isIpv4(address[0], address[1]) ? 96 : 0;
        return true;
    }

    private void unban(Request request, TextBuffer out)
    {
        JailRuntime only = null;
        if (!request.isEmpty(2))
        {
            only = daemon.bans().find(request.bytes(), request.from(2), request.to(2));
            if (only == null)
            {
                ControlServer.refuse(out, "there is no jail of that name; `banjo jails` lists them");
                return;
            }
        }
        int lifted;
        if (request.is(1, "*"))
        {
            lifted = daemon.bans().byHand.unbanAll(only);
        }
        else if (request.count() > 1 && parse(request, 1))
        {
            lifted = daemon.bans().byHand.unban(only, address[0], address[1], prefix);
            if (lifted == 0)
            {
                message(out, "no jail has banned that address; the firewall is told to let it go all the same");
                return;
            }
        }
        else
        {
            ControlServer.refuse(out, "that is no IP address");
            return;
        }
        out.put(ControlServer.OK).put("{\"message\":\"lifted ").putCount(lifted, "ban").put("\"}");
    }
}
