package banjo.filter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.config.FilterConfiguration;
import banjo.config.Origin;
import banjo.config.Text;
import banjo.regex.RequiredLiterals;
import banjo.sys.Platform;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;

public final class PrefilterTest
{
    private static final long NOW = 1_795_478_400L;

    private final LogLine line = new LogLine(Zone.utc());
    private final Failure failure = new Failure();

    private static Filter own(String definition) throws ConfigurationException, FilterException
    {
        FilterConfiguration filter = ConfigurationReader.readFilters("f.toml", Utf8.encode("[filters.own]\n" + definition)).get(0);
        return FilterCompiler.compile(filter, null, FilterContext.of(Zone.utc(), NOW, 4096));
    }

    private static Filter lines(int maxLines, String pattern) throws FilterException
    {
        Origin origin = new Origin("f", 1, 0);
        return FilterCompiler.compile(new PatternSet("t", origin, List.of(new Text(pattern, origin)), List.of(), null, List.of(), maxLines,
            false, true), FilterContext.of(Zone.utc(), NOW, 4096));
    }

    private void read(byte[] bytes)
    {
        line.read(bytes, 0, bytes.length, NOW);
    }

    private String candidates(Prefilter prefilter, String text)
    {
        read(Utf8.encode(text));
        prefilter.look(line);
        StringBuilder found = new StringBuilder();
        for (int i = prefilter.next(0); i >= 0; i = prefilter.next(i + 1))
        {
            found.append(i).append(' ');
        }
        return found.toString().strip();
    }

    @Test
    public void aProgramChoosesItsFilters() throws ConfigurationException, FilterException
    {
        Prefilter prefilter = PrefilterBuilder.build(new Filter[] {
            own("program = [\"a\", \"door\"]\nfailregex = ['^bad <ADDR>$']\n"), own("program = [\"door\"]\nfailregex = ['^bad <ADDR>$']\n"),
            own("program = [\"roof\"]\nfailregex = ['^bad <ADDR>$']\n")});
        assertEquals("0 1", candidates(prefilter, "Jan 15 08:10:11 host door[1]: bad 192.0.2.1"));
        assertEquals("2", candidates(prefilter, "Jan 15 08:10:11 host roof[1]: bad 192.0.2.1"));
        assertEquals("0", candidates(prefilter, "Jan 15 08:10:11 host a[1]: bad 192.0.2.1"));
        assertEquals("", candidates(prefilter, "Jan 15 08:10:11 host cellar[1]: bad 192.0.2.1"));
        assertEquals("a line without a header may be any program's", "0 1 2", candidates(prefilter, "bad 192.0.2.1"));
    }

    @Test
    public void aLiteralChoosesFiltersOfEveryProgramAndCase() throws ConfigurationException, FilterException
    {
        Prefilter prefilter = PrefilterBuilder.build(new Filter[] {own("failregex = ['(?i)wrong code given by .*<ADDR>$']\n"),
            own("failregex = ['^.*<ADDR>$']\n"), lines(2, "^never seen text <ADDR>$")});
        assertEquals("0 1 2", candidates(prefilter, "Jan 15 08:10:11 host door[1]: WRONG code given by x 192.0.2.1"));
        assertEquals("1 2", candidates(prefilter, "Jan 15 08:10:11 host door[1]: a session opened for 192.0.2.1"));
    }

    @Test
    public void aLineOfTheProgramNeedsALiteralToo() throws ConfigurationException, FilterException
    {
        Prefilter prefilter = PrefilterBuilder.build(new Filter[] {
            own("program = [\"door\"]\nfailregex = ['^wrong code from <ADDR>$', '^<F-MLFID/>too many attempts$']\n"),
            own("program = [\"door\"]\nfailregex = ['^bad <ADDR>$']\n")});
        assertEquals("0 1", candidates(prefilter, "Jan 15 08:10:11 host door[1]: wrong code from 192.0.2.1"));
        assertEquals("0 1", candidates(prefilter, "Jan 15 08:10:11 host door[1]: too many attempts"));
        assertEquals("1", candidates(prefilter, "Jan 15 08:10:11 host door[1]: opened for 192.0.2.1"));
    }

    @Test
    public void aLiteralThatTheDateIsCutOutOfIsFound() throws ConfigurationException, FilterException
    {
        Filter filter = own("failregex = ['^wrong, code, was, given, by: <ADDR>$']\n");
        String text = "wrong, code, was, given, by: 192.0.2.1";
        Prefilter prefilter = PrefilterBuilder.build(new Filter[] {filter, filter});
        int matched = 0;
        for (int at = 1; at < text.length() - 9; at++)
        {
            String dated = text.substring(0, at) + "2026-11-25T10:11:12Z" + text.substring(at);
            filter.clear();
            read(Utf8.encode(dated));
            boolean matches = filter.match(line, failure);
            matched += matches ? 1 : 0;
            assertTrue(dated, !matches || candidates(prefilter, dated).equals("0 1"));
        }
        assertTrue(matched + " matched", matched > 3);
    }

