package banjo.daemon;

import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.filter.Filter;
import banjo.jail.Jail;
import banjo.time.Zone;
import java.util.List;

/**
 * A configuration that can be put in force.
 *
 * @param filters of the enabled jails, same order; {@link LinePath} has jails that read together share them.
 * @param capacities addresses that each of them can hold.
 * @param historyCapacity addresses whose earlier bans are remembered; 0 where bans do not get longer.
 * @param zone of dates that name none.
 */
public record Prepared(Configuration configuration, List<List<Filter>> filters, int[] capacities, int historyCapacity, Zone zone)
{
    private static final int SET_SIZE_MINIMUM = 65536;

    /** @return bans that each set of the firewall is to have room for. */
    public int setSize()
    {
        int size = 0;
        for (int capacity : capacities)
        {
            // Bans that the tables have no room for get as much again.
            size += configuration.global().eviction() == Jail.BAN_ALL ? 2 * capacity : capacity;
        }
        // A kernel set of another size is made anew: it must not follow every change of the tables'.
        return Math.max(Integer.highestOneBit(size - 1) << 1, SET_SIZE_MINIMUM);
    }

    /** Reads the configuration again, wherever it comes from. */
    public interface Loader
    {
        /**
         * @param former what is in force: filters that have not changed are taken from it.
         * @throws ConfigurationException with every error.
         */
        Prepared load(Prepared former) throws ConfigurationException;
    }
}
