package banjo.cli;

import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.JailConfiguration;
import banjo.config.Text;
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
import java.util.List;

/** What `run` and `check` share: the configuration with its filters compiled and its memory divided. */
final class Setup
{
    static final String DEFAULT_CONFIGURATION = "/etc/banjo/banjo.toml";

    /** Code, filter tables, buffers, the lines that counted and stacks: what the ceiling must cover besides the jails. */
    private static final int FIXED_BYTES = 5 << 20;
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
            String backEnd = arguments.has("--dry-run") ? JailConfiguration.LOG_ONLY : arguments.value("--backend");
            Setup setup = load(sys, path == null ? DEFAULT_CONFIGURATION : path, backEnd);
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

    /** @throws ConfigurationException with every error as {@code FILE:LINE:COL: error: }. */
    private static Setup load(Sys sys, String path, String backEnd) throws ConfigurationException
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
        Configuration configuration = ConfigurationReader.read(path, text, backEnd);
        Library library = new Library(Platform.builtinFilters());
        configuration.checkFilterNames(library.names());
        Zone zone = zone(sys, configuration);
        FilterContext context = FilterContext.of(zone, sys.realtimeNanos() / 1_000_000_000L, configuration.global().maxLineBytes())
            .timedBy(() -> sys.monotonicNanos() / 1000);
        List<JailConfiguration> jails = configuration.enabledJails();
        List<FilterContext> contexts = contexts(jails, context);
        if (jails.isEmpty())
        {
            throw new ConfigurationException(List.of("banjo: error: no jail is enabled in " + path));
        }
        Setup setup = new Setup(configuration, jails.size(), zone, socketGroup(sys, configuration));
        int tableBytes = configuration.global().memoryCeilingBytes() - FIXED_BYTES;
        for (JailConfiguration each : jails)
        {
            if (each.increment() != null)
            {
                setup.historyBytes = Math.max(0, tableBytes / HISTORY_SHARE);
                setup.historyCapacity = BanHistory.capacity(setup.historyBytes);
            }
        }
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < jails.size(); i++)
        {
            JailConfiguration jail = jails.get(i);
            setup.capacities[i] = Jail.capacity((tableBytes - setup.historyBytes) / jails.size(), jail.maxRetry());
            try
            {
                setup.filters.add(JailFilters.load(sys, configuration, library, jail, contexts.get(i)));
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
        return setup;
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
