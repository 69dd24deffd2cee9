package banjo.config;

import banjo.text.Utf8;

/** A position in the text of a file, with its line and column. */
final class TomlScanner
{
    /** What {@link #peek} returns at the end of the file. */
    static final int END = -1;

    private final Problems problems;
    private final byte[] bytes;
    private int at;
    private int line = 1;
    private int column = 1;

    TomlScanner(Problems problems, byte[] bytes)
    {
        this.problems = problems;
        this.bytes = bytes;
        if (bytes.length >= 3 && bytes[0] == (byte)0xEF && bytes[1] == (byte)0xBB && bytes[2] == (byte)0xBF)
        {
            at = 3;
        }
    }

    /**
     * Goes through the whole text and reports the first byte of each line that TOML forbids anywhere: invalid UTF-8 and control characters.
     * What follows can then take every byte for good.
     *
     * @return false when something was reported.
     */
    boolean validate()
    {
        TomlScanner scan = new TomlScanner(problems, bytes);
        int badLine = 0;
        while (scan.at < bytes.length && !problems.isFull())
        {
            int step = Utf8.next(bytes, scan.at, bytes.length);
            int count = step >>> 24;
            String problem = scan.problemHere(step & 0x1FFFFF, count);
            if (problem != null && scan.line != badLine)
            {
                badLine = scan.line;
                problems.add(scan.origin(), problem);
            }
            int newLine = bytes[scan.at] == '\n' ? 1 : 0;
            scan.at += count;
            scan.line += newLine;
            scan.column = newLine == 1 ? 1 : scan.column + 1;
        }
        return badLine == 0;
    }

    private String problemHere(int codePoint, int count)
    {
        if (codePoint == Utf8.REPLACEMENT && !(count == 3 && bytes[at] == (byte)0xEF))
        {
            return "not UTF-8";
        }
        if (codePoint == '\r' && peek(1) == '\n')
        {
            return null;
        }
        if (codePoint < 0x20 && codePoint != '\t' && codePoint != '\n' || codePoint == 0x7F)
        {
            return "control character " + Quote.of(String.valueOf((char)codePoint)) + " is not allowed";
        }
        return null;
    }

    /** @return the byte here, or {@link #END}. */
    int peek()
    {
        return peek(0);
    }

    int peek(int offset)
    {
        return at + offset < bytes.length ? bytes[at + offset] & 0xFF : END;
    }

    boolean startsWith(char c, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (peek(i) != c)
            {
                return false;
            }
        }
        return true;
    }

    void advance()
    {
        if (at >= bytes.length)
        {
            return;
        }
        int b = bytes[at++];
        if (b == '\n')
        {
            line++;
            column = 1;
        }
        else if ((b & 0xC0) != 0x80)
        {
            column++;
        }
    }

    void advance(int count)
    {
        for (int i = 0; i < count; i++)
        {
            advance();
        }
    }

    int offset()
    {
        return at;
    }

    Origin origin()
    {
        return problems.at(line, column);
    }

    /** Goes back to a place of which offset and origin were kept. */
    void reset(int offset, Origin origin)
    {
        at = offset;
        line = origin.line();
        column = origin.column();
    }

    String textFrom(int offset)
    {
        return Utf8.decode(bytes, offset, at);
    }

    TomlSyntaxException error(String message)
    {
        return new TomlSyntaxException(origin(), message);
    }

    /** @return what stands here, for a message. */
    String describe()
    {
        int c = peek();
        if (c == END)
        {
            return "the end of the file";
        }
        if (c == '\n' || c == '\r')
        {
            return "the end of the line";
        }
        int step = Utf8.next(bytes, at, bytes.length);
        return Quote.of(new String(Character.toChars(step & 0x1FFFFF)));
    }

    void skipSpaces()
    {
        while (peek() == ' ' || peek() == '\t')
        {
            advance();
        }
    }

    boolean atLineEnd()
    {
        int c = peek();
        return c == END || c == '\n' || c == '\r';
    }

    void skipToLineEnd()
    {
        while (peek() != END && peek() != '\n')
        {
            advance();
        }
    }

    void skipNewline()
    {
        if (peek() == '\r')
        {
            advance();
        }
        if (peek() == '\n')
        {
            advance();
        }
    }

    /** Skips spaces, comments and line ends. */
    void skipBlank()
    {
        while (true)
        {
            skipSpaces();
            if (peek() == '#')
            {
                skipToLineEnd();
            }
            if (peek() != '\n' && peek() != '\r')
            {
                return;
            }
            advance();
        }
    }

    static boolean isBareKeyCharacter(int c)
    {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    /** Whether the line from here looks like {@code key =} or {@code [name]}; where reading may go on after an error. */
    boolean looksLikeStatement()
    {
        int i = 0;
        while (peek(i) == ' ' || peek(i) == '\t')
        {
            i++;
        }
        int brackets = 0;
        while (brackets < 2 && peek(i) == '[')
        {
            brackets++;
            i++;
        }
        int start = i;
        while (isBareKeyCharacter(peek(i)) || peek(i) == '.' || peek(i) == ' ' || peek(i) == '\t')
        {
            i++;
        }
        if (i == start)
        {
            return false;
        }
        if (brackets == 0)
        {
            return peek(i) == '=';
        }
        for (; brackets > 0; brackets--, i++)
        {
            if (peek(i) != ']')
            {
                return false;
            }
        }
        return peek(i) != ',';
    }
}
