package banjo.cli;

import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.GlobalConfiguration;
import banjo.config.JailConfiguration;
import banjo.config.Sizes;
import banjo.config.Text;
import banjo.daemon.Prepared;
import banjo.filter.Filter;
import banjo.filter.FilterContext;
import banjo.filter.FilterException;
import banjo.filter.Library;
import banjo.jail.BanHistory;
import banjo.jail.Jail;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.time.Zone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What `run` and `check` share: the configuration with its filters compiled and its memory divided. */
final class Setup
{
    static final String DEFAULT_CONFIGURATION = "/etc/banjo/banjo.toml";

    /** Least memory of the program before any filter. */
    private static final int PROGRAM_BYTES = 3 << 19;
    /** What a daemon takes later, however much it has to do: netlink, events, clients, actions, names, a table that moves. */
    private static final int BUFFER_BYTES = 6 << 18;
    /** A followed log, besides its longest line. */
    private static final int LOG_BYTES = 1024;
    /** Lists of the jail's entries, its sets and its name. */
    private static final int JAIL_BYTES = 40 << 10;
    private static final int LEAST_TABLE_BYTES = 16 << 10;
    /** Sizes are known to this: not every start may differ. */
    private static final int STEP_BYTES = 256 << 10;
    /** An attack from more addresses than this is nothing unusual. */
    private static final int SMALL_TABLE = 1000;
    /** The history of bans has one part in so many of the tables. */
    private static final int HISTORY_SHARE = 8;
    private static final int CONFIGURATION_MAXIMUM = 4 << 20;

    final Configuration configuration;
    /** Of each enabled jail. */
    final List<List<Filter>> filters = new ArrayList<>();
    final int[] capacities;
    /** Addresses whose earlier bans are remembered; 0 where no jail's bans get longer. */
    int historyCapacity;
    /** What they may take. */
    int historyBytes;
    /** The program and its filters. */
    private int programBytes = PROGRAM_BYTES;
    /** The same with what reading and compiling them has left behind, which is given back before tables are made. */
    private int peakBytes;
    private int logBytes;
    private int ceilingBytes;
    /** The one that every jail has, whatever the configuration says; null for none. */
    private String backEnd;
    final Zone zone;
    /** Who may use the socket besides root; -1 for nobody. */
    final int socketGroup;
    /** Numbers of the user and the group to be after the start; null for who starts it. */
    final int[] user;

    private Setup(Configuration configuration, int jails, Zone zone, int socketGroup, int[] user)
    {
        this.socketGroup = socketGroup;
        this.user = user;
        this.configuration = configuration;
        this.zone = zone;
        capacities = new int[jails];
    }

    /** Loads what --config names, else the default file. @return null when it is invalid: then every error has been printed. */
    static Setup load(Sys sys, Arguments arguments, Output err)
    {
        String path = arguments.value("--config");
        try
        {
            String backEnd = arguments.has("--dry-run") ? JailConfiguration.LOG_ONLY : arguments.value("--backend");
            Setup setup = load(sys, path == null ? DEFAULT_CONFIGURATION : path, backEnd, null, null);
            setup.warnOfSmallTables(err);
            return setup;
        }
        catch (ConfigurationException e)
        {
            for (String error : e.errors())
            {
                Main.printError(err, error);
            }
            return null;
        }
    }

    private void warnOfSmallTables(Output err)
    {
        int least = capacities[0];
        for (int capacity : capacities)
        {
            least = Math.min(least, capacity);
        }
        if (least < SMALL_TABLE)
        {
            err.put("banjo: warning: memory_ceiling leaves a jail room for ").putNumber(least)
                .put(" addresses only: raise it, or have fewer jails").line();
        }
    }

    Prepared prepared()
    {
        return new Prepared(configuration, filters, capacities, historyCapacity, zone);
    }

    /** @return what reads the file again, for the daemon that this set-up has made. */
    Prepared.Loader again(Sys sys)
    {
        return former -> load(sys, configuration.fileName(), backEnd, former, this).prepared();
    }

