package banjo.cli;

import java.util.List;

/** Aligned columns. All rows are measured first, then printed, so that long tables need not be kept. */
final class Table
{
    private static final String GAP = "  ";

    private final String[] headers;
    private final String alignment;
    private final int[] widths;

    /** @param alignment one letter per column: l for text, s for a state, r for numbers, b for how many are banned. */
    Table(String alignment, String... headers)
    {
        this.headers = headers;
        this.alignment = alignment;
        widths = new int[headers.length];
        measure(headers);
    }

    void measure(String... row)
    {
        for (int i = 0; i < row.length; i++)
        {
            widths[i] = Math.max(widths[i], width(row[i]));
        }
    }

    private static int width(String cell)
    {
        String shown = printable(cell);
        return shown.codePointCount(0, shown.length());
    }

    /** Measures and prints all there is, below the headers. */
    void printAll(Output out, List<String[]> rows)
    {
        for (String[] row : rows)
        {
            measure(row);
        }
        printHeader(out);
        for (String[] row : rows)
        {
            print(out, row);
        }
    }

    void printHeader(Output out)
    {
        print(out, Output.BOLD, headers);
    }

    void print(Output out, String... row)
    {
        print(out, Output.PLAIN, row);
    }

    private void print(Output out, int style, String... row)
    {
        for (int i = 0; i < row.length; i++)
        {
            int fill = widths[i] - width(row[i]);
            char kind = alignment.charAt(i);
            boolean right = kind == 'r' || kind == 'b';
            int own = style != Output.PLAIN ? style : kind == 'b' && !row[i].equals("0") || kind == 's' && row[i].equals("banned") ? Output.RED
                : kind == 's' && !row[i].equals("waiting") ? Output.GREEN : Output.PLAIN;
            if (i > 0)
            {
                out.put(GAP);
            }
            if (right)
            {
                pad(out, fill);
            }
            if (own != Output.PLAIN)
            {
                out.style(own);
            }
            putPrintable(out, row[i]);
            if (own != Output.PLAIN)
            {
                out.style(Output.PLAIN);
            }
            if (!right && i + 1 < row.length)
            {
                pad(out, fill);
            }
        }
        out.line();
    }

    /** Control characters, and those that turn the direction of text, could play tricks with the user's terminal. */
    static void putPrintable(Output out, String text)
    {
        out.put(printable(text));
    }

    /** @return the text with {@code \\x1b} or {@code \\u202e} for each of them. */
    static String printable(String text)
    {
        StringBuilder printable = null;
        for (int i = 0; i < text.length(); i++)
        {
            char c = text.charAt(i);
            boolean control = c < 0x20 || c >= 0x7F && c < 0xA0;
            boolean hidden = c >= 0x200B && c <= 0x200F || c >= 0x2028 && c <= 0x202E || c >= 0x2060 && c <= 0x206F || c == 0xFEFF;
            if ((control || hidden) && printable == null)
            {
                printable = new StringBuilder(text.substring(0, i));
            }
            if (control || hidden)
            {
                printable.append(c < 0x100 ? "\\x" : "\\u");
                for (int shift = c < 0x100 ? 4 : 12; shift >= 0; shift -= 4)
                {
                    printable.append("0123456789abcdef".charAt(c >> shift & 15));
                }
            }
            else if (printable != null)
            {
                printable.append(c);
            }
        }
        return printable == null ? text : printable.toString();
    }

    private static void pad(Output out, int count)
    {
        for (int i = 0; i < count; i++)
        {
            out.put(' ');
        }
    }
}
