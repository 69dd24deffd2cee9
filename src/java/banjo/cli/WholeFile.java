package banjo.cli;

import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Paths;
import banjo.sys.Sys;
import java.io.IOException;

/** Reads small files at once. */
final class WholeFile
{
    private WholeFile()
    {
    }

    /** Waits for pipes and devices. @param maximum a longer file is refused. @throws IOException with {@code cannot read PATH: REASON}. */
    static byte[] read(Sys sys, String path, int maximum) throws IOException
    {
        return read(sys, path, Sys.OPEN_READ, maximum);
    }

    /** Reads what nobody has to be waited for: as {@link #read}, but only a regular file. */
    static byte[] readRegular(Sys sys, String path, int maximum) throws IOException
    {
        return read(sys, path, Sys.OPEN_READ | Sys.OPEN_NONBLOCK, maximum);
    }

    private static byte[] read(Sys sys, String path, int flags, int maximum) throws IOException
    {
        int descriptor = sys.open(Paths.of(path), flags, 0);
        if (descriptor < 0)
        {
            throw failure(path, Errno.message(descriptor));
        }
        try
        {
            long[] status = new long[FileStatus.FIELDS];
            if (flags != Sys.OPEN_READ && sys.statDescriptor(descriptor, status) == 0 && !FileStatus.isRegular(status))
            {
                throw failure(path, "not a regular file");
            }
            return read(sys, descriptor, path, maximum);
        }
        finally
        {
            sys.close(descriptor);
        }
    }

    private static IOException failure(String path, String reason)
    {
        return new IOException("cannot read " + path + ": " + reason);
    }

    private static byte[] read(Sys sys, int descriptor, String path, int maximum) throws IOException
    {
        byte[] bytes = new byte[4096];
        int length = 0;
        while (true)
        {
            int count = sys.read(descriptor, bytes, length, bytes.length - length);
            if (count == 0)
            {
                byte[] exact = new byte[length];
                System.arraycopy(bytes, 0, exact, 0, length);
                return exact;
            }
            if (count < 0 && count != -Errno.EINTR)
            {
                throw failure(path, Errno.message(count));
            }
            length += Math.max(0, count);
            if (length > maximum)
            {
                throw failure(path, "it is longer than " + maximum + " bytes");
            }
            if (length == bytes.length)
            {
                byte[] larger = new byte[length * 2];
                System.arraycopy(bytes, 0, larger, 0, length);
                bytes = larger;
            }
        }
    }
}
