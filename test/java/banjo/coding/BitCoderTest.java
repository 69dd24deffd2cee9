package banjo.coding;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.util.Arrays;
import java.util.Random;
import org.junit.Test;

public class BitCoderTest
{
    private static final int TREE = BitCoder.NUMBER_CONTEXTS;
    private static final int BIT = TREE + 256;
    private static final int CONTEXTS = BIT + 1;

    /** What a coder is given or finds: numbers of every size, with minimum and maximum among them, trees and bits. */
    private static int[] values(BitCoder coder, long seed, int count, boolean known)
    {
        Random random = new Random(seed);
        int[] values = new int[3 * count];
        for (int i = 0; i < values.length; i += 3)
        {
            int maximum = (int)Math.min(1L << random.nextInt(30), 0x3FFFFFFF);
            int number = random.nextInt(4) == 0 ? maximum : random.nextInt(maximum + 1);
            values[i] = coder.number(0, known ? number - 2 : 0, -2, maximum - 2);
            int byteValue = random.nextInt(256);
            values[i + 1] = coder.tree(TREE, known ? byteValue : 0, 8);
            int bit = random.nextInt(100) == 0 ? 1 : 0;
            values[i + 2] = coder.bit(BIT, known ? bit : 0);
        }
        return values;
    }

    @Test
    public void readsWhatItWrote()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            RangeEncoder out = new RangeEncoder(CONTEXTS);
            int[] written = values(out, seed, seed % 60, true);
            byte[] bytes = out.finish();
            byte[] padded = Arrays.copyOf(bytes, bytes.length + 9);
            Arrays.fill(padded, bytes.length, padded.length, (byte)seed);
            int[] read = values(new RangeDecoder(padded, 0, bytes.length, CONTEXTS, "damaged"), seed, seed % 60, false);
            assertEquals("seed " + seed, Arrays.toString(written), Arrays.toString(read));
        }
    }

    @Test
    public void carriesThroughAnyRunOfBytes()
    {
        // The unlikely bit at the top of a range, again and again: sums that overflow into bytes already written.
        for (int period = 1; period < 400; period++)
        {
            RangeEncoder out = new RangeEncoder(1);
            for (int i = 0; i < 3000; i++)
            {
                out.bit(0, i % period == 0 ? 0 : 1);
            }
            byte[] bytes = out.finish();
            RangeDecoder in = new RangeDecoder(bytes, 0, bytes.length, 1, "damaged");
            for (int i = 0; i < 3000; i++)
            {
                assertEquals("period " + period + " at " + i, i % period == 0 ? 0 : 1, in.bit(0, 0));
            }
        }
    }

    @Test
    public void likelyBitsAreCheapButNeverFree()
    {
        RangeEncoder out = new RangeEncoder(1);
        for (int i = 0; i < 100_000; i++)
        {
            out.bit(0, 1);
        }
        int length = out.finish().length;
        assertTrue(length + " bytes", length > 50 && length < 100);
    }

    @Test
    public void forgottenContextsStartAnew()
    {
        RangeEncoder out = new RangeEncoder(4);
        RangeEncoder fresh = new RangeEncoder(8);
        out.bit(2, 1);
        fresh.bit(2, 1);
        out.bit(1, 1);
        fresh.bit(1, 1);
        out.forget(2, 6);
        out.bit(1, 1);
        fresh.bit(1, 1);
        out.bit(2, 0);
        fresh.bit(7, 0);
        assertEquals(Arrays.toString(fresh.finish()), Arrays.toString(out.finish()));
    }

    @Test
    public void endsWithAnExceptionBehindTheLastByte()
    {
        RangeDecoder in = new RangeDecoder(new byte[10], 3, 6, 1, "damaged");
        try
        {
            for (int i = 0; i < 100_000; i++)
            {
                in.bit(0, 0);
            }
            fail("read on for ever");
        }
        catch (IllegalArgumentException e)
        {
            assertEquals("damaged", e.getMessage());
        }
    }

    @Test
    public void numbersOutOfRangeAreRefused()
    {
        RangeEncoder out = new RangeEncoder(CONTEXTS);
        out.number(0, 1000, 0, 1000);
        byte[] bytes = out.finish();
        assertEquals(1000, new RangeDecoder(bytes, 0, bytes.length, CONTEXTS, "damaged").number(0, 0, 0, 1000));
        try
        {
            new RangeDecoder(bytes, 0, bytes.length, CONTEXTS, "damaged").number(0, 0, 0, 999);
            fail("1000 is not up to 999");
        }
        catch (IllegalArgumentException e)
        {
            assertEquals("damaged", e.getMessage());
        }
    }
}
