package banjo.firewall;

import banjo.address.Address;
import banjo.sys.Platform;
import banjo.sys.Sys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@link NftablesFirewallTest} runs in a network namespace of its own; any difference ends it with an exception. */
public final class NamespaceScenario
{
    private static final List<BanSet> SETS = List.of(new BanSet("", true, 128, 0, new int[0], false),
        new BanSet("", false, 128, 0, new int[0], false));
    private static final byte[] SSHD = NftMessages.ascii("sshd");
    private static final long V4 = Address.IPV4_MARK | 0x01020304L;
    private static final long V6_HIGH = 0x20010DB800000000L;

    private NamespaceScenario()
    {
    }

    private static String nft(String... arguments) throws IOException, InterruptedException
    {
        String[] command = new String[arguments.length + 1];
        command[0] = "nft";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
        Sys sys = Platform.sys();
        int[] found = new int[1];
        StringBuilder comments = new StringBuilder();
        Firewall.Found count = (set, prefix, high, low, remaining, comment, from, to) ->
        {
            found[0]++;
            comments.append(Address.toString(high, low)).append('=').append(new String(comment, from, to - from, StandardCharsets.UTF_8))
                .append(remaining < 0 ? "!" : remaining > 50_000 && remaining <= 60_000 ? "ok" : "?").append(' ');
        };
        NftablesFirewall firewall = new NftablesFirewall(sys, Platform.bigEndian(), SETS, 64);
        check(firewall.start(count) == 0, "starts in an empty namespace", firewall.problem());
        firewall.ban(0, 0, V4, 60_000, SSHD);
        firewall.ban(1, V6_HIGH, 1, 60_000, SSHD);
        firewall.ban(0, 0, V4 + 1, Firewall.PERMANENT, SSHD);
        check(firewall.flush() == 0, "bans", firewall.problem());
        String table = nft("list", "table", "inet", "banjo");
        check(table.contains("1.2.3.4 timeout 1m expires") && table.contains("comment \"sshd\"") && table.contains("2001:db8::1")
            && table.contains("1.2.3.5") && table.contains("ip saddr @banned4 counter packets 0 bytes 0 drop")
            && table.contains("priority raw - 10") && table.contains("ip6 saddr @banned6"), "nft shows the bans", table);
        firewall.ban(0, 0, V4, 3_600_000, SSHD);
        firewall.unban(0, 0, V4 + 77);
        firewall.unban(0, 0, V4 + 1);
        check(firewall.flush() == 0, "replaces and lifts", firewall.problem());
        table = nft("list", "table", "inet", "banjo");
        check(table.contains("1.2.3.4 timeout 1h") && !table.contains("1.2.3.5"), "new timeout, lifted ban", table);
        firewall.ban(0, 0, V4, 60_000, SSHD);
        firewall.flush();
        nft("add", "element", "inet", "banjo", "banned4", "{ 9.9.9.9 }");
        firewall.stop(true);

        NftablesFirewall second = new NftablesFirewall(sys, Platform.bigEndian(), SETS, 64);
        check(second.start(count) == 0 && found[0] == 3, "adopts three: " + comments, second.problem());
        check(comments.toString().contains("1.2.3.4=sshdok") && comments.toString().contains("9.9.9.9=!"), "with comments", comments.toString());
        table = nft("list", "table", "inet", "banjo");
        check(table.split("saddr").length == 3, "rules are not doubled", table);

        nft("delete", "table", "inet", "banjo");
        second.ban(0, 0, V4, 60_000, SSHD);
        check(second.flush() == Firewall.REBUILT, "says that the table was gone", second.problem());
        second.ban(0, 0, V4, 60_000, SSHD);
        check(second.flush() == 0 && nft("list", "table", "inet", "banjo").contains("1.2.3.4"), "bans again", second.problem());

        for (int i = 0; i < 100; i++)
        {
            second.ban(0, 0, Address.IPV4_MARK | 0x05000000L + i, 60_000, SSHD);
        }
        check(second.flush() == Firewall.FULL && second.refused().count() == 37 && second.problem().contains("full"), "a full set is said: "
            + second.refused().count(), second.problem());
        check(second.refused().get(36, new long[2]) == 0 && second.failedOrders() == 0, "and what was refused is given back", second.problem());
        table = nft("list", "set", "inet", "banjo", "banned4");
        check(table.contains("5.0.0.62") && !table.contains("5.0.0.63"), "the others are banned", table);
        check(second.stop(false) == 0 && !nft("list", "tables").contains("banjo"), "removes", second.problem());

        nft("add", "table", "inet", "banjo");
        nft("add", "set", "inet", "banjo", "banned4", "{ type ipv4_addr; flags interval; }");
        nft("add", "element", "inet", "banjo", "banned4", "{ 9.9.9.0/24 }");
        nft("add", "set", "inet", "banjo", "banned6", "{ type ipv4_addr; }");
        nft("add", "element", "inet", "banjo", "banned6", "{ 9.9.8.8 }");
        NftablesFirewall third = new NftablesFirewall(sys, Platform.bigEndian(), SETS, 65536);
        check(third.start(count) == Firewall.REBUILT, "replaces sets of another kind", third.problem());
        table = nft("list", "table", "inet", "banjo");
        check(!table.contains("elements"), "and takes the ends of their ranges for no addresses", table);
        long start = System.nanoTime();
        for (int i = 0; i < 10_000; i++)
        {
            third.ban(0, 0, Address.IPV4_MARK | 0x05000000L + i, 60_000, SSHD);
        }
        check(third.flush() == 0, "10,000 bans", third.problem());
        long batch = System.nanoTime() - start;
        long[] times = new long[500];
        for (int i = 0; i < times.length; i++)
        {
            long before = System.nanoTime();
            third.ban(0, 0, Address.IPV4_MARK | 0x06000000L + i, 60_000, SSHD);
            third.flush();
            times[i] = System.nanoTime() - before;
        }
        java.util.Arrays.sort(times);
        System.out.println("10,000 bans in " + batch / 1_000_000 + " ms; one ban " + times[250] / 1000 + " us median");
        sys.exit(0);
    }
}
