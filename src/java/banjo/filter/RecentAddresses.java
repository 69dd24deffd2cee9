package banjo.filter;

import banjo.sys.ByteScan;
import java.util.Arrays;
import org.teavm.interop.Unmanaged;

/**
 * The address that a process named last in a failure of its own: what the next failure without one takes. A place for each of the last
 * {@value #PLACES} process numbers; nothing is allocated after construction.
 */
final class RecentAddresses
{
    private static final int PLACES = 256;
    /** What a place holds: the process by its hash, the address's two halves, the seconds. */
    private static final int LONGS = 4;

    private final long[] places = new long[PLACES * LONGS];

    void clear()
    {
        Arrays.fill(places, 0);
    }

    /** Numbers that follow each other have places of their own. @param to behind the last digit of the number. */
    @Unmanaged
    private static int place(byte[] text, int to)
    {
        return (text[to - 1] + 10 * text[to - 2] + 100 * text[to - 3] & PLACES - 1) * LONGS;
    }

    /** @param to behind the process's number, which stands behind two bytes at least; from there on it is the only one of that text. */
    @Unmanaged
    void note(byte[] text, int from, int to, long[] address, long seconds)
    {
        int place = place(text, to);
        places[place] = ByteScan.hash(text, from, to);
        places[place + 1] = address[0];
        places[place + 2] = address[1];
        places[place + 3] = seconds;
    }

    /** @param since an address from before is none. @return where {@link #high} and {@link #low} find the address of a process; -1 for none. */
    int find(byte[] text, int from, int to, long since)
    {
        int place = place(text, to);
        return places[place] == ByteScan.hash(text, from, to) && places[place + 3] >= since ? place : -1;
    }

    long high(int place)
    {
        return places[place + 1];
    }

    long low(int place)
    {
        return places[place + 2];
    }

    void remove(byte[] text, int from, int to)
    {
        int place = find(text, from, to, Long.MIN_VALUE);
        if (place >= 0)
        {
            places[place] = 0;
        }
    }
}
