package banjo.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The valid values of one table, over those of another that holds defaults, over the defaults of the schema. */
final class Values
{
    /** As a user writes it, e.g. {@code [jails.sshd]}. */
    final String title;
    private final Section section;
    private final Values defaults;
    private final Map<String, TomlValue> values = new HashMap<>();

    /** @param defaults consulted for keys that this table lacks, or null. */
    private Values(Section section, String title, Values defaults)
    {
        this.title = title;
        this.section = section;
        this.defaults = defaults;
    }

    /** Reports every key and value that cannot be used. @param table null when the file has none. */
    static Values check(Section section, String title, TomlTable table, Values defaults, Problems problems)
    {
        Values result = new Values(section, title, defaults);
        ValueChecker checker = new ValueChecker(problems);
        List<TomlTable.Entry> entries = table == null ? List.of() : table.entries();
        for (TomlTable.Entry entry : entries)
        {
            Key key = section.find(entry.key());
            if (key == null)
            {
                problems.add(entry.origin(), unknown(section, title, entry.key()));
            }
            else if (key.type == Key.Type.UNSUPPORTED)
            {
                problems.add(entry.origin(), Quote.of(key.name) + " is not supported in this version");
            }
            else if (checker.check(key, entry.value()))
            {
                result.values.put(key.name, entry.value());
            }
        }
        return result;
    }

    private static String unknown(Section section, String title, String name)
    {
        String home = Schema.homeOf(name);
        if (home != null)
        {
            return Quote.of(name) + " belongs in " + home + ", not in " + title;
        }
        return "unknown key " + Quote.of(name) + " in " + title + Suggestion.of(name, section.names());
    }

    /** @return the keys whose values are not those of another table of the same section. */
    List<String> changed(Values other)
    {
        List<String> changed = new ArrayList<>();
        for (Key key : section.keys)
        {
            if (!spelled(key).equals(other.spelled(key)))
            {
                changed.add(key.name);
            }
        }
        return changed;
    }

    /** @return a value, spelled the same wherever and however it was written. */
    private String spelled(Key key)
    {
        TomlValue value = find(key.name);
        StringBuilder text = new StringBuilder();
        if (key.type == Key.Type.NETWORKS && defaults != null)
        {
            text.append(defaults.spelled(key));
        }
        if (value == null)
        {
            return text.append(key.fallback).toString();
        }
        value.spell(text);
        return text.toString();
    }

    private TomlValue find(String name)
    {
        TomlValue value = values.get(name);
        return value == null && defaults != null ? defaults.find(name) : value;
    }

    private String fallback(String name)
    {
        Key key = section.find(name);
        return key == null ? null : key.fallback;
    }

    boolean bool(String name)
    {
        TomlValue value = find(name);
        return value == null ? "true".equals(fallback(name)) : value.integer != 0;
    }

    int integer(String name)
    {
        TomlValue value = find(name);
        return value == null ? Integer.parseInt(fallback(name)) : (int)value.integer;
    }

    /** @return thousandths. */
    long thousandths(String name)
    {
        TomlValue value = find(name);
        return value == null ? Durations.parse(fallback(name)) * 1000 : ValueChecker.thousandths(value);
    }

    /** @return an empty array when it is not written. */
    int[] integers(String name)
    {
        TomlValue value = find(name);
        int[] integers = new int[value == null ? 0 : value.items.size()];
        for (int i = 0; i < integers.length; i++)
        {
            integers[i] = (int)value.items.get(i).integer;
        }
        return integers;
    }

    long seconds(String name)
    {
        TomlValue value = find(name);
        return value == null ? Durations.parse(fallback(name)) : ValueChecker.seconds(value);
    }

    long bytes(String name)
    {
        TomlValue value = find(name);
        return value == null ? Sizes.parse(fallback(name)) : ValueChecker.bytes(value);
    }

    /** @return null when it is neither written nor has a default. */
    String string(String name)
    {
        TomlValue value = find(name);
        return value == null ? fallback(name) : value.text;
    }

    /** The string, or the first of a list. @return null when it is not written. */
    Text text(String name)
    {
        List<Text> texts = texts(name);
        return texts.isEmpty() ? null : texts.get(0);
    }

    /** The strings of a list; a string alone is a list of one. */
    List<Text> texts(String name)
    {
        TomlValue value = find(name);
        List<Text> texts = new ArrayList<>();
        if (value != null && value.kind == TomlValue.Kind.STRING)
        {
            texts.add(value.asText());
        }
        else if (value != null && value.kind == TomlValue.Kind.ARRAY)
        {
            for (TomlValue item : value.items)
            {
                texts.add(item.asText());
            }
        }
        return List.copyOf(texts);
    }

    /** Those of the defaults first. */
    List<Network> networks(String name)
    {
        List<Network> networks = new ArrayList<>(defaults == null ? List.of() : defaults.networks(name));
        TomlValue value = values.get(name);
        if (value != null)
        {
            for (TomlValue item : value.items)
            {
                Network network = Network.parse(item.text);
                if (network != null)
                {
                    networks.add(network);
                }
            }
        }
        return List.copyOf(networks);
    }

    /** The host names among networks, those of the defaults first. */
    List<Text> hostNames(String name)
    {
        List<Text> names = new ArrayList<>(defaults == null ? List.of() : defaults.hostNames(name));
        for (Text each : values.containsKey(name) ? texts(name) : List.<Text>of())
        {
            if (Network.parse(each.value()) == null)
            {
                names.add(each);
            }
        }
        return List.copyOf(names);
    }

    /** @return pairs of first and last port, sorted and disjoint; empty when it is not written. */
    int[] ports(String name)
    {
        TomlValue value = find(name);
        return value == null ? new int[0] : Ports.merge(value);
    }

    /** @return where the value of a key was written in this very table, or null. */
    Origin originOf(String name)
    {
        TomlValue value = values.get(name);
        return value == null ? null : value.origin;
    }

    /** The texts of a table with their keys. */
    List<FilterOption> options(String name)
    {
        List<FilterOption> options = new ArrayList<>();
        for (TomlTable.Entry entry : table(name) == null ? List.<TomlTable.Entry>of() : table(name).entries())
        {
            options.add(new FilterOption(new Text(entry.key(), entry.origin()), entry.value().asText()));
        }
        return options;
    }

    /** @return the table that a key holds, or null. */
    TomlTable table(String name)
    {
        TomlValue value = values.get(name);
        return value == null ? null : value.table;
    }
}
