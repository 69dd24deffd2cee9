package banjo.source;

import banjo.sys.Sys;

/**
 * What a file held just before a place: a file that merely grew holds it still, one that was cut and written anew does not,
 * however long it is by now.
 */
final class Fingerprint
{
    private static final int WINDOW_BYTES = 128;

    private final Sys sys;
    private final byte[] expected = new byte[WINDOW_BYTES];
    private final byte[] found = new byte[WINDOW_BYTES];
    private int length;
    private long place;

    Fingerprint(Sys sys)
    {
        this.sys = sys;
    }

    void clear()
    {
        length = 0;
        place = 0;
    }

    /** Remembers what lies before a place. @return false when the file is shorter than that: it has been cut meanwhile. */
    boolean take(int descriptor, long newPlace)
    {
        if (newPlace == place)
        {
            return true;
        }
        int window = (int)Math.min(newPlace, WINDOW_BYTES);
        int count = sys.readAt(descriptor, expected, 0, window, newPlace - window);
        length = count == window ? window : 0;
        place = count == window ? newPlace : 0;
        // What cannot be read again tells nothing.
        return count == window || count < 0;
    }

    /** @return true when the file holds what was remembered. */
    boolean holds(int descriptor)
    {
        if (length == 0)
        {
            return true;
        }
        int count = sys.readAt(descriptor, found, 0, length, place - length);
        boolean same = count == length;
        for (int i = 0; i < length && same; i++)
        {
            same = found[i] == expected[i];
        }
        // An error is no answer: the next read tells it.
        return same || count < 0;
    }
}
