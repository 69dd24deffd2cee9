package banjo.regex;

import java.util.List;

/** A set of bytes, and of the edge of the line: before its first byte (looking behind) or after its last (ahead). */
final class ByteSet
{
    private final long[] words = new long[4];
    private boolean edge;

    static ByteSet of(int singleByte)
    {
        return new ByteSet().add(singleByte);
    }

    /** Every byte, not the edge. */
    static ByteSet any()
    {
        return new ByteSet().addRange(0, 255);
    }

    static ByteSet ofEdge()
    {
        return new ByteSet().addEdge();
    }

    static ByteSet digits()
    {
        return new ByteSet().addRange('0', '9');
    }

    static ByteSet word()
    {
        return digits().addRange('a', 'z').addRange('A', 'Z').add('_');
    }

    static ByteSet space()
    {
        return new ByteSet().addRange('\t', '\r').addRange(0x1C, 0x1F).add(' ');
    }

    ByteSet add(int singleByte)
    {
        words[singleByte >> 6 & 3] |= 1L << (singleByte & 63);
        return this;
    }

    ByteSet addEdge()
    {
        edge = true;
        return this;
    }

    ByteSet addRange(int first, int last)
    {
        for (int i = first; i <= last; i++)
        {
            add(i);
        }
        return this;
    }

    ByteSet addAll(ByteSet other)
    {
        for (int i = 0; i < 4; i++)
        {
            words[i] |= other.words[i];
        }
        edge |= other.edge;
        return this;
    }

    /** @return the same bytes with the edge or without. */
    ByteSet withEdge(boolean has)
    {
        ByteSet copy = new ByteSet().addAll(this);
        copy.edge = has;
        return copy;
    }

    /** True when it has every byte. */
    boolean isFull()
    {
        return (words[0] & words[1] & words[2] & words[3]) == -1L;
    }

    /** Adds the other case of every ASCII letter in the set. */
    ByteSet foldCase()
    {
        for (int i = 'a'; i <= 'z'; i++)
        {
            int upper = i - 'a' + 'A';
            if (contains(i) || contains(upper))
            {
                add(i).add(upper);
            }
        }
        return this;
    }

    /** The bytes that are not in this set; the edge stays as it is. */
    ByteSet complement()
    {
        ByteSet result = new ByteSet();
        for (int i = 0; i < 4; i++)
        {
            result.words[i] = ~words[i];
        }
        result.edge = edge;
        return result;
    }

    /** The complement in the edge as well, as a negated assertion needs it. */
    ByteSet complementWithEdge()
    {
        ByteSet result = complement();
        result.edge = !edge;
        return result;
    }

    boolean contains(int singleByte)
    {
        return (words[singleByte >> 6 & 3] >>> (singleByte & 63) & 1) != 0;
    }

    boolean containsEdge()
    {
        return edge;
    }

    boolean isEdgeOnly()
    {
        return edge && (words[0] | words[1] | words[2] | words[3]) == 0;
    }

    /** @return the index of an equal set in a list; it is added where there is none. */
    static int add(List<ByteSet> sets, ByteSet set)
    {
        for (int i = 0; i < sets.size(); i++)
        {
            if (sets.get(i).sameAs(set))
            {
                return i;
            }
        }
        sets.add(set);
        return sets.size() - 1;
    }

    private boolean sameAs(ByteSet other)
    {
        return edge == other.edge && words[0] == other.words[0] && words[1] == other.words[1]
            && words[2] == other.words[2] && words[3] == other.words[3];
    }
}
