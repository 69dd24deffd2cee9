package banjo.event;

import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Sys;
import banjo.text.TextBuffer;

/** The machine's syslog daemon: a datagram for each line, as syslog(3) sends them but without a date, which the daemon adds (RFC 3164). */
final class SyslogTarget implements EventTarget
{
    /** LOG_DAEMON, with LOG_ERR, LOG_WARNING, LOG_INFO and LOG_DEBUG by {@link EventLog}'s severities. */
    private static final int[] PRIORITIES = {24 + 3, 24 + 4, 24 + 6, 24 + 7};
    private static final int HEAD_BYTES = 64;

    private final Sys sys;
    private final byte[] path;
    private final TextBuffer message = new TextBuffer(EventLog.LINE_BYTES + HEAD_BYTES);
    private int descriptor = -1;
    private long lost;

    /** @param path of the daemon's socket, normally /dev/log. */
    SyslogTarget(Sys sys, String path)
    {
        this.sys = sys;
        this.path = Paths.of(path);
    }

    @Override
    public void line(int severity, byte[] bytes, int length)
    {
        message.clear().put('<').putNumber(PRIORITIES[severity]).put(">banjo[").putNumber(sys.processId()).put("]: ").put(bytes, 0, length);
        int sent = descriptor < 0 ? -Errno.ENOTCONN : send();
        // The daemon may have been started again, or only now: its socket is another one then.
        if (sent < 0 && sent != -Errno.EAGAIN && sent != -Errno.ENOBUFS)
        {
            connect();
            sent = descriptor < 0 ? -Errno.ENOTCONN : send();
        }
        lost += sent < 0 ? 1 : 0;
    }

    private int send()
    {
        return sys.send(descriptor, message.bytes(), 0, message.length(), Sys.MSG_DONTWAIT);
    }

    private void connect()
    {
        if (descriptor >= 0)
        {
            sys.close(descriptor);
        }
        descriptor = sys.socket(Sys.AF_UNIX, Sys.SOCKET_DATAGRAM, 0);
        if (descriptor >= 0 && sys.connectUnix(descriptor, path) < 0)
        {
            sys.close(descriptor);
            descriptor = -1;
        }
    }

    @Override
    public void flush()
    {
        // Each line has been sent already.
    }

    @Override
    public void close()
    {
        if (descriptor >= 0)
        {
            sys.close(descriptor);
        }
    }

    @Override
    public long lost()
    {
        return lost;
    }
}
