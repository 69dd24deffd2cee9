package banjo.filter;

import banjo.coding.RangeDecoder;
import banjo.coding.TextCodec;
import banjo.config.Origin;
import banjo.config.Text;
import banjo.regex.Automaton;
import banjo.regex.RequiredLiterals;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * The built-in filters, compiled at build time (banjo.build.CompileFilters). Numbers are two bytes, highest first; a text is
 * its length and its bytes; a list is its count and its items:
 * {@code "BANJOF07", filters{name, programs{text}, datepatterns{text}, failures, ignored, modes{name, failures}}, texts}; an automaton is its length
 * and its stored form, or empty, and behind one of failures stand its required literals and
 * the roles of its patterns ({@link Connections}), or nothing. A mode's failures follow the filter's own.
 * What only people read is one coded text: a line for each filter's description, then the formats.
 */
public final class Library
{
    /** The first bytes; a change of the format or of the tables changes them. */
    public static final String MAGIC = "BANJOF07";

    private static final String DAMAGED = "the built-in filters are damaged";

    private final byte[] bytes;
    private final List<Entry> entries = new ArrayList<>();
    private final int texts;
    private String read;
    private int at;

    /** One filter: what can be told without loading its tables. */
    private record Entry(String name, byte[][] programs, List<Text> datePatterns, int failures, int ignored, List<String> modes,
        int[] modeFailures)
    {
    }

    /** @throws IllegalArgumentException when the bytes are no library. */
    public Library(byte[] bytes)
    {
        this.bytes = bytes;
        if (bytes.length < MAGIC.length() || !Utf8.decode(bytes, 0, MAGIC.length()).equals(MAGIC))
        {
            throw new IllegalArgumentException(DAMAGED);
        }
        at = MAGIC.length();
        int count = number();
        for (int i = 0; i < count; i++)
        {
            String name = text();
            byte[][] programs = new byte[number()][];
            for (int k = 0; k < programs.length; k++)
            {
                programs[k] = Utf8.encode(text());
            }
            List<Text> datePatterns = new ArrayList<>();
            for (int k = number(); k > 0; k--)
            {
                datePatterns.add(new Text(text(), new Origin(name, 1, 1)));
            }
            int failures = skip();
            skip();
            skip();
            int ignored = skip();
            List<String> modes = new ArrayList<>();
            int[] modeFailures = new int[number()];
            for (int k = 0; k < modeFailures.length; k++)
            {
                modes.add(text());
                modeFailures[k] = skip();
                skip();
                skip();
            }
            entries.add(new Entry(name, programs, datePatterns, failures, ignored, modes, modeFailures));
        }
        texts = at;
    }

    /** @return the formats of all filters, as banjo.prove.FormatSet reads them. */
    public String formats()
    {
        return readTexts().substring(startOfLine(entries.size()));
    }

    private String readTexts()
    {
        if (read == null)
        {
            byte[] text = TextCodec.code(new RangeDecoder(bytes, texts, bytes.length, TextCodec.CONTEXTS, DAMAGED), new byte[0]);
            read = Utf8.decode(text, 0, text.length);
        }
        return read;
    }

    private int startOfLine(int number)
    {
        int start = 0;
        for (int i = 0; i < number; i++)
        {
            start = readTexts().indexOf('\n', start) + 1;
        }
        return start;
    }

    private int number()
    {
        if (at + 2 > bytes.length)
        {
            throw new IllegalArgumentException(DAMAGED);
        }
        int value = numberAt(at);
        at += 2;
        return value;
    }

    private int numberAt(int index)
    {
        return (bytes[index] & 0xFF) << 8 | bytes[index + 1] & 0xFF;
    }

    private String text()
    {
        int start = skip();
        return Utf8.decode(bytes, start + 2, at);
    }

    /** Moves behind a length and its bytes. @return where the length stands. */
    private int skip()
    {
        int start = at;
        int length = number();
        if (length > bytes.length - at)
        {
            throw new IllegalArgumentException(DAMAGED);
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
        int start = startOfLine(names().indexOf(name));
        return readTexts().substring(start, readTexts().indexOf('\n', start));
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
     * @param context null leaves dates inside lines alone.
     * @return null when there is no filter of that name.
     * @throws FilterException when it has no such mode.
     */
    public Filter load(String name, String mode, FilterContext context) throws FilterException
    {
        Entry entry = find(name);
        if (entry == null)
        {
            return null;
        }
        int index = entry.modes().indexOf(mode == null ? FilterCompiler.DEFAULT_MODE : mode);
        if (index < 0)
        {
            throw new FilterException("banjo: error: filter \"" + name + "\" has no mode \"" + mode + "\"");
        }
        Automaton own = failures(entry.failures());
        Automaton more = failures(entry.modeFailures()[index]);
        Automaton failures = own == null ? more : more == null ? own : own.followedBy(more);
        byte[] roles = new byte[failures == null ? 0 : failures.patternCount()];
        int known = readRoles(entry.failures(), roles, 0);
        known = readRoles(entry.modeFailures()[index], roles, known);
        LineDates dates = context == null || entry.datePatterns().isEmpty() ? null : StagesCompiler.dates(entry.datePatterns(), context);
        return new Filter(name, entry.programs(), failures, table(entry.ignored()), known == 0 ? null : roles, dates);
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
            automaton.requiring(RequiredLiterals.fromBytes(bytes, literals + 2, at));
        }
        return automaton;
    }

    /** @return how many roles are known with those behind an automaton. */
    private int readRoles(int start, byte[] roles, int known)
    {
        at = start;
        skip();
        skip();
        int from = skip() + 2;
        for (int i = from; i < at && known + i - from < roles.length; i++)
        {
            roles[known + i - from] = bytes[i];
        }
        return known + at - from;
    }

    private Automaton table(int start)
    {
        int length = numberAt(start);
        return length == 0 ? null : Automaton.fromBytes(bytes, start + 2, start + 2 + length);
    }
}
