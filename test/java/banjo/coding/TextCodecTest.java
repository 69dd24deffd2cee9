package banjo.coding;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

public class TextCodecTest
{
    private static byte[] coded(String text)
    {
        RangeEncoder coder = new RangeEncoder(TextCodec.CONTEXTS);
        TextCodec.code(coder, text.getBytes(StandardCharsets.US_ASCII));
        return coder.finish();
    }

    private static String read(byte[] bytes)
    {
        RangeDecoder coder = new RangeDecoder(bytes, 0, bytes.length, TextCodec.CONTEXTS, "damaged");
        return new String(TextCodec.code(coder, new byte[0]), StandardCharsets.US_ASCII);
    }

    @Test
    public void readsWhatItWrote()
    {
        Random random = new Random(3);
        for (int length = 0; length < 600; length++)
        {
            StringBuilder text = new StringBuilder();
            int letters = 1 + random.nextInt(127);
            while (text.length() < length)
            {
                text.append((char)random.nextInt(letters + 1));
            }
            assertEquals(text.toString(), read(coded(text.toString())));
        }
    }

    @Test
    public void repetitionsCostLittle()
    {
        String line = "-Failed password for <TEXT> from <HOST> port <NUM> ssh2\n";
        assertTrue(coded(line.repeat(50)).length < coded(line).length + 20);
    }

    @Test
    public void anyBytesAreTextOrRefused()
    {
        Random random = new Random(4);
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = new byte[random.nextInt(50)];
            random.nextBytes(bytes);
            try
            {
                read(bytes);
            }
            catch (IllegalArgumentException e)
            {
                assertEquals("damaged", e.getMessage());
            }
        }
    }
}
