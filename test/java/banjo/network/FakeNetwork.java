package banjo.network;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Sys;
import banjo.text.Utf8;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Files and name servers in memory: who is asked is noted, and answers as the test wants. */
final class FakeNetwork
{
    /** Queries in order, as {@code server name type}. */
    final List<String> asked = new ArrayList<>();
    /** Ports are not seen here; a new socket for each try is. */
    final List<Integer> sockets = new ArrayList<>();
    final List<byte[]> queries = new ArrayList<>();
    final Map<String, String> files = new HashMap<>();
    /** What a server sends for a query; null for nothing. */
    Function<byte[], List<byte[]>> server = query -> null;
    int connectError;
    int openSockets;
    private final Map<Integer, ArrayDeque<Object>> arriving = new HashMap<>();
    private final Map<Integer, String> peers = new HashMap<>();
    private final Map<Integer, Object[]> reading = new HashMap<>();
    private int next = 10;
    private int randomByte;
    final Sys sys = (Sys)Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, this::call);

    FakeNetwork()
    {
        files.put("/dev/urandom", "");
        files.put("/etc/hosts", "127.0.0.1 localhost\n");
        files.put("/etc/resolv.conf", "nameserver 192.0.2.53\n");
    }

    static String path(Object bytes)
    {
        return Utf8.decode((byte[])bytes, 0, ((byte[])bytes).length - 1);
    }

    /** Puts a datagram, or a negated errno, where a socket will find it. */
    void deliver(int socket, Object datagram)
    {
        arriving.get(socket).add(datagram);
    }

    private Object call(Object proxy, Method method, Object[] arguments)
    {
        switch (method.getName())
        {
            case "stat":
                String file = files.get(path(arguments[0]));
                ((long[])arguments[1])[FileStatus.INODE] = file == null ? 0 : file.hashCode();
                return file == null ? -Errno.ENOENT : 0;
            case "open":
                if (!files.containsKey(path(arguments[0])))
                {
                    return -Errno.ENOENT;
                }
                reading.put(next, new Object[] {path(arguments[0]), 0});
                return next++;
            case "read":
                return read((int)arguments[0], (byte[])arguments[1], (int)arguments[2], (int)arguments[3]);
            case "close":
                openSockets -= peers.remove(arguments[0]) == null ? 0 : 1;
                reading.remove(arguments[0]);
                return 0;
            case "socket":
                openSockets++;
                peers.put(next, "");
                arriving.put(next, new ArrayDeque<>());
                sockets.add(next);
                return next++;
            case "connectInternet":
                peers.put((int)arguments[0], Address.toString((long)arguments[2], (long)arguments[3]));
                return connectError;
            case "send":
                return send((int)arguments[0], (byte[])arguments[1], (int)arguments[3]);
            case "receive":
                Object datagram = arriving.get(arguments[0]).poll();
                if (datagram instanceof byte[] bytes)
                {
                    System.arraycopy(bytes, 0, (byte[])arguments[1], 0, Math.min(bytes.length, ((byte[])arguments[1]).length));
                    return bytes.length;
                }
                return datagram == null ? -Errno.EAGAIN : datagram;
            default:
                return 0;
        }
    }

    private int read(int descriptor, byte[] into, int offset, int length)
    {
        Object[] state = reading.get(descriptor);
        if (state[0].equals("/dev/urandom"))
        {
            into[0] = (byte)++randomByte;
            into[1] = 7;
            return 2;
        }
        byte[] bytes = Utf8.encode(files.get(state[0]));
        // Short reads, so that lines are put together again.
        int count = Math.min(Math.min(length, 7), bytes.length - (int)state[1]);
        System.arraycopy(bytes, (int)state[1], into, offset, count);
        state[1] = (int)state[1] + count;
        return count;
    }

    private int send(int socket, byte[] bytes, int length)
    {
        byte[] query = java.util.Arrays.copyOf(bytes, length);
        queries.add(query);
        StringBuilder name = new StringBuilder();
        int at = 12;
        while (query[at] != 0)
        {
            name.append(name.length() > 0 ? "." : "").append(Utf8.decode(query, at + 1, at + 1 + query[at]));
            at += 1 + query[at];
        }
        asked.add(peers.get(socket) + " " + name + " " + (query[at + 2] == 1 ? "A" : "AAAA"));
        List<byte[]> answers = server.apply(query);
        if (answers != null)
        {
            arriving.get(socket).addAll(answers);
        }
        return length;
    }
}
