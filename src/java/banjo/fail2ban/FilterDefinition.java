package banjo.fail2ban;

import banjo.config.Origin;
import banjo.config.Text;
import java.util.List;

/**
 * What a filter says in the end, in fail2ban's pattern language: its tags ({@code <HOST>}, {@code <F-USER>}) are still there.
 *
 * @param name of the file, without directory and suffix.
 * @param origin of its first line.
 * @param failRegexes at least one.
 * @param prefRegex null for none.
 * @param datePatterns one a line; none: every date form.
 * @param maxLines how many lines the patterns see at once.
 * @param journal whether the lines are the journal's (logtype): they come without a date.
 * @param journalMatches kept as written.
 * @param useDns yes, no, warn, raw or null when the filter does not say.
 */
public record FilterDefinition(String name, Origin origin, List<Text> failRegexes, List<Text> ignoreRegexes, Text prefRegex,
    List<Text> datePatterns, int maxLines, boolean journal, List<Text> journalMatches, String useDns)
{
}
