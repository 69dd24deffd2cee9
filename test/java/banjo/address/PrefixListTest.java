package banjo.address;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class PrefixListTest
{
    private static final long TEN = Address.IPV4_MARK | 0x0A000000L;

    @Test
    public void whatSharedListsHoldCountsAsTheyChange()
    {
        PrefixList shared = new PrefixList(2);
        PrefixList list = new PrefixList(1, new PrefixList(0), shared);
        list.add(0, Address.IPV4_MARK | 0x7F000000L, 104);
        assertTrue(list.contains(0, Address.IPV4_MARK | 0x7F010203L));
        assertFalse(list.contains(0, TEN | 1));
        shared.add(0, TEN | 1, 128);
        assertTrue(list.contains(0, TEN | 1));
        assertFalse(list.contains(0, TEN | 2));
        assertTrue("an address of a prefix", list.overlaps(0, TEN, 120));
        assertFalse(list.overlaps(0, TEN | 0x100, 120));
        shared.clear();
        assertFalse(list.contains(0, TEN | 1) || list.overlaps(0, TEN, 120));
    }

    @Test
    public void aPrefixThatIsCoveredTakesNoRoom()
    {
        PrefixList list = new PrefixList(2);
        assertTrue(list.offer(0, TEN | 5, 120));
        assertTrue(list.offer(0, TEN | 6, 128));
        assertEquals(1, list.size());
        assertEquals(TEN, list.low(0));
        assertTrue("a wider one does", list.offer(0, TEN, 104));
        assertEquals(2, list.size());
        assertTrue(list.offer(0, TEN | 0x10203, 128));
        assertFalse(list.offer(1L << 61, 1, 128));
        assertFalse(list.contains(1L << 61, 1));
    }

    @Test
    public void aListTellsWhetherItHasChanged()
    {
        PrefixList list = new PrefixList(3);
        PrefixList other = new PrefixList(3);
        assertFalse("both empty", list.set(other));
        other.add(0, TEN | 1, 128);
        other.add(0, TEN | 2, 128);
        assertTrue(list.set(other));
        other.clear();
        other.add(0, TEN | 2, 128);
        other.add(0, TEN | 1, 128);
        assertFalse("in another order", list.set(other));
        other.clear();
        other.add(0, TEN, 120);
        other.add(0, TEN | 1, 128);
        assertTrue("another length", list.set(other));
        assertTrue(list.contains(0, TEN | 77));
        other.clear();
        assertTrue(list.set(other));
        assertFalse(list.contains(0, TEN | 1));
    }
}
