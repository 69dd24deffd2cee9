package banjo.time;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.Test;

/** The times that fail2ban gives for the lines of the corpus. */
public class CorpusDatesTest
{
    private static final Path CORPUS = Path.of("../shared/corpus");
    private static final long NOW = 1124013600;

    private final DateReader reader = new DateReader(Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3"));
    private final Map<String, Integer> unread = new TreeMap<>();
    private final Map<String, Integer> differing = new TreeMap<>();
    private int agreed;

    @Test
    public void agreesWithFail2ban() throws IOException
    {
        assumeTrue("needs " + CORPUS, Files.exists(CORPUS));
        readAll("fail2ban-samples.jsonl.gz");
        readAll("adversarial.jsonl.gz");
        System.out.println("corpus dates: " + agreed + " agree, dates elsewhere or of other forms: " + unread
            + ", second 60 and the year 2033, no dates for fail2ban: " + differing);
        assertTrue("only " + agreed, agreed > 9000);
    }

    /** The finder with each filter's datepattern; what remains are dates that only Unicode's or Python's own rules explain. */
    @Test
    public void findsEveryDateWithTheFiltersOwnPatterns() throws IOException, DatePatternException
    {
        assumeTrue("needs " + CORPUS, Files.exists(CORPUS));
        Map<String, DateFinder> finders = new TreeMap<>();
        int same = 0;
        StringBuilder different = new StringBuilder();
        for (String file : new String[] {"fail2ban-samples.jsonl.gz", "adversarial.jsonl.gz"})
        {
            String stream = "";
            for (JsonObject record : records(file))
            {
                boolean journal = record.get("journal") != null && record.get("journal").isTrue();
                String filter = record.getString("filter", "");
                JsonObject options = record.get("options").asObject();
                String logtype = options.getString("logtype", "");
                String session = record.get("file") != null && record.get("file").isString() ? record.getString("file", "")
                    : record.get("session") == null || record.get("session").isNull() ? "" : record.get("session").toString();
                String next = filter + options + session;
                String patterns = datepattern(filter + ".conf", logtype);
                DateFinder finder = finders.get(patterns);
                if (finder == null)
                {
                    Zone zone = Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3");
                    finder = patterns.isEmpty() ? DateFinder.forDefaults(zone, NOW)
                        : DateFinder.forPatterns(zone, NOW, List.of(patterns.split("\n")));
                    finders.put(patterns, finder);
                }
                if (session.isEmpty() || !next.equals(stream))
                {
                    finder.clear();
                }
                stream = next;
                if (journal)
                {
                    continue;
                }
                byte[] line = bytes(record);
                int result = finder.find(line, 0, line.length, NOW);
                JsonValue time = record.get("time") == null ? Json.NULL : record.get("time");
                String wanted = time.isNull() ? "null" : String.valueOf((long)Math.floor(time.asDouble()));
                String got = result == DateFinder.FOUND ? String.valueOf(finder.seconds()) : "null";
                if (wanted.equals(got))
                {
                    same++;
                }
                else
                {
                    different.append('\n').append(filter).append(options).append(": wanted ").append(wanted).append(", got ").append(got)
                        .append(" for ").append(record.getString("line", ""));
                }
            }
        }
        System.out.println("corpus dates with datepatterns: " + same + " agree");
        assertEquals("", different.toString());
        assertTrue("only " + same, same > 10000);
    }

    /** @return the patterns, one on each line, of a filter or of what it includes. */
    private static String datepattern(String conf, String logtype) throws IOException
    {
        if (conf.equals("common.conf"))
        {
            return logtype.equals("rfc5424") ? "^<\\d+>\\d+\\s+{DATE}" : "{^LN-BEG}";
        }
        if (!Files.exists(CORPUS.resolve("filter.d").resolve(conf)))
        {
            return "";
        }
        StringBuilder patterns = new StringBuilder();
        String included = "";
        boolean inside = false;
        for (String line : Files.readAllLines(CORPUS.resolve("filter.d").resolve(conf), StandardCharsets.UTF_8))
        {
            boolean begins = line.startsWith("datepattern =");
            inside = begins || inside && line.startsWith(" ");
            if (inside && !line.isBlank())
            {
                patterns.append(patterns.length() > 0 ? "\n" : "").append(line.substring(begins ? 13 : 0).strip().replace("%%", "%"));
            }
            if (line.startsWith("before = "))
            {
                included = line.substring(9).strip();
            }
        }
        return patterns.length() > 0 || included.isEmpty() ? patterns.toString() : datepattern(included, logtype);
    }

    private static List<JsonObject> records(String file) throws IOException
    {
        List<JsonObject> records = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(CORPUS.resolve(file))), StandardCharsets.UTF_8)))
        {
            for (String line = lines.readLine(); line != null; line = lines.readLine())
            {
                records.add(Json.parse(line).asObject());
            }
        }
        return records;
    }

    private static byte[] bytes(JsonObject record)
    {
        return record.get("b64") != null && record.get("b64").isString() ? Base64.getDecoder().decode(record.getString("b64", ""))
            : record.getString("line", "").getBytes(StandardCharsets.UTF_8);
    }

    private void readAll(String file) throws IOException
    {
        for (JsonObject record : records(file))
        {
            check(record);
        }
    }

    private void check(JsonObject record)
    {
        JsonValue journal = record.get("journal");
        JsonValue time = record.get("time") == null ? Json.NULL : record.get("time");
        if (journal != null && journal.isTrue())
        {
            return;
        }
        String shown = record.getString("line", "");
        byte[] line = bytes(record);
        int end = reader.read(line, 0, line.length, NOW);
        if (end < 0 && !time.isNull())
        {
            end = reader.readBracketed(line, 0, line.length, NOW);
        }
        String form = shown.substring(0, Math.min(shown.length(), 24)).replaceAll("\\d", "9").replaceAll("[A-Za-z]+", "a");
        if (end < 0)
        {
            unread.merge(time.isNull() ? "impossible" : form, 1, Integer::sum);
        }
        else if (time.isNull() && (shown.contains(":59:60") || shown.contains("2033-")))
        {
            differing.merge(form, 1, Integer::sum);
        }
        else
        {
            assertEquals(shown, time.isNull() ? "null" : String.valueOf((long)time.asDouble()), String.valueOf(reader.seconds()));
            agreed++;
        }
    }
}
