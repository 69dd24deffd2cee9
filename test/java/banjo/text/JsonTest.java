package banjo.text;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class JsonTest
{
    private static String json(int... bytes)
    {
        byte[] source = new byte[bytes.length + 2];
        source[0] = '<';
        source[bytes.length + 1] = '>';
        for (int i = 0; i < bytes.length; i++)
        {
            source[i + 1] = (byte)bytes[i];
        }
        TextBuffer text = new TextBuffer(100);
        Json.appendString(text, source, 1, bytes.length + 1);
        return new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8);
    }

    @Test
    public void escapesWhatJsonForbids()
    {
        assertEquals("\"\"", json());
        assertEquals("\"a\\\"\\\\/\"", json('a', '"', '\\', '/'));
        assertEquals("\"\\b\\t\\n\\f\\r\\u0000\\u001f\\u007f \"", json(8, 9, 10, 12, 13, 0, 31, 127, 32));
    }

    @Test
    public void keepsUtf8AndReplacesTheRest()
    {
        assertEquals("\"\u00e9\u20ac\ud83d\ude00\ufffd\"", json(0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xEF, 0xBF, 0xBD));
        assertEquals("\"\ufffd\"", json(0xFF));
        assertEquals("\"\ufffdA\"", json(0xE2, 0x82, 'A'));
        assertEquals("\"\ufffd\"", json(0xC3));
        assertEquals("\"\ufffd\ufffd\ufffd\"", json(0xED, 0xA0, 0x80));
    }

    @Test
    public void takesStrings()
    {
        TextBuffer text = new TextBuffer(100);
        Json.appendString(text, "a\"\n\u00e9");
        assertEquals("\"a\\\"\\n\u00e9\"", text.toString());
    }

    @Test
    public void overflowShows()
    {
        TextBuffer text = new TextBuffer(4);
        Json.appendString(text, "abcdef");
        assertTrue(text.overflowed());
    }
}
