package banjo.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads TOML 1.0 (toml.io/en/v1.0.0) into tables that know where everything was written. After a syntax error it goes on with the next
 * statement. Time is linear in the text and nesting is bounded, whatever the bytes are.
 */
final class TomlParser
{
    /** Nested arrays and inline tables, and parts of a dotted key. */
    static final int MAX_DEPTH = 32;
    /** Bytes of one file. */
    static final int MAX_BYTES = 1 << 20;

    private record KeyPart(String name, Origin origin)
    {
    }

    private final TomlScanner in;
    private final TomlTable root = new TomlTable(TomlTable.Definition.HEADER);
    private TomlTable current = root;
    private boolean insideValue;

    private TomlParser(TomlScanner in)
    {
        this.in = in;
    }

    /** @return the root table with all that could be read; {@code problems} tells whether something could not. */
    static TomlTable parse(byte[] text, Problems problems)
    {
        if (text.length > MAX_BYTES)
        {
            problems.add(problems.at(1, 1), "the file is larger than " + Sizes.toString(MAX_BYTES));
            return new TomlTable(TomlTable.Definition.HEADER);
        }
        TomlScanner in = new TomlScanner(problems, text);
        TomlParser parser = new TomlParser(in);
        if (in.validate())
        {
            parser.readStatements(problems);
        }
        return parser.root;
    }

    private void readStatements(Problems problems)
    {
        in.skipBlank();
        while (in.peek() != TomlScanner.END && !problems.isFull())
        {
            try
            {
                insideValue = false;
                readStatement();
            }
            catch (TomlSyntaxException e)
            {
                problems.add(e.origin, e.getMessage());
                recover();
            }
            in.skipBlank();
        }
    }

    private void recover()
    {
        in.skipToLineEnd();
        in.skipNewline();
        // The rest of an array or a long string is no statement and would only cause more errors.
        while (insideValue && in.peek() != TomlScanner.END && !in.looksLikeStatement())
        {
            in.skipToLineEnd();
            in.skipNewline();
        }
    }

    private void readStatement() throws TomlSyntaxException
    {
        if (in.peek() == '[')
        {
            readHeader();
        }
        else
        {
            readKeyValue(current, 0);
            insideValue = false;
        }
        in.skipSpaces();
        if (!in.atLineEnd() && in.peek() != '#')
        {
            throw in.error("expected the end of the line, found " + in.describe());
        }
    }

    private void readHeader() throws TomlSyntaxException
    {
        // Keys below a header that is wrong go nowhere, lest they look like keys of the table before it.
        current = new TomlTable(TomlTable.Definition.HEADER);
        int brackets = in.startsWith('[', 2) ? 2 : 1;
        in.advance(brackets);
        List<KeyPart> path = readKey();
        if (!in.startsWith(']', brackets))
        {
            throw in.error("expected " + (brackets == 2 ? "\"]]\"" : "\"]\"") + ", found " + in.describe());
        }
        in.advance(brackets);
        TomlTable parent = root;
        for (int i = 0; i + 1 < path.size(); i++)
        {
            parent = enter(parent, path.get(i));
        }
        KeyPart last = path.get(path.size() - 1);
        current = brackets == 2 ? appendTable(parent, last) : defineTable(parent, last);
    }

    private static TomlTable enter(TomlTable parent, KeyPart part) throws TomlSyntaxException
    {
        TomlTable.Entry entry = parent.find(part.name);
        if (entry == null)
        {
            return addTable(parent, part, TomlTable.Definition.IMPLICIT);
        }
        TomlValue value = entry.value();
        if (value.arrayOfTables)
        {
            return value.items.get(value.items.size() - 1).table;
        }
        if (value.kind != TomlValue.Kind.TABLE || value.table.definition == TomlTable.Definition.INLINE)
        {
            throw duplicate("key", part, entry);
        }
        return value.table;
    }

