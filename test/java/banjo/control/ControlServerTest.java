package banjo.control;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import banjo.server.TestClient;
import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ControlServerTest
{
    private static final int RECORDS = 50_000;

    private final Sys sys = Platform.sys();
    private ControlLoop loop;

    /** echo: its arguments, list: two megabytes, idle: nothing for ever, huge: a piece that overflows. */
    private static long answer(Request request, long cursor, TextBuffer out)
    {
        if (cursor == 0 && !request.is(0, "unknown"))
        {
            out.put(ControlServer.OK);
        }
        if (request.is(0, "echo"))
        {
            for (int i = 1; i < request.count(); i++)
            {
                out.put('[').put(request.bytes(), request.from(i), request.to(i)).put(']');
            }
            return ControlHandler.DONE;
        }
        if (request.is(0, "list"))
        {
            for (long i = cursor; i < RECORDS; i++)
            {
                int start = out.length();
                out.put(i == 0 ? '[' : ',').put("{\"ip\":\"address number ").putNumber(i).put("\",\"jail\":\"x\"}");
                if (out.overflowed())
                {
                    out.truncate(start);
                    return i;
                }
            }
            int start = out.length();
            out.put("]");
            if (out.overflowed())
            {
                out.truncate(start);
                return RECORDS;
            }
            return ControlHandler.DONE;
        }
        if (request.is(0, "full"))
        {
            while (out.remaining() > 0)
            {
                out.put('x');
            }
            return ControlHandler.DONE;
        }
        if (request.is(0, "huge"))
        {
            out.put(new byte[ControlServer.PIECE_BYTES + 1], 0, ControlServer.PIECE_BYTES + 1);
            return 1;
        }
        if (request.is(0, "idle"))
        {
            return 1;
        }
        ControlServer.refuse(out, "unknown command");
        return ControlHandler.DONE;
    }

    @Before
    public void start() throws ControlException
    {
        loop = new ControlLoop(-1, ControlServerTest::answer);
    }

    @After
    public void stop()
    {
        loop.close();
    }

    private int connect()
    {
        return TestClient.connect(sys, loop.path);
    }

    private void send(int descriptor, String text)
    {
        TestClient.send(sys, descriptor, text);
    }

    /** Turns the loop until the server closes. */
    private String receive(int descriptor)
    {
        String text = TestClient.receive(sys, descriptor, loop::turn);
        sys.close(descriptor);
        return text;
    }

    private String ask(String request)
    {
        int descriptor = connect();
        send(descriptor, request);
        return receive(descriptor);
    }

    @Test
    public void argumentsComeSeparatedByNuls()
    {
        assertEquals("ok\n[a][][b c]\n", ask("echo\0a\0\0b c\n"));
        assertEquals("ok\n\n", ask("echo\n"));
    }

    @Test
    public void aRequestMayComeInPieces()
    {
        int descriptor = connect();
        for (char c : "echo\0abc\n".toCharArray())
        {
            send(descriptor, "" + c);
            loop.turn();
        }
        assertEquals("ok\n[abc]\n", receive(descriptor));
    }

    @Test
    public void whatTheHandlerDoesNotKnowIsRefused()
    {
        assertTrue(ask("unknown\n").startsWith("no unknown command\n"));
    }

    @Test
    public void aRequestThatIsTooLongIsRefused()
    {
        assertTrue(ask("echo\0" + "x".repeat(5000)).startsWith("no request too long\n"));
        assertEquals("ok\n[" + "x".repeat(4090) + "]\n", ask("echo\0" + "x".repeat(4090) + "\n"));
    }

    @Test
    public void tooManyArgumentsAreRefused()
    {
        assertTrue(ask("echo" + "\0a".repeat(16) + "\n").startsWith("no too many arguments\n"));
        assertTrue(ask("echo" + "\0a".repeat(15) + "\n").startsWith("ok\n"));
        assertTrue(ask("\n").startsWith("no empty request\n"));
    }

    @Test
    public void garbageDoesNoHarm()
    {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            StringBuilder garbage = new StringBuilder();
            for (int length = random.nextInt(3000); length > 0; length--)
            {
                garbage.append((char)random.nextInt(256));
            }
            assertTrue("seed 7, round " + i, ask(garbage + "\n").matches("(?s)(no|ok).*\n"));
        }
        assertEquals("ok\n[a]\n", ask("echo\0a\n"));
    }

    @Test
    public void aLongAnswerGoesThroughASmallBuffer()
    {
        String answer = ask("list\n");
        assertTrue(answer.length() > 2_000_000);
        StringBuilder expected = new StringBuilder("ok\n");
        for (int i = 0; i < RECORDS; i++)
        {
            expected.append(i == 0 ? '[' : ',').append("{\"ip\":\"address number ").append(i).append("\",\"jail\":\"x\"}");
        }
        assertEquals(expected.append("]\n").toString(), answer);
    }

    @Test
    public void anAnswerMayFillTheBufferExactly()
    {
        assertEquals("ok\n" + "x".repeat(ControlServer.PIECE_BYTES - 3) + "\n", ask("full\n"));
    }

    @Test
    public void aBrokenHandlerEndsItsConnectionAlone()
    {
        assertFalse(ask("huge\n").endsWith("\n\n"));
        assertEquals("ok\n", ask("idle\n"));
        assertEquals("ok\n[a]\n", ask("echo\0a\n"));
    }

    @Test
    public void aHundredClientsAreServedEightAtATime()
    {
        int[] descriptors = new int[100];
        for (int i = 0; i < 100; i++)
        {
            descriptors[i] = connect();
            send(descriptors[i], "echo\0" + i + "\n");
        }
        for (int i = 0; i < 100; i++)
        {
            assertEquals("ok\n[" + i + "]\n", receive(descriptors[i]));
        }
    }

    @Test
    public void aSecondDaemonIsRefusedAndTheFirstKeepsItsSocket()
    {
        try
        {
            new ControlServer(sys, loop.path, -1, ControlServerTest::answer);
            fail();
        }
        catch (ControlException e)
        {
            assertTrue(e.getMessage(), e.getMessage().startsWith("another banjo is running at " + loop.path));
        }
        loop.turn();
        assertEquals("ok\n[a]\n", ask("echo\0a\n"));
    }

    @Test
    public void theSocketOfADeadDaemonIsReplaced() throws ControlException
    {
        String stale = loop.folder + "/run/stale.sock";
        int dead = sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0);
        assertEquals(0, sys.bindUnix(dead, Paths.of(stale)));
        sys.close(dead);
        ControlServer second = new ControlServer(sys, stale, -1, ControlServerTest::answer);
        int client = sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0);
        assertEquals(0, sys.connectUnix(client, Paths.of(stale)));
        sys.close(client);
        second.close();
        assertFalse(Files.exists(Path.of(stale)));
    }

    @Test
    public void whatIsNoSocketIsNeverRemoved() throws IOException
    {
        Path file = loop.folder.resolve("run/file");
        Files.writeString(file, "precious");
        Path link = loop.folder.resolve("run/link");
        Files.createSymbolicLink(link, Path.of(loop.path));
        for (Path path : new Path[] {file, link, loop.folder.resolve("run")})
        {
            try
            {
                new ControlServer(sys, path.toString(), -1, ControlServerTest::answer);
                fail();
            }
            catch (ControlException e)
            {
                assertTrue(e.getMessage(), e.getMessage().startsWith(path + (path == link ? " is a symbolic link" : " exists and is no")));
            }
        }
        assertEquals("precious", Files.readString(file));
        assertTrue(Files.isSymbolicLink(link));
        Files.delete(file);
        Files.delete(link);
    }

    @Test
    public void aPathThatIsTooLongOrBelowAFileIsAnError() throws IOException
    {
        Path file = loop.folder.resolve("run/file");
        Files.writeString(file, "");
        for (String path : new String[] {"/tmp/" + "x".repeat(110), file + "/x.sock"})
        {
            try
            {
                new ControlServer(sys, path, -1, ControlServerTest::answer);
                fail();
            }
            catch (ControlException e)
            {
                assertTrue(e.getMessage(), e.getMessage().contains(path));
            }
        }
        Files.delete(file);
    }

    @Test
    public void anotherSocketInItsPlaceIsNotRemovedAtTheEnd() throws IOException
    {
        Files.delete(Path.of(loop.path));
        int other = sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0);
        // The file system may give the same inode number again, so that two sockets stand in turn for a different one.
        assertEquals(0, sys.bindUnix(other, Paths.of(loop.folder + "/run/first.sock")));
        int another = sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0);
        assertEquals(0, sys.bindUnix(another, Paths.of(loop.path)));
        loop.server.close();
        assertTrue(Files.exists(Path.of(loop.path)));
        sys.close(other);
        sys.close(another);
        Files.delete(loop.folder.resolve("run/first.sock"));
    }

    private String later()
    {
        loop.nowMillis += 60_000;
        return loop.server.restore(loop.nowMillis);
    }

    @Test
    public void aSocketThatSomebodyRemovesIsMadeAnew() throws Exception
    {
        assumeTrue("needs root", sys.effectiveUserId() == 0);
        loop.close();
        loop = new ControlLoop(4242, ControlServerTest::answer);
        Path socket = Path.of(loop.path);
        assertNull(later());
        for (boolean directoryToo : new boolean[] {false, true})
        {
            Files.delete(socket);
            if (directoryToo)
            {
                Files.delete(socket.getParent());
            }
            assertEquals("the control socket was gone: made anew", later());
            assertNull("told once", later());
            assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            assertEquals(4242, Files.getAttribute(socket, "unix:gid"));
            int client = connect();
            send(client, "echo\0a\n");
            loop.turn();
            assertEquals("ok\n[a]\n", receive(client));
        }
    }

    @Test
    public void anothersSocketInItsPlaceIsLeftUntilItGoes() throws Exception
    {
        Path socket = Path.of(loop.path);
        Files.delete(socket);
        ControlServer other = new ControlServer(sys, loop.path, -1, ControlServerTest::answer);
        assertEquals("the control socket is gone: another banjo is running at " + socket + "; stop it, or set another `socket`", later());
        assertNull("told once", later());
        int client = connect();
        int[] descriptors = new int[2];
        int[] events = new int[2];
        assertEquals(1, other.addDescriptors(descriptors, events, 0));
        for (int i = 0; i < ControlServer.CLIENTS; i++)
        {
            // Who asked only whether it is alive comes first.
            other.serve(descriptors, new int[] {Sys.POLL_IN}, 0, 1, 0);
        }
        assertEquals("it goes to the other one", 2, other.addDescriptors(descriptors, events, 0));
        sys.close(client);
        other.close();
        assertEquals("the control socket was gone: made anew", later());
    }

    @Test
    public void aSocketThatCannotBeMadeAnewIsToldOnceAndLeavesNothing() throws Exception
    {
        boolean[] poor = new boolean[1];
        Sys changing = Wrapped.sys(sys, (name, arguments) -> poor[0] && name.equals("changeMode") ? (Object)(-Errno.EPERM) : null);
        Path socket = Path.of(loop.path + "2");
        ControlServer server = new ControlServer(changing, socket.toString(), -1, ControlServerTest::answer);
        poor[0] = true;
        Files.delete(socket);
        String told = server.restore(100_000);
        assertTrue(told, told.startsWith("the control socket is gone: cannot set the mode of the control socket " + socket));
        assertFalse(Files.exists(socket));
        assertNull(server.restore(200_000));
        poor[0] = false;
        assertEquals("the control socket was gone: made anew", server.restore(300_000));
        server.close();
        assertFalse(Files.exists(socket));
    }

    @Test
    public void theSocketIsTheOwnersAlone() throws IOException
    {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(loop.path))));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(loop.folder.resolve("run"))));
    }

    @Test
    public void onlyRootAndTheGroupMayCommand() throws Exception
    {
        assumeTrue("needs root", sys.effectiveUserId() == 0);
        assumeTrue("needs setpriv and python3", Files.exists(Path.of("/usr/bin/setpriv")) && Files.exists(Path.of("/usr/bin/python3")));
        loop.close();
        loop = new ControlLoop(4242, ControlServerTest::answer);
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(loop.path))));
        assertEquals(4242, Files.getAttribute(Path.of(loop.path), "unix:gid"));
        Files.setPosixFilePermissions(Path.of(loop.path), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertEquals("no permission denied\n", askAs("--regid=65534", "--clear-groups"));
        assertEquals("no permission denied\n", askAs("--regid=65534", "--groups=4241,42420,424"));
        assertEquals("ok\n[a]\n", askAs("--regid=4242", "--clear-groups"));
        assertEquals("ok\n[a]\n", askAs("--regid=65534", "--groups=100,4242"));
        assertEquals("ok\n[a]\n", ask("echo\0a\n"));
    }

    private String askAs(String... privileges) throws Exception
    {
        String script = "import socket,sys\ns=socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\n"
            + "try: s.sendall(b'echo\\0a\\n')\nexcept BrokenPipeError: pass\n"
            + "a=b''\nwhile True:\n try: b=s.recv(4096)\n except ConnectionResetError: break\n if not b: break\n a+=b\nsys.stdout.buffer.write(a)\n";
        Process process = new ProcessBuilder("/usr/bin/setpriv", "--reuid=65534", privileges[0], privileges[1], "/usr/bin/python3", "-c",
            script, loop.path).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        for (int i = 0; i < 1000 && !process.waitFor(1, TimeUnit.MILLISECONDS); i++)
        {
            loop.turn(5);
        }
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.destroy();
        return answer;
    }

    @Test
    public void theClientReadsWhatTheServerSays()
    {
        ControlClient client = new ControlClient(loop.pumping(), loop.path);
        assertEquals(ControlClient.ANSWERED, client.ask("echo", "é"));
        assertArrayEquals("[é]".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOfRange(client.bytes(), client.from(), client.to()));
        assertEquals(ControlClient.ANSWERED, client.ask("list"));
        assertTrue(client.to() - client.from() > 2_000_000);
        assertEquals(ControlClient.REFUSED, client.ask("unknown"));
        assertEquals("unknown command", client.message());
        assertEquals(ControlClient.REFUSED, client.ask("echo", "a\nb"));
        assertEquals(ControlClient.REFUSED, client.ask("echo", "x".repeat(5000)));
        assertEquals(ControlClient.UNREACHABLE, client.ask("huge"));
        assertTrue(client.message(), client.message().contains("broke off its answer"));
    }

    @Test
    public void theClientTellsWhyThereIsNoDaemon()
    {
        ControlClient nobody = new ControlClient(sys, loop.folder + "/none.sock");
        assertEquals(ControlClient.UNREACHABLE, nobody.ask("ping"));
        assertEquals("cannot reach the banjo daemon at " + loop.folder + "/none.sock: no such file or directory; is it running?"
            + " (banjo run, or --socket PATH)", nobody.message());
        long[] clock = new long[1];
        Sys impatient = Wrapped.sys(sys, (name, arguments) ->
        {
            if (name.equals("poll"))
            {
                clock[0] += 4_000_000_000L;
                return 0;
            }
            return name.equals("monotonicNanos") ? (Object)clock[0] : null;
        });
        ControlClient hung = new ControlClient(impatient, loop.path);
        assertEquals(ControlClient.UNREACHABLE, hung.ask("echo"));
        assertTrue(hung.message(), hung.message().contains("does not answer"));
    }
}
