package banjo.daemon;

import banjo.address.Address;
import banjo.config.GlobalConfiguration;
import banjo.control.ControlException;
import banjo.control.ControlServer;
import banjo.http.HttpServer;
import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.Utf8;

/** Whom the daemon answers: clients of the control socket and, where it is configured, of the metrics' address. */
final class Servers
{
    /** How many descriptors {@link #addDescriptors} adds at most. */
    static final int DESCRIPTORS = ControlServer.CLIENTS + HttpServer.CLIENTS + 2;

    private final Sys sys;
    private final Daemon daemon;
    private Pages pages;
    /** Null for a daemon that nobody can ask. */
    private ControlServer control;
    /** Null while no metrics are served. */
    private HttpServer metrics;
    /** Where they are. */
    private GlobalConfiguration served;
    private int controlAt;
    private int metricsAt;
    private int end;

    Servers(Sys sys, Daemon daemon)
    {
        this.sys = sys;
        this.daemon = daemon;
    }

    /** Takes the control socket and serves metrics. @return null, or why that cannot be; then nothing is served. */
    String open(String socketPath, int socketGroup, GlobalConfiguration global, String version)
    {
        Answers answers = new Answers(daemon, version);
        pages = new Pages(daemon, answers, version);
        try
        {
            control = new ControlServer(sys, socketPath, socketGroup, answers);
        }
        catch (ControlException e)
        {
            return e.getMessage();
        }
        String problem = serveMetrics(global);
        if (problem != null)
        {
            close();
        }
        return problem;
    }

    /** Serves metrics where a configuration says, or not at all. @return null, or why that cannot be; then all is as it was. */
    String serveMetrics(GlobalConfiguration wanted)
    {
        int port = wanted.metricsPort();
        if (port == 0)
        {
            closeMetrics();
            return null;
        }
        if (metrics != null && port == served.metricsPort() && wanted.metricsBind().equals(served.metricsBind()))
        {
            return null;
        }
        HttpServer server = metrics == null ? new HttpServer(sys, pages) : metrics;
        int result = listen(server, wanted);
        if (result == -Errno.EADDRINUSE && metrics != null && port == served.metricsPort())
        {
            // All addresses include the former one.
            metrics.close();
            result = listen(metrics, wanted);
            if (result < 0)
            {
                listen(metrics, served);
            }
        }
        if (result < 0)
        {
            return "cannot serve metrics at " + wanted.metricsBind() + " port " + port + ": " + Errno.message(result);
        }
        metrics = server;
        served = wanted;
        return null;
    }

    private static int listen(HttpServer server, GlobalConfiguration where)
    {
        byte[] bind = Utf8.encode(where.metricsBind());
        long[] address = new long[2];
        Address.parse(bind, 0, bind.length, address);
        return server.listen(!Address.isIpv4(address[0], address[1]), address[0], address[1], where.metricsPort());
    }

    /** Adds what to poll(2) for. @return the index after the last used. */
    int addDescriptors(int[] descriptors, int[] events, int at)
    {
        controlAt = at;
        metricsAt = control == null ? at : control.addDescriptors(descriptors, events, at);
        end = metrics == null ? metricsAt : metrics.addDescriptors(descriptors, events, metricsAt);
        return end;
    }

    /** Once a turn. @param ready as poll(2) said for {@link #addDescriptors}; null when nothing came. */
    void tick(int[] descriptors, int[] ready, long nowMillis)
    {
        if (control != null)
        {
            control.serve(descriptors, ready, controlAt, metricsAt, nowMillis);
            String news = control.restore(nowMillis);
            if (news != null)
            {
                daemon.log.warning(news);
            }
        }
        if (metrics != null)
        {
            metrics.serve(descriptors, ready, metricsAt, end, nowMillis);
        }
    }

    /** @return the time of the monotonic clock at which {@link #tick} has something to do, or Long.MAX_VALUE. */
    long nextTickMillis()
    {
        long next = control == null ? Long.MAX_VALUE : control.nextTickMillis();
        return metrics == null ? next : Math.min(next, metrics.nextTickMillis());
    }

    private void closeMetrics()
    {
        if (metrics != null)
        {
            metrics.close();
            metrics = null;
        }
    }

    void close()
    {
        if (control != null)
        {
            control.close();
        }
        closeMetrics();
    }
}
