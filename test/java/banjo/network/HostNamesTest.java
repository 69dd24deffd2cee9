package banjo.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.sys.Errno;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class HostNamesTest implements NetworkListener
{
    private static final byte[] HERE = {(byte)0xC0, 12};

    private final FakeNetwork network = new FakeNetwork();
    private final List<String> told = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final HostNames names = new HostNames(network.sys, this).forLogs();
    private final int[] descriptors = new int[HostNames.DESCRIPTORS];
    private final int[] ready = new int[HostNames.DESCRIPTORS];
    private long now = 1000;

    @Override
    public void tell(boolean warning, TextBuffer line)
    {
        told.add((warning ? "warning " : "") + line);
    }

    @Override
    public void failed(int jail, long high, long low, long seconds)
    {
        failures.add(jail + " " + Address.toString(high, low) + " " + seconds);
    }

    /** A turn of the loop. */
    private boolean turn(long later)
    {
        now += later;
        names.addDescriptors(descriptors, new int[descriptors.length], 0);
        Arrays.fill(ready, 1);
        return names.tick(ready, 0, now);
    }

    private static boolean in(PrefixList[] lists, String address)
    {
        long[] halves = new long[2];
        byte[] text = Utf8.encode(address);
        assertTrue(Address.parse(text, 0, text.length, halves));
        return lists[0].contains(halves[0], halves[1]) || lists[1].contains(halves[0], halves[1]);
    }

    private static List<byte[]> ipv4(byte[] query, int ttl, int... last)
    {
        byte[][] records = new byte[query[query.length - (query[11] != 0 ? 14 : 3)] == 1 ? last.length : 0][];
        for (int i = 0; i < records.length; i++)
        {
            records[i] = DnsMessageTest.record(HERE, 1, ttl, new byte[] {(byte)203, 0, 113, (byte)last[i]});
        }
        return List.of(DnsMessageTest.answer(query, query.length, 0, records));
    }

    private void failure(int jail, String name)
    {
        byte[] text = Utf8.encode("x" + name + "y");
        names.failure(jail, text, 1, text.length - 1, 77);
    }

    @Test
    public void aNameProtectsItsAddressesFromTheAnswerOn()
    {
        PrefixList[] lists = names.protect("good.test");
        assertTrue(names.waiting());
        assertFalse(turn(0));
        assertEquals(List.of("192.0.2.53 good.test A", "192.0.2.53 good.test AAAA"), network.asked);
        assertFalse(in(lists, "203.0.113.7"));
        network.server = query -> ipv4(query, 300, 7, 8);
        network.deliver(network.sockets.get(0), ipv4(network.queries.get(0), 300, 7, 8).get(0));
        network.deliver(network.sockets.get(1), ipv4(network.queries.get(1), 300).get(0));
        assertTrue(turn(5));
        assertTrue(in(lists, "203.0.113.7") && in(lists, "203.0.113.8"));
        assertEquals(List.of("ignoreip: good.test (IPv4): 203.0.113.7, 203.0.113.8", "ignoreip: good.test (IPv6): no address"),
            sorted(told));
        assertFalse(names.waiting());
        assertEquals(0, network.openSockets);
        assertTrue("the same name has the same lists", names.protect("good.test")[0] == lists[0]);
    }

    private static List<String> sorted(List<String> texts)
    {
        List<String> sorted = new ArrayList<>(texts);
        sorted.sort(null);
        return sorted;
    }

    @Test
    public void anAnswerIsRenewedWhenItsTimeIsUpWithinAMinuteAndAnHour()
    {
        int[] ttls = {5, 120, 100_000};
        int[] waits = {60, 120, 3600};
        names.protect("good.test");
        for (int i = 0; i < ttls.length; i++)
        {
            int ttl = ttls[i];
            network.server = query -> List.of(DnsMessageTest.answer(query, query.length, 0,
                DnsMessageTest.record(HERE, query[query.length - 14] == 1 ? 1 : 28, ttl, new byte[query[query.length - 14] == 1 ? 4 : 16])));
            turn(1);
            turn(0);
            int before = network.asked.size();
            turn(waits[i] * 1000L - 1);
            assertEquals("ttl " + ttl, before, network.asked.size());
            if (i + 1 < ttls.length)
            {
                continue;
            }
            turn(1);
            assertEquals(before + 2, network.asked.size());
        }
    }

    @Test
    public void whatChangesIsToldAndWhatDoesNotIsNot()
    {
        PrefixList[] lists = names.protect("good.test");
        network.server = query -> ipv4(query, 60, 7, 8);
        turn(0);
        assertTrue(turn(0));
        told.clear();
        network.server = query -> ipv4(query, 60, 8, 7);
        turn(60_000);
        assertFalse(turn(0));
        assertEquals(List.of(), told);
        network.server = query -> ipv4(query, 60, 9);
        turn(60_000);
        assertTrue(turn(0));
        assertEquals(List.of("ignoreip: good.test (IPv4): 203.0.113.9"), told);
        assertFalse(in(lists, "203.0.113.7"));
        network.server = query -> List.of(DnsMessageTest.answer(query, query.length, 3));
        turn(60_000);
        assertTrue(turn(0));
        assertEquals("warning ignoreip: good.test (IPv4): there is no such name: it protects nobody", told.get(1));
        assertFalse(in(lists, "203.0.113.9"));
    }

    @Test
    public void everyServerIsAskedTwiceEachTimeFromANewSocketWithANewNumber()
    {
        network.files.put("/etc/resolv.conf", "# x\nsearch lan\nnameserver 192.0.2.1\nnameserver\t2001:db8::2 # y\nnameserver fe80::1%eth0\n"
            + "nameserver 192.0.2.3\nnameserver 192.0.2.4\n");
        names.protect("good.test");
        turn(0);
        for (int seconds : new int[] {2, 2, 2, 4, 4})
        {
            int before = network.asked.size();
            turn(seconds * 1000L - 1);
            assertEquals(before, network.asked.size());
            turn(1);
        }
        List<String> ofA = network.asked.stream().filter(each -> each.endsWith(" A")).toList();
        assertEquals(List.of("192.0.2.1 good.test A", "2001:db8::2 good.test A", "192.0.2.3 good.test A", "192.0.2.1 good.test A",
            "2001:db8::2 good.test A", "192.0.2.3 good.test A"), ofA);
        assertEquals(network.asked.size(), new HashSet<>(network.sockets).size());
        assertEquals(network.asked.size(), network.queries.stream().map(each -> each[0] << 8 | each[1]).distinct().count());
        assertTrue(told.isEmpty());
        turn(4000);
        assertEquals("warning ignoreip: good.test (IPv4): none of 3 name servers gives a usable answer: until one does it protects nobody", sorted(told).get(0));
        assertEquals(0, network.openSockets);
        assertFalse("settled, though without success", names.waiting());
    }

    @Test
    public void afterAFailureTheAddressesStayAndTheNextTriesComeSlower()
    {
        PrefixList[] lists = names.protect("good.test");
        network.server = query -> ipv4(query, 60, 7);
        turn(0);
        turn(0);
        network.server = query -> null;
        network.connectError = -Errno.ENETDOWN;
        told.clear();
        turn(60_000);
        assertTrue(in(lists, "203.0.113.7"));
        assertEquals("warning ignoreip: good.test (IPv4): none of 1 name server gives a usable answer: its addresses stay as they are", told.get(0));
        long last = now;
        List<Long> waits = new ArrayList<>();
        int sockets = network.sockets.size();
        while (waits.size() < 8)
        {
            turn(1000);
            if (network.sockets.size() > sockets)
            {
                waits.add((now - last) / 1000);
                last = now;
                sockets = network.sockets.size();
            }
        }
        assertEquals(List.of(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L), waits);
        assertEquals("told once for each family", 2, told.size());
        assertTrue(in(lists, "203.0.113.7"));
        network.connectError = 0;
        network.server = query -> ipv4(query, 60, 7);
        turn(300_000);
        turn(0);
        assertEquals(2, told.size());
        network.server = query -> null;
        network.connectError = -Errno.ENETDOWN;
        turn(60_000);
        assertEquals("the next failure is told again", 4, told.size());
        turn(4999);
        assertEquals(4, told.size());
        int before = network.sockets.size();
        turn(1);
        assertTrue("and tried again as soon as the first", network.sockets.size() > before);
    }

    @Test
    public void wrongAnswersAreLeftAndTooManyOfThemChangeThePort()
    {
        PrefixList[] lists = names.protect("good.test");
        turn(0);
        int socket = network.sockets.get(0);
        byte[] query = network.queries.get(0);
        byte[] wrong = ipv4(query, 60, 66).get(0);
        wrong[1] ^= 1;
        for (int i = 0; i < 16; i++)
        {
            network.deliver(socket, wrong);
        }
        network.deliver(socket, -Errno.EINTR);
        turn(0);
        assertEquals(2, network.asked.size());
        network.deliver(socket, wrong);
        turn(0);
        assertEquals("the next try", 3, network.asked.size());
        assertNotEquals(socket, (int)network.sockets.get(2));
        assertEquals(17, names.strange());
        network.deliver(network.sockets.get(2), ipv4(network.queries.get(2), 60, 7).get(0));
        turn(0);
        assertTrue(in(lists, "203.0.113.7"));
        assertFalse(in(lists, "203.0.113.66"));
    }

    @Test
    public void errorsOfTheSocketAndOfServersGoOnToTheNext()
    {
        network.files.put("/etc/resolv.conf", "nameserver 192.0.2.1\nnameserver 192.0.2.2\n");
        PrefixList[] lists = names.protect("good.test");
        turn(0);
        network.deliver(network.sockets.get(0), -Errno.ECONNREFUSED);
        turn(0);
        assertEquals("192.0.2.2 good.test A", network.asked.get(2));
        network.deliver(network.sockets.get(2), new byte[2000]);
        turn(0);
        assertEquals("192.0.2.1 good.test A", network.asked.get(3));
        network.deliver(network.sockets.get(3), DnsMessageTest.answer(network.queries.get(3), network.queries.get(3).length, 1));
        turn(0);
        assertEquals("without EDNS the same again", "192.0.2.1 good.test A", network.asked.get(4));
        assertEquals(0, network.queries.get(4)[11]);
        network.deliver(network.sockets.get(4), ipv4(network.queries.get(4), 60, 7).get(0));
        turn(0);
        assertTrue(in(lists, "203.0.113.7"));
    }

    @Test
    public void theServersAreReadAgainWhenTheFileHasChanged()
    {
        network.files.remove("/etc/resolv.conf");
        names.protect("good.test");
        turn(0);
        assertEquals("127.0.0.1 good.test A", network.asked.get(0));
        network.files.put("/tmp/resolv.conf.d/resolv.conf.auto", "# wan\nnameserver 192.0.2.9");
        network.asked.clear();
        turn(2000);
        turn(4000);
        turn(5000);
        assertTrue(network.asked.toString(), network.asked.contains("192.0.2.9 good.test A"));
        network.files.put("/etc/resolv.conf", "nameserver 192.0.2.8\n");
        network.asked.clear();
        turn(2000);
        turn(4000);
        turn(10_000);
        assertTrue(network.asked.toString(), network.asked.contains("192.0.2.8 good.test A"));
    }

    @Test
    public void withoutRandomNumbersNobodyIsAsked()
    {
        network.files.remove("/dev/urandom");
        names.protect("good.test");
        turn(0);
        assertEquals(List.of(), network.asked);
        assertEquals(2, told.size());
        assertEquals(0, network.openSockets);
    }

    @Test
    public void namesOfTheHostsFileAreNotAskedFor()
    {
        network.files.put("/etc/hosts", "#203.0.113.1 good.test\n203.0.113.2\tother GOOD.test#203.0.113.3\n203.0.113.4 notgood.test\n"
            + "nonsense good.test\n203.0.113.5 good.test");
        PrefixList[] lists = names.protect("good.test");
        assertTrue(turn(0));
        assertEquals(List.of(), network.asked);
        assertTrue(in(lists, "203.0.113.2") && in(lists, "203.0.113.5"));
        assertFalse(in(lists, "203.0.113.1") || in(lists, "203.0.113.4"));
        network.files.put("/etc/hosts", "x".repeat(5000) + "\n" + "203.0.113.6 a\n".repeat(100) + "203.0.113.7 good.test\n");
        turn(60_000);
        assertTrue("behind a line that is too long", in(lists, "203.0.113.7"));
    }

    @Test
    public void aNameInALogFailsWithEachOfItsAddresses()
    {
        network.server = query -> query[query.length - 14] == 1 ? ipv4(query, 60, 7, 8)
            : List.of(DnsMessageTest.answer(query, query.length, 0, DnsMessageTest.record(HERE, 28, 60, new byte[16])));
        failure(3, "evil.test");
        failure(4, "evil.test");
        assertTrue(names.waiting());
        turn(0);
        turn(0);
        assertEquals(List.of(), failures);
        turn(0);
        assertEquals(List.of("3 203.0.113.7 77", "3 203.0.113.8 77", "3 :: 77", "4 203.0.113.7 77", "4 203.0.113.8 77", "4 :: 77"), failures);
        assertFalse(names.waiting());
        failures.clear();
        failure(5, "evil.test");
        assertEquals("what is known counts at once", 3, failures.size());
        assertEquals(2, network.asked.size());
        now += 61_000;
        turn(0);
        failure(5, "evil.test");
        assertEquals("what has run out of time is asked for again", 3, failures.size());
        turn(0);
        assertEquals(3, network.asked.size());
    }

    @Test
    public void aNameThatNobodyKnowsCountsForNobody()
    {
        failure(3, "evil.test");
        turn(0);
        for (int i = 0; i < 4; i++)
        {
            turn(4000);
        }
        assertFalse(names.waiting());
        assertEquals(List.of(), failures);
        assertEquals(4, network.asked.size());
        failure(3, "evil.test");
        turn(0);
        assertEquals("and is left alone for a minute", 4, network.asked.size());
    }

    @Test
    public void namesAndLinesAreBounded()
    {
        failure(1, "no name");
        failure(1, "1.2.3");
        failure(1, "");
        failure(1, "a".repeat(64));
        failure(1, "a..b");
        failure(1, ("a".repeat(49) + ".").repeat(5) + "abcd");
        assertEquals(6, names.dropped());
        failure(1, ("a".repeat(49) + ".").repeat(5) + "abc");
        assertEquals(6, names.dropped());
        for (int i = 0; i < 1000; i++)
        {
            failure(1, "n" + i + ".test");
        }
        assertEquals(6 + 1000 - (NamesInLogs.NAMES - 1), names.dropped());
        for (int i = 0; i < 1000; i++)
        {
            failure(1, "n0.test");
        }
        assertEquals(6 + 1000 - (NamesInLogs.NAMES - 1) + 1000 - (NamesInLogs.LINES - NamesInLogs.NAMES), names.dropped());
        names.protect("good.test");
        turn(0);
        assertTrue("lines of logs do not keep ignoreip from asking", network.asked.contains("192.0.2.53 good.test A"));
        assertTrue(network.openSockets <= Resolver.LOOKUPS);
        network.server = query -> ipv4(query, 60, 7);
        for (int i = 0; i < 200; i++)
        {
            turn(1000);
        }
        assertFalse(names.waiting());
        assertEquals(NamesInLogs.LINES, failures.size());
    }

    /** Datagrams of all kinds at all times: sockets stay few, what is kept is bounded, and in the end the right answer is taken. */
    @Test
    public void hostileServersDoNoHarm()
    {
        long seed = System.nanoTime();
        System.out.println("HostNamesTest seed " + seed);
        Random random = new Random(seed);
        PrefixList[] lists = names.protect("good.test");
        network.server = query ->
        {
            List<byte[]> answers = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--)
            {
                byte[] bytes = ipv4(query, random.nextInt(), random.nextInt(256), 9).get(0);
                for (int k = random.nextInt(3); k > 0; k--)
                {
                    bytes[random.nextInt(bytes.length)] = (byte)random.nextInt(256);
                }
                answers.add(random.nextInt(5) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(2000)) : bytes);
            }
            return answers;
        };
        for (int i = 0; i < 20_000; i++)
        {
            if (random.nextInt(3) == 0)
            {
                failure(1, "n" + random.nextInt(200) + ".test");
            }
            turn(random.nextInt(3000));
            assertTrue("seed " + seed, network.openSockets <= Resolver.LOOKUPS);
            failures.clear();
        }
        network.server = query -> ipv4(query, 60, 7);
        for (int i = 0; i < 4000; i++)
        {
            turn(1000);
        }
        assertTrue("seed " + seed, in(lists, "203.0.113.7") && !in(lists, "203.0.113.9"));
        assertFalse("seed " + seed, names.waiting());
    }

    @Test
    public void namesOfAFormerConfigurationAreForgottenAndLinesFindTheirJails()
    {
        for (int i = 0; i < 500; i++)
        {
            names.begin(new int[] {0});
            names.protect("name" + i + ".example");
        }
        turn(0);
        assertEquals("one name, two families", 2, network.queries.size());
    }

    @Test
    public void linesThatWaitAreTheSameJailsUnderOtherNumbers()
    {
        network.server = query -> ipv4(query, 100, 7);
        byte[] name = Utf8.encode("a.example");
        for (int jail = 0; jail < 3; jail++)
        {
            names.failure(jail, name, 0, name.length, 9);
        }
        names.begin(new int[] {5, -1, 0});
        names.begin(new int[] {1, 1, 1, 1, 1, 6});
        for (int i = 0; i < 5; i++)
        {
            turn(10);
        }
        assertEquals(List.of("6 203.0.113.7 9", "1 203.0.113.7 9"), failures);
    }

    @Test
    public void aPlaceThatIsUsedAgainHasTheAddressesOfItsNewNameAlone()
    {
        network.server = query -> ipv4(query, 60, 7);
        for (int i = 0; i < NamesInLogs.NAMES; i++)
        {
            failure(1, "n" + i + ".test");
        }
        for (int i = 0; names.waiting(); i++)
        {
            assertTrue(i < 200);
            turn(10);
        }
        failures.clear();
        network.server = query -> query[query.length - 14] == 1 ? ipv4(query, 3000, 9)
            : List.of(DnsMessageTest.answer(query, query.length, 0, DnsMessageTest.record(HERE, 28, 3000, new byte[16])));
        failure(2, "new.test");
        turn(0);
        turn(0);
        turn(0);
        assertEquals(List.of("2 203.0.113.9 77", "2 :: 77"), failures);
        failure(1, "n" + (NamesInLogs.NAMES - 1) + ".test");
        assertEquals("who runs out of time last stays", 3, failures.size());
        failure(1, "n0.test");
        assertEquals("who does so first has gone", 3, failures.size());
        turn(61_000);
        failure(2, "new.test");
        assertEquals("for its own time", List.of("2 203.0.113.9 77", "2 :: 77"), failures.subList(3, failures.size()));
    }

    @Test
    public void aNameHasSoManyAddressesAtMost()
    {
        network.server = query -> ipv4(query, 60, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        failure(1, "a.test");
        failure(2, "b.test");
        turn(0);
        turn(0);
        turn(0);
        assertEquals(16, failures.size());
        assertTrue(failures.contains("1 203.0.113.8 77") && failures.contains("2 203.0.113.8 77"));
    }

    @Test
    public void whoIsNotAnsweredHasNotTheAddressesOfAnother()
    {
        network.server = query -> query[13] == 'g' ? ipv4(query, 3000, 7) : null;
        failure(1, "silent.test");
        turn(0);
        PrefixList[] lists = names.protect("good.test");
        turn(0);
        turn(0);
        assertTrue(in(lists, "203.0.113.7"));
        // The last message that was read is the one of the other name.
        for (int i = 0; names.waiting(); i++)
        {
            assertTrue(i < 10);
            turn(4000);
        }
        assertEquals(List.of(), failures);
    }

    @Test
    public void severalNamesAreProtected()
    {
        PrefixList[] one = names.protect("one.test");
        PrefixList[] two = names.protect("two.test");
        network.server = query -> ipv4(query, 60, query[13] == 'o' ? 1 : 2);
        turn(0);
        turn(0);
        assertTrue(in(one, "203.0.113.1") && !in(one, "203.0.113.2"));
        assertTrue(in(two, "203.0.113.2") && !in(two, "203.0.113.1"));
    }

    @Test
    public void anAnswerForANameThatIsNotWantedAnyMoreProtectsNobody()
    {
        names.protect("former.test");
        turn(0);
        names.begin(new int[0]);
        PrefixList[] lists = names.protect("now.test");
        network.deliver(network.sockets.get(0), ipv4(network.queries.get(0), 60, 7).get(0));
        network.deliver(network.sockets.get(1), ipv4(network.queries.get(1), 60).get(0));
        assertFalse(turn(0));
        assertFalse(in(lists, "203.0.113.7"));
        assertEquals(List.of(), told);
        int asked = (int)network.asked.stream().filter(each -> each.contains("former")).count();
        turn(61_000);
        turn(4_000_000);
        assertEquals("nor is it asked for again", asked, network.asked.stream().filter(each -> each.contains("former")).count());
    }

    @Test
    public void anAddressOfTheHostsFileFailsOnce()
    {
        network.files.put("/etc/hosts", "203.0.113.2 evil.test\n2001:db8::2 evil.test\n");
        failure(3, "evil.test");
        turn(0);
        assertEquals(List.of("3 203.0.113.2 77", "3 2001:db8::2 77"), failures);
    }

    @Test
    public void theSecondListOfServersIsForWhenTheFirstHasNone()
    {
        network.files.put("/tmp/resolv.conf.d/resolv.conf.auto", "nameserver 192.0.2.99\n");
        names.protect("good.test");
        for (int i = 0; i < 5; i++)
        {
            turn(4000);
        }
        assertTrue(network.asked.stream().allMatch(each -> each.startsWith("192.0.2.53 ")));
        network.asked.clear();
        network.files.put("/etc/resolv.conf", "# none\n");
        turn(10_000);
        assertTrue(network.asked.toString(), network.asked.stream().anyMatch(each -> each.startsWith("192.0.2.99 ")));
    }
}
