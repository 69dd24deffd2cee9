package banjo.sys;

import java.nio.ByteOrder;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** System calls of the image, through jnr-ffi and glibc: those on files and sockets and, here, on processes, signals and clocks. */
final class JnrSys extends JnrSockets
{
    private static final int SIGNAL_DEFAULT = 0;
    private static final int WAIT_NO_HANG = 1;

    private final Spawner spawner = new Spawner(c, runtime);

    @Override
    public int spawn(byte[] arguments, int input, int output, int error)
    {
        return spawner.spawn(arguments, new int[] {input, output, error});
    }

    @Override
    public int waitProcess(int process)
    {
        int returned = c.waitpid(process, small, WAIT_NO_HANG);
        int status = small.getInt(0);
        return returned == 0 ? -Errno.EAGAIN : returned < 0 ? error() : (status & 0x7F) != 0 ? KILLED + (status & 0x7F) : status >> 8 & 0xFF;
    }

    @Override
    public int kill(int process, int signal)
    {
        return result(c.kill(process, signal));
    }

    /** Capabilities belong to threads, and the JVM's have no means to change those of the others. */
    @Override
    public int dropPrivileges(int user, int group, long capabilities, boolean programs)
    {
        return -Errno.ENOSYS;
    }

    @Override
    public int processId()
    {
        return c.getpid();
    }

    @Override
    public int effectiveUserId()
    {
        return c.geteuid();
    }

    @Override
    public int signalPipe(int[] signals)
    {
        int[] ends = new int[2];
        int returned = pipe(ends);
        if (returned < 0)
        {
            return returned;
        }
        // The JVM runs handlers in a thread of its own, which needs memory of its own.
        Pointer number = Memory.allocateDirect(runtime, 8, true);
        for (int signal : signals)
        {
            // The launcher has SIGHUP ignored until now, and what is ignored the JVM does not handle.
            c.signal(signal, SIGNAL_DEFAULT);
            Signals.handle(signalName(signal), caught ->
            {
                number.putByte(0, (byte)caught);
                c.write(ends[1], number, 1);
            });
        }
        return ends[0];
    }

    private static String signalName(int signal)
    {
        return switch (signal)
        {
            case SIGNAL_HUP -> "HUP";
            case SIGNAL_INT -> "INT";
            case SIGNAL_TERM -> "TERM";
            default -> throw new IllegalArgumentException("signal " + signal);
        };
    }

    @Override
    public String environment(String name)
    {
        return System.getenv(name);
    }

    @Override
    public long monotonicNanos()
    {
        return System.nanoTime();
    }

    @Override
    public long realtimeNanos()
    {
        // Allocates nothing, as a call through jnr-ffi does.
        return System.currentTimeMillis() * 1_000_000L;
    }

    @Override
    public long processNanos()
    {
        return clock(2);
    }

    /** @param clock the CLOCK_ number of linux/time.h. */
    private long clock(int clock)
    {
        c.clock_gettime(clock, small);
        return small.getLong(0) * 1_000_000_000L + small.getLong(8);
    }

    @Override
    public int translateError(int error)
    {
        return ErrorNumbers.generic(error);
    }

    @Override
    public void exit(int code)
    {
        java.lang.Runtime.getRuntime().halt(code);
    }

    static boolean bigEndian()
    {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
    }
}
