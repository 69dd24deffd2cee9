package banjo.filter;

import static org.junit.Assert.assertEquals;

import banjo.text.Utf8;
import org.junit.Test;

/** The window holds the last lines within its bounds, whatever their length. */
public final class LineWindowTest
{
    private static final int[] NONE = {-1, -1};

    private static void add(LineWindow window, String before, String behind)
    {
        byte[] bytes = Utf8.encode(before + "DATE" + behind);
        window.add(bytes, 0, before.length(), before.length() + 4, bytes.length);
    }

    private static String text(LineWindow window)
    {
        return Utf8.decode(window.text(), 0, window.length());
    }

    @Test
    public void keepsTheLastLinesWithoutTheirDates()
    {
        LineWindow window = new LineWindow(2);
        add(window, "a", "1");
        add(window, "", "22");
        assertEquals("a1\n22\n", text(window));
        add(window, "c", "");
        assertEquals("22\nc\n", text(window));
    }

    @Test
    public void longLinesPushOthersOutAndAreCut()
    {
        LineWindow window = new LineWindow(10);
        add(window, "short", "");
        add(window, "x".repeat(60_000), "");
        assertEquals(60_007, window.length());
        add(window, "", "y".repeat(60_000));
        assertEquals(60_001, window.length());
        add(window, "z".repeat(50_000), "z".repeat(50_000));
        assertEquals(window.text().length, window.length());
        add(window, "a", "b");
        assertEquals("ab\n", text(window));
    }

    @Test
    public void aMatchTakesItsLinesButNotTheSkipped()
    {
        LineWindow window = new LineWindow(10);
        for (String line : new String[] {"0", "begin", "skip1", "skip2", "end", "5"})
        {
            add(window, line, "");
        }
        String all = text(window);
        int[] skips = {all.indexOf("skip1"), all.indexOf("end")};
        byte[] out = new byte[window.text().length];
        int to = all.indexOf("end") + 3;
        int length = window.copyMatched(all.indexOf("begin"), to, skips, out);
        assertEquals("begin\nend\n", Utf8.decode(out, 0, length));
        window.consume(all.indexOf("begin"), to, skips);
        assertEquals("0\nskip1\nskip2\n5\n", text(window));
        window.consume(0, 1, NONE);
        assertEquals("skip1\nskip2\n5\n", text(window));
    }
}
