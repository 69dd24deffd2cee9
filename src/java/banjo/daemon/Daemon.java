package banjo.daemon;

import banjo.address.PrefixList;
import banjo.config.Configuration;
import banjo.config.JailConfiguration;
import banjo.config.Network;
import banjo.config.Text;
import banjo.control.ControlException;
import banjo.control.ControlServer;
import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.LogLine;
import banjo.firewall.Firewall;
import banjo.jail.Jail;
import banjo.source.FileSources;
import banjo.source.LineSink;
import banjo.source.StreamSource;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.List;

/**
 * The daemon: one thread, one poll(2) loop. Each turn reads the clock, drains the sources, lifts what has expired, sends the
 * firewall one transaction and answers clients. A line goes source, date and header, filter, jail, firewall, once.
 */
public final class Daemon implements LineSink
{
    private static final int TURN_MILLIS = 1000;
    private static final int FORGET_BUDGET = 4096;
    private static final int STANDARD_INPUT = 0;
    private static final long PERMANENT = Jail.PERMANENT;

    private final Sys sys;
    private final boolean once;
    private final Firewall firewall;
    final Clocks clocks;
    final EventLog log;
    final List<JailRuntime> jails = new ArrayList<>();
    final FileSources files;
    private final List<String> sourcePaths = new ArrayList<>();
    private final List<List<JailRuntime>> sourceJails = new ArrayList<>();
    private JailRuntime[][] jailsOfSource;
    private StreamSource standardInput;
    private final LogLine line;
    private final Failure failure = new Failure();
    private final long[] address = new long[2];
    private final long startMillis;
    private final int maxLine;
    private ControlServer control;
    private boolean stopping;
    private int unread;
    private long firewallErrors;
    private long firewallRebuilds;
    private long foreignBans;

    /**
     * @param filters of the enabled jails, same order.
     * @param capacity addresses each jail can hold.
     * @param once reads every source to its end, then stops.
     */
    public Daemon(Sys sys, Configuration configuration, List<Filter> filters, Firewall firewall, Zone zone, int[] capacity, boolean once)
    {
        this.sys = sys;
        this.once = once;
        this.firewall = firewall;
        clocks = new Clocks(sys, once);
        log = new EventLog(sys, zone, configuration.global().logLevel(), firewall.name().equals("log-only"));
        maxLine = configuration.global().maxLineBytes();
        line = new LogLine(zone);
        files = new FileSources(sys, maxLine);
        startMillis = clocks.monotonicMillis();
        long seed = sys.realtimeNanos() * 0x9E3779B97F4A7C15L ^ (long)sys.processId() << 32 ^ sys.monotonicNanos();
        int index = 0;
        for (JailConfiguration each : configuration.enabledJails())
        {
            PrefixList ignored = new PrefixList(each.ignored().size());
            for (Network network : each.ignored())
            {
                ignored.add(network.high(), network.low(), network.prefixLength());
            }
            Jail jail = new Jail(each.name(), each.maxRetry(), each.findTimeSeconds(), each.banTimeSeconds(), ignored, capacity[index],
                seed + index, once ? 0 : clocks.banSeconds());
            jails.add(new JailRuntime(each, filters.get(index), jail));
            index++;
        }
    }

    /** Opens the sources. */
    private void openSources()
    {
        for (JailRuntime each : jails)
        {
            if (each.configuration.standardInput())
            {
                int source = sourceOf("stdin", each);
                standardInput = standardInput == null ? new StreamSource(sys, STANDARD_INPUT, source, maxLine) : standardInput;
            }
            for (Text path : each.configuration.logPaths())
            {
                int source = sourceOf(path.value(), each);
                files.add(path.value(), source, once || each.configuration.readFromStart());
            }
        }
        jailsOfSource = new JailRuntime[sourceJails.size()][];
        for (int i = 0; i < jailsOfSource.length; i++)
        {
            jailsOfSource[i] = sourceJails.get(i).toArray(new JailRuntime[0]);
        }
    }

    private int sourceOf(String path, JailRuntime jail)
    {
        int source = sourcePaths.indexOf(path);
        if (source < 0)
        {
            source = sourcePaths.size();
            sourcePaths.add(path);
            sourceJails.add(new ArrayList<>());
        }
        sourceJails.get(source).add(jail);
        return source;
    }

