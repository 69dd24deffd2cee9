package banjo.firewall;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@link NftablesFirewallTest} runs in a namespace of its own with system calls that fail; any difference ends it with an exception. */
public final class NamespaceFaults
{
    private static final List<BanSet> SETS = List.of(new BanSet("", true, 128, 0, new int[0], false),
        new BanSet("", false, 128, 0, new int[0], false));
    private static final byte[] SSHD = NftMessages.ascii("sshd");
    private static final long BASE = Address.IPV4_MARK | 0x01020300L;

    /** The call that fails, how, and how many times from now on; a truncated receive is one longer than its buffer. */
    private static String call = "";
    private static int failure;
    private static int times;

    private NamespaceFaults()
    {
    }

    private static Sys faulty(Sys real)
    {
        return (Sys)Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, (proxy, method, args) ->
        {
            if (times > 0 && method.getName().equals(call))
            {
                times--;
                return failure;
            }
            try
            {
                return method.invoke(real, args);
            }
            catch (InvocationTargetException e)
            {
                throw e.getCause();
            }
        });
    }

    private static void fail(String name, int result, int count)
    {
        call = name;
        failure = result;
        times = count;
    }

    private static String nft(String command) throws IOException, InterruptedException
    {
        Process process = new ProcessBuilder("sh", "-c", "nft " + command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static void check(boolean holds, String what, NftablesFirewall firewall)
    {
        if (!holds)
        {
            throw new AssertionError(what + ": " + firewall.problem());
        }
    }

    private static boolean banned(int host) throws IOException, InterruptedException
    {
        return nft("list set inet banjo banned4").contains("1.2.3." + host + " ");
    }

    public static void main(String[] args) throws IOException, InterruptedException
    {
        Sys sys = faulty(Platform.sys());
        int[] found = new int[1];
        Firewall.Found count = (set, prefix, high, low, remaining, comment, from, to) -> found[0]++;
        NftablesFirewall firewall = new NftablesFirewall(sys, Platform.bigEndian(), SETS, 8);

        fail("socket", -Errno.EPERM, 1);
        check(firewall.start(count) == -Errno.EPERM && firewall.problem().contains("CAP_NET_ADMIN"), "says what it needs", firewall);
        check(firewall.start(count) == 0, "starts", firewall);
        int host = 0;
        for (int error : new int[] {Errno.EINTR, Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM})
        {
            fail("send", -error, 1);
            firewall.ban(0, 0, BASE + ++host, 600_000, SSHD);
            check(firewall.flush() == 0 && banned(host), "a send that fails once with " + error, firewall);
        }
        for (int error : new int[] {Errno.EINTR, Errno.EAGAIN, Errno.ENOBUFS})
        {
            fail("receive", -error, 1);
            firewall.unban(0, 0, BASE + host--);
            check(firewall.flush() == 0 && !banned(host + 1), "a receive that fails once with " + error, firewall);
        }
        fail("receive", 1 << 20, 1);
        firewall.ban(0, 0, BASE + 2, 600_000, SSHD);
        int result = firewall.flush();
        check(result == -Errno.EMSGSIZE || result == 0, "an answer that was cut", firewall);
        check(firewall.flush() == 0 && banned(2), "is asked for again", firewall);

        // Kept for some turns, then given up and counted.
        fail("send", -Errno.ENOBUFS, 1000);
        firewall.ban(0, 0, BASE + 3, 600_000, SSHD);
        check(firewall.flush() == -Errno.ENOBUFS && firewall.failedOrders() == 0, "kept", firewall);
        fail("", 0, 0);
        check(firewall.flush() == 0 && banned(3), "sent in the next turn", firewall);
        fail("send", -Errno.ENOBUFS, 1000);
        firewall.ban(0, 0, BASE + 4, 600_000, SSHD);
        check(firewall.flush() < 0 && firewall.flush() < 0 && firewall.flush() < 0 && firewall.failedOrders() == 1, "given up", firewall);
        check(firewall.flush() == 0, "and forgotten", firewall);
        fail("", 0, 0);

        // A ban that is almost over must not become one for ever.
        firewall.ban(0, 0, BASE + 5, 0, SSHD);
        firewall.ban(0, 0, BASE + 6, 1, SSHD);
        firewall.flush();
        Thread.sleep(300);
        check(!banned(5) && !banned(6), "the shortest timeouts end: " + nft("list table inet banjo"), firewall);

        // A full set: lifting what is not there fails nobody, and what is there can be lifted and replaced.
        nft("flush set inet banjo banned4");
        for (int i = 1; i <= 8; i++)
        {
            firewall.ban(0, 0, BASE + i, 600_000, SSHD);
        }
        check(firewall.flush() == 0, "fills the set", firewall);
        firewall.unban(0, 0, BASE + 77);
        firewall.ban(0, 0, BASE + 1, 7_200_000, SSHD);
        firewall.unban(0, 0, BASE + 2);
        check(firewall.flush() == 0 && firewall.refused().count() == 0 && firewall.failedOrders() == 1, "orders on a full set", firewall);
        check(nft("list set inet banjo banned4").contains("1.2.3.1 timeout 2h") && !banned(2), "are carried out", firewall);
        firewall.stop(true);

        // Another size: the set is made anew with the bans in it.
        found[0] = 0;
        NftablesFirewall larger = new NftablesFirewall(sys, Platform.bigEndian(), SETS, 100);
        check(larger.start(count) == Firewall.REBUILT && found[0] == 7, "adopts " + found[0] + " from a smaller set", larger);
        String set = nft("list set inet banjo banned4");
        check(set.contains("size 100") && set.contains("1.2.3.8 timeout") && set.contains("comment \"sshd\""), "keeps them: " + set, larger);
        check(nft("list table inet banjo").split("saddr").length == 3, "two rules", larger);
        check(larger.stop(false) == 0 && larger.stop(false) == 0, "stops twice", larger);
        Platform.sys().exit(0);
    }
}
