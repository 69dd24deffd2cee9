package banjo.source;

import banjo.sys.Paths;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Paths with {@code *}, {@code ?} and {@code [...]} in any component, as glob(7) has them; names that begin with a dot are not matched. */
final class Glob
{
    private static final int ENTRY_NAME_AT = 19;
    private static final int ENTRY_LENGTH_AT = 16;
    private static final int MATCHES_MAXIMUM = 200;

    private Glob()
    {
    }

    static boolean isPattern(String path)
    {
        return path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0;
    }

    /** @return the paths that exist and match, sorted, at most 200. */
    static List<String> expand(Sys sys, String pattern)
    {
        List<String> found = new ArrayList<>();
        expand(sys, pattern.startsWith("/") ? "/" : "", pattern.startsWith("/") ? 1 : 0, pattern, found);
        Collections.sort(found);
        return found;
    }

    private static void expand(Sys sys, String base, int at, String pattern, List<String> found)
    {
        int slash = pattern.indexOf('/', at);
        String component = slash < 0 ? pattern.substring(at) : pattern.substring(at, slash);
        if (!isPattern(component) && slash >= 0)
        {
            expand(sys, base + component + "/", slash + 1, pattern, found);
            return;
        }
        for (String name : names(sys, base.isEmpty() ? "." : base))
        {
            if (found.size() >= MATCHES_MAXIMUM || !matches(component, 0, name, 0) || name.startsWith(".") && !component.startsWith("."))
            {
                continue;
            }
            if (slash < 0)
            {
                found.add(base + name);
            }
            else
            {
                expand(sys, base + name + "/", slash + 1, pattern, found);
            }
        }
    }

    private static List<String> names(Sys sys, String directory)
    {
        List<String> names = new ArrayList<>();
        int descriptor = sys.open(Paths.of(directory), Sys.OPEN_READ | Sys.OPEN_DIRECTORY, 0);
        if (descriptor < 0)
        {
            return names;
        }
        byte[] entries = new byte[8192];
        int length;
        boolean bigEndian = Platform.bigEndian();
        while ((length = sys.readDirectory(descriptor, entries)) > 0)
        {
            for (int at = 0; at + ENTRY_NAME_AT < length;)
            {
                int first = entries[at + ENTRY_LENGTH_AT] & 0xFF;
                int second = entries[at + ENTRY_LENGTH_AT + 1] & 0xFF;
                int size = bigEndian ? first << 8 | second : second << 8 | first;
                int end = at + ENTRY_NAME_AT;
                while (end < length && entries[end] != 0)
                {
                    end++;
                }
                String name = Utf8.decode(entries, at + ENTRY_NAME_AT, end);
                if (!name.equals(".") && !name.equals(".."))
                {
                    names.add(name);
                }
                at += size > 0 ? size : length;
            }
        }
        sys.close(descriptor);
        return names;
    }

    /** A star is tried short first; component names are short, so going back is cheap. */
    static boolean matches(String pattern, int patternAt, String name, int nameAt)
    {
        int p = patternAt;
        int n = nameAt;
        while (p < pattern.length())
        {
            char c = pattern.charAt(p);
            if (c == '*')
            {
                while (p < pattern.length() && pattern.charAt(p) == '*')
                {
                    p++;
                }
                for (int i = n; i <= name.length(); i++)
                {
                    if (matches(pattern, p, name, i))
                    {
                        return true;
                    }
                }
                return false;
            }
            if (n == name.length())
            {
                return false;
            }
            if (c == '[')
            {
                int close = pattern.indexOf(']', p + 2);
                if (close < 0 || !inSet(pattern, p + 1, close, name.charAt(n)))
                {
                    return false;
                }
                p = close;
            }
            else if (c != '?' && c != name.charAt(n))
            {
                return false;
            }
            p++;
            n++;
        }
        return n == name.length();
    }

    private static boolean inSet(String pattern, int from, int to, char c)
    {
        boolean negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
        boolean found = false;
        for (int i = negated ? from + 1 : from; i < to; i++)
        {
            if (i + 2 < to && pattern.charAt(i + 1) == '-')
            {
                found |= c >= pattern.charAt(i) && c <= pattern.charAt(i + 2);
                i += 2;
            }
            else
            {
                found |= c == pattern.charAt(i);
            }
        }
        return found != negated;
    }
}
