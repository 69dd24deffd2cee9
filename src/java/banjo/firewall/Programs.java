package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import banjo.text.Utf8;

/** Runs one program at a time, beside the loop or to its end: for back ends that need the iptables programs. */
final class Programs
{
    private static final long LIMIT_NANOS = 20_000_000_000L;
    private static final int LOOK_MILLIS = 20;
    private static final int LINE_BYTES = 1024;
    private static final int CHUNK_BYTES = 16 << 10;

    private final Sys sys;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final int[] nothing = new int[1];
    private final int[] input = new int[2];
    private final int[] output = new int[2];
    private final int[] error = new int[2];
    private String name;
    private int process = -1;
    private int last = -1;
    private long endNanos;
    private byte[] text;
    private int written;
    private Lines reader;
    private final StringBuilder said = new StringBuilder();
    private final StringBuilder complaint = new StringBuilder();
    private String problem = "";

    /** Receives what a program prints, line by line. */
    interface Lines
    {
        void line(String line);
    }

    Programs(Sys sys)
    {
        this.sys = sys;
    }

    /** @return why the last program failed, in words. */
    String problem()
    {
        return problem;
    }

    /** @return the number of the process that ran last, which is the netlink port that its changes come from. */
    int last()
    {
        return last;
    }

    boolean running()
    {
        return process >= 0;
    }

    /**
     * Runs a program and waits for it.
     *
     * @param given what it reads.
     * @param taker receives what it prints; null for nobody.
     * @return its exit status, or a negated errno.
     */
    int run(String given, Lines taker, String... arguments)
    {
        int started = start(given, taker, arguments);
        return started < 0 ? started : finish();
    }

    /** Waits for the program that runs; @return as {@link #run}. */
    int finish()
    {
        int status;
        while ((status = look()) == -Errno.EAGAIN)
        {
            sys.poll(nothing, nothing, nothing, 0, LOOK_MILLIS);
        }
        return status;
    }

    /** Begins to run a program; {@link #look} sees it through. @return 0 or a negated errno. */
    int start(String given, Lines taker, String... arguments)
    {
        TextBuffer command = new TextBuffer(1024);
        for (String each : arguments)
        {
            command.put(each).put(0);
        }
        byte[] bytes = new byte[command.length()];
        System.arraycopy(command.bytes(), 0, bytes, 0, bytes.length);
        name = arguments[0];
        text = Utf8.encode(given);
        written = 0;
        reader = taker;
        said.setLength(0);
        complaint.setLength(0);
        int opened = 0;
        for (int[] each : new int[][] {input, output, error})
        {
            each[0] = -1;
            each[1] = -1;
            opened = opened < 0 ? opened : sys.pipe(each);
        }
        int spawned = opened < 0 ? opened : sys.spawn(bytes, input[0], output[1], error[1]);
        close(input, 0);
        close(output, 1);
        close(error, 1);
        if (spawned < 0)
        {
            closeAll();
            problem = name + ": " + (spawned == -Errno.ENOENT ? "not found; is it installed?" : Errno.message(spawned));
            return spawned;
        }
        process = spawned;
        last = spawned;
        endNanos = sys.monotonicNanos() + LIMIT_NANOS;
        return 0;
    }

    private void close(int[] pipe, int end)
    {
        if (pipe[end] >= 0)
        {
            sys.close(pipe[end]);
            pipe[end] = -1;
        }
    }

    private void closeAll()
    {
        close(input, 1);
        close(output, 0);
        close(error, 0);
    }

    /** Gives and takes what can be given and taken; kills one that takes too long. @return the exit status, EAGAIN while it runs, or another negated errno. */
    int look()
    {
        while (written < text.length)
        {
            int count = sys.write(input[1], text, written, text.length - written);
            if (count <= 0)
            {
                // One that has ended reads no more; its status tells.
                written = count == -Errno.EAGAIN || count == -Errno.EINTR ? written : text.length;
                break;
            }
            written += count;
        }
        if (written == text.length)
        {
            close(input, 1);
        }
        int status = sys.waitProcess(process);
        take(output, said, reader);
        take(error, complaint, null);
        if (status == -Errno.EAGAIN)
        {
            if (sys.monotonicNanos() > endNanos)
            {
                sys.kill(-process, Sys.SIGNAL_KILL);
            }
            return status;
        }
        closeAll();
        process = -1;
        if (status != 0)
        {
            String all = complaint.toString();
            String first = all.substring(0, Math.max(0, all.indexOf('\n')));
            problem = name + ": " + (!first.isEmpty() ? first : status < 0 ? Errno.message(status) : "exit status " + status);
        }
        return status;
    }

    /** Hands on each line, or gathers the first bytes for nobody. */
    private void take(int[] pipe, StringBuilder line, Lines to)
    {
        int count;
        while (pipe[0] >= 0 && (count = sys.read(pipe[0], chunk, 0, chunk.length)) > 0)
        {
            for (int i = 0; i < count; i++)
            {
                if (chunk[i] == '\n' && to != null)
                {
                    to.line(line.toString());
                    line.setLength(0);
                }
                else if (line.length() < LINE_BYTES)
                {
                    line.append((char)(chunk[i] & 0xFF));
                }
            }
        }
    }
}
