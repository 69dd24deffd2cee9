package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import banjo.state.Place;
import banjo.sys.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is written and rotated while nobody reads is read afterwards, in order and once. */
public final class RestartTest
{
    private static final int MAX_LINE = 2000;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final List<String> lines = new ArrayList<>();
    private FileSources sources;
    private List<Place> places;
    private Path log;
    private long nowMillis = 1_000_000;

    @Before
    public void follow() throws IOException
    {
        log = folder.getRoot().toPath().resolve("log");
        append(log, "old\n");
        start(log.toString(), List.of());
        append(log, "read\n");
        assertEquals(List.of("read"), turn());
    }

    @After
    public void close()
    {
        sources.close();
    }

    private void start(String path, List<Place> remembered)
    {
        sources = new FileSources(Platform.sys(), MAX_LINE);
        sources.remember(remembered);
        sources.add(path, 0, 0, false);
    }

    private void stop()
    {
        places = sources.places(0);
        sources.close();
    }

    private List<String> startAgain()
    {
        start(log.toString(), places);
        return turn();
    }

    private static void append(Path file, String text) throws IOException
    {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Makes a file that was written to at a second. */
    private Path file(String name, String text, int seconds) throws IOException
    {
        Path file = log.resolveSibling(name);
        append(file, text);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + seconds * 1000L));
    }

    /** Moves the log away, as last written to at a second. */
    private void rotate(String name, int seconds) throws IOException
    {
        Files.move(log, log.resolveSibling(name));
        file(name, "", seconds);
    }

    private List<String> turn()
    {
        lines.clear();
        nowMillis += 1000;
        sources.wake();
        while (sources.drain((source, buffer, from, to, truncated) ->
            lines.add(new String(buffer, from, to - from, StandardCharsets.ISO_8859_1)), nowMillis))
        {
            // More.
        }
        return List.copyOf(lines);
    }

    @Test
    public void aFileThatGrewIsReadOn() throws IOException
    {
        append(log, "unfin");
        turn();
        stop();
        append(log, "ished\nnew\n");
        assertEquals(List.of("unfinished", "new"), startAgain());
    }

    @Test
    public void theRestOfALineThatWasCutIsPassedOver() throws IOException
    {
        append(log, "x".repeat(MAX_LINE + 700));
        assertEquals("cut", 1, turn().size());
        stop();
        append(log, "rest could look like a line\nnew\n");
        assertEquals(List.of("new"), startAgain());
        append(log, "next\n");
        assertEquals(List.of("next"), turn());
    }

    @Test
    public void ofALogThatWasCutMeanwhileTheFirstLineIsRead() throws IOException
    {
        append(log, "x".repeat(MAX_LINE + 700));
        turn();
        stop();
        Files.writeString(log, "1\n2\n");
        assertEquals(List.of("1", "2"), startAgain());
    }

    @Test
    public void rotatedFilesAreReadInTheirOrderWhateverTheyAreCalled() throws IOException
    {
        file("log.9", "long ago\n", 1);
        stop();
        append(log, "1\n");
        rotate("log-20261127", 10);
        file("log.2", "2\n", 20);
        file("log.1", "3\n", 30);
        file("log.3.gz", "packed\n", 25);
        file("logger", "another's\n", 26);
        append(log, "4\n");
        assertEquals(List.of("1", "2", "3", "4"), startAgain());
        assertNull(sources.takeProblem());
        append(log, "5\n");
        assertEquals(List.of("5"), turn());
    }

    @Test
    public void whatCameAfterAFileThatIsGoneIsReadOnce() throws IOException
    {
        append(log.resolveSibling("log.2"), "read by nobody, but before\n");
        Files.setLastModifiedTime(log.resolveSibling("log.2"), FileTime.fromMillis(System.currentTimeMillis() - 10_000));
        stop();
        append(log, "packed\n");
        Files.delete(log);
        append(log, "1\n");
        Files.createLink(log.resolveSibling("log.1"), log);
        Files.move(log, log.resolveSibling("log-20261127"));
        append(log, "2\n");
        assertEquals(List.of("1", "2"), startAgain());
        assertEquals(log + ": the file that was read before is gone (compressed, moved or deleted): what came in meanwhile may be lost",
            sources.takeProblem());
        assertNull(sources.takeProblem());
    }

    @Test
    public void aNumberMayStandBeforeTheEndingOfTheName() throws IOException
    {
        Path named = log.resolveSibling("auth.log");
        append(named, "");
        sources.close();
        start(named.toString(), List.of());
        stop();
        append(named, "1\n");
        Files.move(named, log.resolveSibling("auth-20261127.log"));
        append(log.resolveSibling("auth-other.log"), "another's\n");
        append(named, "2\n");
        start(named.toString(), places);
        assertEquals(List.of("1", "2"), turn());
    }

    @Test
    public void ofMoreFilesThanThereIsRoomForTheLatestAreRead() throws IOException
    {
        stop();
        for (int i = 10; i < 20; i++)
        {
            append(log, i + "\n");
            rotate("log." + i, i);
        }
        append(log, "20\n");
        assertEquals(List.of("13", "14", "15", "16", "17", "18", "19", "20"), startAgain());
    }

    @Test
    public void aFileThatWasCopiedAndCutIsReadInTheCopyFirst() throws IOException
    {
        stop();
        append(log, "1\n");
        file("log.1", Files.readString(log), 10);
        Files.writeString(log, "2\n");
        assertEquals(List.of("1", "2"), startAgain());
    }

    @Test
    public void soIsOneThatWasEmptyBefore() throws IOException
    {
        file("log.1", Files.readString(log), 1);
        Files.writeString(log, "");
        turn();
        stop();
        append(log, "1\n");
        append(log.resolveSibling("log.2"), Files.readString(log));
        Files.writeString(log, "2\n");
        assertEquals(List.of("1", "2"), startAgain());
        assertNull(sources.takeProblem());
    }

    @Test
    public void aCopyThatWasCutAndGrewBeyondThePlaceIsNotMistakenForTheLog() throws IOException
    {
        stop();
        append(log, "1\n");
        file("log.1", Files.readString(log), 10);
        Files.writeString(log, "another beginning that is longer than the place\n2\n");
        assertEquals(List.of("1", "another beginning that is longer than the place", "2"), startAgain());
    }

    @Test
    public void aFileThatIsFoundByItsNumberIsReadRatherThanItsCopiesOrADirectory() throws IOException
    {
        stop();
        for (int i : new int[] {0, 2, 3})
        {
            file("log." + i, Files.readString(log), 5 * i);
        }
        Files.createDirectory(log.resolveSibling("log.d"));
        append(log, "1\n");
        rotate("log.1", 10);
        append(log, "2\n");
        assertEquals(List.of("1", "2"), startAgain());
    }

    @Test
    public void aFileThatWasCutAloneIsReadFromItsBeginning() throws IOException
    {
        stop();
        Files.writeString(log, "2\n");
        assertEquals("shorter", List.of("2"), startAgain());
        stop();
        Files.writeString(log, "3 with another beginning\n");
        assertEquals("longer", List.of("3 with another beginning"), startAgain());
        stop();
        Files.writeString(log, "4\n");
        file("log.1", "no copy, and long enough to hold the place\n", 10);
        assertEquals("others are not its own", List.of("4"), startAgain());
    }

    @Test
    public void filesOfAPatternGoOnEachAtItsPlaceAndNewOnesFromTheirBeginning() throws IOException
    {
        sources.close();
        Path other = log.resolveSibling("log.b");
        append(other, "other\n");
        String pattern = log + "*";
        start(pattern, List.of());
        append(log, "1\n");
        append(other, "2\n");
        assertEquals(List.of("1", "2"), turn());
        stop();
        append(log, "3\n");
        append(other, "4\n");
        append(log.resolveSibling("log.c"), "5\n");
        start(pattern, places);
        assertEquals(List.of("3", "4", "5"), turn());
        stop();
        Files.move(other, log.resolveSibling("log.d"));
        append(log.resolveSibling("log.d"), "6\n");
        append(other, "7\n");
        start(pattern, places);
        assertEquals("by its number where it has another name", List.of("7", "6"), turn());
    }

    @Test
    public void whatWasNotFollowedBeforeBeginsAtItsEnd() throws IOException
    {
        stop();
        append(log, "1\n");
        Path other = log.resolveSibling("other");
        append(other, "old\n");
        start(other.toString(), places);
        assertEquals(List.of(), turn());
        append(other, "2\n");
        assertEquals(List.of("2"), turn());
    }
}
