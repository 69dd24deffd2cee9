package banjo.coding;

/** Codes ASCII text by what followed the same three bytes before and, where that fails, by the byte before. */
public final class TextCodec
{
    private static final int LENGTH = 0;
    private static final int FOUND = LENGTH + BitCoder.NUMBER_CONTEXTS;
    private static final int LONGEST = 20;
    private static final int BYTE = FOUND + LONGEST + 1;
    private static final int BYTE_BITS = 7;
    /** Contexts that are needed. */
    public static final int CONTEXTS = BYTE + (1 << BYTE_BITS + BYTE_BITS);
    private static final int MAXIMUM_LENGTH = 1 << 20;
    private static final int PLACES = 1 << 12;

    private TextCodec()
    {
    }

    /**
     * @param known what a {@link RangeEncoder} writes; empty for a {@link RangeDecoder}.
     * @return the text.
     * @throws IllegalArgumentException when what is read is no text.
     */
    public static byte[] code(BitCoder coder, byte[] known)
    {
        byte[] text = new byte[coder.number(LENGTH, known.length, 0, MAXIMUM_LENGTH)];
        int[] behind = new int[PLACES];
        int match = 0;
        int matched = 0;
        for (int i = 0; i < text.length; i++)
        {
            int wanted = i < known.length ? known[i] : 0;
            int slot = i < 3 ? 0 : (text[i - 3] * 961 + text[i - 2] * 31 + text[i - 1]) * 0x9E3779B1 >>> 20;
            if (match == 0)
            {
                match = behind[slot];
                matched = 0;
            }
            behind[slot] = i;
            if (match > 0 && coder.bit(FOUND + matched, wanted == text[match] ? 1 : 0) == 1)
            {
                text[i] = text[match++];
                matched = Math.min(matched + 1, LONGEST);
                continue;
            }
            match = 0;
            text[i] = (byte)coder.tree(BYTE + ((i == 0 ? 0 : text[i - 1]) << BYTE_BITS), wanted, BYTE_BITS);
        }
        return text;
    }
}
