package banjo.filter;

/**
 * The last lines of a log, for patterns that look at several: each without its date, each ended by a newline, in one array of fixed
 * size. The oldest go when there are too many or too little room. Nothing is allocated after construction.
 */
final class LineWindow
{
    /** A line of the greatest length that can be configured, its newline, and room for others. */
    private static final int CAPACITY = (64 << 10) + (16 << 10);

    private final byte[] text = new byte[CAPACITY];
    private final int[] ends;
    private int count;

    /** @param maximumLines at least 1. */
    LineWindow(int maximumLines)
    {
        ends = new int[maximumLines];
    }

    /** @return an empty one of the same size. */
    LineWindow again()
    {
        return new LineWindow(ends.length);
    }

    byte[] text()
    {
        return text;
    }

    int length()
    {
        return count == 0 ? 0 : ends[count - 1];
    }

    void clear()
    {
        count = 0;
    }

    /** Adds a line that comes in two parts. */
    void add(byte[] line, int from, int to, int restFrom, int restTo)
    {
        int first = Math.min(to - from, CAPACITY - 1);
        int rest = Math.min(restTo - restFrom, CAPACITY - 1 - first);
        int drop = 0;
        while (drop < count && (count - drop == ends.length || length() - endOf(drop) + first + rest >= CAPACITY))
        {
            drop++;
        }
        remove(0, drop);
        int at = length();
        System.arraycopy(line, from, text, at, first);
        System.arraycopy(line, restFrom, text, at + first, rest);
        at += first + rest;
        text[at++] = '\n';
        ends[count++] = at;
    }

    private int endOf(int lines)
    {
        return lines == 0 ? 0 : ends[lines - 1];
    }

    private void remove(int first, int lines)
    {
        if (lines == 0)
        {
            return;
        }
        int from = endOf(first);
        int to = endOf(first + lines);
        System.arraycopy(text, to, text, from, length() - to);
        for (int i = first; i + lines < count; i++)
        {
            ends[i] = ends[i + lines] - (to - from);
        }
        count -= lines;
    }

    /**
     * Writes the lines that a match touches one behind the other, without those that it skipped.
     *
     * @param from  of the match.
     * @param to    of the match.
     * @param skips start and end of skipped stretches, -1 for one that took no part.
     * @param out   as long as {@link #text}.
     * @return the count of bytes written.
     */
    int copyMatched(int from, int to, int[] skips, byte[] out)
    {
        int length = 0;
        for (int i = firstLine(from); i < count && endOf(i) < to; i++)
        {
            if (!isSkipped(i, skips))
            {
                int size = ends[i] - endOf(i);
                System.arraycopy(text, endOf(i), out, length, size);
                length += size;
            }
        }
        return length;
    }

    int lines()
    {
        return count;
    }

    /** Writes a line and the last one behind each other. @param out as long as {@link #text}. @return the count of bytes written. */
    int copyPair(int first, byte[] out)
    {
        int size = ends[first] - endOf(first);
        System.arraycopy(text, endOf(first), out, 0, size);
        System.arraycopy(text, endOf(count - 1), out, size, length() - endOf(count - 1));
        return size + length() - endOf(count - 1);
    }

    /** Removes a line and the last one. */
    void consumePair(int first)
    {
        remove(count - 1, 1);
        remove(first, 1);
    }

    /** Removes the lines that a match touches, but not those that it skipped: they may begin or end another one. */
    void consume(int from, int to, int[] skips)
    {
        int first = firstLine(from);
        int last = first;
        while (last < count && endOf(last) < to)
        {
            last++;
        }
        // From the end, so that the places of the lines before stay what they are.
        for (int i = last - 1; i >= first; i--)
        {
            if (!isSkipped(i, skips))
            {
                remove(i, 1);
            }
        }
    }

    private int firstLine(int from)
    {
        int line = 0;
        while (line < count && ends[line] <= from)
        {
            line++;
        }
        return line;
    }

    private boolean isSkipped(int line, int[] skips)
    {
        for (int i = 0; i + 1 < skips.length; i += 2)
        {
            if (skips[i] >= 0 && endOf(line) >= skips[i] && ends[line] <= skips[i + 1])
            {
                return true;
            }
        }
        return false;
    }
}
