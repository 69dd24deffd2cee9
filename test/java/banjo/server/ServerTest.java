package banjo.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Paths;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Real sockets; the server's turns are the test's. */
public class ServerTest
{
    private static final int PLACES = 3;
    private static final int REQUEST_BYTES = 8;
    private static final int LIMIT_MILLIS = 20_000;
    private static final int LONG_PIECES = 100;

    /** The clients'. */
    private final Sys sys = Platform.sys();
    private final FaultySys faulty = new FaultySys(sys);
    private final Client[] places = new Client[PLACES];
    private final int[] descriptors = new int[PLACES + 1];
    private final int[] events = new int[PLACES + 1];
    private final int[] ready = new int[PLACES + 1];
    private final List<Integer> clients = new ArrayList<>();
    private Path path;
    private Letters server;
    private long nowMillis = 1000;
    private int came;

    /** Serves clients that ask for a letter by a line: once, or where it is a capital for many pieces of it. */
    private static final class Letters extends Server
    {
        Letters(Sys sys, Client[] places, int listener)
        {
            super(sys, places);
            listenAt(listener);
        }
    }

    private final class Letter extends Client
    {
        private final byte[] request;
        private int pieces;

        Letter(byte[] request)
        {
            super(faulty.sys(), request, LIMIT_MILLIS);
            this.request = request;
        }

        @Override
        protected boolean begin(int length)
        {
            came += length == 0 ? 1 : 0;
            pieces = 0;
            last = length == REQUEST_BYTES;
            return last || length > 0 && request[length - 1] == '\n';
        }

        @Override
        protected void answer()
        {
            pieces++;
            boolean whole = Character.isUpperCase(request[0]);
            for (int i = 0; i < (whole ? Server.PIECE_BYTES : 1) && request[0] != '-'; i++)
            {
                piece.put(request[0]);
            }
            if (request[0] == '+')
            {
                piece.put(new byte[Server.PIECE_BYTES], 0, Server.PIECE_BYTES);
            }
            last = request[0] != '-' && (!whole || pieces == LONG_PIECES);
        }
    }

