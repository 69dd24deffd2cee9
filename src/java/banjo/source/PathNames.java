package banjo.source;

import java.util.Arrays;
import java.util.List;

/** Paths as bytes, which need be no valid UTF-8. */
final class PathNames
{
    private PathNames()
    {
    }

    /** @return the first bytes of a name, NUL-terminated. */
    static byte[] copy(byte[] name, int length)
    {
        byte[] copy = new byte[length + 1];
        System.arraycopy(name, 0, copy, 0, length);
        return copy;
    }

    /** @return true when a NUL-terminated path is the first bytes of a name. */
    static boolean same(byte[] path, byte[] name, int length)
    {
        return Arrays.equals(path, 0, path.length - 1, name, 0, length);
    }

    /** By name, so that the order of reading does not depend on the directory's; there are few at a time. */
    static void sort(List<byte[]> names)
    {
        for (int i = 1; i < names.size(); i++)
        {
            byte[] name = names.get(i);
            int at = i;
            while (at > 0 && compare(names.get(at - 1), name) > 0)
            {
                names.set(at, names.get(at - 1));
                at--;
            }
            names.set(at, name);
        }
    }

    private static int compare(byte[] a, byte[] b)
    {
        int length = Math.min(a.length, b.length);
        for (int i = 0; i < length; i++)
        {
            if (a[i] != b[i])
            {
                return (a[i] & 0xFF) - (b[i] & 0xFF);
            }
        }
        return a.length - b.length;
    }
}
