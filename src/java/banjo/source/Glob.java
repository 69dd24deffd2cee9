package banjo.source;

import banjo.sys.Paths;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.text.Utf8;

/**
 * A path with {@code *}, {@code ?} and {@code [...]} in any component, as glob(7) has them; names that begin with a dot are
 * matched only by a dot. A scan allocates nothing.
 */
final class Glob
{
    /** struct linux_dirent64 of getdents64(2). */
    private static final int ENTRY_NAME_AT = 19;
    private static final int ENTRY_LENGTH_AT = 16;
    private static final int PATH_MAXIMUM = 4096;
    private static final int CODE_POINT = (1 << 21) - 1;

    /** What a scan finds; paths are NUL-terminated and valid during the call only. */
    interface Visitor
    {
        /** A directory in which a name can match, now or later. */
        void directory(byte[] path);

        /** A path that matches; where its last component is no pattern, it need not exist. */
        void match(byte[] path, int length);
    }

    private final Sys sys;
    private final boolean absolute;
    private final byte[][] components;
    /** What getdents64(2) returned, per component; null where the component is no pattern. */
    private final byte[][] entries;
    private final byte[] path = new byte[PATH_MAXIMUM];

    Glob(Sys sys, String pattern)
    {
        this.sys = sys;
        absolute = pattern.startsWith("/");
        int count = 1;
        for (int slash = pattern.indexOf('/', 1); slash >= 0; slash = pattern.indexOf('/', slash + 1))
        {
            count++;
        }
        components = new byte[count][];
        entries = new byte[count][];
        int from = absolute ? 1 : 0;
        for (int i = 0; i < count; i++)
        {
            int slash = pattern.indexOf('/', from);
            String component = pattern.substring(from, slash < 0 ? pattern.length() : slash);
            components[i] = Utf8.encode(component);
            entries[i] = isPattern(component) ? new byte[4096] : null;
            from = slash + 1;
        }
    }

    static boolean isPattern(String path)
    {
        return path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0;
    }

    /** Visits every path that matches, in the order of the directories. */
    void scan(Visitor visitor)
    {
        path[0] = '/';
        walk(0, absolute ? 1 : 0, visitor);
    }

    private void walk(int index, int length, Visitor visitor)
    {
        boolean last = index == components.length - 1;
        if (last || entries[index] != null)
        {
            visitor.directory(directory(length));
        }
        if (entries[index] == null)
        {
            descend(index, append(length, components[index], 0, components[index].length), visitor);
            return;
        }
        int descriptor = sys.open(directory(length), Sys.OPEN_READ | Sys.OPEN_DIRECTORY, 0);
        if (descriptor < 0)
        {
            return;
        }
        byte[] names = entries[index];
        for (int end = sys.readDirectory(descriptor, names); end > 0; end = sys.readDirectory(descriptor, names))
        {
            for (int at = 0; at + ENTRY_NAME_AT < end; at += entryLength(names, at, end))
            {
                int from = at + ENTRY_NAME_AT;
                int to = from;
                while (to < end && names[to] != 0)
                {
                    to++;
                }
                if ((names[from] != '.' || components[index][0] == '.' && !isDots(names, from, to)) && matches(components[index], names, from, to))
                {
                    descend(index, append(length, names, from, to), visitor);
                }
            }
        }
        sys.close(descriptor);
    }

    private static boolean isDots(byte[] name, int from, int to)
    {
        return to - from == 1 || to - from == 2 && name[from + 1] == '.';
    }

    private static int entryLength(byte[] names, int at, int end)
    {
        int first = names[at + ENTRY_LENGTH_AT] & 0xFF;
        int second = names[at + ENTRY_LENGTH_AT + 1] & 0xFF;
        int length = Platform.bigEndian() ? first << 8 | second : second << 8 | first;
        return length > 0 ? length : end;
    }

