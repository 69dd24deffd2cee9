package banjo.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.sys.Errno;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.Test;

/** Files that are cut, and written anew. */
public final class CutFilesTest extends NumberedLog
{
    @Test
    public void noticesAFileThatIsCutAndWrittenAnewToTheSameLengthOrMore() throws IOException
    {
        follow();
        for (int more = 0; more < 3; more++)
        {
            written = 10_000;
            append(50);
            turn();
            assertEquals(50, lines.size());
            lines.clear();
            written = 20_000;
            Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
            append(50 + more * 30);
            wake();
            assertEquals(50 + more * 30, lines.size());
            assertEquals("number 20000", lines.get(0));
            lines.clear();
            Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
            turn();
        }
    }

    @Test
    public void noticesByTheClockAloneThatAFileWasCutAndWrittenAnew() throws IOException
    {
        sources.close();
        sources = new FileSources(faults.fail("inotifyCreate", 1, 1, Errno.EMFILE).sys(), 16384);
        follow();
        written = 10_000;
        append(50);
        turn();
        lines.clear();
        cutAndWriteAnew();
        Files.setLastModifiedTime(log, FileTime.fromMillis(2_000_000_000_000L));
        turn();
        assertEquals(50, lines.size());
    }

    @Test
    public void noticesByAnEventAFileThatWasWrittenAnewWithinATickOfTheClock() throws IOException
    {
        follow();
        written = 10_000;
        append(50);
        turn();
        FileTime modified = Files.getLastModifiedTime(log);
        lines.clear();
        cutAndWriteAnew();
        Files.setLastModifiedTime(log, modified);
        turn();
        assertEquals(50, lines.size());
    }

    private void cutAndWriteAnew() throws IOException
    {
        written = 20_000;
        Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
        append(50);
    }

    @Test
    public void readsNothingOfAHole() throws IOException
    {
        follow();
        append(3);
        turn();
        try (FileChannel out = FileChannel.open(log, StandardOpenOption.WRITE))
        {
            out.truncate(0);
            turn();
            out.write(ByteBuffer.wrap("number 3\n".getBytes(StandardCharsets.ISO_8859_1)), 1L << 33);
        }
        written = 4;
        turn();
        append(1);
        turn();
        assertAllArrived();
        assertTrue(sources.bytes() + " bytes", sources.bytes() < 1 << 17);
        assertEquals(0, sources.lagBytes(0));
    }

    @Test
    public void skipsTheHoleThatAWriterWhoDoesNotAppendLeavesAfterACut() throws IOException
    {
        follow();
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.WRITE))
        {
            for (int i = 0; i < 4; i++)
            {
                write(out, 3000);
                turn();
                Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
                if (i % 2 == 0)
                {
                    turn();
                }
                write(out, 3);
                turn();
            }
        }
        assertAllArrived();
        assertEquals(0, sources.truncatedLines());
    }

    @Test
    public void deliversTheUnfinishedLastLineOfAFileThatIsCut() throws IOException
    {
        follow();
        Files.writeString(log, "whole\nunfinished", StandardOpenOption.APPEND);
        turn();
        Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
        Files.writeString(log, "next\n", StandardOpenOption.APPEND);
        turn();
        assertEquals(List.of("whole", "unfinished", "next"), lines);
    }
}
