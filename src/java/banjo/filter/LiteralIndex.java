package banjo.filter;

import banjo.regex.RequiredLiterals;
import java.util.ArrayList;
import java.util.List;

/** Collects the literals of many filters and makes the tables with which {@link LiteralScan} finds them. */
final class LiteralIndex
{
    private final int words;
    private final List<byte[]> known = new ArrayList<>();
    private final List<int[]> ownersOf = new ArrayList<>();

    /** @param words of 32 filters each. */
    LiteralIndex(int words)
    {
        this.words = words;
    }

    /** Adds a filter's literals. */
    void add(RequiredLiterals literals, int filter)
    {
        for (int i = 0; i < literals.count(); i++)
        {
            ownersOf.get(find(literals.text(i)))[filter >> 5] |= 1 << (filter & 31);
        }
    }

    private int find(byte[] text)
    {
        for (int i = 0; i < known.size(); i++)
        {
            byte[] other = known.get(i);
            if (other.length == text.length && LiteralScan.isAt(other, 0, text, 0, text.length))
            {
                return i;
            }
        }
        known.add(text);
        ownersOf.add(new int[words]);
        return known.size() - 1;
    }

    /** @return what finds all that was added. */
    LiteralScan scan()
    {
        int count = known.size();
        int grams = count * LiteralScan.STRIDE;
        int bits = 1;
        while (1 << bits < 2 * grams && bits < 15)
        {
            bits++;
        }
        int[] textFrom = new int[count + 1];
        int[] owners = new int[count * words];
        for (int i = 0; i < count; i++)
        {
            textFrom[i + 1] = textFrom[i] + known.get(i).length;
            System.arraycopy(ownersOf.get(i), 0, owners, i * words, words);
        }
        byte[] texts = new byte[textFrom[count]];
        LiteralScan scan = new LiteralScan(words, new int[(1 << bits) + 1], new int[grams], new int[grams], new int[grams], texts, textFrom, owners);
        for (int i = 0; i < count; i++)
        {
            byte[] text = known.get(i);
            System.arraycopy(text, 0, texts, textFrom[i], text.length);
            int at = rarest(text);
            for (int k = 0; k < LiteralScan.STRIDE; k++)
            {
                scan.announce(LiteralScan.gram(text, at + k));
            }
        }
        scan.allAnnounced();
        for (int i = count - 1; i >= 0; i--)
        {
            byte[] text = known.get(i);
            int at = rarest(text);
            for (int k = 0; k < LiteralScan.STRIDE; k++)
            {
                scan.put(LiteralScan.gram(text, at + k), i, at + k);
            }
        }
        return scan;
    }

    /** @return where in a literal the rarest stretches are that cover every step of the stride. */
    private static int rarest(byte[] text)
    {
        int length = RequiredLiterals.MINIMUM_LENGTH;
        int best = 0;
        for (int at = 1; at + length <= text.length; at++)
        {
            best = RequiredLiterals.rarity(text, at, at + length) > RequiredLiterals.rarity(text, best, best + length) ? at : best;
        }
        return best;
    }
}
