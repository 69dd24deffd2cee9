package banjo.cli;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import banjo.sys.Platform;
import banjo.sys.Sys;
import org.junit.Test;

public class AccountsTest
{
    private final Sys sys = Platform.sys();

    @Test
    public void groupsHaveNamesOrNumbersThatNeedNotBeListed()
    {
        assertEquals(0, Accounts.group(sys, "root"));
        assertEquals(0, Accounts.group(sys, "0"));
        assertEquals(42421, Accounts.group(sys, "42421"));
        assertTrue(Accounts.group(sys, "no-such-group") < 0);
    }

    @Test
    public void usersAreListed()
    {
        assertArrayEquals(new int[] {0, 0}, Accounts.user(sys, "root"));
        assertArrayEquals(new int[] {0, 0}, Accounts.user(sys, "0"));
        assertNull(Accounts.user(sys, "no-such-user"));
        assertNull(Accounts.user(sys, "42421"));
    }
}
