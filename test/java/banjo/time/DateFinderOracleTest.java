package banjo.time;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

/**
 * Generated lines with the answers that fail2ban 1.0.2's date detector gave for them, see test/data/dates/README.md. A line
 * {@code P} begins a fresh detector with its patterns; then result, place and instant of each line.
 */
public class DateFinderOracleTest
{
    private static final long NOW = 1795475419;
    private static final String FILE = System.getProperty("banjo.dates", "test/data/dates/fail2ban.tsv");

    @Test
    public void agreesWithFail2ban() throws IOException, DatePatternException
    {
        DateFinder finder = null;
        String patterns = "";
        List<String> different = new ArrayList<>();
        int read = 0;
        for (String record : Files.readAllLines(Path.of(FILE), StandardCharsets.UTF_8))
        {
            String[] fields = record.split("\t", -1);
            if (fields[0].equals("P"))
            {
                patterns = record;
                Zone zone = Zone.fromPosix("CET-1CEST,M3.5.0,M10.5.0/3");
                finder = fields[1].isEmpty() ? DateFinder.forDefaults(zone, NOW)
                    : DateFinder.forPatterns(zone, NOW, Arrays.asList(fields).subList(1, fields.length));
                continue;
            }
            // The line does not begin at 0, nor does it end with the buffer.
            byte[] line = ("9" + fields[4] + "7").getBytes(StandardCharsets.UTF_8);
            int result = finder.find(line, 1, line.length - 1, NOW);
            int from = result == DateFinder.FOUND || result == DateFinder.IMPOSSIBLE ? finder.dateFrom() - 1 : 0;
            int to = result == DateFinder.FOUND || result == DateFinder.IMPOSSIBLE ? finder.dateTo() - 1 : 0;
            long seconds = result == DateFinder.FOUND ? finder.seconds() : 0;
            String answer = result + "\t" + from + "\t" + to + "\t" + seconds + "\t" + fields[4];
            read++;
            if (!answer.equals(record))
            {
                different.add(patterns + "\n   wanted " + record + "\n   got    " + answer);
            }
        }
        System.out.println("dates: " + read + " answers of fail2ban compared, " + different.size() + " differ");
        assertEquals("", String.join("\n", different.subList(0, Math.min(40, different.size()))));
    }
}
