package banjo.daemon;

import banjo.firewall.Firewall;
import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.List;

/** What the daemon may do after its start: as little as its work needs, see capabilities(7). */
final class Privileges
{
    private static final long READ_ANY_FILE = 1L << 2;
    private static final long CHANGE_FIREWALL = 1L << 12;

    private final Sys sys;
    /** Who to be after the start; -1 for who it is. */
    int user = -1;
    int group = -1;
    /** Whether programs that are run have no more rights than the daemon. */
    boolean programsLimited;

    Privileges(Sys sys)
    {
        this.sys = sys;
    }

    /**
     * Gives up the rest, for good.
     *
     * @param jails logs of theirs are read, whoever owns them.
     * @param commands operators' commands are run, which may need all of root's rights.
     * @return null, or what went wrong.
     */
    String drop(Firewall firewall, List<JailRuntime> jails, boolean commands)
    {
        long kept = firewall.isReal() ? CHANGE_FIREWALL : 0;
        for (JailRuntime each : jails)
        {
            kept |= each.configuration.logPaths().isEmpty() ? 0 : READ_ANY_FILE;
        }
        boolean programs = commands || firewall.runsPrograms();
        int result = sys.dropPrivileges(user, group, kept, programs);
        programsLimited = result >= 0 && !programs;
        return result >= 0 || result == -Errno.ENOSYS && user < 0 ? null : "cannot give up privileges: " + Errno.message(result);
    }
}