    /**
     * @param backEnd null for what the configuration says.
     * @param former null for none: filters that have not changed are taken from it.
     * @param atStart null for this one: what does not change until a restart.
     * @throws ConfigurationException with every error as {@code FILE:LINE:COL: error: }.
     */
    private static Setup load(Sys sys, String path, String backEnd, Prepared former, Setup atStart) throws ConfigurationException
    {
        long usedBefore = Platform.usedBytes();
        byte[] text;
        try
        {
            text = atStart == null ? WholeFile.read(sys, path, CONFIGURATION_MAXIMUM) : WholeFile.readRegular(sys, path, CONFIGURATION_MAXIMUM);
        }
        catch (IOException e)
        {
            throw new ConfigurationException(List.of("banjo: error: " + e.getMessage()
                + (path.equals(DEFAULT_CONFIGURATION) ? "; --config FILE names another" : "")));
        }
        Configuration configuration = ConfigurationReader.read(path, text, backEnd);
        Library library = new Library(Platform.builtinFilters());
        configuration.checkFilterNames(library.names());
        GlobalConfiguration global = configuration.global();
        Zone zone = zone(sys, configuration);
        FilterContext context = FilterContext.of(zone, sys.realtimeNanos() / 1_000_000_000L, global.maxLineBytes())
            .timedBy(() -> sys.monotonicNanos() / 1000);
        List<JailConfiguration> jails = configuration.enabledJails();
        List<FilterContext> contexts = contexts(jails, context);
        if (jails.isEmpty())
        {
            throw new ConfigurationException(List.of("banjo: error: no jail is enabled in " + path));
        }
        Setup setup = new Setup(configuration, jails.size(), zone, socketGroup(sys, configuration), user(sys, configuration));
        List<String> errors = new ArrayList<>();
        JailFilters.Loaded loaded = new JailFilters.Loaded();
        List<List<Filter>> kept = new ArrayList<>();
        for (JailConfiguration jail : jails)
        {
            List<Filter> own = former == null ? null : unchanged(configuration, former, jail);
            kept.add(own);
            if (own != null)
            {
                JailFilters.keep(jail, own, loaded);
            }
        }
        for (int i = 0; i < jails.size(); i++)
        {
            JailConfiguration jail = jails.get(i);
            setup.logBytes += jail.logPaths().size() * (global.maxLineBytes() + LOG_BYTES) + JAIL_BYTES;
            try
            {
                setup.add(kept.get(i) != null ? kept.get(i) : JailFilters.load(sys, configuration, library, jail, contexts.get(i), loaded));
            }
            catch (FilterException e)
            {
                errors.add(e.getMessage());
            }
        }
        if (!errors.isEmpty())
        {
            throw new ConfigurationException(errors);
        }
        setup.peakBytes = used(usedBefore);
        if (atStart == null)
        {
            Platform.collect();
        }
        // What is resident at a reload holds more than the filters.
        setup.programBytes = Math.max(setup.programBytes, atStart == null ? used(usedBefore) : atStart.programBytes);
        setup.backEnd = backEnd;
        setup.ceilingBytes = global.memoryCeilingBytes();
        setup.divide(jails, former != null && former.historyCapacity() > 0);
        if (former != null && !Arrays.equals(setup.capacities, former.capacities()) && !Platform.hasRoomTwice())
        {
            throw new ConfigurationException(List.of("memory_ceiling: the image has no room to move tables as full as these: that needs a restart"));
        }
        return setup;
    }

    /** An emulator of another CPU is resident as well: only what this set-up has added is ours for certain. */
    private static int used(long usedBefore)
    {
        long used = Platform.usedBytes();
        return (int)Math.min(used, used - usedBefore + PROGRAM_BYTES);
    }

    private void add(List<Filter> own)
    {
        for (Filter each : own)
        {
            boolean counted = false;
            for (List<Filter> others : filters)
            {
                for (Filter other : others)
                {
                    counted |= other.judgesLike(each);
                }
            }
            programBytes += counted ? 0 : each.tableBytes();
        }
        filters.add(own);
    }

