package banjo.fail2ban;

import banjo.config.Origin;
import banjo.config.Piece;
import banjo.config.Text;
import java.util.ArrayList;
import java.util.List;

/** The value of an option: its lines, each with the place where it was written. */
final class ConfValue
{
    final List<Text> lines;

    /** @param lines at least one. */
    ConfValue(List<Text> lines)
    {
        this.lines = lines;
    }

    /** @param origin of every line; its text stands there alone. */
    static ConfValue of(String text, Origin origin)
    {
        return of(new Text(text, origin, new Piece(0, new Origin(origin.fileName(), origin.line(), Math.max(1, origin.column())), null)));
    }

    static ConfValue of(Text written)
    {
        String text = written.value();
        List<Text> lines = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from))
        {
            lines.add(part(written, from, to));
            from = to + 1;
        }
        lines.add(part(written, from, text.length()));
        return new ConfValue(lines);
    }

    private static Text part(Text written, int from, int to)
    {
        return new Text(written.value().substring(from, to), written.origin(), Piece.append(null, 0, written, from, to));
    }

    /** @return the value as one text. */
    Text whole()
    {
        return lines.size() == 1 ? lines.get(0) : new Text(text(), origin());
    }

    Origin origin()
    {
        return lines.get(0).origin();
    }

    String text()
    {
        StringBuilder text = new StringBuilder(lines.get(0).value());
        for (int i = 1; i < lines.size(); i++)
        {
            text.append('\n').append(lines.get(i).value());
        }
        return text.toString();
    }

    /** @return the lines that hold anything. */
    List<Text> filledLines()
    {
        List<Text> filled = new ArrayList<>();
        for (Text line : lines)
        {
            if (!line.value().isBlank())
            {
                filled.add(line);
            }
        }
        return filled;
    }

    /** Without the empty lines at its end. */
    ConfValue trimmed()
    {
        int count = lines.size();
        while (count > 1 && lines.get(count - 1).value().isEmpty())
        {
            count--;
        }
        return new ConfValue(List.copyOf(lines.subList(0, count)));
    }
}
