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
import java.util.Base64;
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

    private void readAll(String file) throws IOException
    {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(CORPUS.resolve(file))), StandardCharsets.UTF_8)))
        {
            for (String line = lines.readLine(); line != null; line = lines.readLine())
            {
                check(Json.parse(line).asObject());
            }
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
        byte[] line = record.get("b64") != null && record.get("b64").isString() ? Base64.getDecoder().decode(record.getString("b64", ""))
            : shown.getBytes(StandardCharsets.UTF_8);
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
