package banjo.daemon;

import banjo.action.Action;
import banjo.action.ActionRunner;
import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.config.Configuration;
import banjo.config.GlobalConfiguration;
import banjo.config.JailConfiguration;
import banjo.config.Text;
import banjo.control.ControlException;
import banjo.control.ControlServer;
import banjo.event.EventLog;
import banjo.filter.Filter;
import banjo.firewall.Firewall;
import banjo.http.HttpServer;
import banjo.jail.BanHistory;
import banjo.jail.Jail;
import banjo.source.FileSources;
import banjo.source.StreamSource;
import banjo.state.StateFile;
import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.List;

/**
 * The daemon: one thread, one poll(2) loop. Each turn reads the clock, drains the sources, lifts what has expired, sends the
 * firewall one transaction and answers clients. A line goes source, date and header, filter, jail, firewall, once.
 */
public final class Daemon
{
    private static final int TURN_MILLIS = 1000;
    private static final int STANDARD_INPUT = 0;
    /** Where the descriptors of the guard begin. */
    private static final int GUARD = 4;
    /** A jail that escalates gives one part in so many of its room to prefixes. */
    private static final int PREFIX_SHARE = 8;
    private static final long LONGEST_SECONDS = 520L * 7 * 24 * 3600;
    /** How long the daemon waits at its end for commands of actions. */
    private static final int ACTIONS_LIMIT_MILLIS = 10_000;

    private final Sys sys;
    private final boolean once;
    private final Firewall firewall;
    final Clocks clocks;
    final EventLog log;
    final List<JailRuntime> jails = new ArrayList<>();
    /** The jails and those that ban prefixes for them. */
    final List<JailRuntime> banners = new ArrayList<>();
    final FileSources files;
    private final List<String> sourceKeys = new ArrayList<>();
    private final List<List<JailRuntime>> sourceJails = new ArrayList<>();
    private StreamSource standardInput;
    private final Zone zone;
    private final Bans bans;
    private final Guard guard;
    private final Counters counters;
    private LinePath linePath;
    private final int maxLine;
    private final GlobalConfiguration global;
    /** Null when nothing is saved. */
    private final Persistence persistence;
    private ControlServer control;
    private HttpServer pages;
    private boolean stopping;
    private int unread;
    private int user = -1;
    private int group = -1;

    /**
     * @param filters of the enabled jails, same order.
     * @param capacity addresses each jail can hold.
     * @param historyCapacity addresses whose earlier bans are remembered; 0 where bans do not get longer.
     * @param once reads every source to its end, then stops.
     */
    public Daemon(Sys sys, Configuration configuration, List<List<Filter>> filters, Firewall firewall, Zone zone, int[] capacity, int historyCapacity,
        boolean once)
    {
        this.sys = sys;
        this.once = once;
        this.firewall = firewall;
        clocks = new Clocks(sys, once);
        global = configuration.global();
        log = EventLog.open(sys, global.logTarget(), global.logJson(), zone, global.logLevel());
        maxLine = global.maxLineBytes();
        this.zone = zone;
        files = new FileSources(sys, maxLine);
        bans = new Bans(banners, firewall, clocks, log, once);
        persistence = once || !firewall.isReal() || global.stateDirectory() == null ? null
            : new Persistence(new StateFile(sys, global.stateDirectory(), global.stateName()), banners, bans, clocks, log, global.stateIntervalSeconds());
        guard = new Guard(sys, jails, bans, clocks, log);
        counters = new Counters(jails, files, bans, firewall, log, clocks);
        counters.names = guard.names();
        long seed = sys.realtimeNanos() * 0x9E3779B97F4A7C15L ^ (long)sys.processId() << 32 ^ sys.monotonicNanos();
        int index = 0;
        for (JailConfiguration each : configuration.enabledJails())
        {
            PrefixList ignored = guard.ignored(each);
            Jail jail = new Jail(each.name(), each.maxRetry(), each.findTimeSeconds(), each.banTimeSeconds(), ignored,
                each.prefixEscalate() > 0 ? capacity[index] - capacity[index] / PREFIX_SHARE : capacity[index],
                seed + index, once ? 0 : clocks.banSeconds());
            JailRuntime runtime = new JailRuntime(each, filters.get(index), jail);
            BanSets.assign(configuration, runtime);
            runtime.actions = Actions.numbers(configuration, each.actions());
            runtime.lookUp = each.useDns() ? guard.names().forLogs() : null;
            runtime.number = index;
            jails.add(runtime);
            banners.add(runtime);
            if (each.prefixEscalate() > 0)
            {
                // Addresses count that are banned at one time; for ever is as long as a table keeps attempts.
                long findTime = each.banTimeSeconds() < 0 ? LONGEST_SECONDS : each.banTimeSeconds();
                JailRuntime wide = runtime.escalateTo(new Jail(each.name(), each.prefixEscalate(), findTime, each.banTimeSeconds(), ignored,
                    Math.max(capacity[index] / PREFIX_SHARE, PREFIX_SHARE), seed - 1 - index, once ? 0 : clocks.banSeconds()));
                BanSets.assign(configuration, wide);
                wide.actions = runtime.actions;
                banners.add(wide);
            }
            index++;
        }
        if (historyCapacity > 0)
        {
            bans.remember(new BanHistory(historyCapacity, seed - 1));
        }
    }

