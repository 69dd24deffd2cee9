package banjo.fail2ban;

import banjo.config.Origin;
import banjo.config.Piece;
import banjo.config.Text;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Python's configparser dialect of INI as fail2ban uses it: {@code #} and {@code ;} begin a comment line, {@code ;} behind white
 * space a comment at the end of a line; a line that is indented deeper than its option goes on with the value; option names are
 * not case-sensitive; nothing may be written twice.
 */
final class IniParser
{
    private final String fileName;
    private final byte[] bytes;
    private final IniFile file = new IniFile();
    private int lineNumber;
    private int indentation;
    private Map<String, ConfValue> section;
    private String sectionName;
    private String option;
    private List<Text> value;

    private IniParser(String fileName, byte[] bytes)
    {
        this.fileName = fileName;
        this.bytes = bytes;
    }

    static IniFile parse(String fileName, byte[] bytes) throws ConfException
    {
        return new IniParser(fileName, bytes).parse();
    }

    private IniFile parse() throws ConfException
    {
        boolean marked = bytes.length > 2 && bytes[0] == (byte)0xEF && bytes[1] == (byte)0xBB && bytes[2] == (byte)0xBF;
        int from = marked ? 3 : 0;
        while (from < bytes.length)
        {
            int to = from;
            while (to < bytes.length && bytes[to] != '\n')
            {
                to++;
            }
            lineNumber++;
            line(decode(from, to));
            from = to + 1;
        }
        endOption();
        return file;
    }

    private String decode(int from, int to) throws ConfException
    {
        for (int at = from; at < to;)
        {
            int step = Utf8.next(bytes, at, to);
            boolean written = bytes[at] == (byte)0xEF && step >>> 24 == 3;
            if ((step & 0x1FFFFF) == Utf8.REPLACEMENT && !written)
            {
                throw refuse("byte " + (at - from + 1) + " of the line is not UTF-8");
            }
            at += step >>> 24;
        }
        return Utf8.decode(bytes, from, to);
    }

    private Origin here()
    {
        return new Origin(fileName, lineNumber, 0);
    }

    private ConfException refuse(String reason)
    {
        return new ConfException(here(), reason);
    }

    private void line(String line) throws ConfException
    {
        int comment = comment(line);
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (text.isEmpty())
        {
            // A comment inside a value leaves no trace, an empty line does.
            if (comment < 0 && value != null)
            {
                value.add(text(line, 0, 0));
            }
            return;
        }
        int depth = 0;
        while (isSpace(line.charAt(depth)))
        {
            depth++;
        }
        if (value != null && depth > indentation)
        {
            value.add(text(line, depth, depth + text.length()));
            return;
        }
        indentation = depth;
        endOption();
        if (text.charAt(0) == '[' && text.indexOf(']') > 1)
        {
            beginSection(text.substring(1, text.lastIndexOf(']')));
        }
        else
        {
            beginOption(line, text, depth);
        }
    }

    /** @return a part of a line with its place. */
    private Text text(String line, int from, int to)
    {
        Origin place = new Origin(fileName, lineNumber, 1 + Text.codePoints(line, 0, from));
        return new Text(line.substring(from, to), here(), new Piece(0, place, null));
    }

    private static boolean isSpace(char c)
    {
        return Character.isWhitespace(c);
    }

    /** @return where a comment begins, or -1. */
    private static int comment(String line)
    {
        String text = line.strip();
        if (text.startsWith("#") || text.startsWith(";"))
        {
            return 0;
        }
        int at = line.indexOf(';');
        while (at > 0 && !isSpace(line.charAt(at - 1)))
        {
            at = line.indexOf(';', at + 1);
        }
        return at;
    }

    private void beginSection(String name) throws ConfException
    {
        if (file.sections.containsKey(name) && !name.equals(IniFile.DEFAULT))
        {
            throw refuse("section [" + name + "] is there already");
        }
        sectionName = name;
        section = file.sections.computeIfAbsent(name, key -> new HashMap<>());
    }

    /** @param text the line without comment and the blanks around. @param depth how many blanks stand before. */
    private void beginOption(String line, String text, int depth) throws ConfException
    {
        if (section == null)
        {
            throw refuse("an option must stand below a [section]");
        }
        int at = 0;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ':')
        {
            at++;
        }
        if (at == text.length())
        {
            throw refuse("neither a section, an option (name = value) nor an indented line of a value");
        }
        option = text.substring(0, at).strip().toLowerCase();
        if (option.isEmpty())
        {
            throw refuse("an option without a name");
        }
        if (section.containsKey(option))
        {
            throw refuse("option \"" + option + "\" is there already in [" + sectionName + "]");
        }
        value = new ArrayList<>();
        int to = depth + text.length();
        int from = depth + at + 1;
        while (from < to && isSpace(line.charAt(from)))
        {
            from++;
        }
        value.add(text(line, from, to));
    }

    private void endOption()
    {
        if (value != null)
        {
            section.put(option, new ConfValue(value).trimmed());
            value = null;
        }
    }
}