    @Before
    public void listen() throws IOException
    {
        path = Files.createTempDirectory("banjo-server").resolve("s");
        int listener = sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0);
        assertEquals(0, sys.bindUnix(listener, Paths.of(path.toString())));
        assertEquals(0, sys.listen(listener, 50));
        for (int i = 0; i < PLACES; i++)
        {
            places[i] = new Letter(new byte[REQUEST_BYTES]);
        }
        server = new Letters(faulty.sys(), places, listener);
    }

    @After
    public void close() throws IOException
    {
        server.close();
        for (int each : clients)
        {
            sys.close(each);
        }
        Files.delete(path);
        Files.delete(path.getParent());
    }

    private void turn()
    {
        int count = server.addDescriptors(descriptors, events, 0);
        int found = sys.poll(descriptors, events, ready, count, 0);
        server.serve(descriptors, found > 0 ? ready : null, 0, count, nowMillis);
    }

    private void turns(int count)
    {
        for (int i = 0; i < count; i++)
        {
            turn();
        }
    }

    private int ask(String request)
    {
        int descriptor = TestClient.connect(sys, path.toString());
        clients.add(descriptor);
        send(descriptor, request);
        turn();
        return descriptor;
    }

    private void send(int descriptor, String text)
    {
        TestClient.send(sys, descriptor, text);
    }

    /** Turns the loop until the server closes. */
    private String answer(int descriptor)
    {
        return TestClient.receive(sys, descriptor, this::turn);
    }

    private int open()
    {
        int open = 0;
        for (Client each : places)
        {
            open += each.isOpen() ? 1 : 0;
        }
        return open;
    }

    @Test
    public void requestsMayComeInPartsAndLongAnswersGoThroughSmallBuffers()
    {
        int client = ask("");
        for (String part : "a,b,\n".split(","))
        {
            send(client, part);
            turn();
        }
        assertEquals("a", answer(client));
        faulty.shorten(700);
        assertEquals("Z".repeat(2 * Server.PIECE_BYTES), answer(ask("Z\n")).substring(0, 2 * Server.PIECE_BYTES));
        faulty.heal();
        assertEquals(LONG_PIECES * Server.PIECE_BYTES, answer(ask("Z\n")).length());
        assertEquals("with all of its bytes taken a request must be answered", "", answer(ask("12345678")));
    }

    @Test
    public void othersWaitUntilAPlaceIsFree()
    {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < 12; i++)
        {
            all.add(ask(i < PLACES ? "" : "b\n"));
        }
        assertEquals(PLACES, came);
        for (int i = 0; i < PLACES; i++)
        {
            send(all.get(i), "a\n");
        }
        nowMillis += Server.CROWDED_PATIENCE_MILLIS;
        for (int i = 0; i < all.size(); i++)
        {
            assertEquals(i < PLACES ? "a" : "b", answer(all.get(i)));
        }
        assertEquals(Long.MAX_VALUE, server.nextTickMillis());
    }

    @Test
    public void clientsThatDoNotAskOrDoNotReadAreDropped()
    {
        ask("Z\n");
        ask("a");
        ask("");
        turns(20);
        nowMillis += Server.PATIENCE_MILLIS - 1;
        turn();
        assertEquals(PLACES, open());
        assertEquals(nowMillis + 1, server.nextTickMillis());
        nowMillis++;
        turn();
        assertEquals(0, open());
        assertEquals("a", answer(ask("a\n")));
    }

    @Test
    public void aClientThatReadsSlowlyIsDroppedAtTheLimit()
    {
        int client = ask("Z\n");
        long start = nowMillis;
        byte[] part = new byte[200_000];
        while (open() > 0 && nowMillis < start + 2 * LIMIT_MILLIS)
        {
            assertTrue(sys.read(client, part, 0, part.length) > 0);
            nowMillis += Server.PATIENCE_MILLIS - 1;
            turn();
        }
        assertTrue("" + (nowMillis - start), nowMillis - start >= LIMIT_MILLIS && nowMillis - start < LIMIT_MILLIS + Server.PATIENCE_MILLIS);
    }

    @Test
    public void whoWaitsTakesThePlaceOfTheIdlestSoon()
    {
        int busy = ask("Z\n");
        for (int i = 0; i < 9; i++)
        {
            ask("a");
        }
        int waiting = ask("b\n");
        assertEquals("not at once: a client may just be slow", PLACES, came);
        assertEquals("nor is poll(2) to return for who waits", PLACES, server.addDescriptors(descriptors, events, 0));
        assertEquals(nowMillis + Server.CROWDED_PATIENCE_MILLIS, server.nextTickMillis());
        long start = nowMillis;
        while (came < clients.size() && nowMillis < start + Server.PATIENCE_MILLIS)
        {
            sys.read(busy, new byte[100_000], 0, 100_000);
            nowMillis += 50;
            turns(PLACES);
        }
        assertEquals("b", answer(waiting));
        assertTrue("" + (nowMillis - start), nowMillis - start <= 6 * Server.CROWDED_PATIENCE_MILLIS);
        assertTrue("who takes its answer stays", answer(busy).endsWith("Z"));
    }

    @Test
    public void clientsThatCannotBeTakenInCostNoTime()
    {
        for (int error : new int[] {Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM})
        {
            faulty.fail("accept", 1, 1, error);
            int client = ask("a\n");
            assertEquals("poll(2) would return at once", 0, server.addDescriptors(descriptors, events, 0));
            nowMillis = server.nextTickMillis();
            assertEquals("a", answer(client));
        }
        faulty.fail("accept", 1, 1, Errno.EAGAIN);
        assertEquals("who has left already is no reason to wait", "a", answer(ask("a\n")));
    }

    @Test
    public void brokenAnswersEndOneConnection()
    {
        int other = ask("");
        assertEquals("nothing for ever", "", answer(ask("-\n")));
        assertEquals("more than fits", "", answer(ask("+\n")));
        send(other, "a\n");
        assertEquals("a", answer(other));
    }

    @Test
    public void clientsThatLeaveAreForgotten()
    {
        for (String request : new String[] {"", "a", "Z\n", "Z\n"})
        {
            int client = ask(request);
            sys.close(client);
            clients.clear();
            turns(3);
            assertEquals(0, open());
        }
        assertEquals(Long.MAX_VALUE, server.nextTickMillis());
    }

    @Test
    public void errorsOfSocketsCloseOneClient()
    {
        int other = ask("");
        for (String call : List.of("read", "send"))
        {
            faulty.fail(call, 1, 1, Errno.EINTR);
            assertEquals("a", answer(ask("a\n")));
            int client = ask("a");
            faulty.fail(call, 1, 1, Errno.ECONNRESET);
            send(client, "\n");
            turn();
            faulty.heal();
            assertEquals(1, open());
            assertEquals("", answer(client));
        }
        send(other, "a\n");
        assertEquals("a", answer(other));
    }
}
