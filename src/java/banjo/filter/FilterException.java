package banjo.filter;

import banjo.config.Text;
import banjo.regex.PatternException;

/** A filter that cannot be used; the message says why. */
public final class FilterException extends Exception
{
    private static final long serialVersionUID = 1L;

    /** Of the construct in the pattern as it was written, or -1. */
    private final int index;

    public FilterException(String message)
    {
        this(message, -1);
    }

    FilterException(String message, int index)
    {
        super(message);
        this.index = index;
    }

    /** @return the same with the place in the file where the construct stands. */
    FilterException in(Text pattern)
    {
        return new FilterException((index < 0 ? pattern.origin() : pattern.at(index)).error(getMessage()));
    }

    /**
     * What the regex compiler says of a pattern, told of the pattern as it was written.
     *
     * @param opening characters that were put before the pattern.
     * @param whole   as it was expanded for stages; null when {@link Tags} did it.
     * @param flag    what that took: whether hosts have names, or the filter is built in.
     */
    static FilterException of(PatternException e, Text pattern, int opening, TaggedPattern whole, boolean flag)
    {
        int low = 0;
        try
        {
            int high = pattern.value().length();
            while (low < high)
            {
                int middle = low + high + 1 >>> 1;
                String begin = pattern.value().substring(0, cut(pattern.value(), middle));
                String expanded = whole == null ? Tags.expand(begin, false, flag) : new TaggedPattern(begin, flag, whole.several).text;
                boolean before = Text.codePoints(expanded, 0, expanded.length()) <= e.position() - opening;
                low = before ? middle : low;
                high = before ? high : middle - 1;
            }
        }
        catch (FilterException never)
        {
            // The whole was expanded before.
        }
        return new FilterException(e.getMessage(), e.position() < 0 ? -1 : cut(pattern.value(), low)).in(pattern);
    }

    /** @return the index, that of the tag where it is within one. */
    private static int cut(String pattern, int at)
    {
        int tag = pattern.lastIndexOf('<', at - 1);
        String name = tag < 0 ? null : TaggedPattern.tagAt(pattern, tag);
        return name != null && tag + name.length() + 2 > at ? tag : at;
    }
}
