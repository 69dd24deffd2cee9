package banjo.filter;

import banjo.config.Origin;
import banjo.config.Text;
import java.util.List;

/**
 * The patterns of a filter in fail2ban's language, one mode's, not compiled yet.
 *
 * @param origin       of the filter, for errors that no pattern is to blame for.
 * @param prefRegex    null for none.
 * @param datePatterns none: every date form.
 * @param maxLines     lines that the patterns see at once, at least 1.
 * @param undated      whether others find the date, or the lines have none.
 * @param namesHosts   whether {@code <HOST>} stands for host names too.
 */
public record PatternSet(String name, Origin origin, List<Text> failRegexes, List<Text> ignoreRegexes, Text prefRegex,
    List<Text> datePatterns, int maxLines, boolean undated, boolean namesHosts)
{
}
