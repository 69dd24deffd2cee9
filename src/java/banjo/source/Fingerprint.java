package banjo.source;

import banjo.state.Place;
import banjo.sys.Sys;

/**
 * What a file held just before a place: a file that merely grew holds it still, one that was cut and written anew does not,
 * however long it is by now.
 */
final class Fingerprint
{
    static final int WINDOW_BYTES = 128;

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

    /** Takes over what was remembered earlier. @param before at most as long as the window. */
    void restore(byte[] before, long newPlace)
    {
        length = Math.min(before.length, WINDOW_BYTES);
        System.arraycopy(before, before.length - length, expected, 0, length);
        place = newPlace;
    }

    /** @return whether a file holds what stood before a place. @param path NUL-terminated. */
    static boolean holds(Sys sys, byte[] path, Place place)
    {
        int descriptor = sys.open(path, Sys.OPEN_READ | Sys.OPEN_NONBLOCK, 0);
        if (descriptor < 0)
        {
            return false;
        }
        Fingerprint fingerprint = new Fingerprint(sys);
        fingerprint.restore(place.before(), place.offset());
        boolean holds = fingerprint.holds(descriptor);
        sys.close(descriptor);
        return holds;
    }

    /** @return the window's length: what lies before a place. @param out receives it. */
    static int read(Sys sys, int descriptor, long place, byte[] out)
    {
        int window = (int)Math.min(place, WINDOW_BYTES);
        return sys.readAt(descriptor, out, 0, window, place - window) == window ? window : 0;
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
