package banjo.filter;

import banjo.regex.Automaton;
import banjo.regex.RequiredLiterals;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * The built-in filters, compiled at build time (banjo.build.CompileFilters). Numbers are four bytes, highest first; a text is
 * its length and its UTF-8 bytes; a list is its count and its items:
 * {@code "BANJOF03", filters{name, description, programs{text}, failures, ignored, modes{name, failures}}, formats}; an automaton may
 * be empty, and behind one of failures stand its required literals. A mode's failures follow the filter's own.
 */
public final class Library
{
    /** The first bytes; a change of the format or of the tables changes them. */
    public static final String MAGIC = "BANJOF03";

    private final byte[] bytes;
    private final List<Entry> entries = new ArrayList<>();
    private final int formats;
    private int at;

    /** One filter: what can be told without loading its tables. */
    private record Entry(String name, String description, byte[][] programs, int failures, int ignored, List<String> modes,
        int[] modeFailures)
    {
    }

    /** @throws IllegalArgumentException when the bytes are no library. */
    public Library(byte[] bytes)
    {
        this.bytes = bytes;
        if (bytes.length < MAGIC.length() || !Utf8.decode(bytes, 0, MAGIC.length()).equals(MAGIC))
        {
            throw new IllegalArgumentException("the built-in filters are damaged");
        }
        at = MAGIC.length();
        int count = number();
        for (int i = 0; i < count; i++)
        {
            String name = text();
            String description = text();
            byte[][] programs = new byte[number()][];
            for (int k = 0; k < programs.length; k++)
            {
                programs[k] = Utf8.encode(text());
            }
            int failures = skip();
            skip();
            int ignored = skip();
            List<String> modes = new ArrayList<>();
            int[] modeFailures = new int[number()];
            for (int k = 0; k < modeFailures.length; k++)
            {
                modes.add(text());
                modeFailures[k] = skip();
                skip();
            }
            entries.add(new Entry(name, description, programs, failures, ignored, modes, modeFailures));
        }
        formats = skip();
    }

    /** @return the formats of all filters, as banjo.prove.FormatSet reads them. */
    public String formats()
    {
        return Utf8.decode(bytes, formats + 4, formats + 4 + numberAt(formats));
    }

    private int number()
    {
        if (at + 4 > bytes.length)
        {
            throw new IllegalArgumentException("the built-in filters are damaged");
        }
        int value = numberAt(at);
        at += 4;
        return value;
    }

    private int numberAt(int index)
    {
        return (bytes[index] & 0xFF) << 24 | (bytes[index + 1] & 0xFF) << 16 | (bytes[index + 2] & 0xFF) << 8 | bytes[index + 3] & 0xFF;
    }

    private String text()
    {
        int start = skip();
        return Utf8.decode(bytes, start + 4, at);
    }

    /** Moves behind a length and its bytes. @return where the length stands. */
    private int skip()
    {
        int start = at;
        int length = number();
        if (length < 0 || length > bytes.length - at)
        {
            throw new IllegalArgumentException("the built-in filters are damaged");
        }
        at += length;
        return start;
    }

    /** @return the names in alphabetical order. */
    public List<String> names()
    {
        List<String> names = new ArrayList<>();
        for (Entry entry : entries)
        {
            names.add(entry.name());
        }
        return names;
    }

    /** @return one line about a filter that is there. */
    public String description(String name)
    {
        return find(name).description();
    }

    /** @return the modes of a filter that is there. */
    public List<String> modes(String name)
    {
        return find(name).modes();
    }

    private Entry find(String name)
    {
        for (Entry entry : entries)
        {
            if (entry.name().equals(name))
            {
                return entry;
            }
        }
        return null;
    }

    /**
     * Loads a filter.
     *
     * @param mode null for the default one.
     * @return null when there is no filter of that name.
     * @throws FilterException when it has no such mode.
     */
    public Filter load(String name, String mode) throws FilterException
    {
        Entry entry = find(name);
        if (entry == null)
        {
            return null;
        }
        int index = entry.modes().indexOf(mode == null ? FilterCompiler.DEFAULT_MODE : mode);
        if (index < 0)
        {
            throw new FilterException("filter \"" + name + "\" has no mode \"" + mode + "\"");
        }
        Automaton own = failures(entry.failures());
        Automaton more = failures(entry.modeFailures()[index]);
        Automaton failures = own == null ? more : more == null ? own : own.followedBy(more);
        return new Filter(name, entry.programs(), failures, table(entry.ignored()));
    }

    /** An automaton and what follows it. */
    private Automaton failures(int start)
    {
        Automaton automaton = table(start);
        if (automaton != null)
        {
            at = start;
            skip();
            int literals = skip();
            automaton.requiring(RequiredLiterals.fromBytes(bytes, literals + 4, at));
        }
        return automaton;
    }

    private Automaton table(int start)
    {
        int length = numberAt(start);
        return length == 0 ? null : Automaton.fromBytes(bytes, start + 4, start + 4 + length);
    }
}
