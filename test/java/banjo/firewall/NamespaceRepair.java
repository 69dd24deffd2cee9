package banjo.firewall;

import banjo.address.Address;
import banjo.sys.Errno;
import banjo.sys.FaultySys;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What {@link NftablesFirewallTest} runs in a network namespace of its own: sets of every kind, and damage by others. */
public final class NamespaceRepair
{
    private static final byte[] SSHD = NftMessages.ascii("sshd");
    private static final long V4 = Address.IPV4_MARK | 0x01020304L;
    private static final long V6_HIGH = 0x20010DB800000000L;
    private static final int[] ALL = {};
    private static final List<BanSet> SETS = List.of(
        new BanSet("", true, 128, BanSet.ALL_PROTOCOLS, ALL, false),
        new BanSet("", false, 128, BanSet.ALL_PROTOCOLS, ALL, false),
        new BanSet("", true, 128, BanSet.TCP, new int[] {22, 22, 80, 90}, true),
        new BanSet("", false, 64, BanSet.ALL_PROTOCOLS, new int[] {53, 53}, false),
        new BanSet("", true, 120, BanSet.ALL_PROTOCOLS, ALL, true));

    private static long now = 1_000_000;

    private NamespaceRepair()
    {
    }

    private static String nft(String command) throws IOException, InterruptedException
    {
        Process process = new ProcessBuilder("nft", command).redirectErrorStream(true).start();
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

    private static void banAll(NftablesFirewall firewall)
    {
        firewall.ban(0, 0, V4, 60_000, SSHD);
        firewall.ban(1, V6_HIGH, 1, 60_000, SSHD);
        firewall.ban(2, 0, V4 + 1, 60_000, SSHD);
        firewall.ban(3, V6_HIGH, 0, 60_000, SSHD);
        firewall.ban(4, 0, Address.IPV4_MARK | 0x09080700L, 60_000, SSHD);
        check(firewall.flush() == 0, "bans", firewall.problem());
    }

    /** Lets time pass until a repair. @return milliseconds that it took, or -1. */
    private static long repair(NftablesFirewall firewall, long patience)
    {
        for (long waited = 0; waited <= patience; waited += 100)
        {
            int result = firewall.tick(true, now += 100);
            if (result != 0)
            {
                check(result == Firewall.REBUILT, "repairs: " + result, firewall.problem());
                banAll(firewall);
                return waited;
            }
        }
        return -1;
    }

    public static void main(String[] args) throws IOException, InterruptedException
    {
        FaultySys faulty = new FaultySys(Platform.sys());
        Sys sys = faulty.sys();
        Firewall.Found nobody = (set, prefix, high, low, remaining, comment, from, to) -> check(false, "finds nothing", "");
        NftablesFirewall firewall = new NftablesFirewall(sys, Platform.bigEndian(), SETS, 64);
        check(firewall.start(nobody) == 0, "starts", firewall.problem());
        banAll(firewall);
        String table = nft("list table inet banjo");
        for (String rule : new String[] {"ip saddr @banned4 counter packets 0 bytes 0 drop", "ip6 saddr @banned6 counter packets 0 bytes 0 drop",
            "tcp dport 22 ip saddr @banned4-tcp-22-80_90-reject counter packets 0 bytes 0 reject with tcp reset",
            "tcp dport 80-90 ip saddr @banned4-tcp-22-80_90-reject counter packets 0 bytes 0 reject with tcp reset",
            "tcp dport 53 ip6 saddr & ffff:ffff:ffff:ffff:: == @banned6_64-all-53 counter packets 0 bytes 0 drop",
            "udp dport 53 ip6 saddr & ffff:ffff:ffff:ffff:: == @banned6_64-all-53 counter packets 0 bytes 0 drop",
            "meta l4proto tcp ip saddr & 255.255.255.0 == @banned4_24-reject counter packets 0 bytes 0 reject with tcp reset",
            "ip saddr & 255.255.255.0 == @banned4_24-reject counter packets 0 bytes 0 reject\n"})
        {
            check(table.contains("\t" + rule) || table.contains(rule), "nft shows " + rule, table);
        }
        check(table.contains("9.8.7.0 timeout 1m") && table.contains("2001:db8:: timeout 1m"), "nft shows prefixes", table);

        check(repair(firewall, 1000) < 0, "its own work is no damage", firewall.problem());
        nft("add table inet other; delete table inet other; add set inet banjo mine { type ipv4_addr; }; add element inet banjo banned4 { 9.9.9.9 }");
        check(repair(firewall, 1000) < 0, "the work of others elsewhere is no damage", firewall.problem());
        String[] damages = {"flush ruleset", "delete table inet banjo", "delete element inet banjo banned4 { 1.2.3.4 }",
            "flush set inet banjo banned6_64-all-53", "flush chain inet banjo prerouting", "flush chain inet banjo prerouting; delete chain inet banjo prerouting",
            "insert rule inet banjo prerouting accept", "add chain inet banjo prerouting { policy drop; }", "add table inet banjo { flags dormant; }",
            "flush chain inet banjo prerouting; delete set inet banjo banned4",
            "flush chain inet banjo prerouting; delete chain inet banjo prerouting; "
                + "add chain inet banjo prerouting { type filter hook prerouting priority 100; policy accept; }"};
        for (String damage : damages)
        {
            now += 100_000;
            String said = nft(damage);
            check(said.isEmpty(), damage, said);
            long took = repair(firewall, 2000);
            check(took >= 100 && took <= 400, damage + " is repaired after " + took + " ms", firewall.problem());
            String again = nft("list table inet banjo");
            String[] wanted = {"1.2.3.4 timeout", "1.2.3.5 timeout", "2001:db8::1 timeout", "2001:db8:: timeout", "9.8.7.0 timeout", "policy accept"};
            for (String each : wanted)
            {
                check(again.contains(each), damage + " loses nothing: " + each, again);
            }
            check(again.split("saddr").length == 9 && !again.contains("dormant") && !again.contains("\t\taccept"), damage + " leaves the rules", again);
            check(firewall.problem().contains("somebody deleted or changed") && !firewall.problem().contains("again and again"), "is told", firewall.problem());
            check(repair(firewall, 1000) < 0, "one repair is enough", firewall.problem());
        }

        // What is ordered again goes cheaply into sets that are new, and keeps what was banned anew since; elsewhere it replaces what is there.
        now += 100_000;
        nft("delete table inet banjo");
        check(repair(firewall, 2000) >= 0, "is repaired", firewall.problem());
        firewall.ban(0, 0, V4, 7_200_000, SSHD);
        firewall.restore(0, 0, V4, 7_200_000, SSHD);
        firewall.restore(0, 0, V4 + 7, 600_000, SSHD);
        firewall.ban(0, 0, V4 + 7, 7_200_000, SSHD);
        check(firewall.flush() == 0, "restores", firewall.problem());
        String restored = nft("list set inet banjo banned4");
        check(restored.contains("1.2.3.4 timeout 2h") && restored.contains("1.2.3.11 timeout 2h"), "with the newest ends", restored);
        now += 100_000;
        nft("delete element inet banjo banned4 { 1.2.3.11 }; add element inet banjo banned4 { 1.2.3.11 timeout 1s }");
        check(repair(firewall, 2000) >= 0, "is repaired", firewall.problem());
        firewall.restore(0, 0, V4 + 7, 7_200_000, SSHD);
        check(firewall.flush() == 0 && nft("list set inet banjo banned4").contains("1.2.3.11 timeout 2h"), "a shorter ban of others is replaced", "");
        firewall.unban(0, 0, V4 + 7);
        firewall.flush();

        // Who fights gets slower answers, and orders do not repair either.
        now += 100_000;
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < 9; i++)
        {
            nft("delete table inet banjo");
            if (i == 7)
            {
                firewall.tick(true, now += 100);
                firewall.ban(0, 0, V4, 60_000, SSHD);
                check(firewall.flush() == 0 && !nft("list tables").contains("banjo"), "an order does not hurry the repair", firewall.problem());
            }
            took.add(repair(firewall, 60_000));
        }
        check(took.get(4) < 1000 && took.get(6) >= 1500 && took.get(7) > took.get(6) && took.get(8) > took.get(7) && took.get(8) >= 7000,
            "backs off: " + took, firewall.problem());
        check(firewall.problem().contains("again and again"), "and says so", firewall.problem());
        now += 1_000_000;
        nft("delete table inet banjo");
        check(repair(firewall, 2000) <= 400 && !firewall.problem().contains("again and again"), "and forgives", firewall.problem());

        // Lost events: everything is looked at once.
        now += 100_000;
        faulty.fail("receive", 1, 1, Errno.ENOBUFS);
        check(repair(firewall, 1000) >= 0 && firewall.problem().contains("lost track"), "an overflow is a repair", firewall.problem());
        faulty.heal();
        check(repair(firewall, 1000) < 0, "once", firewall.problem());

        // Ten thousand orders of its own do not overflow the event socket.
        NftablesFirewall large = new NftablesFirewall(sys, Platform.bigEndian(), SETS, 65536);
        firewall.stop(false);
        check(large.start(nobody) == 0, "starts with room", large.problem());
        for (int i = 0; i < 20_000; i++)
        {
            large.ban(0, 0, Address.IPV4_MARK | 0x05000000L + i, 60_000, SSHD);
        }
        check(large.flush() == 0 && repair(large, 1000) < 0, "no repair after 20,000 bans", large.problem());
        large.stop(true);

        // A set that is wanted no more hands its bans over and goes.
        StringBuilder found = new StringBuilder();
        Firewall.Found note = (set, prefix, high, low, remaining, comment, from, to) ->
        {
            if (set != 0)
            {
                found.append(set).append('/').append(prefix).append(' ').append(Address.toString(high, low)).append(' ');
            }
        };
        NftablesFirewall all = new NftablesFirewall(sys, Platform.bigEndian(), SETS, 65536);
        check(all.start(note) == 0, "starts again", all.problem());
        banAll(all);
        all.stop(true);
        NftablesFirewall fewer = new NftablesFirewall(sys, Platform.bigEndian(), SETS.subList(0, 2), 65536);
        check(fewer.start(note) == 0, "starts with fewer sets", fewer.problem());
        for (String each : new String[] {"1/128 2001:db8::1 ", "-1/128 1.2.3.5 ", "-1/64 2001:db8:: ", "-1/120 9.8.7.0 "})
        {
            check(found.toString().contains(each), "hands over " + each, found.toString());
        }
        table = nft("list table inet banjo");
        check(!table.contains("_64") && !table.contains("reject") && table.split("saddr").length == 3, "and the sets are gone", table);
        fewer.stop(false);
        sys.exit(0);
    }
}
