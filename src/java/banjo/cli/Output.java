package banjo.cli;

import banjo.sys.Errno;
import banjo.sys.Sys;
import banjo.text.TextBuffer;

/**
 * Text on its way to a descriptor, buffered and written with write(2). The first error is remembered ({@link #error()}) and everything
 * after it is dropped: a command prints to its end and {@link Main} then turns the error into exit code 1.
 */
public final class Output
{
    static final int PLAIN = 0;
    static final int BOLD = 1;
    static final int RED = 31;
    static final int GREEN = 32;

    private static final int CAPACITY = 16 * 1024;
    /** Characters per piece of a long string: each takes at most 3 bytes. */
    private static final int PIECE = 1024;

    private final Sys sys;
    private final int descriptor;
    private final boolean coloured;
    private final TextBuffer pending = new TextBuffer(CAPACITY);
    private final int[] waitFor = new int[1];
    private final int[] waitEvents = {Sys.POLL_OUT};
    private final int[] waitReady = new int[1];
    private int error;

    /** @param descriptor open for writing; blocking or not. */
    public Output(Sys sys, int descriptor)
    {
        this.sys = sys;
        this.descriptor = descriptor;
        String terminal = sys.environment("TERM");
        String noColour = sys.environment("NO_COLOR");
        coloured = terminal != null && !terminal.equals("dumb") && (noColour == null || noColour.isEmpty()) && sys.isTerminal(descriptor);
        waitFor[0] = descriptor;
    }

    public Output put(int singleByte)
    {
        makeRoom(1);
        pending.put(singleByte);
        return this;
    }

    /** Appends a string as UTF-8. */
    public Output put(String text)
    {
        int at = 0;
        while (at < text.length())
        {
            int end = Math.min(text.length(), at + PIECE);
            if (end < text.length() && text.charAt(end - 1) >= 0xD800 && text.charAt(end - 1) < 0xDC00)
            {
                end++;
            }
            makeRoom(3 * (PIECE + 1));
            pending.put(at == 0 && end == text.length() ? text : text.substring(at, end));
            at = end;
        }
        return this;
    }

    public Output put(TextBuffer text)
    {
        return put(text.bytes(), 0, text.length());
    }

    public Output put(byte[] bytes, int from, int to)
    {
        if (to - from > pending.remaining())
        {
            flush();
        }
        if (to - from > pending.remaining())
        {
            write(bytes, from, to);
        }
        else
        {
            pending.put(bytes, from, to);
        }
        return this;
    }

    public Output putNumber(long value)
    {
        makeRoom(20);
        pending.putNumber(value);
        return this;
    }

    /** How many of something there are. @param what one of them. */
    Output putCount(long count, String what)
    {
        makeRoom(40);
        pending.putCount(count, what);
        return this;
    }

    /** How what follows looks, on a terminal that the user wants colours on (no-color.org). @param style a constant of this class. */
    Output style(int style)
    {
        return coloured ? put(27).put('[').putNumber(style).put('m') : this;
    }

    /** Ends a line. */
    public Output line()
    {
        return put('\n');
    }

    /** Writes what is pending. @return {@link #error()}. */
    public int flush()
    {
        write(pending.bytes(), 0, pending.length());
        pending.clear();
        return error;
    }

    /** @return 0, or the first error as a negative {@link Errno}. */
    public int error()
    {
        return error;
    }

    private void makeRoom(int count)
    {
        if (count > pending.remaining())
        {
            flush();
        }
    }

    private void write(byte[] bytes, int from, int to)
    {
        int at = from;
        while (at < to && error == 0)
        {
            int count = sys.write(descriptor, bytes, at, to - at);
            if (count > 0)
            {
                at += count;
            }
            else if (count == 0)
            {
                error = -Errno.EIO;
            }
            else if (count == -Errno.EAGAIN)
            {
                sys.poll(waitFor, waitEvents, waitReady, 1, -1);
            }
            else if (count != -Errno.EINTR)
            {
                error = count;
            }
        }
    }
}
