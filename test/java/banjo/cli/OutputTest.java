package banjo.cli;

import static org.junit.Assert.assertEquals;

import banjo.control.Wrapped;
import banjo.sys.Errno;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.Test;

public class OutputTest
{
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Deque<Integer> results = new ArrayDeque<>();
    private int polls;

    /** Each write(2) takes what the next scripted result says, or everything. */
    private final Sys sys = Wrapped.sys(Platform.sys(), (name, arguments) ->
    {
        if (name.equals("poll"))
        {
            polls++;
            return 1;
        }
        if (!name.equals("write"))
        {
            return null;
        }
        int length = (Integer)arguments[3];
        int result = results.isEmpty() ? length : results.remove();
        if (result > 0)
        {
            result = Math.min(result, length);
            written.write((byte[])arguments[1], (Integer)arguments[2], result);
        }
        return result;
    });
    private final Output out = new Output(sys, 9);

    private String text()
    {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    public void nothingIsWrittenBeforeTheFlush()
    {
        out.put("a").put('b').putNumber(-12).put(new TextBuffer(9).put("tb")).line();
        assertEquals("", text());
        assertEquals(0, out.flush());
        assertEquals("ab-12tb\n", text());
    }

    @Test
    public void shortWritesInterruptsAndFullPipesLoseNothing()
    {
        results.add(2);
        results.add(-Errno.EINTR);
        results.add(-Errno.EAGAIN);
        results.add(1);
        out.put("abcdef");
        assertEquals(0, out.flush());
        assertEquals("abcdef", text());
        assertEquals(1, polls);
    }

    @Test
    public void textLongerThanTheBufferComesWhole()
    {
        String text = "xé\uD83D\uDE00".repeat(20_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put("a").put(text).put(bytes, 0, bytes.length).put("z").flush();
        assertEquals("a" + text + text + "z", text());
    }

    @Test
    public void theFirstErrorIsKeptAndTheRestDropped()
    {
        results.add(-Errno.ENOSPC);
        out.put("abc");
        assertEquals(-Errno.ENOSPC, out.flush());
        out.put("def");
        assertEquals(-Errno.ENOSPC, out.flush());
        assertEquals("", text());
    }

    @Test
    public void aWriteThatTakesNothingIsAnError()
    {
        results.add(0);
        out.put("abc");
        assertEquals(-Errno.EIO, out.flush());
    }
}