    /**
     * Runs until a signal, or to the end of the sources.
     *
     * @param socketPath null for no control socket.
     * @return null, or why it could not start.
     */
    public String run(String socketPath, int socketGroup, boolean removeOnStop, String version)
    {
        int started = firewall.start(this::adopt);
        if (started < 0)
        {
            return firewall.problem();
        }
        if (started == Firewall.REBUILT)
        {
            orderAll();
        }
        int signals = sys.signalPipe(new int[] {Sys.SIGNAL_TERM, Sys.SIGNAL_INT});
        if (socketPath != null)
        {
            try
            {
                control = new ControlServer(sys, socketPath, socketGroup, new Answers(this, version));
            }
            catch (ControlException e)
            {
                firewall.stop(true);
                return e.getMessage();
            }
        }
        openSources();
        tellProblems();
        log.say("banjo " + version + " watching " + jails.size() + (jails.size() == 1 ? " jail, " : " jails, ")
            + (files.count() + (standardInput == null ? 0 : 1)) + (files.count() == 1 ? " source, " : " sources, "), firewall.name());
        loop(signals);
        log.flush();
        if (control != null)
        {
            control.close();
        }
        files.close();
        if (firewall.stop(!removeOnStop) < 0)
        {
            log.error(firewall.problem());
        }
        return null;
    }

    private void loop(int signals)
    {
        int[] descriptors = new int[3 + ControlServer.DESCRIPTORS];
        int[] events = new int[descriptors.length];
        int[] ready = new int[descriptors.length];
        boolean more = true;
        while (!stopping)
        {
            int count = 0;
            descriptors[count] = signals;
            events[count++] = Sys.POLL_IN;
            descriptors[count] = files.descriptor();
            events[count++] = Sys.POLL_IN;
            descriptors[count] = standardInput != null && !standardInput.ended() ? STANDARD_INPUT : -1;
            events[count++] = Sys.POLL_IN;
            int controlEnd = control == null ? count : control.addDescriptors(descriptors, events, count);
            int waiting = sys.poll(descriptors, events, ready, controlEnd, more || once ? 0 : TURN_MILLIS);
            clocks.read();
            if (waiting > 0)
            {
                if (ready[0] != 0)
                {
                    stopping = true;
                }
                if (ready[1] != 0)
                {
                    files.wake();
                }
            }
            more = files.drain(this, clocks.monotonicMillis());
            if (standardInput != null && !standardInput.ended() && (once || waiting > 0 && ready[2] != 0))
            {
                more |= standardInput.read(this) > 0;
            }
            if (once && !more && (standardInput == null || standardInput.ended()))
            {
                files.finish(this);
                unread = files.unread();
                stopping = true;
            }
            expire();
            flushFirewall();
            if (control != null)
            {
                if (waiting > 0)
                {
                    control.ready(descriptors, ready, 3, controlEnd, clocks.monotonicMillis());
                }
                control.tick(clocks.monotonicMillis());
                flushFirewall();
            }
            tellProblems();
            log.flush();
        }
    }

    private void tellProblems()
    {
        for (String problem = files.takeProblem(); problem != null; problem = files.takeProblem())
        {
            log.warning(problem);
        }
    }

    @Override
    public void line(int source, byte[] buffer, int from, int to, boolean truncated)
    {
        line.read(buffer, from, to, clocks.wallSeconds());
        if (once)
        {
            clocks.seen(line.seconds());
        }
        JailRuntime[] interested = jailsOfSource[source];
        for (int i = 0; i < interested.length; i++)
        {
            if (interested[i].filter.match(line, failure))
            {
                fail(interested[i]);
            }
        }
    }

    private void fail(JailRuntime runtime)
    {
        runtime.matches++;
        if (failure.kind == Failure.DNS)
        {
            runtime.hostNames++;
            return;
        }
        long high = failure.address[0];
        long low = failure.address[1];
        Jail jail = runtime.jail;
        int result = jail.attempt(high, low, failure.seconds, clocks.nowSeconds(), clocks.banSeconds());
        if (jail.takeEvicted(address))
        {
            lift(runtime, address[0], address[1], "no room");
        }
        if (result == Jail.BAN)
        {
            long seconds = jail.banTimeSeconds();
            log.ban(clocks.nowSeconds(), runtime.name, high, low, seconds, jail.maxRetry());
            order(runtime, high, low, seconds);
        }
    }

