package banjo.control;

import banjo.sys.Errno;
import banjo.sys.Paths;
import banjo.sys.Sys;
import banjo.text.TextBuffer;
import banjo.text.Utf8;

/** Asks a running daemon one thing and waits for the whole answer. */
public final class ControlClient
{
    /** The answer holds what was asked for: {@link #bytes()}. */
    public static final int ANSWERED = 0;
    /** The daemon refused, or the request cannot be sent: {@link #message()}. */
    public static final int REFUSED = 1;
    /** There is no daemon, or it does not answer: {@link #message()}. */
    public static final int UNREACHABLE = 3;

    /** A larger one would not fit the heap: some 300,000 bans. */
    private static final int ANSWER_MAXIMUM = 32 << 20;
    /** What does not fit this many bytes gets as many as there may be: copied halves would fill the heap. */
    private static final int LARGE = 4 << 20;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final int QUEUE_FULL_WAIT_MILLIS = 10;

    private final Sys sys;
    private final String path;
    private final int[] descriptors = new int[1];
    private final int[] events = new int[1];
    private final int[] ready = new int[1];
    private byte[] answer = new byte[ControlServer.PIECE_BYTES];
    private int length;
    private int from;
    private String message = "";
    private long deadlineNanos;

    /** @param path of the control socket. */
    public ControlClient(Sys sys, String path)
    {
        this.sys = sys;
        this.path = path;
    }

    /** The JSON text is in this array, from {@link #from()} to {@link #to()}. */
    public byte[] bytes()
    {
        return answer;
    }

    public int from()
    {
        return from;
    }

    public int to()
    {
        return length - 1;
    }

    /** Why there is no answer. */
    public String message()
    {
        return message;
    }

    /** @param words the command and its arguments. @return {@link #ANSWERED}, {@link #REFUSED} or {@link #UNREACHABLE}. */
    public int ask(String... words)
    {
        byte[] request = encode(words);
        if (request == null)
        {
            return REFUSED;
        }
        length = 0;
        deadlineNanos = sys.monotonicNanos() + PATIENCE_NANOS;
        int descriptor = sys.socket(Sys.AF_UNIX, Sys.SOCKET_STREAM, 0);
        int result = descriptor < 0 ? descriptor : exchange(descriptor, request);
        if (descriptor >= 0)
        {
            sys.close(descriptor);
        }
        return result < 0 ? unreachable(result) : readStatus();
    }

    /** @return null, and a message, when the words do not fit the protocol. */
    private byte[] encode(String[] words)
    {
        TextBuffer line = new TextBuffer(Request.MAXIMUM_BYTES);
        for (int i = 0; i < words.length; i++)
        {
            if (words[i].indexOf('\n') >= 0 || words[i].indexOf(0) >= 0)
            {
                message = "an argument may not hold a line end or a NUL";
                return null;
            }
            if (i > 0)
            {
                line.put(0);
            }
            line.put(words[i]);
        }
        line.put('\n');
        if (line.overflowed() || words.length > Request.MAXIMUM_ARGUMENTS)
        {
            message = "the arguments are too long";
            return null;
        }
        byte[] request = new byte[line.length()];
        System.arraycopy(line.bytes(), 0, request, 0, request.length);
        return request;
    }

    /** @return 0 or a negative errno. */
    private int exchange(int descriptor, byte[] request)
    {
        descriptors[0] = descriptor;
        int result = connect(descriptor);
        if (result < 0)
        {
            return result;
        }
        int sent = 0;
        while (sent < request.length)
        {
            int count = sys.send(descriptor, request, sent, request.length - sent, 0);
            if (count == -Errno.EPIPE || count == -Errno.ECONNRESET)
            {
                // Whom the daemon does not let in gets a refusal before it has asked.
                break;
            }
            sent += Math.max(0, count);
            result = count < 0 ? await(count, Sys.POLL_OUT) : 0;
            if (result < 0)
            {
                return result;
            }
        }
        return readAll(descriptor);
    }

    private int connect(int descriptor)
    {
        byte[] bytes = Paths.of(path);
        while (true)
        {
            int result = sys.connectUnix(descriptor, bytes);
            if (result != -Errno.EAGAIN && result != -Errno.EINTR)
            {
                return result;
            }
            if (sys.monotonicNanos() >= deadlineNanos)
            {
                return -Errno.ETIMEDOUT;
            }
            sys.poll(descriptors, events, ready, 0, QUEUE_FULL_WAIT_MILLIS);
        }
    }

    private int readAll(int descriptor)
    {
        while (true)
        {
            if (length == answer.length)
            {
                if (length >= ANSWER_MAXIMUM)
                {
                    return -Errno.EMSGSIZE;
                }
                byte[] larger = new byte[length < LARGE ? length * 2 : ANSWER_MAXIMUM];
                System.arraycopy(answer, 0, larger, 0, length);
                answer = larger;
            }
            int count = sys.read(descriptor, answer, length, answer.length - length);
            if (count == 0 || count == -Errno.ECONNRESET)
            {
                return 0;
            }
            length += Math.max(0, count);
            int result = count < 0 ? await(count, Sys.POLL_IN) : 0;
            if (result < 0)
            {
                return result;
            }
        }
    }

    /** Waits when a call would have, up to the time limit. @return 0, or the error. */
    private int await(int error, int event)
    {
        if (error == -Errno.EINTR)
        {
            return 0;
        }
        if (error != -Errno.EAGAIN)
        {
            return error;
        }
        long left = (deadlineNanos - sys.monotonicNanos()) / 1_000_000;
        if (left <= 0)
        {
            return -Errno.ETIMEDOUT;
        }
        events[0] = event;
        sys.poll(descriptors, events, ready, 1, (int)left);
        return 0;
    }

    private int unreachable(int error)
    {
        if (error == -Errno.ETIMEDOUT)
        {
            message = "the banjo daemon at " + path + " does not answer: timed out after 10 s";
        }
        else if (error == -Errno.EMSGSIZE)
        {
            message = "the answer of the banjo daemon at " + path + " is too long";
        }
        else
        {
            message = "cannot reach the banjo daemon at " + path + ": " + Errno.message(error)
                + (error == -Errno.EACCES ? "; root may, and the group that `socket_group` names"
                : "; is it running? (banjo run, or --socket PATH)");
        }
        return UNREACHABLE;
    }

    private int readStatus()
    {
        int end = 0;
        while (end < length && answer[end] != '\n')
        {
            end++;
        }
        boolean ok = end == 2 && answer[0] == 'o' && answer[1] == 'k';
        boolean refused = end >= 3 && end < length && answer[0] == 'n' && answer[1] == 'o' && answer[2] == ' ';
        if (refused)
        {
            int last = length;
            while (answer[last - 1] == '\n')
            {
                last--;
            }
            message = Utf8.decode(answer, 3, last);
            return REFUSED;
        }
        if (!ok || length < end + 2 || answer[length - 1] != '\n')
        {
            message = "the banjo daemon at " + path + " broke off its answer; try again, and see its log";
            return UNREACHABLE;
        }
        from = end + 1;
        return ANSWERED;
    }
}
