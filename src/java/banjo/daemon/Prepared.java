package banjo.daemon;

import banjo.config.Configuration;
import banjo.config.ConfigurationException;
import banjo.filter.Filter;
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