    /** An American date tells how the next, ambiguous one is to be read, also when its line is no failure. */
    @Test
    public void datesOfLinesThatArePassedOverAreRemembered() throws ConfigurationException, FilterException
    {
        Filter filter = own("failregex = ['^ wrong code was given by <ADDR>$']\ndatepattern = ['^%d-%m-%Y %H:%M:%S', '^%m-%d-%Y %H:%M:%S']\n");
        Prefilter prefilter = PrefilterBuilder.build(new Filter[] {filter, own("failregex = ['^ nothing of the kind <ADDR>$']\n")});
        assertEquals("", candidates(prefilter, "01-27-2026 10:11:12 unrelated"));
        assertEquals("0", candidates(prefilter, "01-02-2026 10:11:12 wrong code was given by 192.0.2.1"));
        assertTrue(filter.match(line, failure));
        assertEquals("January 2", 1_767_348_672L, failure.seconds);
    }

    @Test
    public void noBuiltInFilterMissesASampleOfAny() throws IOException, FilterException
    {
        Library library = new Library(Platform.builtinFilters());
        List<Filter> filters = new ArrayList<>();
        for (String name : library.names())
        {
            for (String mode : library.modes(name))
            {
                filters.add(library.load(name, mode, null));
            }
        }
        Prefilter prefilter = PrefilterBuilder.build(filters.toArray(new Filter[0]));
        int failures = 0;
        int tried = 0;
        int lines = 0;
        for (byte[] sample : samples())
        {
            read(sample);
            prefilter.look(line);
            lines++;
            for (int i = 0, next = prefilter.next(0); i < filters.size(); i++)
            {
                boolean candidate = i == next;
                next = candidate ? prefilter.next(i + 1) : next;
                tried += candidate ? 1 : 0;
                boolean matches = filters.get(i).match(line, failure);
                failures += matches ? 1 : 0;
                assertTrue(filters.get(i).name() + ": " + new String(sample, StandardCharsets.ISO_8859_1), candidate || !matches);
            }
        }
        System.out.println("prefilter: " + lines + " lines, " + filters.size() + " filters, " + tried + " tried, " + failures + " failures");
        assertTrue(failures > 400);
        assertTrue(tried < lines * filters.size() / 10);
    }

    private static List<byte[]> samples() throws IOException
    {
        List<byte[]> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("test/data/filters")))
        {
            for (Path file : files.filter(each -> each.toString().endsWith(".samples")).sorted().toList())
            {
                for (String text : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n"))
                {
                    all.add(text.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        return all;
    }

    @Test
    public void theScanFindsWhatAPlainSearchFinds()
    {
        long seed = 20261127;
        System.out.println("PrefilterTest seed " + seed);
        Random random = new Random(seed);
        int found = 0;
        for (int round = 0; round < 300; round++)
        {
            int filters = 1 + random.nextInt(70);
            int words = (filters + 31) >> 5;
            LiteralIndex index = new LiteralIndex(words);
            String[] literals = new String[filters];
            for (int i = 0; i < filters; i++)
            {
                literals[i] = random(random, RequiredLiterals.MINIMUM_LENGTH + random.nextInt(6));
                byte[] stored = ("\0" + literals[i]).getBytes(StandardCharsets.ISO_8859_1);
                stored[0] = (byte)literals[i].length();
                index.add(RequiredLiterals.fromBytes(stored, 0, stored.length), i);
            }
            LiteralScan scan = index.scan();
            for (int k = 0; k < 20; k++)
            {
                String text = random(random, random.nextInt(30)) + literals[random.nextInt(filters)] + random(random, random.nextInt(5));
                byte[] bytes = text.toUpperCase().getBytes(StandardCharsets.ISO_8859_1);
                int from = random.nextInt(bytes.length);
                int[] marks = new int[words];
                scan.scan(bytes, from, bytes.length, marks);
                for (int i = 0; i < filters; i++)
                {
                    boolean marked = (marks[i >> 5] >>> (i & 31) & 1) != 0;
                    found += marked ? 1 : 0;
                    assertEquals(literals[i] + " in " + text.substring(from), text.substring(from).contains(literals[i]), marked);
                }
            }
        }
        assertTrue(found + " found", found > 3000);
    }

    private static String random(Random random, int length)
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            text.append("abc".charAt(random.nextInt(3)));
        }
        return text.toString();
    }

    /** A built-in filter of any file costs next to nothing on lines that cannot concern it. */
    @Test
    public void everyBuiltInFilterOfAnyFileHasLiterals() throws FilterException
    {
        Library library = new Library(Platform.builtinFilters());
        List<String> without = new ArrayList<>();
        for (String name : library.names())
        {
            for (String mode : library.modes(name))
            {
                Filter filter = library.load(name, mode, null);
                if (filter.programs().length == 0 && filter.literals() == null)
                {
                    without.add(name + "[" + mode + "]");
                }
            }
        }
        assertEquals(List.of(), without);
    }
}
