package banjo.filter;

import banjo.regex.RequiredLiterals;
import java.util.ArrayList;
import java.util.List;
import org.teavm.interop.Unmanaged;

/**
 * Finds the literals of many filters in one pass. Every {@link #STRIDE}th stretch of {@link #GRAM} bytes is looked up; as many
 * neighbouring stretches of each literal are known as the stride has steps, so one of them is met wherever the literal stands.
 * Memory is bounded by the count of literals; {@link #scan} allocates nothing.
 */
final class LiteralScan
{
    private static final int GRAM = 4;
    private static final int STRIDE = RequiredLiterals.MINIMUM_LENGTH - GRAM + 1;
    private static final int FOLD_ALL = RequiredLiterals.FOLD * 0x01010101;
    /** A bit for each hash of 15 bits: 4 KB, with some hundred literals one in fifty is set. */
    private static final int HASH_SHIFT = 32 - 15;
    private static final int MULTIPLIER = 0x9E3779B1;

    private final int words;
    private final List<byte[]> known = new ArrayList<>();
    private final List<int[]> ownersOf = new ArrayList<>();
    /** Made by {@link #close}: whether a hash is that of a stretch. */
    private int[] bits = new int[0];
    /** Stretches in the order of their hash's high bits; where those of one value begin. */
    private int[] bucket = new int[0];
    private int[] grams = new int[0];
    private int[] literalOf = new int[0];
    private int[] offsetOf = new int[0];
    private int bucketShift;
    /** The literals one behind the other. */
    private byte[] texts = new byte[0];
    private int[] textFrom = new int[0];
    /** For each literal a bit for each filter that needs it. */
    private int[] owners = new int[0];

    /** @param words of 32 filters each. */
    LiteralScan(int words)
    {
        this.words = words;
    }

    /** Adds a filter's literals. */
    void add(RequiredLiterals literals, int filter)
    {
        for (int i = 0; i < literals.count(); i++)
        {
            int literal = find(literals.text(i));
            ownersOf.get(literal)[filter >> 5] |= 1 << (filter & 31);
        }
    }

    private int find(byte[] text)
    {
        for (int i = 0; i < known.size(); i++)
        {
            byte[] other = known.get(i);
            if (other.length == text.length && isAt(other, 0, text, 0, text.length))
            {
                return i;
            }
        }
        known.add(text);
        ownersOf.add(new int[words]);
        return known.size() - 1;
    }

    /** Ends the adding and makes the tables. */
    void close()
    {
        int count = known.size();
        textFrom = new int[count + 1];
        owners = new int[count * words];
        for (int i = 0; i < count; i++)
        {
            textFrom[i + 1] = textFrom[i] + known.get(i).length;
            System.arraycopy(ownersOf.get(i), 0, owners, i * words, words);
        }
        texts = new byte[textFrom[count]];
        grams = new int[count * STRIDE];
        literalOf = new int[count * STRIDE];
        offsetOf = new int[count * STRIDE];
        bits = new int[1 << 32 - HASH_SHIFT - 5];
        int bucketBits = 1;
        while (1 << bucketBits < 2 * grams.length && bucketBits < 15)
        {
            bucketBits++;
        }
        bucketShift = 32 - bucketBits;
        bucket = new int[(1 << bucketBits) + 1];
        for (int i = 0; i < count; i++)
        {
            byte[] text = known.get(i);
            System.arraycopy(text, 0, texts, textFrom[i], text.length);
            for (int k = 0, at = rarest(text); k < STRIDE; k++)
            {
                int hash = gram(text, at + k) * MULTIPLIER;
                bits[hash >>> HASH_SHIFT + 5] |= 1 << (hash >>> HASH_SHIFT & 31);
                bucket[(hash >>> bucketShift) + 1]++;
            }
        }
        for (int i = 1; i < bucket.length; i++)
        {
            bucket[i] += bucket[i - 1];
        }
        fill();
    }

    private void fill()
    {
        int[] filled = new int[bucket.length];
        for (int i = 0; i < known.size(); i++)
        {
            byte[] text = known.get(i);
            for (int k = 0, at = rarest(text); k < STRIDE; k++)
            {
                int gram = gram(text, at + k);
                int number = gram * MULTIPLIER >>> bucketShift;
                int place = bucket[number] + filled[number]++;
                grams[place] = gram;
                literalOf[place] = i;
                offsetOf[place] = at + k;
            }
        }
    }

    /** @return where in a literal the rarest stretches are that cover every step of the stride. */
    private static int rarest(byte[] text)
    {
        int best = 0;
        for (int at = 1; at + RequiredLiterals.MINIMUM_LENGTH <= text.length; at++)
        {
            boolean rarer = RequiredLiterals.rarity(text, at, at + RequiredLiterals.MINIMUM_LENGTH)
                > RequiredLiterals.rarity(text, best, best + RequiredLiterals.MINIMUM_LENGTH);
            best = rarer ? at : best;
        }
        return best;
    }

    @Unmanaged
    private static int gram(byte[] text, int at)
    {
        return (text[at] & 0xFF | (text[at + 1] & 0xFF) << 8 | (text[at + 2] & 0xFF) << 16 | text[at + 3] << 24) | FOLD_ALL;
    }

    @Unmanaged
    private static boolean isAt(byte[] text, int at, byte[] part, int from, int to)
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
        int[] set = bits;
        for (int at = from; at + GRAM <= to; at += STRIDE)
        {
            int gram = gram(text, at);
            int hash = gram * MULTIPLIER;
            if ((set[hash >>> HASH_SHIFT + 5] & 1 << (hash >>> HASH_SHIFT & 31)) != 0)
            {
                verify(text, from, to, at, gram, found);
            }
        }
    }

    @Unmanaged
    private void verify(byte[] text, int from, int to, int at, int gram, int[] found)
    {
        int number = gram * MULTIPLIER >>> bucketShift;
        for (int i = bucket[number]; i < bucket[number + 1]; i++)
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
