package banjo.regex;

import java.util.Arrays;

/** A growing byte array of unsigned numbers, seven bits a byte, the lowest first. */
final class ByteSink
{
    private byte[] bytes = new byte[4096];
    private int length;

    void put(int value)
    {
        int rest = value;
        while (rest > 0x7F)
        {
            putByte(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        putByte(rest);
    }

    private void putByte(int value)
    {
        if (length == bytes.length)
        {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte)value;
    }

    byte[] toBytes()
    {
        return Arrays.copyOf(bytes, length);
    }
}
