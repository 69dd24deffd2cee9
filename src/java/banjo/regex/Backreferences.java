package banjo.regex;

/** Compares, after a match, what backreferences took with the text of their groups. */
final class Backreferences
{
    private final ParsedPattern pattern;

    Backreferences(ParsedPattern pattern)
    {
        this.pattern = pattern;
    }

    /** @return true when every backreference that took part is the text of its group. */
    boolean hold(byte[] text, int from, int to, int[] tags)
    {
        int[] checks = pattern.checks;
        for (int i = 0; i < checks.length; i += 3)
        {
            int group = pattern.position(checks[i], tags, from, to);
            int groupEnd = pattern.position(checks[i] + 1, tags, from, to);
            int reference = pattern.position(checks[i + 1], tags, from, to);
            int referenceEnd = pattern.position(checks[i + 1] + 1, tags, from, to);
            if (reference >= 0 && !isSame(text, group, groupEnd, reference, referenceEnd, checks[i + 2] != 0))
            {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(byte[] text, int group, int groupEnd, int reference, int referenceEnd, boolean ignoreCase)
    {
        if (group < 0 || groupEnd - group != referenceEnd - reference)
        {
            return false;
        }
        for (int i = 0; i < groupEnd - group; i++)
        {
            int a = text[group + i];
            int b = text[reference + i];
            boolean letter = (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
            if (a != b && !(ignoreCase && letter && (a ^ b) == 0x20))
            {
                return false;
            }
        }
        return true;
    }
}
