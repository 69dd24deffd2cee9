package banjo.source;

import banjo.sys.ByteScan;
import banjo.sys.Sys;

/**
 * Lines from one descriptor. Complete lines are delivered where they lie in the read buffer; only an unfinished last one is
 * kept. A line that is too long is delivered cut, once, and the rest of it is passed over.
 */
final class LineStream
{
    /**
     * The last byte of a line that was cut. No program writes it, so that nobody can have a line cut where it looks like another
     * one that ends there; patterns that leave the end open match all the same.
     */
    private static final byte CUT = 0;
    private static final int READ_BYTES = 64 << 10;

    private final Sys sys;
    /** Of its lines, for the sink. */
    int source;
    int maxLine;
    /** Made when the first line without its end comes: few files ever hold one. */
    private byte[] partial;
    private int partialLength;
    private boolean skipping;
    int descriptor = -1;
    /** Bytes read so far: the place in the file. */
    long offset;
    long lines;
    long bytes;
    long truncatedLines;

    LineStream(Sys sys, int source, int maxLine)
    {
        this.sys = sys;
        this.source = source;
        this.maxLine = maxLine;
    }

    /** @param former null for none; it stays where it is long enough, as what is unfinished still has to fit. @return a buffer for {@link #read}. */
    static byte[] fitting(byte[] former, int maxLine)
    {
        return former != null && former.length >= READ_BYTES + maxLine ? former : new byte[READ_BYTES + maxLine];
    }

    void open(int newDescriptor, long newOffset)
    {
        descriptor = newDescriptor;
        offset = newOffset;
        partialLength = 0;
        skipping = false;
    }

    /** The line at the place has been delivered, cut, or began too far back to be wanted: its rest is passed over. */
    void passOver()
    {
        skipping = true;
    }

    /** True in the rest of a line that was cut. */
    boolean isPassingOver()
    {
        return skipping;
    }

    /** @return the place of the first byte of a line that is not delivered yet. */
    long lineStart()
    {
        return offset - partialLength;
    }

    void close()
    {
        if (descriptor >= 0)
        {
            sys.close(descriptor);
            descriptor = -1;
        }
        partialLength = 0;
    }

    /**
     * Reads once and delivers what is complete.
     *
     * @param buffer longer than the longest line by at least a read's worth.
     * @return bytes read, 0 at the end of what is there, or a negated errno.
     */
    int read(byte[] buffer, LineSink sink)
    {
        if (partialLength > 0)
        {
            System.arraycopy(partial, 0, buffer, 0, partialLength);
        }
        int count = sys.read(descriptor, buffer, partialLength, buffer.length - partialLength);
        if (count <= 0)
        {
            return count;
        }
        offset += count;
        bytes += count;
        int end = partialLength + count;
        int searchFrom = partialLength;
        int start = 0;
        while (true)
        {
            int newline = ByteScan.indexOf(buffer, searchFrom, end, '\n');
            if (newline < 0)
            {
                break;
            }
            deliver(buffer, start, newline, sink);
            start = newline + 1;
            searchFrom = start;
        }
        keep(buffer, start, end, sink);
        return count;
    }

    private void deliver(byte[] buffer, int begin, int to, LineSink sink)
    {
        if (skipping)
        {
            skipping = false;
            return;
        }
        lines++;
        int from = text(buffer, begin, to);
        int end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
        boolean truncated = end - from > maxLine;
        if (truncated)
        {
            truncatedLines++;
            end = from + maxLine;
            buffer[end - 1] = CUT;
        }
        sink.line(source, buffer, from, end, truncated);
    }

    /** @return where a line's text begins: a crash of the machine, or a writer that does not append, leaves zeros before it. */
    private static int text(byte[] buffer, int begin, int to)
    {
        int from = begin;
        while (from < to && buffer[from] == 0)
        {
            from++;
        }
        return from;
    }

    private void keep(byte[] buffer, int begin, int to, LineSink sink)
    {
        int from = text(buffer, begin, to);
        int length = to - from;
        if (skipping)
        {
            partialLength = 0;
        }
        else if (length > maxLine && (length > maxLine + 1 || buffer[to - 1] != '\r'))
        {
            lines++;
            truncatedLines++;
            skipping = true;
            partialLength = 0;
            buffer[from + maxLine - 1] = CUT;
            sink.line(source, buffer, from, from + maxLine, true);
        }
        else if (length == 0)
        {
            partialLength = 0;
        }
        else
        {
            // One more: a carriage return that may turn out to belong to the line's end.
            partial = partial == null || partial.length <= maxLine ? new byte[maxLine + 1] : partial;
            System.arraycopy(buffer, from, partial, 0, length);
            partialLength = length;
        }
    }

    /** Delivers a last line that has no end, when nothing will follow. */
    void finish(LineSink sink)
    {
        if (partialLength > 0)
        {
            int length = partialLength;
            partialLength = 0;
            deliver(partial, 0, length, sink);
        }
    }
}
