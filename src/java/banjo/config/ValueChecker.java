package banjo.config;

import banjo.address.Address;
import banjo.address.HostName;
import banjo.text.Utf8;

/** Holds a value against its key: type, range, choice. */
final class ValueChecker
{
    private static final int PATH_MAXIMUM = 4096;
    private static final int INTEGERS = 64;
    private static final int FILTERS_MAXIMUM = 16;

    private final Problems problems;

    ValueChecker(Problems problems)
    {
        this.problems = problems;
    }

    private boolean refuse(Origin origin, String message)
    {
        problems.add(origin, message);
        return false;
    }

    /** Reports what is wrong. @return false when the value cannot be used. */
    boolean check(Key key, TomlValue value)
    {
        switch (key.type)
        {
            case BOOLEAN:
                return value.kind == TomlValue.Kind.BOOLEAN || refuseType(key, value);
            case INTEGER:
                return value.kind == TomlValue.Kind.INTEGER ? checkRange(key, value, value.integer) : refuseType(key, value);
            case DURATION, DURATION_OR_FOREVER:
                return checkDuration(key, value);
            case SIZE:
                return checkSize(key, value);
            case CHOICE:
                return checkChoice(key, value);
            case STRING:
                return value.kind == TomlValue.Kind.STRING ? checkText(key, value) : refuseType(key, value);
            case STRINGS:
                return checkStrings(key, value);
            case NETWORKS:
                return checkNetworks(key, value);
            case PORTS:
                return checkPorts(key, value);
            case ADDRESS:
                return checkAddress(key, value);
            case FILTER:
                return checkFilter(key, value);
            case DECIMAL:
                return checkDecimal(key, value);
            case INTEGERS:
                return checkIntegers(key, value);
            case MODES, LIMITS, INCREMENT:
                return value.kind == TomlValue.Kind.TABLE || refuseType(key, value);
            case OPTIONS:
                return value.kind == TomlValue.Kind.TABLE ? checkOptions(value.table) : refuseType(key, value);
            default:
                return refuse(value.origin, Quote.of(key.name) + " is not supported in this version");
        }
    }

    private boolean refuseType(Key key, TomlValue value)
    {
        return refuse(value.origin, Quote.of(key.name) + " must be " + key.expected() + ", not " + value.kind.description);
    }

    private boolean checkRange(Key key, TomlValue value, long number)
    {
        if (number >= key.minimum && number <= key.maximum)
        {
            return true;
        }
        return refuse(value.origin, Quote.of(key.name) + " must be" + key.range() + ", not " + written(key, value, number));
    }

    /** @return thousandths of a number from 0 on with at most three decimals, or -1. */
    static long thousandths(TomlValue value)
    {
        String text = value.kind == TomlValue.Kind.INTEGER ? Long.toString(value.integer) : value.kind == TomlValue.Kind.FLOAT ? value.text : "";
        int point = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
        int decimals = text.length() - point - 1;
        long whole = Durations.parse(text.substring(0, point));
        long rest = decimals > 0 ? Durations.parse((text.substring(point + 1) + "00").substring(0, 3)) : 0;
        return text.isEmpty() || decimals > 3 || whole < 0 || rest < 0 ? -1 : whole * 1000 + rest;
    }

    private boolean checkDecimal(Key key, TomlValue value)
    {
        long number = thousandths(value);
        if (value.kind != TomlValue.Kind.INTEGER && value.kind != TomlValue.Kind.FLOAT)
        {
            return refuseType(key, value);
        }
        return number > key.minimum && number <= key.maximum || refuse(value.origin, Quote.of(key.name) + " must be more than 0, at most "
            + key.spell(key.maximum) + ", and have three decimals at most");
    }

    private boolean checkIntegers(Key key, TomlValue value)
    {
        if (value.kind != TomlValue.Kind.ARRAY)
        {
            return refuseType(key, value);
        }
        boolean valid = !value.items.isEmpty() && value.items.size() <= INTEGERS
            || refuse(value.origin, Quote.of(key.name) + " must hold 1 to " + INTEGERS + " integers");
        for (TomlValue item : value.items)
        {
            valid &= item.kind == TomlValue.Kind.INTEGER ? checkRange(key, item, item.integer) : refuseType(key, item);
        }
        return valid;
    }

    private static String written(Key key, TomlValue value, long number)
    {
        return value.kind == TomlValue.Kind.STRING ? Quote.of(value.text) : Long.toString(number);
    }

