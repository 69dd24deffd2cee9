package banjo.daemon;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import banjo.address.PrefixList;
import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.JailConfiguration;
import banjo.jail.Jail;
import banjo.source.FileSources;
import banjo.state.Place;
import banjo.sys.Platform;
import banjo.text.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Which jails get which lines, in one configuration and from one to the next. */
public final class SourcesTest
{
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final List<String> lines = new ArrayList<>();
    private List<JailRuntime> jails = List.of();
    private JailRuntime[][] bySource;
    private FileSources files;
    private Sources sources;
    private Path log;
    private long nowMillis = 1_000_000;

    @Before
    public void create() throws IOException
    {
        log = folder.getRoot().toPath().resolve("log");
        append(log, "old\n");
        begin(false);
    }

    private void begin(boolean once)
    {
        files = new FileSources(Platform.sys(), 1000);
        sources = new Sources(Platform.sys(), files, once);
        jails = List.of();
    }

    @After
    public void close()
    {
        files.close();
    }

    private static void append(Path file, String text) throws IOException
    {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String jail(String name, String keys)
    {
        return "[jails." + name + "]\nfilter = 'x'\n" + keys + "\n";
    }

    private String reads(Path path)
    {
        return "logpath = '" + path + "'\n";
    }

    /** Puts a configuration in force, as a reload does: jails that were there go on. */
    private void connect(String text, List<Place> places) throws ConfigurationException
    {
        List<JailRuntime> next = new ArrayList<>();
        for (JailConfiguration each : ConfigurationReader.read("f", Utf8.encode(text + "[filters.x]\nfailregex = '<HOST>'\n")).enabledJails())
        {
            JailRuntime runtime = new JailRuntime(each, List.of(), new Jail(each.name(), 1, 1, 1, new PrefixList(0), 16, 7, 0));
            jails.stream().filter(former -> former.configuration.name().equals(each.name())).forEach(former -> runtime.readers = former.readers);
            next.add(runtime);
        }
        jails = next;
        bySource = sources.connect(jails, places);
    }

    /** @return what the jails have got since the last turn, sorted. */
    private List<String> turn()
    {
        lines.clear();
        nowMillis += 2000;
        files.drain((source, buffer, from, to, truncated) ->
        {
            for (JailRuntime each : bySource[source])
            {
                lines.add(each.configuration.name() + " " + Utf8.decode(buffer, from, to));
            }
        }, nowMillis);
        return lines.stream().sorted().toList();
    }

    @Test
    public void jailsThatReadTheSameReadItTogether() throws Exception
    {
        connect(jail("a", reads(log)) + jail("b", reads(log)) + jail("c", reads(log) + "read_from = 'start'"), List.of());
        append(log, "new\n");
        assertEquals(List.of("a new", "b new", "c new", "c old"), turn());
        assertEquals("a file for both, one for c", 2, files.count());
        assertEquals(3, files.lines());
    }

    @Test
    public void aPathThatIsWrittenTwiceIsReadOnce() throws Exception
    {
        connect(jail("a", "logpath = ['" + log + "', '" + log + "']"), List.of());
        append(log, "new\n");
        assertEquals(List.of("a new"), turn());
    }

    @Test
    public void whoReadsOnceBeginsAtTheStart() throws Exception
    {
        files.close();
        begin(true);
        connect(jail("a", reads(log)), List.of());
        assertEquals(List.of("a old"), turn());
    }

    @Test
    public void newJailsGoOnAtRememberedPlaces() throws Exception
    {
        connect(jail("a", reads(log)), List.of());
        turn();
        List<Place> places = files.places(jails.get(0).readers);
        assertEquals(1, places.size());
        append(log, "while it was down\n");
        files.close();
        begin(false);
        connect(jail("a", reads(log)) + jail("b", reads(log)), places);
        assertEquals(List.of("a while it was down", "b while it was down"), turn());
    }

    @Test
    public void aJailThatReadsMoreOrLessGoesOnWhereItWas() throws Exception
    {
        Path other = log.resolveSibling("other");
        append(other, "old\n");
        connect(jail("a", reads(log)) + jail("b", reads(log)) + jail("c", reads(other)), List.of());
        turn();
        append(log, "1\n");
        connect(jail("a", reads(log)) + jail("b", "logpath = ['" + log + "', '" + other + "']"), List.of());
        assertEquals("each line once for each", List.of("a 1", "b 1"), turn());
        append(log, "2\n");
        append(other, "3\n");
        assertEquals("the other from its end on", List.of("a 2", "b 2", "b 3"), turn());
        append(log, "4\n");
        append(other, "5\n");
        connect(jail("b", reads(other)), List.of());
        assertEquals(List.of("b 5"), turn());
        assertEquals("the log is let go of", 1, files.count());
    }

    @Test
    public void jailsThatPartEachGetAFileThatBothLeadTo() throws Exception
    {
        connect(jail("a", reads(log)) + jail("b", reads(log)), List.of());
        turn();
        append(log, "1\n");
        connect(jail("a", reads(log)) + jail("b", "logpath = '" + log + "*'"), List.of());
        append(log, "2\n");
        assertEquals(List.of("a 1", "a 2", "b 1", "b 2"), turn());
    }

    @Test
    public void aNewJailBeginsAtTheEndOrWhereItsConfigurationSays() throws Exception
    {
        connect(jail("a", reads(log)), List.of());
        append(log, "1\n");
        connect(jail("a", reads(log)) + jail("b", reads(log)) + jail("c", reads(log) + "read_from = 'start'"), List.of());
        assertEquals("b joins a, which has not read 1 yet", List.of("a 1", "b 1", "c 1", "c old"), turn());
        assertEquals(2, files.count());
        append(log, "2\n");
        connect(jail("c", reads(log) + "read_from = 'start'") + jail("d", reads(log) + "read_from = 'start'"), List.of());
        assertEquals("d joins nobody who began before", List.of("c 2", "d 1", "d 2", "d old"), turn());
    }

    @Test
    public void aJailLeavesStandardInputForAFileAndComesBack() throws Exception
    {
        connect(jail("a", reads(log)), List.of());
        assertNull(sources.standardInput);
        turn();
        connect(jail("a", "backend = 'stdin'"), List.of());
        assertNotNull(sources.standardInput);
        assertEquals(1, bySource[0].length);
        assertEquals(0, files.count());
        append(log, "1\n");
        connect(jail("a", reads(log)), List.of());
        assertEquals("whoever has not read it begins at its end", List.of(), turn());
        append(log, "2\n");
        assertEquals(List.of("a 2"), turn());
        assertEquals(0, bySource[0].length);
        String fromStart = reads(log) + "read_from = 'start'";
        connect(jail("b", fromStart) + jail("c", fromStart), List.of());
        turn();
        connect(jail("b", "backend = 'stdin'") + jail("c", fromStart), List.of());
        connect(jail("b", fromStart) + jail("c", fromStart), List.of());
        assertEquals("it is new there, the other one is not", List.of("b 1", "b 2", "b old"), turn());
    }
}
