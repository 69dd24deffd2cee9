package banjo.source;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Where reading begins, lines that are not whole yet, and changes of what is followed. */
public final class FileSourcesTest extends NumberedLog
{
    @Test
    public void startsAtTheEndUnlessToldOtherwise() throws IOException
    {
        Files.writeString(log, "old\n");
        Path other = folder.getRoot().toPath().resolve("other");
        Files.writeString(other, "first\n");
        sources.add(log.toString(), 0, 0, false);
        sources.add(other.toString(), 1, 1, true);
        turn();
        assertEquals(List.of("first"), lines);
    }

    @Test
    public void waitsForTheEndOfALineThatComesByteByByte() throws IOException
    {
        follow();
        byte[] line = "whole line\r\n".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < line.length; i++)
        {
            assertEquals(List.of(), lines);
            Files.write(log, new byte[] {line[i]}, StandardOpenOption.APPEND);
            turn();
        }
        assertEquals(List.of("whole line"), lines);
    }

    @Test
    public void otherWishesKeepPlaces() throws IOException
    {
        List<String> all = new ArrayList<>();
        LineSink told = (source, buffer, from, to, truncated) -> all.add(source + " " + new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
        Path other = folder.getRoot().toPath().resolve("other");
        Files.writeString(log, "a\nhal");
        Files.writeString(other, "x\n");
        sources.add(log.toString(), 1, 0, true);
        sources.add(other.toString(), 2, 1, true);
        sources.drain(told, nowMillis);
        sources.begin();
        assertEquals(-1, sources.keep(log.toString(), 1));
        assertEquals(1, sources.keep(log.toString(), 0));
        // Who read it together with others goes on alone, where they were.
        sources.remember(sources.places(0));
        sources.add(log.toString(), sources.unusedSource(1), 5, false);
        sources.sweep();
        Files.writeString(log, "a\nhalf\nb\n");
        sources.drain(told, nowMillis += 2000);
        assertEquals(List.of("1 a", "2 x", "1 half", "1 b", "3 half", "3 b"), all);
        assertEquals("what is not read any more was", 6, sources.lines());
        assertEquals(2, sources.count());
        assertEquals("a number that is free again", 2, sources.unusedSource(1));
    }

    @Test
    public void aFileThatAnotherPathOfItsReadersLeadsToGoesOnThere() throws IOException
    {
        List<String> all = new ArrayList<>();
        LineSink told = (source, buffer, from, to, truncated) -> all.add(source + " " + new String(buffer, from, to - from, StandardCharsets.ISO_8859_1));
        Files.writeString(log, "a\n");
        sources.add(log.toString(), 1, 0, true);
        sources.drain(told, nowMillis);
        Files.writeString(log, "a\nb\n");
        sources.begin();
        sources.add(folder.getRoot().toPath().resolve("l*").toString(), 2, 0, false);
        sources.sweep();
        sources.drain(told, nowMillis += 2000);
        assertEquals(List.of("1 a", "2 b"), all);
    }
}
