package banjo.cli;

import banjo.address.Address;
import banjo.config.ConfigurationException;
import banjo.config.Sizes;
import banjo.fail2ban.ConfException;
import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.FilterContext;
import banjo.filter.FilterException;
import banjo.filter.LogLine;
import banjo.source.LineSink;
import banjo.source.StreamSource;
import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Sys;
import banjo.text.Json;
import banjo.text.TextBuffer;
import banjo.time.Zone;
import java.io.IOException;

/** {@code banjo match}: runs one filter over a log and tells what it found, line by line or as a report. */
final class MatchCommand implements LineSink
{
    private static final int MAX_LINE_DEFAULT = 16 << 10;

    private final Filter filter;
    private final LogLine line;
    private final long nowSeconds;
    private final String replacement;
    private final boolean alone;
    private final Output out;
    private final Failure failure = new Failure();
    private final TextBuffer text;
    /** Null with --json. */
    private final MatchReport report;
    private long lines;

    private MatchCommand(MatchFilter source, Zone zone, long nowSeconds, Arguments arguments, int maxLine, Output out)
    {
        filter = source.filter();
        this.line = new LogLine(zone);
        this.nowSeconds = nowSeconds;
        report = arguments.has("--json") ? null : new MatchReport(source, arguments.has("--missed"), out);
        replacement = source.replacement();
        alone = arguments.has("--alone");
        this.out = out;
        // A byte becomes six characters at worst.
        text = new TextBuffer(maxLine * 6 + 512);
    }

    static int run(Sys sys, Arguments arguments, Output out, Output err) throws UsageException
    {
        arguments.expect(0, 1, "");
        String name = arguments.value("--filter");
        if (name == null)
        {
            throw new UsageException("missing --filter NAME, FILE.conf, FILE.toml or a pattern");
        }
        Zone zone = LocalZone.find(sys);
        if (arguments.value("--tz") != null)
        {
            zone = LocalZone.named(sys, arguments.value("--tz"), null);
            if (zone == null)
            {
                throw new UsageException("unknown time zone `" + arguments.value("--tz") + "`");
            }
        }
        long now = number(arguments.value("--now"), "--now", sys.realtimeNanos() / 1_000_000_000L);
        long maxLine = arguments.value("--max-line") == null ? MAX_LINE_DEFAULT : Sizes.parse(arguments.value("--max-line"));
        if (maxLine < 256 || maxLine > 64 << 10)
        {
            throw new UsageException("--max-line must lie between 256 and 64K");
        }
        String log = arguments.count() == 0 ? "-" : arguments.operand(0);
        try
        {
            MatchFilter filter = MatchFilter.find(sys, name, arguments.values("--option"), FilterContext.of(zone, now, (int)maxLine));
            MatchCommand command = new MatchCommand(filter, zone, now, arguments, (int)maxLine, out);
            return command.read(sys, log, (int)maxLine, err);
        }
        catch (FilterException | ConfException | ConfigurationException | IOException e)
        {
            return Main.refuse(err, e);
        }
    }

    private static long number(String value, String option, long otherwise) throws UsageException
    {
        try
        {
            return value == null ? otherwise : Long.parseLong(value);
        }
        catch (NumberFormatException e)
        {
            throw new UsageException("`" + option + "` needs a number");
        }
    }

    private int read(Sys sys, String log, int maxLine, Output err)
    {
        int descriptor = log.equals("-") ? 0 : sys.open(Paths.of(log), Sys.OPEN_READ, 0);
        if (descriptor < 0)
        {
            err.put("banjo: error: cannot read " + log + ": " + Errno.message(descriptor)).line();
            return ExitCode.REFUSED;
        }
        StreamSource source = new StreamSource(sys, descriptor, 0, maxLine);
        while (!source.ended())
        {
            int count = source.read(this);
            if (count < 0 && count != -Errno.EINTR && count != -Errno.EAGAIN)
            {
                err.put("banjo: error: cannot read " + log + ": " + Errno.message(count)).line();
                return ExitCode.REFUSED;
            }
        }
        if (report != null)
        {
            report.print();
            if (replacement != null)
            {
                out.put("\nfail2ban's ").put(replacement).put(" may be fooled by what attackers write; --filter ").put(replacement);
                out.put(" is banjo's own, proved not to be\n");
            }
        }
        return ExitCode.DONE;
    }

    @Override
    public void line(int source, byte[] buffer, int from, int to, boolean truncated)
    {
        lines++;
        line.read(buffer, from, to, nowSeconds);
        if (alone)
        {
            filter.clear();
        }
        boolean match = filter.match(line, failure);
        if (report == null)
        {
            print(match);
        }
        else
        {
            report.add(buffer, from, to, truncated, match, failure);
        }
    }

    private void print(boolean match)
    {
        text.clear();
        text.put("{\"line\":").putNumber(lines).put(",\"match\":").put(match ? "true" : "false").put(",\"host\":");
        if (match)
        {
            putHost();
            text.put(",\"kind\":").put(failure.kind == Failure.IP4 ? "\"ip4\"" : failure.kind == Failure.IP6 ? "\"ip6\"" : "\"dns\"");
        }
        else
        {
            text.put("null,\"kind\":null");
        }
        text.put(",\"time\":");
        if (failure.dated)
        {
            text.putNumber(failure.seconds);
        }
        else
        {
            text.put("null");
        }
        text.put(",\"user\":");
        if (match && failure.userFrom >= 0)
        {
            Json.appendString(text, failure.userText, failure.userFrom, failure.userTo);
        }
        else
        {
            text.put("null");
        }
        text.put(",\"regex\":");
        if (match)
        {
            text.putNumber(failure.regex);
        }
        else
        {
            text.put("null");
        }
        out.put(text.put("}\n"));
    }

    /** An address is written as the kernel writes it, however the log spells it. */
    private void putHost()
    {
        if (failure.kind == Failure.DNS)
        {
            Json.appendString(text, failure.hostText, failure.hostFrom, failure.hostTo);
            return;
        }
        text.put('"');
        Address.append(text, failure.address[0], failure.address[1]);
        text.put('"');
    }
}
