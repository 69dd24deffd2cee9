package banjo.cli;

/** Aligned columns. All rows are measured first, then printed, so that long tables need not be kept. */
final class Table
{
    private static final String GAP = "  ";

    private final String[] headers;
    private final boolean[] right;
    private final int[] widths;

    /** @param alignment one letter per column: l for text, r for numbers. */
    Table(String alignment, String... headers)
    {
        this.headers = headers;
        right = new boolean[headers.length];
        widths = new int[headers.length];
        for (int i = 0; i < headers.length; i++)
        {
            right[i] = alignment.charAt(i) == 'r';
        }
        measure(headers);
    }

    void measure(String... row)
    {
        for (int i = 0; i < row.length; i++)
        {
            widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
        }
    }

    void printHeader(Output out)
    {
        print(out, headers);
    }

    void print(Output out, String... row)
    {
        for (int i = 0; i < row.length; i++)
        {
            int fill = widths[i] - row[i].codePointCount(0, row[i].length());
            if (i > 0)
            {
                out.put(GAP);
            }
            if (right[i])
            {
                pad(out, fill);
            }
            putPrintable(out, row[i]);
            if (!right[i] && i + 1 < row.length)
            {
                pad(out, fill);
            }
        }
        out.line();
    }

    /** Control characters could play tricks with the user's terminal. */
    static void putPrintable(Output out, String text)
    {
        boolean clean = true;
        for (int i = 0; i < text.length(); i++)
        {
            clean &= !isControl(text.charAt(i));
        }
        if (clean)
        {
            out.put(text);
            return;
        }
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length(); i++)
        {
            printable.append(isControl(text.charAt(i)) ? '?' : text.charAt(i));
        }
        out.put(printable.toString());
    }

    private static boolean isControl(char c)
    {
        return c < 0x20 || c >= 0x7F && c < 0xA0;
    }

    private static void pad(Output out, int count)
    {
        for (int i = 0; i < count; i++)
        {
            out.put(' ');
        }
    }
}
