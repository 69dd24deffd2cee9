package banjo.coding;

import java.util.Arrays;

/**
 * Codes numbers bit by bit. Each bit belongs to a context, which learns how often its bit was set and so how cheap the likely
 * one is (an adaptive binary range coder, as LZMA's). The same calls write and read: {@link RangeEncoder} returns what it is
 * given, {@link RangeDecoder} ignores that and returns what was written, so a format is told once.
 */
public abstract class BitCoder
{
    /** Contexts that one {@link #number} takes. */
    public static final int NUMBER_CONTEXTS = 96;
    /** Of a probability: 65536 is certain. No context becomes surer than {@link #SUREST}, so that every bit costs something. */
    protected static final int PROBABILITY_BITS = 16;
    private static final int HALF = 1 << PROBABILITY_BITS - 1;
    private static final int SUREST = 256;
    /** A context weighs its last bits as if it had seen so many. */
    private static final int MEMORY = 25;
    private static final int RATE_BITS = 15;
    private static final int LARGEST_NUMBER_BITS = 30;
    private static final int LOW_BITS = 31;
    private static final int HIGH_BITS = 32;

    /** Per context how far its probability lies above a half, and in the low byte the bits that it has seen. */
    int[] contexts;
    private final int[] rates = new int[MEMORY + 1];
    private final String damage;

    /** @param contexts how many there are. @param damage the message for a number that is out of range. */
    BitCoder(int contexts, String damage)
    {
        this.contexts = new int[contexts];
        this.damage = damage;
        for (int seen = 0; seen <= MEMORY; seen++)
        {
            rates[seen] = (10 << RATE_BITS) / (10 * seen + 16);
        }
    }

    /** Has contexts from one on forget what they learnt. There are as many as that takes. */
    public final void forget(int from, int count)
    {
        if (contexts.length < from + count)
        {
            contexts = Arrays.copyOf(contexts, from + count);
        }
        Arrays.fill(contexts, from, from + count, 0);
    }

    /** @return the bit, 0 or 1. */
    public abstract int bit(int context, int bit);

    /** @return a number of so many bits, for which {@code 1 << bits} contexts from one on are used. */
    public final int tree(int context, int value, int bits)
    {
        int node = 1;
        for (int i = bits - 1; i >= 0; i--)
        {
            node = node * 2 + bit(context + node, value >> (i & 31) & 1);
        }
        return node - (1 << (bits & 31));
    }

    /**
     * @return a number, small ones being the likely ones (Elias' gamma code).
     * @throws IllegalArgumentException when it is out of range.
     */
    public final int number(int context, int value, int minimum, int maximum)
    {
        int wanted = value - minimum + 1;
        int wantedBits = 31 - Integer.numberOfLeadingZeros(wanted);
        int bits = 0;
        while (bits < LARGEST_NUMBER_BITS && bit(context + bits, bits < wantedBits ? 1 : 0) == 1)
        {
            bits++;
        }
        int found = 1;
        for (int i = bits - 1; i >= 0; i--)
        {
            int place = i >= bits - 2 ? HIGH_BITS + 2 * bits + (bits - 1 - i) : LOW_BITS;
            found = found * 2 + bit(context + place, wanted >> (i & 31) & 1);
        }
        return checked(found - 1, maximum - minimum) + minimum;
    }

    /** @return the number. @throws IllegalArgumentException when it is not from 0 to the maximum. */
    public final int checked(int number, int maximum)
    {
        if (number < 0 || number > maximum)
        {
            throw damaged();
        }
        return number;
    }

    /** @return what to throw when that which was read makes no sense. */
    public final IllegalArgumentException damaged()
    {
        return new IllegalArgumentException(damage);
    }

    /** @return how likely a context in a state has the bit 1. */
    static int probability(int state)
    {
        return (state >> 8) + HALF;
    }

    /** @return a context's state when it has had the bit, too. */
    final int learnt(int state, int bit)
    {
        int seen = state & 0xFF;
        int old = (state >> 8) + HALF;
        int probability = old + (((bit << PROBABILITY_BITS) - old) * rates[seen] >> RATE_BITS);
        probability = Math.max(SUREST, Math.min((1 << PROBABILITY_BITS) - SUREST, probability));
        return probability - HALF << 8 | (seen < MEMORY ? seen + 1 : seen);
    }
}
