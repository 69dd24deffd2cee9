package banjo.cli;

import banjo.config.GlobalConfiguration;
import banjo.daemon.BanSets;
import banjo.daemon.Daemon;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
import banjo.firewall.FirewallGroup;
import banjo.firewall.IpsetFirewall;
import banjo.firewall.IptablesFirewall;
import banjo.firewall.LogOnlyFirewall;
import banjo.firewall.NftablesFirewall;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import java.util.List;

/** {@code banjo run}: the daemon in the foreground. */
final class RunCommand
{
    static final List<String> BACK_ENDS = List.of("nftables", "ipset", "iptables", "log-only");

    private RunCommand()
    {
    }

    static int run(Sys sys, Arguments arguments, Output out, Output err) throws UsageException
    {
        arguments.expect(0, 0, "");
        checkBackend(arguments.value("--backend"));
        Setup setup = Setup.load(sys, arguments, err);
        if (setup == null)
        {
            return ExitCode.REFUSED;
        }
        GlobalConfiguration global = setup.configuration.global();
        boolean once = arguments.has("--once");
        int setSize = setup.prepared().setSize();
        Firewall firewall = new FirewallGroup((backEnd, sets) -> firewall(sys, setSize, backEnd, sets, once), BanSets.of(setup.configuration));
        Daemon daemon = new Daemon(sys, setup.prepared(), firewall, once);
        if (!once)
        {
            daemon.reloadFrom(setup.again(sys));
        }
        if (!once && !arguments.has("--dry-run"))
        {
            daemon.runActions();
        }
        if (setup.user != null)
        {
            daemon.become(setup.user);
        }
        String problem = daemon.run(once ? null : global.socketPath(), setup.socketGroup, Version.NUMBER);
        if (problem != null)
        {
            Main.complain(err, "error: " + problem);
            return ExitCode.REFUSED;
        }
        if (once)
        {
            TextBuffer summary = new TextBuffer(8192);
            daemon.summary(summary);
            out.put(summary);
            if (daemon.unread() > 0)
            {
                Main.complain(err, "error: " + daemon.unread() + (daemon.unread() == 1 ? " source" : " sources") + " could not be read");
                return ExitCode.REFUSED;
            }
        }
        return ExitCode.DONE;
    }

    private static void checkBackend(String backend) throws UsageException
    {
        if (backend != null && !BACK_ENDS.contains(backend))
        {
            throw new UsageException("unknown back end `" + backend + "`: nftables, ipset, iptables or log-only");
        }
    }

    private static Firewall firewall(Sys sys, int size, String backEnd, List<BanSet> sets, boolean once)
    {
        switch (backEnd)
        {
            case "nftables":
                return new NftablesFirewall(sys, Platform.bigEndian(), sets, size);
            case "ipset":
                return new IpsetFirewall(sys, Platform.bigEndian(), sets, size);
            case "iptables":
                return new IptablesFirewall(sys, Platform.bigEndian(), sets, once);
            default:
                return new LogOnlyFirewall();
        }
    }
}
