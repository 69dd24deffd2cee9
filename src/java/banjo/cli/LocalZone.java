package banjo.cli;

import banjo.sys.Sys;
import banjo.time.Zone;
import java.io.IOException;

/** The time zone that the user's clock shows: TZ, else /etc/localtime (tzset(3)), else UTC. */
final class LocalZone
{
    private static final int ZONE_FILE_MAXIMUM = 1 << 20;

    private LocalZone()
    {
    }

    static Zone find(Sys sys)
    {
        String name = sys.environment("TZ");
        if (name == null)
        {
            return fromFile(sys, "/etc/localtime");
        }
        if (name.startsWith(":"))
        {
            name = name.substring(1);
        }
        if (name.startsWith("/"))
        {
            return fromFile(sys, name);
        }
        try
        {
            return Zone.fromPosix(name);
        }
        catch (IllegalArgumentException e)
        {
            return fromFile(sys, "/usr/share/zoneinfo/" + name);
        }
    }

    private static Zone fromFile(Sys sys, String path)
    {
        try
        {
            return Zone.fromTzif(WholeFile.read(sys, path, ZONE_FILE_MAXIMUM));
        }
        catch (IOException | IllegalArgumentException e)
        {
            return Zone.utc();
        }
    }
}
