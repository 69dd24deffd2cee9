package banjo.firewall;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.address.Address;
import banjo.sys.Errno;
import java.util.List;
import org.junit.Test;

/** What nf_tables may refuse: each with a word about what to do, and the right state afterwards. */
public class NftFaultsTest
{
    private static final BanSet BANNED4 = new BanSet("", true, 128, 0, new int[0], false);
    private static final long V4 = Address.IPV4_MARK | 0x01020304L;
    private static final byte[] SSHD = NftMessages.ascii("sshd");

    private final FakeKernel kernel = new FakeKernel();
    private final NftablesFirewall firewall = new NftablesFirewall(kernel.sys(), false, List.of(BANNED4), 64);
    private int found;

    private int start()
    {
        return firewall.start((set, prefix, high, low, remaining, comment, from, to) -> found += set == 0 && low == V4 ? 1 : 0);
    }

    private int ban()
    {
        firewall.ban(0, 0, V4, 60_000, SSHD);
        return firewall.flush();
    }

    private void says(String text)
    {
        assertTrue(firewall.problem(), firewall.problem().contains(text));
    }

    private void lacks(int type, int error, String text)
    {
        kernel.refusals.clear();
        kernel.refusals.put(type, error);
        assertTrue(start() < 0);
        says(text);
        assertEquals("nothing is left open", -1, firewall.descriptor());
        assertTrue("and nothing works", ban() < 0);
    }

    @Test
    public void aKernelThatLacksSomethingIsToldByName()
    {
        lacks(NftMessages.GETSET, Errno.EINVAL, "the kernel has no nf_tables (CONFIG_NF_TABLES)");
        lacks(NftMessages.NEWTABLE, Errno.EAFNOSUPPORT, "no tables of family inet (CONFIG_NF_TABLES_INET)");
        lacks(NftMessages.NEWSET, Errno.EOPNOTSUPP, "no hash sets with timeouts (CONFIG_NFT_HASH");
        lacks(NftMessages.NEWCHAIN, Errno.ENOENT, "no prerouting chains of family inet");
        lacks(NftMessages.NEWRULE, Errno.ENOENT, "lacks an expression of the rules");
    }

    @Test
    public void rightsThatAreMissingAreTold()
    {
        lacks(NftMessages.GETSET, Errno.EPERM, "banjo needs root or CAP_NET_ADMIN");
        lacks(NftMessages.NEWTABLE, Errno.EPERM, "another program owns the table");
        kernel.refusals.clear();
        assertEquals("the next start is like the first", 0, start());
        assertEquals(0, ban());
    }

    @Test
    public void ordersThatMayNotBeCarriedOutAreKeptAWhileAndCounted()
    {
        assertEquals(0, start());
        kernel.refusals.put(NftMessages.NEWSETELEM, Errno.EPERM);
        assertEquals(-Errno.EPERM, ban());
        says("another program owns the table");
        assertEquals("not lost yet", 0, firewall.failedOrders());
        assertEquals(-Errno.EPERM, firewall.flush());
        assertEquals(-Errno.EPERM, firewall.flush());
        assertEquals("given up", 1, firewall.failedOrders());
        kernel.refusals.clear();
        assertEquals("nothing is left of it", 0, firewall.flush());
        assertEquals("the next one is carried out", 0, ban());
        assertEquals(1, firewall.failedOrders());
    }

    @Test
    public void aFullSetGivesTheBanBackOnce()
    {
        assertEquals(0, start());
        kernel.refusals.put(NftMessages.NEWSETELEM, Errno.ENFILE);
        assertEquals(Firewall.FULL, ban());
        assertEquals(1, firewall.refused().count());
        assertEquals(0, firewall.failedOrders());
        assertEquals("when nothing is ordered", 0, firewall.flush());
        assertEquals(Firewall.FULL, ban());
        kernel.refusals.clear();
        assertEquals(0, ban());
    }