    private static TomlTable defineTable(TomlTable parent, KeyPart part) throws TomlSyntaxException
    {
        TomlTable.Entry entry = parent.find(part.name);
        if (entry == null)
        {
            TomlTable table = addTable(parent, part, TomlTable.Definition.HEADER);
            table.headerOrigin = part.origin;
            return table;
        }
        TomlTable table = entry.value().table;
        if (table == null || table.definition != TomlTable.Definition.IMPLICIT)
        {
            throw duplicate("table", part, entry);
        }
        table.definition = TomlTable.Definition.HEADER;
        table.headerOrigin = part.origin;
        return table;
    }

    private static TomlTable appendTable(TomlTable parent, KeyPart part) throws TomlSyntaxException
    {
        TomlTable.Entry entry = parent.find(part.name);
        TomlTable table = new TomlTable(TomlTable.Definition.HEADER);
        TomlValue item = TomlValue.ofTable(part.origin, table);
        if (entry == null)
        {
            TomlValue array = TomlValue.ofArray(part.origin, true);
            array.items.add(item);
            add(parent, part, array);
        }
        else if (entry.value().arrayOfTables)
        {
            entry.value().items.add(item);
        }
        else
        {
            throw duplicate("table", part, entry);
        }
        return table;
    }

    private static TomlSyntaxException duplicate(String what, KeyPart part, TomlTable.Entry first)
    {
        TomlTable table = first.value().table;
        Origin origin = table == null || table.headerOrigin == null ? first.origin() : table.headerOrigin;
        return new TomlSyntaxException(part.origin, "duplicate " + what + " " + Quote.of(part.name) + ", first at line " + origin.line());
    }

    private static TomlTable addTable(TomlTable parent, KeyPart part, TomlTable.Definition definition) throws TomlSyntaxException
    {
        TomlTable table = new TomlTable(definition);
        add(parent, part, TomlValue.ofTable(part.origin, table));
        return table;
    }

    private static void add(TomlTable table, KeyPart part, TomlValue value) throws TomlSyntaxException
    {
        if (!table.add(part.name, part.origin, value))
        {
            throw new TomlSyntaxException(part.origin, "more than " + TomlTable.MAX_KEYS + " keys in a table");
        }
    }

    private void readKeyValue(TomlTable table, int depth) throws TomlSyntaxException
    {
        List<KeyPart> path = readKey();
        if (in.peek() != '=')
        {
            throw in.error("expected \"=\" after the key, found " + in.describe());
        }
        in.advance();
        in.skipSpaces();
        TomlTable parent = table;
        for (int i = 0; i + 1 < path.size(); i++)
        {
            parent = enterDotted(parent, path.get(i));
        }
        KeyPart last = path.get(path.size() - 1);
        TomlValue value = readValue(depth);
        TomlTable.Entry entry = parent.find(last.name);
        if (entry != null)
        {
            throw duplicate("key", last, entry);
        }
        add(parent, last, value);
    }

    private static TomlTable enterDotted(TomlTable parent, KeyPart part) throws TomlSyntaxException
    {
        TomlTable.Entry entry = parent.find(part.name);
        if (entry == null)
        {
            return addTable(parent, part, TomlTable.Definition.DOTTED);
        }
        TomlTable table = entry.value().table;
        if (table == null || table.definition != TomlTable.Definition.DOTTED)
        {
            throw duplicate("key", part, entry);
        }
        return table;
    }

    /** Reads a key with its dots, and the spaces after it. */
    private List<KeyPart> readKey() throws TomlSyntaxException
    {
        List<KeyPart> path = new ArrayList<>();
        while (true)
        {
            in.skipSpaces();
            Origin origin = in.origin();
            if (path.size() == MAX_DEPTH)
            {
                throw in.error("a key has at most " + MAX_DEPTH + " parts");
            }
            path.add(new KeyPart(readKeyName(), origin));
            in.skipSpaces();
            if (in.peek() != '.')
            {
                return path;
            }
            in.advance();
        }
    }

