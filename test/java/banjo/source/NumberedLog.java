package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.sys.FaultySys;
import banjo.sys.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** A log whose every line carries the next number, and who follows it: every number must arrive once and in order. */
abstract class NumberedLog
{
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    final FaultySys faults = new FaultySys(Platform.sys());
    final List<String> lines = new ArrayList<>();
    final LineSink sink = (source, buffer, from, to, truncated) ->
        lines.add(new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
    FileSources sources;
    Path log;
    long nowMillis = 1_000_000;
    int written;

    @Before
    public void create()
    {
        sources = new FileSources(faults.sys(), 16384);
        log = folder.getRoot().toPath().resolve("log");
    }

    @After
    public void close()
    {
        sources.close();
    }

    void follow() throws IOException
    {
        Files.createFile(log);
        sources.add(log.toString(), 0, 0, false);
    }

    /** A turn of the loop a second after the last one. */
    void turn()
    {
        nowMillis += 1000;
        wake();
    }

    /** A turn after so long that files' times show that nobody has written since. */
    void laterLook()
    {
        pause(20);
        turn();
    }

    static void pause(int millis)
    {
        try
        {
            Thread.sleep(millis);
        }
        catch (InterruptedException e)
        {
            throw new IllegalStateException(e);
        }
    }

    /** A turn of the loop at once. */
    void wake()
    {
        if (sources.descriptor() >= 0)
        {
            sources.wake();
        }
        int rounds = 0;
        while (sources.drain(sink, nowMillis))
        {
            rounds++;
            assertTrue("says for ever that there is more", rounds < 1000);
        }
    }

    void append(int count) throws IOException
    {
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND))
        {
            write(out, count);
        }
    }

    void write(OutputStream out, int count) throws IOException
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.append("number ").append(written++).append('\n');
        }
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    void assertAllArrived()
    {
        for (int i = 0; i < Math.min(lines.size(), written); i++)
        {
            assertEquals("number " + i, lines.get(i));
        }
        assertEquals(written, lines.size());
    }
}
