package banjo.cli;

import banjo.sys.Sys;
import banjo.text.Utf8;
import java.io.IOException;

/** The groups of this machine, as /etc/group has them (group(5)). */
final class Groups
{
    private static final int FILE_MAXIMUM = 1 << 20;

    private Groups()
    {
    }

    /** @param name or number. @return the number, or -1. */
    static int find(Sys sys, String name)
    {
        String text;
        try
        {
            byte[] file = WholeFile.read(sys, "/etc/group", FILE_MAXIMUM);
            text = "\n" + Utf8.decode(file, 0, file.length);
        }
        catch (IOException e)
        {
            text = "";
        }
        int at = text.indexOf("\n" + name + ":");
        String number = name;
        if (at >= 0)
        {
            int from = text.indexOf(':', at + name.length() + 2) + 1;
            int to = text.indexOf(':', from);
            number = from > 0 && to > from ? text.substring(from, to) : "";
        }
        try
        {
            return Integer.parseInt(number);
        }
        catch (NumberFormatException e)
        {
            return -1;
        }
    }
}
