package banjo.fail2ban;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of the machine that runs the tests. */
public final class DiskFiles implements ConfFiles
{
    @Override
    public byte[] read(String path) throws IOException
    {
        return Files.isRegularFile(Path.of(path)) ? Files.readAllBytes(Path.of(path)) : null;
    }

    @Override
    public List<String> list(String directory)
    {
        return List.of();
    }
}
