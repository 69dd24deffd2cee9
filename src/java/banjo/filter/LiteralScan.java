package banjo.filter;

import banjo.regex.RequiredLiterals;
import org.teavm.interop.Unmanaged;

/**
 * Finds the literals of many filters in one pass. Every {@link #STRIDE}th stretch of {@link #GRAM} bytes is looked up; as many
 * neighbouring stretches of each literal are known as the stride has steps, so one of them is met wherever the literal stands.
 * Memory is bounded by the count of literals; {@link #scan} allocates nothing.
 */
final class LiteralScan
{
    static final int GRAM = 4;
    static final int STRIDE = RequiredLiterals.MINIMUM_LENGTH - GRAM + 1;
    private static final int FOLD_ALL = RequiredLiterals.FOLD * 0x01010101;
    /** A bit for each hash of 15 bits: 4 KB, of which some hundred literals set one in fifty. */
    private static final int HASH_SHIFT = 32 - 15;
    private static final int MULTIPLIER = 0x9E3779B1;

    private final int words;
    /** Whether a hash is that of a known stretch. */
    private final int[] bits = new int[1 << 32 - HASH_SHIFT - 5];
    /** Where the stretches begin whose hashes have the same high bits. */
    private final int[] buckets;
    private final int bucketShift;
    private final int[] grams;
    private final int[] literalOf;
    /** Of a stretch in its literal. */
    private final int[] offsetOf;
    /** The literals one behind the other. */
    private final byte[] texts;
    private final int[] textFrom;
    /** For each literal a bit for each filter that needs it. */
    private final int[] owners;

    /** Filled by {@link LiteralIndex}: texts and owners by itself, stretches by {@link #announce} all, then {@link #put} all. */
    LiteralScan(int words, int[] buckets, int[] grams, int[] literalOf, int[] offsetOf, byte[] texts, int[] textFrom, int[] owners)
    {
        this.words = words;
        this.buckets = buckets;
        this.grams = grams;
        this.literalOf = literalOf;
        this.offsetOf = offsetOf;
        this.texts = texts;
        this.textFrom = textFrom;
        this.owners = owners;
        bucketShift = 32 - Integer.numberOfTrailingZeros(buckets.length - 1);
    }

    void announce(int gram)
    {
        int hash = gram * MULTIPLIER;
        bits[hash >>> HASH_SHIFT + 5] |= 1 << (hash >>> HASH_SHIFT & 31);
        buckets[hash >>> (bucketShift & 31)]++;
    }

    /** The counts of the buckets become their ends; {@link #put} moves each to its beginning. */
    void allAnnounced()
    {
        for (int i = 1; i < buckets.length; i++)
        {
            buckets[i] += buckets[i - 1];
        }
    }

    void put(int gram, int literal, int offset)
    {
        int place = --buckets[gram * MULTIPLIER >>> (bucketShift & 31)];
        grams[place] = gram;
        literalOf[place] = literal;
        offsetOf[place] = offset;
    }

    @Unmanaged
    static int gram(byte[] text, int at)
    {
        return (text[at] & 0xFF | (text[at + 1] & 0xFF) << 8 | (text[at + 2] & 0xFF) << 16 | text[at + 3] << 24) | FOLD_ALL;
    }

    @Unmanaged
    static boolean isAt(byte[] text, int at, byte[] part, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if ((text[at + i - from] | RequiredLiterals.FOLD) != part[i])
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Marks the filters that have a literal in {@code text[from, to)}.
     *
     * @param found a bit for each filter; bits are added.
     */
    @Unmanaged
    void scan(byte[] text, int from, int to, int[] found)
    {
        int[] known = bits;
        for (int at = from; at + GRAM <= to; at += STRIDE)
        {
            int gram = gram(text, at);
            int hash = gram * MULTIPLIER;
            if ((known[hash >>> HASH_SHIFT + 5] & 1 << (hash >>> HASH_SHIFT & 31)) != 0)
            {
                verify(text, from, to, at, gram, found);
            }
        }
    }

    @Unmanaged
    private void verify(byte[] text, int from, int to, int at, int gram, int[] found)
    {
        int bucket = gram * MULTIPLIER >>> (bucketShift & 31);
        int end = buckets[bucket + 1];
        for (int i = buckets[bucket]; i < end; i++)
        {
            int literal = literalOf[i];
            int start = at - offsetOf[i];
            if (grams[i] == gram && start >= from && start + textFrom[literal + 1] - textFrom[literal] <= to
                && isAt(text, start, texts, textFrom[literal], textFrom[literal + 1]))
            {
                for (int word = 0; word < words; word++)
                {
                    found[word] |= owners[literal * words + word];
                }
            }
        }
    }
}
