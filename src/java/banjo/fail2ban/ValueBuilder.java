package banjo.fail2ban;

import banjo.config.Origin;
import banjo.config.Piece;
import banjo.config.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a value from text and inserted values. A line that consists of inserted text alone keeps the origin of that text, so that
 * an error names the line where a pattern was really written; any other line has the origin of the line that holds the reference.
 */
final class ValueBuilder
{
    /** Characters that a value may grow to. */
    static final int MAXIMUM = 1 << 18;

    private final List<Text> lines = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private Piece last;
    private Origin outer;
    private Origin origin;
    /** True when the current line began inside an inserted value. */
    private boolean inherited;
    private int length;

    /** @return the value with every occurrence of a text replaced. */
    static ConfValue replace(ConfValue value, String replaced, ConfValue by) throws ConfException
    {
        ValueBuilder result = new ValueBuilder();
        for (Text line : value.lines)
        {
            result.beginLine(line.origin());
            String text = line.value();
            int from = 0;
            for (int at = text.indexOf(replaced); at >= 0; at = text.indexOf(replaced, from))
            {
                result.put(line, from, at);
                result.put(by);
                from = at + replaced.length();
            }
            result.put(line, from, text.length());
        }
        return result.build();
    }

    void beginLine(Origin lineOrigin)
    {
        if (outer != null)
        {
            endLine();
        }
        outer = lineOrigin;
        origin = lineOrigin;
        inherited = false;
    }

    private void endLine()
    {
        lines.add(new Text(current.toString(), origin, last));
        current.setLength(0);
        last = null;
    }

    /** Adds a part of the line that was begun. */
    void put(Text line, int from, int to) throws ConfException
    {
        if (from < to)
        {
            append(line, from, to);
            origin = inherited ? origin : outer;
        }
    }

    private void append(Text line, int from, int to) throws ConfException
    {
        length += to - from;
        if (length > MAXIMUM)
        {
            throw new ConfException(outer, "the value grows beyond " + MAXIMUM + " characters when its references are replaced");
        }
        last = Piece.append(last, current.length(), line, from, to);
        current.append(line.value(), from, to);
    }

    void put(ConfValue value) throws ConfException
    {
        for (int i = 0; i < value.lines.size(); i++)
        {
            Text line = value.lines.get(i);
            if (i > 0)
            {
                endLine();
                inherited = true;
                origin = line.origin();
            }
            else if (!inherited)
            {
                origin = current.length() == 0 ? line.origin() : outer;
            }
            // Lines that hold nothing cost something too.
            length++;
            append(line, 0, line.value().length());
        }
    }

    ConfValue build()
    {
        endLine();
        return new ConfValue(List.copyOf(lines));
    }
}
