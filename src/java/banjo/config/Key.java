package banjo.config;

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
        NETWORKS("a list of addresses and networks"),
        FILTER("the name of a filter"),
        MODES("a table of modes"),
        UNSUPPORTED("");

        final String expected;

        Type(String expected)
        {
            this.expected = expected;
        }
    }

    private static final String[] NONE = {};

    final String name;
    final Type type;
    /** As it would be written, or null when the key has no value unless it is written. */
    final String fallback;
    final String description;
    /** Of a number, duration or size; the length of a string in bytes. */
    final long minimum;
    final long maximum;
    final String[] choices;
    final String[] unsupportedChoices;

    private Key(String name, Type type, String fallback, String description, long minimum, long maximum, String[] choices,
        String[] unsupportedChoices)
    {
        this.name = name;
        this.type = type;
        this.fallback = fallback;
        this.description = description;
        this.minimum = minimum;
        this.maximum = maximum;
        this.choices = choices;
        this.unsupportedChoices = unsupportedChoices;
    }

    static Key of(String name, Type type, String fallback, String description)
    {
        return of(name, type, fallback, description, 1, 4096);
    }

    static Key of(String name, Type type, String fallback, String description, long minimum, long maximum)
    {
        return new Key(name, type, fallback, description, minimum, maximum, NONE, NONE);
    }

    /** @param choices the first is the default. */
    static Key choice(String name, String description, String[] choices, String... unsupportedChoices)
    {
        return new Key(name, Type.CHOICE, choices[0], description, 0, 0, choices, unsupportedChoices);
    }

    /** A key of the design that this version does not build: refused, never ignored. */
    static Key unsupported(String name)
    {
        return new Key(name, Type.UNSUPPORTED, null, null, 0, 0, NONE, NONE);
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
            default:
                return Long.toString(value);
        }
    }

    String choicesText()
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < choices.length; i++)
        {
            text.append(i == 0 ? "" : i + 1 == choices.length ? " or " : ", ").append('"').append(choices[i]).append('"');
        }
        return text.toString();
    }
}
