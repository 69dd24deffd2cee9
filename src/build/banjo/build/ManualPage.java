package banjo.build;

import java.util.ArrayList;
import java.util.List;

/** banjo.toml(5) from docs/configuration.md: the Markdown that is used there as mdoc(7). */
public final class ManualPage
{
    private static final String HEAD = """
        .Dd November 27, 2026
        .Dt BANJO.TOML 5
        .Os
        .Sh NAME
        .Nm banjo.toml
        .Nd configuration of banjo
        .Sh DESCRIPTION
        """;
    private static final String FOOT = """
        .Sh FILES
        .Bl -tag -width Ds
        .It Pa /etc/banjo/banjo.toml
        Where
        .Nm banjo
        looks when no other file is named.
        .El
        .Sh SEE ALSO
        .Xr banjo 8
        """;

    private final StringBuilder out = new StringBuilder(HEAD);
    private final String[] lines;
    private int at;
    /** Whether text follows text, with an empty line between. */
    private boolean paragraph;

    private ManualPage(String markdown)
    {
        lines = markdown.split("\n");
    }

    /** @param markdown docs/configuration.md. @return the page. */
    public static String of(String markdown)
    {
        ManualPage page = new ManualPage(markdown);
        // The title is in the head.
        for (page.at = 1; page.at < page.lines.length;)
        {
            page.block();
        }
        return page.out.append(FOOT).toString();
    }

    private void block()
    {
        String line = lines[at];
        if (line.isEmpty())
        {
            at++;
        }
        else if (line.startsWith("#"))
        {
            out.append(".Ss ").append(text(line.replaceFirst("^#+ ", ""))).append('\n');
            paragraph = false;
            at++;
        }
        else if (line.startsWith("```"))
        {
            at++;
            literal("```", "");
            at++;
        }
        else if (line.startsWith("    "))
        {
            literal(null, "    ");
        }
        else if (line.startsWith("|"))
        {
            table();
        }
        else if (line.startsWith("- "))
        {
            out.append(".Bl -bullet\n");
            for (; at < lines.length && !lines[at].isEmpty(); at++)
            {
                out.append(lines[at].startsWith("- ") ? ".It\n" : "").append(text(lines[at].substring(2))).append('\n');
            }
            out.append(".El\n");
            paragraph = true;
        }
        else
        {
            out.append(paragraph ? ".Pp\n" : "");
            for (; at < lines.length && !lines[at].isEmpty() && !lines[at].startsWith("|") && !lines[at].startsWith("#"); at++)
            {
                out.append(text(lines[at])).append('\n');
            }
            paragraph = true;
        }
    }

    /** Lines as they are. @param end what they stand before; null when they end with those that begin so. */
    private void literal(String end, String margin)
    {
        out.append(".Bd -literal -offset indent\n");
        for (; at < lines.length && (end == null ? lines[at].startsWith(margin) : !lines[at].equals(end)); at++)
        {
            out.append(escape(lines[at].substring(margin.length()))).append('\n');
        }
        out.append(".Ed\n");
        paragraph = true;
    }

    /** Keys become what they take, their default and their meaning; rows of other tables their cells behind the heads of the columns. */
    private void table()
    {
        List<String> heads = cells(lines[at]);
        out.append(".Bl -tag -width Ds\n");
        for (at += 2; at < lines.length && lines[at].startsWith("|"); at++)
        {
            List<String> cells = cells(lines[at]);
            if (heads.get(0).equals("key"))
            {
                out.append(".It Cm ").append(escape(cells.get(0).replace("`", "").replace(", ", " , "))).append('\n');
                out.append(text(cells.get(1) + "; default: " + cells.get(2))).append(".\n.br\n").append(text(cells.get(3))).append('\n');
                continue;
            }
            out.append(".It ").append(text(cells.get(0))).append('\n');
            for (int i = 1; i < cells.size(); i++)
            {
                out.append(i > 1 ? ".br\n" : "").append(text((cells.size() > 2 ? heads.get(i) + ": " : "") + cells.get(i))).append('\n');
            }
        }
        out.append(".El\n");
        paragraph = true;
    }

    private static List<String> cells(String row)
    {
        List<String> cells = new ArrayList<>();
        for (String cell : row.substring(1, row.lastIndexOf('|')).split("\\|", -1))
        {
            cells.add(cell.trim());
        }
        return cells;
    }

    /** Code and what is stressed in bold, links without their targets, each sentence on a line of its own. */
    private static String text(String markdown)
    {
        String linked = markdown.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
        String text = escape(linked.replaceAll("(?<!e\\.g)([.?!:]\\)?) +(?=[`*\"A-Z])", "$1\n").replace(":\n", ": "));
        return text.replaceAll("`([^`]*)`|\\*\\*([^*]*)\\*\\*|(?<![*\\w])\\*([a-z]+)\\*", "\\\\fB$1$2$3\\\\fR");
    }

    private static String escape(String text)
    {
        String escaped = text.replace("\\", "\\e").replace("^", "\\(ha").replace("~", "\\(ti").replace("'", "\\(aq").replace("…", "...");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
