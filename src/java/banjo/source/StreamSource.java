package banjo.source;

import banjo.sys.Sys;

/** Lines from a descriptor that is open already: standard input, or a log read as a whole. */
public final class StreamSource
{
    private final LineStream stream;
    private byte[] buffer;
    private boolean ended;

    public StreamSource(Sys sys, int descriptor, int source, int maxLine)
    {
        stream = new LineStream(sys, source, maxLine);
        stream.open(descriptor, 0);
        buffer = LineStream.fitting(null, maxLine);
    }

    /** Cuts lines there from now on. */
    public void limitLines(int bytes)
    {
        stream.maxLine = bytes;
        buffer = LineStream.fitting(buffer, bytes);
    }

    /** Reads once. @return bytes read, 0 at the end (the last line has been delivered), or a negated errno. */
    public int read(LineSink sink)
    {
        int count = stream.read(buffer, sink);
        if (count == 0 && !ended)
        {
            ended = true;
            stream.finish(sink);
        }
        return count;
    }

    public boolean ended()
    {
        return ended;
    }

    public long lines()
    {
        return stream.lines;
    }

    public long truncatedLines()
    {
        return stream.truncatedLines;
    }

    public long bytes()
    {
        return stream.bytes;
    }
}