    /** @return the seconds of a duration; {@link Durations#INVALID} for what is none. */
    static long seconds(TomlValue value)
    {
        if (value.kind == TomlValue.Kind.INTEGER)
        {
            return value.integer < Durations.FOREVER ? Durations.INVALID : value.integer;
        }
        return value.kind == TomlValue.Kind.STRING ? Durations.parse(value.text) : Durations.INVALID;
    }

    private boolean checkDuration(Key key, TomlValue value)
    {
        if (value.kind != TomlValue.Kind.INTEGER && value.kind != TomlValue.Kind.STRING)
        {
            return refuseType(key, value);
        }
        long seconds = seconds(value);
        if (seconds == Durations.FOREVER && key.type == Key.Type.DURATION_OR_FOREVER)
        {
            return true;
        }
        if (seconds == Durations.INVALID && value.kind == TomlValue.Kind.STRING)
        {
            return refuse(value.origin, Quote.of(key.name) + " must be " + key.expected() + ", not " + Quote.of(value.text));
        }
        return checkRange(key, value, value.kind == TomlValue.Kind.INTEGER ? value.integer : seconds);
    }

    /** @return the bytes of a size; {@link Sizes#INVALID} for what is none. */
    static long bytes(TomlValue value)
    {
        return value.kind == TomlValue.Kind.INTEGER ? value.integer : Sizes.parse(value.text);
    }

    private boolean checkSize(Key key, TomlValue value)
    {
        if (value.kind != TomlValue.Kind.INTEGER && value.kind != TomlValue.Kind.STRING)
        {
            return refuseType(key, value);
        }
        long bytes = bytes(value);
        if (bytes == Sizes.INVALID && value.kind == TomlValue.Kind.STRING)
        {
            return refuse(value.origin, Quote.of(key.name) + " must be " + key.expected() + ", not " + Quote.of(value.text));
        }
        return checkRange(key, value, bytes);
    }

    private boolean checkChoice(Key key, TomlValue value)
    {
        if (value.kind != TomlValue.Kind.STRING)
        {
            return refuseType(key, value);
        }
        boolean path = value.text.startsWith("/") && value.text.length() < PATH_MAXIMUM && value.text.indexOf(0) < 0;
        if (path ? key.choices.contains("/path") : key.choices.contains(value.text))
        {
            return true;
        }
        if (key.unsupportedChoices.contains(value.text))
        {
            return refuse(value.origin,
                "value " + Quote.of(value.text) + " of " + Quote.of(key.name) + " is not supported in this version");
        }
        return refuse(value.origin, Quote.of(key.name) + " must be " + key.choicesText() + ", not " + Quote.of(value.text));
    }

    private boolean checkAddress(Key key, TomlValue value)
    {
        if (value.kind != TomlValue.Kind.STRING)
        {
            return refuseType(key, value);
        }
        byte[] text = Utf8.encode(value.text);
        return Address.parse(text, 0, text.length, new long[2])
            || refuse(value.origin, Quote.of(key.name) + " must be " + key.expected() + ", not " + Quote.of(value.text));
    }

    private boolean checkText(Key key, TomlValue value)
    {
        if (value.text.isEmpty())
        {
            return refuse(value.origin, Quote.of(key.name) + " must not be empty");
        }
        for (int i = 0; i < value.text.length(); i++)
        {
            if (value.text.charAt(i) < 0x20 && value.text.charAt(i) != '\t')
            {
                return refuse(value.origin, Quote.of(key.name) + " must not hold control characters or line ends");
            }
        }
        int interpolation = value.text.startsWith("%(") ? 0 : value.text.indexOf("%(_");
        if (interpolation >= 0 && value.text.indexOf(")s", interpolation) > 0)
        {
            return refuse(value.origin, "%(...)s is known in fail2ban's files alone: write what it stands for");
        }
        return value.text.length() <= key.maximum && Utf8.encode(value.text).length <= key.maximum
            || refuse(value.origin, Quote.of(key.name) + " must not be longer than " + key.maximum + " bytes");
    }

    private boolean checkStrings(Key key, TomlValue value)
    {
        if (value.kind == TomlValue.Kind.STRING)
        {
            return checkText(key, value);
        }
        if (value.kind != TomlValue.Kind.ARRAY)
        {
            return refuseType(key, value);
        }
        if (value.items.isEmpty() && !key.name.equals("ignoreregex"))
        {
            return refuse(value.origin, Quote.of(key.name) + " must not be empty");
        }
        boolean valid = true;
        for (TomlValue item : value.items)
        {
            boolean mayBeEmpty = key.minimum == 0 && item != value.items.get(0);
            valid &= item.kind != TomlValue.Kind.STRING ? refuseType(key, item) : mayBeEmpty && item.text.isEmpty() || checkText(key, item);
        }
        return valid;
    }

