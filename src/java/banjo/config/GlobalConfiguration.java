package banjo.config;

/**
 * The table {@code [global]}.
 *
 * @param memoryCeilingBytes 4M to 1G.
 * @param eviction what happens when a table is full: 0 evict-oldest, 1 drop-oldest-unbanned, 2 ban-all-and-alert.
 * @param removeOnStop {@code on_stop = "remove"}: bans end when the daemon does.
 * @param socketPath the control socket.
 * @param socketGroup a name or number, or null for root alone.
 * @param logLevel 0 error, 1 warning, 2 info, 3 debug.
 * @param timezone a zone name or POSIX TZ string, not looked at yet; null for the machine's own.
 * @param maxLineBytes 256 to 64K.
 * @param logTarget {@code stderr}, {@code syslog} or an absolute path.
 * @param logJson events are JSON objects, else text.
 * @param writtenStateDirectory an absolute path, {@code none}, or null for the default.
 * @param stateIntervalSeconds between two saves at least.
 * @param metricsBind an IP address.
 * @param metricsPort 0 for no metrics.
 * @param user who the daemon is after its start, by name or number; null for who starts it.
 */
public record GlobalConfiguration(int memoryCeilingBytes, int eviction, boolean removeOnStop, String socketPath, Text socketGroup,
    int logLevel, Text timezone, int maxLineBytes, String logTarget, boolean logJson, String writtenStateDirectory, long stateIntervalSeconds,
    String metricsBind, int metricsPort, Text user)
{
    static final String[] LOG_LEVELS = {"error", "warning", "info", "debug"};
    private static final String[] EVICTIONS = {"evict-oldest", "drop-oldest-unbanned", "ban-all-and-alert"};

    /** @return the name of the state file: the socket's, so that daemons that run side by side have one each. */
    public String stateName()
    {
        String name = socketPath.substring(socketPath.lastIndexOf('/') + 1);
        return (name.endsWith(".sock") ? name.substring(0, name.length() - 5) : name) + ".state";
    }

    /**
     * @param started what the daemon was started with, which says where its socket is and who it is.
     * @return the directory of the state file: by default the socket's, or one in it that bears the name of {@code user}, who may not write
     *     to the socket's; null when nothing is saved.
     */
    public String stateDirectory(GlobalConfiguration started)
    {
        if (writtenStateDirectory != null)
        {
            return writtenStateDirectory.equals("none") ? null : writtenStateDirectory;
        }
        String socket = started.socketPath;
        return started.user == null ? socket.substring(0, Math.max(1, socket.lastIndexOf('/')))
            : socket.substring(0, socket.lastIndexOf('/') + 1) + started.user.value();
    }

    private static int indexOf(String[] names, String name)
    {
        int index = 0;
        while (!names[index].equals(name))
        {
            index++;
        }
        return index;
    }

    static GlobalConfiguration of(Values values)
    {
        int logLevel = indexOf(LOG_LEVELS, values.string("log_level"));
        return new GlobalConfiguration((int)values.bytes("memory_ceiling"), indexOf(EVICTIONS, values.string("eviction")),
            values.string("on_stop").equals("remove"), values.string("socket"), values.text("socket_group"), logLevel,
            values.text("timezone"), (int)values.bytes("max_line"), values.string("log_target"), values.string("log_format").equals("json"),
            values.string("state_dir"), values.seconds("state_interval"),
            values.string("metrics_bind"), values.originOf("metrics_port") == null ? 0 : values.integer("metrics_port"), values.text("user"));
    }
}
