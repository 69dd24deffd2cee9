package banjo.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.sys.FaultySys;
import banjo.sys.Errno;
import banjo.sys.Platform;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Real sockets on loopback; the server's turns are the test's. */
public final class HttpServerTest implements HttpHandler
{
    private static final long LOOPBACK = Address.IPV4_MARK | 0x7F000001L;

    private final FaultySys sys = new FaultySys(Platform.sys());
    private final HttpServer server = new HttpServer(sys.sys(), this);
    private final int[] descriptors = new int[HttpServer.CLIENTS + 1];
    private final int[] events = new int[HttpServer.CLIENTS + 1];
    private final int[] ready = new int[HttpServer.CLIENTS + 1];
    private final List<Socket> clients = new ArrayList<>();
    private int port;
    private long nowMillis = 1000;

    @Before
    public void listen() throws IOException
    {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            port = free.getLocalPort();
        }
        assertEquals(0, server.listen(false, 0, LOOPBACK, port));
    }

    @After
    public void close() throws IOException
    {
        for (Socket each : clients)
        {
            each.close();
        }
        server.close();
    }

    @Override
    public int find(byte[] bytes, int from, int to)
    {
        String path = Utf8.decode(bytes, from, to);
        return path.equals("/short") ? 0 : path.equals("/long") ? 1 : NOWHERE;
    }

    @Override
    public String contentType(int resource)
    {
        return "text/x-test";
    }

    @Override
    public long answer(int resource, long cursor, TextBuffer out)
    {
        if (resource == 0)
        {
            out.put("hello\n");
            return DONE;
        }
        for (int i = 0; i < 1000; i++)
        {
            out.put("0123456\n");
        }
        return cursor == 999 ? DONE : cursor + 1;
    }

    private void turn()
    {
        int count = server.addDescriptors(descriptors, events, 0);
        sys.sys().poll(descriptors, events, ready, count, 20);
        server.serve(descriptors, ready, 0, count, nowMillis);
    }

    private Socket connect() throws IOException
    {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(2000);
        clients.add(client);
        return client;
    }

    private String ask(String request) throws IOException
    {
        Socket client = connect();
        client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return rest(client);
    }

    private String rest(Socket client) throws IOException
    {
        StringBuilder answer = new StringBuilder();
        InputStream in = client.getInputStream();
        byte[] part = new byte[65536];
        for (int turns = 0; turns < 3000; turns++)
        {
            turn();
            client.setSoTimeout(1);
            try
            {
                int count = in.read(part);
                if (count < 0)
                {
                    return answer.toString();
                }
                answer.append(new String(part, 0, count, StandardCharsets.ISO_8859_1));
            }
            catch (java.net.SocketTimeoutException e)
            {
                // Nothing yet: the server's next turn.
            }
            catch (java.net.SocketException e)
            {
                return answer + "RESET";
            }
        }
        return answer + "NO END";
    }

    @Test
    public void getAndHeadAreAnswered() throws IOException
    {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/x-test\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
            + "Connection: close\r\n\r\n";
        assertEquals(head + "hello\n", ask("GET /short HTTP/1.1\r\nHost: x\r\n\r\n"));
        assertEquals(head + "hello\n", ask("GET /short?query HTTP/1.0\n\n"));
        assertEquals(head, ask("HEAD /short HTTP/1.1\r\n\r\n"));
        assertEquals(head + "hello\n", ask("GET http://[::1]:9191/short?query HTTP/1.1\r\n\r\n"));
        String answer = ask("GET /long HTTP/1.1\r\n\r\n");
        assertEquals(head.length() + 8_000_000, answer.length());
    }

    @Test
    public void anythingElseIsRefused() throws IOException
    {
        String[][] table = {{"POST /short HTTP/1.1\r\n\r\n", "405"}, {"GETS /short HTTP/1.1\r\n\r\n", "405"}, {"GET /none HTTP/1.1\r\n\r\n", "404"},
            {"GET /short\r\n\r\n", "400"}, {"GET /short HTTP/2.0\r\n\r\n", "400"}, {"\r\n\r\n", "400"}, {" /short HTTP/1.1\r\n\r\n", "400"},
            {"GET http://x HTTP/1.1\r\n\r\n", "404"}, {"GET http:///none HTTP/1.1\r\n\r\n", "404"}, {"GET http:// HTTP/1.1\r\n\r\n", "404"},
            {"GET  HTTP/1.1\r\n\r\n", "404"}, {"GET /short HTTP/1.1\r\nX: " + "y".repeat(5000), "431"}};
        for (String[] row : table)
        {
            String answer = ask(row[0]);
            assertTrue(row[0] + " -> " + answer, answer.startsWith("HTTP/1.1 " + row[1] + " "));
        }
    }

    @Test
    public void aRequestMayComeByteByByte() throws IOException
    {
        Socket client = connect();
        for (byte each : "GET /short HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1))
        {
            client.getOutputStream().write(each);
            turn();
        }
        assertTrue(rest(client).endsWith("hello\n"));
    }

    @Test
    public void aClientThatReadsSlowlyIsDroppedAtTheLimit() throws IOException
    {
        Socket client = connect();
        client.getOutputStream().write("GET /long HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < 7; i++)
        {
            turn();
            client.getInputStream().read(new byte[10_000]);
            nowMillis += HttpServer.PATIENCE_MILLIS - 1;
        }
        turn();
        assertEquals("who listens is all that is left", 1, server.addDescriptors(descriptors, events, 0));
    }

    @Test
    public void anyBytesAtAnyLengthDoNoHarm() throws IOException
    {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = new byte[random.nextInt(6000)];
            random.nextBytes(bytes);
            Socket client = connect();
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
            rest(client);
        }
        assertTrue(ask("GET /short HTTP/1.1\r\n\r\n").endsWith("hello\n"));
    }

    @Test
    public void errorsOfSocketsCloseOneClient() throws IOException
    {
        for (String call : List.of("read", "send", "accept"))
        {
            sys.fail(call, 1, 1, Errno.ECONNRESET);
            ask("GET /short HTTP/1.1\r\n\r\n");
            sys.heal();
            nowMillis += HttpServer.PATIENCE_MILLIS;
            assertTrue(ask("GET /short HTTP/1.1\r\n\r\n").endsWith("hello\n"));
        }
        HttpServer other = new HttpServer(sys.sys(), this);
        assertEquals(-Errno.EADDRINUSE, other.listen(false, 0, LOOPBACK, port));
    }

    @Test
    public void anotherAddressTakesThePlaceOfTheFormer() throws IOException
    {
        int former = port;
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            port = busy.getLocalPort();
            assertEquals(-Errno.EADDRINUSE, server.listen(false, 0, LOOPBACK, port));
            int taken = port;
            port = former;
            assertTrue("one that is taken changes nothing", ask("GET /short HTTP/1.1\r\n\r\n").endsWith("hello\n"));
            port = taken;
        }
        assertEquals(0, server.listen(false, 0, LOOPBACK, port));
        assertTrue(ask("GET /short HTTP/1.1\r\n\r\n").endsWith("hello\n"));
        assertThrows(IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), former).close());
    }
}
