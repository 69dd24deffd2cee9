package banjo.daemon;

import banjo.action.Action;
import banjo.action.ActionRunner;
import banjo.config.Configuration;
import banjo.config.GlobalConfiguration;
import banjo.event.EventLog;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
import banjo.jail.BanHistory;
import banjo.source.FileSources;
import banjo.source.StreamSource;
import banjo.state.Place;
import banjo.state.StateFile;
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
    /** How long the daemon waits at its end for commands of actions. */
    private static final int ACTIONS_LIMIT_MILLIS = 10_000;

    private final Sys sys;
    private final boolean once;
    final Firewall firewall;
    final Clocks clocks;
    final EventLog log;
    final List<JailRuntime> jails = new ArrayList<>();
    /** The jails and those that ban prefixes for them. */
    final JailList banners = new JailList(List.of());
    final FileSources files;
    final Sources sources;
    /** Those of the firewall, by their numbers. */
    final List<BanSet> sets;
    final Configuration atStart;
    private final Reloader reloader;
    Prepared prepared;
    /** Whether bans were carried out at the start. */
    final boolean real;
    private boolean actionsAllowed;
    boolean removeOnStop;
    final Bans bans;
    final Guard guard;
    private final Counters counters;
    private LinePath linePath;
    private final GlobalConfiguration global;
    final Persistence persistence;
    final Privileges privileges;
    final Servers servers;
    private boolean stopping;
    private final byte[] taken = new byte[64];
    private int unread;

    /**
     * @param once reads every source to its end, then stops.
     */
    public Daemon(Sys sys, Prepared prepared, Firewall firewall, boolean once)
    {
        this.sys = sys;
        this.once = once;
        this.firewall = firewall;
        real = firewall.isReal();
        privileges = new Privileges(sys);
        clocks = new Clocks(sys, once);
        this.prepared = prepared;
        atStart = prepared.configuration();
        reloader = new Reloader(this, prepared);
        global = atStart.global();
        log = openLog(global, prepared.zone());
        files = new FileSources(sys, global.maxLineBytes());
        bans = new Bans(banners, firewall, clocks, log, once);
        persistence = new Persistence(stateFile(global), banners, bans, clocks, log, global.stateIntervalSeconds());
        guard = new Guard(sys, jails, bans, clocks, log);
        counters = new Counters(jails, files, bans, firewall, log, clocks);
        counters.names = guard.names();
        sources = new Sources(sys, files, once);
        servers = new Servers(sys, this);
        sets = BanSets.of(prepared.configuration());
        maker().make(prepared, sets, jails, banners);
        remember();
    }

    /** Bans get longer, where the jails say so. What is remembered stays when they do not any more. */
    void remember()
    {
        BanHistory history = bans.earlier.history;
        int capacity = prepared.historyCapacity();
        if (capacity > 0 && (history == null || history.capacity() != capacity))
        {
            history = new BanHistory(capacity, sys.monotonicNanos() ^ sys.realtimeNanos() * 0x9E3779B97F4A7C15L);
            if (bans.earlier.history != null)
            {
                history.take(bans.earlier.history, clocks.banSeconds());
            }
        }
        bans.earlier.remember(history);
    }

    JailMaker maker()
    {
        long seed = sys.realtimeNanos() * 0x9E3779B97F4A7C15L ^ (long)sys.processId() << 32 ^ sys.monotonicNanos();
        return new JailMaker(guard, bans, seed, once ? 0 : clocks.banSeconds());
    }

    /** Lets the configuration be read again, when somebody asks for that. */
    public void reloadFrom(Prepared.Loader newLoader)
    {
        reloader.loader = newLoader;
    }

    /** Has the commands of actions run from now on. */
    public void runActions()
    {
        actionsAllowed = true;
        startActions(atStart);
    }

    /** @return whether there are commands to be run for the first time. */
    boolean startActions(Configuration configuration)
    {
        boolean first = actionsAllowed && bans.actions == null && !configuration.actions().isEmpty();
        if (first)
        {
            bans.actions = new ActionRunner(sys, Actions.of(configuration), log::error);
        }
        return first;
    }

    /** @return where to save, or null. */
    StateFile stateFile(GlobalConfiguration wanted)
    {
        String directory = wanted.stateDirectory(global);
        return once || !real || directory == null ? null : new StateFile(sys, directory, global.stateName());
    }

    /** Opens the sources. @param places where to go on. */
    void connect(List<Place> places)
    {
        linePath = new LinePath(linePath, sources.connect(jails, places), prepared.zone(), clocks, bans, once);
        counters.standardInput = sources.standardInput;
    }

    /** Puts the configuration in force as it is now, or leaves everything as it is where it cannot be. */
    Reloader.Outcome reload()
    {
        return reloader.reload();
    }

    EventLog openLog(GlobalConfiguration wanted, Zone zone)
    {
        return EventLog.open(sys, wanted.logTarget(), wanted.logJson(), zone, wanted.logLevel());
    }

    /** Who to be after the start, instead of who it is: numbers of a user and a group. */
    public void become(int[] userAndGroup)
    {
        privileges.user = userAndGroup[0];
        privileges.group = userAndGroup[1];
    }

    /**
     * Runs until a signal, or to the end of the sources.
     *
     * @param socketPath null for no control socket.
     * @return null, or why it could not start.
     */
    public String run(String socketPath, int socketGroup, String version)
    {
        removeOnStop = global.removeOnStop();
        if (log.problem() != null)
        {
            return "log_target: " + log.problem();
        }
        // Whoever has the socket is the one daemon: nothing is touched before.
        String problem = socketPath == null ? null : servers.open(socketPath, socketGroup, global, version);
        if (problem != null)
        {
            return problem;
        }
        persistence.prepare(privileges.user, privileges.group);
        problem = privileges.drop(firewall, jails, bans.actions != null);
        if (problem != null)
        {
            servers.close();
            return problem;
        }
        List<Place> places = persistence.load();
        guard.start();
        if (bans.adoption.start() < 0)
        {
            servers.close();
            return firewall.problem();
        }
        if (firewall.warning() != null)
        {
            log.warning(firewall.warning());
        }
        bans.liftIgnored();
        int signals = sys.signalPipe(reloader.loader == null ? new int[] {Sys.SIGNAL_TERM, Sys.SIGNAL_INT}
            : new int[] {Sys.SIGNAL_TERM, Sys.SIGNAL_INT, Sys.SIGNAL_HUP});
        connect(places);
        tellProblems();
        int count = files.count() + (sources.standardInput == null ? 0 : 1);
        log.started("banjo " + version + " watching " + jails.size() + (jails.size() == 1 ? " jail, " : " jails, ")
            + count + (count == 1 ? " source, " : " sources, ") + firewall.name());
        bans.actForAll(Action.START);
        loop(signals);
        bans.actForAll(Action.STOP);
        if (bans.actions != null)
        {
            bans.actions.finish(ACTIONS_LIMIT_MILLIS);
        }
        log.flush();
        servers.close();
        persistence.save(files);
        log.flush();
        files.close();
        guard.close();
        if (!removeOnStop)
        {
            bans.orders.restore.finish();
        }
        if (firewall.stop(!removeOnStop) < 0)
        {
            log.error(firewall.problem());
        }
        return null;
    }

    private void loop(int signals)
    {
        int[] descriptors = new int[GUARD + Guard.DESCRIPTORS + Servers.DESCRIPTORS];
        int[] events = new int[descriptors.length];
        int[] ready = new int[descriptors.length];
        boolean more = true;
        boolean hangup = false;
        while (!stopping)
        {
            int count = 0;
            descriptors[count] = signals;
            events[count++] = Sys.POLL_IN;
            descriptors[count] = files.descriptor();
            events[count++] = Sys.POLL_IN;
            descriptors[count] = sources.standardInput != null && !sources.standardInput.ended() ? STANDARD_INPUT : -1;
            events[count++] = Sys.POLL_IN;
            descriptors[count] = firewall.descriptor();
            events[count++] = Sys.POLL_IN;
            count = guard.addDescriptors(descriptors, events, count);
            count = servers.addDescriptors(descriptors, events, count);
            // Who reads once waits for the names that the lines so far have given.
            boolean held = once && guard.waiting();
            int waiting = sys.poll(descriptors, events, ready, count, more || once && !held ? 0 : patienceMillis());
            clocks.read();
            if (waiting > 0)
            {
                if (ready[0] != 0)
                {
                    hangup = takeSignals(signals);
                }
                if (ready[1] != 0)
                {
                    files.wake();
                }
            }
            StreamSource standardInput = sources.standardInput;
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
            bans.orders.tick(waiting > 0 && ready[3] != 0);
            bans.expire();
            bans.orders.flush();
            servers.tick(descriptors, waiting > 0 ? ready : null, clocks.monotonicMillis());
            bans.orders.flush();
            if (bans.actions != null)
            {
                bans.actions.tick(clocks.monotonicMillis());
            }
            persistence.tick(files);
            if (hangup)
            {
                hangup = false;
                reload();
            }
            tellProblems();
            log.flush();
            counters.turn(sys.monotonicNanos() - clocks.monotonicNanos());
        }
    }

    /** Ends the loop at any signal but SIGHUP. @return whether that came. */
    private boolean takeSignals(int signals)
    {
        int count = sys.read(signals, taken, 0, taken.length);
        boolean hangup = false;
        for (int i = 0; i < count; i++)
        {
            hangup |= taken[i] == Sys.SIGNAL_HUP;
            stopping |= taken[i] != Sys.SIGNAL_HUP;
        }
        return hangup;
    }

    /** How long the loop may sleep. */
    private int patienceMillis()
    {
        if (bans.orders.restore.running())
        {
            return 0;
        }
        int patience = Math.min(Math.min(TURN_MILLIS, firewall.patienceMillis()), guard.patienceMillis());
        patience = (int)Math.max(0, Math.min(patience, servers.nextTickMillis() - clocks.monotonicMillis()));
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
