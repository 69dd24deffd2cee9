package banjo.cli;

import banjo.config.GlobalConfiguration;
import banjo.daemon.BanSets;
import banjo.daemon.Daemon;
import banjo.firewall.BanSet;
import banjo.firewall.Firewall;
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
    private static final int SET_SIZE_MINIMUM = 65536;

    private RunCommand()
    {
    }

    static int run(Sys sys, Arguments arguments, Output out, Output err) throws UsageException
    {
        arguments.expect(0, 0, "");
        Setup setup = Setup.load(sys, arguments, err);
        if (setup == null)
        {
            return ExitCode.REFUSED;
        }
        GlobalConfiguration global = setup.configuration.global();
        if (setup.filters.isEmpty())
        {
            Main.complain(err, "error: no jail is enabled in " + setup.configuration.fileName());
            return ExitCode.REFUSED;
        }
        int group = -1;
        if (global.socketGroup() != null)
        {
            group = Accounts.group(sys, global.socketGroup());
            if (group < 0)
            {
                Main.complain(err, "error: socket_group: there is no group " + global.socketGroup());
                return ExitCode.REFUSED;
            }
        }
        boolean once = arguments.has("--once");
        Firewall firewall = firewall(sys, setup, arguments);
        Daemon daemon = new Daemon(sys, setup.configuration, setup.filters, firewall, setup.zone, setup.capacities, once);
        if (!once && !arguments.has("--dry-run"))
        {
            daemon.runActions(setup.configuration);
        }
        if (global.user() != null)
        {
            int[] user = Accounts.user(sys, global.user());
            if (user == null || firewall.name().equals("iptables") || firewall.name().equals("ipset"))
            {
                Main.complain(err, user == null ? "error: user: there is no user " + global.user()
                    : "error: user: " + firewall.name() + " is for root alone");
                return ExitCode.REFUSED;
            }
            daemon.become(user);
        }
        String problem = daemon.run(once ? null : global.socketPath(), group, global.removeOnStop(), Version.NUMBER);
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

    private static Firewall firewall(Sys sys, Setup setup, Arguments arguments) throws UsageException
    {
        String backend = arguments.value("--backend");
        backend = arguments.has("--dry-run") ? "log-only" : backend == null ? setup.configuration.global().banAction() : backend;
        int size = 0;
        for (int capacity : setup.capacities)
        {
            size += capacity;
        }
        List<BanSet> sets = BanSets.of(setup.configuration);
        switch (backend)
        {
            case "nftables":
                return new NftablesFirewall(sys, Platform.bigEndian(), sets, Math.max(size, SET_SIZE_MINIMUM));
            case "ipset":
                return new IpsetFirewall(sys, Platform.bigEndian(), sets, Math.max(size, SET_SIZE_MINIMUM));
            case "iptables":
                return new IptablesFirewall(sys, sets, arguments.has("--once"));
            case "log-only":
                return new LogOnlyFirewall();
            default:
                throw new UsageException("unknown back end `" + backend + "`: nftables, ipset, iptables or log-only");
        }
    }
}
