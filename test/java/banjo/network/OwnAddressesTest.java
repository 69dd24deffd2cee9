package banjo.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** A kernel of its own: what it sends is what the test has queued; numbers in the byte order that is asked for. */
public class OwnAddressesTest
{
    private static final int NEW = 20;
    private static final int DELETE = 21;
    private static final int DONE = 3;

    private final ArrayDeque<Object> queue = new ArrayDeque<>();
    private final ArrayDeque<List<byte[]>> dumps = new ArrayDeque<>();
    private boolean bigEndianNow;
    private int sent;
    private int opened;
    private int openError;
    private int sequence;
    private final Sys sys = (Sys)Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, (proxy, method, arguments) ->
        switch (method.getName())
        {
            case "socket" -> openError < 0 ? openError : 40 + opened++;
            case "send" ->
            {
                sequence = InterfaceAddress.get32((byte[])arguments[1], 8, bigEndianNow);
                sent++;
                queue.addAll(dumps.isEmpty() ? List.of() : numbered(dumps.poll()));
                yield arguments[3];
            }
            case "receive" -> receive((byte[])arguments[1]);
            case "translateError" -> arguments[0];
            default -> 0;
        });
    private OwnAddresses addresses;

    private int receive(byte[] into)
    {
        Object next = queue.isEmpty() ? (Object)(-Errno.EAGAIN) : queue.poll();
        if (next instanceof Integer error)
        {
            return error;
        }
        byte[] bytes = (byte[])next;
        System.arraycopy(bytes, 0, into, 0, Math.min(bytes.length, into.length));
        return bytes.length;
    }

    private void put(ByteArrayOutputStream out, int value, int size)
    {
        for (int i = 0; i < size; i++)
        {
            out.write(value >> 8 * (bigEndianNow ? size - 1 - i : i));
        }
    }

    private byte[] message(int type, int flags, int ofSequence, byte[] body)
    {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, 16 + body.length, 4);
        put(out, type, 2);
        put(out, flags, 2);
        put(out, ofSequence, 4);
        put(out, 0, 4);
        out.writeBytes(body);
        while ((out.size() & 3) != 0)
        {
            out.write(0);
        }
        return out.toByteArray();
    }

    private void attribute(ByteArrayOutputStream out, int type, String address)
    {
        long[] halves = new long[2];
        byte[] text = Utf8.encode(address);
        assertTrue(Address.parse(text, 0, text.length, halves));
        int size = Address.isIpv4(halves[0], halves[1]) ? 4 : 16;
        put(out, 4 + size, 2);
        put(out, type, 2);
        for (int i = 16 - size; i < 16; i++)
        {
            out.write((int)(halves[i / 8] >>> 56 - 8 * (i % 8)));
        }
    }

    /** @param other the IFA_ADDRESS when it differs from the IFA_LOCAL. */
    private byte[] address(String own, int prefix, String other)
    {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte)(own.contains(":") ? 10 : 2), (byte)prefix, 0, 0, 0, 0, 0, 1});
        attribute(out, 1, other == null ? own : other);
        if (!own.contains(":") || other != null)
        {
            attribute(out, 2, own);
        }
        put(out, 5, 2);
        put(out, 3, 2);
        out.writeBytes(new byte[] {'x', 0, 0, 0});
        return out.toByteArray();
    }

    /** What the kernel will answer when it is asked next. */
    private void dump(int flags, byte[]... bodies)
    {
        List<byte[]> messages = new ArrayList<>();
        for (byte[] each : bodies)
        {
            messages.add(message(NEW, 2 | flags, 0, each));
        }
        messages.add(message(DONE, 2 | flags, 0, new byte[4]));
        dumps.add(messages);
    }

    private List<byte[]> numbered(List<byte[]> messages)
    {
        for (byte[] each : messages)
        {
            for (int i = 0; i < 4; i++)
            {
                each[8 + i] = (byte)(sequence >> 8 * (bigEndianNow ? 3 - i : i));
            }
        }
        return messages;
    }

    private void start(byte[]... bodies)
    {
        addresses = new OwnAddresses(sys, bigEndianNow);
        dump(0, bodies);
        addresses.start(0);
    }

    private boolean own(String address)
    {
        return in(addresses.own(), address);
    }

    private static boolean in(banjo.address.PrefixList list, String address)
    {
        long[] halves = new long[2];
        byte[] text = Utf8.encode(address);
        assertTrue(Address.parse(text, 0, text.length, halves));
        return list.contains(halves[0], halves[1]);
    }

    private boolean isPrivate(String address)
    {
        return in(addresses.networks(), address);
    }

    @Test
    public void ownAddressesAndPrivateNetworksAreKnownAtStart()
    {
        for (boolean big : new boolean[] {false, true})
        {
            bigEndianNow = big;
            sequence = 0;
            start(address("192.168.1.1", 24, null), address("203.0.113.5", 24, null), address("2001:db8::5", 64, null),
                address("fd00:1::1", 64, null), address("fe80::1", 64, null), address("10.1.2.3", 8, null), address("172.20.0.1", 8, null));
            assertTrue(own("192.168.1.1") && own("203.0.113.5") && own("2001:db8::5") && own("fd00:1::1"));
            assertFalse(own("192.168.1.2") || own("203.0.113.6") || own("2001:db8::6"));
            assertTrue(isPrivate("192.168.1.77") && isPrivate("fd00:1::77") && isPrivate("fe80::77") && isPrivate("10.200.0.1"));
            assertFalse("public networks are not private", isPrivate("203.0.113.6") || isPrivate("2001:db8::6"));
            assertFalse(isPrivate("192.168.2.1") || isPrivate("fd00:2::1"));
            assertTrue(isPrivate("172.31.0.1"));
            assertFalse("of a network that is wider than the private range only that range", isPrivate("172.32.0.1") || isPrivate("172.1.0.1"));
            assertNull(addresses.takeProblem());
        }
    }

    @Test
    public void ofAPointToPointLinkTheOtherEndIsNotOurs()
    {
        start(address("203.0.113.5", 32, "10.64.64.64"), address("2001:db8::5", 128, "fd00::64"));
        assertTrue(own("203.0.113.5") && own("2001:db8::5"));
        assertFalse(own("10.64.64.64") || own("fd00::64"));
        assertTrue(isPrivate("10.64.64.64") && isPrivate("fd00::64"));
        assertFalse(isPrivate("10.64.64.65"));
    }

    @Test
    public void aChangeIsReadAtOnceAndChangesInARowTogether()
    {
        start(address("192.168.1.1", 24, null));
        int before = sent;
        queue.add(message(NEW, 0, 0, address("192.168.1.2", 24, null)));
        dump(0, address("192.168.1.1", 24, null), address("192.168.1.2", 24, null));
        assertTrue(addresses.tick(true, 1000));
        assertTrue(own("192.168.1.2"));
        assertEquals(before + 1, sent);
        queue.add(message(DELETE, 0, 0, address("192.168.1.2", 24, null)));
        assertFalse(addresses.tick(true, 1010));
        assertEquals("wait a little for more", before + 1, sent);
        assertTrue(addresses.patienceMillis(1010) <= 190);
        dump(0, address("192.168.1.1", 24, null));
        assertTrue(addresses.tick(false, 1200));
        assertFalse(own("192.168.1.2"));
        queue.add(message(DELETE, 0, 0, address("192.168.1.9", 24, null)));
        dump(0, address("192.168.1.1", 24, null));
        assertFalse("the same as before is no change", addresses.tick(true, 2000));
        assertTrue(dumps.isEmpty());
    }

    @Test
    public void aDumpThatWasInterruptedIsReadAgain()
    {
        start(address("192.168.1.1", 24, null));
        queue.add(message(NEW, 0, 0, address("192.168.1.2", 24, null)));
        dump(0x10, address("192.168.1.2", 24, null));
        assertFalse(addresses.tick(true, 1000));
        assertTrue("what was known stays", own("192.168.1.1"));
        dump(0, address("192.168.1.1", 24, null), address("192.168.1.3", 24, null));
        assertTrue(addresses.tick(false, 1200));
        assertTrue(own("192.168.1.3") && !own("192.168.1.2"));
    }

    @Test
    public void whatTheKernelHadNoRoomToTellIsReadAgain()
    {
        start(address("192.168.1.1", 24, null));
        queue.add(-Errno.ENOBUFS);
        queue.add(-Errno.EINTR);
        dump(0, address("192.168.1.4", 24, null));
        assertTrue(addresses.tick(true, 1000));
        assertTrue(own("192.168.1.4"));
    }

    @Test
    public void anAnswerThatNeverEndsIsAskedForAgain()
    {
        start(address("192.168.1.1", 24, null));
        queue.add(message(NEW, 0, 0, address("192.168.1.2", 24, null)));
        assertFalse(addresses.tick(true, 1000));
        queue.add(message(NEW, 0, 0, address("192.168.1.3", 24, null)));
        assertFalse(addresses.tick(true, 2000));
        dump(0, address("192.168.1.3", 24, null));
        assertTrue(addresses.tick(false, 7000));
        assertTrue(own("192.168.1.3"));
    }

    @Test
    public void whereNetlinkFailsItIsToldAndTriedAgain()
    {
        openError = -Errno.EAFNOSUPPORT;
        addresses = new OwnAddresses(sys, false);
        addresses.start(0);
        assertTrue(addresses.takeProblem().contains("address family not supported"));
        assertEquals(-1, addresses.descriptor());
        openError = 0;
        assertFalse(addresses.tick(false, 29_000));
        dump(0, address("192.168.1.1", 24, null));
        assertTrue(addresses.tick(false, 30_000));
        assertTrue(own("192.168.1.1"));
        queue.add(-Errno.EIO);
        assertFalse(addresses.tick(true, 40_000));
        assertNotNull(addresses.takeProblem());
        assertTrue("what was known stays", own("192.168.1.1"));
    }

    @Test
    public void moreAddressesThanThereIsRoomForAreTold()
    {
        byte[][] many = new byte[OwnAddresses.MAXIMUM + 1][];
        for (int i = 0; i < many.length; i++)
        {
            many[i] = address("203.0." + i / 200 + "." + i % 200, 32, null);
        }
        start(many);
        assertTrue(own("203.0.0.0"));
        assertTrue(addresses.takeProblem().contains("more than 256"));
    }

    @Test
    public void brokenMessagesDoNoHarm()
    {
        long seed = System.nanoTime();
        System.out.println("OwnAddressesTest seed " + seed);
        Random random = new Random(seed);
        start(address("192.168.1.1", 24, null));
        long now = 1000;
        for (int i = 0; i < 50_000; i++)
        {
            byte[] bytes = message(random.nextInt(4) == 0 ? DONE : NEW, random.nextInt(32), sequence + random.nextInt(2),
                address(random.nextBoolean() ? "192.168.1.2" : "fd00::1", random.nextInt(256), null));
            for (int n = random.nextInt(4); n > 0; n--)
            {
                bytes[random.nextInt(bytes.length)] = (byte)random.nextInt(256);
            }
            queue.add(random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes);
            now += random.nextInt(500);
            addresses.tick(true, now);
            addresses.takeProblem();
        }
        queue.clear();
        dump(0, address("192.168.7.7", 24, null));
        queue.add(message(DELETE, 0, 0, address("192.168.1.2", 24, null)));
        addresses.tick(true, now + 60_000);
        assertTrue("seed " + seed, own("192.168.7.7"));
    }
}
