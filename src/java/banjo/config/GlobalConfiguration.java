package banjo.config;

/**
 * The table {@code [global]}.
 *
 * @param memoryCeilingBytes 4M to 1G.
 * @param banAction "nftables", "ipset", "iptables" or "log-only": the kernel is never touched.
 * @param removeOnStop {@code on_stop = "remove"}: bans end when the daemon does.
 * @param socketPath the control socket.
 * @param socketGroup a name or number, or null for root alone.
 * @param logLevel 0 error, 1 warning, 2 info, 3 debug.
 * @param timezone a zone name or POSIX TZ string, not looked at yet; null for the machine's own.
 * @param maxLineBytes 256 to 64K.
 * @param user who the daemon is after its start, by name or number; null for who starts it.
 */
public record GlobalConfiguration(int memoryCeilingBytes, String banAction, boolean removeOnStop, String socketPath, String socketGroup,
    int logLevel, Text timezone, int maxLineBytes, String user)
{
    static final String[] LOG_LEVELS = {"error", "warning", "info", "debug"};

    static GlobalConfiguration of(Values values)
    {
        int logLevel = 0;
        while (!LOG_LEVELS[logLevel].equals(values.string("log_level")))
        {
            logLevel++;
        }
        return new GlobalConfiguration((int)values.bytes("memory_ceiling"), values.string("banaction"),
            values.string("on_stop").equals("remove"), values.string("socket"), values.string("socket_group"), logLevel,
            values.text("timezone"), (int)values.bytes("max_line"), values.string("user"));
    }
}
