package banjo.control;

import banjo.text.Utf8;

/** One request: a command and its arguments as spans of the line that carried them. Reused; nothing is allocated. */
public final class Request
{
    /** The longest line, its line end included. */
    public static final int MAXIMUM_BYTES = 4096;
    /** The command and its arguments. */
    public static final int MAXIMUM_ARGUMENTS = 16;

    private final byte[] bytes = new byte[MAXIMUM_BYTES];
    private final int[] starts = new int[MAXIMUM_ARGUMENTS + 1];
    private int count;

    Request()
    {
    }

    /** Splits a line at its NULs. @param to the end of the line, without the line end. @return false when there are too many arguments. */
    boolean split(int to)
    {
        count = 0;
        int start = 0;
        for (int i = 0; i <= to; i++)
        {
            if (i == to || bytes[i] == 0)
            {
                if (count == MAXIMUM_ARGUMENTS)
                {
                    return false;
                }
                starts[count++] = start;
                start = i + 1;
            }
        }
        starts[count] = start;
        return true;
    }

    /** How many arguments there are, the command included: 1 at least. */
    public int count()
    {
        return count;
    }

    /** True when argument {@code index} exists and is this ASCII text. */
    public boolean is(int index, String literal)
    {
        return index < count && to(index) - from(index) == literal.length() && Utf8.begins(bytes, from(index), to(index), literal);
    }

    /** True when the argument does not exist or is empty. */
    public boolean isEmpty(int index)
    {
        return index >= count || from(index) == to(index);
    }

    /** The array that {@link #from} and {@link #to} count in. */
    public byte[] bytes()
    {
        return bytes;
    }

    /** @param index below {@link #count()}; 0 is the command. */
    public int from(int index)
    {
        return starts[index];
    }

    /** @param index below {@link #count()}. @return the end of the argument. */
    public int to(int index)
    {
        return starts[index + 1] - 1;
    }
}