    /** Gives each jail's table its part of what the ceiling leaves. @param remembers whether there are earlier bans, whatever becomes of their jails. */
    private void divide(List<JailConfiguration> jails, boolean remembers) throws ConfigurationException
    {
        programBytes = (programBytes + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
        int least = programBytes + BUFFER_BYTES + logBytes + jails.size() * LEAST_TABLE_BYTES;
        int needed = Math.max(least, peakBytes);
        if (needed > ceilingBytes)
        {
            throw new ConfigurationException(List.of(configuration.fileName() + ": error: \"memory_ceiling\" must be at least "
                + ((needed >> 10) + 1) + "K for these filters and logs, not " + Sizes.toString(ceilingBytes)));
        }
        for (JailConfiguration each : jails)
        {
            if (remembers || each.increment() != null)
            {
                historyBytes = (ceilingBytes - least) / HISTORY_SHARE;
                historyCapacity = BanHistory.capacity(historyBytes);
            }
        }
        for (int i = 0; i < capacities.length; i++)
        {
            capacities[i] = Jail.capacity(tableBytes(), jails.get(i).maxRetry());
        }
    }

    private int tableBytes()
    {
        return (ceilingBytes - programBytes - BUFFER_BYTES - logBytes - historyBytes) / capacities.length;
    }

    /** Prints what the ceiling is for. */
    void reportMemory(Output out)
    {
        out.put("memory_ceiling ").put(Sizes.toString(ceilingBytes)).line();
        report(out, "the program and its filters", programBytes);
        report(out, "buffers", BUFFER_BYTES);
        report(out, "logs and jails", logBytes);
        if (historyCapacity > 0)
        {
            out.put("  ").putNumber(historyBytes >> 10).put("K earlier bans: ").putNumber(historyCapacity).put(" addresses").line();
        }
        for (int i = 0; i < capacities.length; i++)
        {
            out.put("  ").putNumber(tableBytes() >> 10).put("K ").put(configuration.enabledJails().get(i).name()).put(": ")
                .putNumber(capacities[i]).put(" addresses").line();
        }
    }

    private static void report(Output out, String what, int bytes)
    {
        out.put("  ").putNumber(bytes >> 10).put("K ").put(what).line();
    }

    /** @return the filters of a jail that has changed neither these nor what it reads, with all that they have seen; else null. */
    private static List<Filter> unchanged(Configuration configuration, Prepared former, JailConfiguration jail)
    {
        Configuration before = former.configuration();
        List<String> changed = configuration.changedKeys(before, "[jails." + jail.name() + "]");
        List<String> global = configuration.changedKeys(before, "[global]");
        boolean same = !global.contains("timezone") && !global.contains("max_line");
        for (Text filter : jail.filters())
        {
            // One of fail2ban's lies in files of its own, which may have changed.
            same &= filter.value().indexOf('/') < 0
                && (configuration.findFilter(filter.value()) == null) == (before.findFilter(filter.value()) == null)
                && configuration.changedKeys(before, "[filters." + filter.value() + "]").isEmpty();
        }
        for (String key : new String[] {"filter", "mode", "options", "backend", "logpath", "read_from"})
        {
            same &= !changed.contains(key);
        }
        int index = before.indexOfEnabled(jail.name());
        return same && index >= 0 ? former.filters().get(index) : null;
    }

    /** One for each jail; jails that watch the same logs have the same. */
    private static List<FilterContext> contexts(List<JailConfiguration> jails, FilterContext context)
    {
        List<String> logs = new ArrayList<>();
        List<FilterContext> contexts = new ArrayList<>();
        for (JailConfiguration jail : jails)
        {
            StringBuilder key = new StringBuilder(jail.standardInput() ? "stdin" : "");
            for (Text path : jail.logPaths())
            {
                key.append('\n').append(path.value());
            }
            int same = logs.indexOf(key.toString());
            logs.add(key.toString());
            contexts.add(same < 0 ? context.sharingDates() : contexts.get(same));
        }
        return contexts;
    }

    private static int socketGroup(Sys sys, Configuration configuration) throws ConfigurationException
    {
        Text name = configuration.global().socketGroup();
        int group = name == null ? -1 : Accounts.group(sys, name.value());
        if (name != null && group < 0)
        {
            throw new ConfigurationException(List.of(name.origin().error("there is no group \"" + name.value() + "\" in /etc/group")));
        }
        return group;
    }

    private static int[] user(Sys sys, Configuration configuration) throws ConfigurationException
    {
        Text name = configuration.global().user();
        if (name == null)
        {
            return null;
        }
        int[] user = Accounts.user(sys, name.value());
        if (!Platform.canBecomeAnother())
        {
            throw new ConfigurationException(List.of(name.origin().error("the image cannot become another user; leave that to the service manager")));
        }
        if (user == null)
        {
            throw new ConfigurationException(List.of(name.origin().error("there is no user \"" + name.value() + "\" in /etc/passwd")));
        }
        for (JailConfiguration jail : configuration.enabledJails())
        {
            if (jail.banAction().startsWith("ip"))
            {
                throw new ConfigurationException(List.of(name.origin().error("the programs of " + jail.banAction() + " need root")));
            }
        }
        return user;
    }

    private static Zone zone(Sys sys, Configuration configuration) throws ConfigurationException
    {
        if (configuration.global().timezone() == null)
        {
            return LocalZone.find(sys);
        }
        Zone zone = LocalZone.named(sys, configuration.global().timezone().value(), null);
        if (zone == null)
        {
            throw new ConfigurationException(List.of(configuration.global().timezone().origin()
                .error("unknown time zone: neither a POSIX TZ string nor a file below /usr/share/zoneinfo")));
        }
        return zone;
    }
}
