package banjo.source;

import static org.junit.Assert.assertEquals;

import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public final class LineStreamTest
{
    private static final int MAX_LINE = 12;

    @Test
    public void splitsAsTheNaiveSplitterWhateverTheChunks()
    {
        long seed = 20261124;
        Random random = new Random(seed);
        byte[] alphabet = {'a', 'b', 0, (byte)0xFF, '\r', '\n', '\n'};
        for (int round = 0; round < 400; round++)
        {
            byte[] content = new byte[random.nextInt(200)];
            int longLines = random.nextInt(2) * 90;
            for (int i = 0; i < content.length; i++)
            {
                content[i] = random.nextInt(100) < longLines ? (byte)'x' : alphabet[random.nextInt(alphabet.length)];
            }
            int chunk = 1 + random.nextInt(40);
            assertEquals("seed " + seed + " round " + round + " chunk " + chunk, naive(content), read(content, chunk));
        }
    }

    @Test
    public void cutsALineLongerThanTheBufferOnceAndGoesOnAfterIt()
    {
        byte[] content = ("before\n" + "x".repeat(60_000) + "\nafter\n").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(List.of("before", "xxxxxxxxxxx\0<cut>", "after"), read(content, 1000));
    }

    @Test
    public void passesOverZerosBeforeALineHoweverManyTheyAre()
    {
        String zeros = "\0".repeat(MAX_LINE - 1);
        byte[] content = ("1\n" + zeros + "2\n" + zeros.repeat(900) + "3\n" + zeros + "\n4\n" + zeros).getBytes(StandardCharsets.ISO_8859_1);
        for (int chunk : new int[] {1, MAX_LINE, 1000, 60_000})
        {
            assertEquals(List.of("1", "2", "3", "", "4"), read(content, chunk));
        }
    }

    private static List<String> naive(byte[] content)
    {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= content.length; i++)
        {
            if (i < content.length && from == i && content[i] == 0)
            {
                from++;
            }
            if (i < content.length ? content[i] != '\n' : from == i)
            {
                continue;
            }
            int to = i > from && content[i - 1] == '\r' ? i - 1 : i;
            boolean cut = to - from > MAX_LINE;
            lines.add(cut ? text(content, from, from + MAX_LINE - 1, false) + "\0<cut>" : text(content, from, to, false));
            from = i + 1;
        }
        return lines;
    }

    private static List<String> read(byte[] content, int chunk)
    {
        Sys sys = Platform.sys();
        int[] ends = new int[2];
        sys.pipe(ends);
        assertEquals(content.length, content.length == 0 ? 0 : sys.write(ends[1], content, 0, content.length));
        sys.close(ends[1]);
        List<String> lines = new ArrayList<>();
        StreamSource stream = new StreamSource(new FaultySys(sys).shorten(chunk).sys(), ends[0], 7, MAX_LINE);
        while (!stream.ended())
        {
            stream.read((source, buffer, from, to, truncated) -> lines.add(text(buffer, from, to, truncated)));
        }
        sys.close(ends[0]);
        assertEquals(lines.size(), stream.lines());
        return lines;
    }

    private static String text(byte[] buffer, int from, int to, boolean cut)
    {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1) + (cut ? "<cut>" : "");
    }

    @Test
    public void anotherLimitHoldsInTheMiddleOfALine()
    {
        Sys sys = Platform.sys();
        int[] ends = new int[2];
        sys.pipe(ends);
        StreamSource stream = new StreamSource(sys, ends[0], 7, MAX_LINE);
        List<String> lines = new ArrayList<>();
        LineSink sink = (source, buffer, from, to, truncated) -> lines.add(text(buffer, from, to, truncated));
        write(sys, ends[1], "0123456789");
        stream.read(sink);
        stream.limitLines(100_000);
        write(sys, ends[1], "x".repeat(30));
        stream.read(sink);
        write(sys, ends[1], "y\n0123456789");
        stream.read(sink);
        stream.limitLines(5);
        write(sys, ends[1], "\nabcdef\nabcde\r\n0123");
        stream.read(sink);
        stream.limitLines(2);
        sys.close(ends[1]);
        stream.read(sink);
        sys.close(ends[0]);
        assertEquals(List.of("0123456789" + "x".repeat(30) + "y", "0123\0<cut>", "abcd\0<cut>", "abcde", "0\0<cut>"), lines);
    }

    private static void write(Sys sys, int descriptor, String text)
    {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(bytes.length, sys.write(descriptor, bytes, 0, bytes.length));
    }
}
