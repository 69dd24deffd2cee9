package banjo.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table with its keys in the order of the file. */
final class TomlTable
{
    /** More keys than this in one table is no configuration; it also bounds what colliding hashes can cost. */
    static final int MAX_KEYS = 4096;

    /** How a table came to be, which decides what may still be added to it (TOML 1.0, "Table"). */
    enum Definition
    {
        /** Named on the way to another header; its own header may still come. */
        IMPLICIT,
        /** By its header. */
        HEADER,
        /** By dotted keys: more of these and sub-tables may come, no header. */
        DOTTED,
        /** By braces: complete. */
        INLINE
    }

    /** @param origin of the key. */
    record Entry(String key, Origin origin, TomlValue value)
    {
    }

    Definition definition;
    /** Of its name in its own header; null when it has none. */
    Origin headerOrigin;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> index = new HashMap<>();

    TomlTable(Definition definition)
    {
        this.definition = definition;
    }

    Entry find(String key)
    {
        return index.get(key);
    }

    /** The caller has made sure that the key is new. @return false when the table is full. */
    boolean add(String key, Origin origin, TomlValue value)
    {
        if (entries.size() >= MAX_KEYS)
        {
            return false;
        }
        Entry entry = new Entry(key, origin, value);
        entries.add(entry);
        index.put(key, entry);
        return true;
    }

    List<Entry> entries()
    {
        return entries;
    }
}