    private String readKeyName() throws TomlSyntaxException
    {
        if (TomlStrings.isMultiLine(in))
        {
            throw in.error("a key is no multi-line string");
        }
        if (in.peek() == '"' || in.peek() == '\'')
        {
            return TomlStrings.readSingleLine(in).value();
        }
        int start = in.offset();
        while (TomlScanner.isBareKeyCharacter(in.peek()))
        {
            in.advance();
        }
        if (in.offset() == start)
        {
            throw in.error("expected a key, found " + in.describe());
        }
        return in.textFrom(start);
    }

    private TomlValue readValue(int depth) throws TomlSyntaxException
    {
        Origin origin = in.origin();
        switch (in.peek())
        {
            case '"', '\'':
                if (TomlStrings.isMultiLine(in))
                {
                    insideValue = true;
                    return TomlValue.ofString(TomlStrings.readMultiLine(in));
                }
                return TomlValue.ofString(TomlStrings.readSingleLine(in));
            case '[':
                insideValue = true;
                return readArray(origin, depth);
            case '{':
                insideValue = true;
                return readInlineTable(origin, depth);
            default:
                return readWord(origin);
        }
    }

    private void checkDepth(int depth) throws TomlSyntaxException
    {
        if (depth >= MAX_DEPTH)
        {
            throw in.error("nested deeper than " + MAX_DEPTH);
        }
    }

    private TomlValue readArray(Origin origin, int depth) throws TomlSyntaxException
    {
        checkDepth(depth);
        TomlValue array = TomlValue.ofArray(origin, false);
        in.advance();
        while (true)
        {
            in.skipBlank();
            if (in.peek() == TomlScanner.END)
            {
                throw new TomlSyntaxException(origin, "this array has no closing bracket");
            }
            if (in.peek() == ']')
            {
                in.advance();
                return array;
            }
            array.items.add(readValue(depth + 1));
            in.skipBlank();
            if (in.peek() == ',')
            {
                in.advance();
            }
            else if (in.peek() != ']' && in.peek() != TomlScanner.END)
            {
                throw in.error("expected \",\" or \"]\" in an array, found " + in.describe());
            }
        }
    }

    private TomlValue readInlineTable(Origin origin, int depth) throws TomlSyntaxException
    {
        checkDepth(depth);
        TomlTable table = new TomlTable(TomlTable.Definition.INLINE);
        in.advance();
        in.skipSpaces();
        boolean more = in.peek() != '}';
        while (more)
        {
            in.skipSpaces();
            if (in.atLineEnd() || in.peek() == '#')
            {
                throw in.error("a table in braces is written on one line; use [a.header] for a longer one");
            }
            readKeyValue(table, depth + 1);
            in.skipSpaces();
            more = in.peek() == ',';
            if (more)
            {
                in.advance();
            }
            else if (in.atLineEnd())
            {
                throw in.error("a table in braces is written on one line; use [a.header] for a longer one");
            }
            else if (in.peek() != '}')
            {
                throw in.error("expected \",\" or \"}\" in a table, found " + in.describe());
            }
        }
        in.advance();
        return TomlValue.ofTable(origin, table);
    }

    private TomlValue readWord(Origin origin) throws TomlSyntaxException
    {
        int start = in.offset();
        skipWord();
        if (in.offset() == start)
        {
            throw in.error("expected a value, found " + in.describe());
        }
        String word = in.textFrom(start);
        // A date and its time may have a space between them.
        if (word.length() == 10 && TomlNumbers.matches(word, 0, "dddd-dd-dd") && in.peek() == ' ' && in.peek(1) >= '0' && in.peek(1) <= '9')
        {
            in.advance();
            skipWord();
            word = in.textFrom(start);
        }
        return TomlNumbers.read(origin, word);
    }

    private void skipWord()
    {
        while (!in.atLineEnd() && " \t,]}#=[{\"'".indexOf(in.peek()) < 0)
        {
            in.advance();
        }
    }
}
