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
        return name == null ? fromFile(sys, "/etc/localtime") : named(sys, name, Zone.utc());
    }

    /** @param otherwise what an unknown name gives, null for instance. @return the zone of a POSIX TZ string, a zone name or a path. */
    static Zone named(Sys sys, String zoneName, Zone otherwise)
    {
        String name = zoneName;
        if (name.startsWith(":"))
        {
            name = name.substring(1);
        }
        if (name.startsWith("/"))
        {
            return fromFile(sys, name, otherwise);
        }
        try
        {
            return Zone.fromPosix(name);
        }
        catch (IllegalArgumentException e)
        {
            return fromFile(sys, "/usr/share/zoneinfo/" + name, otherwise);
        }
    }

    private static Zone fromFile(Sys sys, String path)
    {
        return fromFile(sys, path, Zone.utc());
    }

    private static Zone fromFile(Sys sys, String path, Zone otherwise)
    {
        try
        {
            return Zone.fromTzif(WholeFile.read(sys, path, ZONE_FILE_MAXIMUM));
        }
        catch (IOException | IllegalArgumentException e)
        {
            return otherwise;
        }
    }
}
