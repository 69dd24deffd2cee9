package banjo.filter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
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
 * Compares sshd and dropbear with fail2ban's verdicts on lines that an attacker changed and on random connections; the corpus lies outside
 * the repository. Of the connections each difference is listed in test/data/filters/sshd-connections.differences.
 */
public final class CorpusTest
{
    private static final Path CORPUS = Path.of("../shared/corpus");
    private static final Path DIFFERENCES = Path.of("test/data/filters/sshd-connections.differences");
    private static final String REASONS = "kept|end|users|attacker|waited|unread";
    private static final long NOW = 1124013600L;
    private static final String ZURICH = "CET-1CEST,M3.5.0,M10.5.0/3";

    private final LogLine line = new LogLine(Zone.fromPosix(ZURICH));
    private final Failure failure = new Failure();
    private final TreeMap<String, Integer> classes = new TreeMap<>();
    /** The file or session that a filter has seen lines of. */
    private final Map<Filter, String> seen = new HashMap<>();
    /** Those that no line has shown yet. */
    private final Map<String, String> listed = new TreeMap<>();
    private final List<String> unexplained = new ArrayList<>();

    @Test
    public void everyAdversarialDifferenceIsExplained() throws IOException
    {
        Assume.assumeTrue("no corpus at " + CORPUS, Files.isDirectory(CORPUS));
        for (String text : Files.readAllLines(DIFFERENCES))
        {
            String[] columns = text.startsWith("#") ? null : text.split(" ", 6);
            assertTrue(text, columns == null || columns.length == 6 && columns[4].matches(REASONS)
                && listed.put(String.join(" ", columns[0], columns[1], columns[2], columns[3]), columns[4]) == null);
        }
        int judged = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(CORPUS.resolve("adversarial.jsonl.gz"))), StandardCharsets.UTF_8)))
        {
            for (String text = lines.readLine(); text != null; text = lines.readLine())
            {
                JsonObject record = Json.parse(text).asObject();
                String filter = record.getString("filter", "");
                if (filter.equals("sshd") || filter.equals("dropbear"))
                {
                    judged++;
                    judge(filter, record);
                }
            }
        }
        System.out.println("adversarial.jsonl.gz: " + judged + " lines " + classes);
        assertTrue(judged > 0);
        assertEquals(String.join("\n", unexplained), 0, unexplained.size());
        assertEquals("listed differences that are none", Map.of(), listed);
    }

    private void judge(String name, JsonObject record)
    {
        JsonValue options = record.get("options");
        String mode = options != null && options.isObject() ? options.asObject().getString("mode", null) : null;
        Filter filter = BuiltIns.load(name, name.equals("sshd") ? mode : null);
        byte[] text = record.get("b64") != null && !record.get("b64").isNull()
            ? Base64.getDecoder().decode(record.get("b64").asString())
            : Utf8.encode(record.getString("line", ""));
        JsonValue session = record.get("session");
        String state = record.get("file") != null ? record.get("file").toString() : session == null || session.isNull() ? "" : session.toString();
        if (!state.equals(seen.put(filter, state)) || state.isEmpty())
        {
            filter.clear();
        }
        line.read(text, 0, text.length, NOW);
        boolean ours = filter.match(line, failure);
        boolean theirs = record.getBoolean("match", false);
        String host = record.get("host") == null || record.get("host").isNull() ? null : record.get("host").asString();
        String explanation = explain(record, mode, host, theirs, ours);
        classes.merge(explanation == null ? "unexplained" : explanation, 1, Integer::sum);
        if (explanation == null)
        {
            unexplained.add(name + " " + state + ":" + record.get("seq") + " " + mode + (theirs ? " theirs " + host : " theirs no") + " state "
                + record.get("nofail") + record.get("pending") + " ours " + (ours ? Address.toString(failure.address[0], failure.address[1]) : "no")
                + " mut " + record.get("mut") + " time " + record.get("time") + " " + line.seconds() + " " + Utf8.decode(text, 0, Math.min(text.length, 300)));
        }
    }

    private String explain(JsonObject record, String mode, String host, boolean theirs, boolean ours)
    {
        if (!theirs && !ours)
        {
            return "agree: no failure";
        }
        long[] address = new long[2];
        byte[] hostBytes = host == null ? new byte[0] : Utf8.encode(host);
        boolean valid = theirs && host != null && Address.parse(hostBytes, 0, hostBytes.length, address);
        if (theirs && ours && valid && address[0] == failure.address[0] && address[1] == failure.address[1])
        {
            JsonValue time = record.get("time");
            boolean journal = line.dated() ? false : true;
            return journal || time == null || time.isNull() || (long)time.asDouble() == line.seconds() ? "agree: failure" : null;
        }
        if (theirs && !ours && !valid)
        {
            return "dns".equals(record.getString("host_kind", "")) ? "host names are not banned" : "invalid addresses are not counted";
        }
        String message = Utf8.decode(line.text, line.messageFrom, Math.max(line.messageFrom, line.messageTo));
        String mutation = record.getString("mut", "none");
        if (mutation.equals("session"))
        {
            String reason = listed.remove(record.get("session") + ":" + record.get("seq") + " " + mode + " " + (theirs ? host : "-") + " "
                + (ours ? Address.toString(failure.address[0], failure.address[1]) : "-"));
            return reason == null ? null : "connection: " + reason;
        }
        if (theirs && ours)
        {
            // OpenSSH writes nothing behind "ssh2" for a password: what stands before the last address is the user name.
            String last = Address.toString(failure.address[0], failure.address[1]);
            if (mutation.matches("host/(?:v4in6|MAPPED|v6tail)"))
            {
                return "IPv6 that fail2ban misreads";
            }
            return message.startsWith("Failed password for ") && message.matches("(?s).* from " + last + " port \\d+ ssh2")
                ? "spoof fixed" : null;
        }
        if (theirs && message.matches("(?s)Disconnecting .*:.*Change of username.*") && mutation.startsWith("user/"))
        {
            return "user names with colons are passed over";
        }
        if (theirs)
        {
            return mutation.matches("(?:date|host|struct|trunc)/.*|user/end:.*") || message.contains("LOGIN REFUSED")
                ? "no line that the program prints: " + mutation.replaceAll("/.*", "") : null;
        }
        if (mutation.equals("date/future"))
        {
            return "dates ahead are left to the jail";
        }
        return mutation.matches("struct/.*|user/.*|trunc/.*|host/.*")
            && message.matches("(?s)(?:error: )?(?:.\\d+. \\w+ [\\d :]+)?(?:Failed |Disconnecting |User |[Ii]nvalid |Exit |ROOT |Received |refused |Did not|Bad |bad |[Ll]ogin |PAM|maximum ).*")
            ? "attack that fail2ban misses: " + mutation.replaceAll("/.*", "") : null;
    }
}
