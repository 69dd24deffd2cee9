package banjo.server;

import static org.junit.Assert.assertEquals;

import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Sys;
import java.nio.charset.StandardCharsets;

/** The other end of a server's socket, for one descriptor. */
public final class TestClient
{
    private TestClient()
    {
    }

    /** @return the descriptor of a connection. */
    public static int connect(Sys sys, String path)
    {
        int descriptor = sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0);
        assertEquals(0, sys.connectUnix(descriptor, Paths.of(path)));
        return descriptor;
    }

    public static void send(Sys sys, int descriptor, String text)
    {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(bytes.length, sys.send(descriptor, bytes, 0, bytes.length, 0));
    }

    /** Reads until the server closes. @param turn of its loop. */
    public static String receive(Sys sys, int descriptor, Runnable turn)
    {
        byte[] buffer = new byte[65536];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++)
        {
            turn.run();
            int count = sys.read(descriptor, buffer, 0, buffer.length);
            if (count == 0 || count == -Errno.ECONNRESET)
            {
                return text.toString();
            }
            text.append(new String(buffer, 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
        }
        throw new AssertionError("no end after: " + text);
    }
}
