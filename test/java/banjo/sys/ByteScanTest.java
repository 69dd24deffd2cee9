package banjo.sys;

import static org.junit.Assert.assertEquals;

import java.util.Random;
import org.junit.Test;

public class ByteScanTest
{
    @Test
    public void findsTheFirstAndTheLastByteOfAnyStretch()
    {
        Random random = new Random(7);
        byte[] bytes = new byte[80];
        for (int round = 0; round < 200_000; round++)
        {
            // Neighbours of the wanted bytes and bytes with the top bit set are what a search by words may take for them.
            bytes[random.nextInt(bytes.length)] = (byte)"/0.\u00AF\u0080\u0000 a".charAt(random.nextInt(8));
            int from = random.nextInt(bytes.length + 1);
            int to = random.nextInt(bytes.length + 1);
            int value = bytes[random.nextInt(bytes.length)];
            int first = -1;
            int last = -1;
            for (int i = from; i < to; i++)
            {
                if (bytes[i] == value)
                {
                    first = first < 0 ? i : first;
                    last = i;
                }
            }
            assertEquals(first, ByteScan.indexOf(bytes, from, to, value));
            assertEquals(last, ByteScan.lastIndexOf(bytes, from, to, value));
        }
    }

    @Test
    public void findsNothingInAStretchThatLeavesTheArray()
    {
        byte[] bytes = {'a', 'a'};
        assertEquals(-1, ByteScan.indexOf(bytes, -1, 2, 'a'));
        assertEquals(-1, ByteScan.indexOf(bytes, 0, 3, 'a'));
        assertEquals(-1, ByteScan.lastIndexOf(bytes, -1, 2, 'a'));
        assertEquals(-1, ByteScan.lastIndexOf(bytes, 0, 3, 'a'));
    }
}
