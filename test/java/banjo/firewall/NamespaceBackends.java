package banjo.firewall;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@link BackendsTest} runs in a network namespace of its own: ipset and iptables when system calls fail and others interfere. */
public final class NamespaceBackends
{
    private static final byte[] SSHD = NftMessages.ascii("sshd");
    private static final long V4 = Address.IPV4_MARK | 0x01020300L;
    private static final List<BanSet> SETS = List.of(new BanSet("", true, 128, 0, new int[0], false), new BanSet("", false, 128, 0, new int[0], false),
        new BanSet("", true, 120, BanSet.TCP, new int[] {22, 22}, true));

    private static final FaultySys FAULTY = new FaultySys(Platform.sys());
    private static long now = 1000;

    private NamespaceBackends()
    {
    }

    private static String run(String command) throws IOException, InterruptedException
    {
        Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static void check(boolean holds, String what, String seen)
    {
        if (!holds)
        {
            throw new AssertionError(what + "\n" + seen);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException
    {
        ipset();
        iptables();
        Platform.sys().exit(0);
    }

    private static void ipset() throws IOException, InterruptedException
    {
        int[] found = new int[1];
        StringBuilder seen = new StringBuilder();
        Firewall.Found note = (set, prefix, high, low, remaining, comment, from, to) ->
        {
            found[0]++;
            seen.append(set).append('/').append(prefix).append('=').append(Address.toString(high, low)).append('@')
                .append(new String(comment, from, to - from, StandardCharsets.UTF_8)).append(remaining > 0 ? "+ " : "? ");
        };
        IpsetFirewall firewall = new IpsetFirewall(FAULTY.sys(), Platform.bigEndian(), SETS, 100);
        FAULTY.fail("socket", 1, 1, Errno.EPERM);
        check(firewall.start(note) == -Errno.EPERM && firewall.problem().contains("CAP_NET_ADMIN"), "says what it needs", firewall.problem());
        FAULTY.fail("receive", 1, 1, Errno.EIO);
        check(firewall.start(note) < 0 && firewall.problem().contains("reading the sets"), "cannot read", firewall.problem());
        FAULTY.fail("spawn", 1, 100, Errno.EAGAIN);
        check(firewall.start(note) < 0 && firewall.problem().contains("tables-save: temporarily"), "cannot run", firewall.problem());
        FAULTY.heal();
        check(firewall.start(note) == 0 && found[0] == 0 && firewall.warning() == null || firewall.warning().contains("iptables"), "starts", firewall.problem());
        firewall = new IpsetFirewall(FAULTY.sys(), Platform.bigEndian(), SETS, 100);
        FAULTY.fail("spawn", 4, 100, Errno.ENOENT);
        check(firewall.start(note) >= 0 && firewall.warning().startsWith("ipset: IPv6 addresses cannot be banned"), "one family is enough", firewall.problem());
        firewall.ban(1, 0x20010DB800000000L, 1, 60_000, SSHD);
        check(firewall.flush() == -Errno.EAFNOSUPPORT && firewall.failedOrders() == 1, "but bans of the other fail loudly", firewall.problem());
        FAULTY.heal();
        firewall = new IpsetFirewall(FAULTY.sys(), Platform.bigEndian(), SETS, 100);
        check(firewall.start(note) == 0, "starts with both", firewall.problem());

        FAULTY.fail("send", 1, 1, Errno.ENOBUFS);
        firewall.ban(0, 0, V4 + 1, 60_000, SSHD);
        check(firewall.flush() == -Errno.ENOBUFS && firewall.failedOrders() == 0, "is kept", firewall.problem());
        firewall.ban(2, 0, V4, Firewall.PERMANENT, SSHD);
        check(firewall.flush() == 0 && run("ipset test banjo4 1.2.3.1").contains("is in set"), "and sent in the next turn", firewall.problem());
        FAULTY.fail("send", 1, 1000, Errno.ENOBUFS);
        firewall.ban(0, 0, V4 + 9, 60_000, SSHD);
        check(firewall.flush() < 0 && firewall.flush() < 0 && firewall.flush() < 0 && firewall.failedOrders() == 1, "then given up", firewall.problem());
        FAULTY.heal();
        check(firewall.flush() == 0, "and forgotten", firewall.problem());
        firewall.unban(0, 0, V4 + 77);
        check(firewall.flush() == 0, "lifting nothing is no error", firewall.problem());

        for (int i = 0; i < 10_000; i++)
        {
            firewall.ban(0, 0, V4 + 0x10000 + i, 60_000, SSHD);
        }
        int result = firewall.flush();
        long[] address = new long[2];
        check(result == Firewall.FULL && firewall.refused().count() == 1024 && firewall.refused().get(0, address) == 0, "full: " + result, firewall.problem());
        check(firewall.failedOrders() > 8000 && firewall.problem().contains("full"), "tells of the rest", firewall.problem());
        run("iptables -F banjo-ipset; ipset destroy banjo4_24-tcp-22-reject; ipset flush banjo4");
        firewall.ban(2, 0, V4, 60_000, SSHD);
        check(firewall.flush() == Firewall.REBUILT, "notices a set that is gone", firewall.problem());
        firewall.ban(2, 0, V4, Firewall.PERMANENT, SSHD);
        firewall.ban(0, 0, V4 + 1, 60_000, SSHD);
        check(firewall.flush() == 0, "bans again", firewall.problem());
        firewall.stop(true);

        seen.setLength(0);
        IpsetFirewall fewer = new IpsetFirewall(FAULTY.sys(), Platform.bigEndian(), SETS.subList(0, 2), 100);
        check(fewer.start(note) == 0, "starts with fewer sets", fewer.problem());
        check(seen.toString().contains("0/128=1.2.3.1@sshd+") && seen.toString().contains("-1/120=1.2.3.0@sshd?"), "adopts", seen.toString());
        check(!run("ipset list -n").contains("reject"), "removes the set", run("ipset list -n"));
        fewer.stop(true);
        seen.setLength(0);
        IpsetFirewall larger = new IpsetFirewall(FAULTY.sys(), Platform.bigEndian(), SETS.subList(0, 2), 1000);
        int started = larger.start(note);
        check(started >= 0 && seen.toString().contains("1.2.3.1@sshd"), "adopts from sets of another size", larger.problem());
        check(started == 0 || run("ipset list banjo4").contains("maxelem 1000"), "made anew", run("ipset list banjo4"));
        check(larger.stop(false) == 0 && run("ipset list -n").isEmpty() && !run("iptables -S").contains("banjo"), "removes", larger.problem());
    }

    private static void settle(IptablesFirewall firewall, int turns) throws InterruptedException
    {
        for (int i = 0; i < turns; i++)
        {
            firewall.tick(false, now += 20);
            firewall.flush();
            Thread.sleep(20);
        }
    }

    private static void iptables() throws IOException, InterruptedException
    {
        Firewall.Found nobody = (set, prefix, high, low, remaining, comment, from, to) -> check(false, "finds nothing", "");
        IptablesFirewall firewall = new IptablesFirewall(FAULTY.sys(), Platform.bigEndian(), SETS, false);
        FAULTY.fail("pipe", 1, 1000, Errno.EMFILE);
        check(firewall.start(nobody) < 0 && firewall.problem().contains("too many open files"), "says why", firewall.problem());
        FAULTY.heal();
        firewall = new IptablesFirewall(FAULTY.sys(), Platform.bigEndian(), SETS, false);
        check(firewall.start(nobody) == Firewall.REBUILT && firewall.warning() == null, "starts", firewall.problem());
        firewall.ban(0, 0, V4 + 1, 60_000, SSHD);
        firewall.ban(2, 0, V4, 60_000, SSHD);
        FAULTY.fail("spawn", 1, 1, Errno.EAGAIN);
        check(firewall.flush() <= 0, "a program that cannot be started", firewall.problem());
        settle(firewall, 80);
        FAULTY.heal();
        String rules = run("iptables -S");
        check(rules.contains("1.2.3.1/32") && rules.contains("1.2.3.0/24"), "is started again", rules + firewall.problem());
        run("iptables -D banjo 1; iptables -D INPUT -j banjo; iptables -F banjo");
        firewall.unban(0, 0, V4 + 1);
        settle(firewall, 80);
        rules = run("iptables -S");
        check(rules.contains("1.2.3.0/24") && !rules.contains("1.2.3.1/32") && rules.contains("-A INPUT -j banjo"), "a batch that fails is repaired", rules);
        for (int i = 0; i < 2000; i++)
        {
            firewall.ban(0, 0, V4 + 0x10000 + i, 60_000, SSHD);
        }
        settle(firewall, 50);
        check(run("iptables -S banjo").split("\n").length == 2002, "takes 2,000 at once", firewall.problem());
        firewall.ban(1, 0x20010DB800000000L, 5, 60_000, SSHD);
        firewall.stop(true);
        check(run("ip6tables -S").contains("2001:db8::5/128"), "writes the last bans at the stop", firewall.problem());
        int[] found = new int[1];
        IptablesFirewall second = new IptablesFirewall(FAULTY.sys(), Platform.bigEndian(), SETS, false);
        second.start((set, prefix, high, low, remaining, comment, from, to) ->
            found[0] += remaining == Firewall.UNKNOWN && to == 4 && set == (prefix == 120 ? 2 : Address.isIpv4(high, low) ? 0 : 1) ? 1 : 0);
        check(found[0] == 2002, "adopts " + found[0], second.problem());
        // Nobody orders them again: they go at the next batch, or stay for one who only reads logs once.
        IptablesFirewall once = new IptablesFirewall(FAULTY.sys(), Platform.bigEndian(), SETS, true);
        once.start((set, prefix, high, low, remaining, comment, from, to) -> { });
        once.ban(0, 0, V4 + 5, 60_000, SSHD);
        once.stop(true);
        check(run("iptables -S banjo").split("\n").length == 2003, "adds to what is there", run("iptables -S banjo | tail -n 5"));
        second.flush();
        settle(second, 50);
        check(run("iptables -S banjo").split("\n").length == 1, "drops what nobody wants", second.problem());
        second.stop(false);
        check(!run("iptables -S; ip6tables -S").contains("banjo"), "removes", second.problem());
    }
}
