package banjo.filter;

import static org.junit.Assert.assertEquals;

import banjo.address.Address;
import banjo.config.ConfigurationReader;
import banjo.fail2ban.ConfException;
import banjo.fail2ban.DiskFiles;
import banjo.fail2ban.FilterDefinition;
import banjo.fail2ban.FilterReader;
import banjo.text.Utf8;
import banjo.time.Zone;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.Assume;
import org.junit.Test;

/**
 * Every built-in filter against fail2ban's of the same name, on the sample lines of the latter, in every mode that both have: first the
 * verdicts that fail2ban gave, each line in the modes that its samples name, then every line in every mode, where the import of
 * fail2ban's filter (which gives fail2ban's verdict, {@link banjo.fail2ban.CorpusTest}) is what to compare with. Each difference is
 * listed in test/data/filters/fail2ban.differences with its reason.
 */
public final class Fail2banSamplesTest
{
    private static final Path CORPUS = Path.of(System.getProperty("banjo.corpus", "../shared/corpus"));
    private static final Path DIFFERENCES = Path.of("test/data/filters/fail2ban.differences");
    /** Filters of fail2ban's that have another name here. */
    private static final Map<String, String> RENAMED = Map.of("znc-adminlog", "znc");
    private static final long NOW = 1124013600L;
    private static final Zone ZURICH = Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3");
    private static final int LINE_MAXIMUM = 64 << 10;

    private final LogLine line = new LogLine(ZURICH);
    private final Failure failure = new Failure();
    private final Map<String, Filter> imports = new HashMap<>();
    private final Map<String, Filter> builtIns = new HashMap<>();
    private final TreeMap<String, Integer> judged = new TreeMap<>();
    private final TreeMap<String, String> found = new TreeMap<>();
    private final TreeSet<String> unknownModes = new TreeSet<>();

    @Test
    public void findsWhatFail2banFindsInEveryMode() throws Exception
    {
        Assume.assumeTrue("no corpus at " + CORPUS, Files.isDirectory(CORPUS));
        Map<String, List<JsonObject>> samples = samples();
        for (Map.Entry<String, List<JsonObject>> entry : samples.entrySet())
        {
            String theirs = entry.getKey();
            String ours = RENAMED.getOrDefault(theirs, theirs);
            compareVerdicts(theirs, ours, entry.getValue());
            compareModes(theirs, ours, entry.getValue());
        }
        assertEquals("modes of ours that fail2ban's filter does not have", "[freeswitch[aggressive]]", unknownModes.toString());
        System.out.println("fail2ban's samples, lines compared by filter and mode: " + judged);
        TreeMap<String, String> listed = new TreeMap<>();
        for (String text : Files.readAllLines(DIFFERENCES))
        {
            if (!text.isEmpty() && !text.startsWith("#"))
            {
                String[] columns = text.split(" ", 5);
                listed.put(columns[0] + " " + columns[1] + " " + columns[2] + " " + columns[3], columns[4]);
            }
        }
        TreeSet<String> unlisted = new TreeSet<>(found.keySet());
        unlisted.removeAll(listed.keySet());
        StringBuilder list = new StringBuilder();
        for (String difference : unlisted)
        {
            list.append('\n').append(difference).append(" | ").append(found.get(difference));
        }
        assertEquals("differences that are not listed", "", list.toString());
        TreeSet<String> gone = new TreeSet<>(listed.keySet());
        gone.removeAll(found.keySet());
        assertEquals("listed differences that are none", "[]", gone.toString());
    }

