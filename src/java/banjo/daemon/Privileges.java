package banjo.daemon;

import banjo.firewall.Firewall;
import banjo.sys.Errno;
import banjo.sys.Sys;

/** What the daemon may do after its start: as little as its work needs, see capabilities(7). */
final class Privileges
{
    private static final long READ_ANY_FILE = 1L << 2;
    private static final long CHANGE_FIREWALL = 1L << 12;

    private Privileges()
    {
    }

    /**
     * Gives up the rest, for good.
     *
     * @param files logs are read, whoever owns them.
     * @param commands operators' commands are run, which may need all of root's rights.
     * @param user and group: -1 for who it is.
     * @return null, or what went wrong.
     */
    static String drop(Sys sys, Firewall firewall, boolean files, boolean commands, int user, int group)
    {
        long kept = (files ? READ_ANY_FILE : 0) | (firewall.isReal() ? CHANGE_FIREWALL : 0);
        boolean programs = commands || firewall.runsPrograms();
        int result = sys.dropPrivileges(user, group, kept, programs);
        if (result == -Errno.ENOSYS && user < 0 || result >= 0)
        {
            return null;
        }
        return result == -Errno.ENOSYS ? "user: the image cannot become another user; leave that to the service manager"
            : "cannot give up privileges: " + Errno.message(result);
    }
}
