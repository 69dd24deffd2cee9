package banjo.regex;

/** Reads what {@link ByteSink} wrote; every number is checked against its range. */
final class ByteSource
{
    private final byte[] bytes;
    private final int to;
    private int at;

    ByteSource(byte[] bytes, int from, int to)
    {
        if (from < 0 || to > bytes.length)
        {
            throw new IndexOutOfBoundsException();
        }
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /** Bytes that are left. */
    int remaining()
    {
        return Math.max(to - at, 0);
    }

    /** @throws IllegalArgumentException when there is no number or it is out of range. */
    int take(int minimum, int maximum)
    {
        int value = 0;
        for (int shift = 0; shift <= 21; shift += 7)
        {
            if (at >= to)
            {
                break;
            }
            int next = bytes[at++];
            value |= (next & 0x7F) << shift;
            if (next >= 0)
            {
                if (value < minimum || value > maximum)
                {
                    break;
                }
                return value;
            }
        }
        throw new IllegalArgumentException("damaged automaton");
    }
}
