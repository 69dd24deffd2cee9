package banjo.cli;

/** Walks the objects of a JSON array one at a time, so that a long list need not be parsed as a whole. */
final class JsonRecords
{
    private final byte[] bytes;
    private final int end;
    private int from;
    private int to;

    JsonRecords(byte[] bytes, int start, int end)
    {
        this.bytes = bytes;
        this.end = end;
        to = start;
    }

    /** Goes to the next object. @return false after the last. */
    boolean next()
    {
        int depth = 0;
        boolean quoted = false;
        for (int at = to; at < end; at++)
        {
            int c = bytes[at];
            if (quoted)
            {
                if (c == '\\')
                {
                    at++;
                }
                quoted = c != '"';
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == '{')
            {
                from = depth == 0 ? at : from;
                depth++;
            }
            else if (c == '}' && --depth == 0)
            {
                to = at + 1;
                return true;
            }
        }
        return false;
    }

    int from()
    {
        return from;
    }

    int to()
    {
        return to;
    }
}
