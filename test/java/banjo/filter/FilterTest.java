package banjo.filter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.text.Utf8;
import banjo.time.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.Test;

/** The built-in filters on the lines of test/data/filter and on random bytes. */
public final class FilterTest
{
    private static final long NOW = 1_795_478_400L;
    private static final long SEED = 20261124L;

    private final LogLine line = new LogLine(Zone.utc());
    private final Failure failure = new Failure();

    /** A line of the data: {@code MODE VERDICT MESSAGE}; the verdict is the address or a hyphen. */
    private void judge(String name, String program) throws IOException
    {
        int judged = 0;
        String mode = "";
        for (String text : Files.readAllLines(Path.of("test/data/filter/" + name + ".lines")))
        {
            if (text.isEmpty() || text.startsWith("#"))
            {
                continue;
            }
            String[] parts = text.split(" ", 3);
            byte[] bytes = Utf8.encode("Nov 24 00:10:19 router " + program + "[123]: " + parts[2]);
            line.read(bytes, 0, bytes.length, NOW);
            Filter filter = BuiltIns.load(name, parts[0]);
            if (judged == 0 || !parts[0].equals(mode))
            {
                // Other tests have left connections.
                filter.clear();
                mode = parts[0];
            }
            boolean match = filter.match(line, failure);
            String verdict = match ? Address.toString(failure.address[0], failure.address[1]) : "-";
            assertEquals(text, parts[1], match && failure.kind == Failure.DNS ? "dns" : verdict);
            judged++;
        }
        assertTrue(judged > 10);
    }

    @Test
    public void sshdCountsAttacksAndCannotBeFooled() throws IOException
    {
        judge("sshd", "sshd-session");
    }

    @Test
    public void dropbearCountsAttacksAndCannotBeFooled() throws IOException
    {
        judge("dropbear", "dropbear");
    }

    @Test
    public void skipsOtherPrograms()
    {
        byte[] bytes = Utf8.encode("Nov 24 00:10:19 router CRON[123]: Failed password for root from 192.0.2.1 port 22 ssh2");
        line.read(bytes, 0, bytes.length, NOW);
        assertFalse(BuiltIns.load("sshd", "aggressive").match(line, failure));
    }

    @Test
    public void randomLinesNeverReachBeyondTheirBytes()
    {
        Random random = new Random(SEED);
        String[] pieces = {"Nov 24 00:10:19 ", "router ", "sshd[1]: ", "Failed password for ", "invalid user ", " from ", "1.2.3.4", "::1", "[", "]",
            " port 22", " ssh2", ": ", "<38>1 2026-11-24T00:10:19Z ", "kernel: [", "Disconnecting ", "999.1.1.1", "\t", "\"", "- "};
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[300];
            random.nextBytes(bytes);
            int from = random.nextInt(40);
            int to = from;
            for (int i = random.nextInt(12); i > 0; i--)
            {
                byte[] piece = Utf8.encode(pieces[random.nextInt(pieces.length)]);
                System.arraycopy(piece, 0, bytes, to, piece.length);
                to += piece.length - (random.nextInt(20) == 0 ? 1 : 0);
            }
            line.read(bytes, from, to, NOW);
            String where = "seed " + SEED + " round " + round;
            boolean first = BuiltIns.load("sshd", "aggressive").match(line, failure);
            if (first)
            {
                assertTrue(where, failure.hostFrom >= from && failure.hostTo <= to && failure.userTo <= to);
            }
            byte[] copy = java.util.Arrays.copyOfRange(bytes, from, to);
            line.read(copy, 0, copy.length, NOW);
            assertEquals(where, first, BuiltIns.load("sshd", "aggressive").match(line, failure));
        }
    }
}