    /** Has the commands of actions run from now on. */
    public void runActions(Configuration configuration)
    {
        if (!configuration.actions().isEmpty())
        {
            bans.actions = new ActionRunner(sys, Actions.of(configuration), log::error);
        }
    }

    /** Opens the sources. */
    private void openSources()
    {
        List<String> readerKeys = new ArrayList<>();
        for (JailRuntime each : jails)
        {
            if (each.configuration.standardInput())
            {
                int source = sourceOf("", each);
                standardInput = standardInput == null ? new StreamSource(sys, STANDARD_INPUT, source, maxLine) : standardInput;
            }
            boolean fromStart = once || each.configuration.readFromStart();
            int readers = readersOf(each.configuration, readerKeys);
            for (Text path : each.configuration.logPaths())
            {
                files.add(path.value(), sourceOf(readers + path.value(), each), readers, fromStart);
            }
        }
        JailRuntime[][] jailsOfSource = new JailRuntime[sourceJails.size()][];
        for (int i = 0; i < jailsOfSource.length; i++)
        {
            jailsOfSource[i] = sourceJails.get(i).toArray(new JailRuntime[0]);
        }
        linePath = new LinePath(jailsOfSource, zone, clocks, bans, once);
        counters.standardInput = standardInput;
    }

    /** Jails that read the same paths from the same place read them together. @return their number. */
    private static int readersOf(JailConfiguration jail, List<String> keys)
    {
        StringBuilder key = new StringBuilder(jail.readFromStart() ? "start" : "end");
        for (Text path : jail.logPaths())
        {
            key.append('\n').append(path.value());
        }
        if (!keys.contains(key.toString()))
        {
            keys.add(key.toString());
        }
        return keys.indexOf(key.toString());
    }

    /** @param key the number of the readers and the path; empty for standard input. */
    private int sourceOf(String key, JailRuntime jail)
    {
        int source = sourceKeys.indexOf(key);
        if (source < 0)
        {
            source = sourceKeys.size();
            sourceKeys.add(key);
            sourceJails.add(new ArrayList<>());
        }
        sourceJails.get(source).add(jail);
        return source;
    }

    /** Who to be after the start, instead of who it is: numbers of a user and a group. */
    public void become(int[] userAndGroup)
    {
        user = userAndGroup[0];
        group = userAndGroup[1];
    }

    /**
     * Runs until a signal, or to the end of the sources.
     *
     * @param socketPath null for no control socket.
     * @return null, or why it could not start.
     */
    public String run(String socketPath, int socketGroup, boolean removeOnStop, String version)
    {
        if (log.problem() != null)
        {
            return log.problem();
        }
        // Whoever has the socket is the one daemon: nothing is touched before.
        String problem = socketPath == null ? null : listen(socketPath, socketGroup, version);
        if (problem != null)
        {
            return problem;
        }
        if (persistence != null)
        {
            files.remember(persistence.load());
        }
        guard.start();
        if (bans.start() < 0)
        {
            closeServers();
            return firewall.problem();
        }
        if (firewall.warning() != null)
        {
            log.warning(firewall.warning());
        }
        bans.liftIgnored();
        int signals = sys.signalPipe(new int[] {Sys.SIGNAL_TERM, Sys.SIGNAL_INT});
        openSources();
        tellProblems();
        if (persistence != null)
        {
            persistence.prepare(user, group);
        }
        String refused = Privileges.drop(sys, firewall, files.count() > 0, bans.actions != null, user, group);
        if (refused != null)
        {
            closeServers();
            firewall.stop(true);
            return refused;
        }
        int sources = files.count() + (standardInput == null ? 0 : 1);
        log.started("banjo " + version + " watching " + jails.size() + (jails.size() == 1 ? " jail, " : " jails, ")
            + sources + (sources == 1 ? " source, " : " sources, ") + firewall.name());
        bans.actForAll(Action.START);
        loop(signals);
        bans.actForAll(Action.STOP);
        if (bans.actions != null)
        {
            bans.actions.finish(ACTIONS_LIMIT_MILLIS);
        }
        log.flush();
        closeServers();
        if (persistence != null)
        {
            persistence.save(files);
        }
        log.flush();
        files.close();
        guard.close();
        if (!removeOnStop)
        {
            bans.finishRestoring();
        }
        if (firewall.stop(!removeOnStop) < 0)
        {
            log.error(firewall.problem());
        }
        return null;
    }

