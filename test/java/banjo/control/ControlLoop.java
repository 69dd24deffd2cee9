package banjo.control;

import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A server in a folder of its own, driven turn by turn by the test's thread. */
public final class ControlLoop implements AutoCloseable
{
    public final Path folder;
    public final String path;
    public final ControlServer server;
    public long nowMillis = 1000;
    private final int[] descriptors = new int[ControlServer.CLIENTS + 1];
    private final int[] events = new int[ControlServer.CLIENTS + 1];
    private final int[] ready = new int[ControlServer.CLIENTS + 1];

    public ControlLoop(int group, ControlHandler handler) throws ControlException
    {
        try
        {
            folder = Files.createTempDirectory("banjo-control");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        catch (IOException e)
        {
            throw new UncheckedIOException(e);
        }
        path = folder + "/run/banjo.sock";
        server = new ControlServer(Platform.sys(), path, group, handler);
    }

    /** One turn of the loop. */
    public void turn()
    {
        turn(0);
    }

    public void turn(int waitMillis)
    {
        int count = server.addDescriptors(descriptors, events, 0);
        int found = Platform.sys().poll(descriptors, events, ready, count, waitMillis);
        server.serve(descriptors, found > 0 ? ready : null, 0, count, nowMillis);
    }

    /** A system whose poll(2) lets the server work. */
    public Sys pumping()
    {
        return Wrapped.sys(Platform.sys(), (name, arguments) ->
        {
            if (name.equals("poll"))
            {
                turn();
            }
            return null;
        });
    }

    @Override
    public void close()
    {
        server.close();
        try
        {
            Files.deleteIfExists(folder.resolve("run/banjo.sock"));
            Files.deleteIfExists(folder.resolve("run"));
            Files.deleteIfExists(folder);
        }
        catch (IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
