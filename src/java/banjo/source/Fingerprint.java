package banjo.source;

import banjo.sys.Sys;

/**
 * What a file held at its beginning and just before a place: a file that merely grew holds it still, one that was cut and
 * written anew does not, however long it is by now.
 */
final class Fingerprint
{
    private static final int WINDOW_BYTES = 64;

    private final Sys sys;
    private final byte[] head = new byte[WINDOW_BYTES];
    private final byte[] tail = new byte[WINDOW_BYTES];
    private final byte[] found = new byte[WINDOW_BYTES];
    private int headLength;
    private int tailLength;
    private long place;

    Fingerprint(Sys sys)
    {
        this.sys = sys;
    }

    void clear()
    {
        headLength = 0;
        tailLength = 0;
        place = 0;
    }

    /** Remembers what lies before a place. @return false when the file is shorter than that: it has been cut meanwhile. */
    boolean take(int descriptor, long newPlace)
    {
        int window = (int)Math.min(newPlace, WINDOW_BYTES);
        int headCount = headLength < window ? sys.readAt(descriptor, head, 0, window, 0) : headLength;
        int tailCount = sys.readAt(descriptor, tail, 0, window, newPlace - window);
        boolean whole = headCount >= window && tailCount == window;
        headLength = whole ? headCount : 0;
        tailLength = whole ? window : 0;
        place = newPlace;
        // What cannot be read again tells nothing.
        return whole || headCount < 0 || tailCount < 0;
    }

    /** @return true when the file holds what was remembered. */
    boolean holds(int descriptor)
    {
        return same(descriptor, tail, tailLength, place - tailLength) && same(descriptor, head, headLength, 0);
    }

    private boolean same(int descriptor, byte[] expected, int length, long at)
    {
        if (length == 0)
        {
            return true;
        }
        if (sys.readAt(descriptor, found, 0, length, at) != length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (found[i] != expected[i])
            {
                return false;
            }
        }
        return true;
    }
}
