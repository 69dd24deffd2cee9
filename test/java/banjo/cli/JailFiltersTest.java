package banjo.cli;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import banjo.config.Configuration;
import banjo.config.ConfigurationReader;
import banjo.filter.Filter;
import banjo.filter.FilterContext;
import banjo.filter.Library;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** A filter is loaded once for all jails that use it alike, and once for each other mode or definition. */
public class JailFiltersTest
{
    private static final String DOORS = """
        [filters.door]
        failregex = ['^door: wrong code from <ADDR>$']
        [filters.lines]
        maxlines = 2
        failregex = ['^wrong code<SKIPLINES>from <ADDR>$']
        """;

    private final JailFilters.Loaded loaded = new JailFilters.Loaded();

    private List<Filter> load(String... jails) throws Exception
    {
        StringBuilder text = new StringBuilder(DOORS);
        for (int i = 0; i < jails.length; i++)
        {
            text.append("[jails.j").append(i).append("]\nlogpath = [\"/log").append(i).append("\"]\n").append(jails[i]).append('\n');
        }
        Configuration configuration = ConfigurationReader.read("t.toml", Utf8.encode(text.toString()));
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < jails.length; i++)
        {
            FilterContext context = FilterContext.of(Zone.utc(), 1_800_000_000L, 8192).sharingDates();
            filters.addAll(JailFilters.load(Platform.sys(), configuration, new Library(Platform.builtinFilters()), configuration.jails().get(i),
                context, loaded));
        }
        return filters;
    }

    @Test
    public void jailsShareTablesAndNoMemory() throws Exception
    {
        List<Filter> filters = load("filter = \"sshd\"", "filter = \"sshd\"", "filter = \"sshd\"\nmode = \"ddos\"", "filter = \"door\"",
            "filter = \"door\"", "filter = \"lines\"", "filter = \"lines\"");
        assertTrue(filters.get(0).judgesLike(filters.get(1)));
        assertTrue(filters.get(0) != filters.get(1));
        assertFalse("another mode", filters.get(0).judgesLike(filters.get(2)));
        assertTrue(filters.get(3).judgesLike(filters.get(4)));
        assertFalse("another filter", filters.get(3).judgesLike(filters.get(5)));
        assertTrue(filters.get(5).judgesLike(filters.get(6)));
        assertTrue("each finds the dates of its own lines", filters.get(3).dates() != filters.get(4).dates());
        assertSame("without a memory there is one", load("filter = \"uhttpd\"").get(0), load("filter = \"uhttpd\"").get(0));
    }
}
