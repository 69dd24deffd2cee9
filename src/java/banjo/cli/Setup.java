package banjo.cli;

import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.FilterConfiguration;
import banjo.config.GlobalConfiguration;
import banjo.config.JailConfiguration;
import banjo.config.Sizes;
import banjo.config.Text;
import banjo.daemon.Prepared;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
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
import java.util.List;

/** What `run` and `check` share: the configuration with its filters compiled and its memory divided. */
final class Setup
{
    static final String DEFAULT_CONFIGURATION = "/etc/banjo/banjo.toml";

    /** Least memory of the program before any filter. */
    private static final int PROGRAM_BYTES = 3 << 19;
    /** What a daemon takes later, however much it has to do: netlink, events, clients, actions, names (bench/README.md). */
    private static final int BUFFER_BYTES = 5 << 18;
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
    final List<Filter> filters = new ArrayList<>();
    final int[] capacities;
    /** Addresses whose earlier bans are remembered; 0 where no jail's bans get longer. */
    int historyCapacity;
    /** What they may take. */
    int historyBytes;
    /** The program, its filters and what reading and compiling them has left. */
    private int programBytes = PROGRAM_BYTES;
    private int logBytes;
    private int ceilingBytes;
    final Zone zone;
    /** Who may use the socket besides root; -1 for nobody. */
    final int socketGroup;

    private Setup(Configuration configuration, int jails, Zone zone, int socketGroup)
    {
        this.socketGroup = socketGroup;
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
            Setup setup = load(sys, path == null ? DEFAULT_CONFIGURATION : path, null, null);
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
        return former -> load(sys, configuration.fileName(), former, this).prepared();
    }

    /**
     * @param former null for none: filters that have not changed are taken from it.
     * @param atStart null for this one: what does not change until a restart.
     * @throws ConfigurationException with every error as {@code FILE:LINE:COL: error: }.
     */
    private static Setup load(Sys sys, String path, Prepared former, Setup atStart) throws ConfigurationException
    {
        byte[] text;
        try
        {
            text = WholeFile.read(sys, path, CONFIGURATION_MAXIMUM);
        }
        catch (IOException e)
        {
            throw new ConfigurationException(List.of("banjo: error: " + e.getMessage()));
        }
        Configuration configuration = ConfigurationReader.read(path, text);
        Library library = new Library(Platform.builtinFilters());
        configuration.checkFilterNames(library.names());
        GlobalConfiguration lasting = (atStart == null ? configuration : atStart.configuration).global();
        Zone zone = zone(sys, configuration);
        FilterContext context = FilterContext.of(zone, sys.realtimeNanos() / 1_000_000_000L, lasting.maxLineBytes())
            .timedBy(() -> sys.monotonicNanos() / 1000);
        List<JailConfiguration> jails = configuration.enabledJails();
        List<FilterContext> contexts = contexts(jails, context);
        if (jails.isEmpty())
        {
            throw new ConfigurationException(List.of("banjo: error: no jail is enabled in " + path));
        }
        Setup setup = new Setup(configuration, jails.size(), zone, socketGroup(sys, configuration));
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < jails.size(); i++)
        {
            JailConfiguration jail = jails.get(i);
            setup.logBytes += jail.logPaths().size() * (lasting.maxLineBytes() + LOG_BYTES) + JAIL_BYTES;
            try
            {
                Filter kept = former == null ? null : unchanged(configuration, former, jail);
                Filter filter = kept != null ? kept : filter(configuration, library, jail, contexts.get(i));
                setup.filters.add(filter);
                setup.programBytes += filter.tableBytes();
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
        // What is resident at a reload holds the tables too.
        setup.programBytes = (int)Math.max(setup.programBytes, atStart == null ? Platform.usedBytes() : atStart.programBytes);
        setup.ceilingBytes = lasting.memoryCeilingBytes();
        setup.divide(jails);
        return setup;
    }

    /** Gives each jail's table its part of what the ceiling leaves. */
    private void divide(List<JailConfiguration> jails) throws ConfigurationException
    {
        programBytes = (programBytes + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
        int least = programBytes + BUFFER_BYTES + logBytes + jails.size() * LEAST_TABLE_BYTES;
        if (least > ceilingBytes)
        {
            throw new ConfigurationException(List.of(configuration.fileName() + ": error: \"memory_ceiling\" must be at least "
                + ((least >> 10) + 1) + "K for these filters and logs, not " + Sizes.toString(ceilingBytes)));
        }
        for (JailConfiguration each : jails)
        {
            if (each.increment() != null)
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

    /** @return the filter of a jail that has changed neither that nor what it reads, with all that it has seen; else null. */
    private static Filter unchanged(Configuration configuration, Prepared former, JailConfiguration jail)
    {
        Configuration before = former.configuration();
        List<String> changed = configuration.changedKeys(before, "[jails." + jail.name() + "]");
        FilterConfiguration own = configuration.findFilter(jail.filter().value());
        boolean same = (own == null) == (before.findFilter(jail.filter().value()) == null)
            && configuration.changedKeys(before, "[filters." + jail.filter().value() + "]").isEmpty()
            && !configuration.changedKeys(before, "[global]").contains("timezone");
        for (String key : new String[] {"filter", "mode", "backend", "logpath"})
        {
            same &= !changed.contains(key);
        }
        List<JailConfiguration> jails = before.enabledJails();
        int index = jails.size() - 1;
        while (index >= 0 && !jails.get(index).name().equals(jail.name()))
        {
            index--;
        }
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

    /** An operator's filter takes the place of a built-in one of the same name. */
    private static Filter filter(Configuration configuration, Library library, JailConfiguration jail, FilterContext context)
        throws FilterException
    {
        String mode = jail.mode() == null ? null : jail.mode().value();
        FilterConfiguration own = configuration.findFilter(jail.filter().value());
        try
        {
            return own != null ? FilterCompiler.compile(own, mode, context) : library.load(jail.filter().value(), mode);
        }
        catch (FilterException e)
        {
            throw own != null || jail.mode() == null ? e : new FilterException(jail.mode().origin().error(e.getMessage()));
        }
    }

    private static int socketGroup(Sys sys, Configuration configuration) throws ConfigurationException
    {
        Text name = configuration.global().socketGroup();
        int group = name == null ? -1 : Groups.find(sys, name.value());
        if (name != null && group < 0)
        {
            throw new ConfigurationException(List.of(name.origin().error("there is no group \"" + name.value() + "\" in /etc/group")));
        }
        return group;
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