    private boolean checkPorts(Key key, TomlValue value)
    {
        if (value.kind == TomlValue.Kind.ARRAY)
        {
            boolean valid = value.items.size() <= Ports.MAXIMUM
                || refuse(value.origin, Quote.of(key.name) + " must not hold more than " + Ports.MAXIMUM + " items");
            for (TomlValue item : value.items)
            {
                valid &= item.kind == TomlValue.Kind.ARRAY ? refuseType(key, item) : checkPorts(key, item);
            }
            return valid && (!value.items.isEmpty() || refuse(value.origin, Quote.of(key.name) + " must not be empty"));
        }
        if (value.kind != TomlValue.Kind.INTEGER && value.kind != TomlValue.Kind.STRING)
        {
            return refuseType(key, value);
        }
        String text = Ports.text(value);
        return Ports.parse(text) != null
            || refuse(value.origin, Quote.of(text) + " is no port from 1 to 65535, range of ports or known service; write its number");
    }

    private boolean checkNetworks(Key key, TomlValue value)
    {
        if (value.kind != TomlValue.Kind.ARRAY)
        {
            return refuseType(key, value);
        }
        boolean valid = true;
        for (TomlValue item : value.items)
        {
            valid &= item.kind == TomlValue.Kind.STRING ? checkNetwork(item) : refuseType(key, item);
        }
        return valid;
    }

    private boolean checkNetwork(TomlValue item)
    {
        return Network.parse(item.text) != null || isHostName(item.text)
            || refuse(item.origin, Quote.of(item.text) + " is no address (192.0.2.1), network (192.0.2.0/24) or host name");
    }

    static boolean isHostName(String text)
    {
        byte[] bytes = Utf8.encode(text);
        return HostName.isValid(bytes, 0, bytes.length);
    }

    private boolean checkFilter(Key key, TomlValue value)
    {
        if (value.kind == TomlValue.Kind.STRING)
        {
            if (value.text.indexOf('/') >= 0 && !isConfPath(value.text))
            {
                return refuse(value.origin, "a filter of fail2ban's is the whole path of its .conf file, not " + Quote.of(value.text));
            }
            return isConfPath(value.text) ? checkText(key, value) : checkName("filter", value.text, value.origin);
        }
        if (value.kind != TomlValue.Kind.ARRAY)
        {
            return refuseType(key, value);
        }
        if (value.items.isEmpty() || value.items.size() > FILTERS_MAXIMUM)
        {
            return refuse(value.origin, "\"filter\" must hold 1 to " + FILTERS_MAXIMUM + " names");
        }
        boolean valid = true;
        for (int i = 0; i < value.items.size(); i++)
        {
            TomlValue item = value.items.get(i);
            boolean text = item.kind == TomlValue.Kind.STRING;
            valid &= text ? checkFilter(key, item) : refuseType(key, item);
            for (int k = 0; text && k < i; k++)
            {
                valid &= !item.text.equals(value.items.get(k).text) || refuse(item.origin, "filter " + Quote.of(item.text) + " is there twice");
            }
        }
        return valid;
    }

    /** A file of fail2ban's; any other name has no slash. */
    static boolean isConfPath(String filter)
    {
        return filter.startsWith("/") && filter.endsWith(".conf");
    }

    private boolean checkOptions(TomlTable options)
    {
        boolean valid = true;
        for (TomlTable.Entry entry : options.entries())
        {
            TomlValue value = entry.value();
            valid &= value.kind == TomlValue.Kind.STRING
                || refuse(value.origin, "option " + Quote.of(entry.key()) + " must be a string, not " + value.kind.description);
        }
        return valid;
    }

    /** Names go into kernel set names, messages and commands, so they are plain. */
    boolean checkName(String what, String name, Origin origin)
    {
        boolean valid = !name.isEmpty() && name.length() <= 64;
        for (int i = 0; valid && i < name.length(); i++)
        {
            int c = name.charAt(i);
            valid = TomlScanner.isBareKeyCharacter(c) && (i > 0 || c != '_' && c != '-') || i > 0 && c == '.';
        }
        return valid || refuse(origin, what + " name " + Quote.of(name)
            + " must be letters, digits, \"_\", \".\" and \"-\", begin with a letter or digit and have at most 64 characters");
    }
}
