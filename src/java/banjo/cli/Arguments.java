package banjo.cli;

import banjo.config.Suggestion;
import java.util.ArrayList;
import java.util.List;

/** What follows a command, told apart: switches, options with a value ({@code --for 1h}, {@code --for=1h}) and operands. */
final class Arguments
{
    private final List<String> switches = new ArrayList<>();
    private final List<String> optionNames = new ArrayList<>();
    private final List<String> optionValues = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();

    private Arguments()
    {
    }

    /** @param arguments without the command itself. */
    static Arguments parse(Command command, String[] arguments) throws UsageException
    {
        Arguments parsed = new Arguments();
        boolean optionsEnded = false;
        for (int i = 0; i < arguments.length; i++)
        {
            String argument = arguments[i];
            if (optionsEnded || argument.length() < 2 || argument.charAt(0) != '-')
            {
                parsed.operands.add(argument);
                continue;
            }
            if (argument.equals("--"))
            {
                optionsEnded = true;
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (contains(command.switches(), name))
            {
                if (equals >= 0)
                {
                    throw new UsageException("`" + name + "` takes no value");
                }
                parsed.switches.add(name);
            }
            else if (contains(command.valued(), name))
            {
                if (equals < 0 && i + 1 == arguments.length)
                {
                    throw new UsageException("`" + name + "` needs a value");
                }
                parsed.addOption(name, equals < 0 ? arguments[++i] : argument.substring(equals + 1));
            }
            else
            {
                throw unknown(command, name);
            }
        }
        return parsed;
    }

    private void addOption(String name, String value) throws UsageException
    {
        if (optionNames.contains(name) && !name.equals("--option"))
        {
            throw new UsageException("`" + name + "` is given twice");
        }
        optionNames.add(name);
        optionValues.add(value);
    }

    private static UsageException unknown(Command command, String name)
    {
        List<String> known = new ArrayList<>();
        for (String option : command.switches())
        {
            known.add(option);
        }
        for (String option : command.valued())
        {
            known.add(option);
        }
        return new UsageException("unknown option `" + name + "` for `" + command.name() + "`" + Suggestion.of(name, known));
    }

    private static boolean contains(String[] names, String name)
    {
        for (String candidate : names)
        {
            if (candidate.equals(name))
            {
                return true;
            }
        }
        return false;
    }

    boolean has(String name)
    {
        return switches.contains(name);
    }

    /** @return the value of an option, or null when it was not given. */
    String value(String name)
    {
        int index = optionNames.indexOf(name);
        return index < 0 ? null : optionValues.get(index);
    }

    /** @return every value of an option that may be repeated, in order. */
    List<String> values(String name)
    {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < optionNames.size(); i++)
        {
            if (optionNames.get(i).equals(name))
            {
                values.add(optionValues.get(i));
            }
        }
        return values;
    }

    int count()
    {
        return operands.size();
    }

    String operand(int index)
    {
        return operands.get(index);
    }

    /** @param names of the operands that are wanted, for the message. */
    void expect(int minimum, int maximum, String names) throws UsageException
    {
        if (operands.size() < minimum)
        {
            throw new UsageException("missing " + names);
        }
        if (operands.size() > maximum)
        {
            throw new UsageException("unexpected argument `" + operands.get(maximum) + "`");
        }
    }
}
