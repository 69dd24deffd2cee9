package banjo.daemon;

import banjo.action.Action;
import banjo.action.ActionRunner;
import banjo.address.PrefixList;
import banjo.config.Configuration;
import banjo.config.JailConfiguration;
import banjo.config.Text;
import banjo.control.ControlException;
import banjo.control.ControlServer;
import banjo.filter.Filter;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
import banjo.jail.Jail;
import banjo.source.FileSources;
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
    private final List<String> sourcePaths = new ArrayList<>();
    private final List<List<JailRuntime>> sourceJails = new ArrayList<>();
    private StreamSource standardInput;
    private final Zone zone;
    private final Bans bans;
    private final Guard guard;
    private final Counters counters;
    private LinePath linePath;
    private final long startMillis;
    private final int maxLine;
    private ControlServer control;
    private boolean stopping;
    private int unread;
    private int user = -1;
    private int group = -1;

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
        this.zone = zone;
        files = new FileSources(sys, maxLine);
        bans = new Bans(banners, firewall, clocks, log, once);
        guard = new Guard(sys, jails, bans, clocks, log);
        counters = new Counters(jails, files, bans, firewall, log);
        counters.names = guard.names();
        startMillis = clocks.monotonicMillis();
        long seed = sys.realtimeNanos() * 0x9E3779B97F4A7C15L ^ (long)sys.processId() << 32 ^ sys.monotonicNanos();
        List<BanSet> sets = BanSets.of(configuration);
        int index = 0;
        for (JailConfiguration each : configuration.enabledJails())
        {
            PrefixList ignored = guard.ignored(each);
            Jail jail = new Jail(each.name(), each.maxRetry(), each.findTimeSeconds(), each.banTimeSeconds(), ignored,
                each.prefixEscalate() > 0 ? capacity[index] - capacity[index] / PREFIX_SHARE : capacity[index],
                seed + index, once ? 0 : clocks.banSeconds());
            JailRuntime runtime = new JailRuntime(each, filters.get(index), jail);
            BanSets.assign(sets, runtime);
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
                BanSets.assign(sets, wide);
                wide.actions = runtime.actions;
                banners.add(wide);
            }
            index++;
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
        JailRuntime[][] jailsOfSource = new JailRuntime[sourceJails.size()][];
        for (int i = 0; i < jailsOfSource.length; i++)
        {
            jailsOfSource[i] = sourceJails.get(i).toArray(new JailRuntime[0]);
        }
        linePath = new LinePath(jailsOfSource, zone, clocks, bans, once);
        counters.standardInput = standardInput;
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
        guard.start();
        if (bans.start() < 0)
        {
            return firewall.problem();
        }
        if (firewall.warning() != null)
        {
            log.warning(firewall.warning());
        }
        bans.liftIgnored();
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
        String refused = Privileges.drop(sys, firewall.name(), files.count() > 0, bans.actions != null, user, group);
        if (refused != null)
        {
            control = closeControl();
            firewall.stop(true);
            return refused;
        }
        log.say("banjo " + version + " watching " + jails.size() + (jails.size() == 1 ? " jail, " : " jails, ")
            + (files.count() + (standardInput == null ? 0 : 1)) + (files.count() == 1 ? " source, " : " sources, "), firewall.name());
        bans.actForAll(Action.START);
        loop(signals);
        bans.actForAll(Action.STOP);
        if (bans.actions != null)
        {
            bans.actions.finish(ACTIONS_LIMIT_MILLIS);
        }
        log.flush();
        control = closeControl();
        files.close();
        guard.close();
        if (firewall.stop(!removeOnStop) < 0)
        {
            log.error(firewall.problem());
        }
        return null;
    }

    private ControlServer closeControl()
    {
        if (control != null)
        {
            control.close();
        }
        return null;
    }

    private void loop(int signals)
    {
        int[] descriptors = new int[GUARD + Guard.DESCRIPTORS + ControlServer.DESCRIPTORS];
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
            // Who reads once waits for the names that the lines so far have given.
            boolean held = once && guard.waiting();
            int waiting = sys.poll(descriptors, events, ready, controlEnd, more || once && !held ? 0 : patienceMillis());
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
            if (bans.actions != null)
            {
                bans.actions.tick(clocks.monotonicMillis());
            }
            tellProblems();
            log.flush();
        }
    }

    /** How long the loop may sleep. */
    private int patienceMillis()
    {
        int patience = Math.min(Math.min(TURN_MILLIS, firewall.patienceMillis()), guard.patienceMillis());
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

    long uptimeSeconds()
    {
        return (clocks.monotonicMillis() - startMillis) / 1000;
    }

    Counters counters()
    {
        return counters;
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