    private void descend(int index, int length, Visitor visitor)
    {
        if (length < 0)
        {
            return;
        }
        if (index == components.length - 1)
        {
            path[length] = 0;
            visitor.match(path, length);
            return;
        }
        path[length] = '/';
        walk(index + 1, length + 1, visitor);
    }

    /** @return the directory that the first bytes of the path name, NUL-terminated. */
    private byte[] directory(int length)
    {
        path[length] = 0;
        return length == 0 ? HERE : path;
    }

    private static final byte[] HERE = Paths.of(".");

    /** @return the new length, or -1 when the path becomes too long. */
    private int append(int length, byte[] name, int from, int to)
    {
        if (length + to - from > PATH_MAXIMUM - 2)
        {
            return -1;
        }
        System.arraycopy(name, from, path, length, to - from);
        return length + to - from;
    }

    /** @param name NUL-terminated. @return whether a scan would find a path of this name. */
    boolean covers(byte[] name)
    {
        int from = absolute ? 1 : 0;
        for (int i = 0; i < components.length; i++)
        {
            int to = from;
            while (to < name.length - 1 && name[to] != '/')
            {
                to++;
            }
            boolean last = to == name.length - 1;
            if (last != (i == components.length - 1) || !matches(components[i], name, from, to))
            {
                return false;
            }
            from = to + 1;
        }
        return true;
    }

    /** A mismatch goes back to the last star only, so that a long name costs its length times the pattern's at most. */
    static boolean matches(byte[] pattern, byte[] name, int from, int to)
    {
        int p = 0;
        int n = from;
        int afterStar = -1;
        int starAt = from;
        while (n < to)
        {
            if (p < pattern.length && pattern[p] == '*')
            {
                afterStar = ++p;
                starAt = n;
                continue;
            }
            int next = Utf8.next(name, n, to);
            int after = p < pattern.length ? one(pattern, p, next & CODE_POINT) : -1;
            if (after >= 0)
            {
                p = after;
                n += next >>> 24;
            }
            else if (afterStar >= 0)
            {
                p = afterStar;
                starAt += Utf8.next(name, starAt, to) >>> 24;
                n = starAt;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*')
        {
            p++;
        }
        return p == pattern.length;
    }

    /** @return where the pattern goes on after one character, or -1 when it does not match. */
    private static int one(byte[] pattern, int at, int codePoint)
    {
        if (pattern[at] == '?')
        {
            return at + 1;
        }
        int close = pattern[at] == '[' ? close(pattern, at) : -1;
        if (close >= 0)
        {
            return inSet(pattern, at + 1, close, codePoint) ? close + 1 : -1;
        }
        int next = Utf8.next(pattern, at, pattern.length);
        return (next & CODE_POINT) == codePoint ? at + (next >>> 24) : -1;
    }

    /** @return the bracket that ends a set; one that comes first, also after a negation, belongs to the set. */
    private static int close(byte[] pattern, int open)
    {
        int at = open + 1;
        at += at < pattern.length && isNegation(pattern[at]) ? 1 : 0;
        for (at++; at < pattern.length; at++)
        {
            if (pattern[at] == ']')
            {
                return at;
            }
        }
        return -1;
    }

    private static boolean isNegation(byte character)
    {
        return character == '!' || character == '^';
    }

    private static boolean inSet(byte[] pattern, int from, int to, int codePoint)
    {
        boolean negated = isNegation(pattern[from]);
        boolean found = false;
        for (int at = negated ? from + 1 : from; at < to;)
        {
            int low = Utf8.next(pattern, at, to);
            at += low >>> 24;
            int high = low;
            if (at + 1 < to && pattern[at] == '-')
            {
                high = Utf8.next(pattern, at + 1, to);
                at += 1 + (high >>> 24);
            }
            found |= codePoint >= (low & CODE_POINT) && codePoint <= (high & CODE_POINT);
        }
        return found != negated;
    }
}
