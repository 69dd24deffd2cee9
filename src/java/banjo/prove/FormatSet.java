package banjo.prove;

import banjo.config.FilterConfiguration;
import banjo.config.Origin;
import banjo.config.Text;
import banjo.filter.FilterException;
import java.util.ArrayList;
import java.util.List;

/**
 * The formats of a filter and its known limits. Those of the built-in filters travel with their tables as lines of text:
 * {@code =FILTER}, {@code :MODE}, {@code -FORMAT}, {@code *NUMBER} for the format of an earlier message, from 0, and
 * {@code !spoof: REASON} or {@code !escape: REASON} behind its format.
 */
public final class FormatSet
{
    final List<Message> messages = new ArrayList<>();
    final List<Limit> limits = new ArrayList<>();

    /**
     * @param mode the mode that alone counts it; null: every mode does.
     * @param origin null when built in.
     */
    record Message(String mode, String format, Origin origin)
    {
        FilterException error(FormatException e)
        {
            return new FilterException(origin == null ? e.getMessage() : origin.error(e.getMessage()));
        }
    }

    /** @param spoof what is excused: a wrong address; false: a line that bans nobody. */
    record Limit(String format, boolean spoof, String reason)
    {
    }

    private FormatSet()
    {
    }

    /** The formats of a definition. */
    public static FormatSet of(FilterConfiguration definition)
    {
        FormatSet set = new FormatSet();
        set.add(null, definition.formats());
        for (FilterConfiguration.Mode mode : definition.modes())
        {
            set.add(mode.name(), mode.formats());
        }
        for (FilterConfiguration.KnownLimit limit : definition.knownLimits())
        {
            set.limits.add(new Limit(limit.format().value(), limit.spoof(), limit.reason()));
        }
        return set;
    }

    private void add(String mode, List<Text> formats)
    {
        for (Text format : formats)
        {
            messages.add(new Message(mode, format.value(), format.origin()));
        }
    }

    /** @param lines of all built-in filters. @return those of one; without any message when it has none. */
    public static FormatSet read(String lines, String filter)
    {
        FormatSet set = new FormatSet();
        boolean mine = false;
        String mode = null;
        String format = null;
        int at = 0;
        while (at < lines.length())
        {
            int end = lines.indexOf('\n', at);
            char kind = lines.charAt(at);
            String text = lines.substring(at + 1, end);
            at = end + 1;
            mode = kind == '=' ? null : kind == ':' ? text : mode;
            mine = kind == '=' ? text.equals(filter) : mine;
            if (mine && (kind == '-' || kind == '*'))
            {
                format = kind == '-' ? text : set.messages.get(Integer.parseInt(text)).format();
                set.messages.add(new Message(mode, format, null));
            }
            else if (mine && kind == '!')
            {
                set.limits.add(new Limit(format, text.startsWith("spoof"), text.substring(text.indexOf(':') + 2)));
            }
        }
        return set;
    }

    /** @return the lines that {@link #read} reads; none when there is no message. */
    public String toLines(String filter)
    {
        StringBuilder lines = new StringBuilder();
        String mode = null;
        boolean[] written = new boolean[limits.size()];
        for (Message message : messages)
        {
            lines.append(lines.length() == 0 ? "=" + filter + "\n" : "");
            if (message.mode() != null && !message.mode().equals(mode))
            {
                mode = message.mode();
                lines.append(':').append(mode).append('\n');
            }
            int same = first(message.format());
            boolean known = messages.get(same) != message;
            lines.append(known ? "*" + same : "-" + message.format()).append('\n');
            for (int i = 0; i < written.length; i++)
            {
                Limit limit = limits.get(i);
                if (!written[i] && limit.format().equals(message.format()))
                {
                    written[i] = true;
                    lines.append(limit.spoof() ? "!spoof: " : "!escape: ").append(limit.reason()).append('\n');
                }
            }
        }
        return lines.toString();
    }

    /** @return the number of the first message with a format. */
    private int first(String format)
    {
        int i = 0;
        while (!messages.get(i).format().equals(format))
        {
            i++;
        }
        return i;
    }

    /** @throws FilterException with {@code FILE:LINE:COL: error: } when a format cannot be read. */
    public void check(Prover prover) throws FilterException
    {
        for (Message message : messages)
        {
            try
            {
                prover.check(message.format());
            }
            catch (FormatException e)
            {
                throw message.error(e);
            }
        }
    }

    /** @return how many formats there are, those of all modes counted once. */
    public int count()
    {
        List<String> distinct = new ArrayList<>();
        for (Message message : messages)
        {
            if (!distinct.contains(message.format()))
            {
                distinct.add(message.format());
            }
        }
        return distinct.size();
    }

    /** @return what is known not to hold, one text each: {@code spoof: FORMAT: REASON}. */
    public List<String> limitTexts()
    {
        List<String> texts = new ArrayList<>();
        for (Limit limit : limits)
        {
            texts.add((limit.spoof() ? "spoof" : "escape") + ": " + limit.format() + ": " + limit.reason());
        }
        return texts;
    }
}
