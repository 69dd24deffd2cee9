package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A netfilter that answers every message as a test says, little-endian; programs that it runs print what it says and succeed. */
final class FakeKernel
{
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int MULTI = 2;
    private static final int INTERRUPTED = 0x10;

    /** Messages of these types are refused. */
    final Map<Integer, Integer> refusals = new TreeMap<>();
    /** What a question or dump of a type is answered, attributes behind nfgenmsg. */
    final Map<Integer, List<byte[]>> answers = new TreeMap<>();
    /** Questions that do not name this are not answered; null answers all. */
    String only;
    /** What came last. */
    byte[] sent;
    /** How many messages of a type have come. */
    final Map<Integer, Integer> seen = new TreeMap<>();
    /** How many of the next dumps are told to be interrupted. */
    int interruptions;
    /** How many of the next receptions lose what was there. */
    int overruns;
    /** What a program prints, and how it ends. */
    String output = "";
    int status;
    /** How many programs have been run. */
    int spawned;
    /** What programs were given. */
    final StringBuilder written = new StringBuilder();

    /** How many dumps of ip_set came that asked for elements of one set. */
    int lists;
    /** What the CPU's clock goes on by, each time that it is read. */
    long cpuNanos;
    private long cpuClock;

    private final Map<Integer, Deque<byte[]>> inboxes = new HashMap<>();
    private final Map<Integer, byte[]> pipes = new HashMap<>();
    private int descriptors = 100;

    Sys sys()
    {
        return (Sys)Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, (proxy, method, arguments) ->
        {
            switch (method.getName())
            {
                case "socket":
                    inboxes.put(++descriptors, new ArrayDeque<>());
                    return descriptors;
                case "bindNetlink":
                    return arguments[0];
                case "send":
                    sent = Arrays.copyOf((byte[])arguments[1], (int)arguments[3]);
                    answer(inboxes.get(arguments[0]), sent);
                    return arguments[3];
                case "receive":
                    return receive(inboxes.get(arguments[0]), (byte[])arguments[1]);
                case "processNanos":
                    return cpuClock += cpuNanos;
                case "translateError":
                    return arguments[0];
                case "pipe":
                    ((int[])arguments[0])[0] = ++descriptors;
                    ((int[])arguments[0])[1] = ++descriptors;
                    return 0;
                case "spawn":
                    spawned++;
                    // The reading end has the number before that of the writing one.
                    pipes.put((int)arguments[2] - 1, output.getBytes());
                    return ++descriptors;
                case "waitProcess":
                    return status;
                case "write":
                    written.append(new String((byte[])arguments[1], (int)arguments[2], (int)arguments[3], StandardCharsets.UTF_8));
                    return arguments[3];
                case "read":
                    byte[] printed = pipes.remove(arguments[0]);
                    System.arraycopy(printed == null ? new byte[0] : printed, 0, (byte[])arguments[1], 0, printed == null ? 0 : printed.length);
                    return printed == null ? 0 : printed.length;
                default:
                    return method.getReturnType() == long.class ? (Object)0L : (Object)0;
            }
        });
    }

    private int receive(Deque<byte[]> inbox, byte[] into)
    {
        if (overruns > 0)
        {
            overruns--;
            inbox.clear();
            return -Errno.ENOBUFS;
        }
        if (inbox.isEmpty())
        {
            return -Errno.EAGAIN;
        }
        byte[] datagram = inbox.remove();
        System.arraycopy(datagram, 0, into, 0, datagram.length);
        return datagram.length;
    }

    /** Every message has its answer: an error, the parts of a dump, an answer, or an acknowledgement where it asks for one. */
    private void answer(Deque<byte[]> inbox, byte[] sent)
    {
        ByteBuffer in = ByteBuffer.wrap(sent).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < sent.length; at += in.getInt(at) + 3 & ~3)
        {
            int type = in.getShort(at + 4);
            int flags = in.getShort(at + 6);
            int sequence = in.getInt(at + 8);
            seen.merge(type, 1, Integer::sum);
            lists += type == IpsetMessages.LIST && NetlinkAttributes.find(sent, at + 20, at + in.getInt(at), 2, false) >= 0
                && NetlinkAttributes.find(sent, at + 20, at + in.getInt(at), 6, false) < 0 ? 1 : 0;
            boolean dump = (type == NftMessages.GETSET || type == NftMessages.GETSETELEM || type == IpsetMessages.LIST)
                && (flags & NftMessages.DUMP) == NftMessages.DUMP;
            int error = -refusals.getOrDefault(type, 0);
            if (error != 0 || !dump && (flags & NftMessages.ACK) != 0)
            {
                inbox.add(message(ERROR, 0, sequence, ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putInt(error)
                    .putInt(in.getInt(at)).putShort((short)type).putShort((short)flags).putInt(sequence).putInt(0).array()));
                continue;
            }
            boolean interrupted = dump && interruptions > 0;
            interruptions -= interrupted ? 1 : 0;
            for (byte[] each : only == null || new String(sent, at, in.getInt(at), StandardCharsets.ISO_8859_1).contains(only)
                ? answers.getOrDefault(type, List.of()) : List.<byte[]>of())
            {
                byte[] body = new byte[4 + each.length];
                System.arraycopy(each, 0, body, 4, each.length);
                inbox.add(message(type == NftMessages.GETSET ? NftMessages.NEWSET : type == NftMessages.GETSETELEM ? NftMessages.NEWSETELEM : type,
                    dump ? MULTI | (interrupted ? INTERRUPTED : 0) : 0, sequence, body));
            }
            if (dump)
            {
                inbox.add(message(DONE, MULTI | (interrupted ? INTERRUPTED : 0), sequence, new byte[4]));
            }
        }
    }

    private static byte[] message(int type, int flags, int sequence, byte[] body)
    {
        return ByteBuffer.allocate(16 + body.length).order(ByteOrder.LITTLE_ENDIAN).putInt(16 + body.length).putShort((short)type)
            .putShort((short)flags).putInt(sequence).putInt(0).put(body).array();
    }

    int seen(int type)
    {
        return seen.getOrDefault(type, 0);
    }

    /** Adds an answer. @param attributes pairs of a type and a value: bytes (others' attributes too), a text, or a number in network order. */
    void answer(int type, Object... attributes)
    {
        answers.computeIfAbsent(type, any -> new ArrayList<>()).add(attributes(attributes));
    }

    static byte[] attributes(Object... pairs)
    {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < pairs.length; i += 2)
        {
            Object value = pairs[i + 1];
            byte[] bytes = value instanceof byte[] given ? given : value instanceof String text ? (text + "\0").getBytes()
                : ByteBuffer.allocate(4).putInt((int)value).array();
            out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putShort((short)(4 + bytes.length))
                .putShort((short)(int)pairs[i]).array());
            out.writeBytes(Arrays.copyOf(bytes, bytes.length + 3 & ~3));
        }
        return out.toByteArray();
    }
}
