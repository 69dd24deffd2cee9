package banjo.regex;

/** Bytes that no instruction of a program tells apart share a class; the edge of the line is a further one, the last. */
final class ByteClasses
{
    /** Of each byte; up to 256, so read it unsigned. */
    final byte[] of = new byte[256];
    /** How many there are, without the edge; also the number of the edge's class. */
    final int count;
    private final int[] example;

    ByteClasses(ByteSet[] sets)
    {
        int[] classes = new int[256];
        int known = 1;
        for (ByteSet set : sets)
        {
            int[] renamed = new int[512];
            int next = 0;
            for (int b = 0; b < 256; b++)
            {
                int key = classes[b] << 1 | (set.contains(b) ? 1 : 0);
                if (renamed[key] == 0)
                {
                    renamed[key] = ++next;
                }
                classes[b] = renamed[key] - 1;
            }
            known = next;
        }
        count = known;
        example = new int[known];
        for (int b = 0; b < 256; b++)
        {
            of[b] = (byte)classes[b];
            example[classes[b]] = b;
        }
    }

    boolean contains(ByteSet set, int byteClass)
    {
        return byteClass == count ? set.containsEdge() : set.contains(example[byteClass]);
    }
}
