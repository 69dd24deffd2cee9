package banjo.fail2ban;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files that a test writes. */
final class MemoryFiles implements ConfFiles
{
    private final Map<String, byte[]> files = new TreeMap<>();

    MemoryFiles with(String path, String text)
    {
        return with(path, text.getBytes(StandardCharsets.UTF_8));
    }

    MemoryFiles with(String path, byte[] bytes)
    {
        files.put(path, bytes);
        return this;
    }

    @Override
    public byte[] read(String path)
    {
        return files.get(path);
    }

    @Override
    public List<String> list(String directory)
    {
        List<String> names = new ArrayList<>();
        for (String path : files.keySet())
        {
            if (path.startsWith(directory + "/") && path.indexOf('/', directory.length() + 1) < 0)
            {
                names.add(path.substring(directory.length() + 1));
            }
        }
        return names;
    }
}
