package banjo.fail2ban;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.filter.Failure;
import banjo.filter.Filter;
import banjo.filter.FilterCompiler;
import banjo.filter.FilterContext;
import banjo.filter.FilterException;
import banjo.filter.LogLine;
import banjo.filter.PatternSet;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.Assume;
import org.junit.Test;

/**
 * Every line of the corpus gets the verdict that fail2ban gives: match, host, time and user. What differs on purpose: an address
 * that is none is no failure, and only ASCII is a digit, a letter or white space to {@code \d}, {@code \w} and {@code \s}
 * (docs/filters.md lists the lines).
 */
public final class CorpusTest
{
    private static final String ROOT = "../shared/corpus";
    private static final long NOW = 1124013600L;
    private static final Zone ZURICH = Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3");
    private static final char NEXT_LINE = 0x85;
    private static final int LINE_MAXIMUM = 64 << 10;

    private final Map<String, Filter> filters = new HashMap<>();
    private final Map<String, String> refused = new TreeMap<>();
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private final LogLine line = new LogLine(ZURICH);
    private final Failure failure = new Failure();

    @Test
    public void samplesGetTheVerdictOfFail2ban() throws IOException
    {
        judgeAll("fail2ban-samples.jsonl.gz", 0);
    }

    @Test
    public void adversarialLinesGetTheVerdictOfFail2ban() throws IOException
    {
        judgeAll("adversarial.jsonl.gz", 74);
    }

    /** The class of characters that explains a difference: outside ASCII, and of a class to Python alone. */
    private static String explain(String line)
    {
        for (int i = 0; i < line.length(); i++)
        {
            char c = line.charAt(i);
            if (c >= 0x80 && (Character.isDigit(c) || Character.isLetter(c) || Character.isSpaceChar(c) || c == NEXT_LINE))
            {
                return Character.isDigit(c) ? "digit outside ASCII" : Character.isLetter(c) ? "letter outside ASCII" : "white space outside ASCII";
            }
        }
        return null;
    }

    /** @param meant how many answers differ on purpose. */
    private void judgeAll(String file, int meant) throws IOException
    {
        Path root = Path.of(System.getProperty("banjo.corpus", ROOT));
        Assume.assumeTrue("no corpus at " + root, Files.isDirectory(root));
        int records = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(root.resolve(file))), StandardCharsets.UTF_8)))
        {
            for (String text = lines.readLine(); text != null; text = lines.readLine())
            {
                records++;
                judge(root, Json.parse(text).asObject());
            }
        }
        System.out.println(file + ": " + records + " records " + counts + " refused " + refused);
        for (String difference : differences)
        {
            System.out.println("  " + difference);
        }
        assertTrue(records > 1000);
        assertEquals(0, differences.size());
        assertEquals(Map.of(), refused);
        assertEquals(meant, counts.entrySet().stream().filter(entry -> !entry.getKey().endsWith("agrees"))
            .mapToInt(Map.Entry::getValue).sum());
    }

    private Filter filter(Path root, String name, JsonObject options)
    {
        String key = name + options;
        if (!filters.containsKey(key) && !refused.containsKey(key))
        {
            List<String> keys = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (JsonObject.Member member : options)
            {
                keys.add(member.getName());
                values.add(member.getValue().asString());
            }
            try
            {
                FilterDefinition definition = FilterReader.read(new DiskFiles(), root + "/filter.d/" + name + ".conf", keys, values, null);
                filters.put(key, FilterCompiler.compile(new PatternSet(name, definition.origin(), definition.failRegexes(),
                    definition.ignoreRegexes(), definition.prefRegex(), definition.datePatterns(), definition.maxLines(),
                    definition.journal(), !"no".equals(definition.useDns())), FilterContext.of(ZURICH, NOW, LINE_MAXIMUM)));
            }
            catch (ConfException | FilterException e)
            {
                refused.put(key, e.getMessage());
            }
        }
        return filters.get(key);
    }

    private static String string(JsonObject record, String name)
    {
        JsonValue value = record.get(name);
        return value == null || value.isNull() ? null : value.isString() ? value.asString() : value.toString();
    }

    private void judge(Path root, JsonObject record)
    {
        String name = record.getString("filter", "");
        JsonObject options = record.get("options").asObject();
        Filter filter = filter(root, name, options);
        if (filter == null)
        {
            counts.merge("filter refused", 1, Integer::sum);
            return;
        }
        String run = string(record, "session") != null ? "session " + string(record, "session") : string(record, "file");
        if (run == null || !run.equals(states.put(name + options, run)))
        {
            filter.clear();
        }
        byte[] text = string(record, "b64") != null ? Base64.getDecoder().decode(string(record, "b64")) : Utf8.encode(string(record, "line"));
        line.read(text, 0, text.length, NOW);
        boolean match = filter.match(line, failure);
        boolean expected = record.getBoolean("match", false);
        if (expected && record.get("host_valid") != null && !record.getBoolean("host_valid", true))
        {
            expect(record, match, "invalid address counted", !match);
            return;
        }
        String host = !match ? null : failure.kind != Failure.DNS ? Address.toString(failure.address[0], failure.address[1])
            : Utf8.decode(failure.hostText, failure.hostFrom, failure.hostTo);
        String user = match && failure.userFrom >= 0 ? Utf8.decode(failure.userText, failure.userFrom, failure.userTo) : null;
        expect(record, match, "match", match == expected);
        if (match && expected)
        {
            expect(record, match, "host " + host, host.equals(canonical(string(record, "host"))));
            expect(record, match, "user " + user, user == null ? string(record, "user") == null : user.equals(string(record, "user")));
        }
        JsonValue time = record.get("time");
        boolean dated = time != null && !time.isNull();
        expect(record, match, "time " + (failure.dated ? failure.seconds : null),
            dated ? failure.dated && failure.seconds == (long)Math.floor(time.asDouble()) : !failure.dated);
    }

    private static String canonical(String host)
    {
        long[] address = new long[2];
        byte[] text = Utf8.encode(host);
        return Address.parse(text, 0, text.length, address) ? Address.toString(address[0], address[1]) : host;
    }

    private void expect(JsonObject record, boolean match, String what, boolean agrees)
    {
        String explanation = agrees ? "agrees" : explain(string(record, "line"));
        counts.merge(explanation == null ? "unexplained" : explanation.equals("agrees") ? what.replaceAll("(?s) .*", "") + " agrees" : explanation,
            1, Integer::sum);
        if (explanation == null)
        {
            String shown = string(record, "line");
            differences.add(string(record, "filter") + " " + record.get("options") + " " + string(record, "src") + " " + string(record, "mut") + " "
                + string(record, "lineno") + " ours " + match + " " + what + " theirs " + record.get("match") + " " + record.get("host") + " user "
                + record.get("user") + " time " + record.get("time") + " regex " + record.get("regex") + " nofail " + record.get("nofail") + " pending " + record.get("pending")
                + " mlfid " + record.get("mlfid") + " seq " + record.get("seq") + " | " + shown.substring(0, Math.min(shown.length(), 300)));
        }
    }
}
