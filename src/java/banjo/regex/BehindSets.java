package banjo.regex;

/** Numbers the distinct sets that a program looks for behind, so that one long tells which of them a byte is in. */
final class BehindSets
{
    private static final int MAXIMUM = 64;

    private BehindSets()
    {
    }

    /** @return per set of the program its bit, -1 when it is never looked for behind; null when there are more than 64. */
    static int[] number(Program program)
    {
        int[] bits = new int[program.sets.length];
        int count = 0;
        for (int i = 0; i < program.size(); i++)
        {
            if (program.kind[i] == Program.BEHIND && bits[program.y[i]] == 0)
            {
                bits[program.y[i]] = ++count;
            }
        }
        for (int i = 0; i < bits.length; i++)
        {
            bits[i]--;
        }
        return count > MAXIMUM ? null : bits;
    }

    /** @return those bits among the wanted whose sets hold the class. */
    static long signature(Program program, int[] bits, ByteClasses classes, long wanted, int byteClass)
    {
        long signature = 0;
        for (int set = 0; set < bits.length && wanted != 0; set++)
        {
            int bit = bits[set];
            if (bit >= 0 && (wanted >>> (bit & 63) & 1) != 0 && classes.contains(program.sets[set], byteClass))
            {
                signature |= 1L << (bit & 63);
            }
        }
        return signature;
    }
}
