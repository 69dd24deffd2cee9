package banjo.coding;

/** Reads what {@link RangeEncoder} wrote, with the same calls. Any bytes can be read: they end in an exception at worst. */
public final class RangeDecoder extends BitCoder
{
    /** The encoder leaves out zeros at the end, at most as many as are read ahead. */
    private static final int AHEAD = 4;

    private final byte[] bytes;
    private final int to;
    private int at;
    private int range = -1;
    private int code;

    /** @param contexts how many there are at first. @param damage the message of the exception for bytes that make no sense. */
    public RangeDecoder(byte[] bytes, int from, int to, int contexts, String damage)
    {
        super(contexts, damage);
        if (from < 0 || to > bytes.length)
        {
            throw new IndexOutOfBoundsException();
        }
        this.bytes = bytes;
        this.to = to;
        at = from;
        for (int i = 0; i < AHEAD; i++)
        {
            code = code << 8 | next();
        }
    }

    private int next()
    {
        if (at >= to + AHEAD)
        {
            throw damaged();
        }
        int found = at < to ? bytes[at] & 0xFF : 0;
        at++;
        return found;
    }

    /** @throws IllegalArgumentException when the bytes have ended. */
    @Override
    public int bit(int context, int ignored)
    {
        int state = contexts[context];
        // Both are unsigned.
        int bound = (range >>> PROBABILITY_BITS) * probability(state);
        int bit = code + Integer.MIN_VALUE < bound + Integer.MIN_VALUE ? 1 : 0;
        if (bit == 1)
        {
            range = bound;
        }
        else
        {
            code -= bound;
            range -= bound;
        }
        contexts[context] = learnt(state, bit);
        while (range >>> 24 == 0)
        {
            code = code << 8 | next();
            range <<= 8;
        }
        return bit;
    }
}