    /** Orders a ban; one that has ended already, in an old log read once, is not. */
    private void order(JailRuntime runtime, long high, long low, long seconds)
    {
        long late = clocks.wallSeconds() - clocks.nowSeconds();
        long remaining = seconds == PERMANENT ? PERMANENT : (seconds - late) * 1000;
        if (remaining > 0 || remaining == PERMANENT)
        {
            firewall.ban(high, low, remaining, runtime.name);
        }
    }

    /** Lifts a ban in the kernel, unless another jail holds the address still. */
    private void lift(JailRuntime runtime, long high, long low, String reason)
    {
        log.unban(clocks.nowSeconds(), runtime.name, high, low, reason);
        for (int i = 0; i < jails.size(); i++)
        {
            long remaining = jails.get(i).jail.remainingSeconds(high, low, clocks.banSeconds());
            if (remaining != 0)
            {
                firewall.ban(high, low, remaining == PERMANENT ? PERMANENT : remaining * 1000, jails.get(i).name);
                return;
            }
        }
        firewall.unban(high, low);
    }

    private void expire()
    {
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            while (runtime.jail.nextExpired(address, clocks.banSeconds()))
            {
                lift(runtime, address[0], address[1], "expired");
            }
            runtime.jail.forget(clocks.nowSeconds(), FORGET_BUDGET);
        }
    }

    private void flushFirewall()
    {
        int result = firewall.flush();
        if (result == Firewall.REBUILT)
        {
            firewallRebuilds++;
            log.warning("somebody deleted table inet banjo; made again with every ban");
            orderAll();
            result = firewall.flush();
        }
        if (result < 0)
        {
            firewallErrors++;
            log.error(firewall.problem());
        }
    }

    /** Orders every ban again, into a table that is new. */
    private void orderAll()
    {
        for (int i = 0; i < jails.size(); i++)
        {
            Jail jail = jails.get(i).jail;
            for (int ban = jail.nextBan(0); ban >= 0; ban = jail.nextBan(ban + 1))
            {
                long remaining = jail.remainingSeconds(ban, clocks.banSeconds());
                if (remaining != 0)
                {
                    firewall.ban(jail.addressHigh(ban), jail.addressLow(ban), remaining == PERMANENT ? PERMANENT : remaining * 1000,
                        jails.get(i).name);
                }
            }
        }
    }

    /** Takes over a ban that the kernel held at start. */
    private void adopt(long high, long low, long remainingMillis, byte[] comment, int from, int to)
    {
        JailRuntime owner = findJail(comment, from, to);
        if (owner == null || once)
        {
            foreignBans++;
            return;
        }
        long seconds = remainingMillis < 0 ? PERMANENT : (remainingMillis + 999) / 1000;
        owner.jail.ban(high, low, seconds, clocks.wallSeconds(), clocks.banSeconds());
        owner.jail.takeEvicted(address);
    }

    /** @return the jail of that name, or null. */
    JailRuntime findJail(byte[] text, int from, int to)
    {
        for (int i = 0; i < jails.size(); i++)
        {
            byte[] name = jails.get(i).name;
            boolean same = name.length == to - from;
            for (int k = 0; same && k < name.length; k++)
            {
                same = name[k] == text[from + k];
            }
            if (same)
            {
                return jails.get(i);
            }
        }
        return null;
    }

    /** Bans by hand. @return false when the jail's table is full of permanent bans. */
    boolean banByHand(JailRuntime runtime, long high, long low, long seconds)
    {
        int result = runtime.jail.ban(high, low, seconds, clocks.wallSeconds(), clocks.banSeconds());
        if (runtime.jail.takeEvicted(address))
        {
            lift(runtime, address[0], address[1], "no room");
        }
        if (result != Jail.BAN)
        {
            return false;
        }
        log.ban(clocks.wallSeconds(), runtime.name, high, low, seconds, 0);
        firewall.ban(high, low, seconds == PERMANENT ? PERMANENT : seconds * 1000, runtime.name);
        return true;
    }

    /** Lifts bans by hand. @param only null for every jail. @return how many were lifted. */
    int unbanByHand(JailRuntime only, long high, long low)
    {
        int lifted = 0;
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            if ((only == null || only == runtime) && runtime.jail.unban(high, low))
            {
                lift(runtime, high, low, "by hand");
                lifted++;
            }
        }
        return lifted;
    }

    /** Lifts every ban of a jail or of all. @return how many. */
    int unbanAll(JailRuntime only)
    {
        int lifted = 0;
        for (int i = 0; i < jails.size(); i++)
        {
            JailRuntime runtime = jails.get(i);
            for (int ban = runtime.jail.nextBan(0); ban >= 0 && (only == null || only == runtime); ban = runtime.jail.nextBan(ban + 1))
            {
                long high = runtime.jail.addressHigh(ban);
                long low = runtime.jail.addressLow(ban);
                runtime.jail.unban(high, low);
                lift(runtime, high, low, "by hand");
                lifted++;
            }
        }
        return lifted;
    }

    String firewallName()
    {
        return firewall.name();
    }

    long uptimeSeconds()
    {
        return (clocks.monotonicMillis() - startMillis) / 1000;
    }

    /** Appends every counter as JSON members, named as metrics are. */
    void counters(TextBuffer out)
    {
        long[] sums = new long[9];
        for (JailRuntime each : jails)
        {
            sums[0] += each.matches;
            sums[1] += each.jail.attempts();
            sums[2] += each.jail.bans();
            sums[3] += each.jail.unbans();
            sums[4] += each.jail.evictions();
            sums[5] += each.jail.tooOld();
            sums[6] += each.jail.ignoredAttempts();
            sums[7] += each.jail.bannedCount();
            sums[8] += each.hostNames;
        }
        out.put("\"banjo_lines_total\":").putNumber(lines());
        out.put(",\"banjo_bytes_total\":").putNumber(bytes());
        out.put(",\"banjo_truncated_lines_total\":").putNumber(truncatedLines());
        out.put(",\"banjo_files_not_followed\":").putNumber(files.refused());
        out.put(",\"banjo_matches_total\":").putNumber(sums[0]);
        out.put(",\"banjo_attempts_total\":").putNumber(sums[1]);
        out.put(",\"banjo_bans_total\":").putNumber(sums[2]);
        out.put(",\"banjo_unbans_total\":").putNumber(sums[3]);
        out.put(",\"banjo_evictions_total\":").putNumber(sums[4]);
        out.put(",\"banjo_too_old_total\":").putNumber(sums[5]);
        out.put(",\"banjo_ignored_total\":").putNumber(sums[6]);
        out.put(",\"banjo_host_names_total\":").putNumber(sums[8]);
        out.put(",\"banjo_active_bans\":").putNumber(sums[7]);
        out.put(",\"banjo_foreign_bans\":").putNumber(foreignBans);
        out.put(",\"banjo_firewall_errors_total\":").putNumber(firewallErrors + firewall.failedOrders());
        out.put(",\"banjo_firewall_repairs_total\":").putNumber(firewallRebuilds);
        out.put(",\"banjo_log_lines_lost_total\":").putNumber(log.lost());
    }

    /** @return lines of all sources. */
    public long lines()
    {
        return files.lines() + (standardInput == null ? 0 : standardInput.lines());
    }

    private long bytes()
    {
        return files.bytes() + (standardInput == null ? 0 : standardInput.bytes());
    }

    /** @return lines that were cut. */
    public long truncatedLines()
    {
        return files.truncatedLines() + (standardInput == null ? 0 : standardInput.truncatedLines());
    }

    /** @return sources that could not be read to their end by a daemon that reads once; each has been told. */
    public int unread()
    {
        return unread;
    }

    /** Appends a summary for people: a line for the whole, one for each jail. */
    public void summary(TextBuffer out)
    {
        out.putNumber(lines()).put(" lines");
        if (truncatedLines() > 0)
        {
            out.put(", ").putNumber(truncatedLines()).put(" cut");
        }
        out.put('\n');
        for (JailRuntime each : jails)
        {
            out.put(each.name, 0, each.name.length).put(": ").putNumber(each.matches).put(" failures, ");
            out.putNumber(each.jail.bans()).put(" bans, ").putNumber(each.jail.bannedCount()).put(" banned at the end\n");
        }
    }
}
