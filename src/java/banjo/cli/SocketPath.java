package banjo.cli;

import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.sys.Sys;
import java.io.IOException;

/** Where a client command finds the daemon. */
final class SocketPath
{
    static final String DEFAULT = "/run/banjo/banjo.sock";
    private static final int CONFIGURATION_MAXIMUM = 4 << 20;

    private SocketPath()
    {
    }

    /**
     * {@code --socket PATH}, else {@code socket} in {@code --config F}, else the default.
     *
     * @throws IOException when the configuration cannot be read, with a message for the user.
     */
    static String of(Sys sys, Arguments arguments) throws IOException, ConfigurationException
    {
        if (arguments.value("--socket") != null)
        {
            return arguments.value("--socket");
        }
        String file = arguments.value("--config");
        if (file == null)
        {
            return DEFAULT;
        }
        return ConfigurationReader.read(file, WholeFile.read(sys, file, CONFIGURATION_MAXIMUM)).global().socketPath();
    }
}
