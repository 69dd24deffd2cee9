package banjo.prove;

/** Bytes that nothing in a search tells apart are one letter. Letters are ordered so that people can read what is found. */
final class Alphabet
{
    private static final String NICE = "xyzabcdefghijklmnopqrstuvw123456789 0ABCDEFGHIJKLMNOPQRSTUVWXYZ.:-_/,;'\"()[]<>=@";

    private final int[] classOf = new int[256];
    private int count = 1;
    private int[] letters;

    /** Divides classes whose bytes have different values. @param column a value for each byte, from 0 to 65,535. */
    void refine(int[] column)
    {
        boolean same = true;
        for (int value = 1; value < 256 && same; value++)
        {
            same = column[value] == column[0];
        }
        if (same)
        {
            return;
        }
        // The values of a column are few: each class is divided by comparing with its parts so far.
        int[] first = new int[256];
        int[] nextPart = new int[256];
        int[] firstPart = new int[count];
        int[] renamed = new int[256];
        int known = 0;
        for (int value = 0; value < 256; value++)
        {
            int part = firstPart[classOf[value]];
            while (part != 0 && column[first[part - 1]] != column[value])
            {
                part = nextPart[part - 1];
            }
            if (part == 0)
            {
                first[known] = value;
                nextPart[known] = firstPart[classOf[value]];
                part = ++known;
                firstPart[classOf[value]] = part;
            }
            renamed[value] = part - 1;
        }
        System.arraycopy(renamed, 0, classOf, 0, 256);
        count = known;
        letters = null;
    }

    /** @return the class of each byte, from 0. */
    int[] classes()
    {
        return classOf;
    }

    /** @return for each letter a byte that stands for it, from 0 to 255. */
    int[] letters()
    {
        if (letters == null)
        {
            letters = new int[count];
            boolean[] seen = new boolean[count];
            int at = 0;
            for (int i = 0; i < NICE.length() + 512; i++)
            {
                // Then what else can be printed, other bytes, and control characters last.
                int value = i < NICE.length() ? NICE.charAt(i) : i - NICE.length();
                boolean plain = i < NICE.length() || i >= NICE.length() + 256 || value >= 0x20 && value < 0x7F;
                if (plain && !seen[classOf[value & 0xFF]])
                {
                    seen[classOf[value & 0xFF]] = true;
                    letters[at++] = value & 0xFF;
                }
            }
        }
        return letters;
    }
}
