package banjo.action;

import banjo.text.Utf8;
import java.util.List;

/**
 * One {@code [actions.NAME]}: a command for each occasion, as arguments in which placeholders stand for what is known of the ban.
 * A value never becomes an option or several arguments: addresses and numbers begin with a digit, a letter or a colon, jails' names with
 * a letter or digit, and a placeholder is replaced inside its argument.
 */
public final class Action
{
    public static final int START = 0;
    public static final int STOP = 1;
    public static final int BAN = 2;
    public static final int UNBAN = 3;
    private static final int OCCASIONS = 4;
    private static final String[] PLACEHOLDERS = {"<jail>", "<ip>", "<bantime>", "<failures>"};
    static final int JAIL = 0;
    static final int IP = 1;
    static final int BAN_TIME = 2;
    static final int FAILURES = 3;

    private final String name;
    private final byte[][][] commands = new byte[OCCASIONS][][];
    private final long limitMillis;

    /** @param limitMillis how long a command may run. */
    public Action(String name, long limitMillis)
    {
        this.name = name;
        this.limitMillis = limitMillis;
    }

    /** Sets the command of an occasion. @param arguments the program first; empty for none. */
    public Action command(int occasion, List<String> arguments)
    {
        byte[][] command = new byte[arguments.size()][];
        for (int i = 0; i < command.length; i++)
        {
            command[i] = Utf8.encode(arguments.get(i));
        }
        commands[occasion] = command;
        return this;
    }

    /** @return the placeholder that begins at a place, or -1. */
    static int placeholder(byte[] text, int at)
    {
        for (int i = 0; i < PLACEHOLDERS.length; i++)
        {
            if (Utf8.begins(text, at, text.length, PLACEHOLDERS[i]))
            {
                return i;
            }
        }
        return -1;
    }

    static int length(int placeholder)
    {
        return PLACEHOLDERS[placeholder].length();
    }

    String name()
    {
        return name;
    }

    long limitMillis()
    {
        return limitMillis;
    }

    /** @return whether there is a command for an occasion. */
    boolean has(int occasion)
    {
        return commands[occasion] != null && commands[occasion].length > 0;
    }

    byte[][] command(int occasion)
    {
        return commands[occasion];
    }
}
