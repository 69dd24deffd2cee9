package banjo.firewall;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.sys.Errno;
import org.junit.Test;

public class OrderQueueTest
{
    private static final BanSet BANNED4 = new BanSet("", true, 128, 0, new int[0], false);
    private static final BanSet BANNED6 = new BanSet("", false, 128, 0, new int[0], false);
    private static final long V4 = Address.IPV4_MARK | 0x01020304L;
    private static final byte[] SSHD = NftMessages.ascii("sshd");

    private final OrderQueue orders = new OrderQueue(1 << 20, false);
    private final RefusedBans full = new RefusedBans(2);

    private void ban(long low)
    {
        orders.ban(0, BANNED4, 0, low, 60_000, SSHD);
    }

    /** @return the number of the first message of a ban; the batch begins with number 1, a ban has three messages. */
    private static int first(int order)
    {
        return 2 + 3 * order;
    }

    @Test
    public void itIsFullAfterSoManyOrders()
    {
        for (int i = 0; i < 1024; i++)
        {
            assertFalse(orders.full());
            orders.empty(0, BANNED4);
        }
        assertTrue(orders.full());
        orders.clear();
        assertEquals(0, orders.count());
        assertFalse(orders.full());
    }

    @Test
    public void andWhenItsBytesMightNotDoForOneMore()
    {
        OrderQueue small = new OrderQueue(2048, false);
        byte[] comment = new byte[64];
        int count = 0;
        for (; !small.full(); count++)
        {
            small.ban(1, BANNED6, 1, 2, 60_000, comment);
        }
        small.seal();
        assertEquals("no order was cut", 3 * count + 2, messages(small));
    }

    /** @return how many whole messages the batch has. */
    private static int messages(OrderQueue queue)
    {
        int count = 0;
        int at = 0;
        while (at < queue.out.length())
        {
            at += NetlinkBuffer.getHost32(queue.out.bytes, at, false);
            count++;
        }
        assertEquals(queue.out.length(), at);
        return count;
    }

    @Test
    public void theMessagesOfABatchAreItsOwn()
    {
        ban(V4);
        ban(V4 + 1);
        orders.seal();
        assertEquals(7, orders.lastSequence());
        assertFalse(orders.owns(0));
        assertTrue("an error may be that of the beginning", orders.owns(1));
        assertTrue(orders.owns(7));
        assertFalse("nobody answers to the end", orders.owns(8));
    }

    @Test
    public void theFirstErrorOfAnOrderCounts()
    {
        ban(V4);
        ban(V4 + 1);
        orders.failed(first(1) + 1, -Errno.EINVAL);
        orders.failed(first(1) + 2, -Errno.ENFILE);
        orders.failed(1, -Errno.ENOSPC);
        assertTrue(orders.hasError(-Errno.EINVAL));
        assertFalse(orders.hasError(-Errno.ENFILE));
        assertFalse("that of the beginning is of none", orders.hasError(-Errno.ENOSPC));
        orders.seal();
        assertFalse("until the next try", orders.hasRefused());
    }

    @Test
    public void anElementThatEndsBetweenItsMessagesIsNoError()
    {
        ban(V4);
        ban(V4 + 1);
        orders.failed(first(1) + 1, -Errno.ENOENT);
        assertFalse(orders.hasError(-Errno.ENOENT));
        orders.failed(first(1), -Errno.ENOENT);
        assertTrue(orders.hasError(-Errno.ENOENT));
    }

    @Test
    public void whatTheKernelMayTakeLaterIsNotRefused()
    {
        for (int error : new int[] {Errno.ENOENT, Errno.ENOMEM, Errno.EPERM, Errno.EAGAIN, Errno.EINTR, Errno.ENOBUFS, Errno.EINVAL, Errno.ENFILE})
        {
            orders.clear();
            ban(V4);
            orders.failed(orders.messages.sequence() - 2, -error);
            assertTrue(orders.hasError(-error));
            assertEquals("error " + error, error == Errno.EINVAL || error == Errno.ENFILE, orders.hasRefused());
        }
    }

    @Test
    public void refusedOrdersAreTakenOutAndTheRestStaysWhatItWas()
    {
        ban(V4);
        orders.ban(1, BANNED6, 5, 6, 60_000, SSHD);
        ban(V4 + 2);
        orders.unban(0, BANNED4, 0, V4 + 3, new byte[0]);
        orders.seal();
        orders.unseal();
        orders.failed(first(0), -Errno.ENOSPC);
        orders.failed(first(3), -Errno.EINVAL);
        assertEquals("an end is no ban, and a full set is handed over", 0, orders.removeRefused(full));
        assertEquals(1, full.count());
        assertEquals(2, orders.count());
        orders.seal();
        assertEquals("the last one that is left is the one that is answered", first(2) + 2, orders.lastSequence());
        assertEquals(8, messages(orders));
        orders.unseal();
        orders.failed(first(1) + 2, -Errno.ENFILE);
        orders.failed(first(2), -Errno.EINVAL);
        assertEquals("an order that is not understood has failed", 1, orders.removeRefused(full));
        long[] address = new long[2];
        assertEquals(0, full.get(0, address));
        assertEquals(V4, address[1]);
        assertEquals("the second time the right one too", 1, full.get(1, address));
        assertEquals(5, address[0]);
        assertEquals(6, address[1]);
        assertEquals(0, orders.count());
        ban(V4);
        orders.failed(orders.messages.sequence(), -Errno.ENFILE);
        assertEquals("what cannot be handed over has failed", 1, orders.removeRefused(full));
        orders.unban(0, BANNED4, 0, V4, new byte[0]);
        ban(V4);
        orders.failed(orders.messages.sequence() - 4, -Errno.EINVAL);
        assertEquals(0, orders.removeRefused(full));
        orders.failed(orders.messages.sequence(), -Errno.EINVAL);
        assertEquals("a ban is known as one after it has moved up", 1, orders.removeRefused(full));
    }
}