    private void closeServers()
    {
        if (control != null)
        {
            control.close();
        }
        if (pages != null)
        {
            pages.close();
        }
    }

    /** @return null, or why clients cannot be served. */
    private String listen(String socketPath, int socketGroup, String version)
    {
        Answers answers = new Answers(this, version);
        try
        {
            control = new ControlServer(sys, socketPath, socketGroup, answers);
        }
        catch (ControlException e)
        {
            return e.getMessage();
        }
        if (global.metricsPort() == 0)
        {
            return null;
        }
        pages = new HttpServer(sys, new Pages(this, answers, version));
        byte[] bind = Utf8.encode(global.metricsBind());
        long[] address = new long[2];
        Address.parse(bind, 0, bind.length, address);
        int listening = pages.listen(!Address.isIpv4(address[0], address[1]), address[0], address[1], global.metricsPort());
        if (listening == 0)
        {
            return null;
        }
        control.close();
        return "cannot serve metrics at " + global.metricsBind() + " port " + global.metricsPort() + ": " + Errno.message(listening);
    }

    private void loop(int signals)
    {
        int[] descriptors = new int[GUARD + Guard.DESCRIPTORS + ControlServer.DESCRIPTORS + HttpServer.DESCRIPTORS];
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
            descriptors[count] = firewall.descriptor();
            events[count++] = Sys.POLL_IN;
            count = guard.addDescriptors(descriptors, events, count);
            int controlEnd = control == null ? count : control.addDescriptors(descriptors, events, count);
            int pagesEnd = pages == null ? controlEnd : pages.addDescriptors(descriptors, events, controlEnd);
            // Who reads once waits for the names that the lines so far have given.
            boolean held = once && guard.waiting();
            int waiting = sys.poll(descriptors, events, ready, pagesEnd, more || once && !held ? 0 : patienceMillis());
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
            more = !held && files.drain(linePath, clocks.monotonicMillis());
            if (!held && standardInput != null && !standardInput.ended() && (once || waiting > 0 && ready[2] != 0))
            {
                more |= standardInput.read(linePath) > 0;
            }
            if (once && !held && !more && (standardInput == null || standardInput.ended()))
            {
                files.finish(linePath);
                unread = files.unread();
                stopping = !guard.waiting();
            }
            guard.tick(waiting > 0 ? ready : null, GUARD);
            bans.tick(waiting > 0 && ready[3] != 0);
            bans.expire();
            bans.flush();
            if (control != null)
            {
                if (waiting > 0)
                {
                    control.ready(descriptors, ready, count, controlEnd, clocks.monotonicMillis());
                }
                control.tick(clocks.monotonicMillis());
                bans.flush();
            }
            if (pages != null)
            {
                pages.ready(descriptors, ready, controlEnd, pagesEnd, clocks.monotonicMillis());
            }
            if (bans.actions != null)
            {
                bans.actions.tick(clocks.monotonicMillis());
            }
            if (persistence != null)
            {
                persistence.tick(files);
            }
            tellProblems();
            log.flush();
            counters.turn(sys.monotonicNanos() - clocks.monotonicNanos());
        }
    }

    /** How long the loop may sleep. */
    private int patienceMillis()
    {
        if (bans.restoring())
        {
            return 0;
        }
        int patience = Math.min(Math.min(TURN_MILLIS, firewall.patienceMillis()), guard.patienceMillis());
        if (control != null)
        {
            patience = (int)Math.max(0, Math.min(patience, control.nextTickMillis() - clocks.monotonicMillis()));
        }
        return bans.actions == null ? patience : Math.min(patience, bans.actions.patienceMillis());
    }

    private void tellProblems()
    {
        for (String problem = files.takeProblem(); problem != null; problem = files.takeProblem())
        {
            log.warning(problem);
        }
    }

    String firewallName()
    {
        return firewall.name();
    }

    Counters counters()
    {
        return counters;
    }

    Guard guard()
    {
        return guard;
    }

    Bans bans()
    {
        return bans;
    }

    /** @return sources that could not be read to their end by a daemon that reads once; each has been told. */
    public int unread()
    {
        return unread;
    }

    /** Appends a summary for people: a line for the whole, one for each jail. */
    public void summary(TextBuffer out)
    {
        counters.summary(out);
    }
}
