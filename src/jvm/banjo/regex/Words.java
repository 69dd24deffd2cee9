package banjo.regex;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of a text at once, the first in the lowest bits: what {@code banjo_regex.h} does for the native loop. */
final class Words
{
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long LOW = 0x7F7F_7F7F_7F7F_7F7FL;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    /** Gathers the highest bits of eight bytes, once they are moved to the lowest, in the highest byte. */
    private static final long GATHER = 0x0102_0408_1020_4080L;

    private Words()
    {
    }

    /** @return whether a text of at least count bytes begins with a literal, which is followed by eight bytes of padding. */
    static boolean startsWith(byte[] text, int at, byte[] literals, int literal, int count)
    {
        if (at + 8 > text.length)
        {
            int same = 0;
            while (same < count && text[at + same] == literals[literal + same])
            {
                same++;
            }
            return same == count;
        }
        int done = 0;
        for (; done < count - 8; done += 8)
        {
            if (word(text, at + done) != word(literals, literal + done))
            {
                return false;
            }
        }
        if (count > 8)
        {
            return word(text, at + count - 8) == word(literals, literal + count - 8);
        }
        return (word(text, at) ^ word(literals, literal)) << (64 - 8 * count) == 0;
    }

    /** @return the index of the first such byte from one on, at most {@code to}. */
    static int find(byte[] text, int from, int to, byte wanted)
    {
        int at = from;
        for (; at + 8 <= text.length && at < to; at += 8)
        {
            long zeroes = zeroes(word(text, at) ^ (wanted & 0xFF) * ONES);
            if (zeroes != 0)
            {
                return Math.min(to, at + (Long.numberOfTrailingZeros(zeroes) >> 3));
            }
        }
        while (at < to && text[at] != wanted)
        {
            at++;
        }
        return Math.min(at, to);
    }

    /** @return the length of the rest of an IPv4 address behind its first digit, or 0. */
    static int dottedQuad(byte[] text, int at, int to)
    {
        if (at + 16 > text.length)
        {
            return 0;
        }
        long left = word(text, at);
        long right = word(text, at + 8);
        int dots = gather(zeroes(left ^ '.' * ONES)) | gather(zeroes(right ^ '.' * ONES)) << 8;
        int others = (gather(noDigits(left)) | gather(noDigits(right)) << 8) & ~dots;
        int length = Integer.numberOfTrailingZeros(others | 1 << 16);
        int second = dots & (1 << (length & 31)) - 1;
        int third = second & second - 1;
        int fourth = third & third - 1;
        if (fourth == 0 || (fourth & fourth - 1) != 0 || length > to - at)
        {
            return 0;
        }
        int firstEnd = Integer.numberOfTrailingZeros(second);
        int secondEnd = Integer.numberOfTrailingZeros(third);
        int thirdEnd = Integer.numberOfTrailingZeros(fourth);
        // One to three digits each; of the first number, one is passed already.
        boolean fits = firstEnd <= 2 && isNumber(secondEnd - firstEnd) && isNumber(thirdEnd - secondEnd) && isNumber(length - thirdEnd);
        return fits ? length << 2 | length - thirdEnd - 1 : 0;
    }

    private static boolean isNumber(int distance)
    {
        return distance >= 2 && distance <= 4;
    }

    private static long word(byte[] text, int at)
    {
        return (long)LONG.get(text, at);
    }

    /** The highest bit of every byte that is zero. */
    private static long zeroes(long word)
    {
        return ~((word & LOW) + LOW | word) & HIGH;
    }

    /** The highest bit of every byte that is no digit. */
    private static long noDigits(long word)
    {
        long value = word ^ '0' * ONES;
        return ((value & LOW) + 0x76 * ONES | value) & HIGH;
    }

    private static int gather(long highest)
    {
        return (int)((highest >>> 7) * GATHER >>> 56);
    }
}
