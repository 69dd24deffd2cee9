package banjo.daemon;

import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.GlobalConfiguration;
import banjo.config.JailConfiguration;
import banjo.event.EventLog;
import banjo.sys.Platform;
import java.util.List;

/** Reads the configuration again while the daemon runs, and puts it in force or refuses it. */
final class Reloader
{
    private final Daemon daemon;
    /** What the firewall's sets were made with. */
    private final int setSize;
    /** Null when the configuration is read once. */
    Prepared.Loader loader;

    Reloader(Daemon daemon, Prepared atStart)
    {
        this.daemon = daemon;
        setSize = atStart.setSize();
    }

    /**
     * Puts the configuration in force as it is now, or leaves everything as it is where it cannot be.
     *
     * @return what has changed, or why it is refused.
     */
    Outcome reload()
    {
        Outcome outcome = loader == null ? new Outcome(false, List.of("the configuration is read once")) : tryReload();
        daemon.log.message(outcome.done() ? EventLog.INFO : EventLog.ERROR, "reload", (outcome.done() ? "banjo: reloaded: "
            : "configuration refused, the former one stays: ") + String.join("; ", outcome.lines()));
        // What was in force and what was tried is garbage now: it must not wait until the heap is full.
        Platform.collect();
        return outcome;
    }

    private Outcome tryReload()
    {
        Prepared next;
        try
        {
            next = loader.load(daemon.prepared);
        }
        catch (ConfigurationException e)
        {
            return new Outcome(false, e.errors());
        }
        Configuration former = daemon.prepared.configuration();
        for (JailConfiguration each : next.configuration().enabledJails())
        {
            if (!daemon.real && !each.logOnly())
            {
                return new Outcome(false, List.of("banaction: started with nothing but log-only, it may not change the firewall: that needs a restart"));
            }
        }
        GlobalConfiguration wanted = next.configuration().global();
        List<String> changes = Changes.of(daemon.jails, former, next.configuration(), daemon.atStart);
        if (changes.isEmpty() && !daemon.prepared.filters().equals(next.filters()))
        {
            // One of fail2ban's lies in files of its own.
            changes.add("filters read again");
        }
        if (changes.isEmpty())
        {
            return new Outcome(true, List.of("nothing has changed"));
        }
        Reload reload = new Reload(daemon.bans, daemon.guard, daemon.jails, daemon.banners);
        EventLog newLog = daemon.openLog(wanted, next.zone());
        // What root opened may be closed to the daemon's user: then it stays open.
        boolean kept = wanted.logTarget().equals(former.global().logTarget());
        String problem = newLog.problem() != null && !kept ? "log_target: " + newLog.problem() : reload.prepare(next, daemon.sets);
        boolean prepared = problem == null;
        problem = prepared ? daemon.servers.serveMetrics(wanted) : problem;
        if (problem != null)
        {
            newLog.close();
            if (prepared)
            {
                reload.cancel(daemon.sets);
            }
            return new Outcome(false, List.of(problem));
        }
        apply(reload, next, changes, newLog);
        return new Outcome(true, changes);
    }

    /** @param changes receives what else there is to be said. */
    private void apply(Reload reload, Prepared next, List<String> changes, EventLog newLog)
    {
        Configuration former = daemon.prepared.configuration();
        GlobalConfiguration wanted = next.configuration().global();
        daemon.log.become(newLog);
        if (next.setSize() > setSize && next.setSize() != daemon.prepared.setSize() && !daemon.firewall.name().equals("iptables"))
        {
            changes.add("the firewall's sets keep room for " + setSize + " bans each until a restart");
        }
        daemon.prepared = next;
        daemon.removeOnStop = wanted.removeOnStop();
        if (daemon.startActions(next.configuration()))
        {
            changes.add(daemon.privileges.programsLimited ? "actions have the few rights of the daemon until a restart" : "actions are run from now on");
        }
        reload.apply(former, next, daemon.maker(), daemon.sets);
        daemon.remember();
        daemon.sources.limitLines(wanted.maxLineBytes());
        daemon.connect(List.of());
        String unsaved = daemon.persistence.renew(daemon.stateFile(wanted), wanted.stateIntervalSeconds(), daemon.files);
        if (unsaved != null)
        {
            changes.add(unsaved);
        }
    }

    /** What became of a reload. */
    record Outcome(boolean done, List<String> lines)
    {
    }
}
