package banjo.daemon;

import banjo.action.Action;
import banjo.action.ActionRunner;
import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.GlobalConfiguration;
import banjo.config.JailConfiguration;
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
    private final Firewall firewall;
    final Clocks clocks;
    final EventLog log;
    final List<JailRuntime> jails = new ArrayList<>();
    /** The jails and those that ban prefixes for them. */
    final List<JailRuntime> banners = new ArrayList<>();
    final FileSources files;
    private final Sources sources;
    /** Those of the firewall, by their numbers. */
    private final List<BanSet> sets;
    private final Configuration atStart;
    private final int setSize;
    private Prepared prepared;
    /** Null when the configuration is not read again. */
    private Prepared.Loader loader;
    /** Whether bans were carried out at the start. */
    private final boolean real;
    private boolean actionsAllowed;
    private boolean removeOnStop;
    private final Bans bans;
    private final Guard guard;
    private final Counters counters;
    private LinePath linePath;
    private final GlobalConfiguration global;
    private final Persistence persistence;
    private final Privileges privileges;
    private final Servers servers;
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
        setSize = prepared.setSize();
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
    private void remember()
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

    private JailMaker maker()
    {
        long seed = sys.realtimeNanos() * 0x9E3779B97F4A7C15L ^ (long)sys.processId() << 32 ^ sys.monotonicNanos();
        return new JailMaker(guard, bans, seed, once ? 0 : clocks.banSeconds());
    }

    /** Lets the configuration be read again, when somebody asks for that. */
    public void reloadFrom(Prepared.Loader newLoader)
    {
        loader = newLoader;
    }

    /** Has the commands of actions run from now on. */
    public void runActions()
    {
        actionsAllowed = true;
        if (!atStart.actions().isEmpty())
        {
            bans.actions = new ActionRunner(sys, Actions.of(atStart), log::error);
        }
    }

    /** @return where to save, or null. */
    private StateFile stateFile(GlobalConfiguration wanted)
    {
        String directory = wanted.stateDirectory(global);
        return once || !real || directory == null ? null : new StateFile(sys, directory, global.stateName());
    }

    /** Opens the sources. @param places where to go on. */
    private void connect(List<Place> places)
    {
        linePath = new LinePath(linePath, sources.connect(jails, places), prepared.zone(), clocks, bans, once);
        counters.standardInput = sources.standardInput;
    }

    /**
     * Puts the configuration in force as it is now, or leaves everything as it is where it cannot be.
     *
     * @return what has changed, or why it is refused.
     */
    Outcome reload()
    {
        Outcome outcome = loader == null ? new Outcome(false, List.of("the configuration is read once")) : tryReload();
        log.message(outcome.done() ? EventLog.INFO : EventLog.ERROR, "reload", (outcome.done() ? "banjo: reloaded: "
            : "configuration refused, the former one stays: ") + String.join("; ", outcome.lines()));
        // What was in force and what was tried is garbage now: it must not wait until the heap is full.
        System.gc();
        return outcome;
    }

    private Outcome tryReload()
    {
        Prepared next;
        try
        {
            next = loader.load(prepared);
        }
        catch (ConfigurationException e)
        {
            return new Outcome(false, e.errors());
        }
        Configuration former = prepared.configuration();
        for (JailConfiguration each : next.configuration().enabledJails())
        {
            if (!real && !each.logOnly())
            {
                return new Outcome(false, List.of("banaction: started with nothing but log-only, it may not change the firewall: that needs a restart"));
            }
        }
        GlobalConfiguration wanted = next.configuration().global();
        List<String> changes = Changes.of(jails, former, next.configuration(), atStart);
        if (changes.isEmpty() && !prepared.filters().equals(next.filters()))
        {
            // One of fail2ban's lies in files of its own.
            changes.add("filters read again");
        }
        if (changes.isEmpty())
        {
            return new Outcome(true, List.of("nothing has changed"));
        }
        EventLog newLog = openLog(wanted, next.zone());
        Reload reload = new Reload(bans, guard, jails, banners);
        String problem = newLog.problem() != null ? "log_target: " + newLog.problem() : reload.prepare(next, sets);
        if (problem == null)
        {
            problem = servers.serveMetrics(wanted);
            if (problem != null)
            {
                reload.cancel(sets);
            }
        }
        if (problem != null)
        {
            newLog.close();
            return new Outcome(false, List.of(problem));
        }
        log.become(newLog);
        if (next.setSize() > setSize && next.setSize() != prepared.setSize() && !firewall.name().equals("iptables"))
        {
            changes.add("the firewall's sets keep room for " + setSize + " bans each until a restart");
        }
        prepared = next;
        removeOnStop = wanted.removeOnStop();
        if (bans.actions == null && !next.configuration().actions().isEmpty() && actionsAllowed)
        {
            bans.actions = new ActionRunner(sys, new Action[0], log::error);
            changes.add(privileges.programsLimited ? "actions have the few rights of the daemon until a restart" : "actions are run from now on");
        }
        reload.apply(former, next, maker(), sets);
        remember();
        sources.limitLines(wanted.maxLineBytes());
        connect(List.of());
        String unsaved = persistence.renew(stateFile(wanted), wanted.stateIntervalSeconds(), files);
        if (unsaved != null)
        {
            changes.add(unsaved);
        }
        return new Outcome(true, changes);
    }

    /** What became of a reload. */
    record Outcome(boolean done, List<String> lines)
    {
    }

    private EventLog openLog(GlobalConfiguration wanted, Zone zone)
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
        int signals = sys.signalPipe(loader == null ? new int[] {Sys.SIGNAL_TERM, Sys.SIGNAL_INT}
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
