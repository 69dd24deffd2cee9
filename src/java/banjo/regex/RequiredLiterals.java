package banjo.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts of which every match contains one, so that a line without any of them need not be searched. Letters' cases do not
 * count: all bytes have bit 5 set ({@link #FOLD}), in the literals and in the text that is compared with them.
 */
public final class RequiredLiterals
{
    /** Set in every byte before it is compared: upper and lower case become the same, and some signs do, which only lets more lines through. */
    public static final int FOLD = 0x20;
    /** Bytes of a literal, at least; shorter ones are on too many lines. */
    public static final int MINIMUM_LENGTH = 6;

    private static final int MAXIMUM_LENGTH = 16;
    static final int MAXIMUM_COUNT = 64;
    /** What a literal's rarity is worth at most: one that is rarer than this is rare enough. */
    private static final int RARE = 48;

    private final List<byte[]> texts;

    private RequiredLiterals(List<byte[]> texts)
    {
        this.texts = texts;
    }

    /** @return the literals of a pattern's tree, null when it has none that are good for anything. */
    static RequiredLiterals of(Node tree)
    {
        LiteralSets sets = LiteralSets.of(tree);
        return sets.best == null || rarity(sets.best) == 0 ? null : new RequiredLiterals(shorten(sets.best));
    }

    /** @return the literals of several patterns' matches; null when one has none, or there are too many. */
    static RequiredLiterals ofAll(List<ParsedPattern> patterns)
    {
        RequiredLiterals all = of(patterns.get(0).tree);
        for (int i = 1; i < patterns.size() && all != null; i++)
        {
            all = either(all, of(patterns.get(i).tree));
        }
        return all;
    }

    /** @return what every match of either needs: the literals of both; null when one has none, or there are too many. */
    static RequiredLiterals either(RequiredLiterals first, RequiredLiterals second)
    {
        if (first == null || second == null)
        {
            return null;
        }
        List<byte[]> all = union(first.texts, second.texts);
        return all.size() > MAXIMUM_COUNT ? null : new RequiredLiterals(all);
    }

    /** @return the rarer literals, where a match needs some of each; null when both are. */
    public static RequiredLiterals rarer(RequiredLiterals first, RequiredLiterals second)
    {
        return first == null || second != null && rarity(second.texts) > rarity(first.texts) ? second : first;
    }

    /**
     * For text that is searched after something was cut out of it: a literal that the cut has joined has one half in the whole.
     *
     * @return null when the halves are too short.
     */
    public RequiredLiterals halves()
    {
        List<byte[]> halves = new ArrayList<>();
        for (byte[] text : texts)
        {
            int middle = text.length / 2;
            halves = union(halves, List.of(part(text, 0, middle), part(text, middle, text.length)));
        }
        return rarity(halves) == 0 ? null : new RequiredLiterals(halves);
    }

    public int count()
    {
        return texts.size();
    }

    /** @return one of the literals, not to be changed. */
    public byte[] text(int index)
    {
        return texts.get(index);
    }

    /** @return the literals, each behind its length in one byte. */
    public byte[] toBytes()
    {
        int length = 0;
        for (byte[] text : texts)
        {
            length += 1 + text.length;
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (byte[] text : texts)
        {
            bytes[at] = (byte)text.length;
            System.arraycopy(text, 0, bytes, at + 1, text.length);
            at += 1 + text.length;
        }
        return bytes;
    }

    /**
     * @return what {@link #toBytes} wrote; null for an empty stretch, which says that there are none.
     * @throws IllegalArgumentException when the bytes are no literals.
     */
    public static RequiredLiterals fromBytes(byte[] data, int from, int to)
    {
        List<byte[]> texts = new ArrayList<>();
        int at = from;
        while (at < to)
        {
            int end = at + 1 + (data[at] & 0xFF);
            if (end > to || end - at - 1 < MINIMUM_LENGTH)
            {
                throw new IllegalArgumentException("damaged literals");
            }
            texts.add(part(data, at + 1, end));
            at = end;
        }
        return texts.isEmpty() ? null : new RequiredLiterals(texts);
    }

    /** @return both lists less the literals that contain another one. */
    static List<byte[]> union(List<byte[]> first, List<byte[]> second)
    {
        List<byte[]> all = new ArrayList<>(first);
        for (byte[] text : second)
        {
            boolean known = false;
            for (int i = all.size() - 1; i >= 0 && !known; i--)
            {
                known = contains(text, all.get(i));
                if (!known && contains(all.get(i), text))
                {
                    all.remove(i);
                }
            }
            if (!known)
            {
                all.add(text);
            }
        }
        return all;
    }

    private static boolean contains(byte[] text, byte[] part)
    {
        for (int at = 0; at + part.length <= text.length; at++)
        {
            int same = 0;
            while (same < part.length && text[at + same] == part[same])
            {
                same++;
            }
            if (same == part.length)
            {
                return true;
            }
        }
        return false;
    }

    /** @return how seldom a line is expected to have one of them, about twice the binary logarithm; 0: they are of no use. */
    static int rarity(List<byte[]> texts)
    {
        if (texts.size() > MAXIMUM_COUNT)
        {
            return 0;
        }
        int rarity = RARE;
        for (byte[] text : texts)
        {
            rarity = text.length < MINIMUM_LENGTH ? 0 : Math.min(rarity, rarity(text, 0, text.length));
        }
        for (int count = texts.size(); count > 1 && rarity > 2; count >>= 1)
        {
            rarity -= 2;
        }
        return rarity;
    }

    /** @return the same for a stretch of one text. */
    public static int rarity(byte[] text, int from, int to)
    {
        int rarity = 0;
        for (int i = from; i < to; i++)
        {
            rarity += weight(text[i] & 0xFF);
        }
        return rarity;
    }

    /** Bytes as they stand in logs, upper case folded to lower. */
    private static int weight(int folded)
    {
        boolean frequent = folded == 'e' || folded == 't' || folded == 'a' || folded == 'o' || folded == 'i' || folded == 'n' || folded == 's'
            || folded == 'r' || folded >= '0' && folded <= '9';
        boolean common = folded == ' ' || folded == '.' || folded == ':' || folded == '/' || folded == '-';
        return common ? 2 : frequent ? 3 : folded >= 'a' && folded <= 'z' ? 4 : 5;
    }

    /** Long literals are cut to the rarest stretch: what is behind it tells nothing more. */
    private static List<byte[]> shorten(List<byte[]> texts)
    {
        List<byte[]> shortened = new ArrayList<>();
        for (byte[] text : texts)
        {
            int length = Math.min(text.length, MAXIMUM_LENGTH);
            int best = 0;
            for (int at = 1; at + length <= text.length; at++)
            {
                best = rarity(text, at, at + length) > rarity(text, best, best + length) ? at : best;
            }
            shortened = union(shortened, List.of(part(text, best, best + length)));
        }
        return shortened;
    }

    private static byte[] part(byte[] text, int from, int to)
    {
        byte[] part = new byte[to - from];
        System.arraycopy(text, from, part, 0, part.length);
        return part;
    }
}
