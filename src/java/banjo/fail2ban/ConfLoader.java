package banjo.fail2ban;

import banjo.config.Origin;
import banjo.config.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the files of a definition and lays them over each other, in fail2ban's order: what a file includes {@code before}, the file,
 * what it includes {@code after}, {@code NAME.d/*.conf}, {@code NAME.local} in the same way, {@code NAME.d/*.local}.
 */
final class ConfLoader
{
    private static final String INCLUDES = "INCLUDES";
    private static final int DEPTH_MAXIMUM = 20;
    private static final int FILES_MAXIMUM = 100;

    private final ConfFiles files;
    private final ConfTree tree = new ConfTree();
    private final List<String> loaded = new ArrayList<>();
    private final List<String> open = new ArrayList<>();

    private ConfLoader(ConfFiles files)
    {
        this.files = files;
    }

    /** @param path of a {@code .conf} file. */
    static ConfTree load(ConfFiles files, String path) throws ConfException
    {
        ConfLoader loader = new ConfLoader(files);
        if (!loader.load(path, null))
        {
            throw new ConfException(null, "cannot read " + path + ": No such file or directory");
        }
        String directory = stem(path) + ".d";
        List<String> names = files.list(directory);
        loader.loadAll(directory, names, ".conf");
        loader.load(stem(path) + ".local", null);
        loader.loadAll(directory, names, ".local");
        return loader.tree;
    }

    private void loadAll(String directory, List<String> names, String suffix) throws ConfException
    {
        for (String name : names)
        {
            if (name.endsWith(suffix))
            {
                load(directory + "/" + name, null);
            }
        }
    }

    private static String stem(String path)
    {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(0, dot) : path;
    }

    /** An overlay need not be there, neither beside a file nor named as one. */
    private void include(String path, Origin from) throws ConfException
    {
        String local = stem(path) + ".local";
        boolean found = load(path, from) | load(local, from);
        if (!found && !path.equals(local))
        {
            throw new ConfException(from, "cannot include " + path + ": No such file or directory");
        }
    }

    private boolean load(String path, Origin from) throws ConfException
    {
        if (open.contains(path))
        {
            throw new ConfException(from, "recursion: " + path + " includes itself" + (open.size() > 1 ? " through others" : ""));
        }
        if (loaded.contains(path))
        {
            return true;
        }
        byte[] bytes = read(path, from);
        if (bytes == null)
        {
            return false;
        }
        if (open.size() >= DEPTH_MAXIMUM || loaded.size() >= FILES_MAXIMUM)
        {
            throw new ConfException(from, "too many includes");
        }
        IniFile file = IniParser.parse(path, bytes);
        open.add(path);
        includes(path, file.find(INCLUDES, "before"));
        tree.add(file);
        includes(path, file.find(INCLUDES, "after"));
        open.remove(open.size() - 1);
        loaded.add(path);
        return true;
    }

    private byte[] read(String path, Origin from) throws ConfException
    {
        try
        {
            return files.read(path);
        }
        catch (IOException e)
        {
            throw new ConfException(from, e.getMessage());
        }
    }

    private void includes(String includer, ConfValue names) throws ConfException
    {
        if (names == null)
        {
            return;
        }
        String directory = includer.substring(0, includer.lastIndexOf('/') + 1);
        for (Text name : names.filledLines())
        {
            String path = name.value().startsWith("/") ? name.value() : directory + name.value();
            String beside = directory + name.value().substring(name.value().lastIndexOf('/') + 1);
            // A definition that was moved away from what it includes by path finds it beside itself.
            boolean moved = !beside.equals(path) && read(path, name.origin()) == null && read(beside, name.origin()) != null;
            include(moved ? beside : path, name.origin());
        }
    }
}
