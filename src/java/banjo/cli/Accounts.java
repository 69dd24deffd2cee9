package banjo.cli;

import banjo.sys.Sys;
import banjo.text.Utf8;
import java.io.IOException;

/** Users and groups of this machine by name or number: passwd(5), group(5). */
final class Accounts
{
    private static final int FILE_MAXIMUM = 1 << 20;

    private Accounts()
    {
    }

    /** @return the number of a group, which need not be listed; negative for none. */
    static int group(Sys sys, String name)
    {
        int[] numbers = find(sys, "/etc/group", name, 1);
        return numbers != null ? numbers[0] : number(name);
    }

    /** @return the numbers of a user and of its group, or null. */
    static int[] user(Sys sys, String name)
    {
        return find(sys, "/etc/passwd", name, 2);
    }

    /** @return the numbers behind a line's second colon; null when no line has that name, or that first number, or they are none. */
    private static int[] find(Sys sys, String path, String name, int count)
    {
        String text;
        try
        {
            byte[] file = WholeFile.read(sys, path, FILE_MAXIMUM);
            text = Utf8.decode(file, 0, file.length);
        }
        catch (IOException e)
        {
            return null;
        }
        int from = 0;
        while (from < text.length())
        {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            String line = text.substring(from, end) + ":::::";
            from = end + 1;
            int at = line.indexOf(':', line.indexOf(':') + 1) + 1;
            int[] numbers = new int[count];
            boolean valid = true;
            for (int i = 0; i < count; i++)
            {
                int to = line.indexOf(':', at);
                numbers[i] = number(line.substring(at, to));
                valid &= numbers[i] >= 0;
                at = to + 1;
            }
            if (valid && (line.startsWith(name + ":") || number(name) == numbers[0]))
            {
                return numbers;
            }
        }
        return null;
    }

    private static int number(String text)
    {
        try
        {
            return Integer.parseInt(text);
        }
        catch (NumberFormatException e)
        {
            return -1;
        }
    }
}
