package banjo.fail2ban;

import java.io.IOException;
import java.util.List;

/** Where configuration files come from. */
public interface ConfFiles
{
    /** @return the whole file, or null when there is none of that name. @throws IOException when it cannot be read; the message names it. */
    byte[] read(String path) throws IOException;

    /** @return the names in a directory in alphabetical order, without the directory; none when there is no such directory. */
    List<String> list(String directory);
}
