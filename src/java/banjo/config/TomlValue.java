package banjo.config;

import java.util.ArrayList;
import java.util.List;

/** One TOML value, where it begins, and what the parser must know about how it was defined. */
final class TomlValue
{
    enum Kind
    {
        STRING("a string"),
        INTEGER("an integer"),
        FLOAT("a float"),
        BOOLEAN("a boolean"),
        DATE("a date or time"),
        ARRAY("an array"),
        TABLE("a table");

        final String description;

        Kind(String description)
        {
            this.description = description;
        }
    }

    final Kind kind;
    final Origin origin;
    /** The content of a string; of a float or date, what was written. */
    final String text;
    /** Where the pieces of a string stand, else null. */
    private final Piece last;
    /** An integer's value; a boolean as 0 or 1. */
    final long integer;
    /** An array's values, else null. */
    final List<TomlValue> items;
    /** A table's keys, else null. */
    final TomlTable table;
    /** An array made by {@code [[name]]}, the only kind that grows. */
    final boolean arrayOfTables;

    private TomlValue(Kind kind, Origin origin, String text, Piece last, long integer, List<TomlValue> items, TomlTable table, boolean arrayOfTables)
    {
        this.kind = kind;
        this.origin = origin;
        this.text = text;
        this.last = last;
        this.integer = integer;
        this.items = items;
        this.table = table;
        this.arrayOfTables = arrayOfTables;
    }

    static TomlValue ofString(Text text)
    {
        return new TomlValue(Kind.STRING, text.origin(), text.value(), text.last(), 0, null, null, false);
    }

    /** The string and where it stands. */
    Text asText()
    {
        return new Text(text, origin, last);
    }

    /** A float or date. */
    static TomlValue ofText(Kind kind, Origin origin, String text)
    {
        return new TomlValue(kind, origin, text, null, 0, null, null, false);
    }

    /** An integer or boolean. */
    static TomlValue ofInteger(Kind kind, Origin origin, long integer)
    {
        return new TomlValue(kind, origin, null, null, integer, null, null, false);
    }

    /** Appends what it holds, without the ways of writing it. */
    void spell(StringBuilder out)
    {
        switch (kind)
        {
            case ARRAY:
                for (TomlValue item : items)
                {
                    item.spell(out);
                    out.append('\n');
                }
                break;
            case TABLE:
                for (TomlTable.Entry entry : table.entries())
                {
                    out.append(entry.key()).append('=');
                    entry.value().spell(out);
                    out.append('\n');
                }
                break;
            case BOOLEAN:
                out.append(integer != 0);
                break;
            case INTEGER:
                out.append(integer);
                break;
            default:
                out.append(text);
        }
    }

    static TomlValue ofArray(Origin origin, boolean arrayOfTables)
    {
        return new TomlValue(Kind.ARRAY, origin, null, null, 0, new ArrayList<>(), null, arrayOfTables);
    }

    static TomlValue ofTable(Origin origin, TomlTable table)
    {
        return new TomlValue(Kind.TABLE, origin, null, null, 0, null, table, false);
    }
}
