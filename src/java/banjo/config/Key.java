package banjo.config;

import java.util.List;

/** One key of the configuration: its name, what it takes, what it is when it is not written. */
final class Key
{
    enum Type
    {
        BOOLEAN("true or false"),
        INTEGER("an integer"),
        DURATION("a duration such as 600, \"10m\" or \"1h30m\""),
        DURATION_OR_FOREVER("a duration such as 600, \"10m\" or \"1h30m\", or \"forever\""),
        SIZE("a size such as \"16M\", \"512K\" or an integer of bytes"),
        CHOICE("a string"),
        /** Text of one line that is not empty. */
        STRING("a string"),
        STRINGS("a string or a list of strings"),
        NETWORKS("a list of addresses, networks and host names"),
        ADDRESS("an IP address"),
        PORTS("ports such as 22, \"8000-8100\", \"ssh\", or a list of them"),
        /** Thousandths. */
        DECIMAL("a number such as 2 or 1.5"),
        INTEGERS("a list of integers"),
        INCREMENT("a table such as { factor = 2 }"),
        FILTER("the name of a filter, or a list of names"),
        MODES("a table of modes"),
        LIMITS("a table of formats with their reasons"),
        OPTIONS("a table of strings"),
        UNSUPPORTED("");

        final String expected;

        Type(String expected)
        {
            this.expected = expected;
        }

        /** @param name of a constant. */
        static Type of(String name)
        {
            for (Type type : values())
            {
                if (type.name().equals(name))
                {
                    return type;
                }
            }
            throw new IllegalArgumentException(name);
        }
    }

    final String name;
    final Type type;
    /** As it would be written, or null when the key has no value unless it is written. */
    final String fallback;
    final String description;
    /** Of a number, duration or size; the length of a string in bytes. */
    final long minimum;
    final long maximum;
    final List<String> choices;
    /** Known, but refused in this version. */
    final List<String> unsupportedChoices;

    /** @param limits a range such as {@code 4M..1G}, or choices such as {@code file stdin ! journal}, or empty. */
    Key(String name, Type type, String fallback, String limits, String description)
    {
        this.name = name;
        this.type = type;
        this.fallback = fallback == null || fallback.isEmpty() ? null : fallback;
        this.description = description;
        int dots = limits.indexOf("..");
        minimum = dots < 0 ? 0 : number(limits.substring(0, dots));
        maximum = dots < 0 ? 0 : number(limits.substring(dots + 2));
        int mark = limits.indexOf('!');
        choices = type == Type.CHOICE ? Schema.split(mark < 0 ? limits : limits.substring(0, mark), " ") : List.of();
        unsupportedChoices = mark < 0 ? List.of() : Schema.split(limits.substring(mark + 1), " ");
    }

    private long number(String text)
    {
        return type == Type.DECIMAL ? Durations.parse(text) * 1000 : type == Type.SIZE ? Sizes.parse(text) : Durations.parse(text);
    }

    /** What the key takes, for a message. */
    String expected()
    {
        switch (type)
        {
            case INTEGER:
                return "an integer" + range();
            case CHOICE:
                return choicesText();
            default:
                return type.expected;
        }
    }

    /** The range of a number, e.g. {@code  from 1 to 100}. */
    String range()
    {
        return " from " + spell(minimum) + " to " + spell(maximum);
    }

    /** A number as users write it for this key. */
    String spell(long value)
    {
        switch (type)
        {
            case DURATION, DURATION_OR_FOREVER:
                return value < 0 ? Long.toString(value) : Durations.toString(value);
            case SIZE:
                return Sizes.toString(value);
            case DECIMAL:
                return Long.toString(value / 1000);
            default:
                return Long.toString(value);
        }
    }

    String choicesText()
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < choices.size(); i++)
        {
            text.append(i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ").append('"').append(choices.get(i)).append('"');
        }
        return text.toString();
    }
}
