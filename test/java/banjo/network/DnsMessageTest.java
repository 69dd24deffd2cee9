package banjo.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.Test;

public class DnsMessageTest
{
    private static final byte[] HERE = {(byte)0xC0, 12};
    private static final byte[] ADDRESS = {(byte)203, 0, 113, 7};

    private final DnsMessage message = new DnsMessage();
    private final byte[] query = new byte[DnsMessage.QUERY_BYTES];
    private int queryLength;

    private void ask(String name, int type, boolean extended)
    {
        byte[] text = Utf8.encode(name);
        queryLength = DnsMessage.query(query, 0xABCD, text, text.length, type, extended);
    }

    static byte[] wire(String name)
    {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("\\."))
        {
            out.write(label.length());
            out.writeBytes(Utf8.encode(label));
        }
        out.write(0);
        return out.toByteArray();
    }

    static byte[] record(byte[] owner, int type, int ttl, byte[] data)
    {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(owner);
        out.writeBytes(new byte[] {0, (byte)type, 0, 1, (byte)(ttl >> 24), (byte)(ttl >> 16), (byte)(ttl >> 8), (byte)ttl,
            (byte)(data.length >> 8), (byte)data.length});
        out.writeBytes(data);
        return out.toByteArray();
    }

    /** An answer to a query without its option, with these records. */
    static byte[] answer(byte[] query, int queryLength, int code, byte[]... records)
    {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int question = queryLength - (query[11] != 0 ? 11 : 0);
        byte[] head = Arrays.copyOf(query, question);
        head[2] = (byte)0x81;
        head[3] = (byte)(0x80 | code);
        head[7] = (byte)records.length;
        head[11] = 0;
        out.writeBytes(head);
        for (byte[] each : records)
        {
            out.writeBytes(each);
        }
        return out.toByteArray();
    }

    private int read(byte[] answer)
    {
        return message.read(answer, answer.length, query, queryLength);
    }

    private int answered(byte[]... records)
    {
        return read(answer(query, queryLength, 0, records));
    }

    private String address(int index)
    {
        return Address.toString(message.addresses[2 * index], message.addresses[2 * index + 1]);
    }

    @Test
    public void aQueryIsThatOfRfc1035()
    {
        ask("a.bc", DnsMessage.AAAA, false);
        byte[] expected = {(byte)0xAB, (byte)0xCD, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 2, 'b', 'c', 0, 0, 28, 0, 1};
        assertEquals(Arrays.toString(expected), Arrays.toString(Arrays.copyOf(query, queryLength)));
        ask("a.bc", DnsMessage.A, true);
        assertEquals("[0, 0, 41, 4, -48, 0, 0, 0, 0, 0, 0]", Arrays.toString(Arrays.copyOfRange(query, 22, queryLength)));
    }

    @Test
    public void theLongestNameFitsIntoAQuery()
    {
        String label = "a".repeat(61);
        ask(label + "." + label + "." + label + "." + label + ".bcdef", DnsMessage.A, true);
        assertEquals(12 + 255 + 4 + 11, queryLength);
        assertEquals(DnsMessage.ANSWERED, answered(record(HERE, 1, 60, ADDRESS)));
        assertEquals(1, message.count);
    }

    @Test
    public void addressesAreReadWithTheShortestTime()
    {
        ask("Good.test", DnsMessage.A, true);
        assertEquals(DnsMessage.ANSWERED, answered(record(HERE, 1, 300, ADDRESS), record(wire("gOOD.tEST"), 1, 60, new byte[] {1, 2, 3, 4}),
            record(wire("other.test"), 1, 5, new byte[] {9, 9, 9, 9}), record(HERE, 16, 5, new byte[] {1, 'x'})));
        assertEquals(2, message.count);
        assertEquals("203.0.113.7", address(0));
        assertEquals("1.2.3.4", address(1));
        assertEquals(60, message.ttlSeconds);
        ask("good.test", DnsMessage.AAAA, true);
        byte[] ipv6 = new byte[16];
        ipv6[0] = 0x20;
        ipv6[15] = 1;
        assertEquals(DnsMessage.ANSWERED, answered(record(HERE, 28, 1 << 31, ipv6)));
        assertEquals("2000::1", address(0));
        assertEquals("the highest bit of a time makes it 0", 0, message.ttlSeconds);
    }

    @Test
    public void aliasesAreFollowedInAnyOrder()
    {
        ask("a.test", DnsMessage.A, true);
        byte[] last = record(wire("c.test"), 1, 60, ADDRESS);
        byte[] second = record(wire("b.test"), 5, 30, wire("c.test"));
        byte[] first = record(HERE, 5, 90, wire("B.test"));
        assertEquals(DnsMessage.ANSWERED, answered(last, second, first));
        assertEquals("203.0.113.7", address(0));
        assertEquals(30, message.ttlSeconds);
        assertEquals("an alias of nothing", DnsMessage.ANSWERED, answered(first));
        assertEquals(0, message.count);
        assertEquals("a circle", DnsMessage.UNUSABLE, answered(record(HERE, 5, 60, wire("b.test")), record(wire("b.test"), 5, 60, HERE)));
        byte[][] chain = new byte[11][];
        for (int i = 0; i < 10; i++)
        {
            chain[i] = record(wire(i == 0 ? "a.test" : "n" + i + ".test"), 5, 60, wire("n" + (i + 1) + ".test"));
        }
        chain[10] = record(wire("n10.test"), 1, 60, ADDRESS);
        assertEquals("more than eight aliases", DnsMessage.UNUSABLE, answered(chain));
    }

    @Test
    public void whatFitsNotTheQueryIsStrange()
    {
        ask("good.test", DnsMessage.A, true);
        byte[] right = answer(query, queryLength, 0, record(HERE, 1, 60, ADDRESS));
        assertEquals(DnsMessage.ANSWERED, read(right));
        for (int at : new int[] {0, 1, 2, 4, 5, 13, 22, 23, 24, 26})
        {
            byte[] wrong = right.clone();
            wrong[at] ^= at == 2 ? (byte)0x80 : 1;
            assertEquals("byte " + at, DnsMessage.STRANGE, read(wrong));
        }
        assertEquals(DnsMessage.STRANGE, read(Arrays.copyOf(right, 11)));
        assertEquals(DnsMessage.STRANGE, read(Arrays.copyOf(right, 20)));
        assertEquals(DnsMessage.STRANGE, read(Arrays.copyOf(query, queryLength)));
    }

    @Test
    public void whatCannotBeReadIsUnusable()
    {
        ask("good.test", DnsMessage.A, true);
        byte[] right = answer(query, queryLength, 0, record(HERE, 1, 60, ADDRESS));
        for (int length = 27; length < right.length; length++)
        {
            assertEquals("cut at " + length, DnsMessage.UNUSABLE, read(Arrays.copyOf(right, length)));
        }
        byte[] truncated = right.clone();
        truncated[2] |= 2;
        assertEquals(DnsMessage.UNUSABLE, read(truncated));
        assertEquals("five bytes of address", DnsMessage.UNUSABLE, answered(record(HERE, 1, 60, new byte[5])));
        assertEquals("a pointer to itself", DnsMessage.UNUSABLE, answered(record(new byte[] {(byte)0xC0, 27}, 1, 60, ADDRESS)));
        assertEquals("a pointer forward", DnsMessage.UNUSABLE, answered(record(new byte[] {(byte)0xC0, 40}, 1, 60, ADDRESS)));
        assertEquals("label type 0x40", DnsMessage.UNUSABLE, answered(record(new byte[] {0x41, 'a', 0}, 1, 60, ADDRESS)));
        assertEquals("server failure", DnsMessage.UNUSABLE, read(answer(query, queryLength, 2)));
        assertEquals("refused", DnsMessage.UNUSABLE, read(answer(query, queryLength, 5)));
        assertEquals(DnsMessage.NO_SUCH_NAME, read(answer(query, queryLength, 3)));
        assertEquals("no EDNS", DnsMessage.PLAIN_ONLY, read(answer(query, queryLength, 1)));
        ask("good.test", DnsMessage.A, false);
        assertEquals(DnsMessage.UNUSABLE, read(answer(query, queryLength, 1)));
        byte[][] many = new byte[101][];
        Arrays.fill(many, record(HERE, 1, 60, ADDRESS));
        assertEquals("101 records", DnsMessage.UNUSABLE, answered(many));
        assertEquals("40 addresses: 16 are kept", DnsMessage.ANSWERED, answered(Arrays.copyOf(many, 40)));
        assertEquals(DnsMessage.MAXIMUM, message.count);
    }

    @Test(timeout = 5000)
    public void aCircleBehindTheNameIsLeft()
    {
        ask("good.test", DnsMessage.A, true);
        // The first record begins at 27, its data at 39; there a pointer to itself, and two to each other.
        byte[] circles = record(HERE, 16, 1, new byte[] {(byte)0xC0, 39, (byte)0xC0, 43, (byte)0xC0, 41});
        for (int to : new int[] {39, 41, 43})
        {
            assertEquals(DnsMessage.UNUSABLE, answered(circles, record(new byte[] {(byte)0xC0, (byte)to}, 1, 1, ADDRESS)));
        }
    }

    /** Pointers that each lead two bytes farther back: the slowest name there can be, in every record. */
    @Test(timeout = 5000)
    public void theSlowestAnswerIsQuick()
    {
        ask("good.test", DnsMessage.A, true);
        ByteArrayOutputStream chain = new ByteArrayOutputStream();
        chain.write(0);
        chain.write(0);
        for (int i = 0; i < 250; i++)
        {
            int back = 38 + 2 * i;
            chain.write(0xC0 | back >> 8);
            chain.write(back);
        }
        byte[][] records = new byte[60][];
        records[0] = record(wire("x"), 16, 1, chain.toByteArray());
        for (int i = 1; i < records.length; i++)
        {
            records[i] = record(new byte[] {(byte)(0xC0 | 538 >> 8), (byte)538}, 1, 1, new byte[] {1, 2, 3, 4});
        }
        for (int i = 0; i < 200; i++)
        {
            answered(records);
        }
        assertTrue(message.count <= DnsMessage.MAXIMUM);
    }

    /** Whatever comes, reading ends, stays within the message, and hands out no more than there is room for. */
    @Test
    public void hostileAnswersDoNoHarm()
    {
        long seed = System.nanoTime();
        System.out.println("DnsMessageTest seed " + seed);
        Random random = new Random(seed);
        int[] seen = new int[5];
        for (int i = 0; i < 200_000; i++)
        {
            ask("good.test", random.nextBoolean() ? DnsMessage.A : DnsMessage.AAAA, random.nextBoolean());
            byte[] owner = random.nextBoolean() ? HERE : new byte[] {(byte)(0xC0 | random.nextInt(2)), (byte)random.nextInt(256)};
            byte[] bytes = answer(query, queryLength, 0, record(owner, random.nextInt(30), random.nextInt(), ADDRESS),
                record(wire("b.test"), 5, 60, owner), record(HERE, 5, 60, random.nextBoolean() ? wire("b.test") : owner),
                record(HERE, 1, 60, ADDRESS));
            for (int n = random.nextInt(6); n > 0; n--)
            {
                bytes[2 + random.nextInt(bytes.length - 2)] = (byte)random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            int result = read(cut);
            seen[result]++;
            assertTrue("seed " + seed, message.count >= 0 && message.count <= DnsMessage.MAXIMUM && (result == 0 || message.count < 16));
        }
        assertTrue(Arrays.toString(seen), seen[DnsMessage.ANSWERED] > 1000 && seen[DnsMessage.STRANGE] > 1000
            && seen[DnsMessage.UNUSABLE] > 1000);
    }
}
