package banjo.cli;

import banjo.fail2ban.ConfFiles;
import banjo.sys.Errno;
import banjo.sys.FileStatus;
import banjo.sys.Paths;
import banjo.sys.Platform;
import banjo.sys.Sys;
import banjo.text.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Configuration files of the system. */
final class SystemFiles implements ConfFiles
{
    private static final int MAXIMUM_BYTES = 4 << 20;
    private static final int ENTRY_NAME_AT = 19;
    private static final int ENTRY_LENGTH_AT = 16;

    private final Sys sys;

    SystemFiles(Sys sys)
    {
        this.sys = sys;
    }

    @Override
    public byte[] read(String path) throws IOException
    {
        int found = sys.stat(Paths.of(path), new long[FileStatus.FIELDS]);
        return found == -Errno.ENOENT || found == -Errno.ENOTDIR ? null : WholeFile.readRegular(sys, path, MAXIMUM_BYTES);
    }

    @Override
    public List<String> list(String directory)
    {
        List<String> names = new ArrayList<>();
        int descriptor = sys.open(Paths.of(directory), Sys.OPEN_READ | Sys.OPEN_DIRECTORY, 0);
        if (descriptor < 0)
        {
            return names;
        }
        byte[] entries = new byte[8192];
        boolean bigEndian = Platform.bigEndian();
        for (int length = sys.readDirectory(descriptor, entries); length > 0; length = sys.readDirectory(descriptor, entries))
        {
            for (int at = 0; at + ENTRY_NAME_AT < length;)
            {
                int first = entries[at + ENTRY_LENGTH_AT] & 0xFF;
                int second = entries[at + ENTRY_LENGTH_AT + 1] & 0xFF;
                int end = at + ENTRY_NAME_AT;
                while (end < length && entries[end] != 0)
                {
                    end++;
                }
                names.add(Utf8.decode(entries, at + ENTRY_NAME_AT, end));
                int size = bigEndian ? first << 8 | second : second << 8 | first;
                at += Math.max(size, ENTRY_NAME_AT + 1);
            }
        }
        sys.close(descriptor);
        names.sort(String::compareTo);
        return names;
    }
}
