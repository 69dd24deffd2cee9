package banjo.sys;

import jnr.constants.platform.OpenFlags;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * What the image's system calls have in common. Data crosses through one buffer outside the Java heap, so that a call allocates
 * nothing; numbers that differ by CPU come from jnr-constants. Not for use by several threads.
 */
abstract class JnrCalls implements Sys
{
    static final int BUFFER_BYTES = 1 << 18;

    final LibC c = LibraryLoader.create(LibC.class).load("c");
    final Runtime runtime = Runtime.getRuntime(c);
    final Pointer buffer = Memory.allocateDirect(runtime, BUFFER_BYTES, true);
    /** For structures. */
    final Pointer small = Memory.allocateDirect(runtime, 512, true);
    final int closeOnExec = OpenFlags.O_CLOEXEC.intValue();
    final int nonBlocking = OpenFlags.O_NONBLOCK.intValue();

    final int result(int value)
    {
        return value >= 0 ? value : error();
    }

    final int result(long value)
    {
        return value >= 0 ? (int)value : error();
    }

    final int error()
    {
        return ErrorNumbers.generic(runtime.getLastError());
    }
}
