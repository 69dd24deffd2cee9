package banjo.regex;

/** Bytes that no instruction of a program tells apart share a class; the edge of the line is a class of its own, the last. */
final class ByteClasses
{
    /** Class of each byte. */
    final byte[] of = new byte[256];
    /** A byte of each class; -1 for the edge. */
    final int[] example;
    /** How many, the edge included. */
    final int count;
    final int edge;

    ByteClasses(Program program)
    {
        int[] classes = new int[256];
        int classCount = 1;
        int[] split = new int[512];
        for (ByteSet set : program.sets)
        {
            if (set == null)
            {
                continue;
            }
            java.util.Arrays.fill(split, -1);
            int next = 0;
            int[] refined = new int[256];
            for (int b = 0; b < 256; b++)
            {
                int key = classes[b] * 2 + (set.contains(b) ? 1 : 0);
                if (split[key] < 0)
                {
                    split[key] = next++;
                }
                refined[b] = split[key];
            }
            classes = refined;
            classCount = next;
        }
        count = classCount + 1;
        edge = classCount;
        example = new int[count];
        example[edge] = -1;
        for (int b = 255; b >= 0; b--)
        {
            of[b] = (byte)classes[b];
            example[classes[b]] = b;
        }
    }

    boolean contains(ByteSet set, int byteClass)
    {
        return byteClass == edge ? set.containsEdge() : set.contains(example[byteClass]);
    }
}
