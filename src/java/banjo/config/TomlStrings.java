package banjo.config;

/** Reads the four kinds of TOML strings. */
final class TomlStrings
{
    private TomlStrings()
    {
    }

    /** Whether a multi-line string begins here. */
    static boolean isMultiLine(TomlScanner in)
    {
        return in.startsWith('"', 3) || in.startsWith('\'', 3);
    }

    /** Reads {@code "basic"} or {@code 'literal'} from its opening quote. */
    static Text readSingleLine(TomlScanner in) throws TomlSyntaxException
    {
        Origin start = in.origin();
        int quote = in.peek();
        in.advance();
        StringBuilder text = new StringBuilder();
        Piece last = new Piece(0, in.origin(), null);
        int runStart = in.offset();
        while (in.peek() != quote)
        {
            if (in.atLineEnd())
            {
                throw new TomlSyntaxException(start, "this string has no closing quote on its line");
            }
            if (in.peek() == '\\' && quote == '"')
            {
                text.append(in.textFrom(runStart));
                readEscape(in, text);
                last = new Piece(text.length(), in.origin(), last);
                runStart = in.offset();
            }
            else
            {
                in.advance();
            }
        }
        text.append(in.textFrom(runStart));
        in.advance();
        return new Text(text.toString(), start, last);
    }

    /** Reads a string from its three opening quotes. A line end comes out as a newline, however the file writes it. */
    static Text readMultiLine(TomlScanner in) throws TomlSyntaxException
    {
        Origin start = in.origin();
        int startOffset = in.offset();
        char quote = (char)in.peek();
        in.advance(3);
        in.skipNewline();
        StringBuilder text = new StringBuilder();
        Piece last = new Piece(0, in.origin(), null);
        int runStart = in.offset();
        while (!in.startsWith(quote, 3))
        {
            int c = in.peek();
            if (c == TomlScanner.END)
            {
                in.reset(startOffset, start);
                throw new TomlSyntaxException(start, "this string has no closing quotes");
            }
            if (c == '\r' || c == '\\' && quote == '"')
            {
                text.append(in.textFrom(runStart));
                if (c == '\\')
                {
                    readEscapeOrContinuation(in, text);
                }
                else
                {
                    in.advance();
                }
                last = new Piece(text.length(), in.origin(), last);
                runStart = in.offset();
            }
            else
            {
                in.advance();
            }
        }
        // Up to two more quotes belong to the content: """a""""" is a"".
        in.advance(in.startsWith(quote, 5) ? 2 : in.startsWith(quote, 4) ? 1 : 0);
        text.append(in.textFrom(runStart));
        in.advance(3);
        return new Text(text.toString(), start, last);
    }

    private static void readEscapeOrContinuation(TomlScanner in, StringBuilder text) throws TomlSyntaxException
    {
        int ahead = 1;
        while (in.peek(ahead) == ' ' || in.peek(ahead) == '\t')
        {
            ahead++;
        }
        if (in.peek(ahead) != '\n' && in.peek(ahead) != '\r')
        {
            readEscape(in, text);
            return;
        }
        in.advance();
        while (in.peek() == ' ' || in.peek() == '\t' || in.peek() == '\n' || in.peek() == '\r')
        {
            in.advance();
        }
    }

    private static void readEscape(TomlScanner in, StringBuilder text) throws TomlSyntaxException
    {
        int c = in.peek(1);
        switch (c)
        {
            case 'b' -> text.append('\b');
            case 't' -> text.append('\t');
            case 'n' -> text.append('\n');
            case 'f' -> text.append('\f');
            case 'r' -> text.append('\r');
            case '"' -> text.append('"');
            case '\\' -> text.append('\\');
            case 'u' -> text.appendCodePoint(readCodePoint(in, 4));
            case 'U' -> text.appendCodePoint(readCodePoint(in, 8));
            default -> throw in.error("unknown escape in a string in double quotes; write regular expressions in 'single quotes'");
        }
        in.advance(c == 'u' ? 6 : c == 'U' ? 10 : 2);
    }

    private static int readCodePoint(TomlScanner in, int digits) throws TomlSyntaxException
    {
        long codePoint = 0;
        for (int i = 0; i < digits; i++)
        {
            int digit = TomlNumbers.digit(in.peek(2 + i));
            if (digit > 15)
            {
                throw in.error("an escape \\u takes 4 hexadecimal digits, \\U takes 8");
            }
            codePoint = codePoint << 4 | digit;
        }
        if (codePoint > 0x10FFFF || codePoint >= 0xD800 && codePoint < 0xE000)
        {
            throw in.error("this escape is no Unicode character");
        }
        return (int)codePoint;
    }
}
