package banjo.firewall;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.Sys;
import java.util.List;
import org.junit.Before;
import org.junit.Test;

public class IpsetOrdersTest
{
    private static final long V4 = Address.IPV4_MARK | 0x01020304L;
    private static final byte[] SSHD = NftMessages.ascii("sshd");
    private static final int ADD = IpsetMessages.SUBSYSTEM | 9;
    private static final int DELETE = IpsetMessages.SUBSYSTEM | 10;

    private final FakeKernel kernel = new FakeKernel();
    private final Sys sys = kernel.sys();
    private final NetlinkSocket socket = new NetlinkSocket(sys);
    private final RefusedBans refused = new RefusedBans(2);
    private final IpsetOrders orders = new IpsetOrders(socket, new NetlinkReplies(sys, socket, false), false, refused);

    @Before
    public void open()
    {
        assertEquals(0, socket.open());
        orders.cover(List.of(new BanSet("", true, 128, 0, new int[0], false), new BanSet("", false, 128, 0, new int[0], false)));
    }

    /** @return the timeout of the message that was sent last, in seconds. */
    private long timeout(long remainingMillis)
    {
        orders.ban(0, 0, V4, remainingMillis, SSHD);
        assertTrue(orders.send());
        byte[] sent = kernel.sent;
        int data = NetlinkAttributes.find(sent, 20, sent.length, 7, false);
        // The first message of the two; the second one has the same.
        return NetlinkAttributes.number(sent, data + 4, NetlinkAttributes.end(sent, data, sent.length, false), 6, false);
    }

    @Test
    public void noTimeoutBecomesOneThatNeverEndsOrThatTheKernelRefuses()
    {
        assertEquals("0 would be for ever", 1, timeout(0));
        assertEquals(1, timeout(1000));
        assertEquals(2, timeout(1001));
        assertEquals(2_147_483, timeout(2_147_483_000L));
        assertEquals("the daemon lifts longer ones", 0, timeout(2_147_483_001L));
        assertEquals(0, timeout(Firewall.PERMANENT));
    }

    @Test
    public void noMessageIsCutWhenTheBufferIsFull()
    {
        byte[] comment = new byte[64];
        for (int i = 0; i < 600; i++)
        {
            orders.restore(1, 1, i, 60_000, comment);
        }
        assertTrue(orders.send());
        assertEquals(600, kernel.seen(ADD));
        assertEquals(600, (int)orders.held[1]);
        for (int i = 0; i < 600; i++)
        {
            orders.unban(1, 1, i);
        }
        orders.ban(1, 1, 1, 60_000, new byte[65]);
        assertTrue(orders.send());
        assertEquals(600, kernel.seen(DELETE));
        assertEquals("a longer comment is left out", 602, kernel.seen(ADD));
        assertEquals(0, orders.failedOrders);
    }

    @Test
    public void whatHasNotBeenDoneIsNotCounted()
    {
        orders.ban(0, 0, V4, 60_000, SSHD);
        orders.ban(0, 0, V4 + 1, 60_000, SSHD);
        assertTrue(orders.send());
        kernel.refusals.put(DELETE, Errno.ENOMEM);
        orders.unban(0, 0, V4);
        assertEquals(1, (int)orders.held[0]);
        assertTrue(orders.send());
        assertEquals(2, (int)orders.held[0]);
        assertEquals(-Errno.ENOMEM, orders.lastError);
        kernel.refusals.put(ADD, 4103);
        orders.ban(0, 0, V4, 60_000, SSHD);
        orders.doubting = true;
        orders.restore(0, 0, V4, 60_000, SSHD);
        orders.send();
        assertEquals("is there", 2, (int)orders.held[0]);
        assertEquals(0, orders.lost);
        kernel.refusals.clear();
        orders.restore(0, 0, V4 + 2, 1999, SSHD);
        assertEquals("may have ended by itself", 0, orders.lost);
        orders.restore(0, 0, V4 + 3, 2000, SSHD);
        orders.restore(0, 0, V4 + 4, Firewall.PERMANENT, SSHD);
        assertEquals(2, orders.lost);
        orders.empty(0);
        assertEquals(0, (int)orders.held[0]);
        assertTrue(orders.send());
        assertEquals(0, (int)orders.held[0]);
        assertFalse(orders.setMissing || orders.foreign);
    }

    @Test
    public void whatASetMustHoldDependsOnWhichElementsNotOnTheWayThere()
    {
        orders.ban(0, 0, V4, 60_000, SSHD);
        orders.ban(0, 0, V4 + 3, 60_000, SSHD);
        assertTrue(orders.send());
        long two = orders.held[0];
        for (int i = 4; i < 100; i++)
        {
            orders.restore(0, 0, V4 + i, 60_000, SSHD);
            orders.unban(0, 0, V4 + i - 1);
        }
        orders.restore(0, 0, V4 + 3, 60_000, SSHD);
        orders.unban(0, 0, V4 + 99);
        assertEquals(two, orders.held[0]);
        orders.unban(0, 0, V4);
        orders.unban(0, 0, V4 + 3);
        assertEquals(0, orders.held[0]);
        orders.ban(0, 0, V4 + 1, 60_000, SSHD);
        orders.ban(0, 0, V4 + 2, 60_000, SSHD);
        assertEquals(2, (int)orders.held[0]);
        assertNotEquals("others whose numbers have the same sum", two, orders.held[0]);
        assertNotEquals("the upper half of an address counts", IpsetMessages.mark(1, 0), IpsetMessages.mark(2, 0));
    }
}