    /** @return the records of filters that both have, by fail2ban's name. */
    private static Map<String, List<JsonObject>> samples() throws IOException
    {
        Map<String, List<JsonObject>> samples = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(CORPUS.resolve("fail2ban-samples.jsonl.gz"))), StandardCharsets.UTF_8)))
        {
            for (String text = lines.readLine(); text != null; text = lines.readLine())
            {
                JsonObject sample = Json.parse(text).asObject();
                String name = sample.getString("filter", "");
                if (Files.exists(Path.of("src/filters/" + RENAMED.getOrDefault(name, name) + ".toml")))
                {
                    samples.computeIfAbsent(name, key -> new ArrayList<>()).add(sample);
                }
            }
        }
        return samples;
    }

    /** The verdicts that fail2ban gave. */
    private void compareVerdicts(String theirs, String ours, List<JsonObject> samples) throws Exception
    {
        Map<String, String> files = new HashMap<>();
        for (JsonObject sample : samples)
        {
            JsonObject options = sample.get("options").asObject();
            String mode = options.getString("mode", defaultMode(theirs));
            Filter filter = ours(ours, mode);
            String file = sample.getString("file", "");
            if (!file.equals(files.put(options.toString(), file)))
            {
                filter.clear();
            }
            boolean counts = sample.getBoolean("match", false) && !"dns".equals(sample.getString("host_kind", ""));
            compare(ours, mode, sample, counts ? canonical(sample.getString("host", "")) : "-", judge(filter, sample));
            JsonValue time = sample.get("time");
            if (counts && failure.dated && time != null && !time.isNull() && (long)time.asDouble() != failure.seconds)
            {
                differ(ours, mode, sample, "time", time + " " + failure.seconds);
            }
        }
    }

    /** Every line in every mode. */
    private void compareModes(String theirs, String ours, List<JsonObject> samples) throws Exception
    {
        Map<String, JsonObject> lines = new LinkedHashMap<>();
        for (JsonObject sample : samples)
        {
            lines.putIfAbsent(withoutMode(sample) + " " + where(sample), sample);
        }
        for (String mode : modes(theirs, ours))
        {
            Filter filter = ours(ours, mode);
            filter.clear();
            String run = "";
            for (JsonObject sample : lines.values())
            {
                Filter imported = imported(theirs, withoutMode(sample), mode);
                if (!run.equals(run = sample.getString("file", "") + withoutMode(sample)))
                {
                    filter.clear();
                    imported.clear();
                }
                compare(ours, mode, sample, judge(imported, sample), judge(filter, sample));
                judged.merge(ours + "[" + mode + "]", 1, Integer::sum);
            }
        }
    }

    /** @return the modes that both have; {@code normal} alone where fail2ban's filter has none. */
    private List<String> modes(String theirs, String ours) throws Exception
    {
        List<String> modes = new ArrayList<>();
        for (String mode : FilterCompiler.modes(ConfigurationReader.readFilters(ours,
            Files.readAllBytes(Path.of("src/filters/" + ours + ".toml"))).get(0)))
        {
            if (mode.equals(FilterCompiler.DEFAULT_MODE) || imported(theirs, new JsonObject(), mode) != null)
            {
                modes.add(mode);
            }
        }
        return modes;
    }

    private Filter ours(String name, String mode) throws FilterException
    {
        String key = name + " " + mode;
        if (!builtIns.containsKey(key))
        {
            builtIns.put(key, BuiltIns.load(name, mode).again(FilterContext.of(ZURICH, NOW, LINE_MAXIMUM)));
        }
        return builtIns.get(key);
    }

    private Filter imported(String name, JsonObject options, String mode) throws Exception
    {
        String key = name + options + mode;
        if (!imports.containsKey(key))
        {
            imports.put(key, compileImport(name, options, mode));
        }
        return imports.get(key);
    }

    /** @return null when it has no such mode. */
    private Filter compileImport(String name, JsonObject options, String mode) throws FilterException
    {
        List<String> keys = new ArrayList<>(options.names());
        List<String> values = new ArrayList<>();
        keys.forEach(key -> values.add(options.getString(key, "")));
        if (defaultMode(name) != null)
        {
            keys.add("mode");
            values.add(mode);
        }
        else if (mode != null && !mode.equals(FilterCompiler.DEFAULT_MODE))
        {
            return null;
        }
        try
        {
            FilterDefinition read = FilterReader.read(new DiskFiles(), CORPUS.resolve("filter.d/" + name + ".conf").toString(), keys, values, null);
            return FilterCompiler.compile(new PatternSet(name, read.origin(), read.failRegexes(), read.ignoreRegexes(), read.prefRegex(),
                read.datePatterns(), read.maxLines(), read.journal(), !"no".equals(read.useDns())), FilterContext.of(ZURICH, NOW, LINE_MAXIMUM));
        }
        catch (ConfException e)
        {
            unknownModes.add(name + "[" + mode + "]");
            return null;
        }
    }

    /** @return the mode of fail2ban's filter when a jail names none; null when it has no modes. */
    private static String defaultMode(String name)
    {
        try
        {
            for (String text : Files.readAllLines(CORPUS.resolve("filter.d/" + name + ".conf")))
            {
                if (text.matches("mode\\s*=\\s*\\w+\\s*"))
                {
                    return text.substring(text.indexOf('=') + 1).strip();
                }
            }
            return null;
        }
        catch (IOException e)
        {
            throw new AssertionError(e);
        }
    }

    private static JsonObject withoutMode(JsonObject sample)
    {
        return new JsonObject(sample.get("options").asObject()).remove("mode");
    }

    private static String where(JsonObject sample)
    {
        return sample.getString("file", "") + ":" + sample.getInt("lineno", 0);
    }

    /** @return the address that counts, or a hyphen. */
    private String judge(Filter filter, JsonObject sample)
    {
        JsonValue exact = sample.get("b64");
        byte[] text = exact != null && !exact.isNull() ? Base64.getDecoder().decode(exact.asString()) : Utf8.encode(sample.getString("line", ""));
        line.read(text, 0, text.length, NOW);
        return filter.match(line, failure) && failure.kind != Failure.DNS ? Address.toString(failure.address[0], failure.address[1]) : "-";
    }

    /** @return the address as banjo writes it; a hyphen for none. */
    private static String canonical(String host)
    {
        long[] address = new long[2];
        byte[] text = Utf8.encode(host);
        return Address.parse(text, 0, text.length, address) ? Address.toString(address[0], address[1]) : "-";
    }

    private void compare(String filter, String mode, JsonObject sample, String theirs, String ours)
    {
        if (!theirs.equals(ours))
        {
            differ(filter, mode, sample, ours.equals("-") ? "missed" : theirs.equals("-") ? "more" : "other", theirs + " " + ours);
        }
    }

    private void differ(String filter, String mode, JsonObject sample, String kind, String verdicts)
    {
        String difference = filter + " " + (mode == null ? FilterCompiler.DEFAULT_MODE : mode) + " " + where(sample) + " " + kind;
        found.put(difference, verdicts + " " + sample.getString("line", ""));
    }
}
