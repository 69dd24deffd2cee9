package banjo.filter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import banjo.text.Utf8;
import org.junit.Test;

/** The table of connections keeps what it is given, within its fixed size. */
public final class ConnectionTableTest
{
    private final ConnectionTable table = new ConnectionTable();

    private int add(String key)
    {
        byte[] bytes = Utf8.encode(key);
        return table.add(bytes, 0, bytes.length);
    }

    private int find(String key)
    {
        byte[] bytes = Utf8.encode("x" + key);
        return table.find(bytes, 1, bytes.length, 0);
    }

    private void user(int slot, String name)
    {
        byte[] bytes = Utf8.encode(name);
        table.setUser(slot, bytes, 0, bytes.length);
    }

    private boolean host(int slot, int rank, String name)
    {
        byte[] bytes = Utf8.encode(name);
        return table.setHost(slot, rank, bytes, 0, bytes.length);
    }

    @Test
    public void findsLongKeysByAllTheirBytes()
    {
        String key = "k".repeat(200);
        int slot = add(key);
        assertEquals(slot, find(key));
        assertEquals(ConnectionTable.NONE, find(key.substring(1) + "l"));
        assertEquals(ConnectionTable.NONE, find(key + "k"));
        table.remove(slot);
        assertEquals(ConnectionTable.NONE, find(key));
    }

    @Test
    public void keepsTheBestHostAndTheLatestUser()
    {
        int slot = add("a");
        assertTrue(host(slot, 3, "name"));
        assertTrue(host(slot, 1, "192.0.2.1"));
        assertFalse(host(slot, 3, "other"));
        assertEquals("192.0.2.1", Utf8.decode(table.hosts(), table.hostFrom(slot), table.hostTo(slot)));
        user(slot, "ann");
        assertFalse(table.hasSeveralUsers(slot));
        user(slot, "ann");
        user(slot, "");
        assertFalse(table.hasSeveralUsers(slot));
        user(slot, "b".repeat(300));
        assertTrue(table.hasSeveralUsers(slot));
        assertEquals("b".repeat(64), Utf8.decode(table.users(), table.userFrom(slot), table.userTo(slot)));
    }

    @Test
    public void forgetsTheLeastRecentlyUsedAndCountsIt()
    {
        add("kept");
        for (int i = 0; i < 5000; i++)
        {
            add("c" + i);
            assertTrue("after " + i, find("kept") >= 0);
        }
        assertTrue(table.evictions() >= 5001 - 256);
        table.clear();
        assertEquals(ConnectionTable.NONE, find("kept"));
        assertEquals(ConnectionTable.NONE, find("c4999"));
    }
}