    @Test
    public void aSetThatHasVanishedIsMadeAgain()
    {
        assertEquals(0, start());
        int sets = kernel.seen(NftMessages.NEWSET);
        kernel.refusals.put(NftMessages.NEWSETELEM, Errno.ENOENT);
        assertEquals(Firewall.REBUILT, ban());
        says("made again with every ban");
        assertEquals(sets + 1, kernel.seen(NftMessages.NEWSET));
        assertEquals("the caller orders it again", 0, firewall.failedOrders());
        kernel.refusals.clear();
        assertEquals(0, ban());
    }

    private void banMany()
    {
        int sent = kernel.seen(NftMessages.BATCH_BEGIN);
        for (int i = 0; kernel.seen(NftMessages.BATCH_BEGIN) == sent; i++)
        {
            assertTrue(i <= 1024);
            firewall.ban(0, 0, V4 + i, 60_000, SSHD);
        }
    }

    @Test
    public void whatBecameOfOrdersThatHadToBeSentEarlyIsToldAtTheEnd()
    {
        assertEquals(0, start());
        kernel.refusals.put(NftMessages.NEWSETELEM, Errno.ENOENT);
        banMany();
        kernel.refusals.clear();
        assertEquals(Firewall.REBUILT, firewall.flush());
        assertEquals(0, firewall.flush());
        kernel.refusals.put(NftMessages.NEWSETELEM, Errno.ENFILE);
        banMany();
        kernel.refusals.put(NftMessages.NEWSETELEM, Errno.ENOENT);
        assertEquals("a table that has gone is more than a full set", Firewall.REBUILT, firewall.flush());
    }

    @Test
    public void whatCannotBeMadeAgainIsTriedLater()
    {
        assertEquals(0, start());
        kernel.refusals.put(NftMessages.NEWSETELEM, Errno.ENOENT);
        kernel.refusals.put(NftMessages.NEWTABLE, Errno.ENOMEM);
        assertEquals(-Errno.ENOMEM, ban());
        says("is gone and cannot be made again");
        assertEquals("lost for now", 1, firewall.failedOrders());
        kernel.refusals.clear();
        assertEquals("not at once", 0, firewall.tick(false, 100));
        assertEquals(Firewall.REBUILT, firewall.tick(false, 300));
        assertEquals(0, firewall.tick(false, 100_000));
    }

    private void holdsOneBan()
    {
        kernel.answer(NftMessages.GETSET, 1, "banjo", 2, "banned4", 3, NftMessages.SET_TIMEOUT_FLAG, 4, NftMessages.KEY_TYPE_IPV4, 5, 4,
            9, FakeKernel.attributes(1, 64));
        byte[] element = FakeKernel.attributes(1, FakeKernel.attributes(1, new byte[] {1, 2, 3, 4}));
        kernel.answer(NftMessages.GETSETELEM, 1, "banjo", 2, "banned4", 3, FakeKernel.attributes(1, element));
    }

    @Test
    public void aDumpThatWasInterruptedIsRepeated()
    {
        holdsOneBan();
        assertEquals(0, start());
        assertEquals("one of the sets, one of the elements", 1, kernel.seen(NftMessages.GETSET));
        assertEquals(1, found);
        kernel.interruptions = 2;
        assertEquals(0, start());
        assertEquals("twice again", 4, kernel.seen(NftMessages.GETSET));
        assertEquals(2, kernel.seen(NftMessages.GETSETELEM));
        assertEquals(2, found);
    }

    @Test
    public void oneThatIsAlwaysInterruptedEndsWithWhatItHasShown()
    {
        holdsOneBan();
        kernel.interruptions = 1000;
        assertEquals(0, start());
        assertEquals(3, kernel.seen(NftMessages.GETSET));
        assertEquals(3, kernel.seen(NftMessages.GETSETELEM));
        assertEquals("again and again the same", 3, found);
    }

    @Test
    public void answersThatAreLostHaveTheOrdersSentAgain()
    {
        assertEquals(0, start());
        kernel.overruns = 1;
        assertEquals(0, ban());
        kernel.overruns = 100_000;
        assertTrue(ban() < 0);
        assertTrue("not without end: " + kernel.overruns, kernel.overruns > 99_000);
        kernel.overruns = 0;
        assertEquals(0, firewall.flush());
        assertEquals(0, firewall.failedOrders());
    }
}
