package banjo.config;

import java.util.ArrayList;
import java.util.List;

/** The keys that a kind of table may have. */
final class Section
{
    /** As a user reads it, e.g. {@code [jails.NAME]}. */
    final String title;
    final List<Key> keys;

    Section(String title, List<Key> keys)
    {
        this.title = title;
        this.keys = keys;
    }

    /** @return null when there is no such key. */
    Key find(String name)
    {
        for (Key key : keys)
        {
            if (key.name.equals(name))
            {
                return key;
            }
        }
        return null;
    }

    List<String> names()
    {
        List<String> names = new ArrayList<>();
        for (Key key : keys)
        {
            names.add(key.name);
        }
        return names;
    }
}
