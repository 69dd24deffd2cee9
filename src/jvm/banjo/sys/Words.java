package banjo.sys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array at once, for the image's hot loops. */
public final class Words
{
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words()
    {
    }

    /** @return the eight bytes from an index on, the first in the lowest bits. */
    public static long get(byte[] bytes, int at)
    {
        return (long)WORDS.get(bytes, at);
    }
}
