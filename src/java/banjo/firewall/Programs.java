package banjo.firewall;

import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import banjo.text.Utf8;

/** Runs a program to its end: for the start and the stop of back ends that need the iptables programs, and their batches. */
final class Programs
{
    private static final int LIMIT_MILLIS = 20_000;
    private static final int LOOK_MILLIS = 20;
    private static final int MESSAGE_BYTES = 300;
    private static final int CHUNK_BYTES = 16 << 10;

    private final Sys sys;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final int[] nothing = new int[1];
    private final int[] input = new int[2];
    private final int[] output = new int[2];
    private final int[] error = new int[2];
    private String name;
    private int process = -1;
    private byte[] text;
    private int written;
    private StringBuilder said;
    private final StringBuilder complaint = new StringBuilder();
    private String problem = "";

    Programs(Sys sys)
    {
        this.sys = sys;
    }

    /** @return why the last program failed, in words. */
    String problem()
    {
        return problem;
    }

    boolean running()
    {
        return process >= 0;
    }

    /**
     * Runs a program and waits for it.
     *
     * @param given what it reads.
     * @param taken receives what it prints; null for nobody.
     * @return its exit status, or a negated errno.
     */
    int run(String given, StringBuilder taken, String... arguments)
    {
        int started = start(given, taken, arguments);
        return started < 0 ? started : finish();
    }

    /** Waits for the program that runs; kills it when that takes too long. @return as {@link #run}. */
    int finish()
    {
        int status;
        long end = sys.monotonicNanos() / 1_000_000 + LIMIT_MILLIS;
        while ((status = look()) == -Errno.EAGAIN)
        {
            sys.poll(nothing, nothing, nothing, 0, LOOK_MILLIS);
            if (sys.monotonicNanos() / 1_000_000 > end)
            {
                sys.kill(-process, Sys.SIGNAL_KILL);
            }
        }
        return status;
    }

    /** Begins to run a program; {@link #look} sees it through. @return 0 or a negated errno. */
    int start(String given, StringBuilder taken, String... arguments)
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
        said = taken;
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

    /** Gives and takes what can be given and taken. @return the exit status, EAGAIN while it runs, or another negated errno. */
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
        take(output, said, Integer.MAX_VALUE);
        take(error, complaint, MESSAGE_BYTES);
        if (status == -Errno.EAGAIN)
        {
            return status;
        }
        closeAll();
        process = -1;
        if (status != 0)
        {
            int end = complaint.indexOf("\n");
            String first = end < 0 ? complaint.toString() : complaint.substring(0, end);
            problem = name + ": " + (!first.isEmpty() ? first : status < 0 ? Errno.message(status) : "exit status " + status);
        }
        return status;
    }

    private void take(int[] pipe, StringBuilder to, int limit)
    {
        int count;
        while (pipe[0] >= 0 && (count = sys.read(pipe[0], chunk, 0, chunk.length)) > 0)
        {
            if (to != null && to.length() < limit)
            {
                to.append(Utf8.decode(chunk, 0, Math.min(count, limit)));
            }
        }
    }
}
